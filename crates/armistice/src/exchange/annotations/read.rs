//! Reading: our own annotations, and those of other tools as far as their bodies say what sort of claim they mark.

use serde_json::Value;

use super::{ACTORS, CLAIM, SOURCES, from_iri};
use crate::case::claims::{Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Polarity};
use crate::exchange::incoming::{Entry, Incoming, Partial, Quoted, Selected};
use crate::exchange::json_lines::without_line;
use crate::exchange::values;

/// Keys under which lists of annotations stand: the model's pages and collections, and the answers of annotation servers.
const LISTS: &[&str] = &["items", "first", "last", "rows", "annotations", "@graph"];
/// How far pages stand inside collections.
const DEEPEST: usize = 4;

pub(in crate::exchange) fn read(text: &str) -> Result<Incoming, String> {
    let root: Value = match serde_json::from_str(text) {
        Ok(root) => root,
        // Some tools write an annotation a line.
        Err(error) => {
            let lines = text.lines().filter(|line| !line.trim().is_empty()).map(serde_json::from_str);
            Value::Array(
                lines
                    .collect::<Result<_, _>>()
                    .map_err(|_| format!("it is not JSON: {} of line {}", without_line(&error), error.line()))?,
            )
        }
    };
    let mut incoming = Incoming::default();
    let mut found = Vec::new();
    gather(&root, &mut found, DEEPEST);
    for (key, value) in [SOURCES, ACTORS].into_iter().flat_map(|key| root.get(key).map(|value| (key, value))) {
        for one in listed(value) {
            let read = match key {
                SOURCES => values::read_source(one).map(|source| incoming.sources.push(source)),
                _ => values::read_actor(one).map(|actor| incoming.describe(actor)),
            };
            if let Err(why) = read {
                incoming.refuse(key, why);
            }
        }
    }
    if found.is_empty()
        && listed(&root).all(|one| one.get("type").and_then(Value::as_str) != Some("AnnotationCollection"))
    {
        return Err("there are no annotations in it".to_owned());
    }
    for (number, annotation) in found.into_iter().enumerate() {
        let place = format!("annotation {}", number + 1);
        if let Err(why) = read_annotation(annotation, &place, &mut incoming) {
            incoming.refuse(&place, why);
        }
    }
    Ok(incoming)
}

/// A value as a list: JSON-LD leaves the brackets of a single thing out.
fn listed(value: &Value) -> impl Iterator<Item = &Value> {
    let all = value.as_array();
    all.into_iter().flatten().chain(all.is_none().then_some(value).filter(|v| !v.is_null()))
}

/// The annotations in a value, in their order.
fn gather<'a>(value: &'a Value, found: &mut Vec<&'a Value>, deeper: usize) {
    for one in listed(value) {
        if one.get("target").is_some() {
            found.push(one);
        } else if deeper > 0 {
            for list in LISTS.iter().filter_map(|key| one.get(*key)) {
                gather(list, found, deeper - 1);
            }
        }
    }
}

fn text_of<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn read_annotation(annotation: &Value, place: &str, into: &mut Incoming) -> Result<(), String> {
    let mut selections = Vec::new();
    for target in annotation.get("target").into_iter().flat_map(listed) {
        selections.push(selection(target, annotation));
    }
    if selections.is_empty() {
        return Err("it has no target".to_owned());
    }
    let sought = selections.remove(0);
    if sought.exact.is_none() && sought.positions.is_none() {
        return Err("it selects no words of a text: neither a TextQuoteSelector nor a TextPositionSelector".to_owned());
    }
    let said = Said::of(annotation);
    let mut entry = match said.data {
        Some(data) => own(data, &said, place, into)?,
        None => foreign(&said, place, into)?,
    };
    entry.quoted = Quoted::Selected(sought);
    entry.also = selections;
    into.entries.push(entry);
    Ok(())
}

