//! What each party wants: weights, scores and exposure (definitions §1.8).

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::lower::{Lower, number};
use super::walk::is_list_of_names;
use super::{CASE_FILE, Node, listed};
use crate::case::keys::Kind;
use crate::case::model::*;
use crate::diagnostic::{Diagnostic, Span};
use crate::points::Decimal;

impl Lower<'_> {
    pub(super) fn preferences(&mut self, party: PartyIndex, table: &DeTable<'_>, grounds: Grounds) -> Preferences {
        let weights = table.get("weights").and_then(|node| self.weights(node)).unwrap_or(Weights::Unstated);
        let mut scores = vec![None; self.issues.len()];
        for (key, node) in table.get("scores").and_then(|n| n.get_ref().as_table()).into_iter().flatten() {
            if let Some(issue) = self.known.index(Kind::Issue, key.get_ref()) {
                scores[issue] = self.scores(party, issue, node);
            }
        }
        Preferences { party, weights, scores, interests: super::text(table, "interests"), grounds }
    }

    fn weights(&mut self, node: &Node<'_>) -> Option<Weights> {
        let table = node.get_ref().as_table()?;
        if let Some(rank) = table.get("rank") {
            let known = self.known;
            let find = |_: &mut Self, node: &Node<'_>| known.index(Kind::Issue, node.get_ref().as_str()?);
            let mut groups = self.ranked(rank, "rank", find)?;
            let left_out = left_out(&groups, self.issues.len());
            if !left_out.is_empty() {
                groups.push(left_out);
            }
            return Some(Weights::Rank(groups));
        }
        if table.iter().any(|(_, n)| is_list_of_names(n)) {
            return None;
        }
        let mut weights: Vec<Option<Number>> = vec![None; self.issues.len()];
        let mut named = vec![false; self.issues.len()];
        let mut unknown = 0usize;
        for (key, node) in table {
            match self.known.index(Kind::Issue, key.get_ref()) {
                Some(issue) => {
                    named[issue] = true;
                    weights[issue] = number(node);
                }
                None => unknown += 1,
            }
        }
        let missing: Vec<&str> =
            self.issues.iter().zip(&named).filter(|(_, n)| !**n).map(|(i, _)| i.id.as_str()).collect();
        // A misspelt issue was told of and is most likely the one that is missing.
        if missing.len() > unknown && !table.is_empty() {
            self.out.push(
                Diagnostic::error("missing-key", format!("the weights leave out {}", listed(missing.iter().copied())))
                    .at(CASE_FILE, node.span(), "weights in numbers name every issue")
                    .help(format!("write `{} = 0` if it does not matter", missing[0]))
                    .help("or rank the issues: { rank = [...] }; what a ranking leaves out comes last"),
            );
        }
        let weights: Vec<Number> = weights.into_iter().collect::<Option<_>>()?;
        if weights.iter().all(|w| w.high() <= Decimal::ZERO) {
            self.out.push(
                Diagnostic::error("zero-weights", "the weights are all zero")
                    .at(CASE_FILE, node.span(), "nothing matters to this party")
                    .help("give the issues that matter more than 0, or leave `weights` out when they are unknown"),
            );
        }
        Some(Weights::Numbers(weights))
    }

    /// The groups of a ranking; repeats are told. `None` when a member cannot be resolved, of which something was told.
    fn ranked(
        &mut self,
        node: &Node<'_>,
        name: &str,
        mut find: impl FnMut(&mut Self, &Node<'_>) -> Option<usize>,
    ) -> Option<Vec<Vec<usize>>> {
        let mut seen: BTreeMap<usize, Span> = BTreeMap::new();
        let mut groups = Vec::new();
        let mut whole = true;
        for place in node.get_ref().as_array()?.iter() {
            let members: Vec<&Node<'_>> = match place.get_ref() {
                DeValue::Array(group) => group.iter().collect(),
                _ => vec![place],
            };
            let mut group = Vec::new();
            for member in members {
                let Some(found) = find(self, member) else {
                    whole = false;
                    continue;
                };
                match seen.get(&found) {
                    Some(before) => self.out.push(
                        Diagnostic::error("bad-rank", format!("`{name}` names one twice"))
                            .at(CASE_FILE, member.span(), "again here")
                            .at(CASE_FILE, before.clone(), "first here")
                            .help("keep it at one place; those of unknown order share a nested list"),
                    ),
                    None => group.push(found),
                }
                seen.entry(found).or_insert(member.span());
            }
            groups.push(group);
        }
        whole.then_some(groups)
    }

    fn scores(&mut self, party: PartyIndex, issue: IssueIndex, node: &Node<'_>) -> Option<Scores> {
        let table = node.get_ref().as_table()?;
        let find = |lower: &mut Self, node: &Node<'_>| lower.option_in(issue, node);
        if let Some(rank) = table.get("rank") {
            let groups = self.ranked(rank, "rank", find)?;
            let options = &self.issues.get(issue)?.options;
            let named: Vec<bool> = (0..options.len()).map(|o| groups.iter().any(|g| g.contains(&o))).collect();
            let missing: Vec<&str> =
                options.iter().zip(&named).filter(|(_, n)| !**n).map(|(o, _)| o.id.as_str()).collect();
            if !missing.is_empty() {
                self.out.push(
                    Diagnostic::error(
                        "bad-rank",
                        format!("the ranking leaves out {}", listed(missing.iter().copied())),
                    )
                    .at(CASE_FILE, rank.span(), "a `rank` names every option")
                    .help("add it at its place; those of unknown order share a nested list")
                    .help("or write `prefers = [...]`, which may leave options out"),
                );
            }
            return Some(Scores::Rank(groups));
        }
        if let Some(chain) = table.get("prefers") {
            let groups = self.ranked(chain, "prefers", find)?;
            return Some(Scores::Prefers(groups.into_iter().flatten().collect()));
        }
        let mut scores: Vec<Option<Number>> = vec![None; self.issues.get(issue)?.options.len()];
        let mut places: BTreeMap<OptionIndex, Span> = BTreeMap::new();
        for (key, node) in table {
            // A list of names is no score: the walk has told which key was meant.
            if is_list_of_names(node) {
                continue;
            }
            let Some(option) = self.option_named(issue, key.get_ref(), key.span()) else { continue };
            if let Some(before) = places.insert(option, key.span()) {
                self.out.push(
                    Diagnostic::error("duplicate", format!("`{}` is scored twice", key.get_ref()))
                        .at(CASE_FILE, key.span(), "again here")
                        .at(CASE_FILE, before, "first here")
                        .help("keep one score"),
                );
            }
            scores[option] = number(node);
        }
        self.scale(party, issue, &scores, node);
        Some(Scores::Points(scores))
    }

    /// Warns when 100 is not the best or 0 not the worst of an issue: weights mean the swing between the two.
    fn scale(&mut self, party: PartyIndex, issue: IssueIndex, scores: &[Option<Number>], node: &Node<'_>) {
        let Some(found) = self.issues.get(issue) else { return };
        let scored: Vec<usize> = (0..scores.len()).filter(|&o| scores[o].is_some()).collect();
        let (Some(first), Some(last)) = (scored.first(), scored.last()) else { return };
        // What is left out may be anything from 0 to 100, but for the steps between scored ones of a numeric issue.
        let open = (0..scores.len()).any(|o| scores[o].is_none() && (found.range.is_none() || o < *first || o > *last));
        let (worst, best) = (Decimal::ZERO, Decimal::whole(100));
        // A score out of its bounds was told of; the end it misses follows from that.
        if scores.iter().flatten().any(|s| s.low() < worst || s.high() > best) {
            return;
        }
        let has = |end: Decimal| open || scores.iter().flatten().any(|s| s.low() <= end && end <= s.high());
        let (lacking, are) = match (has(worst), has(best)) {
            (true, true) => return,
            (false, true) => ("a 0", "is"),
            (true, false) => ("a 100", "is"),
            (false, false) => ("a 0 and a 100", "are"),
        };
        let name = self.known.names(Kind::Party).nth(party).unwrap_or_default();
        self.out.push(
            Diagnostic::warning("scale", format!("`{name}`'s scores on `{}` lack {lacking}", found.id))
                .at(CASE_FILE, node.span(), format!("{lacking} {are} missing"))
                .help("score the best option 100 and the worst 0, and say by the weight how much the issue matters"),
        );
    }

    pub(super) fn exposure(&mut self, party: PartyIndex, table: &DeTable<'_>, grounds: Grounds) -> Exposure {
        let mut points = BTreeMap::new();
        for (key, node) in table {
            let issue = self.known.index(Kind::Issue, key.get_ref());
            let (Some(issue), Some(options)) = (issue, node.get_ref().as_table()) else { continue };
            for (key, node) in options {
                let option = self.option_named(issue, key.get_ref(), key.span());
                let (Some(option), Some(lost)) = (option, number(node)) else { continue };
                if self.status_quo.get(issue) == Some(&Some(option)) && lost.high() > Decimal::ZERO {
                    let id = self.issues.get(issue).map_or("", |i| i.id.as_str());
                    self.out.push(
                        Diagnostic::error(
                            "exposure-on-status-quo",
                            format!("`{}` is how `{id}` stands today", key.get_ref()),
                        )
                        .at(CASE_FILE, key.span(), "nobody can go back on the status quo")
                        .help("leave it out: exposure belongs to options that a deal would bring"),
                    );
                }
                points.insert((issue, option), lost);
            }
        }
        Exposure { party, points, grounds }
    }
}

/// Which of `0..count` are in none of the groups.
fn left_out(groups: &[Vec<usize>], count: usize) -> Vec<usize> {
    let mut named = vec![false; count];
    for &member in groups.iter().flatten() {
        if let Some(place) = named.get_mut(member) {
            *place = true;
        }
    }
    (0..count).filter(|&i| !named[i]).collect()
}
