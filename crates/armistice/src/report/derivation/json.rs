//! The JSON form of a derivation.

use num_traits::ToPrimitive;
use serde_json::{Map, Value, json};

use super::super::json::{Writer, block_basis, count, header, points};
use super::{BlockDerivation, Bound, ConstraintDerivation, Derivation, Reason, Row, Subject, UnlockDerivation};
use crate::case::{Case, Outcome};
use crate::points::Exact;
use crate::verify::worth::{Base, NoDealSum, Part, Sum, Term};

/// A derivation as one object.
pub fn derivation(case: &Case, derivation: &Derivation<'_>) -> Value {
    let deriving = Deriving { writer: Writer::new(case), case, derivation };
    let (kind, about) = match &derivation.subject {
        Subject::Block(block) => ("block", block.members.clone()),
        Subject::Unlock(unlock) => ("unlock", unlock.unlock.violates.clone()),
        Subject::Constraint(constraint) => ("constraint", vec![constraint.constraint]),
    };
    let mut object = header(case);
    object.insert("id".to_owned(), json!(derivation.id));
    object.insert("kind".to_owned(), json!(kind));
    object.insert("goal".to_owned(), json!(derivation.goal));
    object.insert("target".to_owned(), json!(derivation.target.map(|t| &t.text)));
    object.insert("constraints".to_owned(), about.iter().map(|&k| deriving.grounded(k)).collect());
    let (mut block, mut unlock, mut constraint) = (Value::Null, Value::Null, Value::Null);
    match &derivation.subject {
        Subject::Block(b) => block = deriving.block(b),
        Subject::Unlock(u) => unlock = deriving.unlock(u),
        Subject::Constraint(c) => constraint = deriving.constraint(c),
    }
    object.insert("block".to_owned(), block);
    object.insert("unlock".to_owned(), unlock);
    object.insert("constraint".to_owned(), constraint);
    Value::Object(object)
}

struct Deriving<'a> {
    writer: Writer<'a>,
    case: &'a Case,
    derivation: &'a Derivation<'a>,
}

