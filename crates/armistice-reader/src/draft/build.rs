//! Positions to a case.

use std::collections::{BTreeMap, BTreeSet};

use armistice::case::claims::{Claim, ClaimKind, ClaimStatus, Claims};
use armistice::case::condition::{Atom, Condition, Expr, Limit, Test};
use armistice::case::words::{either, in_prose};
use armistice::case::{
    Case, Consent, Goal, Grounds, Issue, IssueIndex, IssueOption, Lever, NoDeal, Number, OptionIndex, Party,
    PartyIndex, Precondition, Preferences, RedLine, Scores, Weights,
};
use armistice::points::Decimal;

use super::Record;
use super::context::live;
use super::disputes::{self, Dispute, Leaning, is_own};
use super::meetings;
use super::options::{Ids, Taste, describe, noun, ranking, resolve, with_names};
use super::positions::{Matter, Need, Position, Positions};
use super::sides::{Side, Sides};
use super::topics::{CEASEFIRE, PEACE, TALKS, TOPICS};
use super::words::{Choice, slug, title, valid_id};

/// Parties of a draft at most; those whose consent is needed come first.
const MOST_PARTIES: usize = 64;
/// Red lines, preconditions, goals and levers of a draft at most, each; an analysis takes 256 constraints.
const MOST_CONSTRAINTS: usize = 100;
/// Claims cited for a party's standing at most; what it wants cites all of its own.
const CITED: usize = 5;
/// Claims cited at most for one table, the first of them: a case takes lists of 10,000, and nobody reads so many.
pub(super) const MOST_CITED: usize = 1_000;

/// Writes positions down as a case.
pub(super) fn case(claims: &Claims, sides: &Sides<'_>, positions: &Positions, record: &mut Record) -> Case {
    let pressure = meetings::pressure(claims, sides, positions);
    let mut needed: BTreeSet<Side> = positions.positions.iter().map(|p| p.side).collect();
    needed.extend(positions.issues.iter().flat_map(|i| i.key.movers.iter().copied()));
    needed.extend(pressure.iter().flat_map(|p| p.against.iter().copied().chain([p.side])));
    needed.extend(meetings::attending(claims, sides));
    let mut order: Vec<Side> = sides.signatories.iter().copied().collect();
    order.extend(needed.into_iter().filter(|s| !sides.signatories.contains(s)));

    order.truncate(MOST_PARTIES);
    let names = names(claims);
    let places = order.iter().enumerate().map(|(at, &side)| (side, at)).collect();
    let mut built =
        Builder { claims, sides, positions, record, order, places, names, issues: Vec::new(), today: Vec::new() };
    let parties = built.parties();
    for topical in 0..positions.issues.len() {
        built.issue(topical);
    }
    let tastes = built.tastes();
    let preferences = built.preferences(&tastes);
    let preconditions = built.preconditions();
    let red_lines = built.red_lines(&tastes, &preconditions);
    let goals = built.goals();
    let levers = built.levers(&pressure);
    let (people, meetings) = meetings::meetings(&mut built);
    let main_sides: Vec<String> = sides.signatories.iter().map(|&s| in_prose(&claims.actors[s].name)).collect();
    let heading = claims.sources.iter().find_map(|s| s.title.clone()).filter(|t| !t.trim().is_empty());
    let mut case = Case {
        title: heading.map_or_else(|| between(&main_sides, sides.seen), |t| title(&t)),
        as_of: as_of(claims),
        deal: built.deal(),
        status_quo: built.today.clone(),
        sources: claims.sources.clone(),
        parties,
        people,
        issues: built.issues,
        infeasible: Vec::new(),
        packages: Vec::new(),
        preferences,
        links: Vec::new(),
        red_lines,
        preconditions,
        norms: Vec::new(),
        goals,
        levers,
        exposures: Vec::new(),
        mandates: Vec::new(),
        meetings,
        stability: Vec::new(),
        claims: Some(claims.clone()),
        digest: String::new(),
    };
    disputes::note_contradictions(&mut case, claims);
    case
}

