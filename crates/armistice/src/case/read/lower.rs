//! The lowering: tables to the case as data. Options and conditions are resolved here. Values that the walk has found
//! fault with are passed over; what comes out then is only good for finding more faults.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::names::Known;
use super::options::OptionNames;
use super::walk::{date, decimal, pair};
use super::{CASE_FILE, Node, Sink, listed, source, text};
use crate::case::condition::{self, Condition};
use crate::case::keys::Kind;
use crate::case::model::*;
use crate::diagnostic::{Diagnostic, Span};

/// Builds the case, without claims and digest. `None` when sections without which there is no case cannot be read.
pub(super) fn lower(text: &str, root: &DeTable<'_>, known: &Known, out: &mut Sink) -> Option<Case> {
    let issues_table = root.get("issues")?.get_ref().as_table()?;
    let parties_table = root.get("parties")?.get_ref().as_table()?;
    let mut lower = Lower { text, known, out, issues: Vec::new(), options: Vec::new(), status_quo: Vec::new() };
    for (key, node) in issues_table {
        let (issue, names) = lower.issue(key.get_ref(), node);
        lower.issues.push(issue);
        lower.options.push(names);
    }
    lower.status_quo = root.get("status_quo").map(|node| lower.assignment(node, "status_quo")).unwrap_or_default();
    let status_quo: Option<Outcome> =
        if lower.status_quo.is_empty() { None } else { lower.status_quo.iter().copied().collect() };
    let parties = parties_table.iter().map(|(key, node)| lower.party(key.get_ref(), node)).collect();
    let case = Case {
        title: super::text(root, "title").unwrap_or_default(),
        as_of: root.get("as_of").and_then(date),
        deal: lower.condition(root, "deal"),
        sources: entries(root, "sources").map(|(key, table, _)| source(key, table)).collect(),
        parties,
        people: entries(root, "people").filter_map(|(key, table, node)| lower.person(key, table, node)).collect(),
        infeasible: lower.each(root, "infeasible", |l, table, grounds| {
            Some(Infeasible { when: l.condition(table, "when")?, grounds })
        }),
        packages: lower.each(root, "packages", Lower::package),
        preferences: lower.by_party(root, "preferences", Lower::preferences),
        links: lower.each(root, "links", |l, table, grounds| {
            let party = l.party_at(table)?;
            Some(Link { party, when: l.condition(table, "when")?, points: number_at(table, "points")?, grounds })
        }),
        red_lines: lower.each(root, "red_lines", |l, table, grounds| {
            let (party, id) = (l.party_at(table), super::text(table, "id"));
            let refuses = l.condition(table, "refuses")?;
            Some(RedLine { id: id?, title: super::text(table, "title"), party: party?, refuses, grounds })
        }),
        preconditions: lower.each(root, "preconditions", Lower::precondition),
        norms: lower.each(root, "norms", |l, table, grounds| {
            let (party, id) = (l.party_at(table), super::text(table, "id"));
            let forbids = l.condition(table, "forbids")?;
            Some(Norm { id: id?, title: super::text(table, "title"), party: party?, forbids, grounds })
        }),
        goals: lower.each(root, "goals", |l, table, grounds| {
            let condition = l.condition(table, "condition")?;
            let party = l.party_at(table);
            Some(Goal { id: super::text(table, "id")?, title: super::text(table, "title"), party, condition, grounds })
        }),
        levers: lower.each(root, "levers", Lower::lever),
        exposures: lower.by_party(root, "exposure", Lower::exposure),
        mandates: lower.each(root, "mandates", |l, table, grounds| {
            let may_agree = l.condition(table, "may_agree")?;
            Some(Mandate { party: l.party_at(table)?, level: super::text(table, "level")?, may_agree, grounds })
        }),
        meetings: lower.each(root, "meetings", Lower::meeting),
        stability: lower.by_party(root, "stability", Lower::stability),
        issues: Vec::new(),
        status_quo: Vec::new(),
        claims: None,
        digest: String::new(),
    };
    let sound: Vec<bool> = lower.options.iter().map(OptionNames::complete).collect();
    let case = Case { issues: lower.issues, status_quo: status_quo.clone().unwrap_or_default(), ..case };
    super::rules::check(&case, status_quo.as_deref(), &sound, root, out);
    status_quo.map(|_| case)
}

