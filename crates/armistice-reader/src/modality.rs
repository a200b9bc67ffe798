//! Whether a clause asserts or negates, wants or promises, and when.

use armistice::case::claims::{ClaimKind, ClaimStatus, Polarity};

use crate::clauses::Clause;
use crate::token::{Tag, Token};
use crate::words::words;

/// What a modal verb makes of a reported clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Modality {
    pub(crate) kind: ClaimKind,
    pub(crate) polarity: Polarity,
    pub(crate) status: ClaimStatus,
}

/// "must", "will not", "would" in what somebody says. `own`: the clause is about whoever says it; `conditional`: a condition follows.
pub(crate) fn of_clause(tokens: &[Token<'_>], clause: &Clause, own: bool, conditional: bool) -> Option<Modality> {
    let verb = clause.verb?;
    let word = tokens[verb].lower.as_str();
    let next = |n: usize| tokens.get(verb + n).map_or("", |t| t.lower.as_str());
    let negated = tokens[verb..tokens.len().min(verb + 3)].iter().any(|t| t.tag == Tag::Not);
    let obliges = matches!(word, "must" | "should" | "ought")
        || matches!(word, "has" | "have" | "need" | "needs") && next(1) == "to";
    if obliges && !own {
        return Some(Modality { kind: ClaimKind::Call, polarity: Polarity::Positive, status: ClaimStatus::Present });
    }
    let future =
        matches!(word, "will" | "'ll" | "would" | "shall" | "wo") || tokens[verb].tag == Tag::Be && next(1) == "ready";
    if future && (own || conditional) {
        let (kind, polarity) = match (negated, conditional) {
            (true, _) => (ClaimKind::Refuse, Polarity::Negative),
            (false, true) if word == "would" => (ClaimKind::Offer, Polarity::Positive),
            (false, _) => (ClaimKind::Pledge, Polarity::Positive),
        };
        let status = if conditional && !negated { ClaimStatus::Hypothetical } else { ClaimStatus::Future };
        return Some(Modality { kind, polarity, status });
    }
    if matches!(word, "could" | "may" | "might" | "would" | "can") && (own || conditional) && !negated {
        let kind = if matches!(word, "may" | "might") { ClaimKind::Willing } else { ClaimKind::Offer };
        return Some(Modality { kind, polarity: Polarity::Positive, status: ClaimStatus::Hypothetical });
    }
    None
}

/// Whether the trigger at tokens `at..to` is negated: "not", "neither", "no" before it in its clause, outside the trigger itself.
pub(crate) fn is_negated(tokens: &[Token<'_>], clause: &Clause, at: usize, to: usize) -> bool {
    let negation =
        |t: &Token<'_>| words().is("neg", &t.lower) && !matches!(t.lower.as_str(), "few" | "little" | "without");
    let verb = clause.verb.unwrap_or(clause.start);
    if tokens[at..to].iter().any(|t| negation(t) || t.lower == "little") {
        return false; // the pattern has counted it in
    }
    let lead = tokens[clause.start..verb.min(at)]
        .iter()
        .take(2)
        .any(|t| matches!(t.lower.as_str(), "neither" | "no" | "nobody" | "none" | "nor"));
    let near = verb.min(at).max(at.saturating_sub(5));
    lead || tokens[near..at].iter().any(negation)
}

/// Kind and polarity of a negated trigger: not agreeing is refusing, not refusing refuses nothing.
pub(crate) fn turn(kind: ClaimKind, polarity: Polarity, negated: bool) -> (ClaimKind, Polarity) {
    if !negated {
        return (kind, polarity);
    }
    match (kind, polarity) {
        (ClaimKind::Accept | ClaimKind::Agree | ClaimKind::Pledge | ClaimKind::Offer, Polarity::Positive) => {
            (ClaimKind::Refuse, Polarity::Negative)
        }
        (_, Polarity::Positive) => (kind, Polarity::Negative),
        (_, Polarity::Negative) => (kind, Polarity::Positive),
        (_, Polarity::Neutral) => (kind, Polarity::Negative),
    }
}

/// When the clause's matter happens. `voiced`: somebody says so; "would" in the text's own voice looks back.
pub(crate) fn status(tokens: &[Token<'_>], clause: &Clause, voiced: bool) -> ClaimStatus {
    let Some(verb) = clause.verb else { return ClaimStatus::Present };
    let announced = clause
        .head
        .and_then(|h| tokens[h].lemma)
        .is_some_and(|l| matches!(l, "announce" | "unveil" | "have" | "outline" | "reveal"));
    let plans = (verb..clause.end.min(verb + 6)).any(|i| {
        let t = &tokens[i];
        let meant = matches!(t.lower.as_str(), "plans" | "plan" | "planned" | "intends" | "intend" | "scheduled");
        meant && (t.is_verb() || announced) && tokens.get(i + 1).is_some_and(|t| t.tag == Tag::To)
    });
    match tokens[verb].tag {
        _ if plans => ClaimStatus::Future,
        Tag::Modal => match tokens[verb].lower.as_str() {
            "will" | "shall" | "'ll" => ClaimStatus::Future,
            "would" | "could" | "might" | "may" | "can" if voiced => ClaimStatus::Hypothetical,
            "must" | "should" | "can" => ClaimStatus::Present,
            _ => ClaimStatus::Past,
        },
        Tag::Be | Tag::Do => match tokens[verb].lower.as_str() {
            "was" | "were" | "did" => ClaimStatus::Past,
            _ => ClaimStatus::Present,
        },
        Tag::Have if tokens[verb].lower == "had" => ClaimStatus::Past,
        Tag::Have => {
            // "has shown little willingness": a state that holds; "have met": an event.
            let lasting = clause
                .head
                .and_then(|h| tokens[h].lemma)
                .is_some_and(|l| matches!(l, "become" | "show" | "remain" | "be"));
            if lasting { ClaimStatus::Present } else { ClaimStatus::Past }
        }
        Tag::Finite if tokens[verb].is_past() => ClaimStatus::Past,
        Tag::Finite => ClaimStatus::Present,
        Tag::Participle => ClaimStatus::Past,
        _ => ClaimStatus::Present,
    }
}
