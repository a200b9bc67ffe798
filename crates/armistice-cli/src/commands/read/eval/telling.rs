//! Scores as tables, as JSON, and what was missed.

use armistice::case::claims::ClaimKind;
use armistice_reader::score::{Pair, Score, Share, Stated, Tally};
use serde_json::{Map, Value, json};

use super::Scored;
use crate::screen::{self, compact, count, drawn, hanging, heading, right};

/// What the marks of a list of misses mean.
const LEGEND: &str = "− missed   + superfluous   ± of another kind, or too far apart   ≠ matched, but not the same\n";

/// The scores as tables.
pub(super) fn told(texts: &[Scored], score: &Score, misses: bool) -> String {
    let mut out = String::new();
    if misses {
        out.push_str(LEGEND);
        texts.iter().for_each(|text| out.push_str(&missed(text)));
        out.push_str(&heading("Scores"));
    }
    if texts.len() > 1 {
        let mut by_text: Vec<(String, Tally)> = texts.iter().map(|t| (t.name.clone(), t.score().overall)).collect();
        by_text.sort_by(|a, b| b.1.f1().total_cmp(&a.1.f1()));
        out.push_str(&table("Text", &by_text));
    }
    let mut by_kind: Vec<(String, Tally)> = score.kinds.iter().map(|(k, t)| (k.word().to_owned(), *t)).collect();
    by_kind.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.gold));
    by_kind.push(("all".to_owned(), score.overall));
    out.push_str(&table("Kind", &by_kind));
    out.push_str(&format!("Of {}:\n", count(score.overall.matched as u64, "matched claim", "matched claims")));
    for (what, share) in shares(score) {
        out.push_str(&format!("  {what:<11}  right in {:>3} of {:>3}  {:.3}\n", share.right, share.of, share.value()));
    }
    out.push_str(&format!(
        "F1 when the speaker must be right, too: {:.3}; the polarity: {:.3}\n",
        score.f1_with_speaker(),
        score.f1_with_polarity()
    ));
    out
}

