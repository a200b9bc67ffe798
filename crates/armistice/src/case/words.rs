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

/// Some options of an issue: “30-day or lasting”, “from 31 to 37 days”, “anything but none”.
pub fn options_in_words(issue: &Issue, options: &[OptionIndex]) -> String {
    let named = |options: &[OptionIndex]| options.iter().map(|&o| option_name(issue, o)).collect::<Vec<_>>();
    if options.len() == issue.options.len() {
        return "whatever it is".to_owned();
    }
    if let ([first, .., last], true) = (options, issue.ordered)
        && options.len() > 3
        && options.windows(2).all(|pair| pair[1] == pair[0] + 1)
    {
        return format!("from {} to {}", option_name(issue, *first), option_name(issue, *last));
    }
    let others: Vec<OptionIndex> = (0..issue.options.len()).filter(|o| !options.contains(o)).collect();
    if options.len() > 3 && others.len() <= 3 {
        return format!("anything but {}", either(&named(&others), "and"));
    }
    either(&named(options), "or")
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

/// Names of one body that end in a plural.
const BODIES: &[&str] = &[
    "states",
    "nations",
    "emirates",
    "kingdom",
    "republic",
    "union",
    "authority",
    "league",
    "council",
    "front",
    "army",
    "movement",
    "party",
    "government",
    "coalition",
    "alliance",
    "commission",
    "committee",
    "organization",
    "organisation",
    "parliament",
    "congress",
    "assembly",
    "bank",
    "court",
    "secretariat",
    "netherlands",
    "philippines",
    "maldives",
    "seychelles",
    "bahamas",
    "comoros",
    "gambia",
    "vatican",
    "community",
    "quartet",
    "taliban",
    "world",
];

/// States, and movements, whose names end like plurals and take no article.
const SINGULAR: &[&str] = &["cyprus", "honduras", "laos", "belarus", "mauritius", "barbados", "hamas", "wales"];

/// The word that a name turns on: "Army" in "Army of the North", "Brigades" in "Al-Aqsa Martyrs' Brigades".
fn head(name: &str) -> &str {
    let cut = [" of ", " in ", " for ", " from ", " close to ", ", ", " ("].iter().filter_map(|w| name.find(w)).min();
    name[..cut.unwrap_or(name.len())].split_whitespace().next_back().unwrap_or("")
}

/// Whether the name turns on a word for one body, such as "Union"; in small letters ("Arab states") it says how many there are.
fn is_body(head: &str) -> bool {
    head.starts_with(char::is_uppercase) && BODIES.contains(&head.to_lowercase().as_str())
}

/// Whether a party of this name is spoken of as several: "the Maoists refuse", "European leaders call for …".
pub fn is_plural(name: &str) -> bool {
    let body = is_body(head(name));
    let head = head(name).to_lowercase();
    let one = body || SINGULAR.contains(&head.as_str());
    let several = head.ends_with('s') && !["ss", "us", "as", "os", "’s", "'s"].iter().any(|e| head.ends_with(e));
    head == "taliban" || !one && (several || matches!(head.as_str(), "people" | "gunmen" | "police" | "militiamen"))
}

/// A party's name as it stands inside a sentence, with the article where English wants one: "the United States", "the Maoists",
/// "the rebels", but "Russia", "Hamas", "European leaders".
pub fn in_prose(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or("");
    let head = head(name);
    let key = head.to_lowercase();
    let small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
    let articled = matches!(
        first.to_lowercase().as_str(),
        "the" | "a" | "an" | "both" | "all" | "some" | "its" | "his" | "her" | "their"
    );
    // "Ruritania's second largest rebel group" has its owner in front.
    let owned = small(head) && (name.contains("'s ") || name.contains("’s "));
    let one_word = !name.contains(char::is_whitespace);
    let wants = small(first)
        || is_body(head)
        || is_plural(name) && (one_word || !small(head))
        || small(head) && !is_plural(name);
    if wants && !articled && !owned && !SINGULAR.contains(&key.as_str()) {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{in_prose, is_plural};

    #[test]
    fn names_get_the_article_and_number_that_prose_gives_them() {
        for (name, prose, plural) in [
            ("Russia", "Russia", false),
            ("North Korea", "North Korea", false),
            ("Cyprus", "Cyprus", false),
            ("Hamas", "Hamas", false),
            ("United States", "the United States", false),
            ("European Union", "the European Union", false),
            ("Palestinian Authority", "the Palestinian Authority", false),
            ("Philippines", "the Philippines", false),
            ("Arab League", "the Arab League", false),
            ("Army of the North", "the Army of the North", false),
            ("Maoists", "the Maoists", true),
            ("Taliban", "the Taliban", true),
            ("Houthis", "the Houthis", true),
            ("Tamil Tigers", "the Tamil Tigers", true),
            ("Hill Martyrs' Brigades", "the Hill Martyrs' Brigades", true),
            ("rebels", "the rebels", true),
            ("international community", "the international community", false),
            ("European leaders", "European leaders", true),
            ("Arab states", "Arab states", true),
            ("Freedonian militant groups", "Freedonian militant groups", true),
            ("Freedonian delegation", "the Freedonian delegation", false),
            ("Freedonia's second largest rebel group", "Freedonia's second largest rebel group", false),
            ("the Hill Front", "the Hill Front", false),
            ("", "", false),
        ] {
            assert_eq!((in_prose(name).as_str(), is_plural(name)), (prose, plural), "{name}");
        }
    }
}
