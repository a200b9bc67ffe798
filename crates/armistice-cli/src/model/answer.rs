//! What a model drafted, taken out of its answer and held against the text.

use std::collections::BTreeMap;
use std::ops::Range;

use armistice::case::claims::{ClaimKind, ClaimStatus, Polarity};
use serde_json::Value;

/// Places in an answer at which JSON may begin.
const BEGINNINGS: usize = 200;
/// Drafts taken of one answer.
const MOST: usize = 1_000;
/// Letters a name, an issue or a content may have.
const LONGEST: usize = 400;

/// A claim that stands up to the text: its bytes there, and what the model says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drafted {
    pub(super) at: Range<usize>,
    pub(super) kind: ClaimKind,
    pub(super) speaker: Vec<String>,
    pub(super) target: Vec<String>,
    pub(super) issue: Vec<String>,
    pub(super) content: String,
    pub(super) polarity: Polarity,
    pub(super) status: ClaimStatus,
    pub(super) according_to: Option<String>,
    pub(super) direct: bool,
}

/// Why a drafted claim is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Untaken {
    /// It has no quote.
    NoQuote,
    /// The quote is not in the text, to the letter.
    Nowhere,
    /// The quote is there more than once.
    Everywhere,
    /// The kind is none.
    Kind,
    /// Polarity or status is none.
    Word,
}

impl Untaken {
    /// "2 quotes do not stand in the text".
    pub(super) fn told(self, number: u64) -> String {
        let one = number == 1;
        let of = |one_has: &str, many_have: &str| format!("{number} {}", if one { one_has } else { many_have });
        match self {
            Self::NoQuote => of("has no quote", "have no quote"),
            Self::Nowhere => of("quote does not stand in the text", "quotes do not stand in the text"),
            Self::Everywhere => of("quote stands there more than once", "quotes stand there more than once"),
            Self::Kind => of("has no known kind", "have no known kind"),
            Self::Word => of("has no known polarity or status", "have no known polarity or status"),
        }
    }
}

/// The claims in an answer, as JSON: the answer itself, or what stands in it between other words. `None` when there are none.
pub(super) fn drafts(answer: &str) -> Option<Vec<Value>> {
    // What a model thought aloud may hold JSON that it then thought better of.
    let answer = answer.rsplit_once("</think>").map_or(answer, |(_, after)| after);
    let mut empty = None;
    for (at, _) in answer.match_indices(['{', '[']).take(BEGINNINGS) {
        let mut values = serde_json::Deserializer::from_str(answer.get(at..)?).into_iter::<Value>();
        let Some(Ok(value)) = values.next() else { continue };
        let found = match value {
            Value::Array(all) => all,
            Value::Object(mut fields) => match fields.remove("claims") {
                Some(Value::Array(all)) => all,
                _ => continue,
            },
            _ => continue,
        };
        if found.is_empty() {
            empty = Some(found);
        } else if found.iter().all(Value::is_object) {
            return Some(found.into_iter().take(MOST).collect());
        }
    }
    empty
}

/// Holds a draft against the piece of the text it was made of.
pub(super) fn take(draft: &Value, text: &str, piece: &Range<usize>) -> Result<Drafted, Untaken> {
    let word = |key: &str| draft.get(key).and_then(Value::as_str).map(str::trim).filter(|w| !w.is_empty());
    let quote = draft.get("quote").and_then(Value::as_str).map(str::trim).filter(|q| !q.is_empty());
    let at = place(text, piece, quote.ok_or(Untaken::NoQuote)?)?;
    let kind = word("kind").and_then(|w| ClaimKind::from_word(&w.to_lowercase())).ok_or(Untaken::Kind)?;
    let against = matches!(kind, ClaimKind::Refuse | ClaimKind::Criticize | ClaimKind::Deny);
    let usual = if against { Polarity::Negative } else { Polarity::Positive };
    let polarity = word("polarity").map_or(Ok(usual), |w| Polarity::from_word(w).ok_or(Untaken::Word))?;
    let status = word("status")
        .map_or(Ok(ClaimStatus::Present), |w| ClaimStatus::from_word(&w.to_lowercase()).ok_or(Untaken::Word))?;
    let list = |key: &str| {
        let all = draft.get(key).map(|v| v.as_array().cloned().unwrap_or_else(|| vec![v.clone()])).unwrap_or_default();
        all.iter().filter_map(Value::as_str).map(flat).filter(|one| !one.is_empty()).take(8).collect::<Vec<_>>()
    };
    let quoted = text.get(at.clone()).unwrap_or_default();
    Ok(Drafted {
        kind,
        speaker: list("speaker"),
        target: list("target"),
        issue: list("issue").iter().map(|issue| issue.to_lowercase()).take(3).collect(),
        content: flat(word("content").unwrap_or(quoted)),
        polarity,
        status,
        according_to: word("according_to").map(flat),
        direct: draft.get("direct").and_then(Value::as_bool).unwrap_or(false),
        at,
    })
}

