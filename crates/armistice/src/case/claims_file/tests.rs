//! What `claims.toml` may hold, what is complained of, and that writing and reading undo each other.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::case::claims::{
    Actor, ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Claims, Place, Polarity,
};
use crate::case::model::Source;
use crate::diagnostic::Diagnostic;

const NEWS: &str =
    "Talks in Arden — day two.\nThe Hill State will not open the bridge, a guard said. The guard said so twice.\n";

const GOOD: &str = r#"# What was said in Arden.
format = 1

[sources.news]
file = "sources/news.txt"   # a small paper
title = "Talks in Arden"
published = 2031-04-02

# ---- who ----

[actors.hill]
name = "Hill State"
kind = "state"

[actors.guard]
kind = "source"             # nobody's name
name = "a guard"
of = 'hill'

# ---- what ----

# The only refusal.
[[claims]]
id = "c1"
source = "news"
kind = "refuse"
speaker = ["hill"]
target = [
    "vale",   # of the case, not of this file
]
issue = ["bridge"]
content = "will not open the bridge"
polarity = "-"
status = "future"
attribution = { actor = "guard", text = "a guard", direct = false }
quote = "The Hill State will not open the bridge"
start = 28
end = 67
state = "accepted"

[[claims]]
id = "c2"
source = "paper"
kind = "assess"
content = "the guard repeated it"
quote = "The guard said so twice"
start = 0x53
end = 106
"#;

fn files() -> BTreeMap<String, Vec<u8>> {
    [("sources/news.txt", NEWS.as_bytes()), ("sources/paper.txt", NEWS.as_bytes()), ("sources/photo.png", b"\x89PNG")]
        .into_iter()
        .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
        .collect()
}

fn reading(text: &str) -> (Option<Claims>, Vec<Diagnostic>) {
    let case_sources = BTreeMap::from([("paper".to_owned(), "sources/paper.txt".to_owned())]);
    read(text, &files(), &case_sources)
}

/// The problems of the good file after a change, as `code place message | help` lines.
fn problems(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from}");
    let text = GOOD.replacen(from, to, 1);
    let show = |d: &Diagnostic| {
        let help: String = d.help.iter().map(|h| format!(" | {h}")).collect();
        let at = text.get(d.labels[0].span.clone()).expect("a place in the text");
        format!("{} {at:?} {}{help}", d.code, d.message)
    };
    reading(&text).1.iter().map(show).collect()
}

#[test]
fn a_good_file_is_read() {
    let (claims, problems) = reading(GOOD);
    assert_eq!(problems, []);
    let claims = claims.unwrap();
    assert_eq!(claims.sources[0].published.as_deref(), Some("2031-04-02"));
    assert_eq!((claims.actors[1].kind, claims.actors[1].of.as_deref()), (ActorKind::Source, Some("hill")));
    let [first, second] = claims.claims.as_slice() else { panic!("two claims") };
    assert_eq!(
        first.attribution,
        Some(Attribution { actor: Some("guard".to_owned()), text: "a guard".to_owned(), direct: false })
    );
    assert_eq!(
        (first.kind, first.polarity, first.status, first.target[0].as_str()),
        (ClaimKind::Refuse, Polarity::Negative, ClaimStatus::Future, "vale")
    );
    // What is left out: asserted, of the present, and taken as a person wrote it. 0x53 is 83.
    assert_eq!(
        (second.polarity, second.status, second.state, second.start),
        (Polarity::Positive, ClaimStatus::Present, ClaimState::Accepted, 83)
    );
}

#[test]
fn the_documentation_shows_a_good_file_and_every_word() {
    let page = include_str!("../../../../../docs/claims.md");
    let block = |language: &str| page.split_once(&format!("```{language}\n")).unwrap().1.split_once("```").unwrap().0;
    let files = BTreeMap::from([("sources/news.txt".to_owned(), block("text").as_bytes().to_vec())]);
    let (claims, problems) = read(block("toml"), &files, &BTreeMap::new());
    assert_eq!(problems, []);
    assert_eq!(write(&claims.unwrap()), block("toml"));
    for kind in ClaimKind::ALL {
        assert!(page.contains(&format!("\n| `{}` | ", kind.word())), "{kind:?}");
    }
    let others = ActorKind::ALL.iter().map(|w| w.word()).chain(ClaimStatus::ALL.iter().map(|w| w.word()));
    for word in others.chain(ClaimState::ALL.iter().map(|w| w.word())) {
        assert!(page.contains(&format!("`{word}`")), "{word}");
    }
}

