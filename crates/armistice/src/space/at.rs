//! The worth of a single outcome.

use super::{Space, Worth};
use crate::case::OptionIndex;
use crate::points::Points;

impl Worth {
    /// u_i(x) per party of C (definitions §1.4). `space` is the one this was compiled over, `outcome` has an option per issue.
    pub fn at(&self, space: &Space<'_>, outcome: &[OptionIndex]) -> Vec<Points> {
        let issues = &space.case.issues;
        let holds = |rule: usize| space.worth_conditions[self.rules[rule]].holds(issues, outcome);
        let (head, tail) = outcome.split_at(space.layout.split);
        let position = issues[space.layout.split..].iter().zip(tail).fold(0, |t, (i, &o)| t * i.options.len() + o);
        let worth = |party: &super::worth::PartyWorth| {
            let met = party.trust_rules.iter().enumerate().filter(|&(_, &rule)| holds(rule));
            let table = &party.tables[met.fold(0, |met, (bit, _)| met | 1 << bit)];
            let bonuses = party.bonuses.iter().filter(|(rule, _)| holds(*rule)).map(|(_, points)| points);
            let summed: i64 = table.head.iter().zip(head).map(|(options, &o)| options[o]).sum();
            Points(summed + table.tail[position] + bonuses.sum::<i64>())
        };
        self.parties.iter().map(worth).collect()
    }
}