/// The day that the case describes: that of the last source, or else of the last thing said to have happened.
fn as_of(claims: &Claims) -> Option<String> {
    let published = claims.sources.iter().filter_map(|s| s.published.clone()).max();
    let happened = || {
        let past = live(claims).filter(|(_, c)| matches!(c.status, ClaimStatus::Past | ClaimStatus::Present));
        past.filter_map(|(_, c)| meetings::day(c)).max().map(str::to_owned)
    };
    published.or_else(happened)
}

/// The title of a case that has no headline: who deals with whom, or is on record without having been seen to.
fn between(sides: &[String], seen: bool) -> String {
    match sides {
        [_, _] | [_, _, _] if !seen => title(&format!("The positions of {}", either(sides, "and"))),
        [one] => title(&format!("The position of {one}")),
        [_, _] | [_, _, _] => title(&format!("Talks between {}", either(sides, "and"))),
        _ => title(&format!("Talks between {} and others", sides[..sides.len().min(2)].join(", "))),
    }
}

/// Whether a claim names a day for something still to come.
fn is_ahead(claim: &Claim) -> bool {
    claim.when.is_some() && matches!(claim.status, ClaimStatus::Future | ClaimStatus::Hypothetical)
}

/// An id for every actor, by index: its own where the format takes it and nobody else has it.
fn names(claims: &Claims) -> Vec<String> {
    let mut taken = Ids::default();
    claims.actors.iter().map(|a| taken.new_id(valid_id(&a.id, "party"))).collect()
}

/// A case in the making.
pub(super) struct Builder<'a, 'r> {
    pub(super) claims: &'a Claims,
    pub(super) sides: &'a Sides<'a>,
    pub(super) positions: &'a Positions,
    pub(super) record: &'r mut Record,
    /// The sides that are parties, in party order.
    pub(super) order: Vec<Side>,
    /// The place of each side in it.
    places: BTreeMap<Side, PartyIndex>,
    /// The id of every actor.
    pub(super) names: Vec<String>,
    pub(super) issues: Vec<Issue>,
    /// The option of each issue that is in force today.
    pub(super) today: Vec<OptionIndex>,
}

/// An option of an issue, as positions name it.
type Wish = (usize, Choice);
/// What each side wants and refuses, issue by issue.
type Tastes = BTreeMap<(Side, IssueIndex), Taste>;

impl Builder<'_, '_> {
    pub(super) fn party(&self, side: Side) -> Option<PartyIndex> {
        self.places.get(&side).copied()
    }

    /// Grounds on some claims.
    pub(super) fn grounds(&self, claims: impl IntoIterator<Item = usize>, note: Option<String>) -> Grounds {
        let claims: BTreeSet<usize> = claims.into_iter().collect();
        let cited = claims.iter().filter_map(|&c| self.claims.claims.get(c)).take(MOST_CITED);
        let because = cited.map(|c| c.id.clone()).collect();
        Grounds { because, note, span: 0..0 }
    }

    /// The options of an issue that a choice means.
    pub(super) fn options(&self, issue: IssueIndex, choice: Choice) -> Vec<OptionIndex> {
        resolve(&self.positions.issues[issue], choice)
    }

    /// Who would have to act on an issue, as prose names them; nobody where that is the holder of a position alone.
    fn movers(&self, issue: usize, holder: Option<Side>) -> Vec<String> {
        let movers = &self.positions.issues[issue].key.movers;
        let own = holder.is_some_and(|h| *movers == [h]);
        movers.iter().filter(|_| !own).map(|&m| in_prose(self.name(m))).collect()
    }

    /// What a choice asks for, as a noun, for a position of the holder.
    fn asked_for(&self, issue: usize, options: &[OptionIndex], holder: Side) -> Option<String> {
        noun(&self.positions.issues[issue], options, &self.movers(issue, Some(holder)))
    }

    fn name(&self, side: Side) -> &str {
        &self.claims.actors[side].name
    }

