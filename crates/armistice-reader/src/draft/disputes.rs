//! Where the sources disagree on what a side wants: by one claim it wants an option, by another it refuses it.

use std::collections::BTreeSet;

use armistice::case::claims::{ActorKind, Claim, ClaimStatus, Claims};
use armistice::case::dossier::{Reason, contradictions};
use armistice::case::words::{either, in_prose};
use armistice::case::{Case, Grounds, Number, OptionIndex, Scores};
use armistice::points::Decimal;

use super::build::MOST_CITED;
use super::options::Taste;
use super::sides::{Side, Sides};

/// Which of two accounts weighs more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaning {
    /// That the side wants it.
    For,
    /// That it refuses it.
    Against,
    /// Neither.
    Neither,
}

/// A disagreement on what a side wants of one issue.
pub(super) struct Dispute {
    /// The options that it both wants and refuses.
    options: BTreeSet<OptionIndex>,
    pub(super) leaning: Leaning,
    /// Whether both accounts are its own words.
    own: bool,
    /// Why it leans so, in words.
    why: String,
    wanted: BTreeSet<usize>,
    refused: BTreeSet<usize>,
}

/// How an account came to be known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    Others,
    Own,
}

impl Dispute {
    /// The disagreement in what is said of a side; `None` where there is none. Its own words weigh more than what others say of it, and of words of
    /// one kind the later ones.
    pub(super) fn of(claims: &Claims, sides: &Sides<'_>, side: Side, taste: &Taste) -> Option<Self> {
        let options = taste.disputed();
        if options.is_empty() {
            return None;
        }
        let behind = |of: &dyn Fn(OptionIndex) -> BTreeSet<usize>| options.iter().flat_map(|&o| of(o)).collect();
        let wanted: BTreeSet<usize> = behind(&|o| taste.wanted_by(o));
        let refused: BTreeSet<usize> = behind(&|o| taste.refused_by(o));
        let voice = |all: &BTreeSet<usize>| {
            let own = |c: &usize| is_own(claims, sides, &claims.claims[*c], side);
            if all.iter().any(own) { Voice::Own } else { Voice::Others }
        };
        // The last day of the weightier voice.
        let day = |all: &BTreeSet<usize>, of: Voice| {
            let loud = |c: &&usize| is_own(claims, sides, &claims.claims[**c], side) == (of == Voice::Own);
            all.iter().filter(loud).filter_map(|&c| day(claims, &claims.claims[c])).max().map(str::to_owned)
        };
        let (yes, no) = (voice(&wanted), voice(&refused));
        let (leaning, why) = match (day(&wanted, yes), day(&refused, no)) {
            _ if yes > no => (Leaning::For, "its own words weigh more".to_owned()),
            _ if no > yes => (Leaning::Against, "its own words weigh more".to_owned()),
            (Some(yes), Some(no)) if yes > no => (Leaning::For, format!("the later word, of {yes}, weighs more")),
            (Some(yes), Some(no)) if no > yes => (Leaning::Against, format!("the later word, of {no}, weighs more")),
            _ => (Leaning::Neither, "neither weighs more".to_owned()),
        };
        let own = yes == Voice::Own && no == Voice::Own;
        Some(Self { options, leaning, own, why, wanted, refused })
    }

