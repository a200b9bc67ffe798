//! `armistice analyze --explain`: one block, unlock or constraint as a derivation that can be followed by hand.

mod sums;

use armistice::analysis::impasse::{Basis, BlockBasis, ConstraintKind};
use armistice::analysis::{Analysis, Settings};
use armistice::case::words::{in_prose, is_plural, option_name, options_in_words};
use armistice::case::{Case, Outcome, PartyIndex};
use armistice::diagnostic::nearest;
use armistice::report::derivation::{
    self, BlockDerivation, Bound, ConstraintDerivation, Derivation, DerivationError, Reason, Row, Subject,
    UnlockDerivation,
};
use armistice::report::prose;

use super::tables;
use crate::failure::Failure;
use crate::quotes;
use crate::screen::{self, count, drawn, hanging, heading, lined, listed};
use crate::words::{self, quoted};

/// How many ids a message lists.
const LISTED: usize = 40;

/// Prints the derivation of what an id names.
pub(super) fn print(case: &Case, settings: &Settings, found: &Analysis, id: &str, json: bool) -> Result<(), Failure> {
    let derivation = derivation::derive(case, settings, found, id).map_err(|error| not_derived(id, &error))?;
    if json {
        screen::print_json(&derivation::json(case, &derivation))
    } else {
        screen::print(&Text { case, derivation: &derivation }.whole())
    }
}

fn not_derived(id: &str, error: &DerivationError) -> Failure {
    let DerivationError::Unknown(ids) = error else { return Failure::input(error.to_string()) };
    let failure = Failure::input(format!("there is no block, unlock or constraint `{id}`"));
    let failure = match nearest(id, ids.iter().map(String::as_str)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure,
    };
    let of_goal: Vec<String> = ids
        .iter()
        .filter(|known| known.strip_prefix(id).is_some_and(|rest| rest.starts_with('/')))
        .map(|id| format!("`{id}`"))
        .collect();
    if !of_goal.is_empty() {
        return Failure::input(format!("`{id}` is a goal: it has blocks and unlocks to explain, but is none itself"))
            .help(format!("there {} {}", if of_goal.len() == 1 { "is" } else { "are" }, listed(&of_goal)));
    }
    let shown: Vec<String> = ids.iter().take(LISTED).map(|id| format!("`{id}`")).collect();
    let others = ids.len().saturating_sub(LISTED);
    let others = if others > 0 { format!(", and {others} more; `--json` lists them") } else { String::new() };
    failure.help(match ids.as_slice() {
        [] => "nothing blocks a deal here, and no party holds to anything: there is nothing to explain".to_owned(),
        _ => format!("there {} {}{others}", if ids.len() == 1 { "is" } else { "are" }, listed(&shown)),
    })
}

struct Text<'a> {
    case: &'a Case,
    derivation: &'a Derivation<'a>,
}

