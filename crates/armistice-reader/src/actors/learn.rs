//! First reading: the persons a text introduces, with office and side, and the movements and bodies it names.

use armistice::case::claims::ActorKind;

use super::{ActorIndex, Registry, known_name};
use crate::token::{Tag, Token};
use crate::words::words;

/// Endings that make a row of capitals an organisation or a movement rather than a person.
const GROUPS: &[&str] = &[
    "army",
    "front",
    "movement",
    "brigades",
    "brigade",
    "forces",
    "force",
    "committees",
    "committee",
    "militia",
    "alliance",
    "coalition",
    "party",
    "resistance",
    "guard",
    "corps",
    "tigers",
    "rebels",
    "union",
    "faction",
    "command",
];
const BODIES: &[&str] = &[
    "organization",
    "organisation",
    "council",
    "agency",
    "institution",
    "foundation",
    "center",
    "centre",
    "institute",
    "university",
    "group",
    "commission",
    "committee",
    "court",
    "congress",
    "parliament",
    "assembly",
    "ministry",
    "department",
    "tv",
    "news",
    "times",
    "post",
    "radio",
    "bank",
    "office",
    "association",
    "network",
    "society",
    "brotherhood",
    "league",
    "mission",
];
/// Endings of the names of places, meetings and papers, which are nobody.
const THINGS: &[&str] = &[
    "conference",
    "summit",
    "agreement",
    "accord",
    "accords",
    "strip",
    "corridor",
    "house",
    "street",
    "hall",
    "initiative",
    "plan",
    "treaty",
    "talks",
    "process",
    "war",
    "city",
    "province",
    "region",
    "river",
    "sea",
    "valley",
    "heights",
    "peninsula",
    "island",
    "islands",
    "state",
    "states",
    "republic",
    "kingdom",
    "east",
    "west",
    "north",
    "south",
    "airport",
    "camp",
    "pact",
    "protocol",
    "deal",
    "crisis",
    "desert",
];
const PARTICLES: &[&str] = &[
    "al", "el", "bin", "ben", "ibn", "de", "da", "del", "della", "di", "der", "den", "van", "von", "la", "le", "abu",
    "ould", "dos", "du",
];

