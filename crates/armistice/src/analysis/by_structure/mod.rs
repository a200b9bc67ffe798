//! Answering by structure: what is asked is put to diagrams, not to the outcomes one by one.

mod violations;

use rayon::prelude::*;

use super::asked::{Asked, Choice, GivesUp, Method, Pressure, Selection, Survey};
use super::count::Count;
use super::hitting_sets::ConstraintSet;
use super::range::Range;
use super::solutions::Champions;
use crate::space::Kept;
use crate::space::structure::{Ask, FormulaId, Role, Structure, TooWide, Undecided, Undominated, keep_undominated};

/// A question put to the structure of a case.
pub(crate) struct Question<'q> {
    asked: Asked<'q>,
    structure: Structure<'q>,
    /// What cannot occur.
    infeasible: Vec<(FormulaId, Role)>,
    /// The same, and what breaks a norm.
    possible: Vec<(FormulaId, Role)>,
    target: FormulaId,
    /// Where some party of C has taken no position, nothing changes.
    settled: FormulaId,
    /// What each red line and precondition rules out.
    refused: Vec<FormulaId>,
}

impl From<TooWide> for GivesUp {
    fn from(_: TooWide) -> Self {
        Self::TooWide
    }
}

impl<'q> Question<'q> {
    pub(crate) fn new(asked: Asked<'q>) -> Self {
        let range = Range::new(asked.case, asked.constraints, asked.target);
        let Range { formulas, infeasible, possible, target, settled, refused, .. } = range;
        let coupling = possible.iter().map(|c| c.0).chain([target]).chain(refused.iter().copied());
        let ties = coupling.flat_map(|f| formulas.ties(f)).collect();
        let structure = Structure::new(asked.case, asked.terms, formulas, ties);
        Self { asked, structure, infeasible, possible, target, settled, refused }
    }

    fn everybody(&self) -> Vec<usize> {
        (0..self.asked.parties()).collect()
    }

    /// The outcomes of a selection. Parties whose floor is the least number there is do not matter.
    fn selected(&self, selection: &Selection) -> Ask {
        let mut conditions = self.possible.clone();
        conditions.push((self.target, if selection.side { Role::Forbidden } else { Role::Required }));
        let held = self.refused.iter().enumerate().filter(|(k, _)| !selection.lifted.contains(*k));
        conditions.extend(held.map(|(_, &formula)| (formula, Role::Forbidden)));
        let ask = Ask {
            conditions,
            parties: self.everybody(),
            floors: selection.floors.clone(),
            fixed: Vec::new(),
            changed: true,
        };
        ask.without_lifted_floors()
    }

    /// The same with the worth of everybody told apart.
    fn valued(&self, selection: &Selection) -> Ask {
        Ask { parties: self.everybody(), floors: selection.floors.clone(), ..self.selected(selection) }
    }

    fn settled(&self, mut ask: Ask) -> Ask {
        ask.conditions.push((self.settled, Role::Required));
        ask
    }

    fn all_is_stated(&self) -> bool {
        self.asked.unstated().is_empty()
    }

    fn count(&self, ask: &Ask) -> Result<Count, GivesUp> {
        Ok(self.structure.count(ask)?.into())
    }

    /// Whether any outcome is asked about.
    fn finds(&self, ask: &Ask) -> Result<bool, GivesUp> {
        Ok(self.find(ask)?.is_some())
    }

    /// The lowest index found of an outcome asked about.
    fn find(&self, ask: &Ask) -> Result<Option<u128>, GivesUp> {
        self.structure.find(ask)?.map_err(|Undecided| GivesUp::Undecided)
    }

    /// Of so many outcomes, how many are not settled.
    fn unsettled(&self, ask: &Ask, all: Count) -> Result<Count, GivesUp> {
        if self.all_is_stated() { Ok(Count::ZERO) } else { Ok(all - self.count(&self.settled(ask.clone()))?) }
    }

