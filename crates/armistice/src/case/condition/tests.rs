//! What conditions say, how they are complained of, and that nothing breaks the parser.

use proptest::prelude::*;

use super::*;
use crate::case::model::{Grounds, IssueOption, NumericRange};
use crate::diagnostic::Diagnostic;

fn listed(id: &str, ordered: bool, options: &[&str]) -> Issue {
    let option = |o: &&str| IssueOption { id: (*o).to_owned(), label: None, value: None };
    Issue {
        id: id.to_owned(),
        title: id.to_owned(),
        ordered,
        options: options.iter().map(option).collect(),
        range: None,
        control: vec![0],
        undo: None,
        irreversible: Vec::new(),
        grounds: Grounds::default(),
    }
}

fn numeric(id: &str, from: i32, step: &str, count: i32) -> Issue {
    let step = Decimal::parse(step).unwrap();
    let value = |k: i32| {
        let exact = Decimal::whole(from).exact() + step.exact() * Decimal::whole(k).exact();
        Decimal::parse(&format!("{:.4}", num_traits::ToPrimitive::to_f64(&exact).unwrap())).unwrap()
    };
    let mut issue = listed(id, true, &[]);
    issue.options =
        (0..count).map(|k| IssueOption { id: value(k).to_string(), label: None, value: Some(value(k)) }).collect();
    issue.range = Some(NumericRange { from: value(0), to: value(count - 1), step, unit: Some("days".to_owned()) });
    issue
}

/// 3 · 2 · 3 · 5 · 4 outcomes: an ordered issue, a nominal one, names that need quotes, numbers with and without fractions.
fn issues() -> Vec<Issue> {
    vec![
        listed("ceasefire", true, &["none", "30-day", "lasting"]),
        listed("leaders", false, &["none", "agreed"]),
        listed("it's in", true, &["and", "two words", "\\\"\n"]),
        numeric("days", -10, "10", 5),
        numeric("rate", 0, "0.5", 4),
    ]
}

fn outcomes(issues: &[Issue]) -> Vec<Vec<usize>> {
    issues.iter().fold(vec![Vec::new()], |all, issue| {
        all.iter().flat_map(|x| (0..issue.options.len()).map(|o| [x.as_slice(), &[o]].concat())).collect()
    })
}

fn read(text: &str) -> Result<Expr, Vec<Diagnostic>> {
    parse(text, 0..text.len(), "case.toml", &issues()).map(|c| c.expr)
}

/// The problems of a text, as `code bytes message | help | help` lines.
fn problems(text: &str) -> Vec<String> {
    let show = |d: &Diagnostic| {
        let help: String = d.help.iter().map(|h| format!(" | {h}")).collect();
        let at = &d.labels[0].span;
        format!("{} {:?} {}{help}", d.code, text.get(at.clone()).expect("a place in the text"), d.message)
    };
    read(text).expect_err(text).iter().map(show).collect()
}

fn atom(issue: usize, test: Test) -> Expr {
    Expr::Atom(Atom { issue, test })
}

