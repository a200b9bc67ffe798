//! The lowering: tables to the case as data. Options and conditions are resolved here. Values that the walk has found
//! fault with are passed over; what comes out then is only good for finding more faults.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::names::Known;
use super::options::OptionNames;
use super::walk::{date, decimal, pair};
use super::{CASE_FILE, Node, Sink, listed, rules, source, tables, text};
use crate::case::condition::{self, Condition};
use crate::case::keys::Kind;
use crate::case::model::*;
use crate::diagnostic::{Diagnostic, Span, nearest};

/// The most options of all issues together.
const MAX_ALL_OPTIONS: usize = 16_384;

/// Builds the case, without claims and digest. `None` when there is no telling what the case is; why was told.
pub(super) fn lower(text: &str, root: &DeTable<'_>, known: &Known, out: &mut Sink) -> Option<Case> {
    let issues = root.get("issues")?.get_ref().as_table()?;
    let parties = root.get("parties")?.get_ref().as_table()?;
    let in_c = rules::signatories(parties);
    let mut lower = Lower {
        text,
        known,
        out,
        in_c,
        issues: Vec::new(),
        options: Vec::new(),
        infeasible: Vec::new(),
        status_quo: Vec::new(),
    };
    lower.few_signatories(root);
    lower.issues(issues)?;
    lower.infeasible = lower
        .each(root, "infeasible", |l, table, grounds| Some(Infeasible { when: l.condition(table, "when")?, grounds }));
    let status_quo = root.get("status_quo").and_then(|node| lower.status_quo(node));
    let case = Case {
        title: super::text(root, "title").unwrap_or_default(),
        as_of: root.get("as_of").and_then(date),
        deal: lower.condition(root, "deal"),
        sources: tables(root, "sources").map(|(id, table, _)| source(id, table)).collect(),
        parties: parties.iter().map(|(id, node)| lower.party(id.get_ref(), node)).collect(),
        people: tables(root, "people").filter_map(|(id, table, node)| lower.person(id, table, node)).collect(),
        packages: lower.each(root, "packages", Lower::package),
        preferences: lower.by_party(root, "preferences", Lower::preferences),
        links: lower.each(root, "links", Lower::link),
        red_lines: lower.each(root, "red_lines", Lower::red_line),
        preconditions: lower.each(root, "preconditions", Lower::precondition),
        norms: lower.each(root, "norms", Lower::norm),
        goals: lower.each(root, "goals", Lower::goal),
        levers: lower.each(root, "levers", Lower::lever),
        exposures: lower.by_party(root, "exposure", Lower::exposure),
        mandates: lower.each(root, "mandates", Lower::mandate),
        meetings: lower.each(root, "meetings", Lower::meeting),
        stability: lower.by_party(root, "stability", Lower::stability),
        issues: lower.issues,
        infeasible: lower.infeasible,
        status_quo: status_quo?,
        claims: None,
        digest: String::new(),
    };
    rules::repeated_mandates(root, out);
    rules::mandates(&case, out);
    Some(case)
}

/// What the lowering has resolved so far.
pub(super) struct Lower<'l> {
    text: &'l str,
    pub(super) known: &'l Known,
    pub(super) out: &'l mut Sink,
    pub(super) issues: Vec<Issue>,
    /// The options of each issue by name.
    pub(super) options: Vec<OptionNames>,
    /// Whether each party is in C.
    pub(super) in_c: Vec<bool>,
    /// Combinations that cannot occur.
    pub(super) infeasible: Vec<Infeasible>,
    /// The status quo as far as it could be read.
    pub(super) status_quo: Vec<Option<OptionIndex>>,
}

