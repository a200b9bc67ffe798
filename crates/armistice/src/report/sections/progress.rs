//! Progress in words: who asked for what, how far apart that is, and whether it comes closer.

use std::cmp::Ordering;

use num_traits::{One, ToPrimitive, Zero};

use super::Section;
use super::tell::{name, names, verb};
use crate::analysis::progress::{Distances, Meant, MeetingPositions, Pair, Position, Progress};
use crate::analysis::{Entry, Extent};
use crate::case::words::either;
use crate::case::{Case, IssueIndex, PartyIndex};
use crate::points::{Exact, Points};
use crate::report::page::Part;
use crate::report::prose::about;
use crate::report::words::{self, day, hearsay, references};

pub(super) fn section(case: &Case, progress: &Progress) -> Section {
    let lead = match (&progress.extent, progress.meetings.last()) {
        (Extent::Stopped { .. }, _) => {
            vec![Part::plain(
                "How far apart the parties are is unknown: it was ended before all outcomes were looked at.",
            )]
        }
        (Extent::Whole, None) => {
            vec![Part::plain(
                "No meeting is on record at which anybody asked for something: there is nothing to compare.",
            )]
        }
        (Extent::Whole, Some(last)) => {
            let mut sentences = vec![now(case, progress, last)];
            sentences.extend(over_time(case, progress));
            vec![Part::plain(sentences.join(" "))]
        }
    };
    let mut rest = Vec::new();
    if !progress.meetings.is_empty() {
        rest.push(Part::Heading("What was asked for".to_owned()));
        rest.push(asked(case, progress));
        rest.push(Part::note(
            "What a party insists on: the least it would be left with, of all it accepts, if it got what it asked for. Points of different parties do not compare.",
        ));
        rest.extend(notes(case, progress));
    }
    if !progress.pairs.is_empty() {
        rest.push(Part::Heading("How far apart".to_owned()));
        rest.push(distances(case, progress));
        rest.push(Part::note(
            "Each issue by itself: 0 when some option goes with what both asked for, 1 when they are as far apart as can be. Overall: their average, by what the issues weigh for the two.",
        ));
    }
    Section { title: Entry::named("progress").map_or("", |e| e.title), lead, rest, because: progress.because() }
}

/// "Istanbul, 16 May 2025": a meeting as prose calls it.
fn meeting(case: &Case, index: usize) -> String {
    let meeting = &case.meetings[index];
    match (&meeting.place, &meeting.date) {
        (Some(place), Some(date)) => format!("{place}, {}", day(date)),
        (None, Some(date)) => format!("{}, {}", meeting.id, day(date)),
        (Some(place), None) => format!("{place} ({})", meeting.id),
        (None, None) => meeting.id.clone(),
    }
}

/// "Istanbul (16 May 2025)".
fn short(case: &Case, index: usize) -> String {
    let meeting = &case.meetings[index];
    let held = meeting.place.as_ref().unwrap_or(&meeting.id);
    meeting.date.as_ref().map_or_else(|| held.clone(), |date| format!("{held} ({})", day(date)))
}

/// "in Istanbul on 16 May 2025", "at round-two": inside a sentence.
fn at_meeting(case: &Case, index: usize) -> String {
    let meeting = &case.meetings[index];
    let held = meeting.place.as_ref().map_or_else(|| format!("at {}", meeting.id), |place| format!("in {place}"));
    match &meeting.date {
        Some(date) => format!("{held} on {}", day(date)),
        None => held,
    }
}

/// How far apart those who sign are after the last meeting.
fn now(case: &Case, progress: &Progress, last: &MeetingPositions) -> String {
    let at = progress.meetings.len() - 1;
    let signs = |p: PartyIndex| case.parties[p].in_c();
    let pairs: Vec<(&Pair, &Distances)> = progress
        .pairs
        .iter()
        .filter(|p| p.parties.into_iter().all(signs))
        .filter_map(|p| Some((p, p.distances.iter().find(|d| d.at == at)?)))
        .collect();
    let opening =
        format!("Going by what was asked for {}, and taking each issue by itself", at_meeting(case, last.meeting));
    if pairs.is_empty() {
        let asked: Vec<PartyIndex> = last.positions.iter().map(|p| p.party).filter(|&p| signs(p)).collect();
        return match asked.as_slice() {
            [] => format!("Nobody who would sign a deal asked for anything {}.", at_meeting(case, last.meeting)),
            [one] => format!(
                "Of those who would sign a deal, only {} asked for something at the last meeting on record, {}.",
                name(case, *one),
                at_meeting(case, last.meeting)
            ),
            _ => format!("{opening}, {} cannot be compared.", names(case, &asked)),
        };
    }
    let told: Vec<String> = pairs.iter().map(|(pair, d)| apart(case, pair.parties, d)).collect();
    format!("{opening}, {}.", told.join("; "))
}

