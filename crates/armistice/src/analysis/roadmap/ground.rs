//! The ground a roadmap goes over: which outcomes can be passed, by whose leave, and which steps can be made.

use super::super::sheet::{Bits, Mark, Sheets};
use super::super::{AnalysisError, Settings};
use super::{Aim, Ends, Refusal, Step, Why};
use crate::case::condition::Expr;
use crate::case::{Case, Condition, Direction, IssueIndex, OptionIndex, PartyIndex};
use crate::points::Points;
use crate::space::{Numbers, Terms};

/// A case laid out for going from outcome to outcome.
pub(super) struct Ground<'c> {
    pub(super) case: &'c Case,
    pub(super) sheets: Sheets<'c>,
    /// Whose acceptance is asked: the parties of C, then whoever else controls an issue.
    pub(super) judges: Vec<Judge>,
    /// How many of them are in C.
    pub(super) signing: usize,
    terms: Terms<'c>,
    /// X.
    pub(super) feasible: Bits,
    /// Preconditions of judges.
    pub(super) waits: Vec<Wait>,
    /// Per target: what would count as it.
    pub(super) targets: Vec<Bits>,
    /// Settled outcomes.
    settled: Bits,
    /// Index of the status quo.
    pub(super) today: usize,
    /// Per issue: whether it can be moved from one option to another.
    possible: Vec<Vec<Vec<bool>>>,
    /// Per issue: the judges outside C that control it.
    outsiders: Vec<Vec<usize>>,
}

/// A party whose acceptance is asked.
pub(super) struct Judge {
    pub(super) party: PartyIndex,
    /// Whether its worth counts: it has preferences.
    pub(super) cares: bool,
    /// min(d_i, u_i(status quo)), in micro-points.
    start: i64,
    /// In micro-points.
    pub(super) patience: i64,
    /// Where it is worth at least that, less patience.
    floor: Bits,
    /// Where it crosses one of its red lines.
    crossed: Bits,
    /// Where it is worth d_i; for the parties of C.
    content: Bits,
}

/// A precondition, laid out.
pub(super) struct Wait {
    /// Index into [`Case::preconditions`].
    pub(super) precondition: usize,
    /// Place among the judges.
    pub(super) judge: usize,
    pub(super) transient: bool,
    /// Where φ holds in X.
    pub(super) first: Bits,
    /// Where ψ holds in X.
    pub(super) before: Bits,
}

/// What judges hold to while a way is looked for.
pub(super) struct Holding {
    /// What every party of C accepts to pass through.
    passable: Bits,
    /// Per judge outside C: what it accepts to pass through.
    own: Vec<Bits>,
    /// Preconditions that bind steps alone: places in [`Ground::waits`].
    transient: Vec<usize>,
    /// Preconditions given up: places in [`Ground::waits`].
    given_up: Vec<usize>,
    /// The issues of the case's packages, and of one more if there is to be one.
    pub(super) packages: Vec<Vec<IssueIndex>>,
}

