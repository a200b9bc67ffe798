//! The options of an issue in the making: their names, which of them a position means, and the scores that follow.

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::{OptionIndex, Scores};

use super::positions::{Matter, Topical};
use super::topics::{CEASEFIRE, Moves, TOPICS};
use super::words::{self, Choice, Length, substance};

/// Ids given out, with how many were asked for.
#[derive(Default)]
pub(super) struct Ids(BTreeMap<String, usize>);

impl Ids {
    /// The id, with a number after it if it is taken.
    pub(super) fn new_id(&mut self, id: String) -> String {
        let mut wanted = id.clone();
        while self.0.contains_key(&wanted) {
            let count = self.0.entry(id.clone()).or_insert(1);
            *count += 1;
            wanted = format!("{id}-{count}");
        }
        self.0.insert(wanted.clone(), 1);
        wanted
    }
}

/// What a side wants and refuses on one issue, as options with the claims that say so.
#[derive(Default)]
pub(super) struct Taste {
    /// A wish with the options that would meet it; whether it is a general one ("a ceasefire").
    wishes: Vec<(BTreeSet<OptionIndex>, bool, usize)>,
    refused: BTreeMap<OptionIndex, BTreeSet<usize>>,
}

impl Taste {
    /// Takes down that a claim wants one of these options.
    pub(super) fn want(&mut self, options: Vec<OptionIndex>, claim: usize) {
        let general = options.len() > 1;
        self.wishes.push((options.into_iter().collect(), general, claim));
    }

    /// Takes down that a claim refuses these options.
    pub(super) fn refuse(&mut self, options: Vec<OptionIndex>, claim: usize) {
        for option in options {
            self.refused.entry(option).or_default().insert(claim);
        }
    }

    /// The options wanted. Of a general wish, what is refused is not meant, unless that is all of it.
    pub(super) fn wants(&self) -> BTreeSet<OptionIndex> {
        self.wishes.iter().flat_map(|(options, general, _)| self.meant(options, *general)).collect()
    }

    fn meant(&self, options: &BTreeSet<OptionIndex>, general: bool) -> BTreeSet<OptionIndex> {
        let left: BTreeSet<OptionIndex> = options.iter().copied().filter(|o| !self.refused.contains_key(o)).collect();
        if general && !left.is_empty() { left } else { options.clone() }
    }

    /// The options refused.
    pub(super) fn refuses(&self) -> BTreeSet<OptionIndex> {
        self.refused.keys().copied().collect()
    }

    /// The options both wanted and refused.
    pub(super) fn disputed(&self) -> BTreeSet<OptionIndex> {
        self.wants().into_iter().filter(|o| self.refused.contains_key(o)).collect()
    }

    /// The claims that want an option.
    pub(super) fn wanted_by(&self, option: OptionIndex) -> BTreeSet<usize> {
        let meant = self.wishes.iter().filter(|(options, general, _)| self.meant(options, *general).contains(&option));
        meant.map(|(_, _, claim)| *claim).collect()
    }

    /// The claims that refuse an option.
    pub(super) fn refused_by(&self, option: OptionIndex) -> BTreeSet<usize> {
        self.refused.get(&option).cloned().unwrap_or_default()
    }

    /// The claims that refuse anything.
    pub(super) fn refusals(&self) -> BTreeSet<usize> {
        self.refused.values().flatten().copied().collect()
    }

    /// All claims.
    pub(super) fn claims(&self) -> BTreeSet<usize> {
        self.wishes.iter().map(|(_, _, claim)| *claim).chain(self.refusals()).collect()
    }

    /// Wishes that cannot all be met though each is precise: "30 days", and "three months". Each with its options and claims.
    pub(super) fn several(&self) -> BTreeMap<OptionIndex, BTreeSet<usize>> {
        let mut precise: BTreeMap<OptionIndex, BTreeSet<usize>> = BTreeMap::new();
        for (options, _, claim) in self.wishes.iter().filter(|(_, general, _)| !general) {
            for &option in options {
                precise.entry(option).or_default().insert(*claim);
            }
        }
        if precise.len() < 2 { BTreeMap::new() } else { precise }
    }
}

