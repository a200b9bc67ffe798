//! PLOVER and CAMEO codes of claims and actors, from the tables `events.txt`, `cameo.txt` and `actors.txt` beside this file, which give the reasons.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::case::claims::{Actor, ActorKind, Claim, ClaimKind, ClaimStatus, Polarity};

const EVENTS: &str = include_str!("events.txt");
const CAMEO: &str = include_str!("cameo.txt");
const ACTORS: &str = include_str!("actors.txt");

/// Offices and bodies that speak for a government, as words of an office or a name.
const GOVERNMENT: &[&str] = &[
    "ambassador",
    "chancellor",
    "delegation",
    "envoy",
    "foreign",
    "government",
    "king",
    "minister",
    "ministry",
    "negotiator",
    "negotiators",
    "premier",
    "president",
    "presidency",
    "prime",
    "secretary",
    "spokesman",
    "spokesperson",
    "spokeswoman",
];

/// Bodies that are a state's armed forces.
const MILITARY: &[&str] = &["army", "forces", "military", "navy", "troops"];

/// What event data sets call a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// PLOVER's event, such as `AGREE`.
    pub event: Option<&'static str>,
    /// PLOVER's mode of the event.
    pub mode: Option<&'static str>,
    /// PLOVER's context of the event.
    pub context: Option<&'static str>,
    /// The CAMEO code, of three or four digits.
    pub cameo: Option<&'static str>,
}

/// A row of `events.txt`.
struct Row {
    kinds: Vec<ClaimKind>,
    polarity: Option<Polarity>,
    status: When,
    /// `None`: anything.
    about: Option<Vec<&'static str>>,
    codes: Codes,
}

enum When {
    Done,
    Future,
    Any,
}

struct Tables {
    rows: Vec<Row>,
    /// Goldstein value and name of each CAMEO code.
    cameo: BTreeMap<&'static str, (&'static str, &'static str)>,
    /// Codes of actors by their names in lower case.
    actors: BTreeMap<String, &'static str>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut rows = Vec::new();
    for line in lines(EVENTS) {
        if let Some((name, words)) = line.split_once(" = ") {
            groups.insert(name.trim(), words.split(',').map(str::trim).collect());
        } else {
            rows.extend(row(line, &groups));
        }
    }
    let cameo = lines(CAMEO).filter_map(|line| {
        let (code, rest) = line.split_once(char::is_whitespace)?;
        let (goldstein, name) = rest.trim().split_once(' ')?;
        Some((code, (goldstein, name)))
    });
    let actors = lines(ACTORS).filter_map(|line| line.split_once(' '));
    let actors = actors.flat_map(|(code, names)| names.split('|').map(move |name| (plain(name), code)));
    Tables { rows, cameo: cameo.collect(), actors: actors.collect() }
});

fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn row(line: &'static str, groups: &BTreeMap<&str, Vec<&'static str>>) -> Option<Row> {
    let cells: Vec<&'static str> = line.split('|').map(str::trim).collect();
    let [kinds, polarity, status, about, plover, cameo, _why] = cells.as_slice() else { return None };
    let given = |code: &'static str| (code != "-").then_some(code);
    let mut plover = plover.split_whitespace().map(given);
    Some(Row {
        kinds: kinds.split(',').map(|kind| ClaimKind::from_word(kind.trim())).collect::<Option<_>>()?,
        polarity: Polarity::from_word(polarity),
        status: match *status {
            "done" => When::Done,
            "future" => When::Future,
            _ => When::Any,
        },
        about: if *about == "*" { None } else { Some(groups.get(about)?.clone()) },
        codes: Codes { event: plover.next()?, mode: plover.next()?, context: plover.next()?, cameo: given(cameo) },
    })
}

/// The codes of a claim; none of a claim that is no event.
pub fn codes(claim: &Claim) -> Codes {
    let fits = |row: &&Row| {
        row.kinds.contains(&claim.kind)
            && row.polarity.is_none_or(|polarity| polarity == claim.polarity)
            && match row.status {
                When::Any => true,
                When::Done => matches!(claim.status, ClaimStatus::Past | ClaimStatus::Present),
                When::Future => claim.status == ClaimStatus::Future,
            }
            && row.about.as_ref().is_none_or(|words| {
                !claim.issue.is_empty() && claim.issue.iter().all(|word| words.contains(&word.as_str()))
            })
    };
    TABLES.rows.iter().find(fits).map(|row| row.codes).unwrap_or_default()
}

/// The name of a CAMEO code.
pub fn name(cameo: &str) -> Option<&'static str> {
    TABLES.cameo.get(cameo).map(|(_, name)| *name)
}

/// The Goldstein value of a CAMEO code, from -10 to 10 with one decimal place, as published.
pub fn goldstein(cameo: &str) -> Option<&'static str> {
    TABLES.cameo.get(cameo).map(|(goldstein, _)| *goldstein)
}

/// The quad class of a CAMEO code: 1 verbal co-operation, 2 material co-operation, 3 verbal conflict, 4 material conflict.
pub fn quad(cameo: &str) -> Option<u8> {
    let root: u8 = cameo.get(..2)?.parse().ok()?;
    Some(match root {
        1..=5 => 1,
        6..=8 => 2,
        9..=13 => 3,
        14..=20 => 4,
        _ => return None,
    })
}

/// The CAMEO code of an actor: that of a state or an organisation of the table; for those who belong to a state, its code with `GOV` or `MIL` where
/// office or name say so. Armed groups and parties get none, whatever state they belong to.
///
/// `find` gives the actor with an id.
pub fn actor<'a>(of: &Actor, find: &impl Fn(&str) -> Option<&'a Actor>) -> Option<String> {
    let named = |actor: &Actor| {
        let listed = std::iter::once(&actor.name).chain(&actor.names).find_map(|name| TABLES.actors.get(&plain(name)));
        listed.copied().filter(|_| !matches!(actor.kind, ActorKind::Person | ActorKind::Source | ActorKind::Group))
    };
    if let Some(code) = named(of) {
        return Some(code.to_owned());
    }
    if !matches!(of.kind, ActorKind::Person | ActorKind::Delegation | ActorKind::Source) {
        return None;
    }
    let state = find(of.of.as_deref()?)?;
    let code = named(state)?;
    let says = |words: &[&str]| {
        let texts = [of.office.as_deref(), (of.kind == ActorKind::Delegation).then_some(of.name.as_str())];
        let mut all = texts.into_iter().flatten().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        all.any(|word| words.contains(&word.to_lowercase().as_str()))
    };
    Some(match () {
        () if code.len() > 3 => code.to_owned(),
        () if says(MILITARY) => format!("{code}MIL"),
        () if says(GOVERNMENT) => format!("{code}GOV"),
        () => code.to_owned(),
    })
}

/// A name as the table compares it.
fn plain(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.strip_prefix("the ").map_or(name.clone(), str::to_owned)
}

#[cfg(test)]
mod tests;
