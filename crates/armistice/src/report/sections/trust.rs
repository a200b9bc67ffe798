//! What trust can do, in words.

use num_traits::{One, Zero};

use super::Section;
use super::strengths::{decimal, lever, opening, ranges, target, with_fraction};
use super::tell::{cite, name, names};
use crate::analysis::impasse::ConstraintKind;
use crate::analysis::trust::{Guarantee, Question, Threshold, Trust};
use crate::case::Case;
use crate::case::words::either;
use crate::points::Exact;
use crate::report::page::Part;
use crate::report::prose::{self, capital};

/// How many blocks or guarantors a sentence spells out.
const SPELT_OUT: usize = 3;

pub(super) fn section(case: &Case, found: &Trust) -> Section {
    let teller = Teller { case, found, strongest: found.strongest.exact() };
    Section { title: "Trust", lead: teller.lead(), rest: teller.rest(), because: teller.because() }
}

struct Teller<'t> {
    case: &'t Case,
    found: &'t Trust,
    strongest: Exact,
}

impl Teller<'_> {
    fn lead(&self) -> Vec<Part> {
        if self.found.too_few {
            return vec![Part::plain(format!("Trust opens no deal: {}.", prose::too_few(self.case)))];
        }
        if self.found.exposed.is_empty() {
            return vec![Part::plain(
                "Trust makes no difference: the case names nothing that a signatory would lose if the others did not keep to a deal.",
            )];
        }
        let Some(deal) = self.found.questions.first() else {
            return vec![Part::plain("Unknown: it was ended before anything was looked at.")];
        };
        opening(self.case, &self.found.pulled, self.answer(deal), &self.found.extent)
    }

    fn answer(&self, question: &Question) -> Vec<String> {
        let what = target(question.goal.as_ref());
        let exposed = names(self.case, self.found.exposed.iter().map(|e| e.party));
        let several = self.found.exposed.len() > 1;
        let trust = match (&question.common, several) {
            (Threshold::Never, _) => return self.never(question, &what),
            (Threshold::Unknown, _) => {
                return vec![format!(
                    "Unknown how much trust {what} needs: there are more outcomes than could all be tried, and none of those tried is acceptable."
                )];
            }
            (Threshold::From(least), _) if least.is_zero() => {
                return vec![format!("{} does not hang on trust: it is possible without any.", capital(&what))];
            }
            (Threshold::AtMost(least), _) => {
                return vec![format!(
                    "{} opens when {exposed} trust the others {} (of 1), perhaps with less: there are more outcomes than could all be tried.",
                    capital(&what),
                    decimal(least)
                )];
            }
            (Threshold::From(least), true) => {
                format!(
                    "{} needs {exposed} to trust the others at least {} (of 1) each",
                    capital(&what),
                    decimal(least)
                )
            }
            (Threshold::From(least), false) => {
                format!("{} needs {exposed} to trust the others at least {} (of 1)", capital(&what), decimal(least))
            }
        };
        let stated: Vec<String> = self.found.exposed.iter().map(|e| decimal(&e.trust)).collect();
        let have = match (several, question.open) {
            (true, true) => format!("{}, as they do: theirs is taken to be {}.", trust, either(&stated, "and")),
            (true, false) => format!("{}; theirs is taken to be {}.", trust, either(&stated, "and")),
            (false, true) => format!("{}, which it is taken to do ({}).", trust, stated.concat()),
            (false, false) => format!("{}; it is taken to be {}.", trust, stated.concat()),
        };
        let mut sentences = vec![have];
        if several && !question.open {
            sentences.push(self.single(question));
        }
        if !question.open {
            sentences.extend(question.guarantees.iter().take(SPELT_OUT).map(|g| self.guarantee(&what, g)));
        }
        sentences
    }

    /// Each party with the others' trust as it is.
    fn single(&self, question: &Question) -> String {
        let (enough, not): (Vec<_>, Vec<_>) = self
            .found
            .exposed
            .iter()
            .zip(&question.single)
            .partition(|(_, threshold)| matches!(threshold, Threshold::From(_) | Threshold::AtMost(_)));
        let alone: Vec<String> = enough
            .iter()
            .filter_map(|(e, threshold)| match threshold {
                Threshold::From(least) | Threshold::AtMost(least) => {
                    Some(format!("{} with {}", name(self.case, e.party), decimal(least)))
                }
                Threshold::Never | Threshold::Unknown => None,
            })
            .collect();
        let rest: Vec<String> = not.iter().map(|(e, _)| name(self.case, e.party)).collect();
        match (alone.is_empty(), rest.is_empty()) {
            (true, _) => "None of them alone can open it by trusting more.".to_owned(),
            (false, true) => format!("One alone would be enough: {}.", either(&alone, "or")),
            (false, false) => {
                format!("One alone would be enough if it is {}, but not {}.", either(&alone, "or"), either(&rest, "or"))
            }
        }
    }

    fn guarantee(&self, what: &str, guarantee: &Guarantee) -> String {
        let name = lever(self.case, guarantee.lever);
        match guarantee.strengths.least() {
            Some(least) if *least <= Exact::one() => {
                format!("{name} adds enough to open {what} from strength {}.", decimal(least))
            }
            Some(least) => format!("{name} adds too little in full: strength {} would be needed.", decimal(least)),
            None => format!("{name} does not open {what}: in full it brings {}.", self.carries(guarantee)),
        }
    }

    /// "Ukraine’s trust from 0.25 to 0.55".
    fn carries(&self, guarantee: &Guarantee) -> String {
        let each = self.found.exposed.iter().zip(&guarantee.carries).filter(|(e, after)| e.trust != **after);
        let each: Vec<String> = each
            .map(|(e, after)| {
                format!("the trust of {} from {} to {}", name(self.case, e.party), decimal(&e.trust), decimal(after))
            })
            .collect();
        if each.is_empty() { "no more trust".to_owned() } else { either(&each, "and") }
    }

    /// Full trust is not enough: what else blocks.
    fn never(&self, question: &Question, what: &str) -> Vec<String> {
        if question.blocks.is_empty() {
            return vec![format!("No trust opens {what}: nothing that would count as one can occur.")];
        }
        let mut sentences = vec![format!(
            "No trust opens {what}, not even full trust in every promise: something else stands in the way."
        )];
        if question.goal.is_some() {
            sentences.extend(self.blocks(question));
        }
        sentences
    }

    /// What stands in the way, a sentence for each block.
    fn blocks(&self, question: &Question) -> Vec<String> {
        let told = question.blocks.iter().take(SPELT_OUT);
        told.map(|b| prose::block(self.case, &self.found.constraints, b)).collect()
    }

    fn rest(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let Some(deal) = self.found.questions.first() else { return parts };
        // The verdict has said it where this is a part of it.
        if deal.common == Threshold::Never && !deal.blocks.is_empty() {
            parts.push(Part::plain(self.blocks(deal).join(" ")));
        }
        if self.found.questions.len() > 1 {
            parts.push(Part::Heading("Goals".to_owned()));
        }
        for question in self.found.questions.iter().skip(1) {
            let same =
                deal.common == question.common && deal.single == question.single && deal.blocks == question.blocks;
            let said = if same && deal.guarantees == question.guarantees {
                format!("{}: as for a deal.", capital(&target(question.goal.as_ref())))
            } else {
                self.answer(question).join(" ")
            };
            parts.push(Part::plain(said));
        }
        let titles: Vec<String> = self
            .found
            .questions
            .iter()
            .map(|q| q.goal.as_ref().map_or_else(|| "A deal".to_owned(), |g| g.title.clone()))
            .collect();
        let mut columns: Vec<(&str, u16)> = vec![("Whose", 4), ("Now", 2)];
        columns.extend(titles.iter().map(|t| (t.as_str(), 4)));
        let threshold = |t: &Threshold| match t {
            Threshold::From(least) if least.is_zero() => "any".to_owned(),
            Threshold::From(least) => with_fraction(least),
            Threshold::AtMost(most) => format!("at most {}", with_fraction(most)),
            Threshold::Never => "not by trust".to_owned(),
            Threshold::Unknown => "unknown".to_owned(),
        };
        let mut rows = Vec::new();
        if self.found.exposed.len() > 1 {
            let mut row = vec!["All alike".to_owned(), String::new()];
            row.extend(self.found.questions.iter().map(|q| threshold(&q.common)));
            rows.push(row);
        }
        for (k, exposed) in self.found.exposed.iter().enumerate() {
            let mut row = vec![self.case.parties[exposed.party].name.clone(), decimal(&exposed.trust)];
            row.extend(self.found.questions.iter().map(|q| q.single.get(k).map_or_else(String::new, threshold)));
            rows.push(row);
        }
        parts.push(Part::Heading("The least trust that is enough".to_owned()));
        parts.push(Part::table("The least trust at which a deal or a goal opens", &columns, rows));
        if !deal.guarantees.is_empty() {
            let mut columns: Vec<(&str, u16)> = vec![("Guarantee", 5), ("In full", 4)];
            columns.extend(titles.iter().map(|t| (t.as_str(), 3)));
            let rows = deal.guarantees.iter().enumerate().map(|(g, guarantee)| {
                let title = &self.case.levers[guarantee.lever];
                let mut row =
                    vec![title.title.clone().unwrap_or_else(|| title.id.clone()), capital(&self.carries(guarantee))];
                row.extend(self.found.questions.iter().map(|q| {
                    let strengths = q.guarantees.get(g).map(|g| &g.strengths);
                    strengths.map_or_else(String::new, |s| {
                        let exact = q.guarantees.get(g).is_some_and(|g| g.exact);
                        let whole = s.intervals() == [(Exact::zero(), self.strongest.clone())];
                        match (s.is_empty(), whole) {
                            (true, _) if !exact => "unknown".to_owned(),
                            (true, _) => format!("not up to {}", self.found.strongest),
                            (_, true) => "open in any case".to_owned(),
                            _ => ranges(s, &self.strongest, with_fraction),
                        }
                    })
                }));
                row
            });
            parts.push(Part::Heading("What guarantees add".to_owned()));
            parts.push(Part::table("What guarantees add", &columns, rows.collect()));
        }
        parts.push(Part::note(
            "Trust is varied for what a deal is worth, not for what going on without one is. Central model: ranges at their midpoints.",
        ));
        parts
    }

    fn because(&self) -> Vec<String> {
        let mut because = Vec::new();
        for question in &self.found.questions {
            for &k in question.blocks.iter().take(SPELT_OUT).flatten() {
                let constraint = &self.found.constraints[k];
                if constraint.kind != ConstraintKind::Floor {
                    cite(&mut because, &constraint.because, self.case);
                }
            }
        }
        because
    }
}