impl<'c> Ground<'c> {
    pub(super) fn new(
        case: &'c Case,
        settings: &Settings,
        targets: &[Option<&Condition>],
    ) -> Result<Self, AnalysisError> {
        let sheets = Sheets::new(case)?;
        let mut parties = case.signatories();
        let signing = parties.len();
        for &party in case.issues.iter().flat_map(|i| &i.control) {
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        let numbers = Numbers::central(case);
        let terms = Terms::of(case, &numbers, &settings.pulls, &parties).map_err(AnalysisError::TooManyLevers)?;

        let patience = |party: PartyIndex| numbers.parties[party].patience.points().0;
        let starts: Vec<i64> = terms.parties.iter().map(|t| t.no_deal.min(t.status_quo)).collect();
        let lines: Vec<Vec<&Expr>> = parties
            .iter()
            .map(|&party| case.red_lines.iter().filter(|r| r.party == party).map(|r| &r.refuses.expr).collect())
            .collect();
        let infeasible: Vec<&Expr> = case.infeasible.iter().map(|i| &i.when.expr).collect();
        let norms: Vec<&Expr> = case.norms.iter().map(|n| &n.forbids.expr).collect();
        let everywhere: Vec<IssueIndex> = (0..case.issues.len()).collect();
        let unstated: Vec<IssueIndex> = everywhere
            .iter()
            .copied()
            .filter(|&j| case.signatories().iter().any(|&p| case.is_unstated(p, j)))
            .collect();
        let wanted: Vec<Vec<&Expr>> = targets.iter().map(|t| t.iter().map(|c| &c.expr).collect()).collect();
        let held: Vec<(usize, usize)> = (0..case.preconditions.len())
            .filter_map(|k| Some((k, parties.iter().position(|&p| p == case.preconditions[k].party)?)))
            .collect();
        let sides: Vec<[[&Expr; 1]; 2]> = held
            .iter()
            .map(|&(k, _)| [[&case.preconditions[k].first.expr], [&case.preconditions[k].before.expr]])
            .collect();

        let mut marks = vec![Mark::Any(&infeasible), Mark::Any(&norms), Mark::Unmoved(&unstated)];
        marks.extend(wanted.iter().map(|w| Mark::Any(w)));
        for (k, party) in parties.iter().enumerate() {
            let start = starts[k].saturating_sub(patience(*party));
            marks.extend([Mark::Any(&lines[k]), Mark::Worth(k, start), Mark::Worth(k, terms.parties[k].no_deal)]);
        }
        marks.extend(sides.iter().flat_map(|[first, before]| [Mark::Any(first), Mark::Any(before)]));
        let mut laid = sheets.lay(&terms, &marks).into_iter();
        let mut next = || laid.next().unwrap_or_default();

        let mut feasible = Bits::all(sheets.len);
        feasible.remove(&next());
        let norms = next();
        let within = |mut bits: Bits| {
            bits.keep(&feasible);
            bits
        };
        let settled = within(next());
        let today = sheets.index(&case.status_quo);
        let targets = targets
            .iter()
            .map(|target| {
                let met = next();
                let mut counts = within(if target.is_some() { met } else { Bits::all(sheets.len) });
                counts.remove(&norms);
                counts.clear(today);
                counts
            })
            .collect();
        let judges = parties
            .iter()
            .enumerate()
            .map(|(k, &party)| Judge {
                party,
                cares: case.preferences_of(party).is_some(),
                start: starts[k],
                patience: patience(party),
                crossed: next(),
                floor: next(),
                content: next(),
            })
            .collect();
        let waits = held
            .iter()
            .map(|&(precondition, judge)| Wait {
                precondition,
                judge,
                transient: case.preconditions[precondition].transient,
                first: within(next()),
                before: within(next()),
            })
            .collect();
        let outsider = |p: &PartyIndex| parties.iter().skip(signing).position(|q| q == p).map(|k| signing + k);
        let outsiders = case.issues.iter().map(|i| i.control.iter().filter_map(outsider).collect()).collect();
        let possible = (0..case.issues.len()).map(|j| possible(case, j)).collect();
        Ok(Self { case, signing, judges, terms, feasible, waits, targets, settled, today, possible, outsiders, sheets })
    }

    /// What everybody holds to, as the case states it.
    pub(super) fn terms_as_stated(&self) -> Holding {
        self.holding(&[], None, &[])
    }

    /// What everybody holds to if some preconditions are given up (places in `waits`), if those of some issues could change together, and
    /// if the worth of some judges did not matter on the way.
    pub(super) fn holding(&self, given_up: &[usize], together: Option<Vec<IssueIndex>>, lifted: &[usize]) -> Holding {
        let of_judge = |k: usize| {
            let judge = &self.judges[k];
            let mut accepts = self.feasible.clone();
            accepts.remove(&judge.crossed);
            if judge.cares && !lifted.contains(&k) {
                accepts.keep(&judge.floor);
            }
            for (w, wait) in self.waits.iter().enumerate() {
                if wait.judge == k && !wait.transient && !given_up.contains(&w) {
                    accepts.remove(&wait.broken());
                }
            }
            accepts
        };
        let mut passable = self.feasible.clone();
        (0..self.signing).for_each(|k| passable.keep(&of_judge(k)));
        let packages = self.case.packages.iter().map(|p| p.issues.clone()).chain(together);
        Holding {
            passable,
            own: (self.signing..self.judges.len()).map(of_judge).collect(),
            transient: (0..self.waits.len()).filter(|&w| self.waits[w].transient && !given_up.contains(&w)).collect(),
            given_up: given_up.to_vec(),
            packages: packages.collect(),
        }
    }

    /// The same with more patience, in micro-points per judge.
    pub(super) fn with_patience(&self, patience: &[i64]) -> Holding {
        let mut holding = self.holding(&[], None, &(0..self.judges.len()).collect::<Vec<_>>());
        let marks: Vec<Mark<'_>> = self
            .judges
            .iter()
            .enumerate()
            .map(|(k, judge)| Mark::Worth(k, judge.start.saturating_sub(patience[k])))
            .collect();
        for (k, floor) in self.sheets.lay(&self.terms, &marks).iter().enumerate().filter(|(k, _)| self.judges[*k].cares)
        {
            match k.checked_sub(self.signing) {
                None => holding.passable.keep(floor),
                Some(outside) => holding.own[outside].keep(floor),
            }
        }
        holding
    }

    /// Where a way may end.
    pub(super) fn ends(&self, aim: &Aim, holding: &Holding) -> Ends {
        let mut all = self.targets[aim.target].clone();
        for (k, judge) in self.judges.iter().enumerate().take(self.signing) {
            all.remove(&judge.crossed);
            all.keep(&judge.content);
            for (w, wait) in self.waits.iter().enumerate() {
                if wait.judge == k && !wait.transient && !holding.given_up.contains(&w) {
                    all.remove(&wait.broken());
                }
            }
        }
        if let Some(only) = aim.only {
            all.keep_only(only);
        }
        let mut aimed = all.clone();
        aimed.keep(&self.settled);
        let settled = !aimed.is_empty();
        Ends { aimed: if settled { aimed } else { all.clone() }, all, settled }
    }

    /// What would count as what is aimed at, accepted or not.
    pub(super) fn counts(&self, aim: &Aim) -> Bits {
        let mut counts = self.targets[aim.target].clone();
        if let Some(only) = aim.only {
            counts.keep_only(only);
        }
        counts
    }

    /// Calls `visit` with every outcome that differs from this one in one issue, or in two or more of a package and nothing else, with the
    /// issues changed. An outcome may come twice.
    pub(super) fn each_neighbour(
        &self,
        from: usize,
        packages: &[Vec<IssueIndex>],
        visit: &mut dyn FnMut(usize, &[IssueIndex]),
    ) {
        for (issue, stated) in self.case.issues.iter().enumerate() {
            let (stride, now) = (self.sheets.strides[issue], self.sheets.option(from, issue));
            for option in (0..stated.options.len()).filter(|&o| o != now) {
                visit(from + option * stride - now * stride, &[issue]);
            }
        }
        let mut changed = Vec::new();
        for package in packages {
            self.each_of_package(from, package, &mut changed, visit);
        }
    }

    fn each_of_package(
        &self,
        from: usize,
        rest: &[IssueIndex],
        changed: &mut Vec<IssueIndex>,
        visit: &mut dyn FnMut(usize, &[IssueIndex]),
    ) {
        let Some((&issue, rest)) = rest.split_first() else {
            if changed.len() > 1 {
                visit(from, changed);
            }
            return;
        };
        self.each_of_package(from, rest, changed, visit);
        let (stride, now) = (self.sheets.strides[issue], self.sheets.option(from, issue));
        changed.push(issue);
        for option in (0..self.case.issues[issue].options.len()).filter(|&o| o != now) {
            self.each_of_package(from + option * stride - now * stride, rest, changed, visit);
        }
        changed.pop();
    }

    /// Whether a step can be made at all: to a combination that can occur, by those who can move its issues (definitions §7.1).
    pub(super) fn is_possible(&self, from: usize, to: usize, changed: &[IssueIndex]) -> bool {
        self.feasible.get(to)
            && changed.iter().all(|&j| self.possible[j][self.sheets.option(from, j)][self.sheets.option(to, j)])
    }

    /// Whether everybody asked accepts a step that is possible.
    pub(super) fn accepts(&self, holding: &Holding, from: usize, to: usize, changed: &[IssueIndex]) -> bool {
        holding.passable.get(to)
            && changed.iter().flat_map(|&j| &self.outsiders[j]).all(|&judge| holding.own[judge - self.signing].get(to))
            && holding.transient.iter().all(|&w| {
                let wait = &self.waits[w];
                !wait.jumped(from, to) || !self.is_asked(wait.judge, changed)
            })
    }

    /// Whether a judge is asked about a change of these issues.
    fn is_asked(&self, judge: usize, changed: &[IssueIndex]) -> bool {
        judge < self.signing || changed.iter().any(|&j| self.outsiders[j].contains(&judge))
    }

    /// How far below its start an outcome leaves each judge that is asked and cares, in micro-points.
    pub(super) fn setback(&self, judge: usize, at: usize) -> i64 {
        self.judges[judge].start.saturating_sub(self.worth(judge, at))
    }

    /// The judges asked about a change of these issues.
    pub(super) fn asked<'a>(&'a self, changed: &'a [IssueIndex]) -> impl Iterator<Item = usize> + 'a {
        (0..self.judges.len()).filter(move |&k| self.is_asked(k, changed))
    }

    /// Why judges do not accept a step, in their order.
    pub(super) fn refusals(&self, from: usize, to: usize, changed: &[IssueIndex]) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let outcome = self.sheets.outcome(to);
        for k in self.asked(changed) {
            let judge = &self.judges[k];
            let party = judge.party;
            let lines = self.case.red_lines.iter().enumerate().filter(|(_, r)| r.party == party);
            for (line, _) in lines.filter(|(_, r)| r.refuses.expr.holds(&self.case.issues, &outcome)) {
                refusals.push(Refusal { party, why: Why::RedLine(line) });
            }
            for wait in self.waits.iter().filter(|w| w.judge == k) {
                let broken = if wait.transient { wait.jumped(from, to) } else { wait.broken_at(to) };
                if broken {
                    refusals.push(Refusal { party, why: Why::Precondition(wait.precondition) });
                }
            }
            let short = self.setback(k, to).saturating_sub(judge.patience);
            if judge.cares && short > 0 {
                refusals.push(Refusal { party, why: Why::Worth(Points(short)) });
            }
        }
        refusals
    }

