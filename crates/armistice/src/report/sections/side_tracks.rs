//! What some could settle without the rest, in words (definitions §13).

use super::Section;
use super::tell::{self, cite, line, lined, signed};
use crate::analysis::side_tracks::{Best, Group, MOST_COMBINATIONS, SideTracks, Standing, Tracks};
use crate::analysis::{Extent, Status};
use crate::case::words::{either, in_prose};
use crate::case::{Case, PartyIndex};
use crate::points::Points;
use crate::report::page::Part;
use crate::report::{prose, words};

/// How many groups the answer speaks of.
const TOLD: usize = 3;

pub(super) fn section(case: &Case, found: &SideTracks) -> Section {
    let told = Told { case, found };
    let mut because = Vec::new();
    for best in found.groups.iter().filter_map(|g| g.best.as_ref()) {
        best.crossed.iter().for_each(|&k| cite(&mut because, &case.red_lines[k].grounds.because, case));
    }
    because.retain(|id| case.claims.as_ref().is_some_and(|c| c.claim(id).is_some()));
    let rest = found.groups.iter().flat_map(|g| told.details(g)).collect();
    Section { title: "Side tracks", lead: vec![Part::plain(told.answer())], rest, because }
}

struct Told<'t> {
    case: &'t Case,
    found: &'t SideTracks,
}

