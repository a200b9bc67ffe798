//! One small case, and one mutation of it per rule: the code and the place must both be right.

use super::*;
use crate::case::model::*;
use crate::points::Decimal;

/// Every construct of the format, in one invented dispute.
const FULL: &str = r#"
format = 1
title = "The harbour"
as_of = 2024-03-01
deal = "truce != none"
status_quo = { truce = "none", harbour = "closed", days = 0 }

[sources.paper]
file = "sources/paper.txt"
title = "Talks on the harbour"
published = "2024-02-29"
note = "ours"

[parties.north]
name = "North"
consent = true
outlook = "much worse"
trust = [0.1, 0.4]
patience = 5
because = ["c1"]
note = "judged"

[parties.south]
consent = "ratifies"
no_deal = { between = [{ truce = "none", harbour = "open", days = 30 }, { truce = "full", harbour = "open", days = 60 }] }

[parties.isle]
name = "The Isle"
no_deal = { like = { truce = "part", harbour = "closed", days = "30" } }

[parties.league]
outlook = [-2.5, 1e1]

[parties.bank]
no_deal = 40

[people.ann]
name = "Ann"
party = "north"
leader = true

[people.bo]
party = "south"

[issues.truce]
title = "Truce"
ordered = true
options = ["none", "part", "full"]
control = ["north", "south"]
undo = ["north"]
irreversible = { north = "up" }

[issues.harbour]
options = ["closed", "open"]
labels = { open = "open to all ships" }
control = ["north"]

[issues.days]
range = { from = 0, to = 90, step = 30, unit = "days" }
control = ["south"]
undo = []

[[infeasible]]
when = "truce = none and days > 45"

[[packages]]
id = "both"
title = "Both at once"
issues = ["truce", "harbour"]

[preferences.north]
weights = { rank = [["truce", "days"]] }
scores.truce = { rank = ["full", ["part", "none"]] }
scores.harbour = { prefers = ["closed", "open"] }
interests = "quiet"

[preferences.south]
weights = { truce = [1, 2.5], harbour = 0, days = 3 }
scores.days = { 0 = 0, "30" = [20, 50], 90 = 100 }
scores.harbour = { open = 100 }

[[links]]
party = "north"
when = "truce = full and harbour = open"
points = [-5, 5]

[[red_lines]]
id = "no-opening"
title = "an open harbour"
party = "north"
refuses = "harbour = open and truce = none"

[[preconditions]]
id = "days-first"
party = "south"
first = "days >= 30"
before = "truce = full"
transient = true

[[norms]]
id = "norm"
party = "league"
forbids = "truce = full and harbour = closed and days = 90"

[[goals]]
id = "any-truce"
party = "league"
condition = "truce >= part"

[[levers]]
id = "aid"
title = "Aid"
party = "league"
when = "truce = full"
worth = { south = [1, 4] }
trust = { north = 0.25 }

[exposure.north]
truce = { full = [0, 20] }
note = "judged"

[[mandates]]
party = "north"
level = "envoys"
may_agree = "truce in {none, part} and harbour = closed"

[[meetings]]
id = "first"
date = 2024-02-28
place = "Lake"
present = [{ party = "north", level = "envoys" }, { person = "bo" }]
absent = ["ann"]
asked = { south = "days = 30" }
result = "none"

[stability.north]
priorities = ["truce = full", "harbour = closed"]

[stability.south]
ranking = [[{ truce = "full", harbour = "open", days = 90 }, { truce = "full", harbour = "open", days = 60 }], { truce = "none", harbour = "closed", days = 0 }]
"#;

fn reading(text: &str) -> Reading {
    read(&Files { case: text, claims: None, sources: &BTreeMap::new() })
}

/// The code, place and severity of each problem, without the standing warning that there are no claims.
fn problems(text: &str) -> Vec<(&'static str, &str)> {
    let reading = reading(text);
    assert_eq!(reading.case.is_none(), has_errors(&reading.diagnostics), "{:?}", reading.diagnostics);
    for d in &reading.diagnostics {
        assert!(!d.help.is_empty(), "no way out: {d}");
    }
    let told = reading.diagnostics.iter().filter(|d| d.code != "no-claims");
    told.map(|d| (d.code, d.labels.first().map_or("", |l| &text[l.span.clone()]))).collect()
}