#[test]
fn every_test_of_an_issue_is_read() {
    let number = |t: &str| Limit::Number(Decimal::parse(t).unwrap());
    for (text, expected) in [
        ("ceasefire = none", atom(0, Test::Is(0))),
        ("ceasefire!=30-day", atom(0, Test::IsNot(1))),
        ("ceasefire >= 30-day", atom(0, Test::AtLeast(Limit::Option(1)))),
        ("ceasefire < lasting", atom(0, Test::Below(Limit::Option(2)))),
        ("ceasefire in {lasting, none, lasting,}", atom(0, Test::In(vec![0, 2]))),
        ("'it\\'s in' = \"two words\"", atom(2, Test::Is(1))),
        ("'it\\'s in' <= 'and'", atom(2, Test::AtMost(Limit::Option(0)))),
        (r#""it's in" = '\\"\n'"#, atom(2, Test::Is(2))),
        ("days = -10", atom(3, Test::Is(0))),
        ("days = 1e1", atom(3, Test::Is(2))),
        ("days in {10.0, +30, '20'}", atom(3, Test::In(vec![2, 3, 4]))),
        ("days > 12.5", atom(3, Test::Above(number("12.5")))),
        ("rate <= -1000", atom(4, Test::AtMost(number("-1000")))),
        ("rate != .5", atom(4, Test::IsNot(1))),
    ] {
        assert_eq!(read(text), Ok(expected), "{text}");
    }
}

#[test]
fn not_binds_before_and_before_or() {
    let [a, b, c] = [atom(0, Test::Is(0)), atom(1, Test::Is(0)), atom(1, Test::Is(1))];
    let (ta, tb, tc) = ("ceasefire = none", "leaders = none", "leaders = agreed");
    let not = |e: &Expr| Expr::Not(Box::new(e.clone()));
    for (text, expected) in [
        (format!("{ta} or not {tb} and {tc}"), Expr::Or(vec![a.clone(), Expr::And(vec![not(&b), c.clone()])])),
        (format!("({ta} or {tb}) and {tc}"), Expr::And(vec![Expr::Or(vec![a.clone(), b.clone()]), c.clone()])),
        (format!("not ({ta} and {tb} and {tc})"), not(&Expr::And(vec![a.clone(), b.clone(), c.clone()]))),
        (format!("not not {ta}"), not(&not(&a))),
        (format!("(({ta}))"), a.clone()),
    ] {
        assert_eq!(read(&text), Ok(expected), "{text}");
    }
}

#[test]
fn names_are_of_any_script() {
    // Devanagari writes "not" with signs that Unicode calls marks, not letters; the é is an e with an accent of its own.
    let issues = [listed("युद्धविराम", true, &["नहीं", "30-दिन"]), listed("cafe\u{301}", false, &["да", "لا"])];
    let text = "युद्धविराम >= 30-दिन and cafe\u{301} in {да, لا}";
    let read = parse(text, 0..text.len(), "case.toml", &issues).unwrap();
    assert_eq!(Condition::from_expr(read.expr, &issues).text, text);
}

#[test]
fn all_problems_come_at_once_each_at_its_place() {
    assert_eq!(
        problems("ceasfire = none and ceasefire = lastign or (leaders >= agreed and ceasefire in {none, 60-day})"),
        [
            "unknown-name \"ceasfire\" there is no issue `ceasfire` | did you mean `ceasefire`?",
            "unknown-name \"lastign\" `lastign` is not an option of `ceasefire` | did you mean `lasting`? \
             | the options of `ceasefire` are `none`, `30-day`, `lasting`",
            "bad-condition \">=\" `>=` on `leaders`, whose options have no order \
             | if the order of its list means something, declare `ordered = true` in `[issues.leaders]` \
             | or name the options: `leaders in {agreed}`",
            "unknown-name \"60-day\" `60-day` is not an option of `ceasefire` | did you mean `30-day`? \
             | the options of `ceasefire` are `none`, `30-day`, `lasting`",
        ]
    );
}

#[test]
fn other_languages_signs_are_understood_and_corrected() {
    let heard: Vec<_> = problems("ceasefire == none && NOT leaders = none OR !(days ≥ 20) AND ceasefire ∈ {none}")
        .iter()
        .map(|p| p.split_once(" | ").unwrap().1.to_owned())
        .collect();
    assert_eq!(
        heard,
        [
            "write `=`",
            "write `and`",
            "write `not`",
            "write `or`",
            "write `not`",
            "write `>=`",
            "write `and`",
            "write `in`"
        ]
    );
}

#[test]
fn each_slip_gets_its_own_advice() {
    for (text, place, says, advice) in [
        ("", "", "the condition is empty", "such as `ceasefire = lasting`"),
        ("ceasefire", "ceasefire", "found the end of the condition", "compare it with an option"),
        ("ceasefire = none or lasting", "", "expected a comparison after `lasting`", "write `ceasefire = lasting`"),
        ("ceasefire = none leaders = none", "leaders", "expected `and` or `or`", "join two tests"),
        ("'it\\'s in' = two words", "two", "`two` is not an option", "are `'and'`, `'two words'`"),
        ("days >= 30 days", "days", "expected `and` or `or`", "without their unit"),
        ("days = 15", "15", "`15` is not an option of `days`", "nearest: `10` and `20`"),
        ("days = 99", "99", "`99` is not an option of `days`", "from -10 to 30 in steps of 10; nearest: `30`"),
        ("days > soon", "soon", "`soon` is not a decimal number", "the numbers from -10"),
        ("days > 20-days", "20-days", "not a decimal number", "without their unit: `20`"),
        ("days > −5", "−5", "not a decimal number", "a minus sign is written `-`"),
        ("ceasefire = 2.5", "2.5", "is no bare name", "put it in quotes: `'2.5'`"),
        ("none = ceasefire", "none", "there is no issue `none`", "the issue comes first: `ceasefire …`"),
        ("agreed = 3", "agreed", "there is no issue `agreed`", "write `leaders = agreed`"),
        ("ceasefire = leaders", "leaders", "not an option", "not two issues"),
        ("ceasefire not in {none}", "not", "`not` stands before", "write `not ceasefire in {…}`"),
        ("ceasefire in [none]", "[", "stand in braces", "write `{…}`"),
        ("ceasefire in {}", "{}", "no options in the braces", "`none`, `30-day`"),
        ("ceasefire in {none", "{", "not closed", "close them"),
        ("ceasefire in {none or lasting}", "or", "written with `,`", "write `,`"),
        ("ceasefire in none", "none", "expected `{`", "write `ceasefire in {a, b}`"),
        ("ceasefire = {none, lasting}", "{", "compares with one option", "write `ceasefire in {…}`"),
        ("(ceasefire = none", "(", "a `(` without its `)`", "close"),
        ("ceasefire = none)", ")", "a `)` without its `(`", "take it away"),
        ("ceasefire = none and", "", "found the end", "a condition tests an issue"),
        ("ceasefire = 'none", "'none", "expected an option after `=`", "close the quote"),
        ("ceasefire = 'no\\ne'", "", "", "the options of"),
        ("ceasefire = 'n\\one'", "'n\\one'", "expected an option", "a backslash goes before"),
        ("ceasefire = and", "and", "expected an option", "put it in quotes: 'and'"),
        ("= none", "=", "expected a condition", "a condition tests"),
        ("ceasefire = none; \u{200b}", "", "", ""),
    ] {
        let found = problems(text);
        let first = &found[0];
        assert!(first.contains(says) && first.contains(advice), "{text}: {found:#?}");
        assert!(place.is_empty() || first.contains(&format!(" {place:?} ")), "{text}: {found:#?}");
        assert!(found.len() <= 2 && found.iter().all(|f| f.contains(" | ")), "{text}: {found:#?}");
    }
    assert_eq!(problems("ceasefire = 30 day").len(), 1, "half a name is not two problems");
}

#[test]
fn labels_are_bytes_of_the_file_and_cover_escaped_strings_whole() {
    let at = |span| parse("leaders = non", span, "case.toml", &issues()).unwrap_err()[0].labels[0].span.clone();
    assert_eq!(at(100..113), 110..113);
    assert_eq!(at(100..120), 100..120);
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    let core = "ceasefire = none";
    let nested = |open: &str, n: usize, close: &str| format!("{}{core}{}", open.repeat(n), close.repeat(n));
    assert_eq!(read(&nested("(", MAX_DEPTH, ")")), Ok(atom(0, Test::Is(0))));
    assert!(read(&nested("not ", MAX_DEPTH - 1, "")).is_ok());
    let alternating = |n: usize| format!("{}{core}{}", format!("({core} or {core} and ").repeat(n), ")".repeat(n));
    assert!(read(&alternating(MAX_DEPTH / 2 - 1)).is_ok());
    for text in [
        nested("(", MAX_DEPTH + 1, ")"),
        nested("not ", MAX_DEPTH, ""),
        alternating(MAX_DEPTH / 2),
        nested("(", 10_000, ")"),
        nested("(", 10_000_000, ""),
        nested("not ", 200_000, ""),
        nested("!", 10_000_000, ""),
    ] {
        let found = read(&text).unwrap_err();
        assert!(found.iter().any(|d| d.message == "the condition is nested more than 200 deep"), "{}", &text[..60]);
        assert!(found.len() <= 52, "{}", found.len());
    }
}

#[test]
fn long_conditions_take_linear_time() {
    // A quadratic parser would take hours for these; linear ones take seconds even without optimisation.
    let good = vec!["ceasefire = none"; 50_000].join(" or ");
    let Ok(Expr::Or(members)) = read(&good) else { panic!("a flat chain") };
    assert_eq!(members.len(), 50_000);
    for bad in [
        "x = y or ".repeat(50_000),
        ")".repeat(1_000_000),
        "a ".repeat(200_000),
        "'a' ".repeat(300_000),
        "NOT ".repeat(200_000),
    ] {
        let found = read(&bad).unwrap_err();
        assert!(found.len() <= 52, "{}", found.len());
    }
}

/// Any tree that keeps to what the types say.
fn tree() -> impl Strategy<Value = Expr> {
    let limit = |issue: usize, k: usize, tenths: i64| match issue {
        3 | 4 => Limit::Number(Decimal::parse(&format!("{}", tenths as f64 / 10.0)).unwrap()),
        _ => Limit::Option(k % issues()[issue].options.len()),
    };
    let leaf = (0usize..5, 0usize..7, 0usize..60, -400i64..400, prop::collection::btree_set(0usize..60, 1..4))
        .prop_map(move |(issue, which, k, tenths, set)| {
            let count = issues()[issue].options.len();
            let mut set: Vec<_> = set.iter().map(|o| o % count).collect();
            set.sort_unstable();
            set.dedup();
            let which = if issue == 1 { which % 3 } else { which };
            let limit = limit(issue, k, tenths);
            let test = match which {
                0 => Test::Is(k % count),
                1 => Test::IsNot(k % count),
                2 => Test::In(set),
                3 => Test::Below(limit),
                4 => Test::AtMost(limit),
                5 => Test::Above(limit),
                _ => Test::AtLeast(limit),
            };
            atom(issue, test)
        });
    leaf.prop_recursive(6, 40, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|e| Expr::Not(Box::new(e))),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Expr::And),
            prop::collection::vec(inner, 2..4).prop_map(Expr::Or),
        ]
    })
}