impl Told<'_> {
    fn answer(&self) -> String {
        let mut sentences = Vec::new();
        let worth: Vec<&Group> = self.found.groups.iter().filter(|g| g.best.is_some()).collect();
        if self.found.named {
            sentences.extend(self.found.groups.iter().map(|g| self.group(g)));
        } else if self.found.groups.is_empty() && self.found.extent == Extent::Whole {
            sentences.push(self.nobody());
        } else {
            sentences.extend(worth.iter().take(TOLD).map(|g| self.group(g)));
            if worth.len() > TOLD {
                sentences.push(format!("{} other groups could settle something, too.", worth.len() - TOLD));
            }
            let without: Vec<&Group> = self
                .found
                .groups
                .iter()
                .filter(|g| g.best.is_none() && matches!(g.tracks, Tracks::Counted(..)))
                .collect();
            if worth.is_empty() && !without.is_empty() {
                let names: Vec<String> = without.iter().take(TOLD).map(|g| self.together(&g.parties)).collect();
                sentences.push(apart(&names, without.len()));
            }
            let unknown = self.found.groups.iter().filter(|g| g.tracks == Tracks::Unknown).count();
            if unknown > 0 {
                sentences.push(format!(
                    "Of {unknown} more it is unknown: the issues in their hands combine to more than {}.",
                    words::thousands(MOST_COMBINATIONS)
                ));
            }
        }
        if !self.found.complete {
            sentences.push("There are more groups than were asked about; `--among` names one.".to_owned());
        }
        if let Extent::Stopped { done, of } = self.found.extent {
            sentences.push(format!("It was ended after {done} of {of} groups; of the others it is unknown."));
        }
        prose::capital(&sentences.join(" "))
    }

    /// A group as one thing: "Egypt with Sudan".
    fn together(&self, parties: &[PartyIndex]) -> String {
        words::parties(self.case, parties, if parties.len() == 2 { "with" } else { "and" })
    }

    /// Why there is no group to ask about.
    fn nobody(&self) -> String {
        let case = self.case;
        let c = case.signatories();
        if c.len() < 2 {
            return "No group of parties has anything to settle apart: there are not even two whose consent a deal needs.".to_owned();
        }
        let everybody = prose::everybody(case);
        let alone: Vec<String> = (0..case.parties.len())
            .filter(|&p| case.issues.iter().any(|i| i.control == [p]))
            .map(|p| in_prose(&case.parties[p].name))
            .collect();
        let whose = if alone.is_empty() {
            format!("every issue needs {everybody}")
        } else {
            format!("each issue is in the hands of {} alone, or of {everybody} together", either(&alone, "or"))
        };
        format!("Nothing can be settled apart from the main talks: {whose}.")
    }

    fn group(&self, group: &Group) -> String {
        let case = self.case;
        let names = words::parties(case, &group.parties, "and");
        if group.issues.is_empty() {
            return format!(
                "{names} have no issue in their own hands, so there is nothing they could settle without the others."
            );
        }
        let issues: Vec<String> = group.issues.iter().map(|&j| format!("“{}”", case.issues[j].title)).collect();
        let issues = either(&prose::shortened(issues, "other issues"), "and");
        let Some(best) = &group.best else {
            return match group.tracks {
                Tracks::Unknown => format!(
                    "What {names} could settle is unknown: the issues in their hands combine to more than {}.",
                    words::thousands(MOST_COMBINATIONS)
                ),
                Tracks::Counted(0, _) => format!(
                    "{names} have {issues} in their own hands, but nothing they could change about it is accepted by all of them."
                ),
                Tracks::Counted(n, unsettled) if n == unsettled => format!(
                    "{names} have {issues} in their own hands, but not all of them have said what they think of it."
                ),
                Tracks::Counted(..) => format!(
                    "{names} have {issues} in their own hands, but nothing they could settle is known to be better than today for any of them."
                ),
            };
        };
        let Some(outcome) = best.outcome() else { return String::new() };
        let mut sentences =
            vec![format!("{names} could settle {} without the others.", prose::changes_in_short(case, outcome))];
        sentences.extend(self.effects(group, best));
        sentences.extend(self.crossed(best));
        sentences.push(self.main_deal(best));
        sentences.join(" ")
    }

    /// Whom it helps and hurts among the others.
    fn effects(&self, group: &Group, best: &Best) -> Option<String> {
        let others = |sign: fn(i64) -> bool| -> Vec<String> {
            let found = best.effects.iter().filter(|(p, points)| !group.parties.contains(p) && sign(points.0));
            found
                .map(|(p, points)| {
                    format!("{} by {}", in_prose(&self.case.parties[*p].name), prose::about(Points(points.0.abs())))
                })
                .collect()
        };
        let (helped, hurt) = (others(|n| n > 0), others(|n| n < 0));
        let parts: Vec<String> = [("help", helped), ("hurt", hurt)]
            .into_iter()
            .filter(|(_, who)| !who.is_empty())
            .map(|(verb, who)| format!("{verb} {}", either(&who, "and")))
            .collect();
        (!parts.is_empty()).then(|| format!("It would {}.", parts.join(" and ")))
    }

    fn crossed(&self, best: &Best) -> Option<String> {
        let lines: Vec<String> = best.crossed.iter().take(TOLD).map(|&k| tell::red_line(self.case, k)).collect();
        (!lines.is_empty()).then(|| format!("It goes against the will of others: {}.", lines.join("; ")))
    }

    fn main_deal(&self, best: &Best) -> String {
        let after = &best.after;
        let Some(before) = &self.found.today else { return String::new() };
        match (before.status, after.status) {
            (Status::Deal, Status::Deal) => {
                format!("A main deal stays possible, {} after it instead of {}.", outcomes(after), outcomes(before))
            }
            (Status::Deal, _) => "After it no main deal would be left.".to_owned(),
            (_, Status::Deal) => format!("After it a main deal would be possible, {}.", outcomes(after)),
            (Status::NoDeal, Status::NoDeal) => "The main deal is as blocked after it as before.".to_owned(),
            _ => format!(
                "Whether there is a main deal {}.",
                match after.status {
                    Status::Undetermined => "hangs after it on what nobody stated",
                    _ => "is no longer open after it: there is none",
                }
            ),
        }
    }

    fn details(&self, group: &Group) -> Vec<Part> {
        let names = words::parties(self.case, &group.parties, "and");
        let issues: Vec<String> = group.issues.iter().map(|&j| self.case.issues[j].title.clone()).collect();
        let mut parts = vec![Part::Heading(prose::capital(&names))];
        let tracks = match group.tracks {
            Tracks::Unknown => "not gone through".to_owned(),
            Tracks::Counted(0, _) => "nothing they could change about it is accepted by all of them".to_owned(),
            Tracks::Counted(n, 0) => words::count(n, "side track", "side tracks"),
            Tracks::Counted(n, unsettled) => {
                format!("{}, {unsettled} with something not stated", words::count(n, "side track", "side tracks"))
            }
        };
        if issues.is_empty() {
            parts.push(Part::plain("No issue is in their hands."));
            return parts;
        }
        parts.push(Part::plain(format!("In their hands: {}. {}.", either(&issues, "and"), prose::capital(&tracks))));
        let Some(best) = &group.best else { return parts };
        let row = |(names, outcome): &(Vec<&'static str>, crate::case::Outcome)| {
            let names: Vec<String> = names
                .iter()
                .map(|n| if *n == "kalai_smorodinsky" { "Kalai–Smorodinsky".to_owned() } else { prose::capital(n) })
                .collect();
            vec![names, prose::changed(self.case, outcome)]
        };
        parts.push(lined(
            "The best side tracks",
            &[("Best by", 3), ("What is settled", 7)],
            best.solutions.iter().map(row).collect(),
        ));
        let role = |p: PartyIndex| if group.parties.contains(&p) { "settles it" } else { "was not asked" };
        let effect = |(p, points): &(PartyIndex, Points)| {
            vec![line(self.case.parties[*p].name.clone()), line(role(*p)), line(signed(*points))]
        };
        parts.push(lined(
            "What the first of them does, against today",
            &[("Party", 3), ("", 3), ("Points", 2)],
            best.effects.iter().map(effect).collect(),
        ));
        parts
    }
}

/// That none of these groups would settle anything: some by name, and how many there are.
fn apart(names: &[String], all: usize) -> String {
    let who = match names {
        [one] => format!("{one} would settle nothing"),
        [one, other] if all == 2 => format!("Neither {one} nor {other} would settle anything"),
        some if all == some.len() => format!("None of {} would settle anything", either(some, "or")),
        some => format!("None of {all} groups, such as {}, would settle anything", either(some, "or")),
    };
    format!(
        "{who} apart from the rest: nothing they could change about what is in their own hands is accepted by all of them and better than today for any."
    )
}

fn outcomes(standing: &Standing) -> String {
    format!("in {}", words::count(standing.deals, "outcome", "outcomes"))
}
