//! Interim steps in words: the way to a deal, or the deadlock and what would open it (definitions §7).

use super::Section;
use super::tell::{self, cite, line, lined, signed};
use crate::analysis::Extent;
use crate::analysis::roadmap::{
    Change, Destination, Found, Needed, Opening, Refusal, Roadmap, Route, Step, Stuck, Way, Why,
};
use crate::case::Case;
use crate::case::words::{condition_in_words, either, in_prose, option_in_words};
use crate::report::page::{Item, List, Part};
use crate::report::{prose, words};

/// How many openings, and refusals of a step, prose spells out.
const SPELT_OUT: usize = 3;

pub(super) fn section(case: &Case, found: &Roadmap) -> Section {
    let told = Told { case, found };
    let mut lead = vec![Part::plain(told.answer())];
    lead.extend(told.goals().into_iter().map(Part::plain));
    lead.extend(told.today().map(Part::plain));
    lead.extend(told.cut_short().map(Part::plain));
    let mut rest = Vec::new();
    let mut told_ways: Vec<&Way> = Vec::new();
    for way in &found.ways {
        if told_ways.iter().any(|t| is_same(t, way)) {
            continue;
        }
        rest.extend(told.way(way));
        told_ways.push(way);
    }
    rest.extend(told.now());
    Section { title: "In which order", lead, rest, because: told.because() }
}

/// Whether the same is to be said of two ways.
fn is_same(a: &Way, b: &Way) -> bool {
    a.found == b.found && (a.ends == 0) == (b.ends == 0)
}

struct Told<'t> {
    case: &'t Case,
    found: &'t Roadmap,
}

