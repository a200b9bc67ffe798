//! Worth term by term, in the plainest code (definitions §1.4–1.6, §1.8).

use num_traits::{One, Zero};

use super::filled::Filled;
use super::report::clamp;
use super::world::{Micro, meets};
use crate::case::{Case, Condition, IssueIndex, NoDeal, Outcome, OutlookWord, PartyIndex};
use crate::points::{Decimal, Exact, MICRO, Points};

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
    filled: Filled,
    /// w_ij · v_ij, rounded, per issue and option.
    scored: Vec<Vec<Micro>>,
}

impl<'a> Party<'a> {
    /// In the central model.
    pub(super) fn new(case: &'a Case, index: PartyIndex) -> Self {
        Self::filled(case, index, Filled::central(case, index))
    }

    /// With these numbers.
    pub(super) fn filled(case: &'a Case, index: PartyIndex, filled: Filled) -> Self {
        let of_issue = |(w, scores): (&Exact, &Option<Vec<Exact>>)| {
            scores.as_ref().map(|s| s.iter().map(|v| rounded(&(w * v))).collect())
        };
        let scored: Vec<Option<Vec<Micro>>> = filled.weights.iter().zip(&filled.scores).map(of_issue).collect();
        let nothing = |j: usize| vec![0; case.issues[j].options.len()];
        let scored = scored.into_iter().enumerate().map(|(j, s)| s.unwrap_or_else(|| nothing(j))).collect();
        Self { case, index, filled, scored }
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
            let score = || self.filled.scores[issue].as_ref().map(|scores| scores[option].clone());
            term(Part::Issue(issue), of_issue[option], &|| score().map(|v| [self.filled.weights[issue].clone(), v]));
        }
        for (k, link) in self.case.links.iter().enumerate() {
            if link.party == self.index && meets(self.case, outcome, &link.when) {
                term(Part::Link(k), rounded(&self.filled.links[k]), &|| None);
            }
        }
        for (&(issue, option), points) in &self.filled.exposure {
            if outcome[issue] == option {
                let distrust = Exact::one() - self.trust(outcome, levers);
                let lost = rounded(&(&distrust * points));
                term(Part::Exposure(issue), -lost, &|| Some([distrust.clone(), points.clone()]));
            }
        }
        let met = |when: &Option<Condition>| when.as_ref().is_some_and(|w| meets(self.case, outcome, w));
        self.pressed(levers, met, term);
    }

    /// t_i(x) (definitions §1.5).
    fn trust(&self, outcome: &Outcome, levers: &[(usize, Decimal)]) -> Exact {
        let mut trust = self.filled.trust.clone();
        for &(index, strength) in levers {
            let lever = &self.case.levers[index];
            if lever.when.as_ref().is_none_or(|w| meets(self.case, outcome, w)) {
                for (_, added) in lever
                    .trust
                    .iter()
                    .zip(&self.filled.lever_trust[index])
                    .filter(|((party, _), _)| *party == self.index)
                {
                    trust += strength.exact() * added;
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
                for (_, points) in lever
                    .worth
                    .iter()
                    .zip(&self.filled.lever_worth[index])
                    .filter(|((party, _), _)| *party == self.index)
                {
                    let pulled = rounded(&(strength.exact() * points));
                    term(Part::Lever(index), pulled, &|| Some([strength.exact(), points.clone()]));
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
        match &self.case.parties[self.index].no_deal {
            NoDeal::Unstated | NoDeal::Words(_) | NoDeal::Outlook(_) => Some(rounded(&self.filled.no_deal)),
            NoDeal::Like(_) | NoDeal::Between(..) | NoDeal::Points(_) => None,
        }
    }

    /// d_i (definitions §1.6) with these levers pulled.
    pub(super) fn no_deal(&self, levers: &[(usize, Decimal)]) -> Micro {
        let stated = match &self.case.parties[self.index].no_deal {
            NoDeal::Unstated | NoDeal::Words(_) | NoDeal::Outlook(_) => {
                self.worth(&self.case.status_quo, &[]) + self.outlook().unwrap_or_default()
            }
            NoDeal::Like(outcome) => self.worth(outcome, &[]),
            NoDeal::Between(a, b) => {
                let micro = |worth: Micro| Exact::new(worth.into(), MICRO.into());
                let (a, b) = (micro(self.worth(a, &[])), micro(self.worth(b, &[])));
                rounded(&(&a + (&b - &a) * &self.filled.no_deal))
            }
            NoDeal::Points(_) => rounded(&self.filled.no_deal),
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
