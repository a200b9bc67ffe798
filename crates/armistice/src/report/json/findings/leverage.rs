//! What levers can do, as JSON.

use serde_json::{Map, Value, json};

use super::super::{Writer, number, points};
use super::stopped;
use crate::analysis::impasse::Constraint;
use crate::analysis::leverage::{Alone, Effect, Leverage, Opening, Pair, Question, Reach};
use crate::analysis::openings::sampled::Sampled;
use crate::analysis::openings::square::Corner;
use crate::analysis::openings::strengths::Strengths;
use crate::analysis::openings::targets::Positions;
use crate::case::Case;
use crate::points::{Exact, Points};

/// An exact number: as a fraction, and as a decimal number of six places.
pub(super) fn exact(of: &Exact) -> Value {
    json!({ "exact": of.to_string(), "decimal": decimal(of) })
}

/// Six places, for figures too.
pub(super) fn decimal(of: &Exact) -> Value {
    points(Points::round(of))
}

/// Closed intervals, ascending.
pub(super) fn strengths(of: &Strengths) -> Value {
    of.intervals().iter().map(|(from, to)| json!({ "from": exact(from), "to": exact(to) })).collect()
}

/// The same, for figures.
pub(super) fn intervals(of: &Strengths) -> Value {
    of.intervals().iter().map(|(from, to)| json!([decimal(from), decimal(to)])).collect()
}

/// Sets of constraints, by id.
pub(super) fn sets(constraints: &[Constraint], sets: &[Vec<usize>]) -> Value {
    sets.iter().map(|set| set.iter().map(|&k| json!(constraints[k].id)).collect::<Value>()).collect()
}

fn corner([a, b]: &Corner) -> Value {
    json!([exact(a), exact(b)])
}

pub(super) fn json(case: &Case, found: &Leverage) -> Value {
    let writer = Levers { case, found };
    let (deal, goals): (Vec<&Question>, Vec<&Question>) = found.questions.iter().partition(|q| q.goal.is_none());
    let goals = goals.into_iter().filter_map(|q| q.goal.as_ref().map(|g| (g.id.clone(), writer.question(q))));
    json!({
        "strongest": number(&found.strongest.to_string()),
        "asked": !found.too_few,
        "stopped": stopped(found.extent),
        "levers": found.levers.iter().map(|r| (writer.id(r.lever), writer.reach(r))).collect::<Map<_, _>>(),
        "deal": deal.first().map(|q| writer.question(q)),
        "goals": goals.collect::<Map<_, _>>(),
        "sampled": found.sampled.as_ref().map(|s| writer.sampled(s)),
        "figure": writer.figure(),
    })
}

struct Levers<'w> {
    case: &'w Case,
    found: &'w Leverage,
}

impl Levers<'_> {
    fn id(&self, lever: usize) -> String {
        self.case.levers[lever].id.clone()
    }

    fn reach(&self, reach: &Reach) -> Value {
        let touches = reach.touches.iter().map(|t| {
            let touch = json!({ "points": decimal(&t.points), "trust": decimal(&t.trust) });
            (self.case.parties[t.party].id.clone(), touch)
        });
        json!({
            "party": self.case.parties[self.case.levers[reach.lever].party].id,
            "touches_no_deal": reach.touches_no_deal,
            "touches": touches.collect::<Map<_, _>>(),
            "effect": match reach.effect {
                Effect::Some => "some",
                Effect::OutsidersOnly => "outsiders_only",
                Effect::NothingExposed => "nothing_exposed",
                Effect::Zero => "zero",
            },
        })
    }

    fn question(&self, question: &Question) -> Value {
        let constraints = &self.found.constraints;
        let (positions, blocks) = match &question.positions {
            Positions::Allow => ("allow", None),
            Positions::Refuse { blocks, .. } => ("refuse", Some(sets(constraints, blocks))),
            Positions::CannotOccur => ("cannot_occur", None),
        };
        let writer = Writer::new(self.case);
        let rows = |rows: &[Vec<Points>]| rows.iter().map(|r| writer.each(r)).collect::<Value>();
        let given_up = question.given_up.iter().map(|g| {
            json!({
                "constraints": g.positions.iter().map(|&k| constraints[k].id.clone()).collect::<Vec<_>>(),
                "opening": self.opening(&g.opening),
            })
        });
        json!({
            "positions": positions,
            "blocks": blocks.unwrap_or_else(|| json!([])),
            "pressure": {
                "frontier": rows(&question.pressure.frontier),
                "needed": rows(&question.pressure.needed),
                "truncated": question.pressure.truncated,
                "exact": question.pressure.exact,
            },
            "opening": question.opening.as_ref().map(|o| self.opening(o)),
            "given_up": given_up.collect::<Vec<_>>(),
        })
    }

    fn opening(&self, opening: &Opening) -> Value {
        let alone = |a: &Alone| {
            let object = json!({
                "effect": a.effect,
                "break_even": a.strengths.least().map(exact),
                "strengths": strengths(&a.strengths),
                "settled": strengths(&a.settled),
                "exact": a.exact,
            });
            (self.id(a.lever), object)
        };
        json!({
            "without": opening.without,
            "alone": opening.alone.iter().map(alone).collect::<Map<_, _>>(),
            "pairs": opening.pairs.iter().map(|p| self.pair(p)).collect::<Vec<_>>(),
            "exact": opening.without || opening.exact,
        })
    }

    fn pair(&self, pair: &Pair) -> Value {
        let given = pair.given.iter().map(|g| {
            json!({
                "lever": self.id(pair.levers[g.held]),
                "at": exact(&g.at),
                "other": strengths(&g.other),
            })
        });
        json!({
            "levers": pair.levers.map(|l| self.id(l)),
            "only_together": pair.only_together,
            "regions": pair.regions.iter().map(|r| r.corners.iter().map(corner).collect()).collect::<Vec<Value>>(),
            "truncated": pair.truncated,
            "exact": pair.exact,
            "least_sum": pair.least_sum.as_ref().map(corner),
            "corners": pair.corners.iter().map(corner).collect::<Vec<_>>(),
            "given": given.collect::<Vec<_>>(),
        })
    }

    fn sampled(&self, sampled: &Sampled) -> Value {
        let rows = sampled.rows.iter().map(|row| {
            let goals = self.found.questions.iter().zip(&row.met);
            let goals = goals.filter_map(|(q, met)| q.goal.as_ref().map(|g| (g.id.clone(), json!(met))));
            json!({
                "lever": row.lever.map(|l| self.id(l)),
                "at": number(&row.at.to_string()),
                "deal": row.met.first(),
                "goals": goals.collect::<Map<_, _>>(),
            })
        });
        json!({
            "asked": sampled.asked,
            "seed": sampled.seed,
            "draws": sampled.draws,
            "rows": rows.collect::<Vec<_>>(),
        })
    }

    /// Bars over strength: where each lever alone opens a deal or a goal.
    fn figure(&self) -> Value {
        let series = self.found.questions.iter().flat_map(|q| {
            let question = q.goal.as_ref().map(|g| g.id.clone());
            let alone = q.opening.iter().flat_map(|o| &o.alone);
            alone.map(move |a| {
                json!({
                    "name": self.id(a.lever),
                    "goal": question,
                    "intervals": intervals(&a.strengths),
                })
            })
        });
        json!({
            "sampled": false,
            "unit": "strength",
            "from": 0,
            "to": number(&self.found.strongest.to_string()),
            "series": series.collect::<Vec<_>>(),
        })
    }
}