impl Told<'_> {
    fn everybody(&self) -> String {
        prose::everybody(self.case)
    }

    /// The way to a deal: to the balanced one if there is one, else to any.
    fn answer(&self) -> String {
        let to_deal = |way: &&Way| matches!(way.to, Destination::Solutions(..) | Destination::Zone);
        let Some(way) = self.found.ways.iter().find(to_deal) else { return String::new() };
        match (&way.found, &way.to) {
            (Found::Steps(route), Destination::Solutions(..)) => {
                format!("The balanced deal (Nash) can be reached {}: {}.", self.how_long(route), self.steps(route))
            }
            (Found::Steps(route), _) => {
                format!("A deal can be reached {}: {}.", self.how_long(route), self.steps(route))
            }
            (Found::Stuck(stuck), Destination::Solutions(..)) => {
                // Another deal may be nearer.
                let any = self.found.ways.iter().find(|w| w.to == Destination::Zone);
                let other = any.and_then(|w| match &w.found {
                    Found::Steps(route) => {
                        Some(format!(" Another deal can be reached {}: {}.", self.how_long(route), self.steps(route)))
                    }
                    _ => None,
                });
                format!("{}{}", self.stuck("the balanced deal (Nash)", way, stuck), other.unwrap_or_default())
            }
            (Found::Stuck(stuck), _) => self.stuck("a deal", way, stuck),
            (Found::Unknown, _) => {
                "Whether steps that everybody accepts lead to a deal is unknown: the search was ended before."
                    .to_owned()
            }
        }
    }

    /// What of the goals differs from the deal, a sentence each.
    fn goals(&self) -> Vec<String> {
        let mut told = Vec::new();
        let deal = self.found.ways.iter().find(|w| w.to == Destination::Zone).map(|w| &w.found);
        for way in &self.found.ways {
            let Destination::Goal(_, title) = &way.to else { continue };
            told.push(match &way.found {
                found if Some(found) == deal => format!("{title}: as for a deal."),
                Found::Steps(route) => {
                    format!("{title}: can be reached {}: {}.", self.how_long(route), self.steps(route))
                }
                Found::Stuck(stuck) => {
                    format!("{title}: {}", self.stuck("it", way, stuck).replacen("No sequence", "no sequence", 1))
                }
                Found::Unknown => format!("{title}: unknown, the search was ended before."),
            });
        }
        told.truncate(SPELT_OUT);
        told
    }

    /// "in 2 steps that both accept".
    fn how_long(&self, route: &Route) -> String {
        let hangs = if route.settled { "" } else { ", though what it ends with hangs on something not stated" };
        match route.steps.len() {
            1 => format!("in one step that {} would accept{hangs}", self.everybody()),
            n => format!("in {n} steps, each of which {} would accept{hangs}", self.everybody()),
        }
    }

    /// "first “Prisoners: exchanged”, then “Ceasefire: 30-day”".
    fn steps(&self, route: &Route) -> String {
        let changes: Vec<String> = route.steps.iter().map(|s| self.step(s)).collect();
        match changes.as_slice() {
            [] => "nothing".to_owned(),
            [one] => one.clone(),
            [first, rest @ ..] => format!("first {first}, then {}", rest.join(", then ")),
        }
    }

    /// What a step changes: “Ceasefire: 30-day” together with “Leaders: agreed”.
    fn step(&self, step: &Step) -> String {
        let changes: Vec<String> = step
            .changed
            .iter()
            .map(|&j| format!("“{}”", option_in_words(&self.case.issues[j], step.outcome[j])))
            .collect();
        match changes.split_first() {
            Some((first, rest)) if !rest.is_empty() => format!("{first} together with {}", either(rest, "and")),
            _ => changes.concat(),
        }
    }

    fn stuck(&self, what: &str, way: &Way, stuck: &Stuck) -> String {
        let mut sentences = vec![if way.ends == 0 {
            format!(
                "No sequence of steps leads to {what}: nothing that would count as {} is acceptable to {} in the end.",
                if what == "it" { "that" } else { "one" },
                self.everybody()
            )
        } else {
            format!("No sequence of steps that {} would accept leads to {what}.", self.everybody())
        }];
        if stuck.cycle.is_empty() {
            sentences.extend(self.refusals(&stuck.needed));
            if way.ends == 0 && stuck.needed.iter().all(|n| n.refused.is_empty()) {
                sentences.extend(self.short(stuck));
            }
        } else {
            sentences.push(self.cycle(&stuck.cycle));
        }
        sentences.extend(self.openings(&stuck.openings));
        sentences.join(" ")
    }

    /// Each waiting for the next.
    fn cycle(&self, cycle: &[usize]) -> String {
        let parts: Vec<String> = cycle.iter().map(|&p| tell::precondition(self.case, p)).collect();
        let waits = if cycle.len() == 2 {
            "Each waits for the other"
        } else {
            "Each waits for the next, the last for the first"
        };
        format!("{waits}: {}.", parts.join("; "))
    }

    /// The needed steps that somebody refuses.
    fn refusals(&self, needed: &[Needed]) -> Option<String> {
        let refused: Vec<&Needed> = needed.iter().filter(|n| !n.refused.is_empty()).collect();
        if refused.is_empty() {
            return None;
        }
        let whys = |needed: &Needed| {
            let whys: Vec<String> = needed.refused.iter().take(SPELT_OUT).map(|r| self.refusal(r)).collect();
            whys.join("; ")
        };
        if let [only] = refused.as_slice() {
            return Some(format!(
                "It would take the step {}, which is refused: {}.",
                self.step(&only.step),
                whys(only)
            ));
        }
        let part = |needed: &&Needed| format!("{} ({})", self.step(&needed.step), whys(needed));
        let parts: Vec<String> = refused.iter().take(SPELT_OUT).map(part).collect();
        Some(format!("It would take steps that are refused: {}.", either(&parts, "and")))
    }

    fn refusal(&self, refusal: &Refusal) -> String {
        match refusal.why {
            Why::RedLine(k) => tell::red_line(self.case, k),
            Why::Precondition(k) => tell::precondition(self.case, k),
            Why::Worth(points) => format!(
                "it would leave {} {} worse off than it would bear on the way",
                in_prose(&self.case.parties[refusal.party].name),
                prose::about(points)
            ),
        }
    }

    fn short(&self, stuck: &Stuck) -> Option<String> {
        let parts: Vec<String> = stuck
            .short
            .iter()
            .map(|(party, by)| format!("{} less to {}", prose::about(*by), in_prose(&self.case.parties[*party].name)))
            .collect();
        (!parts.is_empty())
            .then(|| format!("Where the steps lead is worth {} than going on without a deal.", either(&parts, "and")))
    }

    /// What would open a way: the shortest first.
    fn openings(&self, openings: &[Opening]) -> Option<String> {
        let parts: Vec<String> = openings.iter().take(SPELT_OUT).map(|o| self.change(&o.change)).collect();
        let first = openings.first()?;
        let more = openings.len().saturating_sub(SPELT_OUT);
        let others = match more {
            0 => String::new(),
            1 => ", or in one other way".to_owned(),
            n => format!(", or in {n} other ways"),
        };
        Some(format!(
            "A way would open {}{others}. {}",
            either(&parts, "or"),
            match parts.len() {
                1 => format!("The way would then be: {}.", self.steps(&first.route)),
                _ => format!("By the first of these the way would be: {}.", self.steps(&first.route)),
            }
        ))
    }

    fn change(&self, change: &Change) -> String {
        let demand = |&p: &usize| {
            let stated = &self.case.preconditions[p];
            format!("{} demand ({})", words::owner(self.case, stated.party), stated.id)
        };
        match change {
            Change::GivenUp(which) => {
                format!("without {}", either(&which.iter().map(demand).collect::<Vec<_>>(), "and"))
            }
            Change::Together(p) => {
                let stated = &self.case.preconditions[*p];
                let words = |c: &crate::case::Condition| condition_in_words(self.case, &c.expr);
                format!("if {} and {} came in one step", words(&stated.first), words(&stated.before))
            }
            Change::Patience(Some(party), points) => {
                format!(
                    "if {} would bear to be {} worse off on the way",
                    in_prose(&self.case.parties[*party].name),
                    prose::about(*points)
                )
            }
            Change::Patience(None, points) => {
                format!("if everybody would bear to be {} worse off on the way", prose::about(*points))
            }
        }
    }

    /// The best step that could be taken at once.
    fn today(&self) -> Option<String> {
        let better =
            |s: &&Step| s.over_today.iter().all(|p| p.0 >= 0) && s.over_today.iter().any(|p| p.0 > 0) && !s.unstated;
        let steps: Vec<String> = self.found.now.iter().filter(better).take(SPELT_OUT).map(|s| self.step(s)).collect();
        if !steps.is_empty() {
            return Some(format!(
                "Without waiting for anything, {} could take the step {}: nobody is worse off than today.",
                self.everybody(),
                either(&steps, "or")
            ));
        }
        let stuck = self.found.ways.iter().all(|w| !matches!(w.found, Found::Steps(_)));
        (self.found.now_total == 0 && stuck && self.found.reached > 0)
            .then(|| format!("There is no single step today that {} would accept.", self.everybody()))
    }

    fn cut_short(&self) -> Option<String> {
        match self.found.extent {
            Extent::Whole => None,
            Extent::Stopped { done, of } => Some(format!(
                "The search was ended after {} of at most {} outcomes: what else would open a way is unknown.",
                words::thousands(done),
                words::thousands(of)
            )),
        }
    }

    fn title(&self, to: &Destination) -> String {
        let name = |n: &&str| match *n {
            "nash" => "Nash".to_owned(),
            "kalai_smorodinsky" => "Kalai–Smorodinsky".to_owned(),
            other => other.to_owned(),
        };
        match to {
            Destination::Solutions(names, _) => {
                format!("to the best deal by {}", either(&names.iter().map(name).collect::<Vec<_>>(), "and"))
            }
            Destination::Zone => "to any deal".to_owned(),
            Destination::Goal(_, title) => format!("to the goal “{title}”"),
        }
    }

    /// One way in full.
    fn way(&self, way: &Way) -> Vec<Part> {
        let same = self.found.ways.iter().filter(|w| is_same(w, way)).map(|w| self.title(&w.to));
        let mut parts = vec![Part::Heading(prose::capital(&either(&same.collect::<Vec<_>>(), "and")))];
        match &way.found {
            Found::Steps(route) => parts.push(self.route("Step", route)),
            Found::Unknown => parts.push(Part::plain("Unknown: the search was ended before.")),
            Found::Stuck(stuck) => {
                parts.push(Part::plain(if way.ends == 0 {
                    format!("Nothing here is acceptable to {} in the end, whatever the order.", self.everybody())
                } else {
                    format!(
                        "There is something acceptable to {} in the end, but no accepted steps lead there.",
                        self.everybody()
                    )
                }));
                if !stuck.cycle.is_empty() {
                    parts.push(Part::plain(self.cycle(&stuck.cycle)));
                }
                if stuck.needed.is_empty() && stuck.cycle.is_empty() {
                    parts.push(Part::plain("No steps lead there that those who control the issues can make."));
                }
                if !stuck.needed.is_empty() {
                    parts.push(self.needed(stuck));
                }
                if !stuck.openings.is_empty() {
                    parts.push(self.opening_table(&stuck.openings));
                }
            }
        }
        parts
    }

    fn over_today(&self, step: &Step) -> Vec<String> {
        let names = self.case.signatories().into_iter().map(|p| self.case.parties[p].name.clone());
        let unstated = step.unstated.then(|| "not everybody has said what it thinks of it".to_owned());
        names.zip(&step.over_today).map(|(name, p)| format!("{} {name}", signed(*p))).chain(unstated).collect()
    }

    fn lines(&self, step: &Step) -> Vec<String> {
        let mut lines: Vec<String> =
            step.changed.iter().map(|&j| option_in_words(&self.case.issues[j], step.outcome[j])).collect();
        if let Some(package) = step.package {
            let stated = &self.case.packages[package];
            lines.push(format!("(together: {})", stated.title.as_deref().unwrap_or(&stated.id)));
        }
        lines
    }

    fn route(&self, caption: &str, route: &Route) -> Part {
        let row = |(n, step): (usize, &Step)| vec![line((n + 1).to_string()), self.lines(step), self.over_today(step)];
        let columns = [("", 1), (caption, 6), ("Against today, in points", 4)];
        lined("The steps, in their order", &columns, route.steps.iter().enumerate().map(row).collect())
    }

    fn needed(&self, stuck: &Stuck) -> Part {
        let row = |(n, needed): (usize, &Needed)| {
            let refused = needed.refused.iter().map(|r| prose::capital(&self.refusal(r)));
            let refused: Vec<String> = if needed.refused.is_empty() { line("–") } else { refused.collect() };
            vec![line((n + 1).to_string()), self.lines(&needed.step), refused]
        };
        let columns = [("", 1), ("Step needed", 5), ("Refused", 6)];
        lined(
            "The steps it would take, with the fewest refusals",
            &columns,
            stuck.needed.iter().enumerate().map(row).collect(),
        )
    }

    fn opening_table(&self, openings: &[Opening]) -> Part {
        let row = |opening: &Opening| {
            vec![
                line(prose::capital(&self.change(&opening.change))),
                opening
                    .route
                    .steps
                    .iter()
                    .enumerate()
                    .map(|(n, s)| format!("{}. {}", n + 1, self.lines(s).join(", ")))
                    .collect(),
            ]
        };
        lined("What would open a way", &[("Change", 4), ("Steps it opens", 6)], openings.iter().map(row).collect())
    }

    /// The steps that could be taken today.
    fn now(&self) -> Vec<Part> {
        if self.found.now.is_empty() {
            return Vec::new();
        }
        let item = |step: &Step| Item::plain(format!("{} ({})", self.step(step), self.over_today(step).join(", ")));
        let items = self.found.now.iter().map(item).collect();
        let left_over = words::left_over(self.found.now_total, self.found.now.len());
        let mut parts =
            vec![Part::Heading("Steps acceptable today".to_owned()), Part::List(List { numbered: false, items })];
        if left_over > 0 {
            parts.push(Part::note(format!("{} more.", words::thousands(left_over))));
        }
        parts.push(Part::note(
            "A step is accepted by whoever it leaves no worse off than today, or than going on without a deal where that is worse, less its patience; whose red lines it does not cross; and whose preconditions hold. Among the shortest ways the one that ends best (Nash) and on which the worst-off party is best off is shown, which compares points across parties.",
        ));
        parts
    }

    /// The claims behind whatever is named.
    fn because(&self) -> Vec<String> {
        let mut because = Vec::new();
        for way in &self.found.ways {
            let Found::Stuck(stuck) = &way.found else { continue };
            let refused = stuck.needed.iter().flat_map(|n| &n.refused).filter_map(|r| match r.why {
                Why::RedLine(k) => Some(&self.case.red_lines[k].grounds),
                Why::Precondition(k) => Some(&self.case.preconditions[k].grounds),
                Why::Worth(_) => None,
            });
            let opened = stuck.openings.iter().flat_map(|o| match &o.change {
                Change::GivenUp(which) => which.clone(),
                Change::Together(p) => vec![*p],
                Change::Patience(..) => Vec::new(),
            });
            let preconditions = stuck.cycle.iter().copied().chain(opened);
            let all = preconditions.map(|p| &self.case.preconditions[p].grounds).chain(refused);
            all.for_each(|grounds| cite(&mut because, &grounds.because, self.case));
        }
        because.retain(|id| self.case.claims.as_ref().is_some_and(|c| c.claim(id).is_some()));
        because
    }
}
