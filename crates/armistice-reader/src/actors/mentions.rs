//! Second reading: which words of a sentence speak of whom.

use armistice::case::claims::ActorKind;

use super::gazetteer::Way;
use super::learn::written;
use super::{ActorIndex, Registry, known_name};
use crate::token::{Tag, Token};
use crate::words::words;

/// What a mention can stand for in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Somebody, by name or description.
    Actor,
    /// Whose something is: "Peruvian", "Peru's".
    Owner,
    /// Where: "in Lima".
    Place,
    /// "he", "she".
    Person,
    /// "it", "the country", "the government".
    Thing,
    /// "they".
    Plural,
    /// "both sides", "the two leaders".
    Sides,
    /// "the group".
    Movement,
    /// "we", "I".
    Speaker,
}

/// Tokens `start..end` speak of `actors` (none yet for a pronoun).
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) actors: Vec<ActorIndex>,
    pub(crate) role: Role,
    /// The person a source is close to.
    pub(crate) near: Option<ActorIndex>,
}

/// Bodies that speak for a state as such.
const GOVERNMENT: &[&str] = &["government", "authorities", "leadership", "administration", "regime", "side"];
/// Bodies of a state or movement.
const BODY: &[&str] = &[
    "delegation",
    "army",
    "military",
    "troop",
    "force",
    "soldier",
    "cabinet",
    "parliament",
    "ministry",
    "team",
    "navy",
    "intelligence",
    "police",
    "representative",
    "negotiator",
    "delegate",
    "security",
    "command",
    "helicopter",
    "aircraft",
    "warplane",
    "jet",
    "commander",
    "lawmaker",
];
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
    "envoy",
    "statement",
];
/// Armed people without a proper name.
const FIGHTERS: &[&str] = &[
    "rebel",
    "militant",
    "gunmen",
    "guerrilla",
    "guerilla",
    "insurgent",
    "fighter",
    "separatist",
    "militia",
    "paramilitary",
];
const PLACE_PREPOSITIONS: &[&str] =
    &["in", "at", "near", "inside", "outside", "into", "across", "around", "within", "through", "throughout"];
const SEAT_PREPOSITIONS: &[&str] = &["to", "from", "toward", "towards", "of"];

fn is_in(list: &[&str], t: &Token<'_>) -> bool {
    list.contains(&t.lower.as_str()) || list.contains(&t.singular())
}

/// The mentions in a sentence, in order, not overlapping.
pub(crate) fn mentions(tokens: &[Token<'_>], registry: &mut Registry) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let found = person(tokens, i, registry)
            .or_else(|| named(tokens, i, registry))
            .or_else(|| government_of(tokens, i))
            .or_else(|| described(tokens, i, registry))
            .or_else(|| pronoun(tokens, i));
        match found {
            Some(mention) if mention.end > i => {
                i = mention.end;
                for &actor in &mention.actors {
                    registry.mention(actor);
                }
                out.push(mention);
            }
            _ => i += 1,
        }
    }
    out
}

/// Words that may stand between an adjective or title and a name.
fn is_office_word(t: &Token<'_>) -> bool {
    let known = words();
    known.is("head", &t.lower) || known.is("before", &t.lower) || known.is("address", &t.lower)
}

