//! Reading: every key and value with its place, all problems at once.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{FILE, FORMAT};
use crate::case::claims::{
    Actor, ActorKind, Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Claims, Place, Polarity,
};
use crate::case::condition::{is_bare, shown};
use crate::case::document::Document;
use crate::case::model::Source;
use crate::diagnostic::{Diagnostic, Span, nearest};

/// Unknown names to which the nearest known one is looked for: looking through all names for each of thousands would take minutes.
const SUGGESTIONS: usize = 100;

/// Reads `claims.toml`.
///
/// `files` holds the bytes of the source files by their path inside the case folder; `case_sources` maps the ids of the sources that `case.toml`
/// declares to their files, and claims may come from these too (whether such a file is there and is text is for the reader of `case.toml` to say).
///
/// The claims are `None` when the file is not TOML or not of this format. They are there in spite of other errors, so that references to them
/// can be checked, but then hold stand-ins for what could not be read: with [`crate::diagnostic::has_errors`], use them for nothing else.
/// Ids of actors are not resolved here, since the parties and people of the case are actors too: see [`check_actors`].
pub fn read(
    text: &str,
    files: &BTreeMap<String, Vec<u8>>,
    case_sources: &BTreeMap<String, String>,
) -> (Option<Claims>, Vec<Diagnostic>) {
    read_parsed(&Document::parse(text), files, case_sources)
}

/// [`read`], of a text that is parsed already.
pub(in crate::case) fn read_parsed(
    document: &Document<'_>,
    files: &BTreeMap<String, Vec<u8>>,
    case_sources: &BTreeMap<String, String>,
) -> (Option<Claims>, Vec<Diagnostic>) {
    let Document { text, root, errors } = document;
    let mut reader = Reader { damaged: !errors.is_empty(), problems: Vec::new() };
    for error in errors {
        let span = error.span().unwrap_or(text.len()..text.len());
        let message = error.message().replace('\n', "; ");
        reader.problems.push(Diagnostic::error("syntax", message).at(FILE, span, ""));
    }
    let mut root = Fields { table: root.get_ref(), span: 0..0, what: "claims.toml".to_owned() };
    let right_format = reader.format(&root);
    let known = ["format", "last", "sources", "actors", "claims"];
    reader.known_keys(&root, &known);
    let mut claims = Claims::default();
    let mut at = Vec::new();
    if let Some(value) = root.table.get("last").filter(|v| whole(v.get_ref()).is_none()) {
        reader.wrong_type(&root, "last", value, "a whole number, the highest that a claim ever had");
    }
    if right_format {
        for (id, fields) in reader.entries(&root, "sources", "source") {
            claims.sources.push(reader.source(id, &fields, files));
        }
        for (id, fields) in reader.entries(&root, "actors", "actor") {
            claims.actors.push(reader.actor(id, &fields));
        }
        for (place, fields) in reader.elements(&root, "claims") {
            root.what = place;
            if let Some((claim, spans)) = reader.claim(&fields) {
                claims.claims.push(claim);
                at.push(spans);
            }
        }
        reader.duplicates(&claims, &at);
        reader.sources_and_quotes(&claims, &at, files, case_sources);
    }
    let usable = right_format && !reader.damaged;
    (usable.then_some(claims), reader.problems)
}