/// The value of a condition's text, computed from the text alone with every test in brackets: `t`/`f`, `!`, `&`, `|` rewritten until nothing is left.
fn by_rewriting(text: &str, issues: &[Issue], outcome: &[usize]) -> bool {
    let values: std::collections::BTreeMap<&str, Vec<&str>> =
        issues.iter().map(|i| (i.id.as_str(), i.options.iter().map(|o| o.id.as_str()).collect())).collect();
    let mut signs = String::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        let open = word.len() - word.trim_start_matches('(').len();
        signs.push_str(&"(".repeat(open));
        match &word[open..] {
            "and" => signs.push('&'),
            "or" => signs.push('|'),
            "not" => signs.push('!'),
            issue => {
                let (sign, value) = (words.next().unwrap(), words.next().unwrap());
                let option = value.trim_end_matches(')');
                let here = issues.iter().position(|i| i.id == issue).map(|i| outcome[i]).unwrap();
                let place = values[issue].iter().position(|o| *o == option).unwrap();
                let met = match sign {
                    "=" => here == place,
                    "!=" => here != place,
                    "<" => here < place,
                    "<=" => here <= place,
                    ">" => here > place,
                    _ => here >= place,
                };
                signs.push(if met { 't' } else { 'f' });
                signs.push_str(&")".repeat(value.len() - option.len()));
            }
        }
    }
    let rules = [("!t", "f"), ("!f", "t"), ("(t)", "t"), ("(f)", "f")];
    let ands = [("t&t", "t"), ("t&f", "f"), ("f&t", "f"), ("f&f", "f")];
    let ors = [("t|t", "t"), ("t|f", "t"), ("f|t", "t"), ("f|f", "f")];
    loop {
        let rewritten = [&rules[..], &ands, &ors].into_iter().find_map(|tier| {
            // `|` may be applied only where no `&` or `!` is waiting beside it: none is left by then inside the innermost brackets.
            let (start, end) = innermost(&signs);
            let inner = &signs[start..end];
            tier.iter()
                .find(|(from, _)| inner.contains(from))
                .map(|(from, to)| format!("{}{}{}", &signs[..start], inner.replacen(from, to, 1), &signs[end..]))
        });
        match rewritten {
            Some(next) => signs = next,
            None => return signs == "t",
        }
    }
}

