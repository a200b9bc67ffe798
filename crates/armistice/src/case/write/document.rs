//! A case as a TOML document, section by section in the order of the format, inline where a person would write it so.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Key, Table, Value, value};

use crate::case::claims_file::source_table;
use crate::case::condition::{Condition, parse};
use crate::case::merge::{family, set, set_date};
use crate::case::model::*;
use crate::points::Decimal;

/// How a writer spells conditions.
enum Spelling {
    /// As written, unless the text no longer says what the condition means.
    Written,
    /// As written before, when some condition meant the same then; else as written.
    Before(BTreeMap<String, BTreeSet<String>>),
    /// Canonically.
    Canonical,
}

pub(super) struct Writer<'a> {
    case: &'a Case,
    spelling: Spelling,
}

impl<'a> Writer<'a> {
    /// A writer that keeps the spelling of what is written already, `before`.
    pub(super) fn new(case: &'a Case, before: Option<&Case>) -> Self {
        let Some(before) = before else { return Self { case, spelling: Spelling::Written } };
        let mut spellings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for condition in conditions(before) {
            let canonical = Condition::from_expr(condition.expr.clone(), &before.issues).text;
            spellings.entry(canonical).or_default().insert(condition.text.clone());
        }
        Self { case, spelling: Spelling::Before(spellings) }
    }

    /// A writer to which conditions that mean the same are the same.
    pub(super) fn canonical(case: &'a Case) -> Self {
        Self { case, spelling: Spelling::Canonical }
    }

    pub(super) fn document(&self) -> DocumentMut {
        let case = self.case;
        let mut document = DocumentMut::new();
        let root = document.as_table_mut();
        root.insert("format", value(1));
        set(root, "title", Some(case.title.as_str()));
        set_date(root, "as_of", case.as_of.as_deref());
        set(root, "deal", case.deal.as_ref().map(|c| self.condition(c)));
        set(root, "status_quo", Some(self.outcome(&case.status_quo)));
        family(root, "sources", case.sources.iter().map(|s| (s.id.as_str(), source_table(s))));
        family(root, "parties", case.parties.iter().map(|p| (p.id.as_str(), self.party(p))));
        family(root, "people", case.people.iter().map(|p| (p.id.as_str(), self.person(p))));
        family(root, "issues", case.issues.iter().map(|i| (i.id.as_str(), self.issue(i))));
        array(root, "infeasible", &case.infeasible, |i| self.infeasible(i));
        array(root, "packages", &case.packages, |p| self.package(p));
        family(root, "preferences", case.preferences.iter().map(|p| (self.party_id(p.party), self.preferences(p))));
        array(root, "links", &case.links, |l| self.link(l));
        array(root, "red_lines", &case.red_lines, |r| {
            self.rule(&r.id, r.title.as_deref(), r.party, &[("refuses", &r.refuses)], false, &r.grounds)
        });
        array(root, "preconditions", &case.preconditions, |p| {
            let conditions = [("first", &p.first), ("before", &p.before)];
            self.rule(&p.id, p.title.as_deref(), p.party, &conditions, p.transient, &p.grounds)
        });
        array(root, "norms", &case.norms, |n| {
            self.rule(&n.id, n.title.as_deref(), n.party, &[("forbids", &n.forbids)], false, &n.grounds)
        });
        array(root, "goals", &case.goals, |g| self.goal(g));
        array(root, "levers", &case.levers, |l| self.lever(l));
        family(root, "exposure", case.exposures.iter().map(|e| (self.party_id(e.party), self.exposure(e))));
        array(root, "mandates", &case.mandates, |m| self.mandate(m));
        array(root, "meetings", &case.meetings, |m| self.meeting(m));
        family(root, "stability", case.stability.iter().map(|s| (self.party_id(s.party), self.stability(s))));
        document
    }

    fn condition(&self, condition: &Condition) -> String {
        let issues = &self.case.issues;
        let canonical = || Condition::from_expr(condition.expr.clone(), issues).text;
        let says_so =
            || parse(&condition.text, 0..condition.text.len(), "", issues).is_ok_and(|c| c.expr == condition.expr);
        match &self.spelling {
            Spelling::Before(spellings) => {
                let canonical = canonical();
                match spellings.get(&canonical) {
                    Some(known) if known.contains(&condition.text) => condition.text.clone(),
                    Some(known) => known.first().cloned().unwrap_or(canonical),
                    None if says_so() => condition.text.clone(),
                    None => canonical,
                }
            }
            Spelling::Written if says_so() => condition.text.clone(),
            Spelling::Written | Spelling::Canonical => canonical(),
        }
    }