impl Lower<'_> {
    /// Lowers the issues; `None` when they have too many options in all.
    fn issues(&mut self, table: &DeTable<'_>) -> Option<()> {
        let mut options = 0usize;
        for (key, node) in table {
            let (issue, names) = self.issue(key.get_ref(), node);
            options += issue.options.len();
            if options > MAX_ALL_OPTIONS {
                self.out.push(
                    Diagnostic::error(
                        "too-large",
                        format!("the issues have more than {MAX_ALL_OPTIONS} options in all"),
                    )
                    .at(CASE_FILE, key.span(), "too many from here on")
                    .help("bring options together that nobody tells apart"),
                );
                return None;
            }
            self.issues.push(issue);
            self.options.push(names);
        }
        Some(())
    }

    fn status_quo(&mut self, node: &Node<'_>) -> Option<Outcome> {
        self.status_quo = self.assignment(node, "status_quo");
        if self.status_quo.is_empty() {
            return None;
        }
        let outcome: Outcome = self.status_quo.iter().copied().collect::<Option<_>>()?;
        self.occurs(&outcome, "infeasible-status-quo", "status_quo", node.span());
        Some(outcome)
    }

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
        for (id, table, node) in tables(root, key) {
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

    /// Tells of strings that stand twice in one array. Whether there are none.
    pub(super) fn no_repeats(&mut self, node: &Node<'_>, name: &str) -> bool {
        let mut fine = true;
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for member in node.get_ref().as_array().into_iter().flatten() {
            let Some(id) = member.get_ref().as_str() else { continue };
            if let Some(before) = seen.insert(id, member.span()) {
                fine = false;
                self.out.push(
                    Diagnostic::error("duplicate", format!("`{name}` names `{id}` twice"))
                        .at(CASE_FILE, member.span(), "again here")
                        .at(CASE_FILE, before, "first here")
                        .help("name it once"),
                );
            }
        }
        fine
    }

    /// The condition at a key; what is wrong with it is told.
    pub(super) fn condition(&mut self, table: &DeTable<'_>, key: &str) -> Option<Condition> {
        self.condition_in(table.get(key)?)
    }

    /// The condition of a string; what is wrong with it is told.
    pub(super) fn condition_in(&mut self, node: &Node<'_>) -> Option<Condition> {
        let written = node.get_ref().as_str()?;
        // Of a string with escapes the parser is given the whole, which it tells by the length.
        let span = contents(self.text, node.span(), written).unwrap_or(node.span());
        match condition::parse(written, span, CASE_FILE, &self.issues) {
            Ok(condition) => Some(condition),
            Err(problems) => {
                // What an issue with faults of its own is compared with cannot be judged.
                let broken = |(issue, names): (&Issue, &OptionNames)| !names.complete() && written.contains(&issue.id);
                if self.issues.iter().zip(&self.options).any(broken) {
                    return None;
                }
                self.out.extend(problems);
                None
            }
        }
    }

    /// One option of every issue; what is missing is told. `None` when it is not complete.
    pub(super) fn outcome(&mut self, node: &Node<'_>, name: &str) -> Option<Outcome> {
        let found = self.assignment(node, name);
        if found.is_empty() {
            return None;
        }
        let outcome: Outcome = found.into_iter().collect::<Option<_>>()?;
        self.occurs(&outcome, "infeasible-outcome", name, node.span());
        Some(outcome)
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
            ordered: flag(table, "ordered") || range.is_some() || is_misspelt(table, "ordered"),
            options: options.unwrap_or_default(),
            range,
            control: self.parties_at(table, "control").unwrap_or_default(),
            undo: self.parties_at(table, "undo"),
            irreversible: self.irreversible(table),
            grounds: grounds(table, node.span()),
        };
        self.labels(&mut issue, &names, table);
        self.controlled(id, table);
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
            let option = names.look_up(self.out, &issue.id, key.get_ref(), key.span());
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

    fn link(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Link> {
        let when = self.condition(table, "when")?;
        Some(Link { party: self.party_at(table)?, when, points: number_at(table, "points")?, grounds })
    }

    fn red_line(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<RedLine> {
        self.binds("red line", table);
        let refuses = self.condition(table, "refuses")?;
        Some(RedLine {
            id: text(table, "id")?,
            title: text(table, "title"),
            party: self.party_at(table)?,
            refuses,
            grounds,
        })
    }

    fn norm(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Norm> {
        let forbids = self.condition(table, "forbids")?;
        Some(Norm {
            id: text(table, "id")?,
            title: text(table, "title"),
            party: self.party_at(table)?,
            forbids,
            grounds,
        })
    }

    fn goal(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Goal> {
        let condition = self.condition(table, "condition")?;
        Some(Goal {
            id: text(table, "id")?,
            title: text(table, "title"),
            party: self.party_at(table),
            condition,
            grounds,
        })
    }

    fn mandate(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Mandate> {
        let may_agree = self.condition(table, "may_agree")?;
        Some(Mandate { party: self.party_at(table)?, level: text(table, "level")?, may_agree, grounds })
    }

    fn precondition(&mut self, table: &DeTable<'_>, grounds: Grounds) -> Option<Precondition> {
        self.binds("precondition", table);
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

/// Whether a key that is not there was probably meant: it is told of once, and not again where it is missed.
fn is_misspelt(table: &DeTable<'_>, key: &str) -> bool {
    !table.contains_key(key) && table.keys().any(|written| nearest(written.get_ref(), [key]).is_some())
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
