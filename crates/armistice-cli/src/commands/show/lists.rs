//! What stands beside the table: quotes, people, meetings, levers, goals.

use std::fmt::Write as _;

use armistice::case::{Attendance, Case, Consent, PartyIndex};

use crate::quotes::said;
use crate::screen::{hanging, heading, listed};
use crate::words;

/// The quotes behind every claim that the case cites.
pub(super) fn quotes(case: &Case) -> String {
    match &case.claims {
        Some(_) => said(case, &cited(case)),
        None => "\nThere is no claims.toml, hence no quotes.\n".to_owned(),
    }
}

/// Ids of the claims that anything shown rests on.
fn cited(case: &Case) -> Vec<&str> {
    let grounds = (case.parties.iter().map(|x| &x.grounds))
        .chain(case.people.iter().map(|x| &x.grounds))
        .chain(case.issues.iter().map(|x| &x.grounds))
        .chain(case.preferences.iter().map(|x| &x.grounds))
        .chain(case.red_lines.iter().map(|x| &x.grounds))
        .chain(case.preconditions.iter().map(|x| &x.grounds))
        .chain(case.norms.iter().map(|x| &x.grounds))
        .chain(case.goals.iter().map(|x| &x.grounds))
        .chain(case.levers.iter().map(|x| &x.grounds))
        .chain(case.mandates.iter().map(|x| &x.grounds))
        .chain(case.meetings.iter().map(|x| &x.grounds));
    let mut ids: Vec<&str> = grounds.flat_map(|g| g.because.iter().map(String::as_str)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Who signs and who acts from outside, with people, mandates and norms.
pub(super) fn who(case: &Case) -> String {
    let mut out = heading("Who is who");
    for (p, party) in case.parties.iter().enumerate() {
        let role = match party.consent {
            Consent::Signs => "must agree to a deal",
            Consent::Ratifies => "must ratify a deal",
            Consent::Outside => "acts from outside",
        };
        let mut line = format!("{}: {role}", party.name);
        let people: Vec<String> = case
            .people
            .iter()
            .filter(|x| x.party == p)
            .map(|x| if x.leader { format!("{} (leader)", x.name) } else { x.name.clone() })
            .collect();
        if !people.is_empty() {
            let _ = write!(line, "; {}", listed(&people));
        }
        out.push_str(&hanging("  - ", &line));
        for mandate in case.mandates.iter().filter(|m| m.party == p) {
            let what = words::condition(case, &mandate.may_agree);
            let refs = words::references(&mandate.grounds.because);
            out.push_str(&hanging("      ", &format!("its {} may agree to {what}{refs}", mandate.level)));
        }
        for norm in case.norms.iter().filter(|n| n.party == p) {
            let what = norm.title.clone().unwrap_or_else(|| words::condition(case, &norm.forbids));
            let refs = words::references(&norm.grounds.because);
            out.push_str(&hanging("      ", &format!("cannot put its name to {what}{refs}")));
        }
    }
    out
}

/// Who met, who stayed away, and what came of it.
pub(super) fn meetings(case: &Case) -> String {
    if case.meetings.is_empty() {
        return String::new();
    }
    let mut out = heading("Meetings");
    for meeting in &case.meetings {
        let place = [meeting.date.as_deref(), meeting.place.as_deref()];
        let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let title = if place.is_empty() { meeting.id.clone() } else { format!("{place} ({})", meeting.id) };
        out.push_str(&hanging("  - ", &format!("{title}{}", words::references(&meeting.grounds.because))));
        let present = meeting.present.iter().map(|a| match a {
            Attendance::Level { party, level } => format!("{} ({level})", case.parties[*party].name),
            Attendance::Person(p) => case.people[*p].name.clone(),
        });
        let present: Vec<String> = present.collect();
        let absent: Vec<&str> = meeting.absent.iter().map(|&p| case.people[p].name.as_str()).collect();
        let facts = [("present: ", listed(&present)), ("stayed away: ", listed(&absent))];
        for (mark, text) in facts.iter().filter(|(_, text)| !text.is_empty()) {
            out.push_str(&hanging(&format!("      {mark}"), text));
        }
        for (party, asked) in &meeting.asked {
            let asked = format!("{} asked for {}", case.parties[*party].name, words::condition(case, asked));
            out.push_str(&hanging("      ", &asked));
        }
        if let Some(result) = &meeting.result {
            out.push_str(&hanging("      result: ", result));
        }
    }
    out
}

/// Who can press, and how.
pub(super) fn levers(case: &Case) -> String {
    if case.levers.is_empty() {
        return String::new();
    }
    let mut out = heading("Who can press, and how");
    for lever in &case.levers {
        let title = lever.title.as_deref().unwrap_or(&lever.id);
        let refs = words::references(&lever.grounds.because);
        let line = format!("{} ({}): {title}{refs}", case.parties[lever.party].name, lever.id);
        out.push_str(&hanging("  - ", &line));
        if let Some(when) = &lever.when {
            out.push_str(&hanging("      holds with ", &words::condition(case, when)));
        }
        let effect = |list: &[(PartyIndex, armistice::case::Number)], unit: &str| {
            let parts = list.iter().map(|(p, n)| format!("{} {}{unit}", case.parties[*p].name, words::number(*n)));
            parts.collect::<Vec<_>>().join("; ")
        };
        for (mark, text) in [("worth: ", effect(&lever.worth, " points")), ("trust: ", effect(&lever.trust, ""))] {
            if !text.is_empty() {
                out.push_str(&hanging(&format!("      {mark}"), &text));
            }
        }
    }
    out
}

/// What somebody wants met.
pub(super) fn goals(case: &Case) -> String {
    if case.goals.is_empty() {
        return String::new();
    }
    let mut out = heading("Goals");
    for goal in &case.goals {
        let holder = goal.party.map(|p| format!("{}: ", case.parties[p].name)).unwrap_or_default();
        let title = goal.title.as_deref().unwrap_or(&goal.id);
        let refs = words::references(&goal.grounds.because);
        let condition = words::condition(case, &goal.condition);
        out.push_str(&hanging("  - ", &format!("{holder}{title} ({condition}){refs}")));
    }
    out
}