#[test]
fn every_problem_is_found_at_its_place() {
    for (from, to, expected) in [
        (
            "format = 1",
            "format = 2",
            "wrong-type \"2\" claims.toml is of a format that is not known | this version of Armistice reads `format = 1`",
        ),
        ("format = 1", "", "missing-key \"\" `format` is missing | begin the file with `format = 1`"),
        (
            "speaker = [",
            "speakers = [",
            "unknown-key \"speakers\" claim `c1` has no key `speakers` | did you mean `speaker`?",
        ),
        (
            "\"refuse\"",
            "\"refusal\"",
            "bad-word \"\\\"refusal\\\"\" `refusal` is no `kind` of claim `c1` | did you mean `refuse`? | it is one of `meet`, `process`",
        ),
        (
            "\"-\"",
            "\"negative\"",
            "bad-word \"\\\"negative\\\"\" `negative` is no `polarity` of claim `c1` | it is one of `+`, `-`, `0`",
        ),
        ("\"c2\"", "\"c1\"", "duplicate \"\\\"c1\\\"\" two claims have the id `c1`"),
        ("\"c2\"", "\"c 2\"", "bad-id \"\\\"c 2\\\"\" `c 2` is no id"),
        (
            "\"paper\"",
            "\"papers\"",
            "unknown-name \"\\\"papers\\\"\" there is no source `papers` | did you mean `paper`?",
        ),
        (
            "start = 28",
            "start = 27",
            "quote-mismatch \"\\\"The Hill State will not open the bridge\\\"\" the quote of `c1` is not at bytes 27..67 of its source | the quote is at bytes 28..67: write `start = 28` and `end = 67`",
        ),
        ("end = 67", "end = 68", "quote-mismatch"),
        ("end = 67", "end = 99999999", "quote-mismatch"),
        ("The Hill State will", "The hill state will", "quote-mismatch"),
        (
            "\"The guard said so twice\"",
            "\"guard said\"",
            "quote-mismatch \"\\\"guard said\\\"\" the quote of `c2` is not at bytes 83..106 of its source | the source has these words more than once, at bytes 71 and 87",
        ),
        (
            "end = 67",
            "end = -67",
            "wrong-type \"-67\" `end` of claim `c1` is a whole number of bytes, 0 or more, not a number",
        ),
        (
            "[\"hill\"]",
            "\"hill\"",
            "wrong-type \"\\\"hill\\\"\" `speaker` of claim `c1` is a list of strings, not a string",
        ),
        (
            "direct = false",
            "direct = \"no\"",
            "wrong-type \"\\\"no\\\"\" `direct` of the attribution of claim `c1` is `true` or `false`, not a string",
        ),
        ("2031-04-02", "\"2031-02-29\"", "bad-date \"\\\"2031-02-29\\\"\" `2031-02-29` is no day"),
        ("2031-04-02", "2031-04-02T10:00:00", "bad-date"),
        ("news.txt", "old.txt", "bad-source \"\\\"sources/old.txt\\\"\" there is no file `sources/old.txt`"),
        (
            "news.txt",
            "photo.png",
            "bad-source \"\\\"sources/photo.png\\\"\" `sources/photo.png` is not UTF-8 text: byte 0 is wrong",
        ),
        (
            "sources/news.txt",
            "../news.txt",
            "bad-source \"\\\"../news.txt\\\"\" `../news.txt` is no path inside the case folder",
        ),
        ("kind = \"source\" ", "", "missing-key \"[actors.guard]\" actor `guard` has no `kind` | it is one of `state`"),
        ("quote = \"The guard said so twice\"", "", "missing-key \"[[claims]]\" claim `c2` has no `quote`"),
        ("[[claims]]", "[claims]", "syntax"),
        ("state = \"accepted\"", "state = accepted", "syntax \"accepted\""),
    ] {
        let found = problems(from, to);
        assert!(found.first().is_some_and(|f| f.starts_with(expected)), "{from} → {to}: {found:#?}\n{expected}");
    }
}

#[test]
fn all_problems_come_at_once() {
    let text = GOOD
        .replace("refuse", "refuze")
        .replace("start = 28", "start = 1")
        .replace("\"paper\"", "\"journal\"")
        .replace("of = 'hill'", "off = 3");
    let (claims, problems) = reading(&text);
    let codes: Vec<_> = problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["unknown-key", "bad-word", "quote-mismatch", "unknown-name"]);
    assert_eq!(claims.unwrap().claims.len(), 2, "claims stay, so that references to them can be checked");
}

#[test]
fn actors_may_be_the_cases_own() {
    let claims = reading(GOOD).0.unwrap();
    assert_eq!(check_actors(GOOD, &claims, &BTreeSet::from(["vale"])), []);
    let found = check_actors(GOOD, &claims, &BTreeSet::from(["dale"]));
    assert_eq!(found.len(), 1);
    assert_eq!(GOOD.get(found[0].labels[0].span.clone()), Some("\"vale\""));
    assert_eq!(found[0].help, ["did you mean `dale`?"]);
}