/// An issue's title, its options with labels, and whether the change is for good.
pub(super) fn describe(topical: &Topical) -> (String, Vec<(String, String)>, bool) {
    match (&topical.key.matter, &topical.own) {
        (Matter::Topic(topic), _) => {
            let line = &TOPICS[*topic];
            let own = |(id, label): (&str, &str)| (id.to_owned(), label.to_owned());
            let mut options = vec![own(line.now)];
            options.extend(lengths(topical).map(|l| (l.id(), l.label())));
            if topical.choices.contains(&Choice::Partial) {
                options.push(("partial".to_owned(), "in part".to_owned()));
            }
            if *topic == CEASEFIRE && topical.choices.contains(&Choice::Full) {
                options.push(("lasting".to_owned(), "lasting".to_owned()));
            }
            if *topic != CEASEFIRE || options.len() == 1 {
                options.push(own(line.asked));
            }
            (
                line.title.to_owned(),
                options,
                line.for_good && line.moves == Moves::OneSide || line.id == "prisoner-exchange",
            )
        }
        (Matter::Own(word), own) => {
            let (title, named) = own.clone().unwrap_or_else(|| (word.clone(), Vec::new()));
            let mut options = vec![("as-today".to_owned(), "as today".to_owned())];
            let mut ids = Ids::default();
            ids.new_id("as-today".to_owned());
            // A lone wish is the title; several are told apart by their words.
            let title = match named.as_slice() {
                [(_, wish)] => words::wish(wish),
                _ if substance(&title) > 3 => words::wish(&title),
                _ => title,
            };
            match named.as_slice() {
                [] | [_] => options.push(("as-asked".to_owned(), "as asked".to_owned())),
                several => options.extend(several.iter().map(|(id, label)| (ids.new_id(id.clone()), label.clone()))),
            }
            (title, options, false)
        }
    }
}

/// A title with who would have to act: "Withdrawal of troops by Russia".
pub(super) fn with_names(title: &str, matter: &Matter, names: &[String]) -> String {
    let joined = match names {
        [] => return title.to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    };
    match matter {
        Matter::Topic(topic) => format!("{title} {} {joined}", TOPICS[*topic].joint),
        // Who would have to do it is mostly a guess there, and the words may say so themselves.
        Matter::Own(_) => title.to_owned(),
    }
}

/// What these options of an issue ask for, as a noun: "a 30-day ceasefire", "the lifting of sanctions imposed by Freedonia". `None` where
/// the table has no words for it. `names`: who would have to act, if that is to be said.
pub(super) fn noun(topical: &Topical, options: &[OptionIndex], names: &[String]) -> Option<String> {
    let Matter::Topic(topic) = topical.key.matter else { return None };
    let line = &TOPICS[topic];
    // The precise before the general: where a 30-day ceasefire is all that is asked for, any ceasefire is one of 30 days.
    let precise = |c: &Choice| matches!(c, Choice::Length(_) | Choice::Partial | Choice::Full);
    let choice = topical.choices.iter().copied().filter(precise).chain([Choice::Any]);
    let choice = choice.into_iter().find(|c| resolve(topical, *c) == options)?;
    let bare = line.noun.strip_prefix("a ").unwrap_or(line.noun);
    let what = match choice {
        Choice::Length(length) => {
            // "an 8-day", "an 11-hour", "an 18-month".
            let vowel = matches!(length.count, 8 | 11 | 18 | 80..=89 | 800..=899);
            format!("{} {}-{} {bare}", if vowel { "an" } else { "a" }, length.count, length.unit)
        }
        Choice::Full if topic == CEASEFIRE => format!("a lasting {bare}"),
        Choice::Partial => format!("a partial {bare}"),
        _ => line.noun.to_owned(),
    };
    Some(with_names(&what, &topical.key.matter, names))
}

fn lengths(topical: &Topical) -> impl Iterator<Item = Length> + '_ {
    topical.choices.iter().filter_map(|c| match c {
        Choice::Length(length) => Some(*length),
        _ => None,
    })
}

/// The options of an issue that a choice means.
pub(super) fn resolve(topical: &Topical, choice: Choice) -> Vec<OptionIndex> {
    let count = describe(topical).1.len();
    let lengths: Vec<Length> = lengths(topical).collect();
    let ceasefire = topical.key.matter == Matter::Topic(CEASEFIRE);
    match choice {
        Choice::Now => vec![0],
        Choice::Length(length) => {
            lengths.iter().position(|&l| l == length).map_or_else(|| vec![count - 1], |at| vec![at + 1])
        }
        Choice::Partial => vec![1],
        Choice::Own(at) => vec![(at + 1).min(count - 1)],
        Choice::Any if ceasefire => (1..count).collect(),
        Choice::Any | Choice::Full => vec![count - 1],
    }
}

/// Scores from what is wanted and refused; `None` when that says nothing about any two options.
pub(super) fn ranking(taste: &Taste, options: usize, today: OptionIndex) -> Option<Scores> {
    let rest = |of: &BTreeSet<OptionIndex>| (0..options).filter(|o| !of.contains(o)).collect::<BTreeSet<_>>();
    let (mut good, mut bad) = (taste.wants(), taste.refuses());
    if good.is_empty() {
        // Who refuses the change prefers today; who refuses today prefers any change.
        good = if bad.contains(&today) { rest(&bad) } else { BTreeSet::from([today]) };
    } else if good.contains(&today) && bad.is_empty() {
        bad = rest(&good);
    } else if !good.contains(&today) {
        bad.insert(today);
    }
    let (best, worst) = (good.last().copied()?, if bad.contains(&today) { today } else { bad.first().copied()? });
    if good.len() + bad.len() == options {
        let groups = [good, bad].into_iter().map(|g| g.into_iter().collect()).collect();
        return Some(Scores::Rank(groups));
    }
    Some(Scores::Prefers(vec![best, worst]))
}
