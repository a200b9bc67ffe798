//! The parts of a case in words, for tables on a screen and on paper.

use crate::analysis::Count;
use crate::analysis::impasse::Unlock;
use crate::case::claims::ActorKind;
use crate::case::condition::{Condition, Expr};
use crate::case::words::{condition_in_words, either, in_prose};
use crate::case::{Belonging, Case, Claims, Number, PartyIndex};
use crate::points::{MICRO, Points};

/// A condition in words, with the titles of its issues.
pub fn condition(case: &Case, condition: &Condition) -> String {
    condition_in_words(case, &condition.expr)
}

/// A condition in words, without the title of the issue where it is a single test.
pub fn condition_untitled(case: &Case, condition: &Condition) -> String {
    let words = condition_in_words(case, &condition.expr);
    let Expr::Atom(atom) = &condition.expr else { return words };
    let title = case.issues.get(atom.issue).map_or("", |issue| issue.title.as_str());
    let bare = words.strip_prefix(&format!("“{title}: ")).and_then(|w| w.strip_suffix('”'));
    bare.map_or_else(|| words.clone(), str::to_owned)
}

/// A number, or the interval it lies in.
pub fn number(n: Number) -> String {
    match n {
        Number::Value(v) => v.to_string(),
        Number::Range(low, high) => format!("{low} to {high}"),
    }
}

/// Points for a table: one place, two below a point.
pub fn points(points: Points) -> String {
    if points.0.abs() < MICRO && points.0 != 0 { format!("{points:.2}") } else { format!("{points:.1}") }
}

/// A word in quotation marks.
pub fn quoted(word: &str) -> String {
    format!("“{word}”")
}

/// " [c1, c2]", or nothing.
pub fn references(claims: &[String]) -> String {
    if claims.is_empty() { String::new() } else { format!(" [{}]", claims.join(", ")) }
}

/// ", according to a senior source": who else says so, when none of the claims is the party's own word (definitions §12).
pub fn hearsay(case: &Case, party: PartyIndex, because: &[String]) -> String {
    let Some(claims) = &case.claims else { return String::new() };
    let unnamed = |id: &str| claims.actor(id).is_some_and(|a| a.kind == ActorKind::Source);
    let belonging = Belonging::new(case);
    let own = |id: &str| belonging.has(id, party) && !unnamed(id);
    let mut sources: Vec<String> = Vec::new();
    for claim in because.iter().filter_map(|id| claims.claim(id)) {
        match &claim.attribution {
            Some(said) if !said.actor.as_deref().is_some_and(own) => {
                if !sources.contains(&said.text) {
                    sources.push(said.text.clone());
                }
            }
            _ => return String::new(),
        }
    }
    if sources.is_empty() { String::new() } else { format!(", according to {}", either(&sources, "and")) }
}

/// Whose something is: "Russia’s", "the Maoists’", "the United States’"; but "Hamas’s".
pub fn owner(case: &Case, party: PartyIndex) -> String {
    let name = in_prose(&case.parties[party].name);
    let bare = name.ends_with('s') && !["us", "as", "os", "ss"].iter().any(|e| name.ends_with(e));
    if bare { format!("{name}’") } else { format!("{name}’s") }
}

/// Parties in a sentence: "Egypt, Ethiopia and the United States".
pub fn parties(case: &Case, parties: &[PartyIndex], word: &str) -> String {
    either(&parties.iter().map(|&p| in_prose(&case.parties[p].name)).collect::<Vec<_>>(), word)
}

/// The name of an actor of a claim; its id when nobody has it.
pub fn actor(case: &Case, claims: &Claims, id: &str) -> String {
    let party = || case.parties.iter().find(|p| p.id == id).map(|p| p.name.clone());
    let person = || case.people.iter().find(|p| p.id == id).map(|p| p.name.clone());
    claims.actor(id).map(|a| a.name.clone()).or_else(party).or_else(person).unwrap_or_else(|| id.to_owned())
}

/// "1 error", "2 errors", "no errors".
pub fn count(number: impl Into<Count>, one: &str, many: &str) -> String {
    let number = number.into();
    match number.exact() {
        Some(0) => format!("no {many}"),
        Some(1) => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}

/// A number in full, digits in groups of three; of very large ones the first digits and the power of ten.
pub fn thousands(number: impl Into<Count>) -> String {
    number.into().to_string()
}

/// How many of a list are not shown.
pub fn left_over(total: impl Into<u128>, shown: usize) -> u128 {
    total.into().saturating_sub(shown as u128)
}

/// "3 of them ", "all of them ", or nothing where there is only one to speak of.
pub fn part(some: Count, all: Count, of_them: &str) -> String {
    match all.exact() {
        Some(1) if some == all => String::new(),
        Some(_) if some == all => format!("all{of_them}"),
        _ => format!("{some}{of_them}"),
    }
}

/// "3", or "an unknown number" where none and all are both possible; nothing where there is none.
pub fn part_of_unknown(some: Count, all: Count) -> String {
    if some.is_none() {
        String::new()
    } else if some.least == 0 && some.most >= all.least {
        "an unknown number".to_owned()
    } else {
        some.to_string()
    }
}

/// "2 outcomes, 1 with something not stated": what an unlock opens.
pub fn opens(unlock: &Unlock) -> String {
    let mut text = count(unlock.outcomes, "outcome", "outcomes");
    if !unlock.unsettled.is_none() {
        text.push_str(&format!(", {}with something not stated", part(unlock.unsettled, unlock.outcomes, " ")));
    }
    text
}

/// `2025-05-17` as "17 May 2025"; anything else as it is.
pub fn day(date: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Vec<&str> = date.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return date.to_owned() };
    let name = month.parse::<usize>().ok().and_then(|m| MONTHS.get(m.wrapping_sub(1)));
    match (name, day.parse::<u8>(), year.parse::<u16>()) {
        (Some(name), Ok(day @ 1..=31), Ok(year)) => format!("{day} {name} {year}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_nobody_knows_is_not_given_as_a_number() {
        let all = Count::from((5, 9));
        assert_eq!(part_of_unknown(Count::ZERO, all), "");
        assert_eq!(part_of_unknown(Count::from((0, 9)), all), "an unknown number");
        assert_eq!(part_of_unknown(Count::from((0, 4)), all), "at most 4");
        assert_eq!(part_of_unknown(Count::exactly(3u64), all), "3");
    }

    #[test]
    fn numbers_and_days_in_words() {
        assert_eq!(count(0u64, "error", "errors"), "no errors");
        assert_eq!(count(1_234u64, "error", "errors"), "1,234 errors");
        assert_eq!(day("2025-05-17"), "17 May 2025");
        for odd in ["2025-13-01", "2025-05", "", "2025-05-00", "soon-ish-maybe"] {
            assert_eq!(day(odd), odd);
        }
    }
}