impl Deriving<'_> {
    fn id(&self, k: usize) -> &str {
        &self.derivation.impasse.constraints[k].id
    }

    fn outcome(&self, outcome: &Outcome) -> Value {
        self.writer.outcome(outcome)
    }

    /// A constraint with the words of its claims.
    fn grounded(&self, k: usize) -> Value {
        let constraint = &self.derivation.impasse.constraints[k];
        let stated = self.case.claims.as_ref();
        let said = constraint.because.iter().filter_map(|id| stated.and_then(|claims| claims.claim(id))).map(|claim| {
            json!({
                "id": claim.id,
                "source": claim.source,
                "speaker": claim.speaker,
                "attribution": claim.attribution.as_ref().map(|a| &a.text),
                "quote": claim.quote,
            })
        });
        let said: Vec<Value> = said.collect();
        match self.writer.constraint(constraint) {
            Value::Object(mut object) => {
                object.insert("note".to_owned(), json!(super::note(self.case, constraint)));
                object.insert("claims".to_owned(), Value::Array(said));
                Value::Object(object)
            }
            other => other,
        }
    }

    fn block(&self, block: &BlockDerivation) -> Value {
        let needed = block.members.iter().zip(&block.needed).map(|(&k, x)| (self.id(k).to_owned(), self.outcome(x)));
        json!({
            "basis": block_basis(block.basis),
            "cases": block.cases.as_ref().map(|rows| rows.iter().map(|r| self.row(r)).collect::<Vec<_>>()),
            "bounds": block.bounds.iter().map(|b| self.bound(b)).collect::<Vec<_>>(),
            "needed": needed.collect::<Map<_, _>>(),
        })
    }

    fn row(&self, row: &Row) -> Value {
        let options = row.options.iter().map(|(issue, options)| {
            let issue = &self.case.issues[*issue];
            (issue.id.clone(), options.iter().map(|&o| json!(issue.options[o].id)).collect())
        });
        let (reason, by) = match row.reason {
            Reason::Refused(k) => ("refused", Some(self.id(k))),
            Reason::NotADeal => ("not_a_deal", None),
            Reason::Norm(n) => ("norm", Some(self.case.norms[n].id.as_str())),
            Reason::CannotOccur => ("cannot_occur", None),
            Reason::StatusQuo => ("status_quo", None),
            Reason::Open => ("open", None),
        };
        json!({ "options": options.collect::<Map<_, _>>(), "reason": reason, "by": by })
    }

    fn unlock(&self, unlock: &UnlockDerivation) -> Value {
        let keeping =
            unlock.unlock.violates.iter().zip(&unlock.keeping).map(|(&k, b)| (self.id(k).to_owned(), json!(b)));
        json!({
            "unlock": self.writer.unlock(self.derivation.impasse, &self.derivation.id, &unlock.unlock),
            "outcome": unlock.outcome.as_ref().map(|x| self.outcome(x)),
            "is_best": unlock.is_best,
            "worths": unlock.worths.iter().map(|b| self.bound(b)).collect::<Vec<_>>(),
            "violated": unlock.violated.iter().map(|&k| self.id(k)).collect::<Vec<_>>(),
            "keeping": keeping.collect::<Map<_, _>>(),
        })
    }

    fn constraint(&self, constraint: &ConstraintDerivation) -> Value {
        json!({
            "outcomes": count(constraint.outcomes),
            "left": count(constraint.left),
            "removes_deals": constraint.removes_deals.map(count),
            "bound": constraint.bound.as_ref().map(|b| self.bound(b)),
            "blocks": constraint.blocks,
            "unlocks": constraint.unlocks,
        })
    }

    fn bound(&self, bound: &Bound) -> Value {
        json!({
            "party": self.case.parties[bound.party].id,
            "outcome": self.outcome(&bound.outcome),
            "worth": self.sum(&bound.worth, &bound.outcome),
            "no_deal": self.no_deal(&bound.no_deal),
            "gain": points(bound.gain()),
        })
    }

    fn sum(&self, sum: &Sum, outcome: &Outcome) -> Value {
        json!({ "total": points(sum.total), "terms": self.terms(&sum.terms, outcome) })
    }

    fn terms(&self, terms: &[Term], outcome: &Outcome) -> Value {
        let term = |term: &Term| {
            let issue = match term.part {
                Part::Issue(j) | Part::Exposure(j) => Some(&self.case.issues[j]),
                Part::Link(_) | Part::Lever(_) => None,
            };
            let place = match term.part {
                Part::Issue(j) | Part::Exposure(j) => Some(outcome[j]),
                Part::Link(_) | Part::Lever(_) => None,
            };
            let factor = |exact: &Exact| exact.to_f64().map_or(Value::Null, |f| json!(f));
            json!({
                "part": match term.part {
                    Part::Issue(_) => "issue",
                    Part::Link(_) => "link",
                    Part::Exposure(_) => "exposure",
                    Part::Lever(_) => "lever",
                },
                "issue": issue.map(|i| &i.id),
                "option": issue.zip(place).map(|(i, o)| &i.options[o].id),
                "when": if let Part::Link(k) = term.part { Some(&self.case.links[k].when.text) } else { None },
                "lever": if let Part::Lever(l) = term.part { Some(&self.case.levers[l].id) } else { None },
                "factors": term.factors.as_ref().map(|both| both.each_ref().map(factor).to_vec()),
                "points": points(term.points),
            })
        };
        terms.iter().map(term).collect()
    }

    fn no_deal(&self, sum: &NoDealSum) -> Value {
        let case = self.case;
        let from: Vec<(&Outcome, &Sum)> = match &sum.base {
            Base::Outlook { today, .. } => vec![(&case.status_quo, today)],
            Base::Like(outcome, worth) => vec![(outcome, worth)],
            Base::Between(ends) => ends.iter().map(|(x, worth)| (x, worth)).collect(),
            Base::Given => Vec::new(),
        };
        let (given, word, outlook) = match &sum.base {
            Base::Outlook { word, outlook, .. } => ("outlook", word.map(|w| w.word()), Some(points(*outlook))),
            Base::Like(..) => ("like", None, None),
            Base::Between(_) => ("between", None, None),
            Base::Given => ("points", None, None),
        };
        let from =
            from.into_iter().map(|(x, worth)| json!({ "outcome": self.outcome(x), "worth": self.sum(worth, x) }));
        json!({
            "total": points(sum.total),
            "given": given,
            "word": word,
            "outlook": outlook,
            "from": from.collect::<Vec<_>>(),
            "levers": self.terms(&sum.levers, &case.status_quo),
        })
    }
}
