//! Worth term by term, in the plainest code (definitions §1.4–1.6, §1.8).

use num_traits::{One, Zero};

use super::central::{middle, score, weights, whole};
use super::report::clamp;
use super::world::{Micro, meets};
use crate::case::{Case, Condition, IssueIndex, NoDeal, Outcome, OutlookWord, PartyIndex};
use crate::points::{Decimal, Exact, Points};

/// Where a term of worth comes from (definitions §1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The option of an issue: w·v.
    Issue(IssueIndex),
    /// Index into [`Case::links`]: b.
    Link(usize),
    /// What the option of an issue exposes the party to: −(1 − t)·e.
    Exposure(IssueIndex),
    /// Index into [`Case::levers`]: s·b.
    Lever(usize),
}

/// One term of worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Where it comes from.
    pub part: Part,
    /// What was multiplied, in the order of [`Part`]'s products: w and v, (1 − t) and e, s and b. `None` for a link, and for an issue
    /// that is unstated for the party.
    pub factors: Option<[Exact; 2]>,
    /// What it adds, rounded once to whole micro-points.
    pub points: Points,
}

/// u_i of an outcome, with every term that is not left out by its condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// One per issue, then links, exposures, levers.
    pub terms: Vec<Term>,
    /// Their sum.
    pub total: Points,
}

/// d_i, from what the case says (definitions §1.6).
#[derive(Clone, Debug, PartialEq)]
pub struct NoDealSum {
    /// Before levers.
    pub base: Base,
    /// Points of the levers that touch no deal.
    pub levers: Vec<Term>,
    /// d_i.
    pub total: Points,
}

/// What no deal is worth before levers.
#[derive(Clone, Debug, PartialEq)]
pub enum Base {
    /// The worth of the status quo and the outlook, with its word.
    Outlook {
        /// u_i(status quo), no lever pulled.
        today: Sum,
        /// The word it was given by; `same` when nothing was said.
        word: Option<OutlookWord>,
        /// Its middle.
        outlook: Points,
    },
    /// As good as an outcome.
    Like(Outcome, Sum),
    /// Half way between two outcomes.
    Between([(Outcome, Sum); 2]),
    /// In points.
    Given,
}

/// u_i of an outcome with these levers pulled.
pub fn worth(case: &Case, party: PartyIndex, outcome: &Outcome, levers: &[(usize, Decimal)]) -> Sum {
    Party::new(case, party).sum(outcome, levers)
}

/// d_i with these levers pulled.
pub fn no_deal(case: &Case, party: PartyIndex, levers: &[(usize, Decimal)]) -> NoDealSum {
    let worths = Party::new(case, party);
    let base = match &case.parties[party].no_deal {
        NoDeal::Like(outcome) => Base::Like(outcome.clone(), worths.sum(outcome, &[])),
        NoDeal::Between(a, b) => Base::Between([a, b].map(|x| (x.clone(), worths.sum(x, &[])))),
        NoDeal::Points(_) => Base::Given,
        NoDeal::Unstated => worths.today(Some(OutlookWord::Same)),
        NoDeal::Words(word) => worths.today(Some(*word)),
        NoDeal::Outlook(_) => worths.today(None),
    };
    let mut pressing = Vec::new();
    worths.pressed(
        levers,
        |when| worths.touches_no_deal(when),
        |part, points, factors| {
            pressing.push(Term { part, factors: factors(), points: clamp(points) });
        },
    );
    NoDealSum { base, levers: pressing, total: clamp(worths.no_deal(levers)) }
}

/// What was multiplied, for those who ask.
type Factors<'f> = &'f dyn Fn() -> Option<[Exact; 2]>;

/// What worth is computed from, for one party of C.
pub(super) struct Party<'a> {
    case: &'a Case,
    index: PartyIndex,
    weights: Vec<Exact>,
    /// w_ij · v_ij, rounded, per issue and option.
    scored: Vec<Vec<Micro>>,
}

impl<'a> Party<'a> {
    pub(super) fn new(case: &'a Case, index: PartyIndex) -> Self {
        let weights = weights(case, index);
        let scored = case.issues.iter().enumerate().map(|(j, issue)| {
            let term = |o| score(case, index, j, o).map_or(0, |v| rounded(&(&weights[j] * v)));
            (0..issue.options.len()).map(term).collect()
        });
        let scored = scored.collect();
        Self { case, index, weights, scored }
    }

    /// u_i (definitions §1.4) with these levers pulled.
    pub(super) fn worth(&self, outcome: &Outcome, levers: &[(usize, Decimal)]) -> Micro {
        let mut worth = 0;
        self.each(outcome, levers, |_, points, _| worth += points);
        worth
    }

