//! The verdict and its tables as text.

use std::fmt::Write as _;

use armistice::analysis::deal_zone::{Entry, Solutions};
use armistice::analysis::impasse::{Basis, BlockBasis, Constraint, ConstraintKind, Impasse};
use armistice::analysis::{Analysis, Count, Status};
use armistice::case::Case;
use armistice::case::words::{in_prose, is_plural, option_name};
use armistice::points::Points;
use armistice::report::{derivation, prose};

use crate::quotes::said;
use crate::screen::{self, compact, count, drawn, hanging, heading, lined, right};
use crate::words;

/// Rows of a table before the rest is only counted; all are in the JSON.
pub(super) const ROWS: usize = 12;

/// How to ask further.
const EXPLAIN: &str = "`--explain block-1` derives it, quote by quote and point by point";

/// The verdict, then what it rests on; `beside`: what other analyses say, naming the claims `named`.
pub(crate) fn text(case: &Case, found: &Analysis, beside: &str, named: &[String]) -> String {
    let mut out = format!("\u{1b}[1m{}\u{1b}[0m\n", case.title);
    let without = &found.provenance.without;
    if !without.is_empty() {
        out.push_str(&hanging("Without: ", &without.join(", ")));
    }
    for (id, strength) in &found.provenance.levers {
        out.push_str(&hanging("Lever pulled: ", &format!("{id}, strength {strength}")));
    }
    for paragraph in prose::verdict(case, found) {
        out.push('\n');
        out.push_str(&screen::prose(&paragraph));
    }
    let tables = Tables { case, found };
    out.push_str(&tables.parties());
    out.push_str(&tables.blocks());
    out.push_str(&tables.unlocks());
    out.push_str(&tables.deals());
    out.push_str(&tables.side_agreements());
    out.push_str(&tables.goals());
    out.push_str(beside);
    out.push_str(&tables.missing());
    out.push_str(&tables.judgements());
    out.push_str(&tables.quotes(named));
    out.push_str(&tables.method());
    out
}

struct Tables<'a> {
    case: &'a Case,
    found: &'a Analysis,
}

