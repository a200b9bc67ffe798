//! Names and numbers of a condition → indices, with what is wrong about them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::lex::{Sign, spelled, spelled_option};
use super::problems::{Problems, bad, shown};
use super::{Atom, Limit, Test};
use crate::case::model::{Issue, IssueIndex, OptionIndex};
use crate::diagnostic::{Diagnostic, Span};
use crate::points::Decimal;

/// A name as it stands in a condition.
#[derive(Clone, Debug)]
pub(super) struct Name<'a> {
    /// Without quotes.
    pub(super) text: Cow<'a, str>,
    /// Bytes of the condition.
    pub(super) at: Span,
    /// Whether it was quoted.
    pub(super) quoted: bool,
}

/// Looks names up; each index is made once, when it is first needed.
pub(super) struct Resolver<'a> {
    issues: &'a [Issue],
    by_id: BTreeMap<&'a str, IssueIndex>,
    options: BTreeMap<IssueIndex, BTreeMap<&'a str, OptionIndex>>,
    /// The issue and sign of the test before.
    last: Option<(IssueIndex, Sign)>,
}

/// How many options a help line lists.
const LISTED: usize = 12;

impl<'a> Resolver<'a> {
    pub(super) fn new(issues: &'a [Issue]) -> Self {
        let mut by_id = BTreeMap::new();
        for (i, issue) in issues.iter().enumerate() {
            by_id.entry(issue.id.as_str()).or_insert(i);
        }
        Self { issues, by_id, options: BTreeMap::new(), last: None }
    }

    /// A condition that could be written in this case.
    pub(super) fn example(&self) -> String {
        let first = self.issues.iter().find_map(|i| Some((i, i.options.last()?)));
        first.map_or("ceasefire = none".to_owned(), |(i, o)| format!("{} = {}", spelled(&i.id), spelled_option(i, o)))
    }

    /// Whether this is the unit of some numeric issue.
    pub(super) fn is_unit(&self, word: &str) -> bool {
        self.issues.iter().any(|i| i.range.as_ref().is_some_and(|r| r.unit.as_deref() == Some(word)))
    }

    /// When `word` is an option of the issue tested last: the test of it that was probably meant.
    pub(super) fn said_again(&mut self, word: &str) -> Option<String> {
        let (issue, sign) = self.last?;
        let option = self.option_index(issue, word)?;
        let issue = self.issues.get(issue)?;
        Some(format!("{} {} {}", spelled(&issue.id), sign.text(), spelled_option(issue, issue.options.get(option)?)))
    }

    /// A help line that lists the options of the issue with this id.
    pub(super) fn options_of(&self, id: &str) -> Option<String> {
        self.by_id.get(id).map(|&i| listed(&self.issues[i]))
    }

    fn option_index(&mut self, issue: IssueIndex, id: &str) -> Option<OptionIndex> {
        let all = &self.issues.get(issue)?.options;
        let index = self.options.entry(issue).or_insert_with(|| {
            let mut index = BTreeMap::new();
            for (o, option) in all.iter().enumerate() {
                index.entry(option.id.as_str()).or_insert(o);
            }
            index
        });
        index.get(id).copied()
    }

