//! The JSON form of results: `schema` 1. Points are decimal numbers with up to six places.

use serde_json::{Map, Value, json};

mod findings;

use super::{derivation, prose};
use crate::analysis::deal_zone::{Entry, Frontier, Solutions};
use crate::analysis::impasse::{Basis, BlockBasis, Constraint, ConstraintKind, Impasse, Unlock};
use crate::analysis::{Analysis, Count, DealZone, Finding, Method, Verdict};
use crate::case::{Case, Consent, Outcome, Party, PartyIndex};
use crate::points::Points;

pub use findings::alone;

/// An analysis of a case as one object, with what was found beside the verdict.
pub fn analysis(case: &Case, analysis: &Analysis, beside: &[Finding]) -> Value {
    let writer = Writer::new(case);
    let exact = analysis.exact();
    let goals = analysis.goals.iter().map(|goal| {
        let mut object = Map::new();
        object.insert("title".to_owned(), json!(goal.title));
        object.insert("status".to_owned(), json!(goal.status.word()));
        object.insert("deals".to_owned(), count(goal.deals));
        object.insert("unsettled".to_owned(), count(goal.unsettled));
        object.extend(writer.impasse(Some(&goal.id), &goal.impasse));
        (goal.id.clone(), Value::Object(object))
    });
    let mut object = json!({
        "schema": 1,
        "case": { "title": case.title, "digest": case.digest },
        "provenance": {
            "version": analysis.provenance.version,
            "model": analysis.provenance.model,
            "method": match analysis.provenance.method {
                Method::Structure => "structure",
                _ => "scan",
            },
            "widest": analysis.provenance.widest,
            "exact": {
                "verdict": true,
                "counts": exact.counts,
                "options": exact.options,
                "frontier": exact.frontier,
                "solutions": exact.solutions,
                "impasse": exact.impasse,
            },
            "levers": analysis.provenance.levers.iter().map(|(id, s)| (id.clone(), number(s))).collect::<Map<_, _>>(),
            "without": analysis.provenance.without,
        },
        "parties": writer.parties(analysis),
        "verdict": writer.verdict(analysis, &analysis.verdict),
        "deal_zone": writer.deal_zone(&analysis.deal_zone),
        "impasse": writer.impasse(None, &analysis.impasse),
        "goals": goals.collect::<Map<_, _>>(),
    });
    findings::add(&mut object, case, beside);
    object
}

/// What is printed for a case that is too large to be enumerated: the same object with the status `unknown`, the reason as its
/// text, and null for what was not computed.
pub fn unknown(case: &Case, reason: &str) -> Value {
    let party = |party: &Party| {
        let object = json!({
            "name": party.name, "consent": consent(party.consent), "status_quo": null, "no_deal": null,
        });
        (party.id.clone(), object)
    };
    let mut object = json!({
        "schema": 1,
        "case": { "title": case.title, "digest": case.digest },
        "provenance": {
            "version": env!("CARGO_PKG_VERSION"), "model": "central", "method": null, "widest": null, "exact": null, "levers": {}, "without": [],
        },
        "parties": case.parties.iter().map(party).collect::<Map<_, _>>(),
        "verdict": {
            "status": "unknown", "basis": null, "text": reason, "because": [], "judgements": [], "missing": [],
            "mutually_hurting": null,
        },
        "deal_zone": null,
        "impasse": null,
        "goals": {},
    });
    findings::add(&mut object, case, &[]);
    object
}

fn consent(consent: Consent) -> Value {
    match consent {
        Consent::Outside => json!(false),
        Consent::Signs => json!(true),
        Consent::Ratifies => json!("ratifies"),
    }
}

/// A count as a number; where it is not exact, the two it lies between.
pub(super) fn count(count: Count) -> Value {
    match count.exact() {
        Some(exact) => json!(exact),
        None => json!({ "at_least": count.least, "at_most": count.most }),
    }
}

/// A decimal as a JSON number.
fn number(text: &str) -> Value {
    text.parse::<f64>().map_or(Value::Null, |n| json!(n))
}

pub(super) fn points(points: Points) -> Value {
    json!(points.as_f64())
}