    /// u_i of an outcome, in micro-points.
    pub(super) fn worth(&self, judge: usize, at: usize) -> i64 {
        self.terms.parties[judge].worth(self.case, &self.terms.conditions, &self.sheets.outcome(at))
    }

    /// d_i.
    pub(super) fn no_deal(&self, judge: usize) -> i64 {
        self.terms.parties[judge].no_deal
    }

    /// u_i − u_i(status quo) per party of C.
    pub(super) fn over_today(&self, at: usize) -> Vec<Points> {
        (0..self.signing).map(|k| Points(self.worth(k, at) - self.terms.parties[k].status_quo)).collect()
    }

    /// The worst-off party's share of the same.
    pub(super) fn low_point(&self, at: usize) -> i64 {
        self.over_today(at).iter().map(|p| p.0).min().unwrap_or(0)
    }

    /// Whether an outcome is acceptable to the `judge`-th of C at the end, as the case stands.
    pub(super) fn is_content(&self, judge: usize, at: usize) -> bool {
        let own = &self.judges[judge];
        let mut waits = self.waits.iter().filter(|w| w.judge == judge && !w.transient);
        own.content.get(at) && !own.crossed.get(at) && !waits.any(|w| w.broken_at(at))
    }

    /// A step, told.
    pub(super) fn step(&self, from: usize, to: usize) -> Step {
        let case = self.case;
        let changed: Vec<IssueIndex> =
            (0..case.issues.len()).filter(|&j| self.sheets.option(from, j) != self.sheets.option(to, j)).collect();
        let holds = |p: &crate::case::Package| changed.iter().all(|j| p.issues.contains(j));
        let several = changed.len() > 1;
        Step {
            outcome: self.sheets.outcome(to),
            package: if several { case.packages.iter().position(holds) } else { None },
            over_today: self.over_today(to),
            unstated: changed.iter().any(|&j| case.signatories().iter().any(|&p| case.is_unstated(p, j))),
            changed,
        }
    }
}

