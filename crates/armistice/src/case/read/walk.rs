//! The walk: a file held against the table of keys. Unknown and missing keys, wrong types, numbers out of bounds, ids and
//! references are told of here; options and conditions, which need the issues, when the case is built.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::names::Known;
use super::{CASE_FILE, Node, Sink, listed};
use crate::case::keys::{Bounds, CASE, FORMAT, Kind, Names, Rule, Shape, Table};
use crate::diagnostic::{Diagnostic, Span};
use crate::points::Decimal;

/// The most parties of a case.
const MAX_PARTIES: usize = 256;
/// The most persons or issues of a case.
const MAX_NAMED: usize = 1_024;
/// The most entries of any other list or table.
const MAX_ENTRIES: usize = 10_000;
/// The most characters of an id.
const MAX_ID: usize = 100;

/// Names that mean something else where ids of issues stand as keys.
const NOT_ISSUES: [&str; 3] = ["rank", "because", "note"];
/// Names that mean something else where options stand as keys.
const NOT_OPTIONS: [&str; 2] = ["rank", "prefers"];

/// Holds the whole file against the table of keys. Whether everything is within the limits of size.
pub(super) fn walk(root: &DeTable<'_>, known: &Known, out: &mut Sink) -> bool {
    let mut walker = Walker { known, out, seen: BTreeMap::new(), fits: true };
    walker.table(&CASE, root, 0..0);
    walker.fits
}

struct Walker<'k> {
    known: &'k Known,
    out: &'k mut Sink,
    /// Ids given so far, and where.
    seen: BTreeMap<(Kind, String), Span>,
    /// Whether nothing was too large so far.
    fits: bool,
}