/// The problems of ids of actors that mean nobody: neither an actor of `claims.toml` nor one of `case_actors`, the parties and people of the case.
/// `text` is the `claims.toml` that `claims` was read from.
pub fn check_actors(text: &str, claims: &Claims, case_actors: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let known: BTreeSet<&str> =
        claims.actors.iter().map(|a| a.id.as_str()).chain(case_actors.iter().copied()).collect();
    let all_known = claims.actors.iter().filter_map(|a| a.of.as_ref()).chain(claims.claims.iter().flat_map(|c| {
        let attributed = c.attribution.as_ref().and_then(|a| a.actor.as_ref());
        c.speaker.iter().chain(&c.target).chain(attributed)
    }));
    if all_known.into_iter().all(|id| known.contains(id.as_str())) {
        return Vec::new();
    }
    let (document, _) = DeTable::parse_recoverable(text);
    let mut found = Vec::new();
    let mut check = |value: Option<&Spanned<DeValue<'_>>>| {
        let Some((id, span)) = value.and_then(|v| Some((v.get_ref().as_str()?, v.span()))) else { return };
        if known.contains(id) {
            return;
        }
        let problem = Diagnostic::error("unknown-name", format!("there is no actor {}", shown(id))).at(
            FILE,
            span,
            "nobody has this id",
        );
        let near = if found.len() < SUGGESTIONS { nearest(id, known.iter().copied()) } else { None };
        found.push(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("declare it: `[actors.{id}]` with `name` and `kind`")),
        });
    };
    let root = document.get_ref();
    for (_, actor) in root.get("actors").and_then(|v| v.get_ref().as_table()).into_iter().flatten() {
        check(actor.get_ref().get("of"));
    }
    for claim in root.get("claims").and_then(|v| v.get_ref().as_array()).into_iter().flat_map(|a| a.iter()) {
        for key in ["speaker", "target"] {
            claim
                .get_ref()
                .get(key)
                .and_then(|v| v.get_ref().as_array())
                .into_iter()
                .flat_map(|a| a.iter())
                .for_each(|v| check(Some(v)));
        }
        check(claim.get_ref().get("attribution").and_then(|a| a.get_ref().get("actor")));
    }
    found
}

/// A table of the file.
struct Fields<'a> {
    table: &'a DeTable<'a>,
    span: Span,
    /// Its name in messages.
    what: String,
}

/// Where the parts of a claim stand that are checked against other parts.
pub(super) struct ClaimSpans {
    pub(super) id: Span,
    pub(super) source: Span,
    pub(super) quote: Span,
    pub(super) start: Span,
    pub(super) end: Span,
}

pub(super) struct Reader {
    /// The text is not TOML: what is missing may only not have been understood.
    damaged: bool,
    pub(super) problems: Vec<Diagnostic>,
}