impl Wait {
    /// Where ψ holds without φ.
    fn broken(&self) -> Bits {
        let mut broken = self.before.clone();
        broken.remove(&self.first);
        broken
    }

    fn broken_at(&self, at: usize) -> bool {
        self.before.get(at) && !self.first.get(at)
    }

    /// Whether ψ comes true in a step, while φ neither held before nor comes true in it.
    fn jumped(&self, from: usize, to: usize) -> bool {
        self.broken_at(to) && !self.before.get(from) && !self.first.get(from)
    }
}

/// Whether an issue can be moved from one option to another, by option (definitions §1.1, §7.1).
fn possible(case: &Case, j: IssueIndex) -> Vec<Vec<bool>> {
    let issue = &case.issues[j];
    let barred = |party: &PartyIndex, from: OptionIndex, to: OptionIndex| {
        issue.irreversible.iter().any(|(p, direction)| {
            p == party
                && match direction {
                    Direction::Up => to < from,
                    Direction::Down => to > from,
                }
        })
    };
    let can = |from: OptionIndex, to: OptionIndex| {
        let none_barred = !issue.control.iter().any(|p| barred(p, from, to));
        if to != case.status_quo[j] {
            return from != to && none_barred;
        }
        let alone = issue.undo.as_ref().unwrap_or(&issue.control);
        alone.iter().any(|p| !barred(p, from, to)) || issue.control.len() > 1 && none_barred
    };
    let options = 0..issue.options.len();
    options.clone().map(|from| options.clone().map(|to| can(from, to)).collect()).collect()
}