/// Enters into the registry whom these tokens introduce.
pub(crate) fn learn(tokens: &[Token<'_>], heading: bool, registry: &mut Registry) {
    let mut i = 0;
    while i < tokens.len() {
        if let Some((end, actor, _)) = known_name(tokens, i) {
            acronym(tokens, end, actor, registry);
            // "Sudan People's Front": a state's name may open a longer one.
            match name_end(tokens, end) {
                Some(stop) if is_name_word(tokens, end) && group_ending(tokens, stop).is_some() => {
                    enter_group(tokens, i, stop, Some(actor), registry);
                    i = stop;
                }
                _ => i = end,
            }
            continue;
        }
        match name_end(tokens, i) {
            Some(end) => {
                enter(tokens, i, end, heading, registry);
                i = end;
            }
            None => i += 1,
        }
    }
}

fn is_name_word(tokens: &[Token<'_>], i: usize) -> bool {
    let Some(t) = tokens.get(i) else { return false };
    let known = words();
    let opens = i == 0 || tokens[i - 1].tag == Tag::Quote;
    let function = matches!(t.tag, Tag::Pron | Tag::Det | Tag::Owner | Tag::Prep | Tag::Conj | Tag::Punct);
    let title = ["time", "head", "address"].iter().any(|class| known.is(class, &t.lower))
        || known.is("before", &t.lower) && tokens.get(i + 1).is_some_and(office_word)
        || t.lower == "state" && i > 0 && tokens[i - 1].lower == "of";
    if function || title || opens && known.is_common(&t.lower) {
        return false;
    }
    t.capital()
}

fn office_word(t: &Token<'_>) -> bool {
    words().is("head", &t.lower) || words().is("before", &t.lower)
}

/// The end of the row of capitals at `i`, particles and "'s" between capitals included; at most eight words.
fn name_end(tokens: &[Token<'_>], i: usize) -> Option<usize> {
    if !is_name_word(tokens, i) {
        return None;
    }
    let mut end = i + 1;
    while end < tokens.len() && end - i < 8 {
        let t = &tokens[end];
        let links = PARTICLES.contains(&t.lower.as_str()) && !t.capital()
            || t.tag == Tag::Possessive && group_ahead(tokens, end + 1);
        if is_name_word(tokens, end) && known_name(tokens, end).is_none() {
            end += 1;
        } else if links && is_name_word(tokens, end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    Some(end)
}

fn group_ahead(tokens: &[Token<'_>], i: usize) -> bool {
    tokens.iter().skip(i).take(3).take_while(|t| t.capital()).any(|t| GROUPS.contains(&t.lower.as_str()))
}

fn group_ending(tokens: &[Token<'_>], end: usize) -> Option<ActorKind> {
    let last = tokens.get(end.checked_sub(1)?)?.lower.as_str();
    if GROUPS.contains(&last) {
        Some(ActorKind::Group)
    } else if BODIES.contains(&last) {
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
    out
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

fn enter_group(tokens: &[Token<'_>], start: usize, end: usize, of: Option<ActorIndex>, registry: &mut Registry) {
    let Some(kind) = group_ending(tokens, end) else { return };
    if end - start < 2 {
        return;
    }
    let name = written(&tokens[start..end]);
    let actor = registry.intern(&name, kind, of.filter(|_| kind == ActorKind::Organisation));
    registry.alias(&name, actor);
    acronym(tokens, end, actor, registry);
}

/// What the words before a name say of it: where the office begins, the office, and whose it is.
fn office_before(tokens: &[Token<'_>], start: usize, registry: &Registry) -> (bool, String, Option<ActorIndex>) {
    let known = words();
    let mut from = start;
    while from > 0 && start - from < 7 {
        let t = &tokens[from - 1];
        let of_state = t.lower == "of" && from < start && from >= 2 && known.is("head", &tokens[from - 2].lower);
        let joint = of_state
            || t.lower == "-"
            || t.lower == "," && from == start && from >= 2 && known.is("head", &tokens[from - 2].lower);
        if !(known.is("head", &t.lower) || known.is("before", &t.lower) || known.is("address", &t.lower) || joint) {
            break;
        }
        from -= 1;
    }
    if from == start {
        return (false, String::new(), None);
    }
    let office: Vec<&str> = tokens[from..start].iter().filter(|t| office_word(t)).map(|t| t.lower.as_str()).collect();
    let office = office.join(" ").replace("secretary state", "secretary of state");
    (true, office, side_before(tokens, from, registry))
}

/// The actor named right before token `at`: "Kenya's", "Kenyan".
fn side_before(tokens: &[Token<'_>], at: usize, registry: &Registry) -> Option<ActorIndex> {
    let end = if at > 0 && tokens[at - 1].tag == Tag::Possessive { at - 1 } else { at };
    let end = if end > 0 && tokens[end - 1].text == ")" { end.saturating_sub(3) } else { end };
    for start in end.saturating_sub(5)..end {
        if let Some((stop, actor, _)) = known_name(tokens, start)
            && stop == end
        {
            return Some(actor);
        }
        if let Some((stop, actor)) = registry.learned(tokens, start)
            && stop == end
            && registry.kind(actor) != ActorKind::Person
        {
            return Some(actor);
        }
    }
    None
}

/// "…, a Hamas spokesman", "…, president of France", "… of Ukraine": office and side after the name.
fn office_after(tokens: &[Token<'_>], end: usize, registry: &Registry) -> (Option<String>, Option<ActorIndex>) {
    if tokens.get(end).is_some_and(|t| t.lower == "of")
        && let Some((_, actor, _)) = tokens.get(end + 1).and_then(|_| known_name(tokens, end + 1))
    {
        return (None, Some(actor));
    }
    if tokens.get(end).is_none_or(|t| t.lower != ",") {
        return (None, None);
    }
    let stop = tokens.iter().skip(end + 1).take(9).position(|t| t.tag == Tag::Punct || t.is_finite());
    let stop = end + 1 + stop.unwrap_or(9).min(tokens.len().saturating_sub(end + 1));
    let part = &tokens[end + 1..stop];
    let known = words();
    let Some(head) = part.iter().position(|t| known.is("head", t.singular())) else { return (None, None) };
    let office: Vec<&str> =
        part[..=head].iter().rev().take_while(|t| office_word(t)).map(|t| t.lower.as_str()).collect();
    let office: Vec<&str> = office.into_iter().rev().collect();
    let side = (end + 1..stop)
        .find_map(|i| known_name(tokens, i).map(|k| k.1).or_else(|| registry.learned(tokens, i).map(|l| l.1)));
    (Some(office.join(" ")), side.filter(|&s| registry.kind(s) != ActorKind::Person))
}

fn enter(tokens: &[Token<'_>], start: usize, end: usize, heading: bool, registry: &mut Registry) {
    if THINGS.contains(&tokens[end - 1].lower.as_str()) {
        return;
    }
    if group_ending(tokens, end).is_some() {
        enter_group(tokens, start, end, side_before(tokens, start, registry), registry);
        return;
    }
    let known = words();
    let (titled, office, side) = office_before(tokens, start, registry);
    let (after, side_after) = office_after(tokens, end, registry);
    let speaks = |t: Option<&Token<'_>>| {
        t.is_some_and(|t| t.tag == Tag::Finite && t.lemma.is_some_and(|l| known.is("report", l)))
    };
    let said = end - start >= 2 && (speaks(tokens.get(end)) || start > 0 && speaks(tokens.get(start - 1)));
    let single_title = titled && (end - start >= 2 || !heading);
    if !(single_title || after.is_some() && end - start >= 2 || said && end - start <= 4) {
        acronymed(tokens, start, end, registry);
        return;
    }
    let name = written(&tokens[start..end]);
    let last = tokens[end - 1].lower.clone();
    // A surname alone means somebody introduced before, if there is one.
    let earlier = if end - start == 1 { registry.names.get(&last).copied() } else { None };
    let actor = match earlier {
        Some(actor) if registry.kind(actor) == ActorKind::Person => actor,
        Some(_) => return,
        None => registry.intern(&name, ActorKind::Person, None),
    };
    registry.alias(&name, actor);
    if last.chars().count() > 2 && !known.is_common(&last) {
        registry.alias(&last, actor);
    }
    // Where the surname comes first ("Kim Jong-il", "Choe Su Hon") the first word is used alone.
    if end - start >= 2
        && (tokens[end - 1].text.contains('-') || tokens[start].text.chars().count() <= 4 && end - start == 3)
    {
        registry.alias(&tokens[start].lower, actor);
    }
    let office = if office.is_empty() { after.unwrap_or_default() } else { office };
    let owner = if titled { None } else { side_before(tokens, start, registry) };
    let side = if titled { side.or(side_after) } else { side_after.or(side).or(owner) };
    registry.set_office(actor, &office, side);
}

/// A long name with an acronym in brackets that is nobody's: an organisation.
fn acronymed(tokens: &[Token<'_>], start: usize, end: usize, registry: &mut Registry) {
    let shouted = tokens.get(end + 1).is_some_and(|t| t.text.len() >= 2 && t.text.chars().all(char::is_uppercase));
    if end - start >= 2 && shouted && tokens[end].text == "(" {
        let name = written(&tokens[start..end]);
        let actor = registry.intern(&name, ActorKind::Organisation, None);
        registry.alias(&name, actor);
        acronym(tokens, end, actor, registry);
    }
}