    fn party_id(&self, party: PartyIndex) -> &'a str {
        self.case.parties.get(party).map_or("", |p| p.id.as_str())
    }

    fn person_id(&self, person: usize) -> &'a str {
        self.case.people.get(person).map_or("", |p| p.id.as_str())
    }

    fn party_ids(&self, parties: &[PartyIndex]) -> Array {
        parties.iter().map(|&p| self.party_id(p)).collect()
    }

    fn by_party<T>(&self, entries: &[(PartyIndex, T)], value: impl Fn(&T) -> Value) -> Option<InlineTable> {
        (!entries.is_empty()).then(|| inline(entries.iter().map(|(p, v)| (self.party_id(*p), value(v)))))
    }

    fn outcome(&self, outcome: &Outcome) -> InlineTable {
        let named = |(issue, &o): (&'a Issue, &usize)| Some((issue.id.as_str(), option(issue, issue.options.get(o)?)));
        inline(self.case.issues.iter().zip(outcome).filter_map(named))
    }

    fn party(&self, party: &Party) -> Table {
        let mut table = Table::new();
        set(&mut table, "name", Some(party.name.as_str()));
        match party.consent {
            Consent::Outside => {}
            Consent::Signs => set(&mut table, "consent", Some(true)),
            Consent::Ratifies => set(&mut table, "consent", Some("ratifies")),
        }
        match &party.no_deal {
            NoDeal::Unstated => {}
            NoDeal::Words(word) => set(&mut table, "outlook", Some(word.word())),
            NoDeal::Outlook(points) => set(&mut table, "outlook", Some(number(*points))),
            NoDeal::Points(points) => set(&mut table, "no_deal", Some(number(*points))),
            NoDeal::Like(outcome) => set(&mut table, "no_deal", Some(inline([("like", self.outcome(outcome).into())]))),
            NoDeal::Between(a, b) => {
                let pair: Array = [self.outcome(a), self.outcome(b)].into_iter().collect();
                set(&mut table, "no_deal", Some(inline([("between", pair.into())])));
            }
        }
        set(&mut table, "trust", party.trust.map(number));
        set(&mut table, "patience", party.patience.map(number));
        grounded(table, &party.grounds)
    }

    fn person(&self, person: &Person) -> Table {
        let mut table = Table::new();
        set(&mut table, "name", Some(person.name.as_str()));
        set(&mut table, "party", Some(self.party_id(person.party)));
        set(&mut table, "leader", person.leader.then_some(true));
        grounded(table, &person.grounds)
    }

    fn issue(&self, issue: &Issue) -> Table {
        let mut table = Table::new();
        set(&mut table, "title", Some(issue.title.as_str()));
        match &issue.range {
            Some(range) => {
                let ends = [("from", range.from), ("to", range.to), ("step", range.step)];
                let mut written = inline(ends.map(|(k, d)| (k, decimal(d))));
                if let Some(unit) = &range.unit {
                    written.insert("unit", unit.as_str().into());
                }
                set(&mut table, "range", Some(written));
            }
            None => {
                set(&mut table, "ordered", issue.ordered.then_some(true));
                set(&mut table, "options", Some(issue.options.iter().map(|o| o.id.as_str()).collect::<Array>()));
            }
        }
        let labelled = issue.options.iter().filter_map(|o| Some((o.id.as_str(), o.label.as_deref()?.into())));
        set(&mut table, "labels", Some(inline(labelled)).filter(|l| !l.is_empty()));
        set(&mut table, "control", Some(self.party_ids(&issue.control)));
        set(&mut table, "undo", issue.undo.as_deref().map(|u| self.party_ids(u)));
        let way = |d: &Direction| Value::from(if *d == Direction::Up { "up" } else { "down" });
        set(&mut table, "irreversible", self.by_party(&issue.irreversible, way));
        grounded(table, &issue.grounds)
    }

    fn infeasible(&self, infeasible: &Infeasible) -> Table {
        let mut table = Table::new();
        set(&mut table, "when", Some(self.condition(&infeasible.when)));
        grounded(table, &infeasible.grounds)
    }

    fn package(&self, package: &Package) -> Table {
        let mut table = Table::new();
        set(&mut table, "id", Some(package.id.as_str()));
        set(&mut table, "issues", Some(package.issues.iter().map(|&i| self.issue_id(i)).collect::<Array>()));
        set(&mut table, "title", package.title.as_deref());
        grounded(table, &package.grounds)
    }

    fn issue_id(&self, issue: IssueIndex) -> &'a str {
        self.case.issues.get(issue).map_or("", |i| i.id.as_str())
    }

    fn preferences(&self, preferences: &Preferences) -> Table {
        let mut table = Table::new();
        match &preferences.weights {
            Weights::Unstated => {}
            Weights::Numbers(weights) => {
                let by_issue = self.case.issues.iter().zip(weights).map(|(i, &w)| (i.id.as_str(), number(w)));
                set(&mut table, "weights", Some(inline(by_issue)));
            }
            Weights::Rank(groups) => {
                let rank = ranking(groups, |&i| self.issue_id(i).into());
                set(&mut table, "weights", Some(inline([("rank", rank.into())])));
            }
        }
        let mut scores = Table::new();
        scores.set_dotted(true);
        for (issue, stated) in self.case.issues.iter().zip(&preferences.scores) {
            if let Some(stated) = stated {
                scores.insert(&issue.id, Item::Value(issue_scores(issue, stated).into()));
            }
        }
        if !scores.is_empty() {
            table.insert("scores", Item::Table(scores));
        }
        set(&mut table, "interests", preferences.interests.as_deref());
        grounded(table, &preferences.grounds)
    }

    fn link(&self, link: &Link) -> Table {
        let mut table = Table::new();
        set(&mut table, "party", Some(self.party_id(link.party)));
        set(&mut table, "when", Some(self.condition(&link.when)));
        set(&mut table, "points", Some(number(link.points)));
        grounded(table, &link.grounds)
    }

    /// A red line, a precondition or a norm.
    fn rule(
        &self,
        id: &str,
        title: Option<&str>,
        party: PartyIndex,
        conditions: &[(&str, &Condition)],
        transient: bool,
        grounds: &Grounds,
    ) -> Table {
        let mut table = Table::new();
        set(&mut table, "id", Some(id));
        set(&mut table, "title", title);
        set(&mut table, "party", Some(self.party_id(party)));
        for (key, condition) in conditions {
            set(&mut table, key, Some(self.condition(condition)));
        }
        set(&mut table, "transient", transient.then_some(true));
        grounded(table, grounds)
    }

    fn goal(&self, goal: &Goal) -> Table {
        let mut table = Table::new();
        set(&mut table, "id", Some(goal.id.as_str()));
        set(&mut table, "title", goal.title.as_deref());
        set(&mut table, "party", goal.party.map(|p| self.party_id(p)));
        set(&mut table, "condition", Some(self.condition(&goal.condition)));
        grounded(table, &goal.grounds)
    }

    fn lever(&self, lever: &Lever) -> Table {
        let mut table = Table::new();
        set(&mut table, "id", Some(lever.id.as_str()));
        set(&mut table, "party", Some(self.party_id(lever.party)));
        set(&mut table, "title", lever.title.as_deref());
        set(&mut table, "when", lever.when.as_ref().map(|c| self.condition(c)));
        set(&mut table, "worth", self.by_party(&lever.worth, |&n| number(n)));
        set(&mut table, "trust", self.by_party(&lever.trust, |&n| number(n)));
        grounded(table, &lever.grounds)
    }

    fn exposure(&self, exposure: &Exposure) -> Table {
        let mut table = Table::new();
        for (i, issue) in self.case.issues.iter().enumerate() {
            let options = exposure.points.range((i, 0)..=(i, usize::MAX));
            let named = options.filter_map(|(&(_, o), &n)| Some((issue.options.get(o)?.id.as_str(), number(n))));
            set(&mut table, &issue.id, Some(inline(named)).filter(|t| !t.is_empty()));
        }
        grounded(table, &exposure.grounds)
    }

    fn mandate(&self, mandate: &Mandate) -> Table {
        let mut table = Table::new();
        set(&mut table, "party", Some(self.party_id(mandate.party)));
        set(&mut table, "level", Some(mandate.level.as_str()));
        set(&mut table, "may_agree", Some(self.condition(&mandate.may_agree)));
        grounded(table, &mandate.grounds)
    }

    fn meeting(&self, meeting: &Meeting) -> Table {
        let mut table = Table::new();
        set(&mut table, "id", Some(meeting.id.as_str()));
        set_date(&mut table, "date", meeting.date.as_deref());
        set(&mut table, "place", meeting.place.as_deref());
        let present = meeting.present.iter().map(|attendance| match attendance {
            Attendance::Level { party, level } => {
                inline([("party", self.party_id(*party).into()), ("level", level.as_str().into())])
            }
            Attendance::Person(person) => inline([("person", self.person_id(*person).into())]),
        });
        set(&mut table, "present", Some(present.collect::<Array>()).filter(|p| !p.is_empty()));
        let absent: Array = meeting.absent.iter().map(|&p| self.person_id(p)).collect();
        set(&mut table, "absent", Some(absent).filter(|a| !a.is_empty()));
        set(&mut table, "asked", self.by_party(&meeting.asked, |c| self.condition(c).into()));
        let mut table = grounded(table, &meeting.grounds);
        set(&mut table, "result", meeting.result.as_deref());
        table
    }

    fn stability(&self, stated: &StatedStability) -> Table {
        let mut table = Table::new();
        match &stated.order {
            StabilityOrder::Priorities(conditions) => {
                let priorities: Array = conditions.iter().map(|c| self.condition(c)).collect();
                set(&mut table, "priorities", Some(priorities));
            }
            StabilityOrder::Ranking(groups) => {
                set(&mut table, "ranking", Some(ranking(groups, |o| self.outcome(o).into())));
            }
        }
        grounded(table, &stated.grounds)
    }
}