impl Text<'_> {
    fn whole(&self) -> String {
        let mut out = format!("\u{1b}[1m{}: {}\u{1b}[0m\n", self.case.title, self.derivation.id);
        out.push('\n');
        match &self.derivation.subject {
            Subject::Block(block) => self.block(block, &mut out),
            Subject::Unlock(unlock) => self.unlock(unlock, &mut out),
            Subject::Constraint(constraint) => self.constraint(constraint, &mut out),
        }
        out
    }

    /// A party's name inside a sentence.
    fn name(&self, party: PartyIndex) -> String {
        in_prose(&self.case.parties[party].name)
    }

    /// The name, and the verb that goes with it: “Russia refuses”, “the Maoists refuse”.
    fn does(&self, party: PartyIndex, one: &str, several: &str) -> String {
        let verb = if is_plural(&self.case.parties[party].name) { several } else { one };
        format!("{} {verb}", self.name(party))
    }

    fn id(&self, k: usize) -> &str {
        &self.derivation.impasse.constraints[k].id
    }

    fn is_floor(&self, k: usize) -> bool {
        self.derivation.impasse.constraints[k].kind == ConstraintKind::Floor
    }

    /// "a deal", or "the goal `road`".
    fn sought(&self) -> String {
        self.derivation.goal.map_or_else(|| "a deal".to_owned(), |goal| format!("the goal `{goal}`"))
    }

    /// What would count, in words.
    fn target(&self) -> String {
        let what = match self.derivation.target {
            Some(target) => words::condition(self.case, target),
            None => "anything but things as they stand".to_owned(),
        };
        let what = match self.derivation.goal {
            Some(goal) => format!("The goal `{goal}` is {what}."),
            None => format!("A deal is {what}."),
        };
        screen::prose(&what)
    }

    /// Each constraint in words, what it rests on, and the quotes.
    fn members(&self, members: &[usize]) -> String {
        let mut out = String::new();
        for &k in members {
            let constraint = &self.derivation.impasse.constraints[k];
            let also = match constraint.also.as_slice() {
                [] => String::new(),
                also => format!(" The same is said by {}.", listed(also)),
            };
            let rests = match (constraint.kind, constraint.basis) {
                (ConstraintKind::Floor, _) => "a judgement: what no deal is worth to it",
                (_, Basis::Stated) => "stated: its own word",
                (_, Basis::Reported) => "reported: others say so, not the party itself",
                (_, Basis::Inferred) => "a judgement: no claim stands behind it",
            };
            let text = prose::constraint(self.case, constraint);
            let note = match derivation::note(self.case, constraint) {
                Some(note) => {
                    format!(" Note: {}.", note.strip_prefix("judgement: ").unwrap_or(note).trim_end_matches('.'))
                }
                None => String::new(),
            };
            out.push_str(&hanging("  · ", &format!("{}: {text} ({rests}).{also}{note}", constraint.id)));
            let ids: Vec<&str> = constraint.because.iter().map(String::as_str).collect();
            out.push_str(&quotes::lines(self.case, &ids, 4));
        }
        out
    }

    fn block(&self, block: &BlockDerivation, out: &mut String) {
        let many = block.members.len() > 1;
        let opening = if many { "No outcome satisfies these together" } else { "No outcome satisfies this" };
        let basis = match block.basis {
            BlockBasis::Positions => "whatever the numbers are",
            BlockBasis::Numbers => "on the central numbers",
        };
        out.push_str(&screen::prose(&format!("{opening}, {basis}:")));
        out.push_str(&self.members(&block.members));
        out.push('\n');
        out.push_str(&self.target());
        let positions = block.members.iter().any(|&k| !self.is_floor(k));
        match &block.cases {
            Some(rows) => out.push_str(&self.cases(rows, block.basis)),
            None if positions => out.push_str(&screen::prose(
                "The combinations of options are too many to be told apart here; every outcome was gone through.",
            )),
            None => {}
        }
        for bound in &block.bounds {
            let name = self.name(bound.party);
            out.push_str(&heading(&format!("The most that is left for {name}")));
            let of = if many { "that satisfies the rest" } else { "that would count" };
            let what = format!("Of every outcome {of}, the best for {name} is {}.", self.changes(&bound.outcome));
            out.push_str(&screen::prose(&what));
            let less = sums::told(bound.gain().0.saturating_neg());
            let verdict = format!(
                "That is {less} less than going on without a deal: {} none of them.",
                self.does(bound.party, "accepts", "accept")
            );
            out.push_str(&sums::against_no_deal(self.case, std::slice::from_ref(bound), &verdict));
        }
        if block.bounds.len() > 1 {
            out.push_str(&screen::prose("Any one of these shows that nothing is left."));
        }
        if many {
            out.push_str(&heading("Each is needed"));
            for (&k, outcome) in block.members.iter().zip(&block.needed) {
                let text = format!("without {}, the others leave {}", self.named(k), self.changes(outcome));
                out.push_str(&hanging("  · ", &text));
            }
        } else if let Some(outcome) = block.needed.first() {
            out.push_str(&heading("It is needed"));
            out.push_str(&hanging("  · ", &format!("without it there is {}", self.changes(outcome))));
        }
    }

    /// A constraint by id; a floor in words.
    fn named(&self, k: usize) -> String {
        tables::expectation(self.case, &self.derivation.impasse.constraints[k]).unwrap_or_else(|| self.id(k).to_owned())
    }

    fn changes(&self, outcome: &Outcome) -> String {
        prose::changes(self.case, outcome)
    }

    fn cases(&self, rows: &[Row], basis: BlockBasis) -> String {
        let mut table = lined(&["Where", "Why it is no deal"]);
        for row in rows {
            let place = row.options.iter().map(|(issue, options)| {
                let issue = &self.case.issues[*issue];
                format!("· {}: {}", issue.title, options_in_words(issue, options))
            });
            let place: Vec<String> = place.collect();
            let place = if place.is_empty() { "everywhere".to_owned() } else { place.join("\n") };
            table.add_row([place, self.reason(row)]);
        }
        let conclusion = match basis {
            BlockBasis::Positions => "Every combination of options is in one of these cases, so nothing is left.",
            BlockBasis::Numbers => "Positions leave open what is marked so; the numbers close it.",
        };
        heading("Case by case") + &drawn(&table) + &screen::prose(conclusion)
    }

    fn reason(&self, row: &Row) -> String {
        match row.reason {
            Reason::Refused(k) => {
                let holder = self.derivation.impasse.constraints[k].party;
                format!("{} it: {}", self.does(holder, "refuses", "refuse"), self.id(k))
            }
            Reason::NotADeal if self.derivation.goal.is_some() => "it does not meet the goal".to_owned(),
            Reason::NotADeal => "it would not count as a deal".to_owned(),
            Reason::Norm(n) => {
                let norm = &self.case.norms[n];
                format!("against a norm of {}: {}", self.name(norm.party), norm.id)
            }
            Reason::CannotOccur => "it cannot occur".to_owned(),
            Reason::StatusQuo => "it is how things stand".to_owned(),
            Reason::Open => {
                let today = &self.case.status_quo;
                let has_today = row.options.iter().all(|(issue, options)| options.contains(&today[*issue]));
                let counts = self.derivation.target.is_none_or(|t| t.expr.holds(&self.case.issues, today));
                let but = if has_today && counts { ", but for things as they stand" } else { "" };
                format!("left open{but}")
            }
        }
    }

    fn unlock(&self, unlock: &UnlockDerivation, out: &mut String) {
        let violates = &unlock.unlock.violates;
        let what = if violates.len() > 1 { "these" } else { "this" };
        let opens = words::opens(&unlock.unlock);
        out.push_str(&screen::prose(&format!("Giving up {what} would open {} ({opens}):", self.sought())));
        out.push_str(&self.members(violates));
        out.push('\n');
        out.push_str(&self.target());
        if let Some(outcome) = &unlock.outcome {
            out.push_str(&heading("What it opens"));
            let mut changes = sums::changed(self.case, outcome);
            if changes.is_empty() {
                changes.push("things as they stand".to_owned());
            }
            out.push_str(&screen::prose(if unlock.is_best {
                "The best of it for all (Nash) changes:"
            } else {
                "None of it is both stated in full and better than today for anybody. One of them changes:"
            }));
            changes.iter().for_each(|change| out.push_str(&hanging("  · ", change)));
            out.push_str(&heading("What that is worth"));
            out.push_str(&sums::against_no_deal(self.case, &unlock.worths, &self.accepted(unlock)));
        }
        out.push_str(&self.pressure(unlock));
        out.push_str(&heading("Nothing smaller opens one"));
        for (&k, block) in violates.iter().zip(&unlock.keeping) {
            let kept = self.named(k);
            let text = match block {
                Some(block) => {
                    let members = self.block_members(block);
                    format!("were {kept} kept, {block} would stand: {members}, of which nothing else is given up here")
                }
                None => {
                    format!("were {kept} kept, no outcome would satisfy all that is left: every one was gone through")
                }
            };
            out.push_str(&hanging("  · ", &text));
        }
    }

    /// What each makes of the outcome: who accepts it, and what it violates.
    fn accepted(&self, unlock: &UnlockDerivation) -> String {
        let mut text = String::new();
        for bound in &unlock.worths {
            let name = self.name(bound.party);
            let gain = bound.gain();
            let size = sums::told(gain.0.saturating_abs());
            text.push_str(&match gain.0.signum() {
                -1 => {
                    format!("It is {size} short of what {} from no deal. ", self.does(bound.party, "expects", "expect"))
                }
                0 => format!("It is worth exactly as much to {name} as no deal. "),
                _ => format!("It is {size} more to {name} than no deal. "),
            });
        }
        let violated: Vec<String> = unlock.violated.iter().map(|&k| self.named(k)).collect();
        text + &format!("Of all that is held to it violates {}, and nothing else.", listed(&violated))
    }

    fn pressure(&self, unlock: &UnlockDerivation) -> String {
        let shortfalls = &unlock.unlock.pressure;
        if !shortfalls.iter().any(|s| s.iter().any(|p| p.0 > 0)) {
            return String::new();
        }
        let signatories = self.case.signatories();
        let mut out = heading("How far expectations would have to fall");
        let wide = "Points of different parties do not compare; each line is enough, and none of them can be lowered.";
        out.push_str(&screen::prose(wide));
        for shortfall in shortfalls.iter().take(tables::ROWS) {
            let each = signatories.iter().zip(shortfall).filter(|(_, p)| p.0 > 0);
            let each: Vec<String> = each.map(|(&p, s)| format!("{} by {}", self.name(p), sums::told(s.0))).collect();
            out.push_str(&hanging("  · ", &listed(&each)));
        }
        let left_over = shortfalls.len().saturating_sub(tables::ROWS);
        let cut = unlock.unlock.pressure_truncated;
        if left_over > 0 || cut {
            let at_least = if cut { "at least " } else { "" };
            out.push_str(&format!("and {at_least}{left_over} more; `--json` lists them\n"));
        }
        out
    }

    /// The ids of a listed block's constraints.
    fn block_members(&self, id: &str) -> String {
        let impasse = self.derivation.impasse;
        let place = (0..impasse.blocks.len()).find(|&n| derivation::block_id(self.derivation.goal, n) == id);
        let members = place.map(|n| impasse.blocks[n].constraints.as_slice()).unwrap_or_default();
        listed(&members.iter().map(|&k| self.named(k)).collect::<Vec<_>>())
    }

    fn constraint(&self, found: &ConstraintDerivation, out: &mut String) {
        out.push_str(&self.members(&[found.constraint]));
        out.push('\n');
        out.push_str(&self.target());
        out.push_str(&heading("What it removes"));
        let removed = found.outcomes - found.left;
        out.push_str(&screen::prose(&format!(
            "Of {} that would count as {}, it rules out {}.",
            count(found.outcomes, "outcome", "outcomes"),
            self.sought(),
            if removed == found.outcomes { "all".to_owned() } else { removed.to_string() }
        )));
        if let Some(deals) = found.removes_deals {
            let text = format!("It alone stands against {}.", count(deals, "further deal", "further deals"));
            out.push_str(&screen::prose(&text));
        }
        out.push_str(&self.conditions(found.constraint));
        if let Some(bound) = &found.bound {
            self.best(bound, out);
        }
        out.push_str(&heading("Where it counts"));
        let named = |ids: &[String], what: &str, none: &str| match ids {
            [] => format!("{none}."),
            ids => format!("{what} {}.", listed(ids)),
        };
        out.push_str(&screen::prose(&format!(
            "{} {}",
            named(&found.blocks, "It is part of", "It is part of no block"),
            named(&found.unlocks, "It is given up in", "No unlock gives it up"),
        )));
    }

    fn best(&self, bound: &Bound, out: &mut String) {
        out.push_str(&heading(&format!("The best for {}", self.name(bound.party))));
        let what = format!("Of all that would count, {} is worth most to it.", self.changes(&bound.outcome));
        out.push_str(&screen::prose(&what));
        out.push_str(&sums::against_no_deal(self.case, std::slice::from_ref(bound), ""));
    }

    /// The conditions of a position as the case has them, with the options they allow.
    fn conditions(&self, k: usize) -> String {
        let id = self.id(k);
        let red_line = self
            .case
            .red_lines
            .iter()
            .find(|r| r.id == id)
            .map(|r| format!("It refuses every outcome with {}.", words::condition(self.case, &r.refuses)));
        let precondition = || {
            let found = self.case.preconditions.iter().find(|p| p.id == id)?;
            let (first, before) =
                (words::condition(self.case, &found.first), words::condition(self.case, &found.before));
            Some(format!("It refuses every outcome with {before} and without {first}."))
        };
        red_line.or_else(precondition).map_or_else(String::new, |text| screen::prose(&text))
    }
}
