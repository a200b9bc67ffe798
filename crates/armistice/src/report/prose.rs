//! The verdict in plain sentences: positions before numbers, every claim named, every attribution kept (definitions §12).

use super::words::{self, references};
use crate::analysis::deal_zone::{Entry, Solutions};
use crate::analysis::impasse::{Basis, Block, BlockBasis, Constraint, ConstraintKind, Impasse, Unlock};
use crate::analysis::{Analysis, Count, GoalResult, Method, Status};
use crate::case::words::{either, in_prose, is_plural, option_in_words};
use crate::case::{Belonging, Case, IssueIndex, NoDeal, Outcome, PartyIndex, Weights};
use crate::points::{MICRO, Points};

/// How many blocks, unlocks, claims, parties or issues prose spells out.
const SPELT_OUT: usize = 3;

/// Changes of an outcome up to which all are told.
const LONG: usize = 8;

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
            "{title}: undetermined. No stated position rules it out, but every outcome with it changes something on which not everybody has taken a position."
        ),
        Status::NoDeal if !goal.impasse.occurs => format!("{title}: cannot occur in any possible outcome."),
        Status::NoDeal => {
            let same = goal.impasse.blocks == deal.blocks && !deal.blocks.is_empty();
            let why = if same {
                "blocked by the same as a deal".to_owned()
            } else {
                let blocks: Vec<String> = goal
                    .impasse
                    .blocks
                    .iter()
                    .take(SPELT_OUT)
                    .map(|b| prose.block(&goal.impasse.constraints, &b.constraints))
                    .collect();
                format!("blocked. {}", blocks.join(" "))
            };
            format!("{title}: {}.", why.trim_end_matches('.'))
        }
    }
}

/// How the results were found, how far they are exact, and by which version.
pub fn method(analysis: &Analysis) -> String {
    let provenance = &analysis.provenance;
    let outcomes = Count::exactly(analysis.deal_zone.outcomes);
    let method = match (provenance.method, provenance.widest) {
        (Method::Structure, Some(1)) => format!("structure of {outcomes} outcomes, issue by issue"),
        (Method::Structure, Some(widest)) => {
            format!("structure of {outcomes} outcomes, issue by issue, at most {widest} states between two issues")
        }
        _ => format!("scan of every outcome ({outcomes})"),
    };
    let exact = analysis.exact();
    let figures = [
        (exact.counts, "counts, which lie within the bounds given"),
        (exact.options, "options that may be open after all"),
        (exact.frontier, "the frontier, which is too large to keep"),
        (exact.solutions, "the solutions"),
        (exact.impasse, "the lists of blocks and unlocks"),
    ];
    let loose: Vec<String> = figures.iter().filter(|(exact, _)| !exact).map(|(_, what)| (*what).to_owned()).collect();
    let exactness = if loose.is_empty() {
        "All figures are exact".to_owned()
    } else {
        format!("Exact but for {}", either(&loose, "and"))
    };
    format!(
        "Central model: ranges at their midpoints. Points of different parties do not compare. Method: {method}. {exactness}. Armistice {}.",
        provenance.version
    )
}

/// A constraint as a sentence part: its holder, according to whom, what it refuses, and the claims.
pub fn constraint(case: &Case, constraint: &Constraint) -> String {
    Prose { case, signatories: case.signatories() }.constraint(constraint)
}

/// The terms of an unlock: "without Ukraine’s refusal (no-cession)", "if Russia settled for 3 points less than it expects from going on".
pub fn terms(case: &Case, impasse: &Impasse, unlock: &Unlock) -> String {
    Prose { case, signatories: case.signatories() }.condition(impasse, unlock)
}

/// A block as a sentence: each position with its holder, floors together at the end.
pub fn block(case: &Case, constraints: &[Constraint], members: &[usize]) -> String {
    Prose { case, signatories: case.signatories() }.block(constraints, members)
}

