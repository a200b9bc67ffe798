//! Re-checks packages: every change there is, by going through all outcomes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;

use super::super::constraints::{self, Rule};
use super::super::report::Report;
use super::super::world::{Micro, Seen, World};
use super::super::worth::{Part, Sum, worth};
use super::super::{Mismatch, Question, TooLarge};
use crate::analysis::impasse::ConstraintKind;
use crate::analysis::packages::{Packages, Trade};
use crate::analysis::{Extent, Settings};
use crate::case::{Case, IssueIndex, Outcome};

/// How many refused changes are told of.
const REFUSED: usize = 3;

/// The outcomes that are better for everybody.
struct Better<'w> {
    world: &'w World<'w>,
    start: &'w Seen,
    rules: Vec<Rule>,
    /// Places in the world.
    all: Vec<usize>,
}

pub(super) fn check(case: &Case, settings: &Settings, found: &Packages) -> Result<Vec<Mismatch>, TooLarge> {
    let world = World::new(&Question { case, target: None, levers: &settings.pulls })?;
    let mut report = Report::default();
    let at = settings.options.outcome.as_ref().unwrap_or(&case.status_quo);
    report.same("packages.at", at, &found.at);
    let Some(start) = world.outcomes.iter().find(|x| x.outcome == *at) else {
        report.differs("packages.at", "an outcome that can occur", format!("{at:?}"));
        return Ok(report.mismatches);
    };
    report.points("packages.worth", &start.worth, &found.worth);
    report.points("packages.no_deal", &world.no_deal, &found.no_deal);
    let left_out: Vec<(usize, IssueIndex)> = (0..case.issues.len())
        .flat_map(|j| world.c.iter().map(move |&p| (p, j)))
        .filter(|&(p, j)| case.is_unstated(p, j))
        .collect();
    report.each("packages.left_out", &left_out, &found.left_out);
    let movable = (0..case.issues.len()).filter(|j| !left_out.iter().any(|(_, out)| out == j)).count();
    report.same("packages.movable", &movable, &found.movable);

    let rules: Vec<Rule> = constraints::all(&world).into_iter().filter(|r| r.kind != ConstraintKind::Floor).collect();
    let mut better = Better { world: &world, start, rules, all: Vec::new() };
    better.all = (0..world.outcomes.len()).filter(|&k| better.is(k, &left_out)).collect();
    let place = world.outcomes.iter().position(|x| x.outcome == *at).unwrap_or_default();
    report.each("packages.crossed", &better.crossed(place), &found.crossed);

    let trades = better.minimal(|crossed| crossed.is_empty());
    let searched: Vec<usize> = trades.iter().copied().filter(|&k| better.changed(k).len() <= found.searched).collect();
    if found.is_whole() && found.extent == Extent::Whole {
        report.same("packages.total", &(trades.len() as u64), &found.total);
        better.listed("packages.trades", &trades, settings.listed_changes, &found.trades, &mut report);
    } else if (found.total as usize) < searched.len() {
        report.differs("packages.total", format!("at least {}", searched.len()), found.total.to_string());
    }
    for trade in &found.trades {
        better.trade("packages.trades", trade, settings, &mut report);
        let known = trades.iter().any(|&k| world.outcomes[k].outcome == trade.outcome);
        report.same("packages.trades.minimal", &true, &known);
    }
    let refused = better.minimal(|crossed| !crossed.is_empty());
    if found.trades.is_empty() && found.refused_searched == movable {
        better.listed("packages.refused", &refused, REFUSED, &found.refused, &mut report);
    }
    for trade in &found.refused {
        better.trade("packages.refused", trade, settings, &mut report);
        let known = refused.iter().any(|&k| world.outcomes[k].outcome == trade.outcome);
        report.same("packages.refused.minimal", &true, &known);
    }
    Ok(report.mismatches)
}