    fn parties(&mut self) -> Vec<Party> {
        let mut parties = Vec::new();
        for side in self.order.clone() {
            let signs = self.sides.signatories.contains(&side);
            let attitudes = self.positions.attitudes.get(&side).cloned().unwrap_or_default();
            for &claim in &attitudes {
                self.record.became(claim, format!("an attitude of {}", self.name(side)));
            }
            let mut because: BTreeSet<usize> = attitudes.into_iter().collect();
            because.extend(self.sides.shown_by.get(&side).into_iter().flatten().take(CITED));
            let note = match (signs, self.sides.seen) {
                (true, true) => "drafted: its consent is needed, for the claims show it dealing with the other side",
                (true, false) => {
                    "drafted: that its consent is needed is a guess, for no claim shows the sides dealing with each other"
                }
                (false, _) => "drafted: acts from outside and signs nothing",
            };
            let actor = &self.claims.actors[side];
            parties.push(Party {
                id: self.names[side].clone(),
                name: if actor.name.trim().is_empty() { self.names[side].clone() } else { actor.name.clone() },
                consent: if signs { Consent::Signs } else { Consent::Outside },
                no_deal: NoDeal::Unstated,
                trust: None,
                patience: None,
                grounds: self.grounds(because, Some(note.to_owned())),
            });
        }
        parties
    }

    fn issue(&mut self, at: usize) {
        let topical = &self.positions.issues[at];
        let (title, options, for_good) = describe(topical);
        let movers = &topical.key.movers;
        let base = match &topical.key.matter {
            Matter::Topic(topic) => TOPICS[*topic].id.to_owned(),
            Matter::Own(word) => slug(word, "matter"),
        };
        let alone = self.positions.issues.iter().filter(|i| i.key.matter == topical.key.matter).count() == 1;
        let mut id = base;
        if !alone {
            for &mover in movers.iter().take(2) {
                id = format!("{id}-{}", self.names[mover]);
            }
        }
        let taken: BTreeSet<&str> = self.issues.iter().map(|i| i.id.as_str()).collect();
        let mut free = id.clone();
        for n in 2.. {
            if !taken.contains(free.as_str()) {
                break;
            }
            free = format!("{id}-{n}");
        }
        // Somebody whose consent is needed has a hand in every issue, or no deal could move it.
        let mut control: Vec<PartyIndex> = movers.iter().filter_map(|&m| self.party(m)).collect();
        let signs = |p: &PartyIndex| self.order.get(*p).is_some_and(|s| self.sides.signatories.contains(s));
        let mut guess = "";
        if topical.shared || !control.iter().any(signs) {
            if !control.is_empty() {
                guess = "; that the signatories have a hand in it is a judgement";
            }
            control.extend(0..self.sides.signatories.len());
        }
        control.sort_unstable();
        control.dedup();
        let today = topical.today.and_then(|(choice, _)| resolve(topical, choice).first().copied()).unwrap_or(0);
        let stands = &options[today].0;
        let mut note = match topical.today {
            Some(_) => format!("drafted: stands at `{stands}` today{guess}"),
            None => format!("drafted: no claim says how it stands today, and `{stands}` is a judgement{guess}"),
        };
        let named = topical.claims.iter().map(|&c| &self.claims.claims[c]).filter(|c| is_ahead(c));
        let days: Vec<String> =
            named.filter_map(|c| Some(format!("{} [{}]", c.when.as_deref()?, c.id))).take(CITED).collect();
        if !days.is_empty() {
            note.push_str(&format!("; named for it: {}", days.join(", ")));
        }
        let names = self.movers(at, None);
        let claims: Vec<usize> = topical.claims.iter().copied().chain(topical.today.map(|(_, c)| c)).collect();
        for &claim in &claims {
            self.record.became(claim, format!("issue `{free}`"));
        }
        let options: Vec<IssueOption> =
            options.into_iter().map(|(id, label)| IssueOption { id, label: Some(label), value: None }).collect();
        self.issues.push(Issue {
            id: free,
            title: with_names(&title, &topical.key.matter, &names),
            ordered: matches!(topical.key.matter, Matter::Topic(_)) && options.len() > 2,
            options,
            range: None,
            control,
            undo: for_good.then(Vec::new),
            irreversible: Vec::new(),
            grounds: self.grounds(claims, Some(note)),
        });
        self.today.push(today);
    }