    /// How many outcomes of the zone the status quo dominates: those within the box between the floors and the status quo, less
    /// those as good as it for all. By inclusion and exclusion over the parties for whom they are better than the status quo.
    fn dominated(&self, zone: &Ask) -> Result<Count, GivesUp> {
        let (floors, today) = (&self.asked.no_deal, &self.asked.status_quo);
        if floors.iter().zip(today).any(|(d, u)| d > u) {
            return Ok(Count::ZERO);
        }
        let parties = self.asked.parties();
        let all = self.count(zone)?;
        let from = |lows: &[i64], above: usize| -> Result<Count, GivesUp> {
            let floors = lows
                .iter()
                .enumerate()
                .map(|(p, &low)| if above >> p & 1 == 1 { today[p].saturating_add(1) } else { low });
            self.count(&Ask { floors: floors.collect(), ..zone.clone() })
        };
        // What is better than the status quo for anybody is not dominated.
        let better: Vec<Count> =
            (0..parties).into_par_iter().map(|party| from(floors, 1 << party)).collect::<Result<_, GivesUp>>()?;
        let not_better = Count { least: 0, most: better.iter().fold(all.most, |m, b| m.min((all - *b).most)) };
        if not_better.is_none() || !all.is_exact() || !better.iter().all(|b| b.is_exact()) {
            return Ok(not_better);
        }
        let corners: Vec<(usize, Count, Count)> = (0..1usize << parties)
            .into_par_iter()
            .map(|above| Ok((above, from(floors, above)?, from(today, above)?)))
            .collect::<Result<_, GivesUp>>()?;
        // The sums on the way may be larger than what can be held, which does not matter to what is left of them.
        let left = corners.into_iter().try_fold(0u128, |left, (above, in_box, equal)| {
            let (plus, minus) = if above.count_ones() % 2 == 0 { (in_box, equal) } else { (equal, in_box) };
            Some(left.wrapping_add(plus.exact()?).wrapping_sub(minus.exact()?))
        });
        Ok(left.map_or(not_better, Count::exactly))
    }

    /// The undominated of a selection.
    fn undominated(&self, selection: &Selection) -> Result<Undominated, GivesUp> {
        Ok(self.structure.frontier(&self.valued(selection))?)
    }

    fn chosen(&self, selection: &Selection) -> Result<Choice, GivesUp> {
        let all = self.undominated(selection)?;
        let (highest, ideal_exact) = self.highest(selection, &all)?;
        let settled =
            if self.all_is_stated() { all } else { self.structure.frontier(&self.settled(self.valued(selection)))? };
        let ideal: Vec<i64> = highest.iter().zip(&selection.floors).map(|(u, d)| u.saturating_sub(*d)).collect();
        let mut champions = Champions::new(&selection.floors, &ideal);
        let today = &self.asked.status_quo;
        let is_worse = |worth: &[i64]| worth.iter().zip(today).all(|(u, t)| u <= t) && worth != today.as_slice();
        for kept in settled.points.iter().filter(|k| !is_worse(&k.vector)) {
            champions.offer(&kept.vector, kept.index, kept.count);
        }
        Ok(Choice { champions, exact: settled.exact && ideal_exact })
    }

    /// max u_i over a selection with this frontier, and whether none can be more.
    fn highest(&self, selection: &Selection, all: &Undominated) -> Result<(Vec<i64>, bool), GivesUp> {
        let best = |party: usize, of: &Undominated| of.points.iter().map(|k| k.vector[party]).max().unwrap_or(i64::MIN);
        let parties = 0..self.asked.parties();
        if all.exact {
            return Ok((parties.map(|party| best(party, all)).collect(), true));
        }
        // Each party for itself: above the floors the others' worth makes no difference.
        let ask = self.valued(selection);
        let alone = |party: usize| -> Result<(i64, bool), GivesUp> {
            let mut ceilings = selection.floors.clone();
            ceilings[party] = i64::MAX;
            let found = self.structure.undominated(&ask, &ceilings)?;
            Ok((best(party, &found).max(best(party, all)), found.exact))
        };
        let found: Vec<(i64, bool)> = parties.into_par_iter().map(alone).collect::<Result<_, _>>()?;
        Ok((found.iter().map(|f| f.0).collect(), found.iter().all(|f| f.1)))
    }

