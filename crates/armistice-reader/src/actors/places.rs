//! Whether a name of a state or a city says where something is, or who does it.

use super::gazetteer::Way;
use crate::token::{Tag, Token};
use crate::words::words;

const INSIDE: &[&str] =
    &["in", "at", "near", "inside", "outside", "into", "across", "around", "within", "through", "throughout"];
/// Words for the part of a country that is meant.
const PARTS: &[&str] = &[
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "north",
    "south",
    "east",
    "west",
    "occupied",
    "neighbouring",
    "neighboring",
    "nearby",
    "downtown",
    "upper",
    "lower",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "besieged",
    "rural",
];
/// Verbs and nouns of going somewhere.
const MOTION: &[&str] = &[
    "go", "travel", "fly", "arrive", "return", "head", "trip", "visit", "journey", "flight", "road", "send", "move",
    "march", "come", "drive", "sail", "shuttle", "flee", "leave", "way", "bring", "route", "mission", "fled", "flown",
    "sent", "back", "deploy", "tour", "invite", "transfer", "bound", "withdraw", "depart",
];
/// What comes from a government and not from a city.
const SAID: &[&str] = &[
    "demand",
    "pressure",
    "offer",
    "call",
    "proposal",
    "support",
    "response",
    "reaction",
    "guarantee",
    "word",
    "message",
    "comment",
    "statement",
    "help",
    "request",
    "letter",
    "order",
    "permission",
    "approval",
    "concession",
    "assurance",
    "delegation",
    "official",
    "envoy",
    "negotiator",
    "signal",
    "answer",
    "reply",
    "threat",
    "warning",
    "promise",
    "commitment",
    "backing",
    "condemnation",
    "criticism",
    "aid",
    "independence",
    "position",
    "view",
    "ally",
    "side",
    "policy",
    "government",
    "authority",
    "leader",
    "claim",
    "part",
    "refusal",
    "role",
    "intention",
    "recognition",
    "protest",
    "appeal",
    "denial",
    "weapon",
    "instruction",
    "pledge",
];
/// What is named after the city where it was held or made.
const HELD: &[&str] = &[
    "talk",
    "summit",
    "meeting",
    "conference",
    "negotiation",
    "round",
    "agreement",
    "accord",
    "process",
    "protocol",
    "declaration",
    "format",
    "communique",
    "memorandum",
    "dialogue",
    "convention",
    "peace",
    "ceasefire",
    "treaty",
    "deal",
    "document",
    "formula",
    "session",
    "forum",
];

/// Whether the name at `at..end` says where. `after_place`: what stands before is a place, and a comma or "and".
pub(super) fn is_place(tokens: &[Token<'_>], at: usize, end: usize, way: Way, after_place: bool) -> bool {
    if tokens.get(end).is_some_and(|t| t.tag == Tag::Possessive || t.lower == "'" && t.tag != Tag::Quote)
        || matches!(way, Way::Adjective | Way::People)
    {
        return false;
    }
    // A dateline.
    let dateline = at == 0
        && way == Way::Seat
        && tokens.len() <= 16
        && !tokens.iter().any(|t| t.text.starts_with(char::is_lowercase));
    if after_place || dateline {
        return true;
    }
    let mut first = at;
    while first > 0 && (tokens[first - 1].tag == Tag::Det || PARTS.contains(&tokens[first - 1].lower.as_str())) {
        first -= 1;
    }
    let part_named = first < at && PARTS.contains(&tokens[at - 1].lower.as_str());
    let before = first.checked_sub(1).map_or("", |p| tokens[p].lower.as_str());
    // "In Geneva, Switzerland": a town that no table has, and where it lies.
    let town = at >= 3
        && tokens[at - 1].lower == ","
        && tokens[at - 2].capital()
        && !words().is("time", &tokens[at - 2].lower);
    let from = at.saturating_sub(5);
    if town
        && tokens[from..at - 2]
            .iter()
            .any(|t| INSIDE.contains(&t.lower.as_str()) || matches!(t.lower.as_str(), "to" | "from"))
    {
        return true;
    }
    if INSIDE.contains(&before) || part_named && matches!(before, "to" | "from" | "of" | "on" | "over" | "for") {
        return true;
    }
    if way != Way::Seat {
        return false;
    }
    let next = tokens.get(end);
    if next.is_some_and(|n| is_in(HELD, n) || n.capital() && words().is("thing", &n.lower)) {
        return true;
    }
    // The few words before the preposition, back to the start of their clause.
    let near = |list: &[&str], reach: usize| {
        let from = first.saturating_sub(1 + reach);
        let words = tokens[from..first.saturating_sub(1)].iter().rev();
        words.take_while(|t| t.tag != Tag::Punct || t.text == "-").any(|t| is_in(list, t))
    };
    match before {
        "on" | "about" | "over" | "via" => true,
        "to" | "toward" | "towards" | "for" => near(MOTION, 6) || near(&["from"], 3),
        "from" => !near(SAID, 2),
        "of" => !near(SAID, 2),
        "between" => near(&["shuttle", "travel", "fly", "flight", "road"], 4),
        _ => false,
    }
}

fn is_in(list: &[&str], t: &Token<'_>) -> bool {
    list.contains(&t.lower.as_str()) || list.contains(&t.singular()) || t.lemma.is_some_and(|l| list.contains(&l))
}