impl Walker<'_> {
    fn table(&mut self, table: &'static Table, found: &DeTable<'_>, header: Span) {
        let mut meant: Vec<&str> = Vec::new();
        for (key, node) in found {
            let name: &str = key.get_ref();
            if let Some(known) = table.keys.iter().find(|k| k.name == name) {
                self.value(&known.shape, node, name, known.doc);
            } else if let Some((kind, shape)) = table.rest {
                if self.reference(kind, name, key.span(), &keys(table)) {
                    self.value(shape, node, name, "");
                }
            } else {
                meant.extend(self.unknown_key(table, name, key.span()));
            }
        }
        for key in table.keys.iter().filter(|k| k.required && !found.contains_key(k.name) && !meant.contains(&k.name)) {
            self.out.push(
                Diagnostic::error("missing-key", format!("{} needs `{}`", table.name, key.name))
                    .at(CASE_FILE, header.clone(), format!("`{}` is missing", key.name))
                    .help(format!("`{}`: {}", key.name, key.doc)),
            );
        }
        for rule in table.rules {
            self.rule(table, rule, found, &header, &meant);
        }
    }

    fn unknown_key(&mut self, table: &'static Table, name: &str, span: Span) -> Option<&'static str> {
        let suggestion = self.out.suggest(name, table.keys.iter().map(|k| k.name));
        let help = match suggestion.and_then(|s| table.keys.iter().find(|k| k.name == s)) {
            Some(key) => format!("did you mean `{}`: {}?", key.name, key.doc),
            None => format!("the keys here are {}", every(table.keys.iter().map(|k| k.name))),
        };
        self.out.push(
            Diagnostic::error("unknown-key", format!("{} has no key `{name}`", table.name))
                .at(CASE_FILE, span, "unknown key")
                .help(help),
        );
        suggestion
    }

    fn rule(&mut self, table: &'static Table, rule: &Rule, found: &DeTable<'_>, header: &Span, meant: &[&str]) {
        let (names, least, most) = match *rule {
            Rule::ExactlyOne(names) => (names, 1, 1),
            Rule::AtMostOne(names) => (names, 0, 1),
            Rule::AtLeastOne(names) => (names, 1, names.len()),
            Rule::Together(first, second) => {
                let (present, absent) = match (found.get_key_value(first), found.get_key_value(second)) {
                    (Some((key, _)), None) => (key, second),
                    (None, Some((key, _))) => (key, first),
                    _ => return,
                };
                if !meant.contains(&absent) {
                    let message = format!("{} with `{}` needs `{absent}`", table.name, present.get_ref());
                    let doc = table.keys.iter().find(|k| k.name == absent).map_or("", |k| k.doc);
                    self.out.push(
                        Diagnostic::error("missing-key", message)
                            .at(CASE_FILE, present.span(), format!("`{absent}` is missing"))
                            .help(format!("`{absent}`: {doc}")),
                    );
                }
                return;
            }
        };
        let present: Vec<_> = names.iter().filter_map(|n| found.get_key_value(*n)).map(|(k, _)| k).collect();
        if present.len() < least && !names.iter().any(|n| meant.contains(n)) {
            let ways: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
            let mut diagnostic = Diagnostic::error(
                "missing-key",
                format!("{} needs {}", table.name, ways.join(" or ")),
            )
            .at(CASE_FILE, header.clone(), format!("{} is missing", ways.join(" or ")));
            for key in table.keys.iter().filter(|k| names.contains(&k.name)) {
                diagnostic = diagnostic.help(format!("`{}`: {}", key.name, key.doc));
            }
            self.out.push(diagnostic);
        } else if present.len() > most {
            let both = listed(present.iter().map(|k| k.get_ref().as_ref()));
            let mut places: Vec<Span> = present.iter().map(|k| k.span()).collect();
            places.sort_by_key(|s| std::cmp::Reverse(s.start));
            let mut diagnostic =
                Diagnostic::error("conflict", format!("{} has {both}, which say the same thing", table.name));
            for (i, span) in places.into_iter().enumerate() {
                diagnostic = diagnostic.at(CASE_FILE, span, if i == 0 { "said again here" } else { "said here" });
            }
            self.out.push(diagnostic.help(format!("keep one of {both}")));
        }
    }

    /// Holds a value against a shape; `name` and `doc` are of the key it belongs to.
    fn value(&mut self, shape: &'static Shape, node: &Node<'_>, name: &str, doc: &str) {
        match (shape, node.get_ref()) {
            (Shape::Either(shapes), value) => match choose(shapes, value) {
                // A map beside a table of keys: a slip in one of those keys looks like an entry of the map.
                Some(Shape::Map(names, inner, least)) => {
                    let tables =
                        shapes.iter().filter_map(|s| if let Shape::Table(table) = s { Some(table) } else { None });
                    let also: Vec<&'static str> = tables.flat_map(|table| keys(table)).collect();
                    self.map(*names, inner, *least, node, name, &also);
                }
                Some(shape) => self.value(shape, node, name, doc),
                None => self.wrong_type(shape, node, name, doc),
            },
            (Shape::Format, DeValue::Integer(number)) => {
                if number.radix() != 10 || number.as_str().parse() != Ok(FORMAT) {
                    self.out.push(
                        Diagnostic::error("bad-number", format!("format {} is not known", number.as_str()))
                            .at(CASE_FILE, node.span(), format!("this Armistice reads format {FORMAT}"))
                            .help(format!(
                                "write `format = {FORMAT}`, or use the Armistice that this file was written for"
                            )),
                    );
                }
            }
            (Shape::Text, DeValue::String(text)) => {
                if text.trim().is_empty() {
                    self.out.push(
                        Diagnostic::error("wrong-type", format!("`{name}` is blank"))
                            .at(CASE_FILE, node.span(), "nothing is said here")
                            .help(if doc.is_empty() {
                                "say something here".to_owned()
                            } else {
                                format!("`{name}`: {doc}")
                            }),
                    );
                }
            }
            (Shape::Bool, DeValue::Boolean(_)) | (Shape::Condition, DeValue::String(_)) => {}
            (Shape::Option, DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_)) => {}
            (Shape::Date, DeValue::Datetime(_) | DeValue::String(_)) => self.date(node, name),
            (Shape::Words(words), DeValue::String(text)) => self.word(words, text, node.span(), name, doc),
            (Shape::Decimal(bounds), DeValue::Integer(_) | DeValue::Float(_))
            | (Shape::Number(bounds), DeValue::Integer(_) | DeValue::Float(_)) => {
                self.decimal(*bounds, node, name);
            }
            (Shape::Number(bounds), DeValue::Array(members)) if members.len() == 2 => {
                self.interval(*bounds, node, name);
            }
            (Shape::NewId(kind), DeValue::String(id)) => {
                self.new_id(*kind, id, node.span());
                let told = self.seen.insert((*kind, id.to_string()), node.span());
                if let Some(before) = told {
                    self.out.push(
                        Diagnostic::error("duplicate", format!("the id `{id}` is given twice"))
                            .at(CASE_FILE, node.span(), "again here")
                            .at(CASE_FILE, before, "first given here")
                            .help(format!("give this {} another id", kind.word())),
                    );
                }
            }
            (Shape::NewOption, DeValue::String(id)) => self.new_option(id, node.span()),
            (Shape::Ref(kind), DeValue::String(id)) => {
                self.reference(*kind, id, node.span(), &[]);
            }
            (Shape::List(inner, least), DeValue::Array(members)) => {
                if !self.count(members.len(), *least, node.span(), name, doc) {
                    return;
                }
                for member in members.iter() {
                    self.value(inner, member, name, doc);
                }
            }
            (Shape::Pair(inner), DeValue::Array(members)) if members.len() == 2 => {
                for member in members.iter() {
                    self.value(inner, member, name, doc);
                }
            }
            (Shape::Table(table), DeValue::Table(found)) => self.table(table, found, node.span()),
            (Shape::Map(names, inner, least), DeValue::Table(_)) => {
                self.map(*names, inner, *least, node, name, &[]);
            }
            _ => self.wrong_type(shape, node, name, doc),
        }
    }

    fn map(
        &mut self,
        names: Names,
        inner: &'static Shape,
        least: usize,
        node: &Node<'_>,
        name: &str,
        also: &[&'static str],
    ) {
        let DeValue::Table(found) = node.get_ref() else { return };
        let most = match names {
            Names::New(Kind::Party) => MAX_PARTIES,
            Names::New(Kind::Person | Kind::Issue) => MAX_NAMED,
            _ => MAX_ENTRIES,
        };
        if found.len() > most {
            self.too_large(found.len(), most, node.span(), name);
            return;
        }
        if !self.count(found.len(), least, node.span(), name, "") {
            return;
        }
        for (key, value) in found {
            let id: &str = key.get_ref();
            let go_on = match names {
                Names::New(kind) => {
                    self.new_id(kind, id, key.span());
                    true
                }
                Names::Of(kind) => self.reference(kind, id, key.span(), also),
                // Options are looked up when the case is built; a list is no score, so this key is one of the others.
                Names::Options => true,
            };
            if go_on {
                self.value(inner, value, id, "");
            }
        }
    }

    /// Whether an array or table has as many members as it must and may have.
    fn count(&mut self, members: usize, least: usize, span: Span, name: &str, doc: &str) -> bool {
        if members > MAX_ENTRIES {
            self.too_large(members, MAX_ENTRIES, span, name);
            return false;
        }
        if members < least {
            let wants = if least == 1 { "at least one entry".to_owned() } else { format!("at least {least} entries") };
            let help =
                if doc.is_empty() { format!("add to `{name}`, or leave it out") } else { format!("`{name}`: {doc}") };
            self.out.push(
                Diagnostic::error("missing-key", format!("`{name}` needs {wants}"))
                    .at(CASE_FILE, span, format!("{members} here"))
                    .help(help),
            );
        }
        true
    }

    fn too_large(&mut self, members: usize, most: usize, span: Span, name: &str) {
        self.fits = false;
        self.out.push(
            Diagnostic::error("too-large", format!("`{name}` has {members} entries, and at most {most} are taken"))
                .at(CASE_FILE, span, format!("{members} entries"))
                .help("split the case, or leave out what does not matter"),
        );
    }

    fn wrong_type(&mut self, shape: &Shape, node: &Node<'_>, name: &str, doc: &str) {
        let found = kind_of(node.get_ref());
        let wants = expects(shape);
        let help = if doc.is_empty() { format!("write {wants}") } else { format!("`{name}`: {doc}") };
        self.out.push(
            Diagnostic::error("wrong-type", format!("`{name}` must be {wants}, not {found}"))
                .at(CASE_FILE, node.span(), format!("this is {found}"))
                .help(help),
        );
    }

    fn word(&mut self, words: &'static [&'static str], found: &str, span: Span, name: &str, doc: &str) {
        if words.contains(&found) {
            return;
        }
        let help = match self.out.suggest(found, words.iter().copied()) {
            Some(word) => format!("did you mean \"{word}\"?"),
            None if words.len() == 1 => format!("`{name}`: {doc}"),
            None => format!("the words are {}", every(words.iter().copied())),
        };
        self.out.push(
            Diagnostic::error("wrong-type", format!("`{name}` cannot be `{found}`"))
                .at(CASE_FILE, span, "not one of the words for this")
                .help(help),
        );
    }

    fn date(&mut self, node: &Node<'_>, name: &str) {
        if date(node).is_none() {
            self.out.push(
                Diagnostic::error("bad-date", format!("`{name}` is not a day"))
                    .at(CASE_FILE, node.span(), "not a day of the calendar")
                    .help("write days as YYYY-MM-DD, such as 2025-05-17"),
            );
        }
    }

    /// A number and its bounds; what is wrong with it is told.
    fn decimal(&mut self, bounds: Bounds, node: &Node<'_>, name: &str) -> Option<Decimal> {
        let number = match decimal(node) {
            Ok(number) => number,
            Err(problem) => {
                self.out.push(
                    Diagnostic::error("bad-number", format!("`{name}` is not a number that can be computed with"))
                        .at(CASE_FILE, node.span(), problem)
                        .help("write a plain decimal number, such as 12.5"),
                );
                return None;
            }
        };
        let low = bounds.least.is_some_and(|least| number < Decimal::whole(least));
        let high = bounds.most.is_some_and(|most| number > Decimal::whole(most));
        if low || high {
            let allowed = within(bounds);
            self.out.push(
                Diagnostic::error("bad-number", format!("`{name}` is out of its bounds"))
                    .at(CASE_FILE, node.span(), format!("must be {allowed}"))
                    .help(format!("write a number {allowed}")),
            );
            return None;
        }
        Some(number)
    }

    fn interval(&mut self, bounds: Bounds, node: &Node<'_>, name: &str) {
        let Some([low, high]) = node.get_ref().as_array().and_then(pair) else { return };
        let mut end = |node: &Node<'_>| match node.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => self.decimal(bounds, node, name),
            _ => {
                self.wrong_type(&Shape::Decimal(bounds), node, name, "");
                None
            }
        };
        let (low, high) = (end(low), end(high));
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            self.out.push(
                Diagnostic::error("interval-upside-down", format!("the interval of `{name}` is upside down"))
                    .at(CASE_FILE, node.span(), format!("{low} is above {high}"))
                    .help(format!("the lower end comes first: [{high}, {low}]")),
            );
        }
    }

    fn new_id(&mut self, kind: Kind, id: &str, span: Span) {
        let fits = !id.is_empty()
            && id.len() <= MAX_ID
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        if !fits {
            let short: String = id.chars().take(MAX_ID).collect();
            self.out.push(
                Diagnostic::error("bad-id", format!("`{short}` cannot be the id of {}", kind.with_article()))
                    .at(CASE_FILE, span, "not an id")
                    .help(format!("ids are letters a to z, digits, `_` and `-`, at most {MAX_ID} of them; names in other letters go into `name` or `title`")),
            );
        } else if kind == Kind::Issue && NOT_ISSUES.contains(&id) {
            self.reserved("issue", id, span);
        }
    }

    fn new_option(&mut self, id: &str, span: Span) {
        if NOT_OPTIONS.contains(&id) {
            self.reserved("option", id, span);
        } else if id.trim() != id || id.is_empty() || id.len() > MAX_ID || id.chars().any(char::is_control) {
            self.out.push(
                Diagnostic::error("bad-id", "an option's name is blank, too long, or begins or ends with a space")
                    .at(CASE_FILE, span, "not a name")
                    .help(format!("at most {MAX_ID} bytes on one line; longer words go into `labels`")),
            );
        }
    }

    fn reserved(&mut self, what: &str, id: &str, span: Span) {
        self.out.push(
            Diagnostic::error(
                "bad-id",
                format!("`{id}` cannot be the name of an {what}: the format has a key of that name"),
            )
            .at(CASE_FILE, span, "taken by the format")
            .help("choose another name"),
        );
    }

    /// Tells of a reference to nothing. Whether what belongs to the reference is worth looking at: not when one of the
    /// names in `also` was meant.
    fn reference(&mut self, kind: Kind, id: &str, span: Span, also: &[&'static str]) -> bool {
        if !self.known.has(kind) || self.known.index(kind, id).is_some() {
            return true;
        }
        let known = self.known;
        let suggestion = self.out.suggest(id, known.names(kind).chain(also.iter().copied()));
        let help = match suggestion {
            Some(name) => format!("did you mean `{name}`?"),
            None if kind == Kind::Claim => "claims have their ids in claims.toml".to_owned(),
            None if self.known.names(kind).next().is_none() => format!("introduce it with {}", kind.introduced()),
            None => format!(
                "the case has {}; others are introduced with {}",
                listed(self.known.names(kind)),
                kind.introduced()
            ),
        };
        let code = if kind == Kind::Claim { "unknown-claim" } else { "unknown-name" };
        self.out.push(
            Diagnostic::error(code, format!("there is no {} `{id}`", kind.word()))
                .at(CASE_FILE, span, format!("unknown {}", kind.word()))
                .help(help),
        );
        suggestion.is_none_or(|s| !also.contains(&s))
    }
}