    /// What each side wants and refuses, issue by issue.
    fn tastes(&mut self) -> Tastes {
        let mut tastes = Tastes::new();
        for &Position { side, issue, choice, wants, claim } in &self.positions.positions {
            let options = resolve(&self.positions.issues[issue], choice);
            let taste = tastes.entry((side, issue)).or_default();
            if wants { taste.want(options, claim) } else { taste.refuse(options, claim) }
        }
        tastes
    }

    fn preferences(&mut self, tastes: &Tastes) -> Vec<Preferences> {
        let mut all = Vec::new();
        for (party, side) in self.order.clone().into_iter().enumerate() {
            let mut scores: Vec<Option<Scores>> = vec![None; self.issues.len()];
            let mut because = BTreeSet::new();
            let mut notes = Vec::new();
            for (issue, score) in scores.iter_mut().enumerate() {
                let Some(taste) = tastes.get(&(side, issue)) else { continue };
                let id = self.issues[issue].id.clone();
                let (count, today) = (self.issues[issue].options.len(), self.today[issue]);
                let became = if let Some(dispute) = Dispute::of(self.claims, self.sides, side, taste) {
                    notes.push(dispute.note(self.claims, self.sides, side, &id));
                    *score = Some(dispute.scores(taste, count, today));
                    format!("a range of {} on `{id}`, on which the sources disagree", self.name(side))
                } else {
                    *score = ranking(taste, count, today);
                    notes.extend(self.several(issue, taste));
                    if score.is_some() {
                        format!("a preference of {} on `{id}`", self.name(side))
                    } else {
                        format!("issue `{id}`")
                    }
                };
                because.extend(taste.claims());
                for claim in taste.claims() {
                    self.record.became(claim, became.clone());
                }
            }
            if scores.iter().all(Option::is_none) && notes.is_empty() {
                continue;
            }
            let note = if notes.is_empty() { None } else { Some(notes.join("; ")) };
            let grounds = self.grounds(because, note);
            all.push(Preferences { party, weights: Weights::Unstated, scores, interests: None, grounds });
        }
        all
    }

    /// That a side asks for this by one claim and for that by another: for 30 days, and for three months.
    fn several(&self, issue: IssueIndex, taste: &Taste) -> Option<String> {
        if self.positions.issues[issue].key.matter != Matter::Topic(CEASEFIRE) {
            return None;
        }
        let of = &self.issues[issue];
        let precise = taste.several();
        let lengths = precise.iter().filter(|(o, _)| !taste.refuses().contains(o)).map(|(&option, claims)| {
            let ids: Vec<&str> = claims.iter().take(CITED).map(|&c| self.claims.claims[c].id.as_str()).collect();
            format!("{} [{}]", of.options[option].label.as_deref().unwrap_or(&of.options[option].id), ids.join(", "))
        });
        let lengths: Vec<String> = lengths.collect();
        let note = format!("drafted: it asks for different things on `{}`: {}", of.id, lengths.join(", "));
        (lengths.len() > 1).then(|| format!("{note}; which of them it likes better is left open"))
    }

