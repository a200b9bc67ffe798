//! Outcomes that satisfy some of the constraints: found by the same analysis, asked of a case that has no others.

use super::ids::Asked;
use crate::analysis::impasse::ConstraintKind;
use crate::analysis::{AnalysisError, DealZone, Settings, analyze};
use crate::case::{Case, Consent, NoDeal, Number, Outcome, PartyIndex};
use crate::points::{Decimal, Points};
use crate::verify::worth;

/// What no deal is worth to a party whose floor does not count: nothing in a case is worth so little.
const BOTTOMLESS: i32 = -999_999_999;

pub(super) struct Search<'a> {
    pub(super) case: &'a Case,
    pub(super) settings: &'a Settings,
    pub(super) asked: Asked<'a>,
}

impl Search<'_> {
    /// Any outcome in the range of definitions §3.1 that satisfies these constraints; a settled one that is better than today for
    /// somebody, if there is one.
    pub(super) fn any(&self, keep: &[usize]) -> Result<Option<Outcome>, AnalysisError> {
        let zone = self.zone(keep, None, None)?.deal_zone;
        let nash = zone.solutions.nash.map(|entry| entry.outcome);
        Ok(nash.or_else(|| zone.frontier.points.into_iter().next().map(|p| p.outcome)))
    }

    /// Those outcomes: what a deal zone says of them.
    pub(super) fn outcomes(&self, keep: &[usize]) -> Result<DealZone, AnalysisError> {
        Ok(self.zone(keep, None, None)?.deal_zone)
    }

    /// The one of them that is worth most to a party, whatever no deal is worth to it.
    pub(super) fn best_for(&self, party: PartyIndex, keep: &[usize]) -> Result<Option<Outcome>, AnalysisError> {
        let found = self.zone(keep, Some(party), None)?;
        let place = found.signatories.iter().position(|&p| p == party).unwrap_or_default();
        let points = &found.deal_zone.frontier.points;
        if found.deal_zone.frontier.exact && points.len() < self.settings.listed_points {
            let most = points.iter().map(|p| p.worth[place]).max();
            return Ok(points.iter().find(|p| Some(p.worth[place]) == most).map(|p| p.outcome.clone()));
        }
        // Not all of the frontier is listed: ask again for those alone that are worth as much as any.
        let Some(most) = found.most.get(place).copied() else { return Ok(None) };
        let again = self.zone(keep, Some(party), Some(most))?.deal_zone;
        Ok(again.frontier.points.into_iter().next().map(|p| p.outcome))
    }

    /// The zone of a case in which only these constraints are held, and only the holders of floors among them, and `best_for`, sign.
    /// That party accepts anything, or what is worth `least`.
    fn zone(&self, keep: &[usize], best_for: Option<PartyIndex>, least: Option<Points>) -> Result<Zone, AnalysisError> {
        let kept: Vec<_> = keep.iter().map(|&k| &self.asked.impasse.constraints[k]).collect();
        let floors = kept.iter().filter(|c| c.kind == ConstraintKind::Floor);
        let mut signatories: Vec<PartyIndex> = floors.map(|c| c.party).collect();
        let free =
            best_for.or_else(|| if signatories.is_empty() { self.case.signatories().first().copied() } else { None });
        signatories.extend(free);
        signatories.sort_unstable();
        signatories.dedup();

        let mut case = self.case.clone();
        case.deal = self.asked.target.cloned();
        case.goals.clear();
        case.claims = None;
        for (p, party) in case.parties.iter_mut().enumerate() {
            party.consent = if signatories.contains(&p) { Consent::Signs } else { Consent::Outside };
        }
        if let Some(free) = free {
            case.parties[free].no_deal = NoDeal::Points(Number::Value(Decimal::whole(BOTTOMLESS)));
            if let Some(least) = least {
                // What levers do to no deal is added again.
                let pulled: i64 =
                    worth::no_deal(&case, free, &self.settings.pulls).levers.iter().map(|t| t.points.0).sum();
                if let Ok(stated) = Decimal::parse(&Points(least.0.saturating_sub(pulled)).to_string()) {
                    case.parties[free].no_deal = NoDeal::Points(Number::Value(stated));
                }
            }
        }
        // Whoever holds them, they bind all.
        let holder = signatories.first().copied().unwrap_or_default();
        case.red_lines.retain(|r| kept.iter().any(|c| c.id == r.id));
        case.red_lines.iter_mut().for_each(|r| r.party = holder);
        case.preconditions.retain(|p| kept.iter().any(|c| c.id == p.id));
        case.preconditions.iter_mut().for_each(|p| p.party = holder);

        let settings = Settings { goal: None, without: Vec::new(), ..self.settings.clone() };
        let found = analyze(&case, &settings)?;
        let most = found.impasse.margins.map(|m| m.floors).unwrap_or_default();
        let most = most.iter().zip(&found.no_deal).map(|(m, d)| Points(m.0.saturating_add(d.0))).collect();
        Ok(Zone { signatories, deal_zone: found.deal_zone, most })
    }
}

struct Zone {
    signatories: Vec<PartyIndex>,
    deal_zone: DealZone,
    /// The most that any outcome of it is worth, per signatory; empty when it is.
    most: Vec<Points>,
}