    /// All claims on either hand.
    pub(super) fn claims(&self) -> impl Iterator<Item = usize> + '_ {
        self.wanted.iter().chain(&self.refused).copied()
    }

    /// Points in ranges: of what is disputed, and of how things stand today if nothing else is said of that.
    pub(super) fn scores(&self, taste: &Taste, options: usize, today: OptionIndex) -> Scores {
        let range = |low, high| Some(Number::Range(Decimal::whole(low), Decimal::whole(high)));
        let point = |p| Some(Number::Value(Decimal::whole(p)));
        let (disputed, otherwise) = match self.leaning {
            Leaning::For => (range(50, 100), range(0, 50)),
            Leaning::Against => (range(0, 50), range(50, 100)),
            Leaning::Neither => (range(0, 100), range(0, 100)),
        };
        let (wants, refuses) = (taste.wants(), taste.refuses());
        let settled = |of: &BTreeSet<OptionIndex>| of.iter().any(|o| !self.options.contains(o));
        let points = (0..options).map(|o| match () {
            () if self.options.contains(&o) => disputed,
            () if wants.contains(&o) => point(100),
            () if refuses.contains(&o) => point(0),
            () if o == today && settled(&wants) => point(0),
            () if o == today => otherwise,
            () => None,
        });
        Scores::Points(points.collect())
    }

    /// The disagreement in words, both hands named.
    pub(super) fn note(&self, claims: &Claims, sides: &Sides<'_>, side: Side, issue: &str) -> String {
        let hand = |all: &BTreeSet<usize>, what: &str| {
            let (mut voices, mut ids): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
            for claim in all.iter().map(|&c| &claims.claims[c]) {
                let voice = match &claim.attribution {
                    _ if is_own(claims, sides, claim, side) => "by its own words".to_owned(),
                    Some(by) => format!("according to {}", by.text.trim()),
                    None => "according to others".to_owned(),
                };
                if !voices.contains(&voice) && voices.len() < 3 {
                    voices.push(voice);
                }
                ids.push(&claim.id);
            }
            ids.truncate(6);
            format!("{what} {} [{}]", either(&voices, "and"), ids.join(", "))
        };
        let differs = if self.own {
            format!("what it says on `{issue}` differs")
        } else {
            format!("the sources disagree on `{issue}`")
        };
        format!(
            "drafted: {differs}: {}, {}; {}, and the points are ranges for a person to narrow",
            hand(&self.refused, "refused"),
            hand(&self.wanted, "but wanted or accepted"),
            self.why,
        )
    }
}

/// Says of each table that rests on a claim which another one contradicts that it does, and names both, where no range says so already.
pub(super) fn note_contradictions(case: &mut Case, claims: &Claims) {
    let name = |id: &str| in_prose(claims.actor(id).map_or(id, |a| a.name.as_str()));
    for found in contradictions(claims) {
        let (Some(one), Some(other)) = (claims.claims.get(found.first), claims.claims.get(found.second)) else {
            continue;
        };
        let (one, other) = (&one.id, &other.id);
        let what = match &found.reason {
            Reason::BothWays(actor) => format!("{} says both yes and no to this: [{one}] and [{other}]", name(actor)),
            Reason::SpokenFor(actor) => {
                format!(
                    "the sources disagree: others say of {} what it denies itself, [{one}] and [{other}]",
                    name(actor)
                )
            }
            Reason::Disputed => format!("the sources disagree on whether this is so: [{one}] and [{other}]"),
        };
        let noted = |note: &str| note.contains("points are ranges") || note.contains(&what);
        for grounds in disputable(case) {
            let cites = |id: &String| grounds.because.contains(id);
            if !(cites(one) || cites(other)) || grounds.note.as_deref().is_some_and(noted) {
                continue;
            }
            for id in [one, other] {
                if !grounds.because.contains(id) && grounds.because.len() < MOST_CITED {
                    grounds.because.push(id.clone());
                }
            }
            grounds.note = Some(match grounds.note.take() {
                Some(note) => format!("{note}; {what}"),
                None => format!("drafted: {what}"),
            });
        }
    }
}

/// What a contradiction may be on: constraints, wishes, pressure and meetings.
fn disputable(case: &mut Case) -> impl Iterator<Item = &mut Grounds> {
    let preferences = case.preferences.iter_mut().map(|p| &mut p.grounds);
    preferences
        .chain(case.red_lines.iter_mut().map(|r| &mut r.grounds))
        .chain(case.preconditions.iter_mut().map(|p| &mut p.grounds))
        .chain(case.goals.iter_mut().map(|g| &mut g.grounds))
        .chain(case.levers.iter_mut().map(|l| &mut l.grounds))
        .chain(case.meetings.iter_mut().map(|m| &mut m.grounds))
}

/// Whether a claim is what a side says of itself (definitions §1.7, `stated`).
pub(super) fn is_own(claims: &Claims, sides: &Sides<'_>, claim: &Claim, side: Side) -> bool {
    match &claim.attribution {
        None => true,
        Some(by) => by.actor.as_deref().is_some_and(|actor| {
            let named = sides.actor(actor).is_some_and(|a| claims.actors[a].kind != ActorKind::Source);
            named && sides.side(actor) == Some(side)
        }),
    }
}

/// The day on which a claim was made, as far as that is known: its own where it is of the past, else its source's.
fn day<'c>(claims: &'c Claims, claim: &'c Claim) -> Option<&'c str> {
    let own = claim.when.as_deref().filter(|_| claim.status == ClaimStatus::Past);
    own.or_else(|| claims.sources.iter().find(|s| s.id == claim.source)?.published.as_deref())
}