/// Every condition of a case.
fn conditions(case: &Case) -> impl Iterator<Item = &Condition> {
    let rules = case.red_lines.iter().map(|r| &r.refuses).chain(case.norms.iter().map(|n| &n.forbids));
    case.deal
        .iter()
        .chain(case.infeasible.iter().map(|i| &i.when))
        .chain(case.links.iter().map(|l| &l.when))
        .chain(rules)
        .chain(case.preconditions.iter().flat_map(|p| [&p.first, &p.before]))
        .chain(case.goals.iter().map(|g| &g.condition))
        .chain(case.levers.iter().filter_map(|l| l.when.as_ref()))
        .chain(case.mandates.iter().map(|m| &m.may_agree))
        .chain(case.meetings.iter().flat_map(|m| m.asked.iter().map(|(_, c)| c)))
        .chain(case.stability.iter().flat_map(|s| match &s.order {
            StabilityOrder::Priorities(all) => all.as_slice(),
            StabilityOrder::Ranking(_) => &[],
        }))
}

/// The tables `[[key]]`.
fn array<T>(root: &mut Table, key: &str, members: &[T], table: impl Fn(&T) -> Table) {
    if !members.is_empty() {
        let mut all = ArrayOfTables::new();
        members.iter().for_each(|m| all.push(table(m)));
        root.insert(key, Item::ArrayOfTables(all));
    }
}

