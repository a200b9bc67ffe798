//! First reading: the persons a text introduces, with office and side, and the movements and bodies it names.

use armistice::case::claims::ActorKind;

use super::collectives::collective;
use super::people;
use super::places::is_place;
use super::{ActorIndex, Registry};
use crate::fold;
use crate::token::{Tag, Token};
use crate::words::words;

pub(super) const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ben", "ibn", "de", "da", "del", "della", "di", "der", "den", "van", "von", "la", "le", "abu",
    "ould", "dos", "du", "ter", "af", "zu", "bint", "ul", "ur", "arap",
];

/// Nouns that say what sort of body the name beside them is: "the SPD party", "carmaker Arvo".
const GROUP_NOUNS: &[&str] = &[
    "party",
    "movement",
    "militia",
    "faction",
    "rebels",
    "rebel group",
    "militants",
    "guerrillas",
    "insurgents",
    "front",
    "group",
];
const BODY_NOUNS: &[&str] = &[
    "union",
    "company",
    "airline",
    "carmaker",
    "firm",
    "manufacturer",
    "operator",
    "newspaper",
    "daily",
    "broadcaster",
    "agency",
    "charity",
    "federation",
    "association",
    "retailer",
    "utility",
    "employer",
    "steelmaker",
    "planemaker",
    "watchdog",
    "think-tank",
    "network",
];

