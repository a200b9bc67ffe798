//! Positions case by case: which options each leaves open, until every combination is accounted for.

use crate::analysis::impasse::Constraint;
use crate::case::condition::Expr;
use crate::case::{Case, Condition, Issue, IssueIndex, OptionIndex, Outcome};

/// Some combinations of options, and why they are no deal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The options it speaks of, by issue; whatever the options of other issues.
    pub options: Vec<(IssueIndex, Vec<OptionIndex>)>,
    /// Why none of them is a deal, if any reason holds for all.
    pub reason: Reason,
}

/// Why a combination of options is no deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Index into the constraints: its holder refuses it.
    Refused(usize),
    /// It does not meet `deal`, or the goal.
    NotADeal,
    /// Index into [`Case::norms`]: it breaks this one.
    Norm(usize),
    /// It cannot occur.
    CannotOccur,
    /// It is how things stand.
    StatusQuo,
    /// None of these: it is left open, but for the status quo if that is among them.
    Open,
}

/// More rows than this nobody follows by hand.
const ROWS: usize = 48;
/// Steps of the search for a division into cases.
const STEPS: usize = 50_000;

/// Every combination of options by the reason why it is no deal, given these positions (indices into `constraints`; floors are passed
/// over). With `closed`, they leave nothing open but, at most, the status quo. `None` when the rows grow too many to be read.
pub(super) fn rows(
    case: &Case,
    target: Option<&Condition>,
    constraints: &[Constraint],
    members: &[usize],
    closed: bool,
) -> Option<Vec<Row>> {
    let mut tests: Vec<(Reason, Test)> = Vec::new();
    for &k in members {
        tests.extend(refused(case, &constraints[k].id).map(|test| (Reason::Refused(k), test)));
    }
    if let Some(deal) = target {
        tests.push((Reason::NotADeal, Test::All(vec![(&deal.expr, false)])));
    }
    tests.extend(case.norms.iter().enumerate().map(|(n, norm)| (Reason::Norm(n), Test::is(&norm.forbids.expr))));
    tests.extend(case.infeasible.iter().map(|i| (Reason::CannotOccur, Test::is(&i.when.expr))));
    let mut left: Left = case.issues.iter().map(|issue| (0..issue.options.len()).collect()).collect();
    let mut division = Division { issues: &case.issues, tests, steps: 0 };
    let mut tree = division.divide(&mut left)?;
    if closed && tree.leaves_something_open() {
        // To tell one combination apart takes an option of every issue, which is worth it only where it decides.
        division.tests.push((Reason::StatusQuo, Test::Is(&case.status_quo)));
        tree = division.divide(&mut left)?;
    }
    let mut rows = Vec::new();
    tree.flatten(&mut Vec::new(), &mut rows);
    (rows.len() <= ROWS).then_some(rows)
}

/// Whether this outcome is ruled out by a red line or precondition.
pub(super) fn is_refused(case: &Case, id: &str, outcome: &Outcome) -> bool {
    let left: Left = outcome.iter().map(|&o| vec![o]).collect();
    refused(case, id).and_then(|test| test.known(&case.issues, &left)).unwrap_or(false)
}

/// What a red line or precondition rules out.
fn refused<'c>(case: &'c Case, id: &str) -> Option<Test<'c>> {
    let red_line = case.red_lines.iter().find(|r| r.id == id).map(|r| Test::is(&r.refuses.expr));
    red_line.or_else(|| {
        let precondition = case.preconditions.iter().find(|p| p.id == id)?;
        Some(Test::All(vec![(&precondition.before.expr, true), (&precondition.first.expr, false)]))
    })
}

/// The options left of every issue.
type Left = Vec<Vec<OptionIndex>>;