/// The innermost brackets, with the brackets, that close first; the whole text when there are none.
fn innermost(signs: &str) -> (usize, usize) {
    match signs.find(')') {
        Some(close) => (signs[..close].rfind('(').unwrap(), close + 1),
        None => (0, signs.len()),
    }
}

proptest! {
    #[test]
    fn reading_what_was_printed_gives_the_same_tree(expr in tree()) {
        let printed = Condition::from_expr(expr.clone(), &issues());
        prop_assert_eq!(read(&printed.text), Ok(expr), "{}", printed.text);
    }

    #[test]
    fn conditions_mean_what_their_truth_table_says(
        parts in prop::collection::vec((0usize..2, 0usize..6, 0usize..3, 0usize..3, 0usize..3, 0usize..3), 1..9),
    ) {
        let issues = [listed("a", true, &["x", "y", "z"]), listed("b", true, &["x", "y", "z"])];
        let (mut text, mut open) = (String::new(), 0);
        for (k, &(issue, sign, option, nots, opens, join)) in parts.iter().enumerate() {
            if k > 0 {
                text.push_str([" and ", " or ", " and "][join]);
            }
            text.push_str(&"not ".repeat(nots));
            text.push_str(&"(".repeat(opens));
            open += opens;
            text.push_str(&format!("{} {} {}", ["a", "b"][issue], ["=", "!=", "<", "<=", ">", ">="][sign], ["x", "y", "z"][option]));
            let closes = if k + 1 == parts.len() { open } else { open.min(join) };
            text.push_str(&")".repeat(closes));
            open -= closes;
        }
        let read = parse(&text, 0..text.len(), "case.toml", &issues).unwrap();
        for outcome in outcomes(&issues) {
            prop_assert_eq!(read.expr.holds(&issues, &outcome), by_rewriting(&text, &issues, &outcome), "{} at {:?}", text, outcome);
        }
    }

    #[test]
    fn printing_keeps_the_meaning(expr in tree()) {
        let all = issues();
        let again = read(&Condition::from_expr(expr.clone(), &all).text).unwrap();
        for outcome in outcomes(&all) {
            prop_assert_eq!(expr.holds(&all, &outcome), again.holds(&all, &outcome));
        }
    }

    #[test]
    fn nothing_breaks_the_parser(text in any::<String>()) {
        check_places(&text)?;
    }

    #[test]
    fn no_mixture_of_tokens_breaks_the_parser(words in prop::collection::vec(prop::sample::select(vec![
        "ceasefire", "leaders", "days", "none", "30", "-5", "2.5", "=", "==", "!=", "<", ">=", "≥", "in", "not", "and", "or", "NOT", "AND",
        "(", ")", "{", "}", "[", "]", ",", ";", "'", "\"", "\\", "'none'", "!", "&&", "|", "∈", "“none”", "é", "is", ".", "+", "\u{0}", "  ",
    ]), 0..30), glue in prop::sample::select(vec!["", " "])) {
        check_places(&words.join(glue))?;
    }
}

/// Whatever the text: every problem has a place inside it, on character boundaries, a known code, and an error is never empty.
fn check_places(text: &str) -> Result<(), TestCaseError> {
    match parse(text, 7..7 + text.len(), "case.toml", &issues()) {
        Ok(condition) => prop_assert_eq!(condition.text, text),
        Err(found) => {
            prop_assert!(!found.is_empty());
            for problem in found {
                let span = &problem.labels[0].span;
                prop_assert!(text.get(span.start - 7..span.end - 7).is_some(), "{:?}", span);
            }
        }
    }
    Ok(())
}