    /// What the outcomes of an unlock lack. Whatever violates only constraints of an unlock violates all of them.
    fn lacking(&self, selection: &Selection) -> Result<Pressure, GivesUp> {
        let no_deal = &self.asked.no_deal;
        let ask = self.selected(selection);
        let outcomes = self.count(&ask)?;
        let found = self.structure.undominated(&self.valued(selection), no_deal)?;
        // As little relief as is needed: what an outcome has beyond its floors counts for nothing.
        let mut relief = found.points;
        let mut exact = found.exact;
        if relief.is_empty()
            && let Some(index) = self.find(&ask)?
        {
            // All were left out on the way, but there is one.
            let outcome = self.asked.outcome(index);
            let vector = self.asked.terms.worth(self.asked.case, &outcome).into_iter().map(|u| u.0).collect();
            relief.push(Kept { vector, index, count: 1 });
        }
        for kept in &mut relief {
            kept.vector.iter_mut().zip(no_deal).for_each(|(u, d)| *u = u.saturating_sub(*d).min(0));
        }
        keep_undominated(&mut relief);
        let mut shortfalls: Vec<Vec<i64>> =
            relief.iter().map(|kept| kept.vector.iter().map(|r| -r).collect()).collect();
        shortfalls.sort_unstable();
        let burden = |shortfall: &[i64]| {
            let mut burden = shortfall.to_vec();
            burden.sort_unstable_by(|a, b| b.cmp(a));
            burden
        };
        let least = shortfalls.iter().map(|s| burden(s)).min();
        let tied: Vec<&Vec<i64>> = shortfalls.iter().filter(|s| Some(burden(s)) == least).collect();
        let shortfall = match tied[..] {
            [] => return Err(GivesUp::Undecided),
            [only] => only.clone(),
            _ => {
                // Among equally large shortfalls the one of the lowest index.
                let lowest = |shortfall: &Vec<i64>| {
                    let floors = no_deal.iter().zip(shortfall).map(|(d, s)| d - s).collect();
                    self.lowest_index(&Ask { floors, ..self.valued(selection) })
                };
                match tied.iter().map(|s| lowest(s)).collect::<Result<Vec<Option<u128>>, _>>() {
                    Ok(indices) => {
                        let first = (0..tied.len()).min_by_key(|&t| indices[t].unwrap_or(u128::MAX));
                        tied[first.unwrap_or_default()].clone()
                    }
                    Err(GivesUp::Undecided) => {
                        exact = false;
                        tied[0].clone()
                    }
                    Err(gives_up) => return Err(gives_up),
                }
            }
        };
        Ok(Pressure {
            outcomes,
            unsettled: self.unsettled(&ask, outcomes)?,
            shortfall,
            shortfall_exact: exact,
            shortfalls: found.exact.then_some(shortfalls),
            needs_less: false,
        })
    }

    /// The lowest index of the outcomes asked about: issue after issue the first option that leaves any.
    fn lowest_index(&self, ask: &Ask) -> Result<Option<u128>, GivesUp> {
        let mut fixed = ask.clone();
        let mut index = 0u128;
        for (issue, options) in self.asked.case.issues.iter().enumerate() {
            let radix = options.options.len();
            let mut first = None;
            for option in 0..radix {
                let mut tried = fixed.clone();
                tried.fixed.push((issue, option));
                if self.finds(&tried)? {
                    (first, fixed) = (Some(option), tried);
                    break;
                }
            }
            let Some(option) = first else { return Ok(None) };
            index = index * radix as u128 + option as u128;
        }
        Ok(Some(index))
    }
}

