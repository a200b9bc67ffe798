//! Second reading: which words of a sentence speak of whom.

use armistice::case::claims::ActorKind;

use super::collectives::collective;
use super::described::{described, is_fighter, pronoun, rebels, several};
use super::gazetteer::Way;
use super::learn::written;
use super::offices::{self, Office};
use super::people;
use super::places::is_place;
use super::sources::{is_qualifier, is_source, source};
use super::{ActorIndex, Registry};
use crate::token::{Tag, Token};

/// What a mention can stand for in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Somebody, by name or description.
    Actor,
    /// Whose something is: "Peruvian", "Peru's".
    Owner,
    /// Where: "in Lima".
    Place,
    /// "he", "she", "the president".
    Person,
    /// "it", "the country", "the government".
    Thing,
    /// "they".
    Plural,
    /// "both sides", "the two leaders", "the former", "neither".
    Sides,
    /// "the group".
    Movement,
    /// "we", "I".
    Speaker,
}

/// What the words say of somebody they do not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct What {
    /// The kinds it can be, by their place in `ActorKind::ALL`; none: any.
    pub(crate) kinds: u16,
    /// "The foreign minister".
    pub(crate) office: Office,
    /// "she"
    pub(crate) female: Option<bool>,
    /// "the two leaders"
    pub(crate) people: bool,
    /// "the former" 1, "the latter" 2.
    pub(crate) which: u8,
}

/// Tokens `start..end` speak of `actors` (none yet for a pronoun).
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The word that carries it: the noun of a description, the last word of a name.
    #[allow(dead_code, reason = "for callers who go by the sentence's tree")]
    pub(crate) head: usize,
    pub(crate) actors: Vec<ActorIndex>,
    pub(crate) role: Role,
    /// The person a source is close to.
    pub(crate) near: Option<ActorIndex>,
    /// Of whom it does not name: what it says.
    pub(crate) what: What,
}

impl Mention {
    pub(super) fn of(start: usize, end: usize, head: usize, actor: ActorIndex, role: Role) -> Self {
        Self { start, end, head, actors: vec![actor], role, near: None, what: What::default() }
    }

    pub(super) fn unnamed(start: usize, end: usize, role: Role, what: What) -> Self {
        Self { start, end, head: end.saturating_sub(1).max(start), actors: Vec::new(), role, near: None, what }
    }
}

/// Bodies that speak for a state as such.
const GOVERNMENT: &[&str] =
    &["government", "authorities", "leadership", "administration", "regime", "side", "officials"];
/// Bodies of a state or movement, by the words for them, and what they are called.
const BODIES: &[(&str, &[&str])] = &[
    ("delegation", &["delegation", "team", "negotiators", "delegates", "representatives"]),
    (
        "military",
        &[
            "army",
            "military",
            "troop",
            "troops",
            "soldier",
            "soldiers",
            "servicemen",
            "aircraft",
            "warplane",
            "jet",
            "helicopter",
            "forces",
        ],
    ),
    ("navy", &["navy"]),
    ("air force", &["air force"]),
    ("police", &["police"]),
    ("cabinet", &["cabinet"]),
    ("parliament", &["parliament", "legislature", "lawmakers", "senate"]),
    ("intelligence", &["intelligence"]),
    ("command", &["command"]),
    ("embassy", &["embassy"]),
    ("presidency", &["presidency"]),
    ("mission", &["mission"]),
    ("supreme court", &["court"]),
];
const SPEAKS_FOR: &[&str] = &["statement", "communique", "readout", "announcement", "declaration"];

pub(super) fn is_in(list: &[&str], t: &Token<'_>) -> bool {
    list.contains(&t.lower.as_str()) || list.contains(&t.singular())
}

