//! What levers can do, in words.

use num_traits::{One, Signed, Zero};

use super::Section;
use super::strengths::{decimal, lever, opening, points, ranges, signed, target, with_fraction};
use super::tell::{cite, name, names};
use super::ways::{part, ways};
use crate::analysis::leverage::{Alone, Effect, Leverage, Opening, Pair, Question, Reach, Touch};
use crate::analysis::openings::targets::Positions;
use crate::case::words::{condition_in_words, either};
use crate::case::{Case, PartyIndex};
use crate::points::{Exact, Points};
use crate::report::page::Part;
use crate::report::prose::{self, capital};
use crate::report::words;

/// How many levers, pairs, blocks or ways a sentence spells out.
const SPELT_OUT: usize = 3;
/// How many rows a table of pressures has.
const ROWS: usize = 12;

pub(super) fn section(case: &Case, found: &Leverage) -> Section {
    let teller = Teller { case, found, strongest: found.strongest.exact() };
    let (lead, rest) = (teller.lead(), teller.rest());
    Section { title: "Leverage", lead, rest, because: teller.because() }
}

struct Teller<'t> {
    case: &'t Case,
    found: &'t Leverage,
    strongest: Exact,
}

impl Teller<'_> {
    fn lead(&self) -> Vec<Part> {
        if self.found.too_few {
            return vec![Part::plain(format!("No lever opens a deal: {}.", prose::too_few(self.case)))];
        }
        let Some((deal, goals)) = self.found.questions.split_first() else {
            return vec![Part::plain("Unknown: it was ended before any lever was tried.")];
        };
        let mut sentences = self.answer(deal);
        let opened = goals.iter().filter(|g| {
            let opening = g.opening.as_ref();
            opening.is_some_and(|o| !o.without) && !self.openers(opening).is_empty()
        });
        for goal in opened.take(SPELT_OUT) {
            sentences.extend(goal.opening.iter().flat_map(|o| self.opens(goal, o)));
        }
        opening(self.case, &self.found.pulled, sentences, &self.found.extent)
    }

    /// What is said of a question.
    fn answer(&self, question: &Question) -> Vec<String> {
        let what = target(question.goal.as_ref());
        match (&question.positions, &question.opening) {
            (Positions::CannotOccur, _) => {
                vec![format!("No lever opens {what}: nothing that would count as one can occur.")]
            }
            (Positions::Refuse { blocks, .. }, _) => {
                let mut sentences = vec![format!(
                    "No pressure opens {what}, however strong, for it is positions that stand in the way."
                )];
                if question.goal.is_some() {
                    sentences.extend(self.blocks(blocks));
                }
                sentences.extend(self.given_up(question));
                sentences
            }
            (Positions::Allow, Some(opening)) => self.opens(question, opening),
            (Positions::Allow, None) => Vec::new(),
        }
    }

    /// What stands in the way, a sentence for each block.
    fn blocks(&self, blocks: &[Vec<usize>]) -> Vec<String> {
        let told = blocks.iter().take(SPELT_OUT);
        told.map(|b| prose::block(self.case, &self.found.constraints, b)).collect()
    }

    /// The levers that open what is not open without them.
    fn openers<'o>(&self, opening: Option<&'o Opening>) -> Vec<&'o Alone> {
        opening.into_iter().flat_map(|o| &o.alone).filter(|a| a.effect && !a.strengths.is_empty()).collect()
    }

    fn opens(&self, question: &Question, opening: &Opening) -> Vec<String> {
        let what = target(question.goal.as_ref());
        let mut sentences = Vec::new();
        if opening.without {
            sentences.push(format!("{} is possible without pulling any lever.", capital(&what)));
            let closing = opening.alone.iter().filter_map(|a| self.closes(a));
            sentences.extend(closing.take(SPELT_OUT));
            return sentences;
        }
        let openers = self.openers(Some(opening));
        for alone in openers.iter().take(SPELT_OUT) {
            sentences.push(self.opener(&what, alone));
        }
        if openers.len() > SPELT_OUT {
            sentences.push(format!("So do {} others.", openers.len() - SPELT_OUT));
        }
        let together: Vec<&Pair> = opening.pairs.iter().filter(|p| p.only_together).collect();
        if openers.is_empty() {
            sentences.push(match (self.found.levers.is_empty(), self.found.pulled.is_empty()) {
                (true, true) => "The case has no levers.".to_owned(),
                (true, false) => format!("{} stays closed, and no other lever is left.", capital(&what)),
                (false, _) if opening.alone.iter().any(|a| a.effect && !a.exact) => {
                    format!("Unknown whether any lever opens {what}: there are more outcomes than could all be tried, and none of those tried opens.")
                }
                (false, _) => {
                    let alone = if together.is_empty() { "" } else { " alone" };
                    format!(
                        "No lever opens {what}{alone}, pulled up to strength {} (1 is in full).",
                        self.found.strongest
                    )
                }
            });
        }
        sentences.extend(together.iter().take(SPELT_OUT).filter_map(|p| self.only_together(&what, p)));
        sentences.extend(openers.first().and_then(|a| self.in_full(question, a)));
        if openers.is_empty() && together.is_empty() {
            sentences.extend(self.needed(question));
        } else if openers.iter().any(|a| !a.exact) {
            sentences.push("That is at the latest: there are more outcomes than could all be tried.".to_owned());
        }
        sentences
    }

    fn opener(&self, what: &str, alone: &Alone) -> String {
        let name = lever(self.case, alone.lever);
        let mut intervals = alone.strengths.intervals().iter();
        let Some((least, until)) = intervals.next() else { return String::new() };
        let mut text = format!("{name} opens {what} from strength {}", decimal(least));
        if least == until {
            text = format!("{name} opens {what} at strength {} alone", decimal(least));
        } else if *until != self.strongest {
            text.push_str(&format!(" and closes it again beyond {}", decimal(until)));
        }
        for (from, to) in intervals {
            text.push_str(&format!(", opens it once more from {}", decimal(from)));
            if *to != self.strongest {
                text.push_str(&format!(" to {}", decimal(to)));
            }
        }
        let one = Exact::one();
        if *least > one {
            text.push_str(", more than its full strength of 1");
        }
        let does = self.does(alone.lever, least);
        if !does.is_empty() {
            text.push_str(&format!("; at {} it {}", decimal(least), either(&does, "and")));
        }
        text.push('.');
        if alone.settled.is_empty() {
            text.push_str(
                " Only outcomes that change something on which not everybody has taken a position are opened.",
            );
        }
        text
    }

    /// How sure that is: the lever pulled in full, over all ways of filling in what is unknown.
    fn in_full(&self, question: &Question, alone: &Alone) -> Option<String> {
        let sampled = self.found.sampled.as_ref().filter(|s| s.draws > 0)?;
        let place = self.found.questions.iter().position(|q| q.goal == question.goal)?;
        let met = |lever: Option<usize>, at: &Exact| {
            let row = sampled.rows.iter().find(|r| r.lever == lever && r.at.exact() == *at)?;
            row.met.get(place).copied()
        };
        let (full, none) = (met(Some(alone.lever), &Exact::one())?, met(None, &Exact::zero())?);
        Some(format!(
            "At full strength {} opens it {}; with no lever it is open in {}.",
            lever(self.case, alone.lever),
            ways(full, sampled.draws),
            part(none, sampled.draws)
        ))
    }

    /// What a lever does at a strength, whom it costs last.
    fn does(&self, index: usize, strength: &Exact) -> Vec<String> {
        let Some(reach) = self.found.levers.iter().find(|r| r.lever == index) else { return Vec::new() };
        if strength.is_zero() {
            return Vec::new();
        }
        let (mut worth, mut trust) = (Vec::new(), Vec::new());
        for touch in reach.touches.iter().filter(|t| self.case.parties[t.party].in_c()) {
            let name = name(self.case, touch.party);
            if !touch.points.is_zero() && !self.is_cost(reach, touch) {
                let more = if touch.points.is_negative() { "less" } else { "more" };
                worth.push(format!("{} {more} to {name}", points(&(strength * &touch.points))));
            }
            if !touch.trust.is_zero() {
                let way = if touch.trust.is_negative() { "less" } else { "more" };
                trust.push(format!("{} {way} to {name}", decimal(&(strength * touch.trust.abs()))));
            }
        }
        let mut does = Vec::new();
        if !worth.is_empty() {
            let what = if reach.touches_no_deal { "going on".to_owned() } else { self.where_held(reach) };
            does.push(format!("makes {what} worth {}", either(&worth, "and")));
        }
        if !trust.is_empty() {
            does.push(format!("gives trust of {}", either(&trust, "and")));
        }
        let costs = reach.touches.iter().filter(|t| self.is_cost(reach, t));
        does.extend(costs.map(|t| format!("costs {} {}", name(self.case, t.party), points(&(strength * &t.points)))));
        does
    }

    /// Whether a lever costs a party that it is not aimed at: one that does not sign, or one that a deal would be worth less to.
    fn is_cost(&self, reach: &Reach, touch: &Touch) -> bool {
        touch.points.is_negative() && (!self.case.parties[touch.party].in_c() || !reach.touches_no_deal)
    }

    /// "a deal with “Legal force: binding”".
    fn where_held(&self, reach: &Reach) -> String {
        match &self.case.levers[reach.lever].when {
            Some(when) => format!("a deal with {}", condition_in_words(self.case, &when.expr)),
            None => "going on".to_owned(),
        }
    }

    /// A lever that closes what is open without it.
    fn closes(&self, alone: &Alone) -> Option<String> {
        let (_, until) = alone.strengths.intervals().first()?;
        (*until != self.strongest).then(|| {
            let again = match alone.strengths.intervals().get(1) {
                Some((from, _)) => format!(", and opens it again from {}", decimal(from)),
                None => String::new(),
            };
            format!("{} closes it when pulled beyond {}{again}.", lever(self.case, alone.lever), decimal(until))
        })
    }

    fn only_together(&self, what: &str, pair: &Pair) -> Option<String> {
        let [a, b] = pair.levers.map(|l| lever(self.case, l));
        let least = pair.least_sum.as_ref()?;
        Some(format!(
            "{a} and {b} open {what} only together: at strengths {} and {}, the least in sum.",
            decimal(&least[0]),
            decimal(&least[1])
        ))
    }

    /// What going on would have to be worth less, whatever makes it so.
    fn needed(&self, question: &Question) -> Option<String> {
        let needed = &question.pressure.needed;
        let way = |lacking: &Vec<Points>| {
            let parties = self.case.signatories().into_iter().zip(lacking).filter(|(_, p)| p.0 > 0);
            let each: Vec<String> =
                parties.map(|(p, less)| format!("{} less to {}", points(&less.exact()), name(self.case, p))).collect();
            either(&each, "and")
        };
        let ways: Vec<String> = needed.iter().take(2).map(way).collect();
        if ways.is_empty() {
            return None;
        }
        let others = needed.len() - ways.len();
        let others = match others {
            0 => String::new(),
            1 => " There is one other way.".to_owned(),
            n => format!(" There are {n} other ways."),
        };
        Some(format!("For that, going on would have to be worth {}.{others}", ways.join("; or ")))
    }

    /// What levers would do, were positions given up.
    fn given_up(&self, question: &Question) -> Vec<String> {
        let without = |positions: &[usize]| prose::given_up(self.case, &self.found.constraints, positions);
        let what = question.goal.as_ref().map_or_else(|| "one".to_owned(), |g| target(Some(g)));
        let (free, closed): (Vec<_>, Vec<_>) =
            question.given_up.iter().take(SPELT_OUT).partition(|g| g.opening.without);
        let mut sentences = Vec::new();
        let ways: Vec<String> = free.iter().map(|g| without(&g.positions)).collect();
        if !ways.is_empty() {
            let long = free.iter().any(|g| g.positions.len() > 1);
            let ways = if long { ways.join("; or ") } else { either(&ways, "or") };
            sentences.push(format!("{}, {what} would be possible with no lever pulled.", capital(&ways)));
        }
        for given_up in closed {
            let openers = self.openers(Some(&given_up.opening));
            let then = capital(&without(&given_up.positions));
            let levers: Vec<String> = openers
                .iter()
                .take(SPELT_OUT)
                .map(|a| {
                    let ranges = ranges(&a.strengths, &self.strongest, decimal);
                    format!(
                        "{} would open {what} {}",
                        lever(self.case, a.lever),
                        ranges.replacen("from", "from strength", 1)
                    )
                })
                .collect();
            sentences.push(match levers.is_empty() {
                true if self.found.levers.is_empty() => format!("{then}, {what} would still need more."),
                true => format!("{then}, no lever alone would open {what}."),
                false => format!("{then}, {}.", either(&levers, "and")),
            });
        }
        sentences
    }

    fn rest(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let Some(deal) = self.found.questions.first() else { return parts };
        // The verdict has said it where this is a part of it.
        if let Positions::Refuse { blocks, .. } = &deal.positions {
            parts.push(Part::plain(self.blocks(blocks).join(" ")));
        }
        let goals = self.found.questions.iter().filter(|q| q.goal.is_some()).filter_map(|q| self.of_goal(q));
        let goals: Vec<Part> = goals.map(Part::plain).collect();
        if !goals.is_empty() {
            parts.push(Part::Heading("Goals".to_owned()));
            parts.extend(goals);
        }
        for (title, shown) in [("Each lever alone", self.alone()), ("Whom each lever touches", self.touches())] {
            if let Some(shown) = shown {
                parts.extend([Part::Heading(title.to_owned()), shown]);
            }
        }
        parts.extend(self.sampled());
        for question in &self.found.questions {
            parts.extend(self.pressures(question));
            parts.extend(self.pairs(question));
        }
        let without: Vec<String> = self.found.levers.iter().filter_map(|r| self.without_effect(r)).collect();
        if !without.is_empty() {
            parts.push(Part::plain(without.join(" ")));
        }
        let asked = !self.found.levers.is_empty();
        if asked {
            parts.push(Part::note(
                "Central model: ranges at their midpoints. Strengths are exact, from unrounded numbers; 0 is not pulled, 1 is in full.",
            ));
        }
        parts
    }

    /// A goal that the lead has not answered.
    fn of_goal(&self, question: &Question) -> Option<String> {
        let same = self.found.questions.first().is_some_and(|deal| {
            deal.positions == question.positions
                && deal.opening == question.opening
                && deal.given_up == question.given_up
        });
        if same {
            return Some(format!("{}: as for a deal.", capital(&target(question.goal.as_ref()))));
        }
        let answered = question.opening.as_ref().is_some_and(|o| !o.without && !self.openers(Some(o)).is_empty());
        (!answered).then(|| self.answer(question).join(" "))
    }

    /// Each lever alone, question by question.
    fn alone(&self) -> Option<Part> {
        if self.found.levers.is_empty() {
            return None;
        }
        let asked: Vec<&Question> = self.found.questions.iter().filter(|q| q.opening.is_some()).collect();
        if asked.is_empty() {
            return None;
        }
        let titles: Vec<String> = asked
            .iter()
            .map(|q| q.goal.as_ref().map_or_else(|| "Opens a deal".to_owned(), |g| g.title.clone()))
            .collect();
        let mut columns: Vec<(&str, u16)> = vec![("Lever alone", 5)];
        columns.extend(titles.iter().map(|t| (t.as_str(), 4)));
        let rows = self.found.levers.iter().map(|reach| {
            let mut row = vec![self.title(reach.lever)];
            row.extend(asked.iter().map(|q| self.cell(q, reach.lever)));
            row
        });
        Some(Part::table("At which strengths each lever opens a deal or a goal", &columns, rows.collect()))
    }

    fn title(&self, index: usize) -> String {
        let lever = &self.case.levers[index];
        lever.title.clone().unwrap_or_else(|| lever.id.clone())
    }

    fn cell(&self, question: &Question, lever: usize) -> String {
        let Some(opening) = &question.opening else { return String::new() };
        let Some(alone) = opening.alone.iter().find(|a| a.lever == lever) else { return "unknown".to_owned() };
        if !alone.effect {
            return if opening.without { "open in any case, no effect" } else { "no effect" }.to_owned();
        }
        if alone.strengths.is_empty() {
            return if alone.exact { format!("not up to {}", self.found.strongest) } else { "unknown".to_owned() };
        }
        let whole = alone.strengths.intervals() == [(Exact::zero(), self.strongest.clone())];
        if whole { "open in any case".to_owned() } else { ranges(&alone.strengths, &self.strongest, with_fraction) }
    }

    /// Whom each lever touches, in full and at the break-even of a deal.
    fn touches(&self) -> Option<Part> {
        let deal = self.found.questions.first().and_then(|q| q.opening.as_ref());
        let break_even = |lever: usize| {
            let alone = deal.filter(|o| !o.without)?.alone.iter().find(|a| a.lever == lever)?;
            alone.strengths.least().cloned()
        };
        let any = self.found.levers.iter().any(|r| break_even(r.lever).is_some());
        let mut rows = Vec::new();
        for reach in &self.found.levers {
            for touch in &reach.touches {
                let amount = |strength: &Exact| {
                    let mut said = Vec::new();
                    if !touch.points.is_zero() {
                        said.push(format!("{} points", signed(&(strength * &touch.points))));
                    }
                    if !touch.trust.is_zero() {
                        said.push(format!("{} trust", signed(&(strength * &touch.trust))));
                    }
                    if said.is_empty() { "nothing".to_owned() } else { said.join("\n") }
                };
                let mut row = vec![self.title(reach.lever), self.party(touch.party), amount(&Exact::one())];
                if any {
                    row.push(break_even(reach.lever).map_or_else(String::new, |s| amount(&s)));
                }
                row.push(self.on_what(reach, touch));
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return None;
        }
        let mut columns = vec![("Lever", 5), ("Whom", 3), ("In full", 3)];
        if any {
            columns.push(("Where it opens a deal", 3));
        }
        columns.push(("On what", 5));
        Some(Part::table("Whom each lever touches", &columns, rows))
    }

    fn party(&self, party: PartyIndex) -> String {
        self.case.parties[party].name.clone()
    }

    fn on_what(&self, reach: &Reach, touch: &Touch) -> String {
        let when = self.case.levers[reach.lever].when.as_ref().map(|w| condition_in_words(self.case, &w.expr));
        match (touch.points.is_zero(), when, reach.touches_no_deal) {
            (true, None, _) => "any outcome".to_owned(),
            (true, Some(when), _) => when,
            (false, None, _) => "going on without a deal".to_owned(),
            (false, Some(when), true) => format!("going on without a deal, and {when}"),
            (false, Some(when), false) => when,
        }
    }

    /// How often each lever opens a deal, whatever the unknown numbers are.
    fn sampled(&self) -> Vec<Part> {
        let Some(sampled) = self.found.sampled.as_ref().filter(|s| s.draws > 0) else { return Vec::new() };
        let asked: Vec<(usize, &Question)> =
            self.found.questions.iter().enumerate().filter(|(_, q)| q.opening.is_some()).collect();
        let titles: Vec<String> = asked
            .iter()
            .map(|(_, q)| q.goal.as_ref().map_or_else(|| "A deal".to_owned(), |g| g.title.clone()))
            .collect();
        let mut columns: Vec<(&str, u16)> = vec![("Lever", 5), ("Strength", 2)];
        columns.extend(titles.iter().map(|t| (t.as_str(), 4)));
        let rows = sampled.rows.iter().map(|row| {
            let name = row.lever.map_or_else(|| "none".to_owned(), |l| self.title(l));
            let mut cells = vec![name, decimal(&row.at.exact())];
            cells.extend(
                asked.iter().map(|(n, _)| row.met.get(*n).map_or_else(String::new, |&met| part(met, sampled.draws))),
            );
            cells
        });
        let mut parts = vec![
            Part::Heading("In how many ways of filling in what is unknown they open".to_owned()),
            Part::table("In how many ways each lever opens a deal", &columns, rows.collect()),
        ];
        parts.push(Part::note(format!(
            "{} ways were tried, at random within what the case allows.",
            words::thousands(sampled.draws)
        )));
        parts
    }

    /// What going on would have to be worth less.
    fn pressures(&self, question: &Question) -> Vec<Part> {
        let needed = &question.pressure.needed;
        if needed.is_empty() || question.opening.as_ref().is_none_or(|o| o.without) {
            return Vec::new();
        }
        let signatories = self.case.signatories();
        let titles: Vec<String> = signatories.iter().map(|&p| self.party(p)).collect();
        let columns: Vec<(&str, u16)> = titles.iter().map(|t| (t.as_str(), 1)).collect();
        let row = |lacking: &Vec<Points>| {
            lacking.iter().map(|&p| if p.0 == 0 { "–".to_owned() } else { words::points(p) }).collect()
        };
        let mut parts = vec![
            Part::Heading(format!(
                "By how many points going on would have to be worth less for {}",
                target(question.goal.as_ref())
            )),
            Part::table("Each row is enough", &columns, needed.iter().take(ROWS).map(row).collect()),
        ];
        if needed.len() > ROWS {
            parts.push(Part::note(format!("{} further ways", needed.len() - ROWS)));
        }
        if !question.pressure.exact {
            parts.push(Part::note(
                "There are more ways than are kept: some may be missing, and some may ask for too much.",
            ));
        }
        parts
    }

    /// Two levers at once, where the one changes what it takes of the other.
    fn pairs(&self, question: &Question) -> Vec<Part> {
        let Some(opening) = question.opening.as_ref().filter(|o| !o.without) else { return Vec::new() };
        let open = opening.pairs.iter().filter(|p| p.least_sum.is_some());
        let (pairs, others): (Vec<&Pair>, Vec<&Pair>) = open.partition(|p| self.interplay(opening, p));
        let mut parts = Vec::new();
        if !pairs.is_empty() {
            let rows = pairs.iter().map(|pair| {
                let [a, b] = pair.levers.map(|l| self.title(l));
                let least = pair.least_sum.as_ref().map(|[a, b]| format!("{} and {}", decimal(a), decimal(b)));
                vec![format!("A: {a}\nB: {b}"), least.unwrap_or_default(), self.given(pair, 0), self.given(pair, 1)]
            });
            parts.push(Part::Heading(format!("Two levers at once for {}", target(question.goal.as_ref()))));
            let columns = [("Levers", 5), ("Least in sum", 2), ("B, given A", 4), ("A, given B", 4)];
            parts.push(Part::table("Strengths of two levers", &columns, rows.collect()));
            if !others.is_empty() {
                parts.push(Part::note("Other pairs do no more than each of their levers alone."));
            }
        }
        if pairs.iter().any(|p| !p.exact) {
            parts.push(Part::note(
                "There are more outcomes than could all be tried: a deal may open at lesser strengths, too.",
            ));
        }
        parts
    }

    /// Whether one lever changes what it takes of the other: both in part are enough, or one gets in the way of the other.
    fn interplay(&self, opening: &Opening, pair: &Pair) -> bool {
        let helps = pair.corners.iter().any(|[a, b]| a.is_positive() && b.is_positive());
        let alone = |lever: usize| opening.alone.iter().find(|a| a.lever == lever).map(|a| &a.strengths);
        let harms = pair.given.iter().any(|g| {
            let free = alone(pair.levers[1 - g.held]);
            free.is_some_and(|f| f.intervals().iter().any(|(a, b)| !g.other.covers(a, b)))
        });
        helps || harms
    }

    /// What it takes of one when the other is held, a line for every strength from which that changes.
    fn given(&self, pair: &Pair, held: usize) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut before = None;
        for given in pair.given.iter().filter(|g| g.held == held) {
            let needed = match ranges(&given.other, &self.strongest, decimal) {
                none if none.is_empty() => "none is enough".to_owned(),
                some if some == "from 0" => "none is needed".to_owned(),
                some => some,
            };
            if before.as_ref() != Some(&needed) {
                lines.push(format!("{} at {}: {needed}", if held == 0 { "A" } else { "B" }, decimal(&given.at)));
                before = Some(needed);
            }
        }
        lines.join("\n")
    }

    /// Why a lever makes no difference.
    fn without_effect(&self, reach: &Reach) -> Option<String> {
        let name = lever(self.case, reach.lever);
        let why = match reach.effect {
            Effect::OutsidersOnly => "it touches nobody who has to agree".to_owned(),
            Effect::Zero => "all that it adds is 0".to_owned(),
            Effect::NothingExposed => {
                let touched = reach.touches.iter().filter(|t| !t.trust.is_zero() && self.case.parties[t.party].in_c());
                format!(
                    "it adds only to the trust of {}, who would lose nothing by a broken deal",
                    names(self.case, touched.map(|t| t.party))
                )
            }
            Effect::Some => {
                let felt = self.found.questions.iter().filter_map(|q| q.opening.as_ref()).flat_map(|o| &o.alone);
                let mut own = felt.filter(|a| a.lever == reach.lever).peekable();
                own.peek()?;
                if own.any(|a| a.effect) {
                    return None;
                }
                "it does the same to every deal as to going on without one".to_owned()
            }
        };
        Some(format!("{name} has no effect: {why}."))
    }

    fn because(&self) -> Vec<String> {
        let mut because = Vec::new();
        for question in &self.found.questions {
            if let Positions::Refuse { blocks, .. } = &question.positions {
                for &k in blocks.iter().take(SPELT_OUT).flatten() {
                    cite(&mut because, &self.found.constraints[k].because, self.case);
                }
            }
            for alone in self.openers(question.opening.as_ref()) {
                cite(&mut because, &self.case.levers[alone.lever].grounds.because, self.case);
            }
        }
        because
    }
}