/// A person's name with what goes before and after: "Kenyan Foreign Minister Anna Otieno", "President Anna Otieno of Kenya".
fn person(tokens: &[Token<'_>], at: usize, registry: &Registry) -> Option<Mention> {
    let mut i = at;
    if let Some((end, ..)) = known_name(tokens, i) {
        i = end;
        if tokens.get(i).is_some_and(|t| t.tag == Tag::Possessive) {
            i += 1;
        }
    }
    let offices = tokens
        .iter()
        .skip(i)
        .take(6)
        .take_while(|t| (is_office_word(t) || t.lower == "of") && (t.capital() || i > at || t.lower != "general"))
        .count();
    // "its chief Anna Otieno": an office in lower case belongs to the name too.
    for skip in [offices, 0] {
        if skip == 0 && i > at && tokens[i - 1].tag != Tag::Possessive {
            break;
        }
        let name = i + skip;
        if name >= tokens.len() || !tokens[name].capital() {
            continue;
        }
        if let Some((mut end, actor)) = registry.learned(tokens, name)
            && registry.kind(actor) == ActorKind::Person
        {
            if tokens.get(end).is_some_and(|t| t.lower == "of")
                && let Some((stop, side, _)) = (end + 1 < tokens.len()).then(|| known_name(tokens, end + 1)).flatten()
                && registry.of(actor) == Some(side)
            {
                end = stop;
            }
            return Some(owned(tokens, Mention { start: at, end, actors: vec![actor], role: Role::Actor, near: None }));
        }
    }
    None
}

/// A mention before "'s" says whose the next thing is.
fn owned(tokens: &[Token<'_>], mut mention: Mention) -> Mention {
    let owner = tokens.get(mention.end).is_some_and(|t| {
        t.tag == Tag::Possessive || matches!(t.text, "'" | "’") && tokens[mention.end - 1].lower.ends_with('s')
    });
    if owner && mention.role == Role::Actor {
        mention.end += 1;
        mention.role = Role::Owner;
    }
    mention
}

/// A state, bloc or movement by name, with the body or people it qualifies.
fn named(tokens: &[Token<'_>], at: usize, registry: &mut Registry) -> Option<Mention> {
    let article = usize::from(tokens[at].lower == "the" || tokens[at].lower == "a" || tokens[at].lower == "an");
    if article == 1 && known_name(tokens, at).is_none() {
        // Keep the article with the noun phrase it opens.
        let inner = (at + 1 < tokens.len()).then(|| named(tokens, at + 1, registry)).flatten();
        return inner.filter(|m| m.role != Role::Owner).map(|m| Mention { start: at, ..m });
    }
    let (end, actor, way) = match (known_name(tokens, at), registry.learned(tokens, at)) {
        (Some(k), Some(l)) if l.0 > k.0 => (l.0, l.1, Way::Name),
        (Some(k), _) => k,
        (None, Some((end, actor))) if tokens[at].capital() => (end, actor, Way::Name),
        _ => return None,
    };
    let possessive = tokens.get(end).is_some_and(|t| t.tag == Tag::Possessive);
    let from = end + usize::from(possessive);
    if let Some(m) = qualified(tokens, at, from, actor, registry) {
        return Some(owned(tokens, m));
    }
    let before = at.checked_sub(1).map(|p| if tokens[p].tag == Tag::Det { p.saturating_sub(1) } else { p });
    let before = before.map_or("", |p| tokens[p].lower.as_str());
    let place = PLACE_PREPOSITIONS.contains(&before) || way == Way::Seat && SEAT_PREPOSITIONS.contains(&before);
    let role = match way {
        _ if place => Role::Place,
        Way::Adjective if followed_by_noun(tokens, end) => Role::Owner,
        // "Nepalese and Tamil leaders": an adjective in a pair qualifies too.
        _ => Role::Actor,
    };
    Some(owned(tokens, Mention { start: at, end, actors: vec![actor], role, near: None }))
}

/// "The government of Peru", "authorities in Lima", with or without an article: the state itself.
fn government_of(tokens: &[Token<'_>], at: usize) -> Option<Mention> {
    let noun = at + usize::from(tokens[at].tag == Tag::Det);
    let is_body = tokens
        .get(noun)
        .is_some_and(|t| matches!(t.tag, Tag::Noun | Tag::Proper) && t.lower != "side" && is_in(GOVERNMENT, t));
    let link = tokens.get(noun + 1).is_some_and(|t| matches!(t.lower.as_str(), "of" | "in"));
    if !is_body || !link || noun + 2 >= tokens.len() {
        return None;
    }
    let (end, actor, way) = known_name(tokens, noun + 2)?;
    let state = matches!(way, Way::Name | Way::Seat);
    let mention = Mention { start: at, end, actors: vec![actor], role: Role::Actor, near: None };
    state.then(|| owned(tokens, mention))
}

fn followed_by_noun(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| {
        matches!(t.tag, Tag::Noun | Tag::Proper | Tag::Adj | Tag::Participle | Tag::Ing) || t.lower == "and"
    })
}

/// "Peruvian government", "Peru's army", "a Peruvian official close to …", "Peruvian rebels", "the Peruvian president".
fn qualified(
    tokens: &[Token<'_>],
    start: usize,
    from: usize,
    actor: ActorIndex,
    registry: &mut Registry,
) -> Option<Mention> {
    for head in from..tokens.len().min(from + 4) {
        let t = &tokens[head];
        if !matches!(t.tag, Tag::Noun | Tag::Proper | Tag::Adj | Tag::Ing) && !is_in(FIGHTERS, t) {
            return None;
        }
        let last = tokens.get(head + 1).is_none_or(|n| !matches!(n.tag, Tag::Noun | Tag::Proper) || n.capital());
        let mention = |end: usize, actor| Mention { start, end, actors: vec![actor], role: Role::Actor, near: None };
        let text = |registry: &Registry, end: usize| {
            let tail = written(&tokens[from..end]);
            let adjective = written(&tokens[start..from]);
            let owner =
                if tokens[from - 1].tag == Tag::Possessive { format!("{}'s", registry.name(actor)) } else { adjective };
            format!("{owner} {tail}")
        };
        if GOVERNMENT.contains(&t.lower.as_str()) && last {
            return Some(mention(head + 1, actor));
        }
        if is_in(SOURCE, t) && last && !is_qualifier(tokens, head) {
            return Some(source(tokens, start, head, Some(actor), registry));
        }
        if is_in(FIGHTERS, t) || matches!(t.lower.as_str(), "groups" | "factions" | "faction") {
            let end = head
                + 1
                + tokens
                    .iter()
                    .skip(head + 1)
                    .take(1)
                    .filter(|n| matches!(n.lower.as_str(), "groups" | "leaders" | "group"))
                    .count();
            let own = registry.kind(actor) == ActorKind::Group && head == from;
            // "The Freedonian militant group": the one spoken of before.
            let definite = start > 0 && tokens[start - 1].lower == "the" && tokens[end - 1].lower == "group";
            if definite && !own && registry.knows_a_group() {
                return Some(Mention { start, end, actors: Vec::new(), role: Role::Movement, near: None });
            }
            let name = several(&text(registry, if tokens[end - 1].lower == "leaders" { head + 1 } else { end }));
            let who = if own { actor } else { registry.intern(&name, ActorKind::Group, None) };
            return Some(mention(end, who));
        }
        if is_in(BODY, t) && last {
            let name = text(registry, head + 1);
            let who = registry.intern(&name, ActorKind::Delegation, Some(actor));
            return Some(mention(head + 1, who));
        }
        if matches!(t.lower.as_str(), "leaders" | "leader" | "party" | "movement")
            && last
            && registry.kind(actor) != ActorKind::State
            || matches!(t.lower.as_str(), "leaders" | "nations" | "countries")
        {
            return Some(mention(head + 1, actor));
        }
        if words().is("head", &t.lower) && last {
            let office: Vec<&str> = tokens[from..=head].iter().map(|t| t.lower.as_str()).collect();
            let who =
                registry.holder(&office.join(" "), actor).or_else(|| registry.holder(&t.lower, actor)).unwrap_or(actor);
            registry.give_side(who, actor);
            return Some(mention(head + 1, who));
        }
    }
    None
}

/// An unnamed source whose head noun is at `head`: "a senior Peruvian source", "sources close to the mediators".
fn source(tokens: &[Token<'_>], start: usize, head: usize, of: Option<ActorIndex>, registry: &mut Registry) -> Mention {
    let mut from = start;
    while from > 0
        && start - from < 4
        && matches!(tokens[from - 1].tag, Tag::Adj | Tag::Noun | Tag::Num | Tag::Participle)
        && !matches!(tokens[from - 1].lower.as_str(), "talks" | "meeting")
    {
        from -= 1;
    }
    let mut end = head + 1;
    let mut of = of;
    let mut near = None;
    let next = tokens.get(end).map_or("", |t| t.lower.as_str());
    if matches!(next, "close" | "familiar" | "to" | "in" | "from" | "of" | "at" | "with" | "near" | "briefed")
        && tokens.get(end + 1).is_some()
    {
        let stop = tokens.iter().skip(end).take(9).position(|t| t.is_finite() || t.tag == Tag::Punct || t.is_verb());
        if let Some(stop) = stop.filter(|&s| s > 1) {
            let mut i = end;
            while i < end + stop {
                let name = known_name(tokens, i).map(|k| (k.0, k.1)).or_else(|| registry.learned(tokens, i));
                if let Some((_, actor)) = name {
                    of = of.or(Some(registry.side(actor)));
                    near = near.or(Some(actor).filter(|&a| registry.kind(a) == ActorKind::Person));
                }
                i += 1;
            }
            end += stop;
        }
    }
    let opening = usize::from(from < end && matches!(tokens[from].tag, Tag::Det | Tag::Owner));
    let name = written(&tokens[from + opening..end]);
    let actor = registry.intern(&name, ActorKind::Source, of);
    Mention { start: from, end, actors: vec![actor], role: Role::Actor, near }
}

/// Somebody described without a name: sources, fighters, the government, the group, both sides.
fn described(tokens: &[Token<'_>], at: usize, registry: &mut Registry) -> Option<Mention> {
    let t = &tokens[at];
    let sides = |end| Some(Mention { start: at, end, actors: Vec::new(), role: Role::Sides, near: None });
    if matches!(t.lower.as_str(), "both" | "two" | "the" | "neither" | "warring" | "each" | "either") {
        let paired =
            tokens.iter().skip(at + 1).take(4).position(|t| t.tag == Tag::Noun && words().is("paired", t.singular()));
        let counted = tokens
            .iter()
            .skip(at)
            .take(4)
            .any(|t| matches!(t.lower.as_str(), "both" | "two" | "warring" | "neither" | "each"));
        let plain = |n: usize| {
            tokens[at + 1..at + 1 + n]
                .iter()
                .all(|t| matches!(t.tag, Tag::Det | Tag::Num | Tag::Adj | Tag::Noun | Tag::Ing))
        };
        if let Some(n) = paired.filter(|&n| plain(n)) {
            let noun = &tokens[at + 1 + n];
            if counted || matches!(noun.lower.as_str(), "parties" | "sides" | "neighbours" | "neighbors" | "rivals") {
                return sides(at + 2 + n);
            }
        }
        if t.lower == "both" && tokens.get(at + 1).is_some_and(|n| n.is_finite() || n.is_verb() || n.lemma.is_some()) {
            return sides(at + 1);
        }
        if t.lower == "the" {
            let noun = tokens.get(at + 1)?;
            let noun = if matches!(noun.lower.as_str(), "militant" | "rebel" | "armed" | "islamist") {
                tokens.get(at + 2)?
            } else {
                noun
            };
            let end = noun_index(tokens, at, noun) + 1;
            let compound = tokens.get(end).is_some_and(|n| n.tag == Tag::Noun);
            let role = match noun.lower.as_str() {
                _ if compound => return None,
                "group" | "movement" | "guerillas" | "guerrillas" | "insurgents" => Role::Movement,
                "rebels" | "separatists" if registry.knows_a_group() => Role::Movement,
                "government" | "country" | "administration" | "kingdom" => Role::Thing,
                "president" | "minister" | "envoy" | "chancellor" | "premier" => Role::Person,
                _ => return None,
            };
            return Some(owned_pronoun(tokens, Mention { start: at, end, actors: Vec::new(), role, near: None }));
        }
        return None;
    }
    if t.tag == Tag::Noun && is_in(FIGHTERS, t) {
        let before: Vec<&Token<'_>> = tokens[at.saturating_sub(1)..at].iter().collect();
        let place = before.first().is_some_and(|b| b.tag == Tag::Proper && b.capital());
        let from = at - usize::from(place);
        let end = at + 1;
        let end = end
            + tokens
                .iter()
                .skip(end)
                .take(1)
                .filter(|n| matches!(n.lower.as_str(), "groups" | "leaders" | "group" | "leader"))
                .count();
        let led = matches!(tokens[end - 1].lower.as_str(), "leaders" | "leader");
        let name = several(&written(&tokens[from..if led { at + 1 } else { end }]));
        let actor = registry.intern(&name, ActorKind::Group, None);
        return Some(owned(tokens, Mention { start: from, end, actors: vec![actor], role: Role::Actor, near: None }));
    }
    let speaks = matches!(
        t.singular(),
        "source" | "diplomat" | "analyst" | "official" | "observer" | "aide" | "expert" | "adviser" | "advisor"
    );
    if speaks && matches!(t.tag, Tag::Noun | Tag::Proper) && !is_qualifier(tokens, at) {
        return Some(source(tokens, article_before(tokens, at), at, None, registry));
    }
    None
}

/// "Official residence", "official visit": the word says what sort of thing the next one is.
fn is_qualifier(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[at].lower == "official" && tokens.get(at + 1).is_some_and(|n| n.tag == Tag::Noun)
}

/// The name of a side made of one of its fighters: "rebel" is "rebels", as in "rebel leaders".
fn several(name: &str) -> String {
    let fighter =
        FIGHTERS.iter().any(|f| !f.ends_with("men") && !f.ends_with('y') && !f.ends_with('a') && name.ends_with(f));
    if fighter { format!("{name}s") } else { name.to_owned() }
}

fn article_before(tokens: &[Token<'_>], at: usize) -> usize {
    let mut from = at;
    while from > 0 && at - from < 4 && matches!(tokens[from - 1].tag, Tag::Adj | Tag::Noun | Tag::Det | Tag::Num) {
        from -= 1;
        if tokens[from].tag == Tag::Det {
            break;
        }
    }
    from
}

fn noun_index(tokens: &[Token<'_>], at: usize, noun: &Token<'_>) -> usize {
    (at..tokens.len().min(at + 4)).find(|&i| tokens[i].start == noun.start).unwrap_or(at)
}

fn owned_pronoun(tokens: &[Token<'_>], mut mention: Mention) -> Mention {
    // Its role says how to find the actor; ownership is read off the "'s" again where it matters.
    if tokens.get(mention.end).is_some_and(|t| t.tag == Tag::Possessive) {
        mention.end += 1;
    }
    mention
}

fn pronoun(tokens: &[Token<'_>], at: usize) -> Option<Mention> {
    let role = match tokens[at].lower.as_str() {
        "he" | "she" | "him" | "his" | "her" => Role::Person,
        "it" | "its" => Role::Thing,
        "they" | "them" | "their" | "all"
            if tokens[at].lower != "all" || tokens.get(at + 1).is_some_and(Token::is_verb) =>
        {
            Role::Plural
        }
        "we" | "i" | "our" | "us" | "my" if tokens[at].tag != Tag::Proper || tokens[at].text == "I" => Role::Speaker,
        _ => return None,
    };
    Some(Mention { start: at, end: at + 1, actors: Vec::new(), role, near: None })
}