fn shares(score: &Score) -> [(&'static str, Share); 4] {
    [
        ("speaker", score.speaker),
        ("polarity", score.polarity),
        ("attribution", score.attribution),
        ("status", score.status),
    ]
}

fn table(of: &str, rows: &[(String, Tally)]) -> String {
    let mut table = compact(&[of, "Gold", "Drafted", "Matched", "Precision", "Recall", "F1"]);
    for (name, tally) in rows {
        let counts = [tally.gold, tally.drafted, tally.matched].map(|n| n.to_string());
        // Of nothing drafted, no share is right or wrong.
        let of = |whole: usize, share: f64| if whole == 0 { "–".to_owned() } else { format!("{share:.3}") };
        let shares = [
            of(tally.drafted, tally.precision()),
            of(tally.gold, tally.recall()),
            of(tally.gold + tally.drafted, tally.f1()),
        ];
        table.add_row([name.clone()].into_iter().chain(counts).chain(shares));
    }
    right(&mut table, 1..7);
    screen::unbroken(&mut table, 0);
    drawn(&table)
}

/// What is wrong with what was drafted from a text, in the order of the text.
fn wrong(text: &Scored) -> Vec<(usize, Wrong<'_>)> {
    let (gold, drafted, found) = (&text.gold, &text.drafted, &text.comparison);
    let mut wrong: Vec<(usize, Wrong<'_>)> = Vec::new();
    for pair in &found.pairs {
        let (g, d) = (&gold[pair.gold], &drafted[pair.drafted]);
        wrong.extend(differences(pair, g, d).into_iter().map(|what| (g.start, what)));
    }
    for &(g, d) in &found.near {
        wrong.push((gold[g].start, Wrong::Near(&gold[g], &drafted[d])));
    }
    let alone = |&at: &&usize| !found.near.iter().any(|&(g, _)| g == *at);
    wrong.extend(found.missed.iter().filter(alone).map(|&g| (gold[g].start, Wrong::Missed(&gold[g]))));
    let alone = |&at: &&usize| !found.near.iter().any(|&(_, d)| d == *at);
    wrong.extend(found.superfluous.iter().filter(alone).map(|&d| (drafted[d].start, Wrong::Superfluous(&drafted[d]))));
    wrong.sort_by_key(|(start, _)| *start);
    wrong
}

/// One thing that is wrong.
enum Wrong<'a> {
    /// Nothing was drafted there.
    Missed(&'a Stated),
    /// Nothing is to be found there.
    Superfluous(&'a Stated),
    /// The drafted claim is of another kind, or its bytes are too different.
    Near(&'a Stated, &'a Stated),
    /// It matches, but for this: what it is about, as it should be, and as drafted.
    Matched(&'static str, &'a Stated, String, String),
}

fn differences<'a>(pair: &Pair, gold: &'a Stated, drafted: &Stated) -> Vec<Wrong<'a>> {
    let attributed = |claim: &Stated| if claim.attributed { "somebody’s" } else { "nobody’s" }.to_owned();
    let mut found = Vec::new();
    if pair.speaker == Some(false) {
        found.push(Wrong::Matched("speaker", gold, who(gold), who(drafted)));
    }
    for (right, what, of) in [
        (pair.polarity, "polarity", (|c: &Stated| c.polarity.word().to_owned()) as fn(&Stated) -> String),
        (pair.status, "status", |c: &Stated| c.status.word().to_owned()),
        (pair.attribution, "attribution", attributed),
    ] {
        if !right {
            found.push(Wrong::Matched(what, gold, of(gold), of(drafted)));
        }
    }
    found
}

fn who(claim: &Stated) -> String {
    if claim.speaker.is_empty() { "nobody".to_owned() } else { screen::listed(&claim.speaker) }
}

/// What is wrong with what was drafted from a text; nothing where all is right.
fn missed(text: &Scored) -> String {
    let wrong = wrong(text);
    if wrong.is_empty() {
        return String::new();
    }
    let told = |claim: &Stated| {
        let by = if claim.speaker.is_empty() { String::new() } else { format!(" by {}", who(claim)) };
        format!("{} “{}”{by}", claim.kind.word(), claim.quote)
    };
    let mut out = heading(&text.name);
    for (_, what) in wrong {
        let (mark, line) = match what {
            Wrong::Missed(gold) => ("  − ", told(gold)),
            Wrong::Superfluous(drafted) => ("  + ", told(drafted)),
            Wrong::Near(gold, drafted) => {
                let mut as_drafted = Vec::new();
                if gold.kind != drafted.kind {
                    as_drafted.push(drafted.kind.word().to_owned());
                }
                if gold.quote != drafted.quote {
                    as_drafted.push(format!("“{}”", drafted.quote));
                }
                ("  ± ", format!("{}: drafted as {}", told(gold), as_drafted.join(" ")))
            }
            Wrong::Matched(what, gold, right, drafted) => {
                ("  ≠ ", format!("{} “{}”: {what} {right}, drafted as {drafted}", gold.kind.word(), gold.quote))
            }
        };
        out.push_str(&hanging(mark, &line));
    }
    out
}

/// The scores as JSON.
pub(super) fn json(texts: &[Scored], score: &Score, misses: bool) -> Value {
    let text = |text: &Scored| {
        let mut of = scores(&text.score());
        of.shift_insert(0, "name".to_owned(), text.name.clone().into());
        if misses {
            of.insert("misses".to_owned(), wrong(text).iter().map(|(_, what)| miss(what)).collect());
        }
        Value::Object(of)
    };
    let mut all = scores(score);
    all.insert("texts".to_owned(), texts.iter().map(text).collect());
    Value::Object(all)
}

fn scores(score: &Score) -> Map<String, Value> {
    let kinds = score.kinds.iter().map(|(kind, of): (&ClaimKind, &Tally)| (kind.word().to_owned(), tally(of)));
    let shares = shares(score).map(|(what, of)| {
        (what.to_owned(), json!({ "right": of.right, "of": of.of, "share": (of.of > 0).then(|| of.value()) }))
    });
    let with = json!({ "speaker": score.f1_with_speaker(), "polarity": score.f1_with_polarity() });
    let all = [
        ("overall".to_owned(), tally(&score.overall)),
        ("f1_with".to_owned(), with),
        ("kinds".to_owned(), Value::Object(kinds.collect())),
    ];
    all.into_iter().chain(shares).collect()
}

fn tally(of: &Tally) -> Value {
    json!({
        "gold": of.gold,
        "drafted": of.drafted,
        "matched": of.matched,
        "precision": (of.drafted > 0).then(|| of.precision()),
        "recall": (of.gold > 0).then(|| of.recall()),
        "f1": of.f1(),
    })
}

fn miss(what: &Wrong<'_>) -> Value {
    match what {
        Wrong::Missed(gold) => json!({ "what": "missed", "gold": claim(gold) }),
        Wrong::Superfluous(drafted) => json!({ "what": "superfluous", "drafted": claim(drafted) }),
        Wrong::Near(gold, drafted) => {
            let what = if gold.kind == drafted.kind { "span" } else { "kind" };
            json!({ "what": what, "gold": claim(gold), "drafted": claim(drafted) })
        }
        Wrong::Matched(what, gold, right, drafted) => {
            json!({ "what": what, "gold": claim(gold), "right": right, "as_drafted": drafted })
        }
    }
}

fn claim(of: &Stated) -> Value {
    json!({
        "kind": of.kind.word(),
        "speaker": of.speaker,
        "polarity": of.polarity.word(),
        "status": of.status.word(),
        "attributed": of.attributed,
        "quote": of.quote,
        "start": of.start,
        "end": of.end,
    })
}
