//! What a change did to the verdict, in words and as JSON.

use serde_json::{Value, json};

use super::changes::{self, Between, lines};
use super::json::{block_basis, count};
use super::prose::capital;
use super::words::{self, hearsay, references};
use crate::analysis::impasse::BlockBasis;
use crate::analysis::turning::{Answers, Aspect, By, Turn, Turning};
use crate::analysis::{Count, Status};
use crate::case::Case;
use crate::case::update::{Change, Difference, What};
use crate::case::words::either;

/// Two cases, and what tells them apart.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'c> {
    /// The first case.
    pub from: &'c Case,
    /// What tells them apart.
    pub difference: &'c Difference,
    /// What that did.
    pub turning: &'c Turning,
}

/// What turned one answer, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is about, with a colon.
    pub title: String,
    /// What turned it: each item did, or all together.
    pub items: Vec<String>,
    /// The claims behind these.
    pub because: Vec<String>,
}

impl Compared<'_> {
    /// The answer in a sentence or two: what the verdict was, and what it is.
    pub fn answer(&self) -> String {
        let Turning { before, after, .. } = self.turning;
        let mut sentences = Vec::new();
        if (before.status, before.basis) == (after.status, after.basis) {
            sentences.push(format!("The verdict stays: {}.", verdict(after)));
        } else {
            sentences.push(format!("The verdict turns. Before: {}. Now: {}.", verdict(before), verdict(after)));
        }
        if before.status == Status::NoDeal && after.status == Status::NoDeal && before.blocks != after.blocks {
            let list = |from: &Answers, to: &Answers| -> Vec<String> {
                let gone = from.blocks.iter().filter(|b| !to.blocks.contains(*b));
                gone.map(|b| b.iter().cloned().collect::<Vec<_>>().join(" + ")).collect()
            };
            for (word, blocks) in [("No longer blocks it", list(before, after)), ("Blocks it now", list(after, before))]
            {
                if !blocks.is_empty() {
                    sentences.push(format!("{word}: {}.", either(&blocks, "and")));
                }
            }
        }
        if before.status == Status::Deal && after.status == Status::Deal && before.deals != after.deals {
            sentences.push(format!("{} instead of {} count as a deal.", outcomes(after.deals), before.deals));
        }
        sentences.join(" ")
    }

    /// What turned each answer that is not as it was.
    pub fn turns(&self) -> Vec<Told> {
        let mut groups: Vec<(&By, Vec<String>)> = Vec::new();
        for turn in &self.turning.turns {
            let about = self.about(&turn.aspect);
            match groups.iter_mut().find(|(by, _)| **by == turn.by) {
                Some((_, abouts)) => abouts.push(about),
                None => groups.push((&turn.by, vec![about])),
            }
        }
        groups.into_iter().map(|(by, abouts)| self.turn(by, &either(&abouts, "and"))).collect()
    }

    fn turn(&self, by: &By, about: &str) -> Told {
        let mut because = Vec::new();
        let (title, items) = match by {
            By::Each(sets) => {
                let alone = sets.len() > 1;
                let items = sets.iter().map(|set| self.parts(set, &mut because)).collect();
                let which = if alone { ", each of these by itself" } else { "" };
                (format!("What {about}{which}:"), items)
            }
            By::Together(set) => {
                let items = set.iter().map(|&part| self.parts(&[part], &mut because)).collect();
                (format!("What {about}, these together, and without one of them not:"), items)
            }
            By::Unknown => {
                let why = "the changes, put into the first case one by one, do not make the second";
                (format!("What {about} cannot be told: {why}."), Vec::new())
            }
        };
        Told { title, items, because }
    }

    fn about(&self, aspect: &Aspect) -> String {
        match aspect {
            Aspect::Verdict => "turned it".to_owned(),
            Aspect::Blocks => "changed what blocks it".to_owned(),
            Aspect::Zone => "changed how many outcomes count as a deal".to_owned(),
            Aspect::Goal(id) => {
                let goal = self.difference.to().goals.iter().find(|g| g.id == *id);
                let title = goal.map_or(id.as_str(), |g| g.title.as_deref().unwrap_or(&g.condition.text));
                let [was, is] =
                    [&self.turning.before, &self.turning.after].map(|a| a.goals.get(id).copied().map_or("", goal_word));
                format!("made the goal “{title}” {is} ({was} before)")
            }
        }
    }

    /// "red line `no-cession` goes \[c6\]; and issue … ".
    fn parts(&self, parts: &[usize], because: &mut Vec<String>) -> String {
        let all = self.difference.changes();
        let told: Vec<String> = parts
            .iter()
            .map(|&part| {
                let own: Vec<Change> =
                    self.difference.changes_of(part).iter().filter_map(|&c| all.get(c)).cloned().collect();
                let claims = self.behind_all(&own);
                because.extend(claims.iter().filter(|c| !because.contains(c)).cloned().collect::<Vec<_>>());
                let lines: Vec<String> = lines(&own, Between::Cases).into_iter().map(|l| l.text).collect();
                let said = own.first().map(|c| self.said_by(c, &claims)).unwrap_or_default();
                format!("{}{said}{}", lines.join("; "), references(&claims))
            })
            .collect();
        told.join("; together with ")
    }

    /// ", according to …": who else says that the holder holds to it.
    fn said_by(&self, change: &Change, claims: &[String]) -> String {
        let case = if change.what == What::Removed { self.from } else { self.difference.to() };
        let party = match change.place.section.as_str() {
            "red_lines" => case.red_lines.iter().find(|r| r.id == change.place.id).map(|r| r.party),
            "preconditions" => case.preconditions.iter().find(|p| p.id == change.place.id).map(|p| p.party),
            "parties" | "preferences" | "exposure" => case.party(&change.place.id),
            _ => None,
        };
        let said = party.map(|p| hearsay(case, p, claims)).unwrap_or_default();
        match (said.strip_prefix(", "), &change.what) {
            (Some(said), What::Removed) => format!(" (it was held {said})"),
            _ => said,
        }
    }

    fn behind_all(&self, changes: &[Change]) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for claim in changes.iter().flat_map(|c| self.behind(c)) {
            if !all.contains(&claim) {
                all.push(claim);
            }
        }
        all
    }

    /// The claims behind a change: of those it rested on, or rests on, the ones that are new, gone, or not as they were; or else all.
    pub fn behind(&self, change: &Change) -> Vec<String> {
        let claim = |case: &Case, id: &str| case.claims.as_ref().and_then(|c| c.claim(id)).cloned();
        let other = |id: &&String| {
            change.before.contains(id) != change.after.contains(id)
                || claim(self.from, id) != claim(self.difference.to(), id)
        };
        let both = || change.after.iter().chain(change.before.iter().filter(|id| !change.after.contains(id)));
        let turned: Vec<String> = both().filter(other).cloned().collect();
        match (turned.is_empty(), change.after.is_empty()) {
            (false, _) => turned,
            (true, false) => change.after.clone(),
            (true, true) => change.before.clone(),
        }
    }

    /// What changed and what turned what, for programs. What became of the claims is for whoever reads both dossiers to add.
    pub fn json(&self) -> Value {
        let changes_of = |set: &Vec<usize>| -> Vec<usize> {
            set.iter().flat_map(|&part| self.difference.changes_of(part).to_vec()).collect()
        };
        let turn = |turn: &Turn| {
            let (aspect, goal) = match &turn.aspect {
                Aspect::Verdict => ("verdict", None),
                Aspect::Blocks => ("blocks", None),
                Aspect::Zone => ("zone", None),
                Aspect::Goal(id) => ("goal", Some(id)),
            };
            let (by, sets) = match &turn.by {
                By::Each(sets) => ("each", sets.iter().map(changes_of).collect()),
                By::Together(set) => ("together", vec![changes_of(set)]),
                By::Unknown => ("unknown", Vec::new()),
            };
            json!({ "aspect": aspect, "goal": goal, "by": by, "changes": sets })
        };
        let changes = self.difference.changes().iter().map(|c| changes::json(c, &self.behind(c)));
        json!({
            "schema": 1,
            "text": self.answer(),
            "before": answers(self.from, &self.turning.before),
            "after": answers(self.difference.to(), &self.turning.after),
            "turns": self.turning.turns.iter().map(turn).collect::<Vec<_>>(),
            "tried": self.turning.tried,
            "changes": changes.collect::<Vec<_>>(),
        })
    }
}