/// Where a target is.
fn selection(target: &Value, annotation: &Value) -> Selected {
    let mut selected = Selected::default();
    let source = target.get("source").unwrap_or(target);
    let title =
        |holder: &Value| holder.get("title").into_iter().flat_map(listed).find_map(Value::as_str).map(str::to_owned);
    let document = annotation.get("document");
    let names = [
        source.as_str().map(from_iri),
        text_of(source, "id").map(from_iri),
        text_of(annotation, "uri").map(from_iri),
        document.and_then(title),
    ];
    selected.source = names.into_iter().flatten().filter(|name| !name.is_empty()).collect();
    let mut waiting: Vec<&Value> = target.get("selector").into_iter().flat_map(listed).collect();
    while let Some(selector) = waiting.pop() {
        // A selector that refines another one is the narrower of the two.
        waiting.extend(selector.get("refinedBy").into_iter().flat_map(listed));
        match text_of(selector, "type") {
            Some("TextQuoteSelector") => {
                selected.exact = text_of(selector, "exact").map(str::to_owned).or(selected.exact);
                selected.prefix = text_of(selector, "prefix").unwrap_or_default().to_owned();
                selected.suffix = text_of(selector, "suffix").unwrap_or_default().to_owned();
            }
            Some("TextPositionSelector") => {
                let at = |key| selector.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
                selected.positions = at("start").zip(at("end")).or(selected.positions);
            }
            _ => {}
        }
    }
    selected
}

/// What the bodies of an annotation say.
#[derive(Default)]
struct Said<'a> {
    /// Our own data.
    data: Option<&'a Value>,
    /// Tags that say what sort of thing it is.
    classes: Vec<&'a str>,
    /// Other tags.
    tags: Vec<&'a str>,
    /// Remarks and descriptions.
    texts: Vec<&'a str>,
}

impl<'a> Said<'a> {
    fn of(annotation: &'a Value) -> Self {
        let mut said = Self::default();
        for body in annotation.get("body").into_iter().flat_map(listed) {
            let value = text_of(body, "value").or(body.as_str());
            let purpose = body.get("purpose").into_iter().flat_map(listed).find_map(Value::as_str);
            let data = body.get("source").unwrap_or(body).get(CLAIM);
            match (data, value, purpose) {
                (Some(data), _, _) => said.data = Some(data),
                (_, Some(value), Some("classifying")) => said.classes.push(value),
                (_, Some(value), Some("tagging" | "identifying" | "linking")) => said.tags.push(value),
                (_, Some(value), _) => said.texts.push(value),
                _ => {}
            }
        }
        // Annotation servers that came before the standard have tags and text of their own.
        said.tags.extend(annotation.get("tags").into_iter().flat_map(listed).filter_map(Value::as_str));
        said.texts.extend(text_of(annotation, "text").filter(|text| !text.trim().is_empty()));
        said.texts.extend(text_of(annotation, "bodyValue"));
        said
    }

    /// The kind that tags name, if they name one: classes and tags such as `kind:call` before plain ones, since `ceasefire` may be meant as an issue.
    fn kind(&self) -> Result<Option<ClaimKind>, String> {
        let kind = |word: &str| ClaimKind::from_word(&word.trim().to_lowercase());
        let named = |tag: &&str| {
            tag.split_once(':')
                .filter(|(key, _)| key.trim().eq_ignore_ascii_case("kind"))
                .and_then(|(_, word)| kind(word))
        };
        let explicit = self
            .classes
            .iter()
            .filter_map(|tag| named(tag).or_else(|| kind(tag)))
            .chain(self.tags.iter().filter_map(named));
        let mut found: Vec<ClaimKind> = explicit.collect();
        if found.is_empty() {
            found.extend(self.tags.iter().filter_map(|tag| kind(tag)));
        }
        found.dedup();
        match found.as_slice() {
            [] => Ok(None),
            [kind] => Ok(Some(*kind)),
            [one, other, ..] => Err(format!(
                "it has two kinds, `{}` and `{}`: tag the one that is meant as `kind:{0}`",
                one.word(),
                other.word()
            )),
        }
    }
}

