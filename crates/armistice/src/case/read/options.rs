//! The options of issues: reading them, and looking them up by name or number.

use std::collections::BTreeMap;

use num_traits::{Signed, ToPrimitive, Zero};
use toml::de::{DeTable, DeValue};

use super::lower::Lower;
use super::walk::decimal;
use super::{CASE_FILE, Node, Sink, listed};
use crate::case::model::{IssueIndex, IssueOption, NumericRange, OptionIndex};
use crate::diagnostic::{Diagnostic, Span};
use crate::points::{Decimal, Exact};

/// The most options of an issue.
const MAX_OPTIONS: usize = 4_096;

/// The options of one issue by name and number.
pub(super) struct OptionNames {
    complete: bool,
    names: BTreeMap<String, OptionIndex>,
    numbers: BTreeMap<Decimal, OptionIndex>,
}

impl OptionNames {
    /// `None`: the options could not be read, of which something was told.
    pub(super) fn of(options: Option<&[IssueOption]>) -> Self {
        let mut names = BTreeMap::new();
        let mut numbers = BTreeMap::new();
        for (i, option) in options.unwrap_or_default().iter().enumerate() {
            names.insert(option.id.clone(), i);
            numbers.extend(option.value.map(|value| (value, i)));
        }
        Self { complete: options.is_some(), names, numbers }
    }

    /// Whether the options could be read; if not, what refers to them cannot be judged.
    pub(super) fn complete(&self) -> bool {
        self.complete
    }

    fn named(&self, name: &str) -> Option<OptionIndex> {
        let by_number = || self.numbers.get(&Decimal::parse(name.trim()).ok()?).copied();
        self.names.get(name).copied().or_else(by_number)
    }

    /// The option of this name; that the issue `id` has none is told.
    pub(super) fn look_up(&self, out: &mut Sink, id: &str, name: &str, span: Span) -> Option<OptionIndex> {
        let found = self.named(name);
        if found.is_none() && self.complete {
            let help = self.way_out(out, name);
            out.push(
                Diagnostic::error("unknown-name", format!("`{id}` has no option `{name}`"))
                    .at(CASE_FILE, span, "unknown option")
                    .help(help),
            );
        }
        found
    }

    fn way_out(&self, out: &mut Sink, name: &str) -> String {
        if let (Some((least, _)), Some((most, _))) = (self.numbers.first_key_value(), self.numbers.last_key_value()) {
            return format!("its options are the steps of its range, from {least} to {most}");
        }
        if let Some(near) = out.suggest(name, self.names.keys().map(String::as_str)) {
            return format!("did you mean `{near}`?");
        }
        let mut in_order: Vec<(&str, OptionIndex)> = self.names.iter().map(|(n, i)| (n.as_str(), *i)).collect();
        in_order.sort_by_key(|&(_, i)| i);
        format!("its options are {}", listed(in_order.into_iter().map(|(n, _)| n)))
    }
}