/// A set of combinations.
enum Test<'c> {
    /// Those where each of these is met, or not met.
    All(Vec<(&'c Expr, bool)>),
    /// This one.
    Is(&'c Outcome),
}

impl<'c> Test<'c> {
    fn is(expr: &'c Expr) -> Self {
        Self::All(vec![(expr, true)])
    }

    /// Whether all combinations left are in it (true) or none (false), where that can be told without dividing them.
    fn known(&self, issues: &[Issue], left: &Left) -> Option<bool> {
        match self {
            Self::All(parts) => all(parts.iter().map(|&(e, met)| known(e, issues, left).map(|is| is == met))),
            Self::Is(outcome) => all(outcome.iter().zip(left).map(|(option, left)| match left.as_slice() {
                [one] => Some(one == option),
                several => {
                    if several.contains(option) {
                        None
                    } else {
                        Some(false)
                    }
                }
            })),
        }
    }

    fn issues(&self) -> Vec<IssueIndex> {
        match self {
            Self::All(parts) => parts.iter().flat_map(|(e, _)| e.issues()).collect(),
            Self::Is(outcome) => (0..outcome.len()).collect(),
        }
    }
}

/// Whether an expression is met by all combinations left, or by none; `None` when by some, or when that cannot be told at once.
fn known(expr: &Expr, issues: &[Issue], left: &Left) -> Option<bool> {
    match expr {
        Expr::Atom(atom) => {
            let mut allowed = left[atom.issue].iter().map(|&o| atom.allows(&issues[atom.issue], o));
            let first = allowed.next()?;
            allowed.all(|a| a == first).then_some(first)
        }
        Expr::Not(inner) => known(inner, issues, left).map(|is| !is),
        Expr::And(members) => all(members.iter().map(|m| known(m, issues, left))),
        Expr::Or(members) => all(members.iter().map(|m| known(m, issues, left).map(|is| !is))).map(|none| !none),
    }
}

/// Whether all are true, of which some are not known.
fn all(members: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for member in members {
        match member {
            Some(false) => return Some(false),
            Some(true) => {}
            None => result = None,
        }
    }
    result
}

/// A division into cases.
#[derive(PartialEq, Eq)]
enum Tree {
    Leaf(Reason),
    Split(IssueIndex, Vec<(Vec<OptionIndex>, Tree)>),
}

impl Tree {
    fn leaves_something_open(&self) -> bool {
        match self {
            Self::Leaf(reason) => *reason == Reason::Open,
            Self::Split(_, branches) => branches.iter().any(|(_, tree)| tree.leaves_something_open()),
        }
    }

    fn flatten(&self, path: &mut Vec<(IssueIndex, Vec<OptionIndex>)>, rows: &mut Vec<Row>) {
        match self {
            Self::Leaf(reason) => rows.push(Row { options: path.clone(), reason: *reason }),
            Self::Split(issue, branches) => {
                for (options, tree) in branches {
                    path.push((*issue, options.clone()));
                    tree.flatten(path, rows);
                    path.pop();
                }
            }
        }
    }
}

struct Division<'c> {
    issues: &'c [Issue],
    tests: Vec<(Reason, Test<'c>)>,
    steps: usize,
}

impl Division<'_> {
    /// The first reason that holds for all combinations left; `Open` when none holds for any.
    fn reason(&mut self, left: &Left) -> Option<Reason> {
        self.steps += 1;
        let mut undecided = false;
        for (reason, test) in &self.tests {
            match test.known(self.issues, left) {
                Some(true) => return Some(*reason),
                Some(false) => {}
                None => undecided = true,
            }
        }
        (!undecided).then_some(Reason::Open)
    }

    /// Divides what is left by the issue that settles most of its options at once; options with the same fate stay together.
    fn divide(&mut self, left: &mut Left) -> Option<Tree> {
        if let Some(reason) = self.reason(left) {
            return Some(Tree::Leaf(reason));
        }
        let mut candidates: Vec<IssueIndex> = Vec::new();
        for (_, test) in self.tests.iter().filter(|(_, test)| test.known(self.issues, left).is_none()) {
            candidates.extend(test.issues().into_iter().filter(|&j| left[j].len() > 1));
        }
        let mut best: Option<(usize, usize, IssueIndex)> = None;
        let mut weighed: Vec<IssueIndex> = Vec::new();
        for issue in candidates {
            if weighed.contains(&issue) {
                continue;
            }
            weighed.push(issue);
            let (settled, of) = self.settled(left, issue);
            // By cross-multiplication: the share of the options that is settled.
            if best.is_none_or(|(most, total, _)| settled * total > most * of) {
                best = Some((settled, of, issue));
            }
            if self.steps > STEPS {
                return None;
            }
        }
        let (_, _, issue) = best?;
        let options = std::mem::take(&mut left[issue]);
        let mut branches: Vec<(Vec<OptionIndex>, Tree)> = Vec::new();
        let mut complete = true;
        for &option in &options {
            left[issue] = vec![option];
            let Some(tree) = self.divide(left) else {
                complete = false;
                break;
            };
            match branches.iter_mut().find(|(_, same)| *same == tree) {
                Some((together, _)) => together.push(option),
                None => branches.push((vec![option], tree)),
            }
        }
        left[issue] = options;
        complete.then_some(Tree::Split(issue, branches))
    }

    /// How many of an issue's options leave nothing to divide, of how many.
    fn settled(&mut self, left: &mut Left, issue: IssueIndex) -> (usize, usize) {
        let options = std::mem::take(&mut left[issue]);
        let settled = options.iter().filter(|&&option| {
            left[issue] = vec![option];
            self.reason(left).is_some()
        });
        let settled = settled.count();
        let of = options.len();
        left[issue] = options;
        (settled, of)
    }
}
