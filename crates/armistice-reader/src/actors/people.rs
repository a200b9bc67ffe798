//! People: what the words around a name say of office and side, and under which names somebody is known after that.

use armistice::case::claims::ActorKind;

use super::gazetteer::{bare, gazetteer, is_family_first};
use super::learn::{PARTICLES, is_name_word, office_word, written};
use super::offices;
use super::{ActorIndex, Recent, Registry};
use crate::fold;
use crate::token::{Tag, Token};
use crate::words::words;

/// What the words beside a name say of its bearer.
#[derive(Clone, Debug, Default)]
pub(super) struct Role {
    /// A title or a form of address stands before the name.
    pub(super) titled: bool,
    pub(super) office: String,
    pub(super) side: Option<ActorIndex>,
    /// The side stands right before the name, without an office: "Hamas's Khaled Meshaal".
    pub(super) owned: bool,
    female: Option<bool>,
}

/// Words of an office before a name, at most.
const TITLE: usize = 9;
/// Words after a name that are searched for office and side.
const AFTER: usize = 12;

/// Whether a name's word stands there that means nobody else.
pub(super) fn is_name(tokens: &[Token<'_>], at: usize, registry: &Registry) -> bool {
    is_name_word(tokens, at)
        && registry.known(tokens, at).is_none()
        && !words().is("group", &tokens[at].lower)
        && !words().is("body", &tokens[at].lower)
}

/// What the words before a name say: "Kenya's foreign minister", "the chief negotiator for the rebels,".
pub(super) fn before(tokens: &[Token<'_>], start: usize, registry: &Registry) -> Role {
    let known = words();
    let mut from = start;
    while from > 0 && start - from < TITLE {
        let t = &tokens[from - 1];
        let head_before = |n: usize| from >= n && known.is("head", &tokens[from - n].lower);
        let linked = from < start
            && (t.lower == "of" && head_before(2)
                || t.lower == "-"
                || t.lower == "and" && from >= 2 && office_word(&tokens[from - 2])
                || t.lower == "/")
            || t.lower == "," && from == start && head_before(2);
        if !(office_word(t) || linked) || known_until(tokens, from, registry).is_some() {
            break;
        }
        from -= 1;
    }
    while from < start && matches!(tokens[from].lower.as_str(), "and" | "-" | "of" | "/") {
        from += 1;
    }
    let says = |t: &Token<'_>| known.is("head", &t.lower) || known.is("address", &t.lower);
    if !tokens[from..start].iter().any(says) {
        if let Some(role) = led_by(tokens, start, registry) {
            return role;
        }
        if let Some(role) = posted(tokens, start, registry) {
            return role;
        }
        let side = side_before(tokens, start, registry);
        return long_title(tokens, start, registry).unwrap_or(Role { owned: side.is_some(), side, ..Role::default() });
    }
    let title = &tokens[from..start];
    let office: Vec<&str> = title.iter().filter(|t| office_part(t)).map(|t| t.lower.as_str()).collect();
    let office =
        office.join(" ").replace("secretary state", "secretary of state").replace("chief staff", "chief of staff");
    let female = title.iter().find_map(|t| match t.lower.trim_end_matches('.') {
        "mrs" | "ms" | "miss" | "madam" | "madame" | "lady" | "dame" | "queen" | "princess" => Some(true),
        "mr" | "sir" | "lord" | "king" | "prince" | "sheikh" | "emir" | "sultan" | "ayatollah" | "pope" | "mullah"
        | "imam" => Some(false),
        _ => None,
    });
    let fights =
        ["rebel", "guerrilla", "militia", "insurgent", "separatist", "militant"].iter().any(|w| office.contains(w));
    let side = side_before(tokens, from, registry).or(registry.recent.group.filter(|_| fights));
    Role { titled: true, office, side, owned: false, female }
}

/// "The Freedonian team, led by X".
fn led_by(tokens: &[Token<'_>], start: usize, registry: &Registry) -> Option<Role> {
    let led = start
        .checked_sub(2)
        .filter(|&l| matches!(tokens[l].lower.as_str(), "led" | "headed" | "chaired" | "represented"))?;
    let side = (led.saturating_sub(7)..led).rev().find_map(|at| someone(tokens, at, registry))?;
    (tokens[start - 1].lower == "by").then(|| Role { titled: true, side: Some(side), ..Role::default() })
}

/// A known name that ends at the token: where it begins, and whose it is.
fn known_until(tokens: &[Token<'_>], end: usize, registry: &Registry) -> Option<(usize, ActorIndex)> {
    (end.saturating_sub(5)..end).find_map(|at| registry.known(tokens, at).filter(|k| k.0 == end).map(|k| (at, k.1)))
}

/// "UN envoy for Yemen X", "President of Peru X": the office stands before a place.
fn posted(tokens: &[Token<'_>], start: usize, registry: &Registry) -> Option<Role> {
    let (place, actor) = known_until(tokens, start, registry)?;
    let link = place.checked_sub(1).filter(|&l| l > 0 && offices::is_head(&tokens[l - 1].lower))?;
    let link_word = tokens[link].lower.as_str();
    if !matches!(link_word, "of" | "for" | "to" | "on" | "in") {
        return None;
    }
    let role = before(tokens, link, registry);
    let side = role.side.or(Some(actor).filter(|_| matches!(link_word, "of" | "in")));
    Some(Role { side, ..role })
}

fn office_part(t: &Token<'_>) -> bool {
    words().is("head", &t.lower) || words().is("before", &t.lower)
}

/// "The chief negotiator for the rebels, X", "a spokesman for the movement, X,".
fn long_title(tokens: &[Token<'_>], start: usize, registry: &Registry) -> Option<Role> {
    if start < 4 || tokens[start - 1].lower != "," {
        return None;
    }
    let from = start.saturating_sub(AFTER + 1);
    let stops = |t: &Token<'_>| t.tag == Tag::Punct || t.tag == Tag::Quote || t.is_finite();
    let from = (from..start - 1).rev().find(|&i| stops(&tokens[i])).map_or(from, |i| i + 1);
    let link = |i: usize| matches!(tokens[i].lower.as_str(), "of" | "for" | "from" | "in" | "at" | "with" | "to");
    let head = (from..start - 2).find(|&i| offices::is_head(tokens[i].singular()) && link(i + 1))?;
    let plural = tokens[head].lower.ends_with('s') && !offices::is_head(&tokens[head].lower);
    if plural {
        return None;
    }
    let own = side_before(tokens, office_start(tokens, head, from), registry);
    // An envoy to somebody is somebody else's.
    let sent =
        matches!(tokens[head].lower.as_str(), "envoy" | "ambassador" | "representative" | "coordinator" | "rapporteur")
            && tokens[head + 1].lower != "of";
    let whose = || (head + 1..start - 1).find_map(|i| someone(tokens, i, registry));
    let side = if sent { own } else { whose().or(own) };
    Some(Role { titled: true, office: office_text(tokens, head, from), side, ..Role::default() })
}

fn office_start(tokens: &[Token<'_>], head: usize, from: usize) -> usize {
    (from..head).rev().take_while(|&i| office_part(&tokens[i])).last().unwrap_or(head)
}

/// The words of the office whose noun is at `head`.
fn office_text(tokens: &[Token<'_>], head: usize, from: usize) -> String {
    let start = office_start(tokens, head, from);
    let office: Vec<&str> = tokens[start..=head].iter().map(|t| t.lower.as_str()).collect();
    let office = office.join(" ");
    match (tokens.get(head + 1), tokens.get(head + 2)) {
        (Some(of), Some(what))
            if of.lower == "of" && matches!(what.lower.as_str(), "state" | "staff" | "defense" | "defence") =>
        {
            format!("{office} of {}", what.lower)
        }
        _ => office,
    }
}

/// The actor named right before token `at`: "Kenya's", "Kenyan", "the group's", "its".
pub(super) fn side_before(tokens: &[Token<'_>], at: usize, registry: &Registry) -> Option<ActorIndex> {
    let possessive = at > 0 && (tokens[at - 1].tag == Tag::Possessive || tokens[at - 1].lower == "'");
    let end = if possessive { at - 1 } else { at };
    let end = if end > 0 && tokens[end - 1].text == ")" { end.saturating_sub(3) } else { end };
    for start in end.saturating_sub(6)..end {
        if let Some((stop, actor, way)) = registry.known(tokens, start)
            && stop == end
        {
            // "… in Brussels Mr. X": a place, and nobody's.
            let place = !possessive && super::places::is_place(tokens, start, stop, way, false);
            return Some(actor).filter(|_| !place);
        }
        if let Some((stop, actor)) = registry.learned(tokens, start)
            && stop == end
            && registry.kind(actor) != ActorKind::Person
        {
            return Some(actor);
        }
    }
    let owner = end > 0
        && (possessive
            || tokens[end - 1].tag == Tag::Owner
            || matches!(tokens[end - 1].lower.as_str(), "rebel" | "rebels" | "government"));
    if owner { generic(tokens, end - 1, registry) } else { None }
}

/// The actor that starts at the token, by name or by a noun for one spoken of before.
fn someone(tokens: &[Token<'_>], at: usize, registry: &Registry) -> Option<ActorIndex> {
    let named = registry.known(tokens, at).map(|k| k.1).or_else(|| registry.learned(tokens, at).map(|l| l.1));
    let named = named.filter(|&a| !matches!(registry.kind(a), ActorKind::Person | ActorKind::Source));
    named.or_else(|| if tokens[at].tag == Tag::Owner { None } else { generic(tokens, at, registry) })
}

/// Whom "the group", "the country", "the rebels", "its" mean at this point of the text.
fn generic(tokens: &[Token<'_>], at: usize, registry: &Registry) -> Option<ActorIndex> {
    let recent = registry.recent;
    match tokens[at].lower.as_str() {
        "group" | "movement" | "militia" | "party" | "rebels" | "rebel" | "guerrillas" | "insurgents" | "militants"
        | "faction" | "separatists" => recent.group,
        "country" | "government" | "nation" | "kingdom" | "republic" | "administration" | "junta" | "regime"
        | "ministry" | "army" | "military" | "cabinet" => registry.home.or(recent.state),
        "organisation" | "organization" | "agency" | "bloc" | "union" | "company" | "body" | "alliance" | "airline" => {
            recent.organisation.or(recent.group)
        }
        "its" | "their" | "his" | "her" => recent.any,
        _ => None,
    }
}

/// What the words after a name say: ", a Hamas spokesman", ", who leads the Omani delegation", " of Ukraine".
pub(super) fn after(tokens: &[Token<'_>], end: usize, registry: &Registry) -> Role {
    let Some(t) = tokens.get(end) else { return Role::default() };
    match t.lower.as_str() {
        "of" | "from" => {
            let article = usize::from(tokens.get(end + 1).is_some_and(|t| t.lower == "the"));
            let side =
                (end + 1 + article < tokens.len()).then(|| someone(tokens, end + 1 + article, registry)).flatten();
            Role { side, ..Role::default() }
        }
        "," => apposed(tokens, end + 1, registry),
        "is" | "was" => apposed(tokens, end + 1, registry),
        _ => Role::default(),
    }
}

fn apposed(tokens: &[Token<'_>], from: usize, registry: &Registry) -> Role {
    // An age between commas says nothing.
    let from = match tokens.get(from..from + 2) {
        Some([age, comma]) if age.tag == Tag::Num && comma.lower == "," => from + 2,
        _ => from,
    };
    let relative = tokens.get(from).is_some_and(|t| matches!(t.lower.as_str(), "who" | "himself" | "herself"));
    let from = from + usize::from(relative);
    let stop = |t: &Token<'_>| t.tag == Tag::Punct && t.text != "-" || t.tag == Tag::Quote || t.is_finite();
    let skip = usize::from(relative);
    let length = tokens.iter().skip(from + skip).take(AFTER).position(stop).unwrap_or(AFTER) + skip;
    let stop = (from + length).min(tokens.len());
    if from >= stop {
        return Role::default();
    }
    let side = || (from..stop).find_map(|i| someone(tokens, i, registry)).or_else(|| own(tokens, from, stop, registry));
    let part = &tokens[from..stop];
    // "representing the rebels", "who heads the Omani delegation"
    let stands = part.iter().take(2).any(|t| {
        matches!(
            t.lower.as_str(),
            "represents"
                | "representing"
                | "leads"
                | "leading"
                | "heads"
                | "heading"
                | "led"
                | "headed"
                | "chairs"
                | "speaking"
                | "speaks"
        )
    });
    if stands {
        let side = side();
        let office = if side.is_some() { "representative" } else { "" };
        return Role { side, office: office.to_owned(), ..Role::default() };
    }
    // A relative clause that says something else, or the next of a row of names, is no office.
    let opens = part.first().is_some_and(|t| {
        matches!(
            t.tag,
            Tag::Det | Tag::Owner | Tag::Adj | Tag::Noun | Tag::Num | Tag::Proper | Tag::Adv | Tag::Participle
        )
    });
    let Some(head) = part
        .iter()
        .position(|t| offices::is_head(t.singular()))
        .map(|h| last_head(tokens, from + h, stop))
        .filter(|_| opens && !relative)
    else {
        return Role::default();
    };
    // "X, President Y and Z": the office belongs to the name that follows it.
    if tokens.get(head + 1).is_some_and(|t| is_name_word(tokens, head + 1) && t.tag == Tag::Proper) {
        return Role::default();
    }
    Role { office: office_text(tokens, head, from), side: side(), ..Role::default() }
}

/// Where what is said of a person right after the name ends: "Keita, a spokeswoman for the army". Nobody named in it speaks or acts there.
pub(super) fn apposition(tokens: &[Token<'_>], end: usize, registry: &Registry) -> Option<usize> {
    if tokens.get(end)?.lower != "," || apposed(tokens, end + 1, registry).office.is_empty() {
        return None;
    }
    let age = usize::from(tokens.get(end + 1).is_some_and(|t| t.tag == Tag::Num)) * 2;
    let from = end + 1 + age;
    let stop = |t: &Token<'_>| t.tag == Tag::Punct && t.text != "-" || t.tag == Tag::Quote || t.is_finite();
    let relative = tokens.get(from).is_some_and(|t| t.lower == "who");
    let skip = if relative { 2 } else { 0 };
    let length = tokens.iter().skip(from + skip).take(AFTER).position(stop)? + skip;
    // A verb right there: the words before it are its subject, not ours.
    let at = from + length;
    (relative || !tokens[at].is_finite()).then_some(at)
}

/// The name that the office standing at `at` leads to over a comma: "the rebels' chief negotiator, X": where the name begins.
pub(super) fn led_to(tokens: &[Token<'_>], at: usize, registry: &Registry) -> Option<usize> {
    let stops = |t: &Token<'_>| t.tag == Tag::Punct && t.text != "-" || t.tag == Tag::Quote || t.is_finite();
    let comma = at + tokens.iter().skip(at).take(AFTER).position(stops)?;
    let part = &tokens[at..comma];
    let fits = tokens[comma].lower == "," && part.iter().any(|t| offices::is_head(&t.lower));
    let (end, actor) = fits.then(|| registry.learned(tokens, comma + 1)).flatten()?;
    let closed = tokens.get(end).is_none_or(|t| t.tag == Tag::Punct || t.tag == Tag::Possessive || at == 0);
    let role = before(tokens, comma + 1, registry);
    (registry.kind(actor) == ActorKind::Person && role.titled && closed).then_some(comma + 1)
}

/// "Chief negotiator": the last of the words of office in a row.
fn last_head(tokens: &[Token<'_>], head: usize, stop: usize) -> usize {
    (head..stop)
        .take_while(|&i| office_part(&tokens[i]))
        .filter(|&i| offices::is_head(tokens[i].singular()))
        .last()
        .unwrap_or(head)
}

/// "… , its chief negotiator": the one spoken of.
fn own(tokens: &[Token<'_>], from: usize, stop: usize, registry: &Registry) -> Option<ActorIndex> {
    (from..stop).find(|&i| tokens[i].tag == Tag::Owner).and_then(|i| generic(tokens, i, registry))
}

/// Enters a person whose whole name, or a name that means the person alone, is in the table.
pub(super) fn enter_figure(
    tokens: &[Token<'_>],
    start: usize,
    end: usize,
    figure: usize,
    before: Role,
    after: Role,
    registry: &mut Registry,
) {
    let side = if before.titled { before.side.or(after.side) } else { after.side.or(before.side) };
    let known = gazetteer().people[figure].side;
    // "Security Council secretary X of Freedonia": the state says more than the body.
    let body = |s: ActorIndex| {
        matches!(registry.kind(s), ActorKind::Organisation | ActorKind::Bloc)
            && !matches!(registry.kind(known), ActorKind::Organisation | ActorKind::Bloc)
    };
    let side = side.filter(|&s| !body(s));
    // Of the same name only, when the text says another side.
    let related =
        |s: ActorIndex| s == known || registry.side(s) == registry.side(known) || registry.of(s) == Some(known);
    let organisation = |s: ActorIndex| matches!(registry.kind(s), ActorKind::Organisation | ActorKind::Bloc);
    if let Some(side) = side
        && !related(side)
        && end - start >= 2
        && !organisation(side)
        && !organisation(known)
    {
        enter(tokens, start, end, before, after, registry);
        return;
    }
    let actor = registry.meet_figure(figure);
    registry.name_person(gazetteer().people[figure].name, actor);
    registry.name_person(&written(&tokens[start..end]), actor);
    let office = if before.office.is_empty() { after.office } else { before.office };
    registry.set_office(actor, &office, side);
    registry.last_office = office;
}

/// Enters a person whom the text introduces.
pub(super) fn enter(
    tokens: &[Token<'_>],
    start: usize,
    end: usize,
    before: Role,
    after: Role,
    registry: &mut Registry,
) {
    // A rank says less than a post.
    let rank = before.office.split(' ').all(|w| {
        matches!(w, "general" | "colonel" | "admiral" | "captain" | "major" | "lieutenant" | "official" | "professor")
    });
    let second = rank && !after.office.is_empty();
    let mut office = if before.office.is_empty() || second { after.office.clone() } else { before.office.clone() };
    // "Her Freedonian counterpart" has the office of whoever was named last.
    if office.ends_with("counterpart") {
        office.clone_from(&registry.last_office);
    }
    registry.last_office.clone_from(&office);
    let side = if before.titled { before.side.or(after.side) } else { after.side.or(before.side) };
    let name = mixed_case(&written(&tokens[start..end]));
    let last = bare(&tokens[end - 1].lower).to_owned();
    let actor = if end - start == 1 {
        // A surname alone means somebody introduced before, if there is one, or somebody known.
        match registry.names.get(&last).copied() {
            Some(earlier) if registry.kind(earlier) == ActorKind::Person => earlier,
            Some(_) => return,
            None => match registry.namesake(&last, &office, side) {
                Some(figure) => {
                    let actor = registry.meet_figure(figure);
                    registry.name_person(gazetteer().people[figure].name, actor);
                    actor
                }
                None => registry.sounding(&last).unwrap_or_else(|| registry.intern(&name, ActorKind::Person, None)),
            },
        }
    } else {
        registry.of_full_name(&name, &last)
    };
    registry.name_person(&name, actor);
    if let Some(female) = before.female {
        registry.set_female(actor, female);
    }
    registry.set_office(actor, &office, side);
    if registry.of(actor).is_none()
        && let Some(side) = gazetteer().title(&office)
    {
        registry.presume_side(actor, side);
    }
}

/// A name whose surname is shouted, as in "Emmanuel MACRON", in the usual letters.
fn mixed_case(name: &str) -> String {
    let shouts = |w: &str| w.chars().count() > 3 && w.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    if !name.split(' ').any(shouts) {
        return name.to_owned();
    }
    let quiet = |word: &str| {
        if !shouts(word) {
            return word.to_owned();
        }
        let mut begins = true;
        let lower = |c: char| {
            let out: String = if begins { c.to_string() } else { c.to_lowercase().collect() };
            begins = !c.is_alphabetic();
            out
        };
        word.chars().map(lower).collect()
    };
    name.split(' ').map(quiet).collect::<Vec<_>>().join(" ")
}

impl Registry {
    /// Notes that an actor was named, for "the group" and "its" to mean.
    pub(super) fn note(&mut self, actor: ActorIndex) {
        if gazetteer().actors.get(actor).is_some_and(|known| known.region) {
            return;
        }
        match self.kind(actor) {
            ActorKind::State => {
                self.recent.state = Some(actor);
                if !self.states.contains(&actor) && self.states.len() < 4 {
                    self.states.push(actor);
                }
            }
            ActorKind::Group => {
                self.recent.group = Some(actor);
                let named = self.actors[actor].name.starts_with(char::is_uppercase);
                if named && !self.named_groups.contains(&actor) && self.named_groups.len() < 2 {
                    self.named_groups.push(actor);
                }
            }
            ActorKind::Organisation | ActorKind::Bloc => self.recent.organisation = Some(actor),
            _ => return,
        }
        self.recent.any = Some(actor);
    }

    /// Lets the whole name, the last name, and the first name where no other person has it, mean the person.
    pub(super) fn name_person(&mut self, name: &str, actor: ActorIndex) {
        let key = super::gazetteer::words_of(name);
        let parts: Vec<&str> = key.split(' ').filter(|w| !matches!(*w, "jr" | "jr." | "sr" | "." | ",")).collect();
        self.alias(&key, actor);
        let Some(&last) = parts.last() else { return };
        let usable = |w: &str| w.chars().count() > 2 && !words().is_closed(w) && !words().is("thing", w);
        let particle = (1..parts.len().saturating_sub(1)).find(|&i| PARTICLES.contains(&parts[i]));
        let mut surnames = vec![last.to_owned(), bare(last).to_owned()];
        surnames.extend(particle.map(|p| parts[p..].join(" ")));
        if parts.len() >= 4 && particle.is_none() {
            surnames.push(parts[parts.len() - 2..].join(" "));
        }
        let family_first = parts.len() >= 2 && is_family_first(parts[0]) || parts.len() >= 2 && last.contains('-');
        if family_first {
            surnames.push(parts[0].to_owned());
        }
        for surname in surnames.iter().filter(|s| usable(s)) {
            self.alias(surname, actor);
        }
        if parts.len() >= 2 {
            let sound: Vec<String> = parts.iter().map(|p| fold::sound(bare(p))).collect();
            self.sounds.entry(sound.join(" ")).or_insert(actor);
            if last.chars().count() >= 5 {
                self.sounds.entry(fold::sound(bare(last))).or_insert(actor);
            }
            for first in &parts[..parts.len() - 1] {
                if usable(first) && first.chars().count() >= 4 && gazetteer().longest(first) == 0 {
                    let entry = self.firsts.entry((*first).to_owned()).or_insert(Some(actor));
                    if *entry != Some(actor) {
                        *entry = None;
                    }
                }
            }
        }
    }

    /// After the whole name the surname alone means this bearer of it.
    pub(super) fn recall(&mut self, tokens: &[Token<'_>], end: usize, actor: ActorIndex) {
        let last = bare(&tokens[end - 1].lower).to_owned();
        if self.names.get(&last).is_some_and(|&a| a != actor && self.kind(a) == ActorKind::Person) {
            self.names.set(&last, actor);
        }
    }

    /// The person of this whole name: the one spelled a little differently, the one only the surname was known of, or a new one.
    fn of_full_name(&mut self, name: &str, last: &str) -> ActorIndex {
        let key = super::gazetteer::words_of(name);
        let sound: Vec<String> = key.split(' ').map(|p| fold::sound(bare(p))).collect();
        if let Some(&alike) = self.sounds.get(&sound.join(" ")) {
            return alike;
        }
        if let Some(&alone) = self.names.get(last)
            && self.kind(alone) == ActorKind::Person
            && !self.name(alone).contains(' ')
            && self.described.is_empty()
        {
            let id = super::slug(name);
            if !self.ids.contains_key(&id) {
                self.ids.remove(&self.actors[alone].id);
                self.ids.insert(id.clone(), alone);
                (self.actors[alone].id, self.actors[alone].name) = (id, fold::shown(name));
                return alone;
            }
        }
        self.intern(name, ActorKind::Person, None)
    }

    /// The person whose surname sounds so, for long ones.
    fn sounding(&self, surname: &str) -> Option<ActorIndex> {
        let long = surname.chars().count() >= 5;
        self.sounds.get(&fold::sound(surname)).copied().filter(|_| long)
    }

    /// The person of the table with this surname whom the office and the side fit, in or near office in the year of the text.
    fn namesake(&self, surname: &str, office: &str, side: Option<ActorIndex>) -> Option<usize> {
        let people = &gazetteer().people;
        let called = offices::office(office);
        let fits = |&&figure: &&usize| {
            let person = &people[figure];
            let same_side = side.is_none_or(|s| s == person.side || self.side(s) == self.side(person.side));
            same_side
                && (called == 0 || person.terms.answer(called))
                && (self.year.is_none() || person.terms.distance(called, self.year) <= 8)
        };
        let found: Vec<usize> = gazetteer().namesakes(surname).iter().filter(fits).copied().collect();
        // Without an office and a side a surname that several have says nothing.
        if called == 0 && side.is_none() && self.year.is_none() && found.len() > 1 {
            return None;
        }
        found.into_iter().min_by_key(|&f| people[f].terms.distance(called, self.year))
    }

    /// Gives somebody without a side the one that the title implies.
    fn presume_side(&mut self, actor: ActorIndex, side: ActorIndex) {
        let entry = &mut self.actors[actor];
        if entry.of.is_none() {
            (entry.of, entry.presumed) = (Some(side), true);
        }
    }

    /// The state that "the government" and "the army" belong to at token `at`: the one whose town the sentence has named before, the only one the
    /// text names, the dateline's, the first one named.
    pub(super) fn here(&self, tokens: &[Token<'_>], at: usize) -> Option<ActorIndex> {
        let town = (1..at.min(8)).rev().find_map(|i| {
            let (_, actor, _) = self.known(tokens, i)?;
            (tokens[i - 1].lower == "in" && self.kind(actor) == ActorKind::State).then_some(actor)
        });
        let only = if let [only] = self.states[..] { Some(only) } else { None };
        town.or(only).or(self.home).or(self.states.first().copied()).or(self.land)
    }

    /// At the end of the first reading of a text: who holds an office of state in a text that speaks of one state alone belongs to it.
    pub(crate) fn settle(&mut self) {
        let state = match self.states[..] {
            [state] => Some(state),
            // Papers leave out whose minister it is at home.
            _ => self.home.filter(|home| self.states.contains(home)),
        };
        self.recent = Recent::default();
        let Some(state) = state else { return };
        for entry in self.actors.iter_mut().skip(self.fresh) {
            let of_state = entry
                .office
                .as_deref()
                .is_some_and(|o| offices::is_of_state(offices::office(o)) || o.contains("opposition"));
            if entry.kind == ActorKind::Person && entry.of.is_none() && of_state {
                entry.of = Some(state);
            }
        }
    }
}