/// One of our annotations, with what was changed in its visible bodies.
fn own(data: &Value, said: &Said<'_>, place: &str, into: &mut Incoming) -> Result<Entry, String> {
    let mut entry = values::read_claim(data, place, into)?;
    let claim = &mut entry.claim;
    let known = |tag: &&str| ClaimKind::from_word(tag.trim());
    let mut kinds = said.classes.iter().filter_map(known);
    claim.kind = kinds.next().unwrap_or(claim.kind);
    let tags: Vec<String> = said.tags.iter().map(|&tag| tag.to_owned()).collect();
    if !said.tags.is_empty() {
        claim.issue = tags;
    }
    if let [text] = said.texts.as_slice() {
        claim.content = (*text).to_owned();
    }
    Ok(entry)
}

/// Another tool's annotation: a claim somebody marked, if a tag says of which kind.
fn foreign(said: &Said<'_>, place: &str, into: &mut Incoming) -> Result<Entry, String> {
    let Some(kind) = said.kind()? else {
        let tags: Vec<&str> = said.classes.iter().chain(&said.tags).copied().collect();
        return Err(match tags.as_slice() {
            [] => "no tag says which kind of claim it is".to_owned(),
            tags => format!("none of its tags (`{}`) is a kind of claim", tags.join("`, `")),
        });
    };
    let mut partial = Partial::default();
    let mut claim = Claim {
        id: String::new(),
        source: String::new(),
        kind,
        speaker: Vec::new(),
        target: Vec::new(),
        issue: Vec::new(),
        content: String::new(),
        // As the reader has it of these kinds: what they report is against something.
        polarity: match kind {
            ClaimKind::Refuse | ClaimKind::Criticize | ClaimKind::Deny => Polarity::Negative,
            _ => Polarity::Positive,
        },
        status: ClaimStatus::Present,
        when: None,
        conditions: Vec::new(),
        attribution: None,
        quote: String::new(),
        start: 0,
        end: 0,
        also: Vec::new(),
        by: None,
        state: ClaimState::Accepted,
    };
    for tag in said.classes.iter().chain(&said.tags).map(|tag| tag.trim()) {
        let (key, value) = tag.split_once(':').map_or(("", tag), |(key, value)| (key.trim(), value.trim()));
        let mut wrong = false;
        match key.to_lowercase().as_str() {
            "kind" | "plover" | "cameo" => {}
            "speaker" => claim.speaker.push(into.mention("", value)),
            "target" => claim.target.push(into.mention("", value)),
            "issue" => claim.issue.push(value.to_owned()),
            "according to" => {
                let actor = Some(into.mention("", value));
                claim.attribution = Some(Attribution { actor, text: value.to_owned(), direct: false });
            }
            "polarity" => {
                partial.polarity = Polarity::from_word(value);
                wrong = partial.polarity.is_none();
            }
            "status" => {
                partial.status = ClaimStatus::from_word(&value.to_lowercase());
                wrong = partial.status.is_none();
            }
            "state" => match ClaimState::from_word(&value.to_lowercase()) {
                Some(state) => claim.state = state,
                None => wrong = true,
            },
            _ if ClaimKind::from_word(&tag.to_lowercase()) == Some(kind) => {}
            _ => claim.issue.push(tag.to_owned()),
        }
        if wrong {
            return Err(format!("`{value}` is no `{key}`"));
        }
    }
    let text = said.texts.join(" ");
    partial.content = (!text.trim().is_empty()).then(|| text.trim().to_owned());
    claim.polarity = partial.polarity.unwrap_or(claim.polarity);
    claim.status = partial.status.unwrap_or(claim.status);
    claim.content = partial.content.clone().unwrap_or_default();
    Ok(Entry { place: place.to_owned(), claim, quoted: Quoted::Bytes, also: Vec::new(), partial: Some(partial) })
}