/// What is given up in an unlock, whatever its shortfalls: "without Ukraine’s refusal (no-cession)", "if Russia expected less of going on".
pub fn given_up(case: &Case, constraints: &[Constraint], members: &[usize]) -> String {
    let prose = Prose { case, signatories: case.signatories() };
    let floors = members.iter().map(|&k| &constraints[k]).filter(|c| c.kind == ConstraintKind::Floor);
    let lowered: Vec<String> = floors.map(|c| prose.name(c.party)).collect();
    let mut conditions: Vec<String> = prose.positions_given_up(constraints, members).into_iter().collect();
    if !lowered.is_empty() {
        conditions.push(format!("if {} expected less of going on without a deal", either(&lowered, "and")));
    }
    conditions.join(" and ")
}

/// Why nothing is asked when fewer than two parties have to agree.
pub fn too_few(case: &Case) -> String {
    Prose { case, signatories: case.signatories() }.too_few()
}

/// Whether nobody said how much an issue weighs, nor what going on is worth: then all points are the model's alone.
pub fn nobody_gave_numbers(case: &Case) -> bool {
    Prose { case, signatories: case.signatories() }.nobody_gave_numbers()
}

/// The solutions there are, those that pick the same outcome together, in the order of definitions §2.
pub fn named(solutions: &Solutions) -> Vec<(Vec<&'static str>, &Entry)> {
    let named = [
        ("Nash", &solutions.nash),
        ("Kalai–Smorodinsky", &solutions.kalai_smorodinsky),
        ("egalitarian", &solutions.egalitarian),
        ("utilitarian", &solutions.utilitarian),
    ];
    let mut rows: Vec<(Vec<&str>, &Entry)> = Vec::new();
    for (name, entry) in named.iter().filter_map(|(name, entry)| entry.as_ref().map(|e| (*name, e))) {
        match rows.iter_mut().find(|(_, e)| e.index == entry.index) {
            Some((names, _)) => names.push(name),
            None => rows.push((vec![name], entry)),
        }
    }
    rows
}

/// What an outcome changes against the status quo, issue by issue: "Ceasefire: 30 days".
pub fn changed(case: &Case, outcome: &Outcome) -> Vec<String> {
    let both = case.issues.iter().zip(outcome.iter().zip(&case.status_quo));
    let changed = both.filter(|(_, (option, today))| option != today);
    changed.map(|(issue, (&option, _))| option_in_words(issue, option)).collect()
}

/// The same as a sentence part: “Ceasefire: 30 days” with “Prisoners: exchanged”.
pub fn changes(case: &Case, outcome: &Outcome) -> String {
    let changed: Vec<String> = changed(case, outcome).iter().map(|change| format!("“{change}”")).collect();
    match changed.split_first() {
        None => "things as they stand".to_owned(),
        Some((first, [])) => first.clone(),
        Some((first, rest)) => format!("{first} with {}", either(rest, "and")),
    }
}

/// The same with most of a long list only counted.
pub fn changes_in_short(case: &Case, outcome: &Outcome) -> String {
    let mut changed: Vec<String> = changed(case, outcome).iter().map(|change| format!("“{change}”")).collect();
    if changed.len() <= LONG {
        return changes(case, outcome);
    }
    let left_over = changed.len() - SPELT_OUT;
    changed.truncate(SPELT_OUT);
    let first = changed.remove(0);
    changed.push(format!("{left_over} other changes"));
    format!("{first} with {}", either(&changed, "and"))
}

/// What the outcome of each row of [`named`] changes against the status quo, a line each; where that is a long list, all but the
/// first are told by what they have otherwise than the first.
pub fn solutions_in_lines(case: &Case, rows: &[(Vec<&'static str>, &Entry)]) -> Vec<Vec<String>> {
    let lines = |(names, entry): &(Vec<&'static str>, &Entry)| {
        let own = changed(case, &entry.outcome);
        let Some((first_names, first)) = rows.first().filter(|(first, _)| first != names && own.len() > LONG) else {
            return own;
        };
        let both = case.issues.iter().zip(entry.outcome.iter().zip(&first.outcome));
        let others = both.filter(|(_, (option, of_first))| option != of_first);
        let first = first_names.first().copied().unwrap_or_default();
        let mut lines = vec![format!("as {first}, but:")];
        lines.extend(others.map(|(issue, (&option, _))| option_in_words(issue, option)));
        if lines.len() < own.len() { lines } else { own }
    };
    rows.iter().map(lines).collect()
}

fn outcomes(count: Count) -> String {
    if count == 1 { "one outcome".to_owned() } else { format!("{count} outcomes") }
}

/// A sentence's first letter made a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| format!("{}{}", c.to_uppercase(), letters.as_str()))
}

/// The verb in front of a phrase, for holders that are several: "refuses X" becomes "refuse X".
fn for_several(text: &str) -> String {
    let (verb, rest) = text.split_once(' ').unwrap_or((text, ""));
    let bare = match verb.strip_suffix('s') {
        Some("i") => "are".to_owned(),
        Some("ha") => "have".to_owned(),
        Some("doe") => "do".to_owned(),
        Some(stem) => stem.strip_suffix("ie").map_or_else(|| stem.to_owned(), |s| format!("{s}y")),
        None => verb.to_owned(),
    };
    format!("{bare} {rest}")
}

struct Prose<'c> {
    case: &'c Case,
    signatories: Vec<PartyIndex>,
}