    fn issue(&mut self, name: &Name<'_>, other: Option<&Name<'_>>, problems: &mut Problems<'_>) -> Option<IssueIndex> {
        if name.text.contains('.') && !name.quoted {
            unquoted(name, problems);
            return None;
        }
        if let Some(&issue) = self.by_id.get(&*name.text) {
            return Some(issue);
        }
        let mut problem = Diagnostic::error("unknown-name", format!("there is no issue {}", shown(&name.text)));
        let turned = other.and_then(|o| self.by_id.get(&*o.text)).copied();
        let owner = (0..self.issues.len()).find(|&i| self.option_index(i, &name.text).is_some());
        if let Some(issue) = turned {
            problem = problem.help(format!("the issue comes first: `{} …`", spelled(&self.issues[issue].id)));
        } else if let Some(near) = problems.near(&name.text, self.by_id.keys().copied()) {
            problem = problem.help(format!("did you mean `{}`?", spelled(near)));
        } else if let Some(issue) = owner {
            let id = spelled(&self.issues[issue].id);
            problem = problem.help(format!("it is an option of `{id}`: write `{id} = {}`", spelled(&name.text)));
        } else if self.issues.is_empty() {
            problem = problem.help("declare it: `[issues.ID]` with its `options`");
        } else {
            let ids: Vec<_> = self.issues.iter().take(LISTED).map(|i| format!("`{}`", spelled(&i.id))).collect();
            let more = if self.issues.len() > LISTED { ", …" } else { "" };
            problem = problem.help(format!("the issues are {}{more}", ids.join(", ")));
        }
        problems.add(problem, &name.at, "no such issue");
        None
    }

    /// An option of a listed issue, or a step of a numeric one.
    fn option(&mut self, issue: IssueIndex, name: &Name<'_>, problems: &mut Problems<'_>) -> Option<OptionIndex> {
        let of = &self.issues[issue];
        if of.range.is_some() {
            let number = number(of, name, problems)?;
            // The options of a numeric issue go upwards.
            return match of.options.binary_search_by(|o| o.value.unwrap_or(Decimal::ZERO).cmp(&number)) {
                Ok(found) => Some(found),
                Err(above) => {
                    off_grid(of, number, above, &name.at, problems);
                    None
                }
            };
        }
        if name.text.contains('.') && !name.quoted {
            unquoted(name, problems);
            return None;
        }
        let found = self.option_index(issue, &name.text);
        if found.is_none() {
            let id = spelled(&of.id);
            let message = format!("{} is not an option of `{id}`", shown(&name.text));
            let mut problem = Diagnostic::error("unknown-name", message);
            if let Some(near) = problems.near(&name.text, of.options.iter().map(|o| o.id.as_str())) {
                problem = problem.help(format!("did you mean `{}`?", spelled(near)));
            } else if self.by_id.contains_key(&*name.text) {
                problem = problem.help("conditions compare an issue with its options, not two issues");
            }
            problems.add(problem.help(listed(of)), &name.at, "no such option");
        }
        found
    }

    /// `issue SIGN option`.
    pub(super) fn compare(
        &mut self,
        issue: &Name<'_>,
        sign: Sign,
        sign_at: &Span,
        option: &Name<'_>,
        problems: &mut Problems<'_>,
    ) -> Option<Atom> {
        let index = self.issue(issue, Some(option), problems)?;
        self.last = Some((index, sign));
        let of = &self.issues[index];
        let orders = !matches!(sign, Sign::Is | Sign::IsNot);
        let limit = if orders && of.range.is_some() {
            Limit::Number(number(of, option, problems)?)
        } else {
            Limit::Option(self.option(index, option, problems)?)
        };
        let test = match (sign, limit) {
            (Sign::Is, Limit::Option(o)) => Test::Is(o),
            (Sign::IsNot, Limit::Option(o)) => Test::IsNot(o),
            (Sign::Below, l) => Test::Below(l),
            (Sign::AtMost, l) => Test::AtMost(l),
            (Sign::Above, l) => Test::Above(l),
            (Sign::AtLeast, l) => Test::AtLeast(l),
            (Sign::Is | Sign::IsNot, Limit::Number(_)) => return None,
        };
        let atom = Atom { issue: index, test };
        if orders && !of.ordered && of.range.is_none() {
            unordered(of, &atom, sign, sign_at, problems);
            return None;
        }
        Some(atom)
    }