/// "Ukraine and Russia are wholly apart on A, two of three steps on B, and together on C".
fn apart(case: &Case, two: [PartyIndex; 2], distances: &Distances) -> String {
    let who = names(case, two);
    if distances.issues.is_empty() {
        return format!("{who} spoke to no issue in common");
    }
    let title = |j: IssueIndex| format!("“{}”", case.issues[j].title);
    let those = |test: &dyn Fn(&Exact) -> bool| -> Vec<String> {
        distances.issues.iter().filter(|(_, d)| test(d)).map(|(j, _)| title(*j)).collect()
    };
    let (wholly, together) = (those(&|d| d.is_one()), those(&|d| d.is_zero()));
    let partly: Vec<String> = distances
        .issues
        .iter()
        .filter(|(_, d)| !d.is_one() && !d.is_zero())
        .map(|(j, d)| format!("{} on {}", steps(case, *j, d), title(*j)))
        .collect();
    let mut parts: Vec<String> = Vec::new();
    if !wholly.is_empty() {
        parts.push(format!("wholly apart on {}", either(&wholly, "and")));
    }
    if !partly.is_empty() {
        parts.push(format!("apart by {}", either(&partly, "and")));
    }
    if !together.is_empty() {
        let none = if parts.is_empty() { "not apart on" } else { "but not on" };
        parts.push(format!("{none} {}", either(&together, "and")));
    }
    format!("{who} are {}", parts.join(", "))
}

/// "2 of 3 steps".
fn steps(case: &Case, issue: IssueIndex, distance: &Exact) -> String {
    let all = case.issues[issue].options.len().saturating_sub(1);
    let some = (distance * Exact::from_integer(all.into())).to_integer();
    format!("{some} of {all} steps")
}

/// What changed from meeting to meeting.
fn over_time(case: &Case, progress: &Progress) -> Vec<String> {
    let mut sentences = Vec::new();
    for pair in progress.pairs.iter().filter(|p| p.parties.iter().all(|&p| case.parties[p].in_c())) {
        let Some([before, after]) = last_two(&pair.distances) else { continue };
        let since = short(case, progress.meetings[before.at].meeting);
        sentences.extend(compared(case, pair.parties, [before, after], &since));
    }
    for course in &progress.courses {
        let (Some((at, given)), Some([before, _])) =
            (course.concessions().last().copied(), last_two(&course.insisted_on))
        else {
            continue;
        };
        let who = name(case, course.party);
        let [since, until] = [before.0, at].map(|k| short(case, progress.meetings[k].meeting));
        let insists = verb(case, course.party, "insists", "insist");
        let how = match given.0 {
            0 => "did not change".to_owned(),
            1.. => format!("came down by {}", about(given)),
            _ => format!("went up by {}", about(Points(-given.0))),
        };
        sentences.push(format!("What {who} {insists} on {how} between {since} and {until}."));
    }
    if sentences.is_empty() {
        sentences.push(if progress.meetings.len() == 1 {
            "There is only one such meeting on record, so there is nothing to compare yet.".to_owned()
        } else {
            "Nothing that was asked for at one meeting can be compared with another yet.".to_owned()
        });
    }
    sentences
}

/// Whether two parties have come closer: overall where they spoke to the same issues, else on those to which they spoke both times, if any.
fn compared(case: &Case, two: [PartyIndex; 2], [before, after]: [&Distances; 2], since: &str) -> Option<String> {
    let who = names(case, two);
    if before.issues.iter().map(|i| i.0).eq(after.issues.iter().map(|i| i.0))
        && let (Some(was), Some(is)) = (&before.overall, &after.overall)
    {
        let scale = "on a scale from 0 to 1";
        return Some(match is.cmp(was) {
            Ordering::Less => {
                format!("{who} have come closer since {since}: {} {scale} instead of {}.", share(is), share(was))
            }
            Ordering::Greater => {
                format!("{who} have moved apart since {since}: {} {scale} instead of {}.", share(is), share(was))
            }
            Ordering::Equal => format!("{who} are as far apart as at {since}."),
        });
    }
    let both: Vec<(IssueIndex, Ordering)> = after
        .issues
        .iter()
        .filter_map(|(j, is)| before.issues.iter().find(|(k, _)| k == j).map(|(_, was)| (*j, is.cmp(was))))
        .collect();
    if both.is_empty() {
        return None;
    }
    let those = |order: Ordering| -> Vec<String> {
        both.iter().filter(|(_, o)| *o == order).map(|(j, _)| format!("“{}”", case.issues[*j].title)).collect()
    };
    let mut parts: Vec<String> = Vec::new();
    for (order, how) in [(Ordering::Less, "have come closer on"), (Ordering::Greater, "have moved apart on")] {
        if !those(order).is_empty() {
            parts.push(format!("{how} {}", either(&those(order), "and")));
        }
    }
    if parts.is_empty() {
        parts.push(format!("are as far apart as before on {}", either(&those(Ordering::Equal), "and")));
    }
    Some(format!("Since {since}, {who} {}; what else they spoke to was not the same.", either(&parts, "and")))
}