impl Better<'_> {
    /// Whether it is better for everybody, touches no issue that is left out, breaks no norm, and is not less of an agreement.
    fn is(&self, at: usize, left_out: &[(usize, IssueIndex)]) -> bool {
        let case = self.world.case;
        let (x, start) = (&self.world.outcomes[at], self.start);
        let is_deal = |y: &Seen| y.meets_deal && !y.is_status_quo;
        let gains = !x.worth.is_empty() && x.worth.iter().zip(&start.worth).all(|(after, before)| after > before);
        let touches = |j: usize| x.outcome[j] != start.outcome[j];
        gains
            && !x.breaks_norm
            && (is_deal(x) || !is_deal(start))
            && !(0..case.issues.len()).any(|j| touches(j) && left_out.iter().any(|(_, out)| *out == j))
    }

    fn crossed(&self, at: usize) -> Vec<String> {
        self.rules.iter().filter(|r| r.violated[at]).map(|r| r.id.clone()).collect()
    }

    fn changed(&self, at: usize) -> Vec<IssueIndex> {
        let outcome = &self.world.outcomes[at].outcome;
        (0..outcome.len()).filter(|&j| outcome[j] != self.start.outcome[j]).collect()
    }

    /// Those that cross what is wanted, with no part that is better for everybody and crosses no more; best first.
    fn minimal(&self, wanted: impl Fn(&[String]) -> bool) -> Vec<usize> {
        let crossed: BTreeMap<&Outcome, BTreeSet<String>> = self
            .all
            .iter()
            .map(|&k| (&self.world.outcomes[k].outcome, self.crossed(k).into_iter().collect()))
            .collect();
        let has_part = |at: usize| {
            let (outcome, changed) = (&self.world.outcomes[at].outcome, self.changed(at));
            let own: BTreeSet<String> = self.crossed(at).into_iter().collect();
            (1..(1u64 << changed.len()) - 1).any(|part| {
                let mut smaller = self.start.outcome.clone();
                for (_, &j) in changed.iter().enumerate().filter(|(b, _)| part >> b & 1 == 1) {
                    smaller[j] = outcome[j];
                }
                crossed.get(&smaller).is_some_and(|crosses| crosses.is_subset(&own))
            })
        };
        let mut minimal: Vec<usize> =
            self.all.iter().copied().filter(|&k| wanted(&self.crossed(k)) && !has_part(k)).collect();
        minimal.sort_by_key(|&k| {
            let crossed = self.crossed(k).len();
            let gain = self.gain(k);
            let product: BigInt = gain.iter().map(|&g| BigInt::from(g)).product();
            let outcome = self.world.outcomes[k].outcome.clone();
            (crossed, self.changed(k).len(), self.short(k).len(), Reverse(product), outcome)
        });
        minimal
    }

    fn gain(&self, at: usize) -> Vec<Micro> {
        self.world.outcomes[at].worth.iter().zip(&self.start.worth).map(|(after, before)| after - before).collect()
    }

    fn short(&self, at: usize) -> Vec<usize> {
        let gains = self.world.c.iter().zip(&self.world.outcomes[at].gain);
        gains.filter(|(_, g)| **g < 0).map(|(p, _)| *p).collect()
    }

    fn listed(&self, what: &str, expected: &[usize], most: usize, told: &[Trade], report: &mut Report) {
        let outcomes: Vec<&Outcome> = expected.iter().take(most).map(|&k| &self.world.outcomes[k].outcome).collect();
        report.each(what, &outcomes, &told.iter().map(|t| &t.outcome).collect::<Vec<_>>());
    }

    /// What a trade says of itself.
    fn trade(&self, what: &str, trade: &Trade, settings: &Settings, report: &mut Report) {
        let Some(at) = self.world.outcomes.iter().position(|x| x.outcome == trade.outcome) else {
            return report.differs(what, "an outcome that can occur", format!("{:?}", trade.outcome));
        };
        report.points(format!("{what}.gain"), &self.gain(at), &trade.gain);
        report.each(&format!("{what}.short"), &self.short(at), &trade.short);
        report.each(&format!("{what}.crosses"), &self.crossed(at), &trade.crosses);
        let changed = self.changed(at);
        report.each(
            &format!("{what}.changes"),
            &changed.iter().map(|&j| (j, self.start.outcome[j], trade.outcome[j])).collect::<Vec<_>>(),
            &trade.changes.iter().map(|c| (c.issue, c.from, c.to)).collect::<Vec<_>>(),
        );
        let sums = |outcome: &Outcome| -> Vec<Sum> {
            self.world.c.iter().map(|&p| worth(self.world.case, p, outcome, &settings.pulls)).collect()
        };
        let (before, after) = (sums(&self.start.outcome), sums(&trade.outcome));
        let on = |sum: &Sum, issue: IssueIndex| -> Micro {
            let own = sum.terms.iter().filter(|t| t.part == Part::Issue(issue) || t.part == Part::Exposure(issue));
            own.map(|t| Micro::from(t.points.0)).sum()
        };
        let mut rest: Vec<Micro> = self.gain(at);
        for shift in &trade.changes {
            let points: Vec<Micro> =
                after.iter().zip(&before).map(|(a, b)| on(a, shift.issue) - on(b, shift.issue)).collect();
            report.points(format!("{what}.changes[{}].points", shift.issue), &points, &shift.points);
            rest.iter_mut().zip(&points).for_each(|(r, p)| *r -= p);
        }
        report.points(format!("{what}.elsewhere"), &rest, &trade.elsewhere);
    }
}