/// What every object begins with: the version of the format, and what was analysed.
pub(super) fn header(case: &Case) -> Map<String, Value> {
    let case = json!({ "title": case.title, "digest": case.digest });
    [("schema".to_owned(), json!(1)), ("case".to_owned(), case)].into_iter().collect()
}

pub(super) struct Writer<'c> {
    case: &'c Case,
    signatories: Vec<PartyIndex>,
}

impl<'c> Writer<'c> {
    pub(super) fn new(case: &'c Case) -> Self {
        Self { case, signatories: case.signatories() }
    }

    /// An object with a value per party of C.
    pub(super) fn per_signatory<T>(&self, list: &[T], value: impl Fn(&T) -> Value) -> Value {
        let id = |&p: &PartyIndex| self.case.parties[p].id.clone();
        Value::Object(self.signatories.iter().map(id).zip(list.iter().map(value)).collect())
    }

    pub(super) fn each(&self, list: &[Points]) -> Value {
        self.per_signatory(list, |&p| points(p))
    }

    pub(super) fn outcome(&self, outcome: &Outcome) -> Value {
        let named = self.case.issues.iter().zip(outcome).map(|(i, &o)| (i.id.clone(), json!(i.options[o].id)));
        Value::Object(named.collect())
    }

    fn parties(&self, analysis: &Analysis) -> Value {
        let party = |(p, party): (usize, &Party)| {
            let place = self.signatories.iter().position(|&s| s == p);
            let of = |list: &[Points]| place.map_or(Value::Null, |k| points(list[k]));
            let object = json!({
                "name": party.name,
                "consent": consent(party.consent),
                "status_quo": of(&analysis.status_quo),
                "no_deal": of(&analysis.no_deal),
            });
            (party.id.clone(), object)
        };
        Value::Object(self.case.parties.iter().enumerate().map(party).collect())
    }

    fn verdict(&self, analysis: &Analysis, verdict: &Verdict) -> Value {
        let missing =
            |&(p, j): &(usize, usize)| json!({ "party": self.case.parties[p].id, "issue": self.case.issues[j].id });
        let judgement = |j: &crate::analysis::verdict::Judgement| json!({ "path": j.path, "note": j.note });
        json!({
            "status": verdict.status.word(),
            "basis": verdict.basis.map(block_basis),
            "text": prose::verdict(self.case, analysis).join(" "),
            "because": verdict.because,
            "judgements": verdict.judgements.iter().map(judgement).collect::<Vec<_>>(),
            "missing": verdict.missing.iter().map(missing).collect::<Vec<_>>(),
            "mutually_hurting": verdict.mutually_hurting,
        })
    }

    fn deal_zone(&self, zone: &DealZone) -> Value {
        let options = |open: &Vec<Vec<bool>>| -> Map<String, Value> {
            let issue = |(issue, open): (&crate::case::Issue, &Vec<bool>)| {
                let closed = if zone.open_exact { "closed" } else { "unknown" };
                let word = |&open: &bool| json!(if open { "open" } else { closed });
                let options = issue.options.iter().map(|o| o.id.clone()).zip(open.iter().map(word));
                (issue.id.clone(), Value::Object(options.collect()))
            };
            self.case.issues.iter().zip(open).map(issue).collect()
        };
        json!({
            "outcomes": zone.outcomes,
            "acceptable": self.per_signatory(&zone.acceptable, |&n| count(n)),
            "deals": count(zone.deals),
            "unsettled": count(zone.unsettled),
            "dominated_by_status_quo": count(zone.dominated_by_status_quo),
            "side_agreements": {
                "count": count(zone.side_agreements.count),
                "unsettled": count(zone.side_agreements.unsettled),
                "best": self.entry(zone.side_agreements.best.as_ref()),
            },
            "status_quo_acceptable": zone.status_quo_acceptable,
            "options": zone.open.as_ref().map(options),
            "frontier": self.frontier(&zone.frontier),
            "solutions": self.solutions(&zone.solutions),
        })
    }