/// What the lowering has resolved so far.
pub(super) struct Lower<'l> {
    text: &'l str,
    pub(super) known: &'l Known,
    pub(super) out: &'l mut Sink,
    pub(super) issues: Vec<Issue>,
    /// The options of each issue by name.
    pub(super) options: Vec<OptionNames>,
    /// The status quo as far as it could be read.
    pub(super) status_quo: Vec<Option<OptionIndex>>,
}

impl Lower<'_> {
    /// Lowers each table of an array of tables.
    fn each<T>(
        &mut self,
        root: &DeTable<'_>,
        key: &str,
        mut one: impl FnMut(&mut Self, &DeTable<'_>, Grounds) -> Option<T>,
    ) -> Vec<T> {
        let nodes = root.get(key).and_then(|n| n.get_ref().as_array());
        let tables = nodes.into_iter().flatten().filter_map(|n| Some((n.get_ref().as_table()?, n.span())));
        tables.filter_map(|(table, span)| one(self, table, grounds(table, span))).collect()
    }

    /// Lowers each table of a table with parties as keys.
    fn by_party<T>(
        &mut self,
        root: &DeTable<'_>,
        key: &str,
        mut one: impl FnMut(&mut Self, PartyIndex, &DeTable<'_>, Grounds) -> T,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for (id, table, node) in entries(root, key) {
            // An unknown party was told of; what is said under its name is looked at all the same.
            let party = self.known.index(Kind::Party, id);
            let lowered = one(self, party.unwrap_or_default(), table, grounds(table, node.span()));
            if party.is_some() {
                found.push(lowered);
            }
        }
        found
    }

    pub(super) fn party_at(&self, table: &DeTable<'_>) -> Option<PartyIndex> {
        self.known.index(Kind::Party, table.get("party")?.get_ref().as_str()?)
    }

    fn parties_at(&mut self, table: &DeTable<'_>, key: &str) -> Option<Vec<PartyIndex>> {
        let known = self.known;
        let node = table.get(key)?;
        self.no_repeats(node, key);
        let members = node.get_ref().as_array()?.iter();
        Some(members.filter_map(|n| known.index(Kind::Party, n.get_ref().as_str()?)).collect())
    }

    /// Tells of strings that stand twice in one array.
    pub(super) fn no_repeats(&mut self, node: &Node<'_>, name: &str) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for member in node.get_ref().as_array().into_iter().flatten() {
            let Some(id) = member.get_ref().as_str() else { continue };
            if let Some(before) = seen.insert(id, member.span()) {
                self.out.push(
                    Diagnostic::error("duplicate", format!("`{name}` names `{id}` twice"))
                        .at(CASE_FILE, member.span(), "again here")
                        .at(CASE_FILE, before, "first here")
                        .help("name it once"),
                );
            }
        }
    }

    /// The condition at a key; what is wrong with it is told.
    pub(super) fn condition(&mut self, table: &DeTable<'_>, key: &str) -> Option<Condition> {
        self.condition_in(table.get(key)?)
    }

    /// The condition of a string; what is wrong with it is told.
    pub(super) fn condition_in(&mut self, node: &Node<'_>) -> Option<Condition> {
        let written = node.get_ref().as_str()?;
        let inner = contents(self.text, node.span(), written);
        let span = inner.clone().unwrap_or(node.span());
        match condition::parse(written, span, CASE_FILE, &self.issues) {
            Ok(condition) => Some(condition),
            Err(mut problems) => {
                // What an issue with faults of its own is compared with cannot be judged.
                let broken = |(issue, names): (&Issue, &OptionNames)| !names.complete() && written.contains(&issue.id);
                if self.issues.iter().zip(&self.options).any(broken) {
                    return None;
                }
                if inner.is_none() {
                    // The string is written with escapes: bytes of its contents are no bytes of the file.
                    for label in problems.iter_mut().flat_map(|p| &mut p.labels) {
                        label.span = node.span();
                    }
                }
                self.out.extend(problems);
                None
            }
        }
    }

    /// One option of every issue; what is missing is told. `None` when it is not complete.
    pub(super) fn outcome(&mut self, node: &Node<'_>, name: &str) -> Option<Outcome> {
        let found = self.assignment(node, name);
        if found.is_empty() { None } else { found.into_iter().collect() }
    }

    /// As [`Self::outcome`], as far as it could be read; empty when it is no table.
    fn assignment(&mut self, node: &Node<'_>, name: &str) -> Vec<Option<OptionIndex>> {
        let Some(table) = node.get_ref().as_table() else { return Vec::new() };
        let mut outcome = vec![None; self.issues.len()];
        let mut unknown = 0usize;
        for (key, node) in table {
            match self.known.index(Kind::Issue, key.get_ref()) {
                Some(issue) => outcome[issue] = Some(self.option_in(issue, node)),
                None => unknown += 1,
            }
        }
        let missing: Vec<&str> =
            self.issues.iter().zip(&outcome).filter(|(_, o)| o.is_none()).map(|(i, _)| i.id.as_str()).collect();
        // A misspelt issue was told of and is most likely the one that is missing.
        if missing.len() > unknown {
            self.out.push(
                Diagnostic::error("missing-key", format!("`{name}` leaves out {}", listed(missing.iter().copied())))
                    .at(CASE_FILE, node.span(), "one option of every issue belongs here")
                    .help(format!("add `{} = …`", missing.first().copied().unwrap_or_default())),
            );
        }
        outcome.into_iter().map(Option::flatten).collect()
    }

    fn person(&mut self, id: &str, table: &DeTable<'_>, node: &Node<'_>) -> Option<Person> {
        Some(Person {
            id: id.to_owned(),
            name: text(table, "name").unwrap_or_else(|| id.to_owned()),
            party: self.party_at(table)?,
            leader: flag(table, "leader"),
            grounds: grounds(table, node.span()),
        })
    }

    fn party(&mut self, id: &str, node: &Node<'_>) -> Party {
        let empty = DeTable::new();
        let table = node.get_ref().as_table().unwrap_or(&empty);
        let consent = match table.get("consent").map(|n| n.get_ref()) {
            Some(DeValue::Boolean(true)) => Consent::Signs,
            Some(DeValue::String(word)) if word == "ratifies" => Consent::Ratifies,
            _ => Consent::Outside,
        };
        Party {
            id: id.to_owned(),
            name: text(table, "name").unwrap_or_else(|| id.to_owned()),
            consent,
            no_deal: self.no_deal(table),
            trust: number_at(table, "trust"),
            patience: number_at(table, "patience"),
            grounds: grounds(table, node.span()),
        }
    }

    fn no_deal(&mut self, party: &DeTable<'_>) -> NoDeal {
        let said = party.get("no_deal").and_then(|node| {
            let Some(table) = node.get_ref().as_table() else { return number(node).map(NoDeal::Points) };
            if let Some(like) = table.get("like") {
                return self.outcome(like, "like").map(NoDeal::Like);
            }
            let [one, other] = pair(table.get("between")?.get_ref().as_array()?)?;
            let (one, other) = (self.outcome(one, "between"), self.outcome(other, "between"));
            Some(NoDeal::Between(one?, other?))
        });
        let outlook = || {
            let node = party.get("outlook")?;
            match node.get_ref().as_str() {
                Some(word) => OutlookWord::ALL.into_iter().find(|w| w.word() == word).map(NoDeal::Words),
                None => number(node).map(NoDeal::Outlook),
            }
        };
        said.or_else(outlook).unwrap_or(NoDeal::Unstated)
    }

    fn issue(&mut self, id: &str, node: &Node<'_>) -> (Issue, OptionNames) {
        let empty = DeTable::new();
        let table = node.get_ref().as_table().unwrap_or(&empty);
        let (options, range) = match (table.get("options"), table.get("range")) {
            (Some(list), None) => (self.listed_options(list), None),
            (None, Some(range)) => match range.get_ref().as_table().and_then(|t| self.range(id, t, range.span())) {
                Some((range, options)) => (Some(options), Some(range)),
                None => (None, None),
            },
            _ => (None, None),
        };
        let names = OptionNames::of(options.as_deref());
        let mut issue = Issue {
            id: id.to_owned(),
            title: text(table, "title").unwrap_or_else(|| id.to_owned()),
            ordered: flag(table, "ordered") || range.is_some(),
            options: options.unwrap_or_default(),
            range,
            control: self.parties_at(table, "control").unwrap_or_default(),
            undo: self.parties_at(table, "undo"),
            irreversible: self.irreversible(table),
            grounds: grounds(table, node.span()),
        };
        self.labels(&mut issue, &names, table);
        if issue.range.is_some()
            && let Some(ordered) = table.get("ordered").filter(|n| n.get_ref().as_bool() == Some(false))
        {
            self.out.push(
                Diagnostic::error("conflict", format!("`{id}` is numeric, hence ordered"))
                    .at(CASE_FILE, ordered.span(), "numbers have an order")
                    .help("leave `ordered` out"),
            );
        }
        if let Some((key, _)) = table.get_key_value("irreversible").filter(|_| !issue.ordered && names.complete()) {
            self.out.push(
                Diagnostic::error("conflict", format!("`{id}` is irreversible, but its options have no order"))
                    .at(CASE_FILE, key.span(), "up and down mean nothing here")
                    .help("add `ordered = true` and list the options from the lowest to the highest"),
            );
        }
        (issue, names)
    }

    fn irreversible(&mut self, table: &DeTable<'_>) -> Vec<(PartyIndex, Direction)> {
        let entries = table.get("irreversible").and_then(|n| n.get_ref().as_table()).into_iter().flatten();
        entries
            .filter_map(|(key, node)| {
                let direction = match node.get_ref().as_str()? {
                    "up" => Direction::Up,
                    "down" => Direction::Down,
                    _ => return None,
                };
                Some((self.known.index(Kind::Party, key.get_ref())?, direction))
            })
            .collect()
    }

    fn labels(&mut self, issue: &mut Issue, names: &OptionNames, table: &DeTable<'_>) {
        for (key, node) in table.get("labels").and_then(|n| n.get_ref().as_table()).into_iter().flatten() {
            let option = self.find_option(&issue.id, names, key.get_ref(), key.span(), &[]);
            if let (Some(option), Some(label)) = (option, node.get_ref().as_str()) {
                issue.options[option].label = Some(label.to_owned());
            }
        }
    }

    fn package(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Package> {
        let node = table.get("issues")?;
        self.no_repeats(node, "issues");
        let issues = node.get_ref().as_array()?.iter();
        let issues = issues.filter_map(|n| self.known.index(Kind::Issue, n.get_ref().as_str()?)).collect();
        Some(Package { id: text(table, "id")?, title: text(table, "title"), issues, grounds })
    }

    fn precondition(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Precondition> {
        let (first, before) = (self.condition(table, "first"), self.condition(table, "before"));
        let (first, before) = (first?, before?);
        if first.expr == before.expr {
            self.out.push(
                Diagnostic::error("deep-precondition", "what must hold first and what must wait are the same")
                    .at(CASE_FILE, before.span.clone(), "waits for itself")
                    .at(CASE_FILE, first.span.clone(), "the same condition")
                    .help("say what has to come before what; what is refused altogether is a red line"),
            );
        }
        Some(Precondition {
            id: text(table, "id")?,
            title: text(table, "title"),
            party: self.party_at(table)?,
            first,
            before,
            transient: flag(table, "transient"),
            grounds,
        })
    }

    fn lever(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Lever> {
        let when = self.condition(table, "when");
        let by_party = |key: &str| {
            let entries = table.get(key).and_then(|n| n.get_ref().as_table()).into_iter().flatten();
            entries.filter_map(|(k, n)| Some((self.known.index(Kind::Party, k.get_ref())?, number(n)?))).collect()
        };
        Some(Lever {
            id: text(table, "id")?,
            title: text(table, "title"),
            party: self.party_at(table)?,
            when,
            worth: by_party("worth"),
            trust: by_party("trust"),
            grounds,
        })
    }

    fn meeting(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Meeting> {
        let mut asked = Vec::new();
        for (key, node) in table.get("asked").and_then(|n| n.get_ref().as_table()).into_iter().flatten() {
            let condition = self.condition_in(node);
            if let (Some(party), Some(condition)) = (self.known.index(Kind::Party, key.get_ref()), condition) {
                asked.push((party, condition));
            }
        }
        let mut absent = Vec::new();
        if let Some(node) = table.get("absent") {
            self.no_repeats(node, "absent");
            let people = node.get_ref().as_array().into_iter().flatten();
            absent.extend(people.filter_map(|n| self.known.index(Kind::Person, n.get_ref().as_str()?)));
        }
        let mut present = Vec::new();
        for node in table.get("present").and_then(|n| n.get_ref().as_array()).into_iter().flatten() {
            let Some(one) = node.get_ref().as_table() else { continue };
            if let Some(place) = one.get("person") {
                let Some(id) = place.get_ref().as_str() else { continue };
                let Some(person) = self.known.index(Kind::Person, id) else { continue };
                if absent.contains(&person) {
                    self.out.push(
                        Diagnostic::error("conflict", format!("`{id}` is both present and absent"))
                            .at(CASE_FILE, place.span(), "here, though in `absent` too")
                            .help("keep one of the two"),
                    );
                }
                present.push(Attendance::Person(person));
            } else if let (Some(party), Some(level)) = (self.party_at(one), text(one, "level")) {
                present.push(Attendance::Level { party, level });
            }
        }
        Some(Meeting {
            id: text(table, "id")?,
            date: table.get("date").and_then(date),
            place: text(table, "place"),
            present,
            absent,
            asked,
            result: text(table, "result"),
            grounds,
        })
    }

    fn stability(&mut self, party: PartyIndex, table: &DeTable<'_>, grounds: Grounds) -> StatedStability {
        let array = |key: &str| table.get(key).and_then(|n| n.get_ref().as_array());
        let order = match array("priorities") {
            Some(list) => StabilityOrder::Priorities(list.iter().filter_map(|n| self.condition_in(n)).collect()),
            None => {
                let mut seen: BTreeMap<Outcome, Span> = BTreeMap::new();
                let mut groups = Vec::new();
                for node in array("ranking").into_iter().flatten() {
                    let group: Vec<&Node<'_>> = match node.get_ref().as_array() {
                        Some(ties) => ties.iter().collect(),
                        None => vec![node],
                    };
                    groups.push(group.into_iter().filter_map(|n| self.ranked_state(n, &mut seen)).collect());
                }
                StabilityOrder::Ranking(groups)
            }
        };
        StatedStability { party, order, grounds }
    }

    fn ranked_state(&mut self, node: &Node<'_>, seen: &mut BTreeMap<Outcome, Span>) -> Option<Outcome> {
        let state = self.outcome(node, "ranking")?;
        if let Some(before) = seen.insert(state.clone(), node.span()) {
            self.out.push(
                Diagnostic::error("bad-rank", "the ranking has one state twice")
                    .at(CASE_FILE, node.span(), "again here")
                    .at(CASE_FILE, before, "first here")
                    .help("keep it at one place"),
            );
        }
        Some(state)
    }
}

/// The tables inside a table of tables, with their keys and places.
fn entries<'t, 'a>(
    root: &'t DeTable<'a>,
    key: &str,
) -> impl Iterator<Item = (&'t str, &'t DeTable<'a>, &'t Node<'a>)> + use<'t, 'a> {
    let tables = root.get(key).and_then(|n| n.get_ref().as_table()).into_iter().flatten();
    tables.filter_map(|(key, node)| Some((key.get_ref().as_ref(), node.get_ref().as_table()?, node)))
}

/// What a table rests on.
fn grounds(table: &DeTable<'_>, span: Span) -> Grounds {
    let claims = table.get("because").and_then(|n| n.get_ref().as_array()).into_iter().flatten();
    let because = claims.filter_map(|n| n.get_ref().as_str().map(str::to_owned)).collect();
    Grounds { because, note: text(table, "note"), span }
}

/// Whether a key is there and true.
fn flag(table: &DeTable<'_>, key: &str) -> bool {
    table.get(key).and_then(|n| n.get_ref().as_bool()).unwrap_or(false)
}

/// A number or interval; `None` when it is neither, of which the walk has told.
pub(super) fn number(node: &Node<'_>) -> Option<Number> {
    match node.get_ref() {
        DeValue::Array(ends) => {
            let [low, high] = pair(ends)?;
            Some(Number::Range(decimal(low).ok()?, decimal(high).ok()?))
        }
        _ => decimal(node).ok().map(Number::Value),
    }
}

pub(super) fn number_at(table: &DeTable<'_>, key: &str) -> Option<Number> {
    table.get(key).and_then(number)
}

/// The bytes of the file that hold a string's contents; `None` when escapes make them differ.
fn contents(text: &str, span: Span, value: &str) -> Option<Span> {
    let raw = text.get(span.clone())?;
    ["\"\"\"\r\n", "'''\r\n", "\"\"\"\n", "'''\n", "\"\"\"", "'''", "\"", "'"].into_iter().find_map(|open| {
        let rest = raw.strip_prefix(open)?;
        let close = open.trim_end();
        let inner = rest.strip_suffix(close)?;
        (inner == value).then(|| span.start + open.len()..span.end - close.len())
    })
}