    /// Every term of u_i.
    fn each(&self, outcome: &Outcome, levers: &[(usize, Decimal)], mut term: impl FnMut(Part, Micro, Factors<'_>)) {
        for (issue, (&option, of_issue)) in outcome.iter().zip(&self.scored).enumerate() {
            let score = || score(self.case, self.index, issue, option);
            term(Part::Issue(issue), of_issue[option], &|| score().map(|v| [self.weights[issue].clone(), v]));
        }
        for (k, link) in self.case.links.iter().enumerate() {
            if link.party == self.index && meets(self.case, outcome, &link.when) {
                term(Part::Link(k), rounded(&middle(link.points)), &|| None);
            }
        }
        for exposure in self.case.exposures.iter().filter(|e| e.party == self.index) {
            for (&(issue, option), &points) in &exposure.points {
                if outcome[issue] == option {
                    let distrust = Exact::one() - self.trust(outcome, levers);
                    let lost = rounded(&(&distrust * middle(points)));
                    term(Part::Exposure(issue), -lost, &|| Some([distrust.clone(), middle(points)]));
                }
            }
        }
        let met = |when: &Option<Condition>| when.as_ref().is_some_and(|w| meets(self.case, outcome, w));
        self.pressed(levers, met, term);
    }

    /// t_i(x) (definitions §1.5).
    fn trust(&self, outcome: &Outcome, levers: &[(usize, Decimal)]) -> Exact {
        let stated = self.case.parties[self.index].trust;
        let mut trust = stated.map_or_else(|| Exact::one() / whole(2), middle);
        for &(lever, strength) in levers {
            let lever = &self.case.levers[lever];
            if lever.when.as_ref().is_none_or(|w| meets(self.case, outcome, w)) {
                for &(_, added) in lever.trust.iter().filter(|(party, _)| *party == self.index) {
                    trust += strength.exact() * middle(added);
                }
            }
        }
        trust.clamp(Exact::zero(), Exact::one())
    }

    /// The points of the levers whose `when` passes.
    fn pressed(
        &self,
        levers: &[(usize, Decimal)],
        holds: impl Fn(&Option<Condition>) -> bool,
        mut term: impl FnMut(Part, Micro, Factors<'_>),
    ) {
        for &(index, strength) in levers {
            let lever = &self.case.levers[index];
            if holds(&lever.when) {
                for &(_, points) in lever.worth.iter().filter(|(party, _)| *party == self.index) {
                    let pulled = rounded(&(strength.exact() * middle(points)));
                    term(Part::Lever(index), pulled, &|| Some([strength.exact(), middle(points)]));
                }
            }
        }
    }

    /// Whether a lever with this condition does to no deal what it does to the status quo, or works on no deal alone.
    fn touches_no_deal(&self, when: &Option<Condition>) -> bool {
        when.as_ref().is_none_or(|w| meets(self.case, &self.case.status_quo, w))
    }

    /// What the outlook adds to the status quo; `None` when no deal is not given by an outlook.
    fn outlook(&self) -> Option<Micro> {
        let outlook = match &self.case.parties[self.index].no_deal {
            NoDeal::Unstated => Exact::zero(),
            NoDeal::Words(word) => middle(word.range()),
            NoDeal::Outlook(number) => middle(*number),
            NoDeal::Like(_) | NoDeal::Between(..) | NoDeal::Points(_) => return None,
        };
        Some(rounded(&outlook))
    }

    /// d_i (definitions §1.6) with these levers pulled.
    pub(super) fn no_deal(&self, levers: &[(usize, Decimal)]) -> Micro {
        let stated = match &self.case.parties[self.index].no_deal {
            NoDeal::Unstated | NoDeal::Words(_) | NoDeal::Outlook(_) => {
                self.worth(&self.case.status_quo, &[]) + self.outlook().unwrap_or_default()
            }
            NoDeal::Like(outcome) => self.worth(outcome, &[]),
            NoDeal::Between(a, b) => {
                let sum = self.worth(a, &[]) + self.worth(b, &[]);
                let half = sum.div_euclid(2);
                // Half a micro-point goes to the even neighbour.
                if sum.rem_euclid(2) == 1 && half.rem_euclid(2) == 1 { half + 1 } else { half }
            }
            NoDeal::Points(number) => rounded(&middle(*number)),
        };
        let mut no_deal = stated;
        self.pressed(levers, |when| self.touches_no_deal(when), |_, points, _| no_deal += points);
        no_deal
    }

    fn today(&self, word: Option<OutlookWord>) -> Base {
        let today = self.sum(&self.case.status_quo, &[]);
        Base::Outlook { today, word, outlook: clamp(self.outlook().unwrap_or_default()) }
    }

    fn sum(&self, outcome: &Outcome, levers: &[(usize, Decimal)]) -> Sum {
        let (mut terms, mut total) = (Vec::new(), 0);
        self.each(outcome, levers, |part, points, factors| {
            total += points;
            terms.push(Term { part, factors: factors(), points: clamp(points) });
        });
        Sum { terms, total: clamp(total) }
    }
}

fn rounded(points: &Exact) -> Micro {
    Micro::from(Points::round(points).0)
}