    fn frontier(&self, frontier: &Frontier) -> Value {
        let point = |p: &crate::analysis::deal_zone::FrontierPoint| {
            json!({
                "index": p.index,
                "outcome": self.outcome(&p.outcome),
                "worth": self.each(&p.worth),
                "gain": self.each(&p.gain),
                "count": p.count,
            })
        };
        json!({
            "size": frontier.size,
            "exact": frontier.exact,
            "truncated": !frontier.exact || (frontier.points.len() as u128) < frontier.size,
            "points": frontier.points.iter().map(point).collect::<Vec<_>>(),
        })
    }

    fn solutions(&self, solutions: &Solutions) -> Value {
        json!({
            "nash": self.entry(solutions.nash.as_ref()),
            "kalai_smorodinsky": self.entry(solutions.kalai_smorodinsky.as_ref()),
            "egalitarian": self.entry(solutions.egalitarian.as_ref()),
            "utilitarian": self.entry(solutions.utilitarian.as_ref()),
        })
    }

    fn entry(&self, entry: Option<&Entry>) -> Value {
        entry.map_or(Value::Null, |e| {
            json!({
                "index": e.index,
                "outcome": self.outcome(&e.outcome),
                "worth": self.each(&e.worth),
                "gain": self.each(&e.gain),
                "ties": e.ties,
            })
        })
    }

    fn impasse(&self, goal: Option<&str>, impasse: &Impasse) -> Map<String, Value> {
        let blocks = impasse.blocks.iter().enumerate().map(|(n, b)| {
            json!({
                "id": derivation::block_id(goal, n),
                "constraints": ids(impasse, &b.constraints),
                "basis": block_basis(b.basis),
            })
        });
        let unlocks = impasse.unlocks.iter().enumerate();
        let unlocks = unlocks.map(|(n, u)| self.unlock(impasse, &derivation::unlock_id(goal, n), u));
        let margins = impasse.margins.as_ref().map(|m| {
            let removed = impasse.constraints.iter().zip(&m.constraints).map(|(c, &n)| (c.id.clone(), count(n)));
            json!({ "floors": self.each(&m.floors), "constraints": removed.collect::<Map<_, _>>() })
        });
        let members = json!({
            "constraints": impasse.constraints.iter().map(|c| self.constraint(c)).collect::<Vec<_>>(),
            "occurs": impasse.occurs,
            "blocks": blocks.collect::<Vec<_>>(),
            "blocks_total": impasse.blocks_total,
            "unlocks": unlocks.collect::<Vec<_>>(),
            "unlocks_total": impasse.unlocks_total,
            "truncated": { "blocks": impasse.blocks_truncated, "unlocks": impasse.unlocks_truncated },
            "margins": margins,
        });
        match members {
            Value::Object(object) => object,
            _ => Map::new(),
        }
    }

    pub(super) fn unlock(&self, impasse: &Impasse, id: &str, unlock: &Unlock) -> Value {
        json!({
            "id": id,
            "violates": ids(impasse, &unlock.violates),
            "outcomes": count(unlock.outcomes),
            "unsettled": count(unlock.unsettled),
            "shortfall": self.each(&unlock.shortfall),
            "pressure": unlock.pressure.iter().map(|p| self.each(p)).collect::<Vec<_>>(),
            "pressure_truncated": unlock.pressure_truncated,
            "best": self.solutions(&unlock.best),
        })
    }

    pub(super) fn constraint(&self, constraint: &Constraint) -> Value {
        let party = &self.case.parties[constraint.party];
        json!({
            "id": constraint.id,
            "party": party.id,
            "also": constraint.also,
            "kind": match constraint.kind {
                ConstraintKind::RedLine => "red_line",
                ConstraintKind::Precondition => "precondition",
                ConstraintKind::Floor => "floor",
            },
            "basis": match constraint.basis {
                Basis::Stated => "stated",
                Basis::Reported => "reported",
                Basis::Inferred => "inferred",
            },
            "text": format!("{} {}", party.name, constraint.text),
            "because": constraint.because,
        })
    }
}

/// The ids of constraints.
fn ids<'i>(impasse: &'i Impasse, members: &[usize]) -> Vec<&'i str> {
    members.iter().map(|&k| impasse.constraints[k].id.as_str()).collect()
}

pub(super) const fn block_basis(basis: BlockBasis) -> &'static str {
    match basis {
        BlockBasis::Positions => "positions",
        BlockBasis::Numbers => "numbers",
    }
}