/// The full case with one piece of text put in place of another.
fn with(old: &str, new: &str) -> String {
    assert_eq!(FULL.matches(old).count(), 1, "`{old}` must stand once");
    FULL.replace(old, new)
}

#[test]
fn every_construct_is_read() {
    let reading = reading(FULL);
    assert_eq!(problems(FULL), []);
    let case = reading.case.unwrap();
    assert_eq!(case.as_of.as_deref(), Some("2024-03-01"));
    assert_eq!(case.sources[0].published.as_deref(), Some("2024-02-29"));
    assert_eq!(case.status_quo, [0, 0, 0]);
    assert_eq!(case.parties[0].no_deal, NoDeal::Words(OutlookWord::MuchWorse));
    assert_eq!(case.parties[1].no_deal, NoDeal::Between(vec![0, 1, 1], vec![2, 1, 2]));
    assert_eq!(case.parties[1].consent, Consent::Ratifies);
    assert_eq!(case.parties[1].name, "south");
    assert_eq!(case.parties[2].no_deal, NoDeal::Like(vec![1, 0, 1]));
    assert_eq!(
        case.parties[3].no_deal,
        NoDeal::Outlook(Number::Range(Decimal::parse("-2.5").unwrap(), Decimal::whole(10)))
    );
    assert_eq!(case.parties[4].no_deal, NoDeal::Points(Number::Value(Decimal::whole(40))));
    assert_eq!(case.issues[0].irreversible, [(0, Direction::Up)]);
    assert_eq!((case.issues[0].undo.clone(), case.issues[1].undo.clone()), (Some(vec![0]), None));
    assert_eq!(case.issues[1].options[1].label.as_deref(), Some("open to all ships"));
    let days: Vec<&str> = case.issues[2].options.iter().map(|o| o.id.as_str()).collect();
    assert_eq!(days, ["0", "30", "60", "90"]);
    assert!(case.issues[2].ordered && !case.issues[1].ordered);
    assert_eq!(case.packages[0].issues, [0, 1]);
    assert_eq!(case.preferences[0].weights, Weights::Rank(vec![vec![0, 2], vec![1]]));
    assert_eq!(case.preferences[0].scores[0], Some(Scores::Rank(vec![vec![2], vec![1, 0]])));
    assert_eq!(case.preferences[0].scores[1], Some(Scores::Prefers(vec![0, 1])));
    assert_eq!(case.preferences[0].scores[2], None);
    let whole = |n| Some(Number::Value(Decimal::whole(n)));
    let between = Some(Number::Range(Decimal::whole(20), Decimal::whole(50)));
    assert_eq!(case.preferences[1].scores[2], Some(Scores::Points(vec![whole(0), between, None, whole(100)])));
    assert_eq!(case.exposures[0].points.get(&(0, 2)).map(|n| n.high()), Some(Decimal::whole(20)));
    assert_eq!(case.exposures[0].grounds.note.as_deref(), Some("judged"));
    assert_eq!(
        case.meetings[0].present,
        [Attendance::Level { party: 0, level: "envoys".into() }, Attendance::Person(1)]
    );
    assert!(matches!(&case.stability[0].order, StabilityOrder::Priorities(p) if p.len() == 2));
    assert!(matches!(&case.stability[1].order, StabilityOrder::Ranking(r) if r.len() == 2 && r[0].len() == 2));
    let refuses = &case.red_lines[0].refuses;
    assert_eq!(&FULL[refuses.span.clone()], refuses.text);
    assert_eq!(&FULL[case.red_lines[0].grounds.span.clone()], "[[red_lines]]");
    assert_eq!(case.parties[0].grounds.because, ["c1"]);
    assert!(case.preconditions[0].transient && case.people[0].leader);
    // FIPS 180-2, appendix B.1
    assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(case.digest, digest(FULL));
}