/// The only place of a quote: in the piece, or else in the text.
fn place(text: &str, piece: &Range<usize>, quote: &str) -> Result<Range<usize>, Untaken> {
    for within in [piece.clone(), 0..text.len()] {
        let mut places =
            text.get(within.clone()).unwrap_or_default().match_indices(quote).map(|(at, _)| within.start + at);
        match (places.next(), places.next()) {
            (Some(at), None) => return Ok(at..at + quote.len()),
            (Some(_), Some(_)) => return Err(Untaken::Everywhere),
            (None, _) => {}
        }
    }
    Err(Untaken::Nowhere)
}

/// In one line, and not too long.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
}

/// "2 quotes do not stand in the text, 1 has no known kind".
pub(super) fn told(untaken: &[Untaken]) -> String {
    let mut counts: BTreeMap<Untaken, u64> = BTreeMap::new();
    for why in untaken {
        *counts.entry(*why).or_default() += 1;
    }
    counts.into_iter().map(|(why, number)| why.told(number)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn claims_are_found_between_other_words() {
        let claims = r#"{"claims": [{"quote": "a", "kind": "meet"}]}"#;
        for answer in [
            claims.to_owned(),
            format!("```json\n{claims}\n```"),
            format!("Here [as you asked] they are {{ok}}:\n{claims}\nAnything else?"),
            format!("<think>{{\"claims\": [{{\"quote\": \"no\"}}]}}</think>\n{claims}"),
            r#"[{"quote": "a", "kind": "meet"}]"#.to_owned(),
        ] {
            assert_eq!(drafts(&answer), Some(vec![json!({ "quote": "a", "kind": "meet" })]), "{answer}");
        }
        assert_eq!(drafts("{\"claims\": []}"), Some(Vec::new()));
        for answer in
            ["", "I cannot help with that.", "{\"claims\": [{\"quote\": \"a\"", "{\"claims\": 3}", "[1, 2]", "{{{{[[[["]
        {
            assert_eq!(drafts(answer), None, "{answer}");
        }
    }

    #[test]
    fn a_draft_is_held_against_the_text() {
        let text = "Hill “will not open”. Vale called for talks.\nHill will wait. Hill will wait.";
        let piece = 0..45;
        let drafted = |quote: &str, kind: &str| take(&json!({ "quote": quote, "kind": kind }), text, &piece);
        let good = drafted(" “will not open” ", "Refuse").unwrap();
        assert_eq!(
            (&text[good.at.clone()], good.kind, good.polarity),
            ("“will not open”", ClaimKind::Refuse, Polarity::Negative)
        );
        assert_eq!(good.content, "“will not open”");
        assert_eq!(drafted("\"will not open\"", "refuse"), Err(Untaken::Nowhere));
        assert_eq!(drafted("Hill will wait", "process"), Err(Untaken::Everywhere));
        assert_eq!(drafted("Vale", "shout"), Err(Untaken::Kind));
        assert_eq!(take(&json!({ "kind": "meet" }), text, &piece), Err(Untaken::NoQuote));
        assert_eq!(
            take(&json!({ "quote": "Vale", "kind": "call", "polarity": "yes" }), text, &piece),
            Err(Untaken::Word)
        );
        // Twice in the text, once in the piece.
        let once = take(&json!({ "quote": "Hill will wait", "kind": "process" }), text, &(0..66)).unwrap();
        assert_eq!(once.at.start, text.find("Hill will").unwrap());
        assert_eq!(
            told(&[Untaken::Kind, Untaken::Nowhere, Untaken::Nowhere]),
            "2 quotes do not stand in the text, 1 has no known kind"
        );
    }
}