/// Names in backticks, all of them.
fn every<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    names.into_iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}

/// The shape that a value is most likely meant to have.
fn choose(shapes: &'static [Shape], value: &DeValue<'_>) -> Option<&'static Shape> {
    let mut fitting = shapes.iter().filter(|shape| fits(shape, value));
    let first = fitting.next()?;
    match (first, value) {
        (Shape::Table(table), DeValue::Table(found)) if !found.keys().any(|k| has_key(table, k.get_ref())) => {
            // A list of names is no number: the slip is in the key.
            if found.iter().any(|(_, n)| is_list_of_names(n)) { Some(first) } else { fitting.next().or(Some(first)) }
        }
        _ => Some(first),
    }
}

/// Whether a value is an array that cannot be an interval.
pub(super) fn is_list_of_names(node: &Node<'_>) -> bool {
    let is_name = |n: &Node<'_>| matches!(n.get_ref(), DeValue::String(_) | DeValue::Array(_));
    node.get_ref().as_array().is_some_and(|a| a.iter().any(is_name))
}

/// The known keys of a table.
fn keys(table: &'static Table) -> Vec<&'static str> {
    table.keys.iter().map(|k| k.name).collect()
}

fn has_key(table: &Table, name: &str) -> bool {
    table.keys.iter().any(|k| k.name == name)
}

/// Whether a value is of a type that the shape takes.
fn fits(shape: &Shape, value: &DeValue<'_>) -> bool {
    match value {
        DeValue::String(_) => matches!(
            shape,
            Shape::Text
                | Shape::Date
                | Shape::Words(_)
                | Shape::Condition
                | Shape::NewId(_)
                | Shape::Ref(_)
                | Shape::Option
        ),
        DeValue::Integer(_) | DeValue::Float(_) => {
            matches!(shape, Shape::Decimal(_) | Shape::Number(_) | Shape::Option)
        }
        DeValue::Boolean(_) => matches!(shape, Shape::Bool),
        DeValue::Datetime(_) => matches!(shape, Shape::Date),
        DeValue::Array(_) => matches!(shape, Shape::Number(_) | Shape::List(..) | Shape::Pair(_)),
        DeValue::Table(_) => matches!(shape, Shape::Table(_) | Shape::Map(..)),
    }
}

/// The type of a value in prose.
fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// What a shape takes, in prose.
fn expects(shape: &Shape) -> String {
    match shape {
        Shape::Format => format!("the number {FORMAT}"),
        Shape::Text | Shape::NewOption => "a string".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Date => "a day such as 2025-05-17".to_owned(),
        Shape::Words([one]) => format!("\"{one}\""),
        Shape::Words(_) => "a word".to_owned(),
        Shape::Decimal(_) => "a number".to_owned(),
        Shape::Number(_) => "a number or [low, high]".to_owned(),
        Shape::Condition => "a condition in quotation marks".to_owned(),
        Shape::NewId(_) => "an id in quotation marks".to_owned(),
        Shape::Ref(kind) => format!("the id of {}", kind.with_article()),
        Shape::Option => "an option".to_owned(),
        Shape::List(_, _) => "an array".to_owned(),
        Shape::Pair(_) => "an array of two".to_owned(),
        Shape::Table(table) => {
            let keys: Vec<&str> = table.keys.iter().map(|k| k.name).take(2).collect();
            format!("a table such as {{ {} = … }}", keys.first().copied().unwrap_or("key"))
        }
        Shape::Map(Names::Options, ..) => "a table { OPTION = … }".to_owned(),
        Shape::Map(Names::New(kind) | Names::Of(kind), ..) => {
            format!("a table {{ {} = … }}", kind.word().to_uppercase())
        }
        Shape::Either(shapes) => {
            let all: Vec<String> = shapes.iter().map(expects).collect();
            all.join(", or ")
        }
    }
}

fn within(bounds: Bounds) -> String {
    match (bounds.least, bounds.most) {
        (Some(least), Some(most)) => format!("from {least} to {most}"),
        (Some(least), None) => format!("{least} or more"),
        (None, Some(most)) => format!("{most} or less"),
        (None, None) => "finite".to_owned(),
    }
}

/// The two members of an array of two.
pub(super) fn pair<'n, 'a>(members: &'n toml::de::DeArray<'a>) -> Option<[&'n Node<'a>; 2]> {
    match (members.first(), members.get(1), members.len()) {
        (Some(first), Some(second), 2) => Some([first, second]),
        _ => None,
    }
}

/// The decimal number of a value, or what is wrong with it.
pub(super) fn decimal(node: &Node<'_>) -> Result<Decimal, String> {
    match node.get_ref() {
        DeValue::Integer(number) if number.radix() != 10 => Err("not written in decimal".to_owned()),
        DeValue::Integer(number) => Decimal::parse(number.as_str()).map_err(|e| e.to_string()),
        DeValue::Float(number) => Decimal::parse(number.as_str()).map_err(|e| e.to_string()),
        _ => Err("not a number".to_owned()),
    }
}

/// The day of a value, `YYYY-MM-DD`.
pub(super) fn date(node: &Node<'_>) -> Option<String> {
    let parsed = match node.get_ref() {
        DeValue::Datetime(datetime) => *datetime,
        DeValue::String(text) => text.parse().ok()?,
        _ => return None,
    };
    match (parsed.date, parsed.time, parsed.offset) {
        (Some(day), None, None) => Some(day.to_string()),
        _ => None,
    }
}