    /// `issue in {options}`.
    pub(super) fn member(
        &mut self,
        issue: &Name<'_>,
        options: &[Name<'_>],
        problems: &mut Problems<'_>,
    ) -> Option<Atom> {
        let index = self.issue(issue, None, problems)?;
        self.last = Some((index, Sign::Is));
        let found: Vec<_> = options.iter().map(|o| self.option(index, o, problems)).collect();
        let mut set: Vec<OptionIndex> = found.into_iter().collect::<Option<_>>()?;
        set.sort_unstable();
        set.dedup();
        (!set.is_empty()).then_some(Atom { issue: index, test: Test::In(set) })
    }
}

fn unquoted(name: &Name<'_>, problems: &mut Problems<'_>) {
    let problem = bad(format!("{} is no bare name: these are letters, digits, `_` and `-`", shown(&name.text)));
    problems.add(problem.help(format!("put it in quotes: {}", shown(&spelled(&name.text)))), &name.at, "");
}

/// A help line with an issue's options.
fn listed(issue: &Issue) -> String {
    let id = spelled(&issue.id);
    if let Some(range) = &issue.range {
        return format!(
            "the options of `{id}` are the numbers from {} to {} in steps of {}",
            range.from, range.to, range.step
        );
    }
    let names: Vec<_> = issue.options.iter().take(LISTED).map(|o| format!("`{}`", spelled(&o.id))).collect();
    let more = if issue.options.len() > LISTED { ", …" } else { "" };
    format!("the options of `{id}` are {}{more}", names.join(", "))
}

fn number(issue: &Issue, name: &Name<'_>, problems: &mut Problems<'_>) -> Option<Decimal> {
    match Decimal::parse(&name.text) {
        Ok(number) => Some(number),
        Err(error) => {
            let message =
                format!("`{}` is compared with numbers, and {} is {error}", spelled(&issue.id), shown(&name.text));
            let mut problem = Diagnostic::error("bad-number", message);
            let unit = issue.range.as_ref().and_then(|r| r.unit.as_deref());
            if name.text.contains('−') {
                problem = problem.help("a minus sign is written `-`");
            } else if let Some(bare) = unit.and_then(|u| name.text.strip_suffix(u)) {
                let bare = bare.trim_end_matches(['-', ' ', '_']);
                problem = problem.help(format!("numbers are written without their unit: {}", shown(bare)));
            }
            problems.add(problem.help(listed(issue)), &name.at, "");
            None
        }
    }
}

fn off_grid(issue: &Issue, number: Decimal, above: usize, at: &Span, problems: &mut Problems<'_>) {
    let id = spelled(&issue.id);
    let value = |i: usize| issue.options.get(i).and_then(|o| o.value);
    let near: Vec<_> =
        above.checked_sub(1).and_then(value).into_iter().chain(value(above)).map(|v| format!("`{v}`")).collect();
    let problem = Diagnostic::error("unknown-name", format!("`{number}` is not an option of `{id}`"))
        .help(format!("{}; nearest: {}", listed(issue), near.join(" and ")))
        .help("`<`, `<=`, `>` and `>=` take numbers between the steps too");
    problems.add(problem, at, "not a step of the range");
}

/// An ordering on options that have no order.
fn unordered(issue: &Issue, atom: &Atom, sign: Sign, at: &Span, problems: &mut Problems<'_>) {
    let id = spelled(&issue.id);
    let mut problem = bad(format!("`{}` on `{id}`, whose options have no order", sign.text()))
        .help(format!("if the order of its list means something, declare `ordered = true` in `[issues.{id}]`"));
    let meant: Vec<_> = (0..issue.options.len()).filter(|&o| atom.allows(issue, o)).collect();
    if !meant.is_empty() && meant.len() <= LISTED {
        let names: Vec<_> = meant.iter().map(|&o| spelled(&issue.options[o].id)).collect();
        problem = problem.help(format!("or name the options: `{id} in {{{}}}`", names.join(", ")));
    } else {
        problem = problem.help(format!("or name the options: `{id} in {{…}}`"));
    }
    problems.add(problem, at, "needs an order");
}