impl Reader {
    /// The known name nearest to what was written, as long as there are few problems.
    pub(super) fn near<'k>(&self, written: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
        if self.problems.len() < SUGGESTIONS { nearest(written, known) } else { None }
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        span: Span,
        label: &str,
    ) -> &mut Diagnostic {
        self.problems.push(Diagnostic::error(code, message).at(FILE, span, label));
        let last = self.problems.len() - 1;
        &mut self.problems[last]
    }

    /// Whether the file is of this format.
    fn format(&mut self, root: &Fields<'_>) -> bool {
        match root.table.get("format") {
            None if self.damaged => true,
            None => {
                let problem = self.error("missing-key", "`format` is missing", 0..0, "");
                problem.advise(format!("begin the file with `format = {FORMAT}`"));
                true
            }
            Some(value) if whole(value.get_ref()) == usize::try_from(FORMAT).ok() => true,
            Some(value) => {
                let problem =
                    self.error("wrong-type", "claims.toml is of a format that is not known", value.span(), "");
                problem.advise(format!("this version of Armistice reads `format = {FORMAT}`"));
                false
            }
        }
    }

    fn known_keys(&mut self, fields: &Fields<'_>, known: &[&str]) {
        for (key, _) in fields.table {
            if !known.contains(&key.get_ref().as_ref()) {
                let name = key.get_ref();
                let near = self.near(name, known.iter().copied());
                let problem =
                    self.error("unknown-key", format!("{} has no key {}", fields.what, shown(name)), key.span(), "");
                problem.advise(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the keys are `{}`", known.join("`, `")),
                });
            }
        }
    }

    fn wrong_type(&mut self, fields: &Fields<'_>, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let message = format!("`{key}` of {} is {wanted}, not {}", fields.what, type_word(value.get_ref()));
        self.error("wrong-type", message, value.span(), "");
    }

    fn table<'a>(
        &mut self,
        fields: &Fields<'a>,
        key: &str,
        value: &'a Spanned<DeValue<'a>>,
        what: String,
    ) -> Option<Fields<'a>> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(fields, key, value, "a table");
            return None;
        };
        Some(Fields { table, span: value.span(), what })
    }

    /// The tables `[key.ID]`.
    fn entries<'a>(&mut self, root: &Fields<'a>, key: &str, word: &str) -> Vec<(String, Fields<'a>)> {
        let Some(family) = root.table.get(key).and_then(|v| self.table(root, key, v, format!("`{key}`"))) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (id, value) in family.table {
            self.id(id.get_ref(), id.span());
            let what = format!("{word} {}", shown(id.get_ref()));
            if let Some(fields) = self.table(&family, id.get_ref(), value, what) {
                found.push((id.get_ref().to_string(), fields));
            }
        }
        found
    }

    /// The tables `[[key]]`, with their names in messages.
    fn elements<'a>(&mut self, root: &Fields<'a>, key: &str) -> Vec<(String, Fields<'a>)> {
        let Some(value) = root.table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(root, key, value, "a list of tables, `[[claims]]`");
            return Vec::new();
        };
        let mut found = Vec::new();
        for (i, value) in array.iter().enumerate() {
            let id = value.get_ref().as_table().and_then(|t| t.get("id")?.get_ref().as_str());
            let what = id.map_or_else(|| format!("the claim at place {}", i + 1), |id| format!("claim {}", shown(id)));
            if let Some(fields) = self.table(root, key, value, what.clone()) {
                found.push((what, fields));
            }
        }
        found
    }

    fn id(&mut self, id: &str, span: Span) {
        if id.is_empty() || !id.chars().all(is_bare) {
            let problem = self.error("bad-id", format!("{} is no id", shown(id)), span, "");
            problem.advise("ids are letters, digits, `_` and `-`".to_owned());
        }
    }

    fn missing(&mut self, fields: &Fields<'_>, key: &str, help: &str) {
        if !self.damaged {
            let problem = self.error("missing-key", format!("{} has no `{key}`", fields.what), fields.span.clone(), "");
            problem.advise(help.to_owned());
        }
    }

    /// A string that may be left out.
    fn text(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        let value = fields.table.get(key)?;
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(fields, key, value, "a string");
        }
        text.map(str::to_owned)
    }

    /// A string that must be there; empty when it is not.
    fn needed(&mut self, fields: &Fields<'_>, key: &str, help: &str) -> (String, Span) {
        let Some(value) = fields.table.get(key) else {
            self.missing(fields, key, help);
            return (String::new(), fields.span.clone());
        };
        (self.text(fields, key).unwrap_or_default(), value.span())
    }

    /// One of a set of words; `None` when it is left out or wrong.
    fn word<T: Copy>(&mut self, fields: &Fields<'_>, key: &str, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let value = fields.table.get(key)?;
        let written = self.text(fields, key)?;
        let found = all.iter().copied().find(|&t| word(t) == written);
        if found.is_none() {
            let words: Vec<_> = all.iter().map(|&t| word(t)).collect();
            let message = format!("{} is no `{key}` of {}", shown(&written), fields.what);
            let problem = self.error("bad-word", message, value.span(), "");
            if let Some(near) = nearest(&written.to_lowercase(), words.iter().copied()) {
                problem.advise(format!("did you mean `{near}`?"));
            }
            problem.advise(format!("it is one of `{}`", words.join("`, `")));
        }
        found
    }

    fn list(&mut self, fields: &Fields<'_>, key: &str) -> Vec<String> {
        let Some(value) = fields.table.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(fields, key, value, "a list of strings");
            return Vec::new();
        };
        let mut found = Vec::new();
        for value in array.iter() {
            match value.get_ref().as_str() {
                Some(text) => found.push(text.to_owned()),
                None => self.wrong_type(fields, key, value, "a list of strings"),
            }
        }
        found
    }

    /// A day, as TOML's own date or as a string.
    fn date(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        let value = fields.table.get(key)?;
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(fields, key, value, "a date");
                return None;
            }
        };
        let date: Option<toml_edit::Datetime> = written.parse().ok();
        if date.is_none_or(|d| d.date.is_none() || d.time.is_some() || d.offset.is_some()) {
            let problem = self.error("bad-date", format!("{} is no day", shown(&written)), value.span(), "");
            problem.advise("write it as `2025-05-17`".to_owned());
            return None;
        }
        Some(written)
    }

    /// A number of bytes that must be there.
    fn bytes(&mut self, fields: &Fields<'_>, key: &str) -> (usize, Span) {
        let Some(value) = fields.table.get(key) else {
            self.missing(fields, key, "`start` and `end` are the bytes of the source that hold the quote");
            return (0, fields.span.clone());
        };
        let number = whole(value.get_ref());
        if number.is_none() {
            self.wrong_type(fields, key, value, "a whole number of bytes, 0 or more");
        }
        (number.unwrap_or(0), value.span())
    }

    fn source(&mut self, id: String, fields: &Fields<'_>, files: &BTreeMap<String, Vec<u8>>) -> Source {
        self.known_keys(fields, &["file", "title", "published", "origin", "digest", "note"]);
        let (file, span) = self.needed(fields, "file", "name the text, such as `file = \"sources/article.txt\"`");
        if fields.table.contains_key("file") {
            let outside = file.starts_with('/')
                || file.contains('\\')
                || file.split('/').any(|part| matches!(part, "" | "." | ".."));
            if outside {
                let problem =
                    self.error("bad-source", format!("{} is no path inside the case folder", shown(&file)), span, "");
                problem.advise("write it from the folder on, with `/`, such as `sources/article.txt`".to_owned());
            } else {
                match files.get(&file).map(|bytes| std::str::from_utf8(bytes)) {
                    None => {
                        let near = self.near(&file, files.keys().map(String::as_str));
                        let problem = self.error("bad-source", format!("there is no file {}", shown(&file)), span, "");
                        if let Some(near) = near {
                            problem.advise(format!("did you mean `{near}`?"));
                        }
                        problem.advise("put the text there, or correct the path".to_owned());
                    }
                    Some(Err(error)) => {
                        let message =
                            format!("{} is not UTF-8 text: byte {} is wrong", shown(&file), error.valid_up_to());
                        self.error("bad-source", message, span, "").advise("save it as UTF-8 text".to_owned());
                    }
                    Some(Ok(_)) => {}
                }
            }
        }
        Source {
            id,
            file,
            title: self.text(fields, "title"),
            published: self.date(fields, "published"),
            origin: self.text(fields, "origin"),
            digest: self.text(fields, "digest"),
            note: self.text(fields, "note"),
        }
    }

    fn actor(&mut self, id: String, fields: &Fields<'_>) -> Actor {
        self.known_keys(fields, &["name", "kind", "of", "office", "names"]);
        let (name, _) = self.needed(fields, "name", "the name is how reports call the actor");
        if !fields.table.contains_key("kind") {
            self.missing(
                fields,
                "kind",
                &format!("it is one of `{}`", ActorKind::ALL.iter().map(|k| k.word()).collect::<Vec<_>>().join("`, `")),
            );
        }
        let kind = self.word(fields, "kind", ActorKind::ALL, ActorKind::word).unwrap_or(ActorKind::Other);
        Actor {
            id,
            name,
            kind,
            of: self.text(fields, "of"),
            office: self.text(fields, "office"),
            names: self.list(fields, "names"),
        }
    }

    /// A claim; `None` when it has no id to call it by.
    fn claim(&mut self, fields: &Fields<'_>) -> Option<(Claim, ClaimSpans)> {
        let keys = [
            "id",
            "source",
            "kind",
            "speaker",
            "target",
            "issue",
            "content",
            "polarity",
            "status",
            "when",
            "conditions",
            "attribution",
            "quote",
            "start",
            "end",
            "also",
            "by",
            "state",
        ];
        self.known_keys(fields, &keys);
        let (id, id_span) = self.needed(fields, "id", "give it one, such as `id = \"c1\"`");
        if !id.is_empty() {
            self.id(&id, id_span.clone());
        }
        let (source, source_span) = self.needed(fields, "source", "name the source that the quote is from");
        if !fields.table.contains_key("kind") {
            self.missing(fields, "kind", "say what sort of thing was said or done, such as `kind = \"demand\"`");
        }
        let (content, _) = self.needed(fields, "content", "say in a short clause what was said or done");
        let (quote, quote_span) = self.needed(fields, "quote", "every claim stands on the words of its source");
        let ((start, start_span), (end, end_span)) = (self.bytes(fields, "start"), self.bytes(fields, "end"));
        let claim = Claim {
            source,
            kind: self.word(fields, "kind", ClaimKind::ALL, ClaimKind::word).unwrap_or(ClaimKind::Process),
            speaker: self.list(fields, "speaker"),
            target: self.list(fields, "target"),
            issue: self.list(fields, "issue"),
            content,
            polarity: self.word(fields, "polarity", Polarity::ALL, Polarity::word).unwrap_or(Polarity::Positive),
            status: self.word(fields, "status", ClaimStatus::ALL, ClaimStatus::word).unwrap_or(ClaimStatus::Present),
            when: self.days(fields, "when"),
            conditions: self.list(fields, "conditions"),
            attribution: self.attribution(fields),
            quote,
            start,
            end,
            also: self.also(fields),
            by: self.text(fields, "by"),
            state: self.word(fields, "state", ClaimState::ALL, ClaimState::word).unwrap_or(ClaimState::Accepted),
            id,
        };
        let spans =
            ClaimSpans { id: id_span, source: source_span, quote: quote_span, start: start_span, end: end_span };
        (!claim.id.is_empty()).then_some((claim, spans))
    }

    fn attribution(&mut self, fields: &Fields<'_>) -> Option<Attribution> {
        let value = fields.table.get("attribution")?;
        let inner = self.table(fields, "attribution", value, format!("the attribution of {}", fields.what))?;
        self.known_keys(&inner, &["actor", "text", "direct"]);
        let (text, _) = self.needed(&inner, "text", "give the source's words for who said so");
        let direct = inner.table.get("direct");
        if let Some(value) = direct.filter(|v| !v.get_ref().is_bool()) {
            self.wrong_type(&inner, "direct", value, "`true` or `false`");
        }
        let direct = direct.and_then(|v| v.get_ref().as_bool()).unwrap_or(false);
        Some(Attribution { actor: self.text(&inner, "actor"), text, direct })
    }

    /// A day, month or year, or the first and the last of several.
    fn days(&mut self, fields: &Fields<'_>, key: &str) -> Option<String> {
        let value = fields.table.get(key)?;
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(text) => text.to_string(),
            _ => {
                self.wrong_type(fields, key, value, "a day, or days");
                return None;
            }
        };
        if !is_days(&written) {
            let problem = self.error("bad-date", format!("{} is no day", shown(&written)), value.span(), "");
            problem.advise("write `2025-05-17`, `2025-05`, `2025`, or `2025-05-12/2025-05-16`".to_owned());
            return None;
        }
        Some(written)
    }

    /// The other places of a quote.
    fn also(&mut self, fields: &Fields<'_>) -> Vec<Place> {
        let Some(value) = fields.table.get("also") else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(fields, "also", value, "a list of places, `{ source = \"…\", start = 0, end = 9 }`");
            return Vec::new();
        };
        let mut places = Vec::new();
        for value in array.iter() {
            let what = format!("a place of {}", fields.what);
            let Some(inner) = self.table(fields, "also", value, what) else { continue };
            self.known_keys(&inner, &["source", "start", "end"]);
            let (source, _) = self.needed(&inner, "source", "name the source that has the same words");
            places.push(Place { source, start: self.bytes(&inner, "start").0, end: self.bytes(&inner, "end").0 });
        }
        places
    }
}

