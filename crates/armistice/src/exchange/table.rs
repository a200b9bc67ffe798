//! A table with a claim a row, for spreadsheets: UTF-8 with a byte order mark, without which some read other letters, and no cell that is a formula.

use std::collections::BTreeMap;

use super::incoming::{Entry, Incoming, Quoted, Selected};
use super::values::Actors;
use super::{Dossier, codes, csv};
use crate::case::claims::{Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Place, Polarity};
use crate::case::claims_file;
use crate::case::model::Source;

/// The columns. Those after `end` follow from the others, and reading leaves them aside, but for the names of actors that are not known yet.
const COLUMNS: &[&str] = &[
    "id",
    "state",
    "kind",
    "polarity",
    "status",
    "when",
    "speaker",
    "target",
    "issue",
    "content",
    "attribution_actor",
    "attribution_text",
    "attribution_direct",
    "conditions",
    "by",
    "quote",
    "source",
    "file",
    "also",
    "start",
    "end",
    "speaker_name",
    "target_name",
    "title",
    "published",
    "plover_event",
    "plover_mode",
    "plover_context",
    "cameo",
];

/// Words for polarities: `+` and `-` alone would begin like formulas.
const POLARITIES: &[(Polarity, &str)] =
    &[(Polarity::Positive, "asserts"), (Polarity::Negative, "negates"), (Polarity::Neutral, "neither")];

pub(super) fn write(dossier: &Dossier<'_>) -> String {
    let mut out = "\u{feff}".to_owned();
    csv::push_row(&mut out, COLUMNS);
    let actors = dossier.actors();
    for claim in &dossier.claims.claims {
        let cells = cells(claim, dossier.source(&claim.source), &actors).map(|cell| csv::harmless(&cell));
        csv::push_row(&mut out, &cells);
    }
    out
}

fn cells(claim: &Claim, source: Option<&Source>, actors: &Actors<'_>) -> [String; 29] {
    let names = |ids: &[String]| {
        csv::listed(&ids.iter().map(|id| actors.get(id.as_str()).map_or(id.as_str(), |a| &a.name)).collect::<Vec<_>>())
    };
    let word = |polarity| POLARITIES.iter().find(|(p, _)| *p == polarity).map_or("", |(_, word)| word);
    let by = claim.attribution.as_ref();
    let also = |p: &Place| format!("{}:{}-{}", p.source, p.start, p.end);
    let found = codes::codes(claim);
    let code = |code: Option<&str>| code.unwrap_or_default().to_owned();
    [
        claim.id.clone(),
        claim.state.word().to_owned(),
        claim.kind.word().to_owned(),
        word(claim.polarity).to_owned(),
        claim.status.word().to_owned(),
        claim.when.clone().unwrap_or_default(),
        csv::listed(&claim.speaker),
        csv::listed(&claim.target),
        csv::listed(&claim.issue),
        claim.content.clone(),
        by.and_then(|a| a.actor.clone()).unwrap_or_default(),
        by.map(|a| a.text.clone()).unwrap_or_default(),
        by.map_or("", |a| if a.direct { "yes" } else { "no" }).to_owned(),
        csv::listed(&claim.conditions),
        claim.by.clone().unwrap_or_default(),
        claim.quote.clone(),
        claim.source.clone(),
        source.map(|s| s.file.clone()).unwrap_or_default(),
        csv::listed(&claim.also.iter().map(also).collect::<Vec<_>>()),
        claim.start.to_string(),
        claim.end.to_string(),
        names(&claim.speaker),
        names(&claim.target),
        source.and_then(|s| s.title.clone()).unwrap_or_default(),
        source.and_then(|s| s.published.clone()).unwrap_or_default(),
        code(found.event),
        code(found.mode),
        code(found.context),
        code(found.cameo),
    ]
}

pub(super) fn read(text: &str) -> Result<Incoming, String> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    // Spreadsheets of countries with a decimal comma separate by semicolons.
    let separator = [',', ';', '\t'].into_iter().max_by_key(|s| header.matches(*s).count()).unwrap_or(',');
    let rows = csv::rows(text, separator)
        .map_err(|line| format!("the quotation mark that opens on line {line} is never closed"))?;
    let mut rows = rows.into_iter();
    let Some(first) = rows.next() else { return Err("the table is empty".to_owned()) };
    let columns: BTreeMap<String, usize> =
        first.cells.iter().enumerate().map(|(at, name)| (csv::plain(name.trim()).to_lowercase(), at)).collect();
    let missing: Vec<&str> = ["kind", "quote", "source"].into_iter().filter(|c| !columns.contains_key(*c)).collect();
    if !missing.is_empty() {
        return Err(format!("the table's first row does not name the columns `{}`", missing.join("`, `")));
    }
    let mut incoming = Incoming::default();
    for row in rows {
        let place = format!("line {}", row.line);
        let cell = |column: &str| {
            let cell = columns.get(column).and_then(|&at| row.cells.get(at));
            cell.map_or("", |cell| csv::plain(cell)).to_owned()
        };
        if let Err(why) = read_row(&cell, &place, &mut incoming) {
            incoming.refuse(&place, why);
        }
    }
    Ok(incoming)
}

