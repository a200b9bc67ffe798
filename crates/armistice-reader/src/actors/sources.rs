//! People without a name: officials, diplomats, witnesses, "people familiar with the talks", and what is said of them.

use armistice::case::claims::ActorKind;

use super::learn::{office_word, written};
use super::mentions::{Mention, Role, What};
use super::{ActorIndex, Registry};
use crate::token::{Tag, Token};

/// People who say things without a name.
const SOURCE: &[&str] = &[
    "source",
    "official",
    "diplomat",
    "analyst",
    "aide",
    "adviser",
    "advisor",
    "observer",
    "witness",
    "witnesse",
    "expert",
    "mediator",
    "insider",
    "resident",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "spokesmen",
    "envoy",
    "negotiator",
    "commander",
    "lawmaker",
    "representative",
    "minister",
    "general",
    "ambassador",
    "delegate",
    "activist",
    "lawyer",
    "journalist",
    "eyewitnesse",
    "eyewitness",
    "campaigner",
    "monitor",
    "organiser",
    "organizer",
    "medic",
    "historian",
    "academic",
    "politician",
    "figure",
    "facilitator",
];
/// Those whose word is a report of their own, and who are otherwise only taking part.
const REPORTERS: &[&str] = &[
    "source",
    "diplomat",
    "analyst",
    "official",
    "observer",
    "aide",
    "expert",
    "adviser",
    "advisor",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "witness",
    "witnesse",
    "eyewitness",
    "eyewitnesse",
    "insider",
];

/// Those who take a stand in public, when they are what a sentence is about.
const PUBLIC: &[&str] = &[
    "cleric",
    "imam",
    "priest",
    "bishop",
    "elder",
    "politician",
    "congressman",
    "congresswoman",
    "legislator",
    "lawmaker",
    "mayor",
    "lawyer",
    "judge",
    "family",
    "relative",
    "parent",
    "widow",
    "survivor",
    "veteran",
    "critic",
    "supporter",
    "opponent",
    "hardliner",
    "hard-liner",
    "moderate",
    "loyalist",
    "activist",
    "campaigner",
    "economist",
    "investor",
    "donor",
    "farmer",
    "resident",
    "refugee",
    "officer",
    "go-between",
    "intermediary",
    "monitor",
    "organiser",
    "organizer",
    "figure",
    "media",
    "editor",
    "researcher",
    "academic",
    "scholar",
    "historian",
    "journalist",
    "doctor",
    "medic",
];

pub(super) fn is_public(t: &Token<'_>) -> bool {
    t.lower == "leaders" || PUBLIC.contains(&t.lower.as_str()) || PUBLIC.contains(&t.singular())
}

pub(super) fn is_source(t: &Token<'_>) -> bool {
    SOURCE.contains(&t.lower.as_str()) || SOURCE.contains(&t.singular())
}

pub(super) fn is_reporter(t: &Token<'_>) -> bool {
    REPORTERS.contains(&t.singular()) || REPORTERS.contains(&t.lower.as_str())
}

/// "Two", "several".
pub(super) fn is_number(t: &Token<'_>) -> bool {
    matches!(
        t.lower.as_str(),
        "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "several"
            | "dozens"
            | "many"
            | "some"
    )
}