#[test]
fn rewriting_changes_only_what_changed() {
    let old = reading(GOOD).0.unwrap();
    assert_eq!(rewrite(GOOD, &old), GOOD);

    let mut new = old.clone();
    new.claims[0].state = ClaimState::Edited;
    new.claims[0].content = "keeps the bridge shut".to_owned();
    let expected =
        GOOD.replace("\"accepted\"", "\"edited\"").replace("\"will not open the bridge\"", "\"keeps the bridge shut\"");
    assert_eq!(rewrite(GOOD, &new), expected);

    let mut new = old.clone();
    new.actors.remove(0);
    let gone = "[actors.hill]\nname = \"Hill State\"\nkind = \"state\"\n\n";
    assert_eq!(rewrite(GOOD, &new), GOOD.replace(gone, ""), "the heading is not the removed actor's own");

    let mut new = old.clone();
    new.claims.swap(0, 1);
    let (head, claims) = GOOD.split_once("# The only refusal.\n").unwrap();
    let (first, second) = claims.split_at(claims.rfind("[[claims]]").unwrap());
    let rewritten = rewrite(GOOD, &new);
    assert!(rewritten.starts_with(head.trim_end_matches("# ---- what ----\n\n")), "{rewritten}");
    assert!(rewritten.contains(&first.trim_end()[..40]) && rewritten.contains(second.trim_end()), "{rewritten}");
    assert!(rewritten.contains("# of the case, not of this file"));
    assert_eq!(reading(&rewritten).0.unwrap(), new);

    let mut new = old.clone();
    new.claims[1].attribution = new.claims[0].attribution.clone();
    new.sources.insert(
        0,
        Source {
            id: "radio".to_owned(),
            file: "sources/news.txt".to_owned(),
            title: None,
            published: None,
            origin: None,
            digest: None,
            note: None,
        },
    );
    let rewritten = rewrite(GOOD, &new);
    assert_eq!(reading(&rewritten).0.unwrap(), new);
    assert!(GOOD.lines().all(|line| rewritten.contains(line)), "{rewritten}");
}

#[test]
fn a_written_file_looks_like_this() {
    let claims = reading(GOOD).0.unwrap();
    assert!(write(&claims).ends_with(
        r#"[[claims]]
id = "c2"
source = "paper"
kind = "assess"
content = "the guard repeated it"
polarity = "+"
status = "present"
quote = "The guard said so twice"
start = 83
end = 106
state = "accepted"
"#
    ));
    assert_eq!(write(&Claims::default()), "format = 1\n");
}

#[test]
fn days_conditions_and_other_places_are_checked() {
    let with =
        |keys: &str| reading(&GOOD.replacen("state = \"accepted\"", &format!("state = \"accepted\"\n{keys}"), 1)).1;
    let problems = |keys: &str| with(keys).into_iter().map(|p| p.message).collect::<Vec<_>>();
    assert_eq!(problems("when = \"2031-04\"\nconditions = [\"c2\"]"), Vec::<String>::new());
    assert_eq!(problems("when = 2031-04-02"), Vec::<String>::new());
    assert_eq!(problems("when = \"2031-04-31\""), ["`2031-04-31` is no day"]);
    assert_eq!(problems("when = \"tomorrow/2031\""), ["`tomorrow/2031` is no day"]);
    assert_eq!(problems("conditions = [\"c1\"]"), ["`c1` cannot be a condition of `c1`"]);
    assert_eq!(problems("conditions = [\"c9\"]"), ["`c9` cannot be a condition of `c1`"]);
    assert_eq!(problems("also = [{ source = \"radio\", start = 0, end = 9 }]"), ["there is no source `radio`"]);
    assert_eq!(
        problems("also = [{ source = \"paper\", start = 0, end = 9 }]"),
        ["the quote of `c1` is not at bytes 0..9 of `paper`, too"]
    );
    assert_eq!(problems("also = \"paper\"").len(), 1);
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z ]{0,12}", any::<String>(), Just("two\nlines \"of\" 'it' \\ \t\u{1}".to_owned())]
}

fn ids(max: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[a-zé0-9_-]{1,6}", 0..max).prop_map(|mut all| {
        let mut seen = BTreeSet::new();
        all.retain(|id| seen.insert(id.clone()));
        all
    })
}

