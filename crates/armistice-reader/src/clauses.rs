//! Sentences to clauses: where one begins and ends, its subject, its verb, and how it hangs on the one before.

use crate::token::{Tag, Token};
use crate::words::words;

/// How a clause begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opener {
    /// A main clause.
    Main,
    /// Joined by "and", "or", "but" or a comma.
    Joined,
    /// What somebody says, thinks or demands, with or without "that".
    Content,
    /// "if", "unless", "until", "provided".
    Condition,
    /// Other subordinate clauses: "while", "because", "after meeting …".
    Adjunct,
    /// "who", "which".
    Relative,
    /// An "-ing" clause; its subject is the clause's before.
    Participle,
    /// After a dash or a colon.
    Apposition,
}

/// A clause: tokens `start..end`, opening word and closing mark left out.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) opener: Opener,
    /// The token that opens it, for clauses whose opening word belongs to the quote ("if").
    pub(crate) open: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The first finite verb or auxiliary, or the participle.
    pub(crate) verb: Option<usize>,
    /// The verb that carries the meaning.
    pub(crate) head: Option<usize>,
    /// The clause it hangs on.
    pub(crate) parent: Option<usize>,
}

/// Words looked ahead when deciding whether a clause begins.
const AHEAD: usize = 24;

/// The clauses of a sentence, in order; every token but marks and openers is in one.
pub(crate) fn clauses(tokens: &[Token<'_>]) -> Vec<Clause> {
    let mut out: Vec<Clause> = Vec::new();
    let mut opener = Opener::Main;
    let mut open = 0;
    let mut start = 0;
    let mut i = 0;
    // Whether the clause so far has a finite verb; kept along, so that a long clause is not searched again at every word.
    let mut finite = false;
    while i < tokens.len() {
        if let Some(cut) = boundary(tokens, start, i, finite) {
            close(tokens, &mut out, opener, open, start, i);
            opener = cut.opener;
            open = i;
            start = cut.start;
            i = cut.start.max(i + 1);
            finite = (start..i.min(tokens.len())).any(|j| tokens[j].is_finite());
        } else {
            finite |= tokens[i].is_finite();
            i += 1;
        }
    }
    close(tokens, &mut out, opener, open, start, tokens.len());
    out
}

struct Cut {
    opener: Opener,
    start: usize,
}

fn close(tokens: &[Token<'_>], out: &mut Vec<Clause>, opener: Opener, open: usize, start: usize, end: usize) {
    if start >= end {
        return;
    }
    let verb = (start..end).find(|&i| tokens[i].is_finite());
    let verb = verb.or_else(|| {
        let nonfinite = |i: &usize| matches!(tokens[*i].tag, Tag::Ing | Tag::Participle | Tag::Infinitive);
        (start..end).take(if opener == Opener::Participle { 3 } else { AHEAD }).find(nonfinite)
    });
    let head = verb.map(|v| head_of(tokens, v, end));
    let parent = match opener {
        Opener::Main => None,
        // A joined clause hangs where its partner hangs; the partner is found by the reader of claims.
        _ => out.len().checked_sub(1),
    };
    out.push(Clause { opener, open, start, end, verb, head, parent });
}

/// From an auxiliary on to the verb that means something: "has not been able to agree" stops at "able".
fn head_of(tokens: &[Token<'_>], verb: usize, end: usize) -> usize {
    let mut at = verb;
    while at + 1 < end && matches!(tokens[at].tag, Tag::Modal | Tag::Be | Tag::Have | Tag::Do | Tag::Not | Tag::Adv) {
        let next = &tokens[at + 1];
        if !matches!(next.tag, Tag::Modal | Tag::Be | Tag::Have | Tag::Do | Tag::Not | Tag::Adv) && !next.is_verb() {
            // A subject in between is a question, a noun a copula's complement.
            return at;
        }
        at += 1;
    }
    at
}

/// Whether the clause that began at `start` ends before token `i`, and what begins.
fn boundary(tokens: &[Token<'_>], start: usize, i: usize, finite: bool) -> Option<Cut> {
    let t = &tokens[i];
    match t.tag {
        Tag::Sub => {
            Some(Cut { opener: if is_condition(t) { Opener::Condition } else { Opener::Adjunct }, start: i + 1 })
        }
        Tag::That => that(tokens, i),
        Tag::Wh if i > start => relative(tokens, i),
        Tag::Punct => mark(tokens, start, i, finite),
        Tag::Quote => quotation(tokens, start, i, finite),
        Tag::Conj if i > start => conjunction(tokens, start, i, finite),
        Tag::Prep if matches!(t.lower.as_str(), "after" | "before" | "since" | "as" | "without") && i > start => {
            adjunct(tokens, i)
        }
        _ if i > start => zero_that(tokens, start, i),
        _ => None,
    }
}

fn is_condition(t: &Token<'_>) -> bool {
    matches!(t.lower.as_str(), "if" | "unless" | "until" | "provided" | "till")
}

/// The first finite verb from `i` on before the clause must end.
fn finite_ahead(tokens: &[Token<'_>], i: usize) -> Option<usize> {
    for (j, t) in tokens.iter().enumerate().skip(i).take(AHEAD) {
        if t.is_finite() {
            return Some(j);
        }
        if matches!(t.tag, Tag::Sub | Tag::That | Tag::Wh) || matches!(t.text, "," | ";" | ":" | "—" | "–") {
            return None;
        }
    }
    None
}

/// Whether a noun phrase begins at `i`.
fn opens_subject(tokens: &[Token<'_>], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| {
        matches!(t.tag, Tag::Det | Tag::Owner | Tag::Pron | Tag::Proper | Tag::Num | Tag::Noun | Tag::Adj)
            || t.tag == Tag::Ing
            || t.tag == Tag::Quote && tokens.get(i + 1).is_some_and(|n| n.tag != Tag::Quote)
            || matches!(t.lower.as_str(), "there" | "here" | "neither" | "today")
    })
}

fn that(tokens: &[Token<'_>], i: usize) -> Option<Cut> {
    let next = tokens.get(i + 1)?;
    let prev = i.checked_sub(1).map(|p| &tokens[p]);
    // "that" before a verb is a relative, and stays in its noun's clause; "that day" is a determiner.
    let relative = (next.is_finite() || next.tag == Tag::Adv && tokens.get(i + 2).is_some_and(Token::is_finite))
        && prev.is_some_and(|p| matches!(p.tag, Tag::Noun | Tag::Proper | Tag::Pron));
    // "that" without a verb to come is a determiner; so is one after a preposition. A subjunctive ("that Peru leave") counts as a verb.
    let verb =
        tokens.iter().skip(i + 1).take(AHEAD).any(|t| t.is_finite() || t.tag == Tag::Infinitive || t.lemma.is_some());
    let determiner = prev.is_some_and(|p| p.tag == Tag::Prep) || !verb;
    (!relative && !determiner).then_some(Cut { opener: Opener::Content, start: i + 1 })
}

fn relative(tokens: &[Token<'_>], i: usize) -> Option<Cut> {
    let t = &tokens[i];
    let after_comma = i > 0 && tokens[i - 1].text == ",";
    let content = i > 0 && tokens[i - 1].is_verb() && matches!(t.lower.as_str(), "what" | "how" | "why" | "where");
    if content {
        return None;
    }
    // Without a comma "who" narrows its noun down and stays with it.
    after_comma.then_some(Cut { opener: Opener::Relative, start: i + 1 })
}

fn mark(tokens: &[Token<'_>], start: usize, i: usize, finite: bool) -> Option<Cut> {
    let t = &tokens[i];
    let next = tokens.get(i + 1)?;
    match t.text {
        ";" => Some(Cut { opener: Opener::Main, start: i + 1 }),
        ":" => Some(Cut { opener: Opener::Apposition, start: i + 1 }),
        "—" | "–" | "-" | "--" => {
            let spaced = t.start > tokens[i.saturating_sub(1)].end || t.text == "—";
            let verb = (i + 1..tokens.len().min(i + AHEAD)).any(|j| tokens[j].is_finite());
            (spaced && verb && (finite || (start.max(i.saturating_sub(AHEAD))..i).any(|j| tokens[j].is_verb())))
                .then_some(Cut { opener: Opener::Apposition, start: i + 1 })
        }
        "," => comma(tokens, start, i, finite, next),
        "." | "!" | "?" => Some(Cut { opener: Opener::Main, start: i + 1 }),
        _ => None,
    }
}

fn comma(tokens: &[Token<'_>], start: usize, i: usize, finite: bool, next: &Token<'_>) -> Option<Cut> {
    let joined = next.tag == Tag::Conj;
    let begin = if joined { i + 2 } else { i + 1 };
    if next.tag == Tag::Ing && finite {
        return Some(Cut { opener: Opener::Participle, start: i + 1 });
    }
    if matches!(next.tag, Tag::Wh | Tag::Sub | Tag::That) {
        return None; // these open by themselves
    }
    if !finite {
        // What stands before the subject ends here; a subject with something put in goes on.
        let first = tokens.get(start)?;
        let participle = matches!(first.tag, Tag::Ing | Tag::Participle);
        let lead = matches!(first.tag, Tag::Prep | Tag::Adv | Tag::To) || participle || first.lower == "regarding";
        return lead.then_some(Cut { opener: Opener::Main, start: begin });
    }
    let ahead = finite_ahead(tokens, begin);
    let mut at = begin;
    while tokens.get(at).is_some_and(|t| matches!(t.tag, Tag::Adv | Tag::Not)) {
        at += 1;
    }
    match ahead {
        // A second predicate or the resumed main clause.
        Some(v) if v == at => Some(Cut { opener: Opener::Joined, start: begin }),
        Some(_) if opens_subject(tokens, at) || tokens.get(at).is_some_and(|t| t.tag == Tag::Prep) => {
            Some(Cut { opener: if joined { Opener::Joined } else { Opener::Main }, start: begin })
        }
        _ => None,
    }
}

fn quotation(tokens: &[Token<'_>], start: usize, i: usize, finite: bool) -> Option<Cut> {
    // A closing mark before "said X" or "X said" ends what is said.
    let closing = !tokens[i].quoted;
    if !closing || i <= start || !finite {
        return None;
    }
    let after = tokens
        .iter()
        .skip(i + 1)
        .take(AHEAD)
        .position(|t| t.tag == Tag::Finite && t.lemma.is_some_and(|l| words().is("report", l)));
    let comma = matches!(tokens.get(i.wrapping_sub(1)).map(|t| t.text), Some("," | "." | "?" | "!"))
        || tokens.get(i + 1).is_some_and(|t| t.text == ",");
    (after.is_some() && comma).then_some(Cut { opener: Opener::Main, start: i + 1 })
}

fn conjunction(tokens: &[Token<'_>], start: usize, i: usize, finite: bool) -> Option<Cut> {
    let mut at = i + 1;
    while tokens.get(at).is_some_and(|t| matches!(t.tag, Tag::Adv | Tag::Not)) {
        at += 1;
    }
    let next = tokens.get(at)?;
    let ing_before = (start.max(i.saturating_sub(AHEAD))..i).any(|j| tokens[j].tag == Tag::Ing);
    if next.tag == Tag::Ing && ing_before {
        return Some(Cut { opener: Opener::Participle, start: i + 1 });
    }
    if !finite || tokens[i].lower == "nor" && next.tag != Tag::Modal && next.tag != Tag::Do {
        return None;
    }
    if next.is_finite() {
        return Some(Cut { opener: Opener::Joined, start: i + 1 });
    }
    if matches!(next.tag, Tag::That | Tag::Sub | Tag::Wh) || !opens_subject(tokens, at) {
        return None;
    }
    let verb = finite_ahead(tokens, at)?;
    // "X and Y agreed": the second half of a pair of objects is no subject unless its verb stands near.
    let pronoun = next.tag == Tag::Pron;
    (pronoun || verb - at <= 6 && !pair_as_subject(tokens, start, i))
        .then_some(Cut { opener: Opener::Joined, start: i + 1 })
}

/// "He said Peru and Chile agreed": the conjunction joins subjects when no verb's object precedes it.
fn pair_as_subject(tokens: &[Token<'_>], start: usize, i: usize) -> bool {
    (start..i)
        .rev()
        .find(|&j| tokens[j].is_finite())
        .is_some_and(|j| tokens[j].lemma.is_some_and(|l| words().is("report", l)) && i - j <= 5)
}

fn adjunct(tokens: &[Token<'_>], i: usize) -> Option<Cut> {
    let next = tokens.get(i + 1)?;
    let as_clause = tokens[i].lower == "as" && !matches!(next.tag, Tag::Adj | Tag::Prep) && next.lower != "well";
    let verb = finite_ahead(tokens, i + 1).is_some_and(|v| v - i <= 10 && v > i + 1);
    let ing = next.tag == Tag::Ing && matches!(tokens[i].lower.as_str(), "after" | "before" | "since" | "without");
    let opens = ing
        || (as_clause || tokens[i].lower == "after" || tokens[i].lower == "before" || tokens[i].lower == "since")
            && verb;
    opens.then_some(Cut { opener: Opener::Adjunct, start: i + 1 })
}

/// "said it would …": what is said begins without "that".
fn zero_that(tokens: &[Token<'_>], start: usize, i: usize) -> Option<Cut> {
    if !opens_subject(tokens, i)
        || tokens[i].tag == Tag::Noun && i > 0 && matches!(tokens[i - 1].tag, Tag::Noun | Tag::Adj)
    {
        return None;
    }
    // Back over "late on Tuesday", "to reporters", to a verb of saying.
    let mut j = i;
    let mut seen = 0;
    while j > start && seen < 6 {
        j -= 1;
        seen += 1;
        let t = &tokens[j];
        let report = t.lemma.is_some_and(|l| words().is("report", l)) && (t.is_verb());
        if report {
            let verb = finite_ahead(tokens, i)?;
            let told = t.lemma == Some("tell") && seen == 1;
            let subject_first = verb > i && (verb - i) <= 16;
            return (subject_first && !told).then_some(Cut { opener: Opener::Content, start: i });
        }
        let skip = matches!(t.tag, Tag::Adv | Tag::Prep | Tag::To | Tag::Num)
            || words().is("time", &t.lower)
            || t.lower == "reporters"
            || seen <= 2 && tokens.get(j.wrapping_sub(1)).is_some_and(|p| p.lemma == Some("tell"));
        if !skip || t.lower == "of" || t.lower == "for" {
            return None;
        }
    }
    None
}
