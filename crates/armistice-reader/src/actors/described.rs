//! Somebody spoken of without a name: "the group", "both sides", "the foreign minister", rebels, sources, pronouns.

use armistice::case::claims::ActorKind;

use super::learn::written;
use super::mentions::{Mention, Role, What, is_in, kinds, lower, named, owned};
use super::offices;
use super::sources::{familiar, is_number, is_public, is_qualifier, is_reporter, source};
use super::{ActorIndex, Registry};
use crate::grammar::Relation;
use crate::token::{Tag, Token};
use crate::words::words;

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
    "secessionist",
    "mutineer",
];
/// Whether the word is one for armed people.
pub(super) fn is_fighter(t: &Token<'_>) -> bool {
    is_in(FIGHTERS, t)
}

/// Whether the word is one for those who fight their own government.
pub(super) fn rebels(t: &Token<'_>) -> bool {
    matches!(t.singular(), "rebel" | "separatist" | "guerrilla" | "guerilla" | "insurgent")
}

/// Whether the word is one for armed people without a name.
pub(super) fn fights(t: &Token<'_>) -> bool {
    is_in(FIGHTERS, t) || t.lower == "armed"
}

/// Somebody described without a name: sources, fighters, the government, the group, both sides.
pub(super) fn described(tokens: &[Token<'_>], at: usize, registry: &mut Registry) -> Option<Mention> {
    let t = &tokens[at];
    if matches!(t.lower.as_str(), "both" | "two" | "the" | "neither" | "warring" | "each" | "either" | "all") {
        if let Some(found) = sides(tokens, at) {
            return Some(found);
        }
        if let Some(noun) = familiar(tokens, at).filter(|&n| n > at) {
            return Some(source(tokens, at, noun, None, registry));
        }
        return if t.lower == "the" { definite(tokens, at, registry).or_else(|| gathered(tokens, at)) } else { None };
    }
    if let Some(noun) = familiar(tokens, at) {
        return Some(source(tokens, at, noun, None, registry));
    }
    if matches!(t.tag, Tag::Noun | Tag::Proper | Tag::Adj) && is_in(FIGHTERS, t) {
        if belong(tokens, at) {
            return None;
        }
        let place = at > 0
            && tokens[at - 1].tag == Tag::Proper
            && tokens[at - 1].capital()
            && !words().is("time", &tokens[at - 1].lower);
        let from = at - usize::from(place);
        let more = tokens
            .iter()
            .skip(at + 1)
            .take(1)
            .filter(|n| matches!(n.lower.as_str(), "groups" | "leaders" | "group" | "leader"))
            .count();
        let end = at + 1 + more;
        // "Rebels of the Freedonian Front"
        if let Some(of) = tokens.get(end).filter(|t| matches!(t.lower.as_str(), "of" | "from")) {
            let from = end + 1 + usize::from(tokens.get(end + 1).is_some_and(|t| t.lower == "the"));
            let group = registry.known(tokens, from).map(|k| (k.0, k.1)).or_else(|| registry.learned(tokens, from));
            if let Some((stop, actor)) = group.filter(|g| of.lower == "of" && registry.kind(g.1) == ActorKind::Group) {
                return Some(owned(tokens, Mention::of(from.min(at), stop, at, actor, Role::Actor)));
            }
        }
        // "The rebels, known as the Hill Front, …"
        if let Some((_, actor)) = called(tokens, end, registry) {
            return Some(owned(tokens, Mention::of(from, end, at, actor, Role::Actor)));
        }
        // "Freedonia's largest rebel group": the one spoken of.
        if tokens[end - 1].lower == "group" && end > at + 1 && registry.knows_a_group() {
            return Some(Mention::unnamed(from, end, Role::Movement, kinds(&[ActorKind::Group])));
        }
        // "Rebels", where the text names one movement and no other.
        if !place
            && from == at
            && (rebels(t) || t.singular() == "militant")
            && let Some(group) = registry.only_group()
        {
            return Some(owned(tokens, Mention::of(at, end, end - 1, group, Role::Actor)));
        }
        let led = matches!(tokens[end - 1].lower.as_str(), "leaders" | "leader");
        let name = several(&written(&tokens[from..if led { at + 1 } else { end }]).to_lowercase());
        let name = if place { written(&tokens[from..=at]) } else { name };
        let actor = registry.intern(&name, ActorKind::Group, None);
        return Some(owned(tokens, Mention::of(from, end, end - 1, actor, Role::Actor)));
    }
    let noun = matches!(t.tag, Tag::Noun | Tag::Proper)
        || t.tag == Tag::Adj && matches!(t.relation, Relation::Nsubj | Relation::NsubjPass);
    let acts = matches!(t.relation, Relation::Nsubj | Relation::NsubjPass);
    // "Freedonian clerics" are Freedonia's.
    let led = t.lower == "leaders"
        && (tokens.get(at + 1).is_some_and(|n| n.lower == "of")
            || at.checked_sub(1).is_some_and(|b| tokens[b].lower == "the"));
    let stands = || !led && (article_before(tokens, at)..at).all(|i| registry.known(tokens, i).is_none());
    if (is_reporter(t) || acts && is_public(t) && stands()) && noun && !is_qualifier(tokens, at) {
        return Some(source(tokens, article_before(tokens, at), at, None, registry));
    }
    None
}

/// "Its fighters", "fighters of the group": whoever they belong to is named beside them.
fn belong(tokens: &[Token<'_>], at: usize) -> bool {
    let group =
        |t: &Token<'_>| matches!(t.lower.as_str(), "group" | "movement" | "front" | "faction" | "militia" | "army");
    let owner = at.checked_sub(1).is_some_and(|b| tokens[b].tag == Tag::Owner);
    let of = tokens.get(at + 1).is_some_and(|t| matches!(t.lower.as_str(), "of" | "from" | "loyal"));
    owner || of && tokens.iter().skip(at + 2).take(2).any(group)
}

/// "Both sides", "the two leaders", "neither", "the former".
fn sides(tokens: &[Token<'_>], at: usize) -> Option<Mention> {
    let t = &tokens[at];
    let found = |end, what| Some(Mention::unnamed(at, end, Role::Sides, what));
    let next = tokens.get(at + 1);
    if t.lower == "the"
        && let Some(n) = next
    {
        let which = match n.lower.as_str() {
            "former" => 1,
            "latter" => 2,
            _ => 0,
        };
        let alone = tokens
            .get(at + 2)
            .is_none_or(|t| !matches!(t.tag, Tag::Noun | Tag::Proper | Tag::Adj) || t.lemma.is_some());
        if which > 0 && alone {
            return found(at + 2, What { which, ..What::default() });
        }
    }
    let noun =
        tokens.iter().skip(at + 1).take(4).position(|t| t.tag == Tag::Noun && words().is("paired", t.singular()));
    let counted = tokens
        .iter()
        .skip(at)
        .take(4)
        .any(|t| matches!(t.lower.as_str(), "both" | "two" | "warring" | "neither" | "each" | "either"));
    if let Some(n) = noun {
        let plain = tokens[at + 1..=at + n].iter().all(|t| {
            matches!(t.tag, Tag::Det | Tag::Num | Tag::Adj | Tag::Noun | Tag::Ing | Tag::Owner) || t.lower == "of"
        });
        let noun = &tokens[at + 1 + n];
        let by_itself = matches!(
            noun.lower.as_str(),
            "parties" | "sides" | "neighbours" | "neighbors" | "rivals" | "foes" | "adversaries"
        ) || n == 0
            && matches!(noun.lower.as_str(), "leaders" | "presidents" | "ministers" | "delegations" | "governments");
        // "Two ministers from one party" are no sides.
        let other =
            matches!(noun.singular(), "minister" | "president" | "general" | "commander" | "delegate" | "negotiator")
                && tokens.get(at + 2 + n).is_some_and(|t| matches!(t.lower.as_str(), "of" | "from" | "who" | "in"));
        if plain && (counted || by_itself) && !other {
            let people = noun.singular() == "leader" || noun.singular() == "minister" || noun.singular() == "president";
            return found(at + 2 + n, What { people, ..What::default() });
        }
    }
    let acts = |t: &Token<'_>| t.is_finite() || t.is_verb() || t.lemma.is_some();
    // "The three", "all four": as many as were named together.
    let many = next.filter(|_| matches!(t.lower.as_str(), "the" | "all")).map_or(0, |n| match n.lower.as_str() {
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        _ => 0,
    });
    let alone = tokens.get(at + 2).is_none_or(|t| !matches!(t.tag, Tag::Noun | Tag::Proper | Tag::Adj | Tag::Num));
    if many > 0 && alone {
        return found(at + 2, What { which: many, ..What::default() });
    }
    (matches!(t.lower.as_str(), "both" | "neither" | "each") && next.is_some_and(acts))
        .then(|| found(at + 1, What::default()))
        .flatten()
}

/// "The group", "the government", "the foreign minister": one spoken of before.
fn definite(tokens: &[Token<'_>], at: usize, registry: &mut Registry) -> Option<Mention> {
    use ActorKind::{Bloc, Delegation, Group, Organisation, Person, State};
    // Adjectives, and the words of an office, may stand before the noun.
    let noun = (at + 1..tokens.len().min(at + 5)).find(|&i| {
        let next_goes_on = tokens
            .get(i + 1)
            .is_some_and(|n| n.tag == Tag::Noun || n.tag == Tag::Proper && tokens[i].tag != Tag::Proper);
        !next_goes_on || tokens[i].tag == Tag::Punct
    })?;
    let between = tokens[at + 1..noun]
        .iter()
        .all(|t| matches!(t.tag, Tag::Adj | Tag::Noun | Tag::Proper | Tag::Num | Tag::Ing | Tag::Participle));
    if !between {
        return None;
    }
    // "The Committee": a body by its last word, as texts that have only one call it.
    let capital = tokens[noun].capital() && tokens[noun].tag == Tag::Proper && noun == at + 1;
    let goes_on = tokens.get(noun + 1).is_some_and(|n| n.capital() && n.tag == Tag::Proper || n.lower == "of");
    if capital
        && !goes_on
        && matches!(
            tokens[noun].lower.as_str(),
            "committee"
                | "council"
                | "commission"
                | "assembly"
                | "board"
                | "coalition"
                | "alliance"
                | "union"
                | "group"
                | "party"
                | "front"
                | "movement"
                | "company"
                | "court"
                | "association"
                | "federation"
        )
    {
        let actor = registry.intern(tokens[noun].text, Organisation, None);
        return Some(owned(tokens, Mention::of(at, noun + 1, noun, actor, Role::Actor)));
    }
    let alone = noun == at + 1
        || tokens[at + 1..noun].iter().all(|t| {
            matches!(
                t.lower.as_str(),
                "militant"
                    | "rebel"
                    | "armed"
                    | "islamist"
                    | "separatist"
                    | "opposition"
                    | "main"
                    | "central"
                    | "ruling"
                    | "interim"
                    | "transitional"
            )
        });
    let word = tokens[noun].lower.as_str();
    let state = registry.recent.state.or(registry.home);
    // Whom the words mean where nobody else fits.
    let mut fallback = None;
    let apart = |t: &Token<'_>| {
        matches!(
            t.lower.as_str(),
            "separatist" | "rebel" | "breakaway" | "regional" | "insurgent" | "self-declared" | "local"
        )
    };
    if matches!(word, "government" | "administration" | "authorities" | "leadership")
        && tokens[at + 1..noun].iter().any(apart)
    {
        let actor = registry.intern(&lower(&tokens[at + 1..=noun]), ActorKind::Group, None);
        return Some(owned(tokens, Mention::of(at, noun + 1, noun, actor, Role::Actor)));
    }
    let (role, what) = match word {
        "group" | "movement" | "guerillas" | "guerrillas" | "insurgents" | "faction" | "militia" | "party"
        | "paramilitaries" | "militiamen" | "islamists" | "gang" | "kidnappers" | "captors"
            if alone =>
        {
            fallback = registry.only_group();
            (Role::Movement, kinds(&[Group]))
        }
        "rebels" | "separatists" | "militants" if alone && registry.knows_a_group() => {
            fallback = registry.only_group();
            (Role::Movement, kinds(&[Group]))
        }
        "government" | "country" | "administration" | "kingdom" | "nation" | "regime" | "republic" | "authorities"
        | "junta"
            if alone =>
        {
            fallback = state;
            (Role::Thing, kinds(&[State]))
        }
        "side" if noun == at + 2 && tokens[at + 1].lower == "government" => {
            fallback = state;
            (Role::Thing, kinds(&[State]))
        }
        "bloc" | "alliance" if alone => (Role::Thing, kinds(&[Bloc])),
        "organisation" | "organization" | "agency" | "company" | "airline" | "carmaker" | "employer" | "body"
        | "watchdog" | "court"
            if alone =>
        {
            (Role::Thing, kinds(&[Organisation, Bloc]))
        }
        "ministry" | "army" | "military" => {
            let name = if word == "army" { "military".to_owned() } else { lower(&tokens[at + 1..=noun]) };
            fallback = state.map(|state| registry.body(state, &name));
            (Role::Thing, kinds(&[Delegation]))
        }
        "delegation" if alone => (Role::Thing, kinds(&[Delegation])),
        _ if offices::is_head(word) => {
            let office = offices::office(&lower(&tokens[at + 1..=noun]));
            let known = matches!(
                word,
                "president"
                    | "minister"
                    | "envoy"
                    | "chancellor"
                    | "premier"
                    | "king"
                    | "queen"
                    | "ambassador"
                    | "negotiator"
                    | "mediator"
                    | "secretary"
                    | "secretary-general"
                    | "leader"
                    | "commander"
                    | "senator"
                    | "governor"
                    | "general"
            );
            if !known || office == 0 || is_reporter(&tokens[noun]) {
                return None;
            }
            // "The leader of Hamas" is named by what follows.
            if tokens.get(noun + 1).is_some_and(|t| matches!(t.lower.as_str(), "of" | "for")) && noun + 2 < tokens.len()
            {
                return office_of(tokens, at, noun, registry);
            }
            // Somebody without a name, when nobody named holds such an office.
            let unnamed = matches!(word, "mediator" | "negotiator" | "envoy" | "commander" | "ambassador" | "general");
            if unnamed && !registry.has_holder(office) {
                return Some(source(tokens, at, noun, None, registry));
            }
            (Role::Person, What { office, ..kinds(&[Person]) })
        }
        _ => return None,
    };
    let named = matches!(role, Role::Movement).then(|| called(tokens, noun + 1, registry)).flatten();
    if let Some((_, actor)) = named {
        return Some(owned(tokens, Mention::of(at, noun + 1, noun, actor, Role::Actor)));
    }
    let actors = fallback.into_iter().collect();
    Some(owned_pronoun(tokens, Mention { head: noun, actors, ..Mention::unnamed(at, noun + 1, role, what) }))
}

/// "The participants", "the delegates": those spoken of together last.
fn gathered(tokens: &[Token<'_>], at: usize) -> Option<Mention> {
    const PEOPLE: &[&str] = &[
        "members",
        "participants",
        "attendees",
        "signatories",
        "delegates",
        "negotiators",
        "envoys",
        "representatives",
    ];
    let noun = at + 1;
    let fits = tokens.get(noun).is_some_and(|t| PEOPLE.contains(&t.lower.as_str()));
    let more = tokens.get(noun + 1).is_some_and(|t| matches!(t.lower.as_str(), "of" | "from" | "for" | "to"));
    (fits && !more).then(|| Mention::unnamed(at, noun + 1, Role::Plural, What::default()))
}

/// "The president of Peru", "the leader of the rebels": whoever holds the office, or the side.
fn office_of(tokens: &[Token<'_>], at: usize, noun: usize, registry: &mut Registry) -> Option<Mention> {
    let from = noun + 2 + usize::from(tokens.get(noun + 2).is_some_and(|t| t.lower == "the"));
    let (end, side) = match registry.known(tokens, from) {
        // "The leader of Freedonia's main rebel group"
        Some((end, ..)) if tokens.get(end).is_some_and(|t| t.tag == Tag::Possessive) => {
            let whole = named(tokens, from, false, registry).filter(|m| m.role != Role::Owner)?;
            (whole.end, *whole.actors.first()?)
        }
        Some((end, actor, _)) => (end, actor),
        None => registry.learned(tokens, from)?,
    };
    if registry.kind(side) == ActorKind::Person {
        return None;
    }
    let who = registry.holder(&lower(&tokens[at + 1..=noun]), side).unwrap_or(side);
    Some(owned(tokens, Mention::of(at, end, noun, who, Role::Actor)))
}

/// The group that what comes before is said to be: ", known as the Hill Front", ", which calls itself the Hill Front".
fn called(tokens: &[Token<'_>], end: usize, registry: &Registry) -> Option<(usize, ActorIndex)> {
    let names = |t: &Token<'_>| matches!(t.lower.as_str(), "known" | "called" | "calls" | "call" | "named" | "calling");
    let at = end + tokens.iter().skip(end).take(4).position(names)? + 1;
    let from = at
        + tokens
            .iter()
            .skip(at)
            .take(3)
            .take_while(|t| matches!(t.lower.as_str(), "as" | "itself" | "themselves" | "the"))
            .count();
    let found = registry.known(tokens, from).map(|k| (k.0, k.1)).or_else(|| registry.learned(tokens, from))?;
    (tokens[end].lower == "," && registry.kind(found.1) == ActorKind::Group).then_some(found)
}

/// The name of a side made of one of its fighters: "rebel" is "rebels", as in "rebel leaders".
pub(super) fn several(name: &str) -> String {
    let fighter =
        FIGHTERS.iter().any(|f| !f.ends_with("men") && !f.ends_with('y') && !f.ends_with('a') && name.ends_with(f));
    if fighter { format!("{name}s") } else { name.to_owned() }
}

fn article_before(tokens: &[Token<'_>], at: usize) -> usize {
    let mut from = at;
    while from > 0
        && at - from < 4
        && (matches!(tokens[from - 1].tag, Tag::Adj | Tag::Noun | Tag::Det | Tag::Num) || is_number(&tokens[from - 1]))
    {
        from -= 1;
        if tokens[from].tag == Tag::Det {
            break;
        }
    }
    from
}

fn owned_pronoun(tokens: &[Token<'_>], mut mention: Mention) -> Mention {
    // Its role says how to find the actor; ownership is read off the "'s" again where it matters.
    if tokens.get(mention.end).is_some_and(|t| t.tag == Tag::Possessive) {
        mention.end += 1;
    }
    mention
}

pub(super) fn pronoun(tokens: &[Token<'_>], at: usize) -> Option<Mention> {
    let word = tokens[at].lower.as_str();
    let female = match word {
        "he" | "him" | "his" => Some(false),
        "she" | "her" | "hers" => Some(true),
        _ => None,
    };
    let role = match word {
        "he" | "she" | "him" | "his" | "her" => Role::Person,
        "it" | "its" => Role::Thing,
        "they" | "them" | "their" => Role::Plural,
        "all" if tokens.get(at + 1).is_some_and(Token::is_verb) => Role::Plural,
        "we" | "i" | "our" | "us" | "my" if tokens[at].tag != Tag::Proper || tokens[at].text == "I" => Role::Speaker,
        _ => return None,
    };
    Some(Mention::unnamed(at, at + 1, role, What { female, ..What::default() }))
}