impl Prose<'_> {
    /// The party's name with the article that prose gives it: "the United States".
    fn name(&self, party: PartyIndex) -> String {
        in_prose(&self.case.parties[party].name)
    }

    /// "Russia’s", "the Maoists’", "the United States’"; but "Hamas’s".
    fn owner(&self, party: PartyIndex) -> String {
        words::owner(self.case, party)
    }

    /// The verb that goes with the party.
    fn verb<'v>(&self, party: PartyIndex, one: &'v str, several: &'v str) -> &'v str {
        if is_plural(&self.case.parties[party].name) { several } else { one }
    }

    /// Whether neither its weights nor its worth without a deal were said: then its points are nobody’s.
    fn is_numberless(&self, party: PartyIndex) -> bool {
        let weights = self.case.preferences.iter().find(|p| p.party == party).map(|p| &p.weights);
        matches!(self.case.parties[party].no_deal, NoDeal::Unstated)
            && weights.is_none_or(|w| matches!(w, Weights::Unstated))
    }

    fn nobody_gave_numbers(&self) -> bool {
        self.signatories.iter().all(|&p| self.is_numberless(p))
    }

    /// "both", or "all five".
    fn everybody(&self) -> String {
        let words = ["nobody", "it", "both", "all three", "all four", "all five", "all six", "all seven", "all eight"];
        words.get(self.signatories.len()).map_or_else(|| format!("all {}", self.signatories.len()), |w| (*w).to_owned())
    }

    fn too_few(&self) -> String {
        match self.signatories.as_slice() {
            [] => "no party is marked as one whose consent a deal needs".to_owned(),
            [one] => {
                format!(
                    "only {} {} known as a party whose consent a deal needs, and it takes two",
                    self.name(*one),
                    self.verb(*one, "is", "are")
                )
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
        let opening = match (positions, self.nobody_gave_numbers()) {
            (true, _) => "No deal on stated positions alone.",
            (false, false) => "No deal on the central numbers.",
            (false, true) => "No deal, as far as wishes were stated.",
        };
        let mut first = vec![opening.to_owned()];
        let relevant: Vec<&Block> =
            impasse.blocks.iter().filter(|b| !positions || b.basis == BlockBasis::Positions).collect();
        first.extend(relevant.iter().take(SPELT_OUT).map(|b| self.block(&impasse.constraints, &b.constraints)));
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
    fn block(&self, constraints: &[Constraint], members: &[usize]) -> String {
        let (floors, positions): (Vec<&Constraint>, Vec<&Constraint>) =
            members.iter().map(|&k| &constraints[k]).partition(|c| c.kind == ConstraintKind::Floor);
        let mut parts: Vec<String> = positions.iter().map(|c| self.constraint(c)).collect();
        if !floors.is_empty() {
            let names: Vec<String> = floors.iter().map(|c| self.name(c.party)).collect();
            let going_on = "than going on without a deal";
            parts.push(match (parts.is_empty(), names.len()) {
                (true, 1) if self.is_numberless(floors[0].party) => {
                    format!(
                        "nothing that would count as a deal is what {} {}",
                        names[0],
                        self.verb(floors[0].party, "wants", "want")
                    )
                }
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
        format!("{}.", capital(&parts.join("; ")))
    }

    fn constraint(&self, constraint: &Constraint) -> String {
        let name = self.name(constraint.party);
        let source = match (constraint.basis, constraint.kind) {
            (_, ConstraintKind::Floor) | (Basis::Stated, _) => String::new(),
            (Basis::Reported, _) => self.according_to(constraint),
            (Basis::Inferred, _) => ", in the analyst’s judgement,".to_owned(),
        };
        let several = is_plural(&self.case.parties[constraint.party].name);
        let text = if several { for_several(&constraint.text) } else { constraint.text.clone() };
        format!("{name}{source} {text}{}", references(&constraint.because))
    }

    /// ", according to a senior Ukrainian source,": whoever the claims behind a reported position come from.
    fn according_to(&self, constraint: &Constraint) -> String {
        let claims = self.case.claims.as_ref();
        let belonging = Belonging::new(self.case);
        let mut names: Vec<String> = Vec::new();
        for claim in constraint.because.iter().filter_map(|id| claims.and_then(|c| c.claim(id))) {
            let speakers = || claim.speaker.iter().filter(|s| !belonging.has(s, constraint.party));
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
        party.or_else(person).or_else(actor).map_or_else(|| id.to_owned(), |name| in_prose(name))
    }

    fn unlocks(&self, impasse: &Impasse, positions: bool) -> String {
        if impasse.unlocks.is_empty() {
            return String::new();
        }
        let shown: Vec<&Unlock> = impasse.unlocks.iter().take(SPELT_OUT).collect();
        let (settled, open): (Vec<&Unlock>, Vec<&Unlock>) = shown.iter().partition(|u| best(&u.best).is_some());
        let mut sentences = Vec::new();
        if !settled.is_empty() {
            let parts: Vec<String> = settled
                .iter()
                .filter_map(|u| best(&u.best).map(|entry| (u, entry)))
                .map(|(u, entry)| {
                    let what = changes_in_short(self.case, &entry.outcome);
                    format!("{}, {} could accept {what}", self.condition(impasse, u), self.everybody())
                })
                .collect();
            let opening = match (self.tightest(&shown), positions) {
                _ if self.nobody_gave_numbers() => "What would open one".to_owned(),
                (Some(margin), true) => format!("On the central numbers, {margin}"),
                (Some(margin), false) => format!("What would open one, {margin}"),
                (None, true) => "On the central numbers".to_owned(),
                (None, false) => "What would open one".to_owned(),
            };
            sentences.push(format!("{opening}: {}.", parts.join("; ")));
        }
        let (hanging, useless): (Vec<&Unlock>, Vec<&Unlock>) = open.into_iter().partition(|u| !u.unsettled.is_none());
        let unknown = "something on which not everybody has taken a position";
        sentences.extend(self.opened(impasse, &hanging, &format!("changes {unknown}")));
        sentences.extend(self.opened(impasse, &useless, "is no better than today for anybody"));
        let left_over = impasse.unlocks_total - shown.len() as u64;
        if left_over > 0 {
            sentences.push(format!(
                "There {}.",
                if left_over == 1 { "is one other way".to_owned() } else { format!("are {left_over} other ways") }
            ));
        }
        sentences.join(" ")
    }

    /// What these unlocks open, without a best outcome, and what is the matter with each.
    fn opened(&self, impasse: &Impasse, unlocks: &[&Unlock], but: &str) -> Option<String> {
        let parts: Vec<String> = unlocks
            .iter()
            .enumerate()
            .map(|(at, u)| {
                let opened = if at == 0 { " would no longer be ruled out" } else { "" };
                format!("{}, {}{opened}", self.condition(impasse, u), outcomes(u.outcomes))
            })
            .collect();
        let each = if unlocks.iter().map(|u| u.outcomes).sum::<Count>() == 1 { "it" } else { "each" };
        (!parts.is_empty()).then(|| format!("{}; but {each} {but}.", capital(&parts.join("; "))))
    }

    /// "without Ukraine’s refusal (no-cession)"; `None` when no position is among them.
    fn positions_given_up(&self, constraints: &[Constraint], members: &[usize]) -> Option<String> {
        let positions = members.iter().map(|&k| &constraints[k]).filter(|c| c.kind != ConstraintKind::Floor);
        let given_up: Vec<String> = positions
            .map(|constraint| {
                let kind = if constraint.kind == ConstraintKind::RedLine { "refusal" } else { "demand" };
                format!("{} {kind} ({})", self.owner(constraint.party), constraint.id)
            })
            .collect();
        let named = || either(&shortened(given_up.clone(), "other positions"), "and");
        (!given_up.is_empty()).then(|| format!("without {}", named()))
    }

    /// "without Ukraine’s refusal (no-cession)", "if Russia expected less of going on without a deal".
    fn condition(&self, impasse: &Impasse, unlock: &Unlock) -> String {
        let mut conditions: Vec<String> =
            self.positions_given_up(&impasse.constraints, &unlock.violates).into_iter().collect();
        let floors = unlock.violates.iter().any(|&k| impasse.constraints[k].kind == ConstraintKind::Floor);
        let lowered: Vec<String> = self
            .signatories
            .iter()
            .zip(&unlock.shortfall)
            .filter(|(_, s)| s.0 > 0 && floors)
            .map(|(&p, s)| {
                if self.is_numberless(p) {
                    format!("{} expected less of going on without a deal", self.name(p))
                } else {
                    let pronoun = self.verb(p, "it expects", "they expect");
                    format!("{} settled for {} less than {pronoun} from going on", self.name(p), about(*s))
                }
            })
            .collect();
        if !lowered.is_empty() {
            conditions.push(format!("if {}", either(&lowered, "and")));
        }
        conditions.join(" and ")
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
                format!(
                    "Short of that, {} could accept {}.",
                    self.everybody(),
                    changes_in_short(self.case, &entry.outcome)
                )
            }
            None if !side.count.is_none() => format!(
                "Short of that, {} no stated position, but not everybody has taken a position on what {}.",
                if side.count == 1 {
                    "one outcome crosses".to_owned()
                } else {
                    format!("{} cross", outcomes(side.count))
                },
                if side.count == 1 { "it changes" } else { "they change" }
            ),
            None => String::new(),
        }
    }

    fn deal(&self, analysis: &Analysis) -> Vec<String> {
        let zone = &analysis.deal_zone;
        let settled = (zone.deals - zone.unsettled).within(1, u128::MAX);
        if self.nobody_gave_numbers() {
            return self.deal_in_words(analysis);
        }
        let names: Vec<String> = self.signatories.iter().map(|&p| self.name(p)).collect();
        let mut first = vec![format!(
            "A deal is possible on the central numbers: {settled} of {} outcomes {} acceptable to {}.",
            Count::exactly(zone.outcomes),
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
                    changes_in_short(self.case, &entry.outcome),
                    either(&worth, "and")
                ));
            }
            None => first.push("None of them is better than today for anybody.".to_owned()),
        }
        let mut second = Vec::new();
        if let Some(margins) = &analysis.impasse.margins {
            if let Some((&party, margin)) = self.signatories.iter().zip(&margins.floors).min_by_key(|(_, m)| m.0) {
                second.push(format!(
                    "It is tightest for {}: were going on worth {} more to {}, nothing would be left.",
                    self.name(party),
                    about(*margin),
                    self.verb(party, "it", "them")
                ));
            }
            let costs = analysis.impasse.constraints.iter().zip(&margins.constraints);
            let dearest = costs.filter(|(_, n)| n.least > 0).max_by_key(|(_, n)| n.least);
            if let Some((constraint, removed)) = dearest {
                second.push(format!(
                    "{}: that alone rules out {removed} more ({}).",
                    capital(&self.constraint(constraint)),
                    constraint.id
                ));
            }
        }
        if !zone.unsettled.is_none() {
            second.push(match zone.unsettled.exact() {
                Some(1) => "One more might be, but hangs on what was not said.".to_owned(),
                _ => format!("{} more might be, but hang on what was not said.", zone.unsettled),
            });
        }
        vec![first.join(" "), second.join(" ")]
    }

    /// A deal where all that is known are wishes: what meets them, without the points, which nobody gave.
    fn deal_in_words(&self, analysis: &Analysis) -> Vec<String> {
        let zone = &analysis.deal_zone;
        let mut sentences = match &zone.solutions.nash {
            Some(entry) => vec![format!(
                "Nothing that was said stands in the way of a deal: {} could accept {}.",
                self.everybody(),
                changes_in_short(self.case, &entry.outcome)
            )],
            None => vec![
                "Nothing that was said stands in the way of a deal, but none is better than today for anybody."
                    .to_owned(),
            ],
        };
        sentences.push(
            "That rests on wishes alone: how much each issue weighs, and what going on without a deal is worth, nobody has said."
                .to_owned(),
        );
        if !zone.unsettled.is_none() {
            let others = if zone.unsettled == 1 {
                "One other outcome hangs".to_owned()
            } else {
                format!("{} other outcomes hang", zone.unsettled)
            };
            sentences.push(format!("{others} on what was not said."));
        }
        vec![sentences.join(" ")]
    }

    fn undetermined(&self, analysis: &Analysis) -> Vec<String> {
        let zone = &analysis.deal_zone;
        if self.signatories.len() < 2 {
            return vec![format!("Undetermined: {}.", self.too_few())];
        }
        vec![
            format!(
                "Undetermined. No stated position rules out a deal, but {} something on which not everybody has taken a position.",
                match zone.deals.exact() {
                    Some(1) => "the one outcome that would be one changes".to_owned(),
                    _ => format!("each of the {} outcomes that would be one changes", zone.deals),
                }
            ),
            self.side_agreements(analysis),
        ]
    }

    /// "What Russia thinks of “Meeting of the two leaders” is not stated." Parties silent on the same issues are named together.
    fn missing(&self, missing: &[(PartyIndex, IssueIndex)]) -> Option<String> {
        let mut groups: Vec<(Vec<PartyIndex>, Vec<IssueIndex>)> = Vec::new();
        for &party in &self.signatories {
            let issues: Vec<IssueIndex> = missing.iter().filter(|(p, _)| *p == party).map(|&(_, j)| j).collect();
            if issues.is_empty() {
                continue;
            }
            match groups.iter_mut().find(|(_, same)| *same == issues) {
                Some((parties, _)) => parties.push(party),
                None => groups.push((vec![party], issues)),
            }
        }
        let part = |(parties, issues): &(Vec<PartyIndex>, Vec<IssueIndex>)| {
            let names: Vec<String> = parties.iter().map(|&p| self.name(p)).collect();
            let thinks = match parties.as_slice() {
                [one] => self.verb(*one, "thinks", "think"),
                _ => "think",
            };
            let titles = issues.iter().map(|&j| format!("“{}”", self.case.issues[j].title)).collect();
            format!(
                "what {} {thinks} of {}",
                either(&shortened(names, "other parties"), "and"),
                either(&shortened(titles, "other issues"), "and")
            )
        };
        let mut parts: Vec<String> = groups.iter().take(SPELT_OUT).map(part).collect();
        if parts.is_empty() {
            return None;
        }
        let others: usize = groups.iter().skip(SPELT_OUT).map(|(parties, _)| parties.len()).sum();
        match others {
            0 => {}
            1 => parts.push("part of what one other party wants".to_owned()),
            n => parts.push(format!("part of what {n} other parties want")),
        }
        let verb = if parts.len() == 1 { "is" } else { "are" };
        Some(format!("{} {verb} not stated.", capital(&either(&parts, "and"))))
    }
}

/// Everybody whose consent a deal needs: "both", or "all five".
pub(super) fn everybody(case: &Case) -> String {
    Prose { case, signatories: case.signatories() }.everybody()
}

/// A list for prose: beyond three, the first two and how many others.
pub(super) fn shortened(names: Vec<String>, others: &str) -> Vec<String> {
    shortened_to(names, SPELT_OUT, others)
}

/// A list for prose: beyond so many, one less of them and how many others.
pub(super) fn shortened_to(mut names: Vec<String>, most: usize, others: &str) -> Vec<String> {
    const NUMBERS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    if names.len() > most {
        let count = names.len() - (most - 1);
        names.truncate(most - 1);
        let count = NUMBERS.get(count - 2).map_or_else(|| count.to_string(), |n| (*n).to_owned());
        names.push(format!("{count} {others}"));
    }
    names
}

/// The first solution there is: all four are missing together or not at all.
fn best(solutions: &Solutions) -> Option<&Entry> {
    solutions.nash.as_ref()
}

/// A number of points for prose.
pub(super) fn about(points: Points) -> String {
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