impl Method for Question<'_> {
    fn asked(&self) -> &Asked<'_> {
        &self.asked
    }

    fn widest(&self) -> Option<usize> {
        Some(self.structure.widest())
    }

    fn survey(&self) -> Result<Survey, GivesUp> {
        let none = ConstraintSet::default();
        let zone = self.selected(&self.asked.violating_nothing(false));
        let anything = Ask { conditions: self.infeasible.clone(), ..Ask::default() };
        let outcomes = self.structure.count(&anything)?.0;
        let acceptable = (0..self.asked.parties())
            .into_par_iter()
            .map(|party| {
                let mut ask = Ask { parties: vec![party], floors: vec![self.asked.no_deal[party]], ..anything.clone() };
                let own = self.refused.iter().zip(&self.asked.holders).filter(|(_, holder)| **holder == party);
                ask.conditions.extend(own.map(|(&formula, _)| (formula, Role::Forbidden)));
                self.count(&ask)
            })
            .collect::<Result<_, _>>()?;
        let frontier = self.undominated(&self.asked.violating_nothing(false))?;
        // A frontier that outgrew what is kept may have lost sight of all of the zone.
        let is_empty = frontier.points.is_empty() && (frontier.exact || !self.finds(&zone)?);
        let range = Selection { side: false, lifted: none, floors: vec![i64::MIN; self.asked.parties()] };
        let mut survey = Survey {
            outcomes,
            acceptable,
            open_exact: true,
            frontier_exact: frontier.exact,
            positions_allow: self.finds(&self.selected(&range))?,
            occurs: self.finds(&self.within(&(0..self.asked.constraints.list.len()).collect()))?,
            ..Survey::default()
        };
        let side = self.selected(&self.asked.violating_nothing(true));
        survey.side = if self.asked.target.is_some() { self.count(&side)? } else { Count::ZERO };
        survey.side_unsettled = self.unsettled(&side, survey.side)?;
        if is_empty {
            let found = violations::minimal(self)?;
            (survey.minimal, survey.proved) = (found.minimal, found.blocks);
            return Ok(survey);
        }
        survey.deals = self.count(&zone)?.within(1, outcomes);
        let (dominated, (opening, removed)) = rayon::join(
            || if survey.deals.is_exact() { self.dominated(&zone) } else { Ok(Count { least: 0, most: u128::MAX }) },
            || rayon::join(|| self.structure.occurring(&zone), || self.removed()),
        );
        survey.dominated = dominated?.within(0, survey.deals.most);
        (survey.open, survey.open_exact) = opening?;
        survey.removed = removed?;
        survey.settled = self.all_is_stated() || self.finds(&self.settled(zone.clone()))?;
        survey.unsettled = if survey.settled {
            self.unsettled(&zone, survey.deals)?.within(0, survey.deals.most)
        } else {
            survey.deals
        };
        survey.frontier = frontier.points;
        Ok(survey)
    }

    fn frontier(&self, selection: &Selection) -> Result<(Vec<Kept>, bool), GivesUp> {
        let found = self.undominated(selection)?;
        Ok((found.points, found.exact))
    }

    fn pressures(&self, selections: &[Selection]) -> Result<Vec<Pressure>, GivesUp> {
        selections.par_iter().map(|selection| self.lacking(selection)).collect()
    }

    fn ideal(&self, selection: &Selection) -> Result<(Vec<i64>, bool), GivesUp> {
        self.highest(selection, &self.undominated(selection)?)
    }

    fn choose(&self, selections: &[Selection]) -> Result<Vec<Choice>, GivesUp> {
        selections.par_iter().map(|selection| self.chosen(selection)).collect()
    }
}

impl Question<'_> {
    /// Per red line and precondition: outcomes in the range that violate it and nothing else.
    fn removed(&self) -> Result<Vec<Count>, GivesUp> {
        let alone = |k: usize| {
            let lifted = [k].into_iter().collect();
            let mut ask = self.selected(&Selection { lifted, ..self.asked.violating_nothing(false) });
            ask.conditions.push((self.refused[k], Role::Required));
            self.count(&ask)
        };
        (0..self.refused.len()).into_par_iter().map(alone).collect()
    }

    /// The outcomes in the range that violate at most these constraints.
    fn within(&self, lifted: &ConstraintSet) -> Ask {
        let positions = self.asked.positions();
        let floor = |(p, &d): (usize, &i64)| if lifted.contains(positions + p) { i64::MIN } else { d };
        let floors = self.asked.no_deal.iter().enumerate().map(floor).collect();
        self.selected(&Selection { side: false, lifted: *lifted, floors })
    }

    /// What an outcome violates.
    fn violates(&self, index: u128) -> ConstraintSet {
        let outcome = self.asked.outcome(index);
        let case = self.asked.case;
        let positions = self.asked.positions();
        let held = self.asked.constraints.refused.iter().enumerate().filter(|(_, r)| r.holds(case, &outcome));
        let below = (self.asked.terms.parties.iter().enumerate())
            .filter(|(_, party)| party.worth(case, &self.asked.terms.conditions, &outcome) < party.no_deal);
        held.map(|(k, _)| k).chain(below.map(|(p, _)| positions + p)).collect()
    }
}