    fn preconditions(&mut self) -> Vec<Precondition> {
        let mut merged: BTreeMap<(Side, Wish, Wish), Need> = BTreeMap::new();
        let main = self.positions.main().map(|at| (at, Choice::Any));
        for need in self.positions.needs.iter().filter(|n| self.sides.signatories.contains(&n.side)) {
            let Some(before) = need.before.or(main).filter(|b| b.0 != need.first.0) else { continue };
            let key = (need.side, need.first, before);
            let same = merged.entry(key).or_insert_with(|| Need { claims: Vec::new(), ..need.clone() });
            same.claims.extend(&need.claims);
            // One claim that says it outright makes a judgement of another needless.
            same.note = same.note.and(need.note);
        }
        let mut ids = Ids::default();
        let mut all = Vec::new();
        for ((side, first, before), need) in merged.into_iter().take(MOST_CONSTRAINTS) {
            let Some(party) = self.party(side) else { continue };
            let id = ids.new_id(format!("{}-{}-first", self.names[side], self.issues[first.0].id));
            let condition =
                |choice: (usize, Choice)| self.at_least(choice.0, &resolve(&self.positions.issues[choice.0], choice.1));
            let title = self
                .asked_for(before.0, &self.options(before.0, before.1), side)
                .zip(self.asked_for(first.0, &self.options(first.0, first.1), side))
                .map(|(before, first)| format!("agrees to {before} only with {first}"));
            let (first, before) = (condition(first), condition(before));
            for &claim in &need.claims {
                self.record.became(claim, format!("precondition `{id}`"));
            }
            let grounds = self.grounds(need.claims, need.note.map(str::to_owned));
            all.push(Precondition { id, title, party, first, before, transient: false, grounds });
        }
        all
    }

    /// Refusals of what somebody else has put on the table. What a side would do for a price it does not refuse.
    fn red_lines(&mut self, tastes: &Tastes, preconditions: &[Precondition]) -> Vec<RedLine> {
        let mut wanted: BTreeMap<(IssueIndex, OptionIndex), BTreeSet<Side>> = BTreeMap::new();
        for ((side, issue), taste) in tastes {
            for option in taste.wants() {
                wanted.entry((*issue, option)).or_default().insert(*side);
            }
        }
        let mut all = Vec::new();
        for ((side, issue), taste) in tastes {
            let Some(party) = self.party(*side).filter(|_| self.sides.signatories.contains(side)) else { continue };
            // Somebody else wants it, or speaks of it.
            let spoken_of = self.positions.issues[*issue].claims.iter().any(|&c| {
                let speakers = self.sides.speakers(&self.claims.claims[c]);
                speakers.iter().any(|s| s != side)
            });
            let others = |o: &OptionIndex| wanted.get(&(*issue, *o)).is_some_and(|who| who.iter().any(|s| s != side));
            let on_the_table = |o: &OptionIndex| others(o) || spoken_of && *o != self.today[*issue];
            let refused: Vec<OptionIndex> = taste.refuses().into_iter().filter(on_the_table).collect();
            let dispute = Dispute::of(self.claims, self.sides, *side, taste);
            let unsure = dispute.as_ref().is_some_and(|d| d.leaning != Leaning::Against);
            let mut because = taste.refusals();
            let own = |c: usize| is_own(self.claims, self.sides, &self.claims.claims[c], *side);
            let outright = because.iter().any(|&c| own(c));
            let prices = preconditions.iter().filter(|p| p.party == party && p.before.expr.issues() == [*issue]);
            let prices: Vec<&String> = prices.flat_map(|p| &p.grounds.because).collect();
            let told = |id: &String| self.claims.claims.iter().position(|c| c.id == *id).is_some_and(own);
            // What others say that it would do for a price, it may still refuse in its own words.
            let priced = !prices.is_empty() && (!outright || prices.iter().any(|id| told(id)));
            if refused.is_empty() || unsure || priced || all.len() >= MOST_CONSTRAINTS {
                continue;
            }
            let id = format!("{}-refuses-{}", self.names[*side], self.issues[*issue].id);
            for &claim in &because {
                self.record.became(claim, format!("red line `{id}`"));
            }
            let bought = (!prices.is_empty()).then(|| {
                let prices: Vec<&str> = prices.iter().take(CITED).map(|id| id.as_str()).collect();
                format!(
                    "drafted: others say that it would for a price [{}]; its own words weigh more",
                    prices.join(", ")
                )
            });
            let note = dispute.as_ref().map(|d| d.note(self.claims, self.sides, *side, &self.issues[*issue].id));
            let note = note.or(bought);
            because.extend(dispute.iter().flat_map(Dispute::claims));
            let refuses = self.among(*issue, &refused);
            all.push(RedLine {
                id,
                title: self.asked_for(*issue, &refused, *side),
                party,
                refuses,
                grounds: self.grounds(because, note),
            });
        }
        let mut ids = Ids::default();
        for line in &mut all {
            line.id = ids.new_id(std::mem::take(&mut line.id));
        }
        all
    }

