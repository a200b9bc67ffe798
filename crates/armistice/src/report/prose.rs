//! The verdict in plain sentences: positions before numbers, every claim named, every attribution kept (definitions §12).

use crate::analysis::deal_zone::{Entry, Solutions};
use crate::analysis::impasse::{Basis, Block, BlockBasis, Constraint, ConstraintKind, Impasse, Unlock};
use crate::analysis::{Analysis, GoalResult, Status};
use crate::case::words::{either, option_name};
use crate::case::{Case, IssueIndex, Outcome, PartyIndex};
use crate::points::{MICRO, Points};

/// How many blocks, unlocks or claims prose spells out.
const SPELT_OUT: usize = 3;

/// The verdict, a paragraph each: the answer and the positions behind it; what the numbers say; what is missing.
pub fn verdict(case: &Case, analysis: &Analysis) -> Vec<String> {
    let prose = Prose { case, signatories: case.signatories() };
    let paragraphs = match analysis.verdict.status {
        Status::NoDeal => prose.no_deal(analysis),
        Status::Deal => prose.deal(analysis),
        Status::Undetermined => prose.undetermined(analysis),
    };
    let mut paragraphs: Vec<String> = paragraphs.into_iter().filter(|p| !p.is_empty()).collect();
    if let Some(missing) = prose.missing(&analysis.verdict.missing) {
        paragraphs.push(missing);
    }
    paragraphs
}

/// One sentence on a goal: whether it can be met, and what blocks it.
pub fn goal(case: &Case, goal: &GoalResult, deal: &Impasse) -> String {
    let prose = Prose { case, signatories: case.signatories() };
    let title = &goal.title;
    match goal.status {
        Status::Deal => format!("{title}: possible, in {}.", outcomes(goal.deals)),
        Status::Undetermined if prose.signatories.len() < 2 => {
            format!("{title}: undetermined, since {}.", prose.too_few())
        }
        Status::Undetermined => format!(
            "{title}: undetermined. No stated position rules it out, but every outcome with it changes something on which not everybody has said what it wants."
        ),
        Status::NoDeal if !goal.impasse.occurs => format!("{title}: cannot occur in any possible outcome."),
        Status::NoDeal => {
            let same = goal.impasse.blocks == deal.blocks && !deal.blocks.is_empty();
            let why = if same {
                "blocked by the same as a deal".to_owned()
            } else {
                let blocks: Vec<String> =
                    goal.impasse.blocks.iter().take(SPELT_OUT).map(|b| prose.block(&goal.impasse, b)).collect();
                format!("blocked. {}", blocks.join(" "))
            };
            format!("{title}: {}.", why.trim_end_matches('.'))
        }
    }
}

/// A constraint as a sentence part: its holder, according to whom, what it refuses, and the claims.
pub fn constraint(case: &Case, constraint: &Constraint) -> String {
    Prose { case, signatories: case.signatories() }.constraint(constraint)
}

/// What an outcome changes against the status quo.
pub fn changes(case: &Case, outcome: &Outcome) -> String {
    let changed: Vec<String> = case
        .issues
        .iter()
        .zip(outcome.iter().zip(&case.status_quo))
        .filter(|(_, (option, today))| option != today)
        .map(|(issue, (&option, _))| format!("“{}: {}”", issue.title, option_name(issue, option)))
        .collect();
    if changed.is_empty() { "things as they stand".to_owned() } else { either(&changed, "and") }
}

fn outcomes(count: u64) -> String {
    if count == 1 { "one outcome".to_owned() } else { format!("{count} outcomes") }
}

struct Prose<'c> {
    case: &'c Case,
    signatories: Vec<PartyIndex>,
}