/// The mentions in a sentence, in order, not overlapping.
pub(crate) fn mentions(tokens: &[Token<'_>], registry: &mut Registry) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let last = out.last();
        let listed = i > 0 && matches!(tokens[i - 1].lower.as_str(), "," | "and");
        let after_place = listed && last.is_some_and(|m| m.role == Role::Place && m.end + 1 >= i);
        let found = person(tokens, i, registry)
            .or_else(|| named(tokens, i, after_place, registry))
            .or_else(|| government_of(tokens, i, registry))
            .or_else(|| government_body(tokens, i, registry))
            .or_else(|| described(tokens, i, registry))
            .or_else(|| party(tokens, i, registry))
            .or_else(|| pronoun(tokens, i));
        match found {
            Some(mention) if mention.end > i => {
                i = mention.end;
                for &actor in &mention.actors {
                    // Where something is nobody need be.
                    if mention.role != Role::Place {
                        registry.name_met(actor);
                        registry.note(actor);
                    }
                    if registry.kind(actor) == ActorKind::Person {
                        i = people::apposition(tokens, mention.end, registry).unwrap_or(i);
                    }
                }
                out.push(mention);
            }
            _ => i += 1,
        }
    }
    out
}

/// A party to the quarrel without a name: "the drivers' union".
fn party(tokens: &[Token<'_>], at: usize, registry: &mut Registry) -> Option<Mention> {
    let (end, head, actor) = collective(tokens, at, registry)?;
    Some(owned(tokens, Mention::of(at, end, head, actor, Role::Actor)))
}

/// A person's name with what goes before and after: "Kenyan Foreign Minister Anna Otieno", "President Anna Otieno of Kenya".
fn person(tokens: &[Token<'_>], at: usize, registry: &mut Registry) -> Option<Mention> {
    let opens = matches!(tokens[at].tag, Tag::Det | Tag::Owner)
        || registry.known(tokens, at).is_some()
        || super::learn::office_word(&tokens[at]);
    if opens && let Some(name) = people::led_to(tokens, at, registry) {
        let (end, actor) = registry.learned(tokens, name)?;
        return Some(owned(tokens, Mention::of(at, end, end - 1, actor, Role::Actor)));
    }
    let mut i = at;
    if let Some((end, ..)) = registry.known(tokens, i) {
        i = end;
        if tokens.get(i).is_some_and(|t| t.tag == Tag::Possessive) {
            i += 1;
        }
    }
    let office = |t: &&Token<'_>| {
        (super::learn::office_word(t) || matches!(t.lower.as_str(), "of" | "-"))
            && (t.capital() || i > at || t.lower != "general")
    };
    let offices = tokens.iter().skip(i).take(9).take_while(office).count();
    // "its chief Anna Otieno": an office in lower case belongs to the name too.
    for skip in [offices, 0] {
        if skip == 0 && i > at && tokens[i - 1].tag != Tag::Possessive {
            break;
        }
        let name = i + skip;
        if name >= tokens.len() || !tokens[name].capital() && !tokens[name].lower.contains('-') {
            continue;
        }
        if let Some((mut end, actor)) = registry.learned(tokens, name)
            && registry.kind(actor) == ActorKind::Person
        {
            let head = end - 1;
            if end > name + 1 {
                registry.recall(tokens, end, actor);
            }
            registry.met(actor, &written(&tokens[name..end]));
            if tokens.get(end).is_some_and(|t| t.lower == "of")
                && let Some((stop, side, _)) =
                    (end + 1 < tokens.len()).then(|| registry.known(tokens, end + 1)).flatten()
                && registry.of(actor) == Some(side)
            {
                end = stop;
            }
            return Some(owned(tokens, Mention::of(at, end, head, actor, Role::Actor)));
        }
    }
    None
}

/// A mention before "'s" says whose the next thing is.
pub(super) fn owned(tokens: &[Token<'_>], mut mention: Mention) -> Mention {
    let owner = tokens.get(mention.end).is_some_and(|t| {
        t.tag == Tag::Possessive
            || matches!(t.text, "'" | "’") && t.tag != Tag::Quote && tokens[mention.end - 1].lower.ends_with('s')
    });
    if owner && mention.role == Role::Actor {
        mention.end += 1;
        mention.role = Role::Owner;
    }
    mention
}

/// A state, bloc or movement by name, with the body or people it qualifies.
pub(super) fn named(tokens: &[Token<'_>], at: usize, after_place: bool, registry: &mut Registry) -> Option<Mention> {
    let article = matches!(tokens[at].lower.as_str(), "the" | "a" | "an");
    if article && registry.known(tokens, at).is_none() {
        // Keep the article with the noun phrase it opens.
        let inner = (at + 1 < tokens.len()).then(|| named(tokens, at + 1, false, registry)).flatten();
        return inner.filter(|m| m.role != Role::Owner).map(|m| Mention { start: at, ..m });
    }
    let (end, actor, way) = match (registry.known(tokens, at), registry.learned(tokens, at)) {
        (Some(k), Some(l)) if l.0 > k.0 => (l.0, l.1, Way::Name),
        (Some(k), _) => k,
        (None, Some((end, actor))) if tokens[at].capital() => (end, actor, Way::Name),
        _ => return None,
    };
    if matches!(way, Way::Name | Way::Seat) {
        let name = written(&tokens[at..end]);
        registry.met(actor, &name);
    }
    let possessive = tokens.get(end).is_some_and(|t| t.tag == Tag::Possessive || t.lower == "'" && t.tag != Tag::Quote);
    let from = end + usize::from(possessive);
    if let Some(m) = qualified(tokens, at, from, actor, registry) {
        return Some(owned(tokens, m));
    }
    let attribute = tokens.get(end).is_some_and(|t| t.tag == Tag::Noun && t.lemma.is_none());
    let role = match way {
        _ if is_place(tokens, at, end, way, after_place) => Role::Place,
        Way::Adjective if followed_by_noun(tokens, end) => Role::Owner,
        // "West Bank towns", "the Iran file"
        Way::Name | Way::Seat if attribute => Role::Owner,
        // "Nepalese and Tamil leaders": an adjective in a pair qualifies too.
        _ => Role::Actor,
    };
    Some(owned(tokens, Mention::of(at, end, end - 1, actor, role)))
}

/// "The government of Peru", "authorities in Lima", "the foreign ministry in Kyiv", with or without an article.
fn government_of(tokens: &[Token<'_>], at: usize, registry: &mut Registry) -> Option<Mention> {
    let noun = at + usize::from(tokens[at].tag == Tag::Det);
    let ministry =
        (noun..tokens.len().min(noun + 3)).find(|&i| matches!(tokens[i].lower.as_str(), "ministry" | "embassy"));
    let noun = ministry.unwrap_or(noun);
    let plain = tokens
        .get(noun)
        .is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::Proper) && t.lower != "side" && is_in(GOVERNMENT, t));
    let link = tokens.get(noun + 1).is_some_and(|t| matches!(t.lower.as_str(), "of" | "in"));
    let body = tokens
        .get(noun)
        .and_then(|t| of_body(tokens, at, noun, t))
        .filter(|_| tokens.get(noun + 1).is_some_and(|t| t.lower == "of"));
    if let Some((head, name)) = body.or_else(|| armed_forces(tokens, noun)) {
        let from = head + 2 + usize::from(tokens.get(head + 2).is_some_and(|t| t.lower == "the"));
        let (end, actor, _) = registry.known(tokens, from)?;
        let actor = registry.body(actor, name);
        return Some(owned(tokens, Mention::of(at, end, head, actor, Role::Actor)));
    }
    if !(plain || ministry.is_some()) || !link || noun + 2 >= tokens.len() {
        return None;
    }
    let (end, actor, way) = registry.known(tokens, noun + 2)?;
    if !matches!(way, Way::Name | Way::Seat) {
        return None;
    }
    let actor = match ministry {
        Some(m) => {
            let from = at + usize::from(tokens[at].tag == Tag::Det);
            registry.body(actor, &lower(&tokens[from..=m]))
        }
        None => actor,
    };
    Some(owned(tokens, Mention::of(at, end, noun, actor, Role::Actor)))
}

/// "Government negotiators", "the army delegation": of the state that the text is about.
fn government_body(tokens: &[Token<'_>], at: usize, registry: &mut Registry) -> Option<Mention> {
    let from = at + usize::from(tokens[at].tag == Tag::Det);
    let first = tokens.get(from).filter(|t| matches!(t.lower.as_str(), "government" | "army" | "military"))?;
    let next = tokens.get(from + 1).filter(|t| t.tag == Tag::Noun && first.tag != Tag::Possessive)?;
    let plain = matches!(next.lower.as_str(), "side") || tokens.get(from + 2).is_some_and(|t| t.tag == Tag::Noun);
    let state = registry.here(tokens, at).filter(|_| !plain)?;
    let name = body(tokens, from, from + 1, state, registry)?;
    let who = registry.body(state, &name);
    Some(owned(tokens, Mention::of(at, from + 2, from + 1, who, Role::Actor)))
}

/// "The army of Peru", "the parliament of Peru".
fn of_body(tokens: &[Token<'_>], at: usize, noun: usize, t: &Token<'_>) -> Option<(usize, &'static str)> {
    let name = match t.lower.as_str() {
        "army" | "military" | "troops" | "soldiers" => "military",
        "parliament" => "parliament",
        "delegation" | "negotiators" => "delegation",
        _ => return None,
    };
    (noun == at || tokens[at].tag == Tag::Det).then_some((noun, name))
}

/// "Armed Forces of Peru".
fn armed_forces(tokens: &[Token<'_>], at: usize) -> Option<(usize, &'static str)> {
    let [armed, forces, of] = tokens.get(at..at + 3)? else { return None };
    (armed.lower == "armed" && forces.lower == "forces" && of.lower == "of").then_some((at + 1, "military"))
}

/// Tokens as one text in lower case.
pub(super) fn lower(tokens: &[Token<'_>]) -> String {
    tokens.iter().map(|t| t.lower.as_str()).collect::<Vec<_>>().join(" ")
}

fn followed_by_noun(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        matches!(t.tag, Tag::Noun | Tag::Proper | Tag::Adj | Tag::Participle | Tag::Ing)
            || matches!(t.lower.as_str(), "and" | "-")
    })
}

/// What a body of a state or movement is called, when the noun at `head` means one: "troops" are the military.
fn body(tokens: &[Token<'_>], from: usize, head: usize, of: ActorIndex, registry: &Registry) -> Option<String> {
    let t = &tokens[head];
    if t.lower == "ministry" || t.lower == "department" && head > from {
        return Some(lower(&tokens[from..=head]));
    }
    let &(name, _) = BODIES.iter().find(|(_, nouns)| is_in(nouns, t))?;
    let words = &tokens[from..head];
    let military = name == "military";
    // "Security forces" and "government forces" are what they are called; so are a movement's fighters.
    let plain = words.iter().all(|w| {
        matches!(w.lower.as_str(), "armed" | "ground" | "defence" | "defense" | "army" | "government" | "military")
    });
    match name {
        "military" if registry.kind(of) == ActorKind::State && plain => Some(name.to_owned()),
        "delegation"
            if words.iter().all(|w| {
                matches!(
                    w.lower.as_str(),
                    "negotiating" | "senior" | "high-level" | "official" | "peace" | "government"
                )
            }) =>
        {
            Some(name.to_owned())
        }
        "supreme court" if !words.iter().any(|w| w.lower == "supreme") => None,
        _ if military && t.lower != "forces" => {
            Some(format!("{}forces", if words.is_empty() { String::new() } else { format!("{} ", lower(words)) }))
        }
        _ => Some(lower(&tokens[from..=head])),
    }
}

/// "Peruvian government", "Peru's army", "a Peruvian official close to …", "Peruvian rebels", "the Peruvian president".
fn qualified(
    tokens: &[Token<'_>],
    start: usize,
    from: usize,
    actor: ActorIndex,
    registry: &mut Registry,
) -> Option<Mention> {
    let indefinite =
        start > 0 && matches!(tokens[start - 1].lower.as_str(), "a" | "an" | "one" | "another" | "some" | "several");
    for head in from..tokens.len().min(from + 5) {
        let t = &tokens[head];
        if !matches!(t.tag, Tag::Noun | Tag::Proper | Tag::Adj | Tag::Ing | Tag::Num) && !is_fighter(t) {
            return None;
        }
        let last = tokens
            .get(head + 1)
            .is_none_or(|n| !matches!(n.tag, Tag::Noun | Tag::Proper) || n.capital() && !t.capital());
        let mention = |end: usize, actor| Mention::of(start, end, head, actor, Role::Actor);
        let text = |registry: &Registry, end: usize| {
            let tail = written(&tokens[from..end]);
            let adjective = written(&tokens[start..from]);
            let owner =
                if tokens[from - 1].tag == Tag::Possessive { format!("{}'s", registry.name(actor)) } else { adjective };
            format!("{owner} {tail}")
        };
        if GOVERNMENT.contains(&t.lower.as_str()) && t.lower != "officials" && last {
            return Some(mention(head + 1, actor));
        }
        // What a government's statement says, the government says.
        if is_in(SPEAKS_FOR, t) && last && head == from {
            return Some(mention(head + 1, actor));
        }
        if offices::is_head(t.singular()) && last && !indefinite && t.singular() == t.lower {
            let office = lower(&tokens[from..=head]);
            let holder = registry.holder(&office, actor).or_else(|| registry.holder(&t.lower, actor));
            if let Some(who) = holder {
                registry.give_side(who, actor);
                return Some(mention(head + 1, who));
            }
        }
        let group_leader = t.singular() == "leader" && registry.kind(actor) != ActorKind::State;
        if is_source(t)
            && last
            && !is_qualifier(tokens, head)
            && !(body(tokens, from, head, actor, registry).is_some() && t.lower.ends_with('s'))
        {
            let minister = matches!(t.lower.as_str(), "minister" | "ambassador" | "general") && !indefinite;
            if !minister {
                return Some(source(tokens, start, head, Some(actor), registry));
            }
        }
        if is_fighter(t) || matches!(t.lower.as_str(), "groups" | "factions" | "faction" | "group") && head > from {
            let more = tokens
                .iter()
                .skip(head + 1)
                .take(1)
                .filter(|n| matches!(n.lower.as_str(), "groups" | "leaders" | "group"))
                .count();
            let end = head + 1 + more;
            let own = registry.kind(actor) == ActorKind::Group && head == from;
            // "The Freedonian militant group": the one spoken of before.
            let definite = (start > 0 && tokens[start - 1].lower == "the" || tokens[from - 1].tag == Tag::Possessive)
                && tokens[end - 1].lower == "group";
            if definite && !own && registry.knows_a_group() {
                return Some(Mention {
                    head: end - 1,
                    actors: registry.only_group().into_iter().collect(),
                    ..Mention::unnamed(start, end, Role::Movement, kinds(&[ActorKind::Group]))
                });
            }
            let name = several(&text(registry, if tokens[end - 1].lower == "leaders" { head + 1 } else { end }));
            // "Kurdish rebels", where the text names one movement and no other.
            let only = registry.only_group().filter(|_| rebels(t) && t.lower.ends_with('s'));
            let who = match only {
                _ if own => actor,
                Some(only) => only,
                None => registry.intern(&name, ActorKind::Group, None),
            };
            return Some(mention(end, who));
        }
        if last && let Some(name) = body(tokens, from, head, actor, registry) {
            let who = registry.body(actor, &name);
            return Some(mention(head + 1, who));
        }
        if (group_leader || matches!(t.lower.as_str(), "party" | "movement"))
            && last
            && registry.kind(actor) != ActorKind::State
            || matches!(t.lower.as_str(), "leaders" | "nations" | "countries" | "officials" | "negotiators")
        {
            return Some(mention(head + 1, actor));
        }
        if offices::is_head(&t.lower) && last {
            return Some(mention(head + 1, actor));
        }
    }
    None
}

pub(super) fn kinds(kinds: &[ActorKind]) -> What {
    What { kinds: kinds.iter().fold(0, |bits, &k| bits | kind_bit(k)), ..What::default() }
}

/// The bit of a kind in `What::kinds`.
pub(crate) fn kind_bit(kind: ActorKind) -> u16 {
    ActorKind::ALL.iter().position(|&k| k == kind).map_or(0, |at| 1 << at)
}