/// The table with what it rests on.
fn grounded(mut table: Table, grounds: &Grounds) -> Table {
    let because: Array = grounds.because.iter().map(String::as_str).collect();
    set(&mut table, "because", Some(because).filter(|b| !b.is_empty()));
    set(&mut table, "note", grounds.note.as_deref());
    table
}

fn inline<'k>(entries: impl IntoIterator<Item = (&'k str, Value)>) -> InlineTable {
    let mut table = InlineTable::new();
    for (key, value) in entries {
        table.insert_formatted(&Key::new(key), value);
    }
    table
}

fn issue_scores(issue: &Issue, scores: &Scores) -> InlineTable {
    let named = |&o: &OptionIndex| issue.options.get(o).map_or_else(|| Value::from(""), |found| option(issue, found));
    match scores {
        Scores::Points(points) => {
            inline(issue.options.iter().zip(points).filter_map(|(o, p)| Some((o.id.as_str(), number((*p)?)))))
        }
        Scores::Rank(groups) => inline([("rank", ranking(groups, named).into())]),
        Scores::Prefers(chain) => inline([("prefers", chain.iter().map(named).collect::<Array>().into())]),
    }
}

/// Groups in order: a group of one bare, others as lists.
fn ranking<T>(groups: &[Vec<T>], name: impl Fn(&T) -> Value) -> Array {
    let group = |group: &Vec<T>| match group.as_slice() {
        [one] => name(one),
        several => several.iter().map(&name).collect::<Array>().into(),
    };
    groups.iter().map(group).collect()
}

/// An option as a value: a number on a numeric issue, else its name.
fn option(issue: &Issue, option: &IssueOption) -> Value {
    match option.value {
        Some(value) if issue.range.is_some() => decimal(value),
        _ => option.id.as_str().into(),
    }
}

fn number(number: Number) -> Value {
    match number {
        Number::Value(value) => decimal(value),
        Number::Range(low, high) => [decimal(low), decimal(high)].into_iter().collect::<Array>().into(),
    }
}

/// A decimal in plain notation, digit for digit.
fn decimal(decimal: Decimal) -> Value {
    let text = decimal.to_string();
    text.parse().unwrap_or_else(|_| text.into())
}
