//! Conditions and options in plain words, for prose that people read.

use super::condition::{Expr, Limit, Test};
use super::model::{Case, Issue, OptionIndex};

/// An option after its issue's title, such as "Ceasefire: 30-day" or "Territory … stays under Ukrainian control".
pub fn option_in_words(issue: &Issue, option: OptionIndex) -> String {
    format!("{}: {}", issue.title, option_name(issue, option))
}

/// An option alone: its label if it has one, else its id, with the unit on a numeric issue.
pub fn option_name(issue: &Issue, option: OptionIndex) -> String {
    let stated = &issue.options[option];
    if let Some(label) = &stated.label {
        return label.clone();
    }
    match issue.range.as_ref().and_then(|r| r.unit.as_ref()) {
        Some(unit) => format!("{} {unit}", stated.id),
        None => stated.id.clone(),
    }
}

/// A condition in words: “Ceasefire: 30-day or lasting” and “Prisoners: exchanged”.
pub fn condition_in_words(case: &Case, expr: &Expr) -> String {
    words(case, expr, false)
}

fn words(case: &Case, expr: &Expr, inner: bool) -> String {
    let list = |members: &[Expr], word: &str| {
        let joined = members.iter().map(|m| words(case, m, true)).collect::<Vec<_>>().join(word);
        if inner { format!("({joined})") } else { joined }
    };
    match expr {
        Expr::Atom(atom) => {
            let issue = &case.issues[atom.issue];
            format!("“{}: {}”", issue.title, test_in_words(issue, &atom.test, &|o| atom.allows(issue, o)))
        }
        Expr::Not(member) => format!("not {}", words(case, member, true)),
        Expr::And(members) => list(members, " and "),
        Expr::Or(members) => list(members, " or "),
    }
}

fn test_in_words(issue: &Issue, test: &Test, allows: &dyn Fn(OptionIndex) -> bool) -> String {
    let limit = |l: &Limit| match l {
        Limit::Option(o) => option_name(issue, *o),
        Limit::Number(n) => match issue.range.as_ref().and_then(|r| r.unit.as_ref()) {
            Some(unit) => format!("{n} {unit}"),
            None => n.to_string(),
        },
    };
    let allowed: Vec<OptionIndex> = (0..issue.options.len()).filter(|&o| allows(o)).collect();
    match test {
        Test::IsNot(o) if allowed.len() > 3 => format!("anything but {}", option_name(issue, *o)),
        Test::Below(l) if issue.range.is_some() => format!("less than {}", limit(l)),
        Test::AtMost(l) if issue.range.is_some() => format!("at most {}", limit(l)),
        Test::Above(l) if issue.range.is_some() => format!("more than {}", limit(l)),
        Test::AtLeast(l) if issue.range.is_some() => format!("at least {}", limit(l)),
        _ if allowed.is_empty() => "none of its options".to_owned(),
        Test::AtLeast(l) | Test::Above(l) if allowed.len() > 3 => format!("from {} on", limit(l)),
        Test::AtMost(l) | Test::Below(l) if allowed.len() > 3 => format!("up to {}", limit(l)),
        _ => either(&allowed.iter().map(|&o| option_name(issue, o)).collect::<Vec<_>>(), "or"),
    }
}

/// "a", "a or b", "a, b or c".
pub fn either(names: &[String], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [firsts @ .., last] => format!("{} {word} {last}", firsts.join(", ")),
    }
}