#[test]
fn each_rule_has_its_code_and_place() {
    let all_scores = "scores.truce = { rank = [\"full\", [\"part\", \"none\"]] }";
    let weights = "weights = { truce = [1, 2.5], harbour = 0, days = 3 }";
    let rules: &[(&str, &str, &str, &str)] = &[
        ("format = 1", "format = 2", "bad-number", "2"),
        ("title = \"The harbour\"", "title = \" \"", "wrong-type", "\" \""),
        ("title = \"The harbour\"", "", "missing-key", ""),
        ("title = \"The harbour\"", "titel = \"The harbour\"", "unknown-key", "titel"),
        ("as_of = 2024-03-01", "as_of = \"2024-02-30\"", "bad-date", "\"2024-02-30\""),
        ("as_of = 2024-03-01", "as_of = 2024-03-01T00:00:00Z", "bad-date", "2024-03-01T00:00:00Z"),
        ("as_of = 2024-03-01", "as_of = 2024-02-30", "bad-date", "2024-02-30"),
        ("\"truce != none\"", "\"truec != none\"", "unknown-name", "truec"),
        ("\"truce != none\"", "\"truce != none and\"", "bad-condition", ""),
        ("\"truce != none\"", "\"\\u0074ruec != none\"", "unknown-name", "\"\\u0074ruec != none\""),
        ("deal = \"truce != none\"", "deal = true", "wrong-type", "true"),
        ("days = 0 }\n\n[sources", "days = 10 }\n\n[sources", "unknown-name", "10"),
        (", days = 0 }\n\n[sources", " }\n\n[sources", "missing-key", "{ truce = \"none\", harbour = \"closed\" }"),
        ("\"closed\", days = 0 }\n\n[s", "\"closd\", days = 0 }\n\n[s", "unknown-name", "\"closd\""),
        (
            "days = 0 }\n\n[sources",
            "days = 60 }\n\n[sources",
            "infeasible-status-quo",
            "{ truce = \"none\", harbour = \"closed\", days = 60 }",
        ),
        ("\"sources/paper.txt\"", "\"../paper.txt\"", "bad-source", "\"../paper.txt\""),
        ("outlook = \"much worse\"", "outlook = \"wors\"", "bad-word", "\"wors\""),
        ("outlook = \"much worse\"", "outlook = 1\nno_deal = 2", "conflict", "no_deal"),
        ("trust = [0.1, 0.4]", "trust = [0.4, 0.1]", "interval-upside-down", "[0.4, 0.1]"),
        ("trust = [0.1, 0.4]", "trust = 1.01", "bad-number", "1.01"),
        ("trust = [0.1, 0.4]", "trust = [0, 2]", "bad-number", "2"),
        ("trust = [0.1, 0.4]", "trust = [0.1]", "wrong-type", "[0.1]"),
        ("trust = [0.1, 0.4]", "trust = nan", "bad-number", "nan"),
        ("trust = [0.1, 0.4]", "trust = 0x1", "bad-number", "0x1"),
        ("patience = 5", "patience = -5", "bad-number", "-5"),
        ("no_deal = 40", "no_deal = 1e9", "bad-number", "1e9"),
        (
            "no_deal = { like = { truce = \"part\", harbour = \"closed\", days = \"30\" } }",
            "no_deal = {}",
            "missing-key",
            "{}",
        ),
        (
            "days = \"30\" } }",
            "days = \"30\" }, between = [{ truce = \"full\", harbour = \"open\", days = 0 }, { truce = \"full\", harbour = \"open\", days = 0 }] }",
            "conflict",
            "between",
        ),
        (
            "\"part\", harbour = \"closed\", days = \"30\"",
            "\"none\", harbour = \"closed\", days = 60",
            "infeasible-outcome",
            "{ truce = \"none\", harbour = \"closed\", days = 60 }",
        ),
        ("party = \"south\"\n\n[issues", "party = \"sout\"\n\n[issues", "unknown-name", "\"sout\""),
        ("[people.ann]", "[people.\"a n\"]\nparty = \"north\"\n[people.ann]", "bad-id", "\"a n\""),
        (
            "options = [\"none\", \"part\", \"full\"]",
            "options = [\"none\", \"part\", \"full\", \"part\"]",
            "duplicate",
            "\"part\"",
        ),
        (
            "options = [\"closed\", \"open\"]\n",
            "options = [\"closed\", \"open\"]\nrange = { from = 0, to = 1, step = 1 }\n",
            "conflict",
            "range",
        ),
        ("labels = { open", "labels = { opne", "unknown-name", "opne"),
        ("step = 30,", "step = 40,", "bad-range", "40"),
        ("step = 30,", "step = 0,", "bad-range", "0"),
        ("step = 30,", "step = -30,", "bad-number", "-30"),
        ("step = 30,", "step = 0.02,", "too-large", "0.02"),
        ("to = 90", "to = 0", "bad-range", "0"),
        ("control = [\"south\"]", "control = [\"bank\"]", "uncontrolled-issue", "[\"bank\"]"),
        ("undo = [\"north\"]", "undo = [\"north\", \"north\"]", "duplicate", "\"north\""),
        ("irreversible = { north = \"up\" }", "irreversible = { north = \"on\" }", "bad-word", "\"on\""),
        ("labels = {", "irreversible = { north = \"up\" }\nlabels = {", "conflict", "irreversible"),
        ("issues = [\"truce\", \"harbour\"]", "issues = [\"truce\"]", "missing-key", "[\"truce\"]"),
        (
            "weights = { rank = [[\"truce\", \"days\"]] }",
            "weights = { rank = [\"truce\", [\"truce\"]] }",
            "bad-rank",
            "\"truce\"",
        ),
        ("weights = { rank = [[\"truce\", \"days\"]] }", "weights = { rnk = [\"truce\"] }", "unknown-key", "rnk"),
        (weights, "weights = { truce = 1, days = 3 }", "missing-key", "{ truce = 1, days = 3 }"),
        (
            weights,
            "weights = { truce = 0, harbour = 0.0, days = [0, 0] }",
            "zero-weights",
            "{ truce = 0, harbour = 0.0, days = [0, 0] }",
        ),
        (weights, "weights = { truce = 1, harbor = 1, days = 1 }", "unknown-name", "harbor"),
        (weights, "weights = { truce = -1, harbour = 1, days = 1 }", "bad-number", "-1"),
        (all_scores, "scores.truce = { rank = [\"full\", \"none\"] }", "bad-rank", "[\"full\", \"none\"]"),
        (all_scores, "scores.truce = { rank = [\"full\", \"part\", \"none\", \"full\"] }", "bad-rank", "\"full\""),
        (all_scores, "scores.truce = { rnk = [\"full\", \"none\"] }", "unknown-key", "rnk"),
        (all_scores, "scores.truce = { full = 101 }", "bad-number", "101"),
        (all_scores, "scores.truce = { full = 90, part = 5, none = 0 }", "scale", "{ full = 90, part = 5, none = 0 }"),
        ("90 = 100", "90 = 99", "scale", "{ 0 = 0, \"30\" = [20, 50], 90 = 99 }"),
        ("points = [-5, 5]", "points = \"5\"", "wrong-type", "\"5\""),
        ("party = \"north\"\nrefuses", "party = \"league\"\nrefuses", "red-line-outside", "\"league\""),
        ("party = \"south\"\nfirst", "party = \"isle\"\nfirst", "red-line-outside", "\"isle\""),
        ("first = \"days >= 30\"", "first = \"truce  = full\"", "deep-precondition", "truce = full"),
        ("id = \"norm\"", "id = \"days-first\"", "duplicate", "\"days-first\""),
        ("worth = { south = [1, 4] }\ntrust = { north = 0.25 }", "", "missing-key", "[[levers]]"),
        ("truce = { full = [0, 20] }", "truce = { none = [0, 20] }", "exposure-on-status-quo", "none"),
        ("truce = { full = [0, 20] }", "truec = { full = [0, 20] }", "unknown-name", "truec"),
        (
            "truce in {none, part} and harbour = closed",
            "truce in {none, part}",
            "mandate-crosses-red-line",
            "truce in {none, part}",
        ),
        ("{ person = \"bo\" }", "{ person = \"ann\" }", "conflict", "\"ann\""),
        ("{ person = \"bo\" }", "{ party = \"south\" }", "missing-key", "party"),
        ("{ person = \"bo\" }", "{ person = \"bo\", level = \"x\" }", "missing-key", "level"),
        ("absent = [\"ann\"]", "absent = [\"an\"]", "unknown-name", "\"an\""),
        ("asked = { south", "asked = { soth", "unknown-name", "soth"),
        (
            "{ truce = \"none\", harbour = \"closed\", days = 0 }]",
            "{ truce = \"full\", harbour = \"open\", days = 90 }]",
            "bad-rank",
            "{ truce = \"full\", harbour = \"open\", days = 90 }",
        ),
        ("priorities = [", "prioritise = [", "unknown-key", "prioritise"),
    ];
    let mut wrong = Vec::new();
    for (old, new, code, place) in rules {
        let text = with(old, new);
        let found = problems(&text);
        if found != [(*code, *place)] {
            wrong.push(format!("{new}: {found:?}, and not {code} at `{place}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fewer_than_two_signatories_is_a_warning() {
    let text = with("consent = \"ratifies\"\n", "consent = false\n");
    let found = problems(&text);
    assert!(found.contains(&("few-signatories", "parties")), "{found:?}");
}

#[test]
fn a_broken_issue_is_told_of_once_and_not_at_every_use() {
    let misspelt = FULL.replace("ordered = true", "ordred = true");
    assert_ne!(misspelt, FULL);
    assert!(problems(&misspelt).iter().all(|(code, _)| *code == "unknown-key"), "{:?}", problems(&misspelt));
    let text = with("options = [\"none\", \"part\", \"full\"]", "options = \"none\"");
    assert_eq!(problems(&text), [("wrong-type", "\"none\"")]);
    assert_eq!(
        problems(
            "format = 1\ntitle = \"t\"\nstatus_quo = { a = \"b\" }\nissues = 3\n[parties.a]\n[[links]]\nparty = \"a\"\npoints = 1\nwhen = \"x = y\""
        ),
        [("wrong-type", "3")]
    );
}

#[test]
fn ten_errors_come_at_once() {
    let changes = [
        ("as_of = 2024-03-01", "as_of = 2024"),
        ("trust = [0.1, 0.4]", "trust = 2"),
        ("patience = 5", "patience = -5"),
        ("leader = true", "leadr = true"),
        ("undo = []", "undo = [\"nort\"]"),
        ("interests = \"quiet\"", "interests = 3"),
        ("points = [-5, 5]", "points = [5, -5]"),
        ("first = \"days >= 30\"", "first = \"dayz >= 30\""),
        ("id = \"norm\"", "id = \"days-first\""),
        ("full = [0, 20]", "ful = [0, 20]"),
    ];
    let text = changes.iter().fold(FULL.to_owned(), |text, (old, new)| text.replace(old, new));
    let codes: Vec<&str> = problems(&text).into_iter().map(|(code, _)| code).collect();
    let expected = [
        "wrong-type",
        "bad-number",
        "bad-number",
        "unknown-key",
        "unknown-name",
        "wrong-type",
        "interval-upside-down",
        "unknown-name",
        "duplicate",
        "unknown-name",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn syntax_errors_come_together_and_with_what_is_wrong_elsewhere() {
    let text = with("patience = 5", "patience = = 5")
        .replace("points = [-5, 5]", "points = 5 5")
        .replace("trust = [0.1, 0.4]", "trust = 7");
    assert_eq!(problems(&text).into_iter().map(|p| p.0).collect::<Vec<_>>(), ["bad-number", "syntax", "syntax"]);
}

#[test]
fn a_table_given_twice_is_told_of_once() {
    let text = with("[issues.harbour]", "[issues.truce]").replace("patience = 5", "patience = 5\npatience = 6");
    assert_eq!(problems(&text), [("syntax", "patience"), ("syntax", "truce")]);
}

#[test]
fn byte_order_marks_and_carriage_returns_are_no_matter() {
    let text = format!("\u{feff}{}", FULL.replace('\n', "\r\n"));
    assert_eq!(problems(&text), []);
}

const CLAIMS: &str = r#"
format = 1

[sources.paper]
file = "sources/paper.txt"

[[claims]]
id = "c1"
source = "paper"
kind = "demand"
speaker = ["north"]
content = "asks for a truce"
quote = "a truce"
start = 10
end = 17
"#;

fn with_claims<'t>(case: &'t str, claims: &'t str) -> Vec<(&'static str, String)> {
    let sources = BTreeMap::from([("sources/paper.txt".to_owned(), b"North asks a truce of South.".to_vec())]);
    let reading = read(&Files { case, claims: Some(claims), sources: &sources });
    let place = |d: &Diagnostic| {
        d.labels
            .first()
            .map_or(String::new(), |l| (if l.file == CASE_FILE { case } else { claims })[l.span.clone()].to_owned())
    };
    reading.diagnostics.iter().map(|d| (d.code, place(d))).collect()
}

#[test]
fn claims_are_read_with_the_case_and_both_must_agree() {
    let claims = CLAIMS.replace("start = 10\nend = 17", "start = 11\nend = 18");
    assert_eq!(with_claims(FULL, &claims), []);
    let found = with_claims(FULL, CLAIMS);
    assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), ["quote-mismatch"]);
    assert_eq!(
        with_claims(&with("because = [\"c1\"]", "because = [\"c7\"]"), &claims),
        [("unknown-claim", "\"c7\"".to_owned())]
    );
    let rejected = claims.replace("content =", "state = \"rejected\"\ncontent =");
    assert_eq!(with_claims(FULL, &rejected), [("rejected-claim", "\"c1\"".to_owned())]);
    let other = with("\"sources/paper.txt\"", "\"sources/papers.txt\"");
    assert_eq!(with_claims(&other, &claims), [("claims-mismatch", "\"sources/papers.txt\"".to_owned())]);
    let more = with("[sources.paper]", "[sources.post]\nfile = \"sources/post.txt\"\n[sources.paper]");
    assert_eq!(with_claims(&more, &claims), [("bad-source", "\"sources/post.txt\"".to_owned())]);
    let speaker = claims.replace("[\"north\"]", "[\"norht\", \"ann\"]");
    assert_eq!(with_claims(FULL, &speaker), [("unknown-name", "\"norht\"".to_owned())]);
}

#[test]
fn a_case_that_cites_without_claims_is_warned_of() {
    let reading = reading(FULL);
    let codes: Vec<&str> = reading.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["no-claims"]);
    assert!(reading.case.is_some());
}

#[test]
fn the_files_to_load_are_named() {
    let more = CLAIMS.replace("sources/paper.txt", "sources/x.txt");
    assert_eq!(source_files(FULL, Some(&more)), ["sources/paper.txt", "sources/x.txt"]);
    assert_eq!(source_files("sources.a.file = '../etc/passwd'", None), Vec::<String>::new());
}

#[test]
fn outlook_words_are_those_of_the_model() {
    let words: Vec<&str> = OutlookWord::ALL.iter().map(|w| w.word()).collect();
    assert_eq!(crate::case::keys::OUTLOOK_WORDS, words);
}

#[test]
fn what_is_too_large_is_named_and_not_computed() {
    let parties: String = (0..300).map(|i| format!("[parties.p{i}]\n")).collect();
    let text = format!("{FULL}{parties}");
    assert_eq!(problems(&text).into_iter().map(|p| p.0).collect::<Vec<_>>(), ["too-large"]);
}

#[test]
fn more_problems_than_anyone_reads_are_counted() {
    let unknown: String = (0..5000).map(|i| format!("k{i} = 1\n")).collect();
    let found = reading(&format!("{unknown}{FULL}"));
    assert_eq!(found.diagnostics.len(), Sink::MAX_KEPT + 1);
    assert!(found.case.is_none());
}

proptest::proptest! {
    /// Cutting, doubling and moving pieces of a case about never panics, and a case comes out only without errors.
    #[test]
    fn mutated_text_never_panics(cuts in proptest::collection::vec((0usize..6000, 0usize..60, 0usize..6000), 1..6)) {
        let mut text = FULL.to_owned();
        for (at, len, to) in cuts {
            let fit = |n: usize, text: &str| n.min(text.len());
            let (at, end) = (fit(at, &text), fit(at + len, &text));
            let piece = text.get(at..end).unwrap_or_default().to_owned();
            if len % 2 == 0 {
                text.replace_range(at..end, "");
            }
            let to = fit(to, &text);
            text.insert_str(to, &piece);
        }
        problems(&text);
    }
}