    /// What outsiders call for.
    fn goals(&mut self) -> Vec<Goal> {
        let mut merged: BTreeMap<(Side, usize, Choice), BTreeSet<usize>> = BTreeMap::new();
        for p in self.positions.positions.iter().filter(|p| p.wants && !self.sides.signatories.contains(&p.side)) {
            let kind = self.claims.claims[p.claim].kind;
            if matches!(kind, ClaimKind::Call | ClaimKind::Demand | ClaimKind::Condition | ClaimKind::Mediate) {
                merged.entry((p.side, p.issue, p.choice)).or_default().insert(p.claim);
            }
        }
        // A precise call contains the general one of the same side: 30 days, and "at least for a while".
        let general: Vec<(Side, usize, Choice)> = merged.keys().filter(|k| k.2 == Choice::Any).copied().collect();
        for key in general {
            let precise = merged
                .keys()
                .find(|k| k.0 == key.0 && k.1 == key.1 && matches!(k.2, Choice::Length(_) | Choice::Full))
                .copied();
            if let Some(claims) = precise.and_then(|_| merged.remove(&key)) {
                precise.and_then(|p| merged.get_mut(&p)).into_iter().for_each(|of| of.extend(&claims));
            }
        }
        // Called for at different lengths, the shortest is what all agree on; the note says that they do not on more.
        let mut notes: BTreeMap<(Side, usize), String> = BTreeMap::new();
        let lengths: Vec<(Side, usize, Choice)> =
            merged.keys().filter(|k| matches!(k.2, Choice::Length(_))).copied().collect();
        for pair in lengths.windows(2).filter(|w| (w[0].0, w[0].1) == (w[1].0, w[1].1)) {
            let (side, issue, _) = pair[1];
            let least = lengths.iter().find(|k| (k.0, k.1) == (side, issue)).copied();
            let Some((longer, least)) = merged.remove(&pair[1]).zip(least) else { continue };
            let of = &self.positions.issues[issue];
            let label = |choice| resolve(of, choice).first().and_then(|&o| self.issues[issue].options[o].label.clone());
            let ids: Vec<&str> = longer.iter().map(|&c| self.claims.claims[c].id.as_str()).take(CITED).collect();
            let said = format!("{} [{}]", label(pair[1].2).unwrap_or_default(), ids.join(", "));
            let note = notes.entry((side, issue)).or_insert_with(|| {
                "drafted: the sources differ on how long it calls for, and the shortest is taken; also".to_owned()
            });
            note.push_str(if note.ends_with("also") { " " } else { ", " });
            note.push_str(&said);
            merged.entry(least).or_default().extend(longer);
        }
        let mut ids = Ids::default();
        let mut all = Vec::new();
        for ((side, issue, choice), claims) in merged {
            let id = ids.new_id(format!("{}-{}", self.names[side], self.issues[issue].id));
            if self.party(side).is_none() || all.len() >= MOST_CONSTRAINTS {
                continue;
            }
            let condition = self.at_least(issue, &resolve(&self.positions.issues[issue], choice));
            for &claim in &claims {
                self.record.became(claim, format!("goal `{id}`"));
            }
            let wanted = resolve(&self.positions.issues[issue], choice);
            let title = self.asked_for(issue, &wanted, side).map(|t| title(&t));
            let party = self.party(side);
            let note = notes.get(&(side, issue)).filter(|_| matches!(choice, Choice::Length(_))).cloned();
            all.push(Goal { id, title, party, condition, grounds: self.grounds(claims, note) });
        }
        all
    }