fn last_two<T>(list: &[T]) -> Option<[&T; 2]> {
    match list {
        [.., before, after] => Some([before, after]),
        _ => None,
    }
}

/// 0.67, of 1.
fn share(exact: &Exact) -> String {
    let text = format!("{:.2}", exact.to_f64().unwrap_or(0.0));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn asked(case: &Case, progress: &Progress) -> Part {
    let mut rows = Vec::new();
    for at in &progress.meetings {
        for (k, position) in at.positions.iter().enumerate() {
            let what = case.meetings[at.meeting].asked.iter().find(|(p, _)| *p == position.party);
            let what = what.map(|(_, condition)| words::condition(case, condition)).unwrap_or_default();
            let who = case.parties[position.party].name.clone();
            rows.push(vec![
                if k == 0 { meeting(case, at.meeting) } else { String::new() },
                format!("{who}{}", hearsay(case, position.party, &position.because)),
                format!("{what}{}", references(&position.because)),
                position.insists_on.map_or_else(|| "–".to_owned(), words::points),
            ]);
        }
    }
    let columns = [("Meeting", 3), ("Who", 3), ("Asked for", 6), ("Insists on, points", 2)];
    Part::table("What each party asked for at each meeting, and the least that is worth to it", &columns, rows)
}

/// What is to be said of positions that mean less than was asked for.
fn notes(case: &Case, progress: &Progress) -> Vec<Part> {
    let mut notes = Vec::new();
    let all = progress.meetings.iter().flat_map(|m| m.positions.iter().map(move |p| (m.meeting, p)));
    for (at, position) in all {
        let (who, at) = (name(case, position.party), meeting(case, at));
        let text = match position.meant {
            Meant::Accepted => continue,
            Meant::Uncrossed if !case.parties[position.party].in_c() => continue,
            Meant::Uncrossed => format!(
                "What {who} asked for ({at}) comes with nothing that is worth as much to {} as going on without a deal; {} position is read from what {} not refuse.",
                verb(case, position.party, "it", "them"),
                verb(case, position.party, "its", "their"),
                verb(case, position.party, "it does", "they do"),
            ),
            Meant::Nothing => nothing(case, position, &who, &at),
        };
        notes.push(Part::note(text));
    }
    notes
}

fn nothing(case: &Case, position: &Position, who: &str, at: &str) -> String {
    let it = verb(case, position.party, "it refuses", "they refuse");
    format!(
        "What {who} asked for ({at}) cannot occur, or goes only with what {it}: nothing can be compared with it. `armistice check` may show why."
    )
}

fn distances(case: &Case, progress: &Progress) -> Part {
    let mut rows = Vec::new();
    for pair in &progress.pairs {
        for (k, d) in pair.distances.iter().enumerate() {
            let two: Vec<String> = pair.parties.iter().map(|&p| case.parties[p].name.clone()).collect();
            let issue = |(j, distance): &(IssueIndex, Exact)| format!("{} {}", case.issues[*j].title, share(distance));
            let issues: Vec<String> = d.issues.iter().map(issue).collect();
            rows.push(vec![
                if k == 0 { two.join(" – ") } else { String::new() },
                meeting(case, progress.meetings[d.at].meeting),
                if issues.is_empty() { "no issue in common".to_owned() } else { issues.join("; ") },
                d.overall.as_ref().map_or_else(|| "–".to_owned(), share),
            ]);
        }
    }
    let columns = [("Between", 3), ("Meeting", 3), ("On each issue", 6), ("Overall", 1)];
    Part::table("How far apart two parties were at each meeting", &columns, rows)
}