/// Enters into the registry whom these tokens introduce.
pub(crate) fn learn(tokens: &[Token<'_>], heading: bool, registry: &mut Registry) {
    let mut i = 0;
    while i < tokens.len() {
        if let Some((end, figure)) = registry.figure(tokens, i) {
            let before = people::before(tokens, i, registry);
            let after = people::after(tokens, end, registry);
            people::enter_figure(tokens, i, end, figure, before, after, registry);
            i = end;
            continue;
        }
        if let Some((end, actor, way)) = registry.known(tokens, i) {
            let given = end == i + 1 && i > 0 && office_word(&tokens[i - 1]) && people::is_name(tokens, end, registry);
            if !given {
                acronym(tokens, end, actor, registry);
                if !is_place(tokens, i, end, way, false) {
                    registry.note(actor);
                } else if heading && i == 0 {
                    registry.home = Some(registry.side(actor));
                } else if registry.kind(actor) == ActorKind::State {
                    registry.land.get_or_insert(actor);
                }
                // "Sudan People's Front": a state's name may open a longer one.
                match name_end(tokens, end, registry) {
                    Some(stop) if ending(tokens, end, stop).is_some() => {
                        enter_body(tokens, i, stop, Some(actor), registry);
                        i = stop;
                    }
                    _ => i = end,
                }
                continue;
            }
        }
        if let Some((end, _, actor)) = collective(tokens, i, registry) {
            registry.note(actor);
            i = end;
            continue;
        }
        match name_end(tokens, i, registry) {
            Some(end) => {
                enter(tokens, i, end, heading, registry);
                i = end;
            }
            None => i += 1,
        }
    }
}

/// Whether the token can be a word of a name.
pub(super) fn is_name_word(tokens: &[Token<'_>], i: usize) -> bool {
    let Some(t) = tokens.get(i) else { return false };
    let known = words();
    let opens = i == 0 || matches!(tokens[i - 1].tag, Tag::Quote) || matches!(tokens[i - 1].text, ":" | "•");
    let function = matches!(
        t.tag,
        Tag::Pron | Tag::Det | Tag::Owner | Tag::Prep | Tag::Conj | Tag::Punct | Tag::Possessive | Tag::Num
    );
    let title = t.is_any(&["time", "head", "address"])
        || known.is("before", &t.lower) && tokens.get(i + 1).is_some_and(office_word)
        || t.lower == "state" && i > 0 && tokens[i - 1].lower == "of";
    if function || title || opens && known.is_common(&t.lower) {
        return false;
    }
    t.capital() || grown_article(t)
}

/// "al-Burhan": the capital comes after the article.
fn grown_article(t: &Token<'_>) -> bool {
    super::gazetteer::bare(&t.lower).len() < t.lower.len()
        && t.text.split('-').nth(1).is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

pub(super) fn office_word(t: &Token<'_>) -> bool {
    t.is_any(&["head", "before", "address"])
}

/// The end of the row of capitals at `i`, particles and "'s" between capitals included; at most eight words.
fn name_end(tokens: &[Token<'_>], i: usize, registry: &Registry) -> Option<usize> {
    if !is_name_word(tokens, i) {
        return None;
    }
    // "New America Foundation": a body's name goes over a state's.
    let row = tokens.iter().enumerate().skip(i).take(8).take_while(|(at, _)| is_name_word(tokens, *at)).count();
    if row > 1 && ending(tokens, i, i + row).is_some() {
        return Some(i + row);
    }
    let mut end = i + 1;
    while end < tokens.len() && end - i < 8 {
        let t = &tokens[end];
        let links = PARTICLES.contains(&t.lower.as_str()) && !t.capital()
            || (t.tag == Tag::Possessive || t.lower == "'" && t.tag != Tag::Quote) && body_ahead(tokens, end + 1)
            || matches!(t.lower.as_str(), "of" | "for" | "and" | "the") && body_of(tokens, i, end);
        if is_name_word(tokens, end) && registry.known(tokens, end).is_none() {
            end += 1;
        } else if links
            && (is_name_word(tokens, end + 1)
                || t.lower == "of" && tokens.get(end + 1).is_some_and(|n| n.lower == "state"))
        {
            end += 2;
        } else if links && tokens[end + 1].lower == "the" && is_name_word(tokens, end + 2) {
            end += 3;
        } else {
            break;
        }
    }
    Some(end)
}

fn body_ahead(tokens: &[Token<'_>], i: usize) -> bool {
    tokens
        .iter()
        .skip(i)
        .take(3)
        .take_while(|t| t.capital())
        .any(|t| words().is("group", &t.lower) || words().is("body", &t.lower))
}

/// "Front for …", "Movement of …": a name that a group noun opens goes on over "for" and "of".
fn body_of(tokens: &[Token<'_>], from: usize, at: usize) -> bool {
    let opener = tokens[from..at].iter().any(|t| {
        words().is("group", &t.lower)
            || matches!(
                t.lower.as_str(),
                "council"
                    | "union"
                    | "house"
                    | "assembly"
                    | "chamber"
                    | "center"
                    | "centre"
                    | "institute"
                    | "foundation"
                    | "office"
                    | "organization"
                    | "organisation"
                    | "commission"
            )
    });
    let next = tokens.get(at + 1 + usize::from(tokens.get(at + 1).is_some_and(|t| t.lower == "the")));
    opener && next.is_some_and(|t| t.capital() && t.tag == Tag::Proper)
}

/// What the last word of a name makes of it.
fn ending(tokens: &[Token<'_>], start: usize, end: usize) -> Option<ActorKind> {
    let last = &tokens.get(end.checked_sub(1)?)?.lower;
    let first = &tokens.get(start)?.lower;
    // "Radio Freedonia", "Brigade of the Faithful", "Bank of Sylvania"
    let opens = words().is("group", first)
        || matches!(
            first.as_str(),
            "radio"
                | "bank"
                | "house"
                | "center"
                | "centre"
                | "institute"
                | "council"
                | "assembly"
                | "chamber"
                | "union"
                | "federation"
                | "association"
        );
    let last =
        if end - start >= 2 && opens && !words().is("group", last) && !words().is("body", last) { first } else { last };
    if words().is("group", last) && last.as_str() != "forces" || last.as_str() == "forces" && first.as_str() != "armed"
    {
        Some(ActorKind::Group)
    } else if words().is("body", last) || opens {
        Some(ActorKind::Organisation)
    } else {
        None
    }
}

/// Text of the tokens, single spaces between, "'s" joined.
pub(super) fn written(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    for t in tokens {
        if !out.is_empty() && t.tag != Tag::Possessive && t.lower != "'" {
            out.push(' ');
        }
        out.push_str(t.text);
    }
    fold::shown(&out)
}

fn acronym(tokens: &[Token<'_>], end: usize, actor: ActorIndex, registry: &mut Registry) {
    if let [open, name, close, ..] = tokens.get(end..).unwrap_or_default()
        && matches!(open.text, "(" | "[")
        && matches!(close.text, ")" | "]")
        && name.capital()
    {
        registry.alias(&name.lower, actor);
    }
}

fn enter_body(tokens: &[Token<'_>], start: usize, end: usize, of: Option<ActorIndex>, registry: &mut Registry) {
    let Some(kind) = ending(tokens, start, end) else { return };
    // "Seoul's Unification Ministry" is a ministry of South Korea; nobody's ministry is found where it is mentioned.
    if matches!(
        tokens[end - 1].lower.as_str(),
        "ministry" | "department" | "parliament" | "army" | "navy" | "senate" | "cabinet" | "secretariat"
    ) {
        let owner = of.filter(|&of| registry.kind(of) == ActorKind::State);
        let from = registry.known(tokens, start).map_or(start, |k| k.0);
        if let Some(state) = owner.filter(|_| from < end) {
            let name = tokens[from..end].iter().map(|t| t.lower.as_str()).collect::<Vec<_>>().join(" ");
            let body = registry.body(state, &name);
            registry.alias(&name, body);
        }
        return;
    }
    // A name without its "The"; an ending alone is a noun.
    if end - start >= 2 {
        enter_named(tokens, start, end, kind, of.filter(|_| kind == ActorKind::Organisation), registry);
    }
}

fn enter_named(
    tokens: &[Token<'_>],
    start: usize,
    end: usize,
    kind: ActorKind,
    of: Option<ActorIndex>,
    registry: &mut Registry,
) {
    let name = written(&tokens[start..end]);
    let actor = registry.intern(&name, kind, of);
    registry.alias(&name, actor);
    // "The Committee" after the name in full.
    if end - start >= 2 && ending(tokens, end - 1, end).is_some() {
        registry.alias(&tokens[end - 1].lower, actor);
    }
    registry.note(actor);
    acronym(tokens, end, actor, registry);
}

fn enter(tokens: &[Token<'_>], start: usize, end: usize, heading: bool, registry: &mut Registry) {
    let known = words();
    // "Carmaker Arvo" at a sentence's start: the noun is no part of the name.
    let noun = start == 0 && end >= 2 && BODY_NOUNS.iter().chain(GROUP_NOUNS).any(|n| *n == tokens[0].lower);
    let start = start + usize::from(noun);
    if known.is("thing", &tokens[end - 1].lower) || tokens[start..end].iter().all(office_word) {
        return;
    }
    if ending(tokens, start, end).is_some() {
        let owner = people::side_before(tokens, start, registry);
        enter_body(tokens, start, end, owner, registry);
        return;
    }
    if let Some(kind) = called_a_body(tokens, start, end) {
        enter_named(tokens, start, end, kind, None, registry);
        return;
    }
    let before = people::before(tokens, start, registry);
    let after = people::after(tokens, end, registry);
    let speaks = |t: Option<&Token<'_>>| {
        t.is_some_and(|t| t.tag == Tag::Finite && t.lemma.is_some_and(|l| known.is("report", l)))
    };
    // Who is told something does not say it.
    let told = start > 0 && tokens[start - 1].lemma == Some("tell");
    let said = end - start >= 2 && (speaks(tokens.get(end)) || start > 0 && !told && speaks(tokens.get(start - 1)));
    let titled = before.titled && (end - start >= 2 || !heading);
    // "Ana Ruiz, 52, said"
    let aged = end - start >= 2
        && matches!(tokens.get(end..end + 3), Some([a, age, b]) if a.lower == "," && age.tag == Tag::Num && b.lower == ",");
    let belongs = end - start >= 2 && before.side.is_some() && before.owned && speaks(tokens.get(end));
    if titled || !after.office.is_empty() && end - start >= 2 || said && end - start <= 4 || belongs || aged {
        people::enter(tokens, start, end, before, after, registry);
    } else {
        acronymed(tokens, start, end, registry);
    }
}

/// "The SPD party", "carmaker Arvo", "Verdi, the services union,": a noun beside the name says that it is a body's.
fn called_a_body(tokens: &[Token<'_>], start: usize, end: usize) -> Option<ActorKind> {
    let kind = |t: &Token<'_>| {
        if t.capital() && t.tag == Tag::Proper && t.start > tokens[0].start {
            None
        } else if GROUP_NOUNS.contains(&t.lower.as_str()) {
            Some(ActorKind::Group)
        } else if BODY_NOUNS.contains(&t.lower.as_str()) {
            Some(ActorKind::Organisation)
        } else {
            None
        }
    };
    let single = end - start <= 3;
    let follows = tokens.get(end).and_then(kind).filter(|_| single && start > 0 && tokens[start - 1].lower == "the");
    let precedes = start.checked_sub(1).and_then(|p| kind(&tokens[p])).filter(|_| single);
    let apposed = || {
        let article = tokens.get(end + 1).filter(|_| tokens[end].lower == ",")?;
        if !matches!(article.lower.as_str(), "a" | "an" | "the" | "one") {
            return None;
        }
        let part = tokens
            .iter()
            .skip(end + 2)
            .take(7)
            .take_while(|t| t.tag != Tag::Punct && t.tag != Tag::Prep && !t.is_finite());
        let last = part.last()?;
        kind(last)
    };
    follows.or(precedes).or_else(|| (end < tokens.len()).then(apposed).flatten())
}

/// A long name with an acronym in brackets that is nobody's: an organisation.
fn acronymed(tokens: &[Token<'_>], start: usize, end: usize, registry: &mut Registry) {
    let shouted = tokens.get(end + 1).is_some_and(|t| t.text.len() >= 2 && t.text.chars().all(char::is_uppercase));
    if end - start >= 2 && shouted && tokens[end].text == "(" {
        enter_named(tokens, start, end, ActorKind::Organisation, None, registry);
    }
}