fn verdict(answers: &Answers) -> String {
    match (answers.status, answers.basis) {
        (Status::Deal, _) => "a deal is possible on the central numbers".to_owned(),
        (Status::NoDeal, Some(BlockBasis::Positions)) => "no deal on stated positions alone".to_owned(),
        (Status::NoDeal, _) => "no deal on the central numbers".to_owned(),
        (Status::Undetermined, _) => "undetermined, for want of what nobody said".to_owned(),
    }
}

fn outcomes(count: Count) -> String {
    capital(&words::count(count, "outcome", "outcomes"))
}

const fn goal_word(status: Status) -> &'static str {
    match status {
        Status::Deal => "possible",
        Status::NoDeal => "blocked",
        Status::Undetermined => "undetermined",
    }
}

fn answers(case: &Case, answers: &Answers) -> Value {
    let sets = |sets: &std::collections::BTreeSet<std::collections::BTreeSet<String>>| json!(sets);
    let goals: serde_json::Map<String, Value> =
        answers.goals.iter().map(|(id, status)| (id.clone(), json!(status.word()))).collect();
    json!({
        "case": { "title": case.title, "digest": case.digest },
        "status": answers.status.word(),
        "basis": answers.basis.map(block_basis),
        "deals": count(answers.deals),
        "blocks": sets(&answers.blocks),
        "unlocks": sets(&answers.unlocks),
        "goals": goals,
    })
}