/// "Official residence", "minister level": the word says what sort of thing the next one is.
pub(super) fn is_qualifier(tokens: &[Token<'_>], at: usize) -> bool {
    matches!(tokens[at].lower.as_str(), "official" | "general" | "representative" | "expert")
        && tokens.get(at + 1).is_some_and(|n| n.tag == Tag::Noun || n.tag == Tag::Adj)
}

/// "People familiar with the talks", "a person briefed on the matter", "those close to the president": the noun's index.
pub(super) fn familiar(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let noun = tokens
        .iter()
        .skip(at)
        .take(3)
        .position(|t| matches!(t.lower.as_str(), "people" | "person" | "those" | "someone" | "sources"))?
        + at;
    let counted = tokens[at..noun].iter().all(|t| matches!(t.tag, Tag::Det | Tag::Num | Tag::Adj));
    let next = tokens.get(noun + 1)?;
    let knows = matches!(next.lower.as_str(), "familiar" | "briefed" | "close" | "informed")
        || next.lower == "with"
            && tokens.get(noun + 2).is_some_and(|t| matches!(t.lower.as_str(), "knowledge" | "direct"));
    (counted && knows).then_some(noun)
}

/// An unnamed source whose head noun is at `head`: "a senior Peruvian source", "sources close to the mediators". `of` is the side that stands
/// before it.
pub(super) fn source(
    tokens: &[Token<'_>],
    start: usize,
    head: usize,
    of: Option<ActorIndex>,
    registry: &mut Registry,
) -> Mention {
    let mut from = start;
    while from > 0
        && start - from < 4
        && (matches!(tokens[from - 1].tag, Tag::Adj | Tag::Noun | Tag::Num | Tag::Participle)
            || is_number(&tokens[from - 1]))
        && !matches!(tokens[from - 1].lower.as_str(), "talks" | "meeting" | "sides")
        && registry.known(tokens, from - 1).is_none()
    {
        from -= 1;
    }
    // "The Special Adviser": a title written with capitals.
    while from > 0 && tokens[head].capital() && tokens[from - 1].tag == Tag::Proper && office_word(&tokens[from - 1]) {
        from -= 1;
    }
    from -= usize::from(from > 0 && tokens[from].capital() && tokens[from - 1].lower == "the");
    let mut end = head + 1;
    let of_before = of.is_some();
    let mut of = of;
    let mut near = None;
    let next = tokens.get(end).map_or("", |t| t.lower.as_str());
    if matches!(
        next,
        "close"
            | "familiar"
            | "to"
            | "in"
            | "from"
            | "of"
            | "at"
            | "with"
            | "near"
            | "briefed"
            | "for"
            | "informed"
            | "on"
    ) && tokens.get(end + 1).is_some()
    {
        let stop = |t: &Token<'_>| {
            t.is_finite()
                || t.tag == Tag::Punct && t.lower != "'"
                || t.tag == Tag::Quote
                || t.tag == Tag::That
                || t.is_verb() && t.lower != "briefed"
        };
        let length = tokens.iter().skip(end + 1).take(9).position(stop).map_or(10.min(tokens.len() - end), |p| p + 1);
        // "to", "in", "on" go with the source only where they say whose it is.
        let loose = matches!(next, "in" | "on" | "at" | "with" | "near" | "of" | "to");
        let mut whose = None;
        let mut i = end + 1;
        while i < end + length {
            let name = registry.known(tokens, i).map(|k| (k.0, k.1)).or_else(|| registry.learned(tokens, i));
            if let Some((stop, actor)) = name {
                whose = whose.or(Some(registry.side(actor)));
                near = near.or(Some(actor).filter(|&a| registry.kind(a) == ActorKind::Person));
                i = stop;
            } else {
                i += 1;
            }
        }
        // Diplomats and witnesses in a town are not the town's.
        let visiting = matches!(next, "in" | "at" | "near")
            && !matches!(
                tokens[head].singular(),
                "official" | "spokesman" | "spokeswoman" | "spokesperson" | "source" | "lawmaker" | "minister" | "aide"
            );
        if length > 1 && !(loose && whose.is_none() && next != "of" && next != "with") {
            of = of.or(whose.filter(|_| !visiting));
            end += length;
        }
    }
    of = of.or_else(|| official_of(tokens, from, head, registry));
    while end > head + 1
        && matches!(tokens[end - 1].tag, Tag::Adv | Tag::To | Tag::Conj | Tag::Prep | Tag::Not | Tag::Modal)
    {
        end -= 1;
    }
    let article = |t: &Token<'_>| {
        matches!(t.lower.as_str(), "a" | "an" | "the" | "this" | "that" | "these" | "those") || t.tag == Tag::Owner
    };
    let opening = usize::from(from < head && article(&tokens[from]));
    let noun = tokens[head].singular().to_owned();
    // "The diplomat said": the one who spoke before.
    let title = tokens[from + opening..head].iter().all(|t| t.capital() && t.tag == Tag::Proper);
    let definite = title && end == head + 1 && tokens[from].lower == "the";
    if definite
        && of.is_none()
        && let Some(before) = registry.source_called(&noun)
    {
        return Mention { what: What::default(), ..Mention::of(from, end, head, before, Role::Actor) };
    }
    let name = written(&tokens[from + opening..end]);
    let name = lower_first(&name, tokens, from + opening);
    // Whose a source is stands in its name: "government spokeswoman in Ottawa" is a Canadian one.
    let said = of.is_none_or(|side| registry.is_named_in(side, &name) || near.is_some() || of_before);
    let name = match of {
        Some(side) if !said => format!("{} {name}", registry.adjective(side)),
        _ => name,
    };
    let actor = registry.intern(&name, ActorKind::Source, of);
    registry.set_source(&noun, actor);
    Mention { near, ..Mention::of(from, end, head, actor, Role::Actor) }
}

/// Whose "government negotiators" and "an army spokesman" are: the state's whose town the sentence names first, else the one whose affairs the text
/// is about.
pub(super) fn official_of(tokens: &[Token<'_>], from: usize, head: usize, registry: &Registry) -> Option<ActorIndex> {
    const STATE: &[&str] =
        &["government", "army", "military", "police", "presidential", "cabinet", "ministry", "palace"];
    let official = tokens[from..head].iter().any(|t| STATE.contains(&t.lower.as_str()));
    official.then(|| registry.here(tokens, from)).flatten()
}

/// A description that opens a sentence does not begin with a capital for that: "officials close to …".
fn lower_first(name: &str, tokens: &[Token<'_>], at: usize) -> String {
    let plain = at == 0
        && tokens.first().is_some_and(|t| {
            t.tag != Tag::Proper || is_source(t) || is_number(t) || matches!(t.lower.as_str(), "people" | "those")
        });
    let mut chars = name.chars();
    match chars.next() {
        Some(first) if plain => first.to_lowercase().chain(chars).collect(),
        _ => name.to_owned(),
    }
}