/// The source whose former text this source keeps for claims that stand on it, by its id: `article` for `article-old` and `article-old-2`.
pub fn former_of(id: &str) -> Option<&str> {
    let (name, rest) = id.rsplit_once("-old")?;
    let numbered = |rest: &str| rest.strip_prefix('-').is_some_and(|n| n.parse::<u32>().is_ok());
    (!name.is_empty() && (rest.is_empty() || numbered(rest))).then_some(name)
}

/// The highest number that a claim ever had, where the file says so because that claim is gone: its `last`. New claims count on from there.
pub fn last(text: &str) -> u64 {
    let (document, _) = DeTable::parse_recoverable(text);
    document.get_ref().get("last").and_then(|v| whole(v.get_ref())).map_or(0, |n| n as u64)
}

/// Whether a text is what a claim's `when` may be: a day, month or year, or the first and the last with a slash between.
pub fn is_days(written: &str) -> bool {
    let (first, last) = written.split_once('/').unwrap_or((written, written));
    is_day_or_more(first) && is_day_or_more(last)
}

/// `2025-05-17`, `2025-05` or `2025`.
fn is_day_or_more(written: &str) -> bool {
    let day = match written.len() {
        4 => format!("{written}-01-01"),
        7 => format!("{written}-01"),
        _ => written.to_owned(),
    };
    day.parse::<toml_edit::Datetime>().is_ok_and(|d| d.date.is_some() && d.time.is_none() && d.offset.is_none())
}

/// A whole number, 0 or more.
fn whole(value: &DeValue<'_>) -> Option<usize> {
    let integer = value.as_integer()?;
    usize::from_str_radix(integer.as_str().trim_start_matches('+'), integer.radix()).ok()
}

fn type_word(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