fn claims() -> impl Strategy<Value = Claims> {
    let source = (
        words(),
        prop::option::of(words()),
        prop::option::of(Just("2031-04-02".to_owned())),
        prop::option::of(words()),
    );
    let actor = (
        words(),
        0usize..8,
        prop::option::of(words()),
        prop::option::of(words()),
        prop::collection::vec(words(), 0..3),
    );
    let place =
        (words(), 0usize..1_000_000, 0usize..1_000_000).prop_map(|(source, start, end)| Place { source, start, end });
    let when = prop::sample::select(vec!["2025-05-16", "2025-05", "2025", "2025-05-12/2025-05-16"]);
    let claim = (
        (
            words(),
            0usize..24,
            prop::collection::vec(words(), 0..3),
            prop::collection::vec(words(), 0..3),
            prop::collection::vec(words(), 0..3),
        ),
        (words(), 0usize..3, 0usize..4, prop::option::of((prop::option::of(words()), words(), any::<bool>()))),
        (words(), 0usize..1_000_000, 0usize..1_000_000, 0usize..4),
        (
            prop::option::of(when.prop_map(str::to_owned)),
            prop::collection::vec(words(), 0..3),
            prop::collection::vec(place, 0..3),
            prop::option::of(words()),
        ),
    );
    let sources = (ids(4), prop::collection::vec(source, 4));
    let actors = (ids(4), prop::collection::vec(actor, 4));
    (sources, actors, (ids(5), prop::collection::vec(claim, 5))).prop_map(|((si, s), (ai, a), (ci, c))| Claims {
        sources: si
            .into_iter()
            .zip(s)
            .map(|(id, (file, title, published, note))| Source {
                id,
                file: format!("x{}", file.replace(['/', '\\'], "")),
                title,
                published,
                origin: note.clone(),
                digest: None,
                note,
            })
            .collect(),
        actors: ai
            .into_iter()
            .zip(a)
            .map(|(id, (name, kind, of, office, names))| Actor {
                id,
                name,
                kind: ActorKind::ALL[kind],
                of,
                office,
                names,
            })
            .collect(),
        claims: ci
            .into_iter()
            .zip(c)
            .map(
                |(
                    id,
                    (
                        (source, kind, speaker, target, issue),
                        (content, polarity, status, attribution),
                        (quote, start, end, state),
                        (when, conditions, also, by),
                    ),
                )| Claim {
                    id,
                    source,
                    kind: ClaimKind::ALL[kind],
                    speaker,
                    target,
                    issue,
                    content,
                    polarity: Polarity::ALL[polarity],
                    status: ClaimStatus::ALL[status],
                    when,
                    conditions,
                    attribution: attribution.map(|(actor, text, direct)| Attribution { actor, text, direct }),
                    quote,
                    start,
                    end,
                    also,
                    by,
                    state: ClaimState::ALL[state],
                },
            )
            .collect(),
    })
}

/// What a text says, whether or not its sources are there.
fn contents(text: &str) -> Option<Claims> {
    read(text, &BTreeMap::new(), &BTreeMap::new()).0
}

proptest! {
    #[test]
    fn what_was_written_is_read(claims in claims()) {
        let text = write(&claims);
        prop_assert_eq!(contents(&text), Some(claims.clone()), "{}", text);
        prop_assert_eq!(rewrite(&text, &claims), text);
    }

    #[test]
    fn what_was_rewritten_is_read(old in claims(), new in claims(), keep in any::<u8>()) {
        // Some of the old claims stay among the new ones, so that there is something to pair.
        let mut new = new;
        for (i, claim) in old.claims.iter().enumerate().filter(|(i, _)| keep >> i & 1 == 1) {
            new.claims.retain(|c| c.id != claim.id);
            new.claims.insert(i.min(new.claims.len()), claim.clone());
        }
        let text = super::write::edited(&write(&old), &new).unwrap();
        prop_assert_eq!(contents(&text), Some(new), "{}", text);
    }

    #[test]
    fn nothing_breaks_the_reader(at in 0usize..GOOD.len(), length in 0usize..40, with in words()) {
        let (start, end) = (GOOD.floor_char_boundary(at), GOOD.floor_char_boundary((at + length).min(GOOD.len())));
        let text = format!("{}{with}{}", &GOOD[..start], &GOOD[end..]);
        let (claims, problems) = reading(&text);
        for problem in &problems {
            for label in &problem.labels {
                prop_assert!(text.get(label.span.clone()).is_some(), "{:?}", problem);
            }
        }
        if let Some(claims) = claims {
            check_actors(&text, &claims, &BTreeSet::new());
            rewrite(&text, &claims);
        }
    }
}

/// Looking through all names for the nearest to each of thousands of wrong ones took minutes.
#[test]
fn only_the_first_wrong_names_get_a_suggestion() {
    let wrong: String = (0..300).map(|_| "\"hil\", ").collect();
    let text = GOOD.replacen("speaker = [\"hill\"]", &format!("speaker = [{wrong}]"), 1);
    let claims = reading(&text).0.unwrap();
    let found = check_actors(&text, &claims, &BTreeSet::from(["vale"]));
    let suggested = found.iter().filter(|d| d.help[0] == "did you mean `hill`?").count();
    assert_eq!((found.len(), suggested), (300, 100));
}