fn read_row(cell: &impl Fn(&str) -> String, place: &str, into: &mut Incoming) -> Result<(), String> {
    let mut wrong: Vec<String> = Vec::new();
    let given = |column: &str| Some(cell(column)).filter(|cell| !cell.is_empty());
    let word = |column: &str| given(column).map(|cell| cell.trim().to_lowercase());
    let mut bad = |column: &str, word: &str| wrong.push(format!("`{word}` is no `{column}`"));
    let kind = word("kind").unwrap_or_default();
    let kind = ClaimKind::from_word(&kind).unwrap_or_else(|| {
        bad("kind", &kind);
        ClaimKind::Process
    });
    let polarity = word("polarity").map_or(Polarity::Positive, |word| {
        let named = POLARITIES.iter().find(|(_, w)| *w == word).map(|(p, _)| *p);
        named.or_else(|| Polarity::from_word(&word)).unwrap_or_else(|| {
            bad("polarity", &word);
            Polarity::Positive
        })
    });
    let status = word("status").map_or(ClaimStatus::Present, |word| {
        ClaimStatus::from_word(&word).unwrap_or_else(|| {
            bad("status", &word);
            ClaimStatus::Present
        })
    });
    let state = word("state").map_or(ClaimState::Accepted, |word| {
        ClaimState::from_word(&word).unwrap_or_else(|| {
            bad("state", &word);
            ClaimState::Accepted
        })
    });
    let when = given("when");
    if let Some(when) = when.as_deref().filter(|when| !claims_file::is_days(when)) {
        bad("when", when);
    }
    let direct = word("attribution_direct");
    let direct = match direct.as_deref() {
        None => None,
        Some("yes" | "true" | "1") => Some(true),
        Some("no" | "false" | "0") => Some(false),
        Some(other) => {
            bad("attribution_direct", other);
            None
        }
    };
    let mut number = |column: &str| {
        let cell = word(column)?;
        let number = cell.parse().ok();
        if number.is_none() {
            bad(column, &cell);
        }
        number
    };
    let bytes: Option<(usize, usize)> = number("start").zip(number("end"));
    let also = csv::unlisted(&cell("also")).into_iter().filter_map(|written| {
        let place = place_of(&written);
        if place.is_none() {
            bad("also", &written);
        }
        place
    });
    let also: Vec<Place> = also.collect();
    let mut people = |ids: &str, names: &str| {
        let (ids, names) = (csv::unlisted(&cell(ids)), csv::unlisted(&cell(names)));
        // Names are those of the ids as long as nobody added one without the other.
        let name = |at: usize| names.get(at).filter(|_| names.len() == ids.len()).map_or("", String::as_str);
        ids.iter().enumerate().map(|(at, id)| into.mention(id, name(at))).collect::<Vec<_>>()
    };
    let (speaker, target) = (people("speaker", "speaker_name"), people("target", "target_name"));
    let actor = given("attribution_actor").map(|id| into.mention(id.trim(), ""));
    let text = cell("attribution_text");
    let attributed = actor.is_some() || !text.is_empty() || direct.is_some();
    let quote = cell("quote");
    let sources = [cell("file"), cell("source")];
    let claim = Claim {
        id: cell("id").trim().to_owned(),
        source: cell("source").trim().to_owned(),
        kind,
        speaker,
        target,
        issue: csv::unlisted(&cell("issue")),
        content: cell("content"),
        polarity,
        status,
        when,
        conditions: csv::unlisted(&cell("conditions")),
        attribution: attributed.then(|| Attribution { actor, text, direct: direct.unwrap_or(false) }),
        quote: quote.clone(),
        start: bytes.map_or(0, |(start, _)| start),
        end: bytes.map_or(0, |(_, end)| end),
        also,
        by: given("by"),
        state,
    };
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    // Without bytes, the quote has to be in its source once.
    let sought = || Selected {
        source: sources.into_iter().filter(|name| !name.is_empty()).collect(),
        exact: Some(quote),
        ..Selected::default()
    };
    let quoted = if bytes.is_some() { Quoted::Bytes } else { Quoted::Selected(sought()) };
    into.entries.push(Entry { place: place.to_owned(), claim, quoted, also: Vec::new(), partial: None });
    Ok(())
}

/// `source:start-end`.
fn place_of(written: &str) -> Option<Place> {
    let (source, bytes) = written.rsplit_once(':')?;
    let (start, end) = bytes.split_once('-')?;
    Some(Place { source: source.to_owned(), start: start.parse().ok()?, end: end.parse().ok()? })
}