impl Lower<'_> {
    /// The option that a value names; what is wrong with it is told.
    pub(super) fn option_in(&mut self, issue: IssueIndex, node: &Node<'_>) -> Option<OptionIndex> {
        if let Some(name) = node.get_ref().as_str() {
            return self.option_named(issue, name, node.span());
        }
        let number = decimal(node).ok();
        let names = self.options.get(issue)?;
        if let Some(option) = number.and_then(|n| names.numbers.get(&n)) {
            return Some(*option);
        }
        let written = match node.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) => {
                number.map_or_else(|| "this number".to_owned(), |n| n.to_string())
            }
            _ => return None,
        };
        let found = self.option_named(issue, &written, node.span());
        if found.is_some() {
            // A listed option that looks like a number: its name is a text.
            let id = &self.issues[issue].id;
            self.out.push(
                Diagnostic::error("wrong-type", format!("the options of `{id}` are names, not numbers"))
                    .at(CASE_FILE, node.span(), "this is a number")
                    .help(format!("write \"{written}\"")),
            );
        }
        found
    }

    /// The option of this name; that there is none is told.
    pub(super) fn option_named(&mut self, issue: IssueIndex, name: &str, span: Span) -> Option<OptionIndex> {
        let (names, id) = (self.options.get(issue)?, self.issues.get(issue)?.id.as_str());
        names.look_up(self.out, id, name, span)
    }

    /// The options of a list; `None` when some cannot be read.
    pub(super) fn listed_options(&mut self, list: &Node<'_>) -> Option<Vec<IssueOption>> {
        let members = list.get_ref().as_array()?;
        if members.len() > MAX_OPTIONS {
            self.out.push(
                Diagnostic::error(
                    "too-large",
                    format!("an issue has {} options, and at most {MAX_OPTIONS} are taken", members.len()),
                )
                .at(CASE_FILE, list.span(), "too many options")
                .help("bring options together that nobody tells apart"),
            );
            return None;
        }
        if !self.no_repeats(list, "options") {
            return None;
        }
        let id = |node: &Node<'_>| node.get_ref().as_str().filter(|s| !s.trim().is_empty()).map(str::to_owned);
        let ids: Option<Vec<String>> = members.iter().map(id).collect();
        Some(ids?.into_iter().map(|id| IssueOption { id, label: None, value: None }).collect())
    }

    /// A numeric range and its steps; what is wrong with it is told.
    pub(super) fn range(
        &mut self,
        issue: &str,
        table: &DeTable<'_>,
        span: Span,
    ) -> Option<(NumericRange, Vec<IssueOption>)> {
        let number = |key: &str| decimal(table.get(key)?).ok();
        let range = NumericRange {
            from: number("from")?,
            to: number("to")?,
            step: number("step")?,
            unit: super::text(table, "unit"),
        };
        let place = |key: &str| table.get(key).map_or(span.clone(), |n| n.span());
        let (from, to, step) = (range.from.exact(), range.to.exact(), range.step.exact());
        if step.is_negative() {
            return None;
        }
        if step.is_zero() {
            self.out.push(
                bad_range(issue, "cannot take steps of 0", place("step"), "a step must be more than 0")
                    .help("write how far neighbouring options are apart"),
            );
            return None;
        }
        if range.from >= range.to {
            self.out.push(
                bad_range(issue, "goes nowhere", place("to"), &format!("not above {}", range.from))
                    .help("`from` is the lower end and `to` the upper one"),
            );
            return None;
        }
        let steps = (&to - &from) / &step;
        let count = steps.floor().to_integer().to_usize().unwrap_or(usize::MAX);
        if count >= MAX_OPTIONS {
            self.out.push(
                Diagnostic::error("too-large", format!("the range of `{issue}` has more than {MAX_OPTIONS} steps"))
                    .at(CASE_FILE, place("step"), "too fine")
                    .help(format!("take a larger step: an issue has at most {MAX_OPTIONS} options")),
            );
            return None;
        }
        if !steps.is_integer() {
            let last = decimal_of(&(&from + &step * Exact::from_integer(count.into())));
            let diagnostic =
                bad_range(issue, "is not divided by its step", place("step"), "the last step would be shorter");
            self.out.push(match last {
                Some(last) if count > 0 => diagnostic.help(format!("end at `to = {last}`, or take another step")),
                _ => diagnostic.help("take a smaller step"),
            });
            return None;
        }
        let value = |k: usize| decimal_of(&(&from + &step * Exact::from_integer(k.into())));
        let values: Option<Vec<Decimal>> = (0..=count).map(value).collect();
        let Some(values) = values else {
            self.out.push(
                bad_range(
                    issue,
                    "has steps with more digits than are kept",
                    place("step"),
                    "too fine for numbers of this size",
                )
                .help("take another unit"),
            );
            return None;
        };
        let option = |value: Decimal| IssueOption { id: value.to_string(), label: None, value: Some(value) };
        Some((range, values.into_iter().map(option).collect()))
    }
}

fn bad_range(issue: &str, problem: &str, span: Span, label: &str) -> Diagnostic {
    Diagnostic::error("bad-range", format!("the range of `{issue}` {problem}")).at(CASE_FILE, span, label)
}

/// A sum of decimals as a decimal; `None` when it has more digits than a decimal holds.
fn decimal_of(exact: &Exact) -> Option<Decimal> {
    const PLACES: usize = 12;
    let scaled = exact * Exact::from_integer(10i64.pow(PLACES as u32).into());
    let digits = format!("{:0>width$}", scaled.to_integer().abs(), width = PLACES + 1);
    let (whole, fraction) = digits.split_at(digits.len() - PLACES);
    let sign = if exact.is_negative() { "-" } else { "" };
    Decimal::parse(&format!("{sign}{whole}.{fraction}")).ok()
}