impl Prose<'_> {
    fn name(&self, party: PartyIndex) -> &str {
        &self.case.parties[party].name
    }

    /// "both", or "all five".
    fn everybody(&self) -> String {
        let words = ["nobody", "it", "both", "all three", "all four", "all five", "all six"];
        words.get(self.signatories.len()).map_or_else(|| format!("all {}", self.signatories.len()), |w| (*w).to_owned())
    }

    fn too_few(&self) -> String {
        match self.signatories.as_slice() {
            [] => "no party is marked as one whose consent a deal needs".to_owned(),
            [one] => {
                format!("only {} is known as a party whose consent a deal needs, and it takes two", self.name(*one))
            }
            _ => "it takes two".to_owned(),
        }
    }

    fn no_deal(&self, analysis: &Analysis) -> Vec<String> {
        let impasse = &analysis.impasse;
        if !impasse.occurs {
            return vec!["No deal: nothing that would count as one can occur.".to_owned()];
        }
        let positions = analysis.verdict.basis == Some(BlockBasis::Positions);
        let mut first = vec![
            if positions { "No deal on stated positions alone." } else { "No deal on the central numbers." }.to_owned(),
        ];
        let relevant: Vec<&Block> =
            impasse.blocks.iter().filter(|b| !positions || b.basis == BlockBasis::Positions).collect();
        first.extend(relevant.iter().take(SPELT_OUT).map(|b| self.block(impasse, b)));
        if relevant.len() > SPELT_OUT {
            let left_over = relevant.len() - SPELT_OUT;
            first.push(format!(
                "{left_over} further {} as well.",
                if left_over == 1 { "block holds" } else { "blocks hold" }
            ));
        }
        if analysis.verdict.mutually_hurting {
            first.push(format!("Going on without a deal is worse than today for {}.", self.everybody()));
        }
        vec![first.join(" "), self.unlocks(impasse, positions), self.side_agreements(analysis)]
    }

    /// A block: each position with its holder; floors together at the end.
    fn block(&self, impasse: &Impasse, block: &Block) -> String {
        let (floors, positions): (Vec<&Constraint>, Vec<&Constraint>) =
            block.constraints.iter().map(|&k| &impasse.constraints[k]).partition(|c| c.kind == ConstraintKind::Floor);
        let mut parts: Vec<String> = positions.iter().map(|c| self.constraint(c)).collect();
        if !floors.is_empty() {
            let names: Vec<String> = floors.iter().map(|c| self.name(c.party).to_owned()).collect();
            let going_on = "than going on without a deal";
            parts.push(match (parts.is_empty(), names.len()) {
                (true, 1) => format!("nothing that would count as a deal is worth more to {} {going_on}", names[0]),
                (true, _) => format!(
                    "nothing that would count as a deal is worth at least as much {going_on} to {} together",
                    either(&names, "and")
                )
                .replace("as much than", "as much as"),
                (false, 1) => format!("what is left is worth less to {} {going_on}", names[0]),
                (false, _) => format!(
                    "nothing of what is left is worth as much as going on without a deal to {} together",
                    either(&names, "and")
                ),
            });
        }
        let text = parts.join("; ");
        let mut letters = text.chars();
        letters.next().map_or_else(String::new, |c| format!("{}{}.", c.to_uppercase(), letters.as_str()))
    }

    fn constraint(&self, constraint: &Constraint) -> String {
        let name = self.name(constraint.party);
        let source = match (constraint.basis, constraint.kind) {
            (_, ConstraintKind::Floor) | (Basis::Stated, _) => String::new(),
            (Basis::Reported, _) => self.according_to(constraint),
            (Basis::Inferred, _) => ", in the analyst’s judgement,".to_owned(),
        };
        format!("{name}{source} {}{}", constraint.text, references(&constraint.because))
    }

    /// ", according to a senior Ukrainian source,": whoever the claims behind a reported position come from.
    fn according_to(&self, constraint: &Constraint) -> String {
        let claims = self.case.claims.as_ref();
        let mut names: Vec<String> = Vec::new();
        for claim in constraint.because.iter().filter_map(|id| claims.and_then(|c| c.claim(id))) {
            let speakers = || claim.speaker.iter().filter(|s| !self.case.belongs(s, constraint.party));
            let found: Vec<String> = match &claim.attribution {
                Some(attribution) => vec![attribution.text.clone()],
                None => speakers().map(|s| self.actor_name(s)).collect(),
            };
            names.extend(found);
        }
        let mut seen: Vec<String> = Vec::new();
        for name in names {
            if !seen.contains(&name) {
                seen.push(name);
            }
        }
        seen.truncate(SPELT_OUT);
        if seen.is_empty() { ", as reported,".to_owned() } else { format!(", according to {},", either(&seen, "and")) }
    }

    fn actor_name(&self, id: &str) -> String {
        let party = self.case.parties.iter().find(|p| p.id == id).map(|p| &p.name);
        let person = || self.case.people.iter().find(|p| p.id == id).map(|p| &p.name);
        let actor = || self.case.claims.as_ref().and_then(|c| c.actor(id)).map(|a| &a.name);
        party.or_else(person).or_else(actor).map_or_else(|| id.to_owned(), Clone::clone)
    }

    fn unlocks(&self, impasse: &Impasse, positions: bool) -> String {
        if impasse.unlocks.is_empty() {
            return String::new();
        }
        let shown: Vec<&Unlock> = impasse.unlocks.iter().take(SPELT_OUT).collect();
        let parts: Vec<String> = shown.iter().map(|u| self.unlock(impasse, u)).collect();
        let mut text = match self.tightest(&shown) {
            Some(margin) if positions => format!("On the central numbers, {margin}: {}", parts.join("; ")),
            Some(margin) => format!("What would open one, {margin}: {}", parts.join("; ")),
            None if positions => format!("On the central numbers: {}", parts.join("; ")),
            None => format!("What would open one: {}", parts.join("; ")),
        };
        let left_over = impasse.unlocks_total - shown.len() as u64;
        if left_over > 0 {
            text += &format!("; and {left_over} other {}", if left_over == 1 { "way" } else { "ways" });
        }
        text + "."
    }

    fn unlock(&self, impasse: &Impasse, unlock: &Unlock) -> String {
        let (floors, positions): (Vec<usize>, Vec<usize>) =
            unlock.violates.iter().partition(|&&k| impasse.constraints[k].kind == ConstraintKind::Floor);
        let mut conditions: Vec<String> = Vec::new();
        if !positions.is_empty() {
            let given_up: Vec<String> = positions
                .iter()
                .map(|&k| {
                    let constraint = &impasse.constraints[k];
                    let kind = if constraint.kind == ConstraintKind::RedLine { "red line" } else { "precondition" };
                    format!("{}’s {kind} {}", self.name(constraint.party), constraint.id)
                })
                .collect();
            conditions.push(format!("without {}", either(&given_up, "and")));
        }
        let lowered: Vec<String> = self
            .signatories
            .iter()
            .zip(&unlock.shortfall)
            .filter(|(_, s)| s.0 > 0 && !floors.is_empty())
            .map(|(&p, s)| format!("{} settled for {} less than it expects from going on", self.name(p), about(*s)))
            .collect();
        if !lowered.is_empty() {
            conditions.push(format!("if {}", either(&lowered, "and")));
        }
        let condition = conditions.join(" and ");
        match best(&unlock.best) {
            Some(entry) => {
                format!("{condition}, {} could accept {}", self.everybody(), changes(self.case, &entry.outcome))
            }
            None => format!(
                "{condition}, {} no longer ruled out, but not everybody has said what it thinks of what they change",
                if unlock.outcomes == 1 {
                    "one outcome is".to_owned()
                } else {
                    format!("{} outcomes are", unlock.outcomes)
                }
            ),
        }
    }

    /// The least gain in the best outcomes of these unlocks, in words: how little separates "opens" from "does not".
    fn tightest(&self, unlocks: &[&Unlock]) -> Option<String> {
        let gains = unlocks.iter().filter_map(|u| best(&u.best).map(|e| (u, e))).flat_map(|(u, e)| {
            self.signatories.iter().zip(e.gain.iter().zip(&u.shortfall)).map(|(&p, (g, s))| (g.0 + s.0, p))
        });
        let (least, party) = gains.min()?;
        let name = self.name(party);
        Some(if least == 0 {
            format!("with nothing to spare for {name}")
        } else if least < MICRO {
            format!("by less than a point for {name}")
        } else {
            format!("with {} to spare for {name}", about(Points(least)))
        })
    }

    fn side_agreements(&self, analysis: &Analysis) -> String {
        let side = &analysis.deal_zone.side_agreements;
        match &side.best {
            Some(entry) => {
                format!("Short of that, {} could accept {}.", self.everybody(), changes(self.case, &entry.outcome))
            }
            None if side.count > 0 => format!(
                "Short of that, {} cross no stated position, but not everybody has said what it thinks of what they change.",
                outcomes(side.count)
            ),
            None => String::new(),
        }
    }

    fn deal(&self, analysis: &Analysis) -> Vec<String> {
        let zone = &analysis.deal_zone;
        let settled = zone.deals - zone.unsettled;
        let names: Vec<String> = self.signatories.iter().map(|&p| self.name(p).to_owned()).collect();
        let mut first = vec![format!(
            "A deal is possible on the central numbers: {} of {} {} acceptable to {}.",
            settled,
            zone.outcomes,
            if settled == 1 { "is" } else { "are" },
            either(&names, "and")
        )];
        match &zone.solutions.nash {
            Some(entry) => {
                let worth: Vec<String> = self
                    .signatories
                    .iter()
                    .zip(&entry.gain)
                    .map(|(&p, g)| format!("{} for {}", about(*g), self.name(p)))
                    .collect();
                first.push(format!(
                    "The balanced one (Nash) is {}: against going on without a deal it gains {}.",
                    changes(self.case, &entry.outcome),
                    either(&worth, "and")
                ));
            }
            None => first.push("None of them is better than today for anybody.".to_owned()),
        }
        let mut second = Vec::new();
        if let Some(margins) = &analysis.impasse.margins {
            if let Some((&party, margin)) = self.signatories.iter().zip(&margins.floors).min_by_key(|(_, m)| m.0) {
                second.push(format!(
                    "It is tightest for {}: were going on worth {} more to it, nothing would be left.",
                    self.name(party),
                    about(*margin)
                ));
            }
            let costs = analysis.impasse.constraints.iter().zip(&margins.constraints);
            let dearest = costs.filter(|(_, n)| **n > 0).max_by_key(|(_, n)| **n);
            if let Some((constraint, removed)) = dearest {
                second.push(format!(
                    "{} rules out {removed} more that nothing else stands against: {}.",
                    constraint.id,
                    self.constraint(constraint)
                ));
            }
        }
        if zone.unsettled > 0 {
            second.push(format!("{} more might be, but hang on what was not said.", zone.unsettled));
        }
        vec![first.join(" "), second.join(" ")]
    }

    fn undetermined(&self, analysis: &Analysis) -> Vec<String> {
        let zone = &analysis.deal_zone;
        if self.signatories.len() < 2 {
            return vec![format!("Undetermined: {}.", self.too_few())];
        }
        vec![
            format!(
                "Undetermined: {} no stated position, but every one changes something on which not everybody has said what it wants.",
                if zone.deals == 1 {
                    "one outcome that would count as a deal crosses".to_owned()
                } else {
                    format!("{} outcomes that would count as a deal cross", zone.deals)
                }
            ),
            self.side_agreements(analysis),
        ]
    }

    /// "What Russia thinks of “Meeting of the two leaders” is not stated."
    fn missing(&self, missing: &[(PartyIndex, IssueIndex)]) -> Option<String> {
        let parts: Vec<String> = self
            .signatories
            .iter()
            .filter_map(|&party| {
                let issues: Vec<String> = missing
                    .iter()
                    .filter(|(p, _)| *p == party)
                    .map(|&(_, j)| format!("“{}”", self.case.issues[j].title))
                    .collect();
                (!issues.is_empty()).then(|| format!("{} thinks of {}", self.name(party), either(&issues, "and")))
            })
            .collect();
        if parts.is_empty() {
            return None;
        }
        let verb = if parts.len() == 1 { "is" } else { "are" };
        Some(format!("What {} {verb} not stated.", either(&parts, "and what")))
    }
}

/// The first solution there is: all four are missing together or not at all.
fn best(solutions: &Solutions) -> Option<&Entry> {
    solutions.nash.as_ref()
}

/// A number of points for prose.
fn about(points: Points) -> String {
    let size = points.0.abs();
    if size == 0 {
        "nothing".to_owned()
    } else if size < MICRO {
        "less than a point".to_owned()
    } else if size < 10 * MICRO {
        let shown = format!("{points:.1}");
        if shown == "1.0" { "1 point".to_owned() } else { format!("{shown} points") }
    } else {
        format!("{points:.0} points")
    }
}

/// " [c6, c20]", or nothing.
fn references(because: &[String]) -> String {
    if because.is_empty() { String::new() } else { format!(" [{}]", because.join(", ")) }
}
