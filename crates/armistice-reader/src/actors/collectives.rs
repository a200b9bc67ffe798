//! Parties to a quarrel that have no name: "the drivers' union", "train operators", "the opposition".

use armistice::case::claims::ActorKind;

use super::learn::written;
use super::{ActorIndex, Registry};
use crate::token::{Tag, Token};

/// Bodies of people who bargain.
const BODIES: &[&str] = &[
    "union",
    "unions",
    "employers",
    "operators",
    "management",
    "creditors",
    "lenders",
    "shareholders",
    "regulators",
    "broadcasters",
    "producers",
    "manufacturers",
    "exporters",
    "airlines",
    "shipowners",
    "hospitals",
];
/// People who act together.
const PEOPLE: &[&str] = &[
    "workers",
    "drivers",
    "nurses",
    "teachers",
    "miners",
    "dockers",
    "dockworkers",
    "strikers",
    "farmers",
    "fishermen",
    "pilots",
    "doctors",
    "protesters",
    "protestors",
    "demonstrators",
    "settlers",
    "students",
    "opposition",
    "islanders",
    "villagers",
    "herders",
    "clans",
    "tribes",
    "landowners",
    "kidnappers",
    "hijackers",
    "captors",
    "smugglers",
    "gangs",
    "traders",
    "tenants",
    "parishioners",
];
/// Groups that somebody is named after: "passenger groups".
const GROUPS: &[&str] = &["groups", "organisations", "organizations", "agencies", "associations", "federations"];

/// The party without a name whose noun phrase begins at `at`: where the phrase ends, its noun, and who it is. An article may stand first.
pub(super) fn collective(
    tokens: &[Token<'_>],
    at: usize,
    registry: &mut Registry,
) -> Option<(usize, usize, ActorIndex)> {
    let article = usize::from(tokens[at].tag == Tag::Det);
    let from = at + article;
    let head = (from..tokens.len().min(from + 4)).find(|&i| !qualifies(tokens, i, registry))?;
    // The phrase ends with its noun.
    let head = if tokens.get(head).is_some_and(|t| is_party(t)) {
        head
    } else {
        head.checked_sub(1).filter(|&h| h >= from)?
    };
    let t = &tokens[head];
    let named_after = GROUPS.contains(&t.lower.as_str()) && head > from;
    let armed = tokens[from..head].iter().any(super::described::fights);
    if !is_party(t) && !named_after || armed {
        return None;
    }
    let people = |n: &Token<'_>| {
        matches!(n.singular(), "leader" | "lawmaker" | "politician" | "figure" | "supporter" | "activist" | "official")
            || matches!(n.lower.as_str(), "parties" | "groups" | "negotiators" | "delegates")
    };
    let led = usize::from(t.lower == "opposition" && tokens.get(head + 1).is_some_and(people));
    if led == 0 && tokens.get(head + 1).is_some_and(|n| n.tag == Tag::Noun || n.tag == Tag::Proper && n.capital())
        || t.capital() && head > 0 && t.tag == Tag::Proper && head > from
    {
        return None;
    }
    let name = written(&tokens[from..=head]).to_lowercase();
    let alone = head == from;
    let actor = match registry.collectives.get(&t.lower) {
        Some(&before) if alone => before,
        _ => {
            let kind = if PEOPLE.contains(&t.lower.as_str()) { ActorKind::Group } else { ActorKind::Organisation };
            // "The union" may be one with a name.
            let named = registry.recent.organisation.filter(|_| alone && article == 1 && t.lower == "union");
            named.unwrap_or_else(|| registry.intern(&name, kind, None))
        }
    };
    registry.collectives.insert(t.lower.clone(), actor);
    Some((head + 1 + led, head + led, actor))
}

fn is_party(t: &Token<'_>) -> bool {
    BODIES.contains(&t.lower.as_str()) || PEOPLE.contains(&t.lower.as_str())
}

/// A word that says which: "drivers'", "train", "Canadian"? Names have their own ways.
fn qualifies(tokens: &[Token<'_>], i: usize, registry: &Registry) -> bool {
    let t = &tokens[i];
    let next_owner =
        tokens.get(i + 1).is_some_and(|n| n.lower == "'" && n.tag != Tag::Quote || n.tag == Tag::Possessive);
    let mark = t.lower == "'" && t.tag != Tag::Quote;
    let plain = matches!(t.tag, Tag::Noun | Tag::Adj) || t.tag == Tag::Proper && i == 0;
    (mark || plain && (!is_party(t) || next_owner))
        && registry.known(tokens, i).is_none()
        && registry.learned(tokens, i).is_none()
}