impl Tables<'_> {
    /// Names of the parties of C.
    fn names(&self) -> Vec<&str> {
        self.case.signatories().into_iter().map(|p| self.case.parties[p].name.as_str()).collect()
    }

    /// "21.3 Ukraine\n0.48 Russia".
    fn each(&self, list: &[Points]) -> String {
        let line = |(name, p): (&&str, &Points)| format!("{} {name}", words::points(*p));
        self.names().iter().zip(list).map(line).collect::<Vec<_>>().join("\n")
    }

    /// The same for the parties that come short.
    fn each_short(&self, list: &[Points]) -> String {
        let short = self.names().into_iter().zip(list).filter(|(_, p)| p.0 > 0);
        let line = |(name, p): (&str, &Points)| format!("{} {name}", words::points(*p));
        short.map(line).collect::<Vec<_>>().join("\n")
    }

    /// The words behind the verdict, behind every constraint that a table names, and behind what other analyses say.
    fn quotes(&self, beside: &[String]) -> String {
        let impasses = std::iter::once(&self.found.impasse).chain(self.found.goals.iter().map(|g| &g.impasse));
        let named = impasses.flat_map(|impasse| {
            let blocks = impasse.blocks.iter().flat_map(|b| &b.constraints);
            let unlocks = impasse.unlocks.iter().flat_map(|u| &u.violates);
            blocks.chain(unlocks).flat_map(|&k| &impasse.constraints[k].because)
        });
        let ids: Vec<&str> = self.found.verdict.because.iter().chain(named).chain(beside).map(String::as_str).collect();
        said(self.case, &ids)
    }

    fn parties(&self) -> String {
        let zone = &self.found.deal_zone;
        let mut table = compact(&["Points (0 to 100)", "Today", "No deal", "Acceptable outcomes"]);
        for (k, name) in self.names().into_iter().enumerate() {
            let (today, no_deal) = (self.found.status_quo.get(k).copied(), self.found.no_deal.get(k).copied());
            let shown = |p: Option<Points>| p.map_or_else(String::new, words::points);
            let acceptable = zone.acceptable.get(k).copied().unwrap_or_default();
            let acceptable = format!("{acceptable} of {}", Count::exactly(zone.outcomes));
            table.add_row([name.to_owned(), shown(today), shown(no_deal), acceptable]);
        }
        right(&mut table, 1..4);
        let mut out = heading("What each can live with") + &drawn(&table);
        if zone.status_quo_acceptable {
            out.push_str(&screen::prose("All could also accept to put things as they stand today into an agreement."));
        }
        out
    }

    fn blocks(&self) -> String {
        let impasse = &self.found.impasse;
        if impasse.blocks.is_empty() {
            return String::new();
        }
        heading("What blocks a deal") + &self.blocks_of(impasse) + &screen::prose(EXPLAIN)
    }

    fn blocks_of(&self, impasse: &Impasse) -> String {
        let mut table = lined(&["", "Together they rule out every deal", "On"]);
        for (n, block) in impasse.blocks.iter().take(ROWS).enumerate() {
            let members = block.constraints.iter().filter_map(|&k| impasse.constraints.get(k));
            let members: Vec<String> = members.map(|c| self.constraint(c)).collect();
            let basis = match block.basis {
                BlockBasis::Positions => "positions",
                BlockBasis::Numbers => "numbers",
            };
            table.add_row([derivation::block_id(None, n), members.join("\n"), basis.to_owned()]);
        }
        screen::unbroken(&mut table, 0);
        drawn(&table) + &more(impasse.blocks.len(), impasse.blocks_total, impasse.blocks_truncated)
    }

    /// "cession-first: Russia, according to …, agrees to no … \[c5\]".
    fn constraint(&self, constraint: &Constraint) -> String {
        let text = prose::constraint(self.case, constraint);
        let also =
            if constraint.also.is_empty() { String::new() } else { format!(" (also {})", constraint.also.join(", ")) };
        match constraint.kind {
            ConstraintKind::Floor => format!("· {text}"),
            ConstraintKind::RedLine | ConstraintKind::Precondition => format!("· {}: {text}{also}", constraint.id),
        }
    }

    fn unlocks(&self) -> String {
        let impasse = &self.found.impasse;
        if impasse.unlocks.is_empty() {
            return String::new();
        }
        heading("What would open one") + &self.unlocks_of(None, impasse)
    }

    fn unlocks_of(&self, goal: Option<&str>, impasse: &Impasse) -> String {
        let short = impasse.unlocks.iter().any(|u| u.shortfall.iter().any(|p| p.0 > 0));
        let mut header = vec!["Given up", "Opens"];
        if short {
            header.push("Points short");
        }
        header.extend(["Best for all", "Gains"]);
        let mut table = lined(&header);
        for (n, unlock) in impasse.unlocks.iter().take(ROWS).enumerate() {
            let given_up = unlock.violates.iter().filter_map(|&k| impasse.constraints.get(k));
            let given_up: String = given_up.map(|c| format!("\n· {}", self.name_of(c))).collect();
            let mut row = vec![derivation::unlock_id(goal, n) + &given_up, words::opens(unlock)];
            if short {
                row.push(self.each_short(&unlock.shortfall));
            }
            let (best, gains) = self.outcome_and_gains(unlock.best.nash.as_ref());
            row.extend([best, gains]);
            table.add_row(row);
        }
        screen::unbroken(&mut table, 0);
        drawn(&table) + &more(impasse.unlocks.len(), impasse.unlocks_total, impasse.unlocks_truncated)
    }

    /// The id of a position, or whose going on it is worth less to.
    fn name_of(&self, constraint: &Constraint) -> String {
        expectation(self.case, constraint).unwrap_or_else(|| {
            let basis = match constraint.basis {
                Basis::Stated => "",
                Basis::Reported => " (reported)",
                Basis::Inferred => " (judgement)",
            };
            format!("{}{basis}", constraint.id)
        })
    }

    fn outcome_and_gains(&self, entry: Option<&Entry>) -> (String, String) {
        match entry {
            Some(entry) => (self.outcome(entry), self.each(&entry.gain)),
            None => ("not told: something in it was not stated".to_owned(), String::new()),
        }
    }

    /// What an outcome changes against today, a line each.
    fn outcome(&self, entry: &Entry) -> String {
        bullets(&prose::changed(self.case, &entry.outcome))
    }

    fn deals(&self) -> String {
        let zone = &self.found.deal_zone;
        if zone.deals == 0 {
            return String::new();
        }
        let mut out = heading("Deals");
        let mut line = format!("{} of {} outcomes", zone.deals, Count::exactly(zone.outcomes));
        if !zone.unsettled.is_none() {
            let _ = write!(line, "; {} of them hang on something not stated", zone.unsettled);
        }
        let no_better = words::part_of_unknown(zone.dominated_by_status_quo, zone.deals);
        if !no_better.is_empty() {
            let _ = write!(line, "; {no_better} of them no better than today for anybody");
        }
        let at_least = if zone.frontier.exact { "" } else { "at least " };
        let _ = write!(line, "; {at_least}{} on the Pareto frontier.", Count::exactly(zone.frontier.size));
        out.push_str(&screen::prose(&line));
        out.push_str(&self.solutions(&zone.solutions));
        out.push_str(&self.open_options());
        out.push_str(&self.margins());
        out
    }

    fn solutions(&self, solutions: &Solutions) -> String {
        let rows = prose::named(solutions);
        if rows.is_empty() {
            return String::new();
        }
        let mut table = lined(&["Solution", "What changes", "Gains"]);
        let changes = prose::solutions_in_lines(self.case, &rows);
        for ((names, entry), changes) in rows.iter().zip(changes) {
            let ties = if entry.ties > 1 {
                format!("\n({} do as well)", Count::exactly(entry.ties - 1))
            } else {
                String::new()
            };
            // These two compare points across parties.
            let starred = |name: &&str| match *name {
                "egalitarian" | "utilitarian" => format!("{name} *"),
                name => name.to_owned(),
            };
            let names: Vec<String> = names.iter().map(starred).collect();
            table.add_row([names.join("\n"), bullets(&changes) + &ties, self.each(&entry.gain)]);
        }
        drawn(&table) + "* compares points across parties\n"
    }

    /// Per issue which options occur in some deal.
    fn open_options(&self) -> String {
        let Some(open) = &self.found.deal_zone.open else { return String::new() };
        if open.iter().flatten().all(|&is| is) {
            return format!("\n{}", screen::prose("Every option of every issue occurs in some deal."));
        }
        let mut table = compact(&["Issue", "In some deal", "In none"]);
        for (issue, open) in self.case.issues.iter().zip(open) {
            let names = |wanted: bool| {
                let which =
                    open.iter().enumerate().filter(|&(_, &is)| is == wanted).map(|(o, _)| option_name(issue, o));
                let mut which: Vec<String> = which.collect();
                let left_over = which.len().saturating_sub(ROWS);
                which.truncate(ROWS);
                if left_over > 0 {
                    which.push(format!("{left_over} more"));
                }
                which.join(", ")
            };
            table.add_row([issue.title.clone(), names(true), names(false)]);
        }
        format!("\n{}", drawn(&table))
    }

    fn margins(&self) -> String {
        let Some(margins) = &self.found.impasse.margins else { return String::new() };
        let mut table = compact(&["How firm", "Room"]);
        for (name, margin) in self.names().iter().zip(&margins.floors) {
            let room = format!("no deal could be worth {} points more", words::points(*margin));
            table.add_row([format!("what {name} expects from no deal"), room]);
        }
        for (constraint, removed) in self.found.impasse.constraints.iter().zip(&margins.constraints) {
            table.add_row([constraint.id.clone(), format!("removes {}", count(*removed, "deal", "deals"))]);
        }
        format!("\n{}", drawn(&table))
    }

    fn side_agreements(&self) -> String {
        let side = &self.found.deal_zone.side_agreements;
        if side.count == 0 {
            return String::new();
        }
        let mut line = count(side.count, "outcome short of a deal is", "outcomes short of a deal are");
        line.push_str(" acceptable to all");
        if !side.unsettled.is_none() {
            let _ = write!(line, ", {}with something not stated", words::part(side.unsettled, side.count, " of them "));
        }
        line.push('.');
        let mut out = heading("Side agreements") + &screen::prose(&line);
        if let Some(best) = &side.best {
            let mut table = compact(&["Best for all", "Gains"]);
            table.add_row([self.outcome(best), self.each(&best.gain)]);
            out.push_str(&drawn(&table));
        }
        out
    }

    fn goals(&self) -> String {
        if self.found.goals.is_empty() {
            return String::new();
        }
        let mut out = heading("Goals");
        for goal in &self.found.goals {
            let text = prose::goal(self.case, goal, &self.found.impasse);
            out.push_str(&hanging("  - ", &format!("{text} [{}]", goal.id)));
            let same = goal.impasse.unlocks == self.found.impasse.unlocks;
            if goal.status == Status::NoDeal && !goal.impasse.unlocks.is_empty() && !same {
                out.push_str(&hanging("    ", "What would open it:"));
                out.push_str(&self.unlocks_of(Some(&goal.id), &goal.impasse));
            }
        }
        out
    }

    fn missing(&self) -> String {
        let missing = &self.found.verdict.missing;
        if missing.is_empty() {
            return String::new();
        }
        let mut out = heading("Not stated");
        for party in self.case.signatories() {
            let issues =
                missing.iter().filter(|(p, _)| *p == party).map(|&(_, j)| format!("“{}”", self.case.issues[j].title));
            let issues: Vec<String> = issues.collect();
            if !issues.is_empty() {
                let line = format!("{} on {}", self.case.parties[party].name, screen::listed(&issues));
                out.push_str(&hanging("  - ", &line));
            }
        }
        out
    }

    fn judgements(&self) -> String {
        let judgements = &self.found.verdict.judgements;
        if judgements.is_empty() {
            return String::new();
        }
        let mut out = heading("Judgements it rests on");
        for judgement in judgements.iter().take(ROWS) {
            let note = judgement.note.as_deref().unwrap_or("no note says why");
            let note = note.strip_prefix("judgement: ").unwrap_or(note);
            out.push_str(&hanging("  - ", &format!("{}: {note}", judgement.path)));
        }
        out + &more(ROWS.min(judgements.len()), judgements.len() as u64, false)
    }

    fn method(&self) -> String {
        let text = prose::method(self.found);
        format!("\n{}", screen::prose(&text))
    }
}

/// Changes, a line each; a line that leads to the next ones has no dot.
fn bullets(changes: &[String]) -> String {
    let line = |change: &String| if change.ends_with(':') { change.clone() } else { format!("· {change}") };
    let lines: Vec<String> = changes.iter().map(line).collect();
    if lines.is_empty() { "things as they stand".to_owned() } else { lines.join("\n") }
}

/// A floor in words; `None` for a position.
pub(super) fn expectation(case: &Case, constraint: &Constraint) -> Option<String> {
    let name = &case.parties[constraint.party].name;
    let expects = if is_plural(name) { "expect" } else { "expects" };
    (constraint.kind == ConstraintKind::Floor).then(|| format!("what {} {expects} from no deal", in_prose(name)))
}

/// "and 7 more", when a list goes on.
fn more(listed: usize, total: u64, at_least: bool) -> String {
    let left_over = total.saturating_sub(listed.min(ROWS) as u64);
    match (left_over, at_least) {
        (0, _) => String::new(),
        (n, false) => format!("and {} more; `--json` lists them\n", Count::exactly(n)),
        (n, true) => format!("and at least {} more; `--json` lists the first of them\n", Count::exactly(n)),
    }
}