    /// Sanctions and threats.
    fn levers(&mut self, pressure: &[meetings::Pressure]) -> Vec<Lever> {
        let mut ids = Ids::default();
        let mut all = Vec::new();
        for p in pressure.iter().take(MOST_CONSTRAINTS) {
            let Some(party) = self.party(p.side) else { continue };
            let number = Number::Range(Decimal::whole(-15), Decimal::whole(0));
            let worth: Vec<(PartyIndex, Number)> =
                p.against.iter().filter_map(|&s| self.party(s)).map(|party| (party, number)).collect();
            if worth.is_empty() {
                continue;
            }
            let what = if p.sanctions { "sanctions" } else { "threat" };
            let id = ids.new_id(format!("{}-{what}", self.names[p.side]));
            let (mut when, mut note) =
                (None, "drafted: nobody said how much it weighs, and −15 to 0 points is a judgement".to_owned());
            if let Some((issue, choice)) = p.until {
                let wanted = resolve(&self.positions.issues[issue], choice);
                let least = wanted.first().copied().unwrap_or(0);
                let unmet: Vec<OptionIndex> = match self.issues[issue].ordered {
                    true => (0..least).collect(),
                    false => (0..self.issues[issue].options.len()).filter(|o| !wanted.contains(o)).collect(),
                };
                if !unmet.is_empty() {
                    when = Some(self.among(issue, &unmet));
                    note.push_str("; so is that it holds until what is called for comes about");
                }
            }
            self.record.became(p.claim, format!("lever `{id}`"));
            let claim = &self.claims.claims[p.claim];
            // A content that only repeats the quote makes no title.
            let said = Some(title(&claim.content)).filter(|t| !t.is_empty() && claim.content != claim.quote);
            let made = if p.sanctions { "Sanctions against" } else { "Threat against" };
            let against: Vec<String> = p.against.iter().map(|&s| in_prose(self.name(s))).collect();
            let title = Some(said.unwrap_or_else(|| format!("{made} {}", either(&against, "and"))));
            let grounds = self.grounds([p.claim], Some(note));
            all.push(Lever { id, title, party, when, worth, trust: Vec::new(), grounds });
        }
        all
    }

    /// What would count as an agreement: what the talks are about, where that is a ceasefire or peace.
    fn deal(&self) -> Option<Condition> {
        let main = self.positions.main()?;
        let about = |topic| self.positions.issues[main].key.matter == Matter::Topic(topic);
        if !about(CEASEFIRE) && !about(PEACE) || about(TALKS) {
            return None;
        }
        let more: Vec<OptionIndex> = (self.today[main] + 1..self.issues[main].options.len()).collect();
        (!more.is_empty()).then(|| self.among(main, &more))
    }

    /// The issue at one of these options.
    pub(super) fn among(&self, issue: IssueIndex, options: &[OptionIndex]) -> Condition {
        let of = &self.issues[issue];
        let name = |o: OptionIndex| of.options[o].id.as_str();
        let id = &of.id;
        let (text, test) = match options {
            [one] => (format!("{id} = {}", name(*one)), Test::Is(*one)),
            _ if options.len() + 1 == of.options.len() && !options.contains(&0) => {
                (format!("{id} != {}", name(0)), Test::IsNot(0))
            }
            _ => {
                let list: Vec<&str> = options.iter().map(|&o| name(o)).collect();
                (format!("{id} in {{{}}}", list.join(", ")), Test::In(options.to_vec()))
            }
        };
        Condition { text, span: 0..0, expr: Expr::Atom(Atom { issue, test }) }
    }

    /// The issue at one of these options or, on an ordered issue, beyond them.
    pub(super) fn at_least(&self, issue: IssueIndex, options: &[OptionIndex]) -> Condition {
        let of = &self.issues[issue];
        match options {
            [one] if of.ordered && *one > 0 && *one + 1 < of.options.len() => Condition {
                text: format!("{} >= {}", of.id, of.options[*one].id),
                span: 0..0,
                expr: Expr::Atom(Atom { issue, test: Test::AtLeast(Limit::Option(*one)) }),
            },
            _ => self.among(issue, options),
        }
    }
}
