//! From what a clause reports to claims: the words, the kind where it depends on who and when, the issue, the attribution.

use armistice::case::claims::{Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Polarity};

use super::{Found, Reader, Reading};
use crate::actors::ActorIndex;
use crate::clauses::{Clause, Opener};
use crate::issues::issues;
use crate::lexicon::Frame;
use crate::modality;
use crate::sense::Sense;
use crate::span;
use crate::token::Token;
use crate::voices::is_report;
use crate::when::when;
use crate::words::words;

impl Reader {
    /// The condition under which the claim of the clause above holds: "…, if X withdraws".
    pub(super) fn condition(
        &self,
        source: &str,
        sense: &Sense<'_, '_>,
        c: usize,
        found: &Found,
    ) -> Option<(usize, Claim)> {
        let clause = &sense.tree.clauses[c];
        if clause.opener != Opener::Condition {
            return None;
        }
        let above = sense.above(c).find_map(|p| found.of[p]);
        // Whatever it hangs on, it conditions what stands right before it.
        let near = || {
            (0..found.of.len()).rev().filter(|&k| sense.tree.clauses[k].end <= clause.open).find_map(|k| found.of[k])
        };
        let conditioned = above.or_else(near)?;
        let before = found.claim(conditioned)?;
        use ClaimKind::{Assess, Condition, Criticize, Deny, Meet, Threaten, Violence};
        if matches!(before.kind, Assess | Condition | Criticize | Deny | Meet | Threaten | Violence) {
            return None;
        }
        let limit = sense.joined_end(c);
        let (start, end) = span::trim(sense.text, sense.tokens, clause.open, limit)?;
        let target = self.targets(sense, clause.start, limit, &before.speaker);
        let words = sense.tokens[clause.open..limit].iter();
        Some((
            conditioned,
            Claim {
                kind: ClaimKind::Condition,
                polarity: Polarity::Positive,
                status: ClaimStatus::Present,
                when: when(words, self.published.as_deref(), ClaimStatus::Hypothetical),
                target,
                issue: issues(&sense.tokens[clause.start..limit]),
                content: span::content(&sense.text[start..end]),
                quote: sense.text[start..end].to_owned(),
                start,
                end,
                source: source.to_owned(),
                ..before.clone()
            },
        ))
    }

    /// A condition of something that is no claim itself, but said to come: "the order would be lifted if X withdrew".
    pub(super) fn lone_condition(&self, sense: &Sense<'_, '_>, c: usize, found: &Found) -> Option<Reading> {
        let clause = &sense.tree.clauses[c];
        let above = clause.parent.filter(|_| clause.opener == Opener::Condition)?;
        let main = &sense.tree.clauses[above];
        let verb = &sense.tokens[main.verb?].lower;
        let comes = matches!(verb.as_str(), "will" | "'ll" | "wo" | "would" | "can" | "could" | "ca" | "may" | "might");
        let claimed = sense.above(c).any(|p| found.of[p].is_some());
        (comes && !claimed && sense.voices[above].is_some()).then(|| Reading {
            kind: ClaimKind::Condition,
            polarity: Polarity::Positive,
            frame: Frame { say: true, ..Frame::default() },
            at: clause.root,
            to: clause.root + 1,
            status: Some(ClaimStatus::Present),
        })
    }

    /// The price named in the claim's own clause: "offered aid in return for access", "put it off pending approval".
    pub(super) fn price(source: &str, sense: &Sense<'_, '_>, c: usize, claim: &Claim) -> Option<Claim> {
        use ClaimKind::{Accept, Agree, Attend, Ceasefire, Offer, Pledge, Refuse, Release, Suspend, Willing, Withdraw};
        let promise = matches!(
            claim.kind,
            Accept | Agree | Attend | Ceasefire | Offer | Pledge | Refuse | Release | Suspend | Willing | Withdraw
        );
        let clause = &sense.tree.clauses[c];
        let from = clause.head.unwrap_or(clause.start);
        let word = |i: usize| sense.tokens.get(i).map_or("", |t| t.lower.as_str());
        let opens = |&i: &usize| match (word(i), word(i + 1), word(i + 2)) {
            ("in", "return" | "exchange", "for") | ("on", "condition", _) | ("on", "the", "understanding") => true,
            ("conditional" | "contingent" | "depending", "on" | "upon", _) => true,
            ("pending", next, _) => word(i - 1) != "the" && !next.is_empty(),
            _ => false,
        };
        let (_, last) = sense.tree.spread(clause.root);
        let end = sense.tokens.iter().position(|t| t.start >= claim.end).unwrap_or(sense.tokens.len());
        let open = (from + 1..end.max(last.min(clause.end))).find(opens).filter(|_| promise)?;
        let (start, to) = span::trim(sense.text, sense.tokens, open, end.max(clause.end))?;
        Some(Claim {
            kind: ClaimKind::Condition,
            polarity: Polarity::Positive,
            status: ClaimStatus::Present,
            issue: issues(&sense.tokens[open..end.max(clause.end)]),
            content: span::content(&sense.text[start..to]),
            quote: sense.text[start..to].to_owned(),
            start,
            end: to,
            source: source.to_owned(),
            ..claim.clone()
        })
    }

    /// The claim or claims the reading makes; marks the clauses it takes in.
    pub(super) fn draft(
        &mut self,
        source: &str,
        sense: &Sense<'_, '_>,
        c: usize,
        reading: Reading,
        done: &mut [bool],
    ) -> Vec<Claim> {
        let tokens = sense.tokens;
        let clause = &sense.tree.clauses[c];
        let frame = reading.frame;
        let mut end = clause.end;
        if let Some(k) = sense.content(c) {
            let content = &sense.tree.clauses[k];
            if reading.to > clause.end || frame.that && content.start >= reading.to || content.end <= clause.end {
                end = end.max(content.end);
                done[k] = true;
            }
        }
        // A second predicate that reports nothing of its own completes the first.
        for k in sense.below(c).collect::<Vec<_>>() {
            let second = &sense.tree.clauses[k];
            let bare = second.opener == Opener::Joined && second.subject.is_none() && second.start >= end;
            let priced = |b: usize| {
                let between = &sense.tree.clauses[b];
                between.opener == Opener::Condition && (end..second.start).contains(&between.open)
            };
            let bare = bare && !sense.below(c).any(priced);
            let silent = || self.reading(sense, k).is_none_or(|r| r.kind == reading.kind);
            if bare && second.head.is_none_or(|h| !is_report(&tokens[h])) && silent() {
                end = second.end;
                done[k] = true;
            }
            // A threat keeps its condition.
            if reading.kind == ClaimKind::Threaten && second.opener == Opener::Condition {
                end = end.max(second.end);
                done[k] = true;
            }
        }
        let mut start = clause.start;
        if frame.np && reading.at > clause.start && !tokens[reading.at].is_verb() {
            start = sense.tree.phrase(tokens, reading.at).max(clause.start);
            end = sense.tree.last(tokens, reading.at).max(reading.to - 1) + 1;
        }
        end = span::aside(tokens, reading.to.max(start), end).unwrap_or(end);
        // "before any talks can start": the word that makes it a condition belongs to it.
        if reading.kind == ClaimKind::Condition && matches!(clause.opener, Opener::Adjunct | Opener::Condition) {
            start = start.min(clause.open);
            end = end.max(sense.joined_end(c));
        }
        if let Some(noun) = sense.narrowed(c) {
            start = sense.tree.phrase(tokens, noun).min(start);
        }
        if reading.kind == ClaimKind::Threaten {
            let conditions = sense.below(c).map(|k| &sense.tree.clauses[k]).filter(|k| k.opener == Opener::Condition);
            start = conditions.map(|k| k.open).min().map_or(start, |open| open.min(start));
        }
        let Some((from, to)) = span::trim(sense.text, tokens, start, end) else { return Vec::new() };
        let negated = modality::is_negated(tokens, clause, reading.at, reading.to);
        let speaker = self.speakers(sense, c, reading);
        let status = reading.status.unwrap_or_else(|| self.status(sense, c));
        let asked = self.settled(sense, c, reading, &speaker, status);
        let (kind, polarity) = modality::turn(asked, reading.polarity, negated);
        let ids: Vec<String> = speaker.iter().map(|&a| self.registry.id(a).to_owned()).collect();
        let target = if frame.obj || frame.with { self.targets(sense, reading.at + 1, end, &ids) } else { Vec::new() };
        let quote = &sense.text[from..to];
        let (mut issue, mut target) = (issues(&tokens[start..end]), target);
        // "rejected that demand", "— a condition nobody accepts": about what was claimed just before, and by whom.
        if issue.is_empty()
            && refers_back(tokens, clause)
            && let Some(before) = self.claims.last().filter(|b| b.source == source)
        {
            issue.clone_from(&before.issue);
            if target.is_empty() && frame.obj {
                target = before.speaker.iter().filter(|s| !ids.contains(s)).cloned().collect();
            }
        }
        let attribution = sense.voices[c]
            .as_ref()
            .filter(|v| !v.author && (!v.text.is_empty() || !v.actors.is_empty()))
            .map(|v| Attribution {
                actor: v.actors.first().map(|&a| self.registry.id(a).to_owned()),
                text: if v.text.is_empty() {
                    v.actors.first().map(|&a| self.registry.name(a).to_owned()).unwrap_or_default()
                } else {
                    v.text.clone()
                },
                direct: v.direct,
            });
        use ClaimKind::{Call, Criticize, Demand, Pledge, Support, Willing};
        let stance = matches!(kind, Call | Criticize | Demand | Pledge | Support | Willing);
        let voiced = sense.voices[c].is_some();
        let paper = clause.subject.is_some_and(|s| words().is("paper", tokens[s].singular()));
        if stance && speaker.is_empty() && !voiced && paper {
            return Vec::new();
        }
        let claim = Claim {
            id: String::new(),
            source: source.to_owned(),
            kind,
            speaker: ids.clone(),
            target,
            issue,
            content: span::content(quote),
            polarity,
            status,
            attribution,
            quote: quote.to_owned(),
            start: from,
            end: to,
            when: self.when(sense, c, status),
            conditions: Vec::new(),
            also: Vec::new(),
            by: None,
            state: ClaimState::Drafted,
        };
        let each = ids.len() > 1
            && tokens[clause.start..clause.verb.unwrap_or(clause.end)].iter().any(|t| t.lower == "neither");
        if each {
            return ids.into_iter().map(|id| Claim { speaker: vec![id], ..claim.clone() }).collect();
        }
        vec![claim]
    }

    /// The kind, where it depends on who and when: what one side asks of the other is a demand, a round of talks to come is news of the process.
    pub(super) fn settled(
        &self,
        sense: &Sense<'_, '_>,
        c: usize,
        reading: Reading,
        speaker: &[ActorIndex],
        status: ClaimStatus,
    ) -> ClaimKind {
        let sides = self.focus.sides();
        let side = |&a: &ActorIndex| Some(self.registry.side(a)).filter(|s| sides.contains(s));
        if reading.frame.asks {
            let author = sense.voices[c].as_ref().is_some_and(|v| v.author);
            let party = sides.is_empty() && !speaker.is_empty() || speaker.iter().find_map(side).is_some();
            return if party && !author { ClaimKind::Demand } else { reading.kind };
        }
        let words = &sense.tokens[reading.at..reading.to];
        let talks = words.iter().any(|t| matches!(t.singular(), "round" | "negotiation" | "talk"))
            && !words.iter().any(|t| t.lower == "with");
        if reading.kind == ClaimKind::Meet && status == ClaimStatus::Future && talks {
            ClaimKind::Process
        } else {
            reading.kind
        }
    }

    /// The days that the clause itself names.
    pub(super) fn when(&self, sense: &Sense<'_, '_>, c: usize, status: ClaimStatus) -> Option<String> {
        let (first, last) = sense.tree.spread(sense.tree.clauses[c].root);
        let own = (first..=last).filter(|&i| sense.tree.of[i] == c).map(|i| &sense.tokens[i]);
        when(own, self.published.as_deref(), status)
    }

    /// When the clause's matter happens; an "-ing" clause goes with the clause it hangs on.
    pub(super) fn status(&self, sense: &Sense<'_, '_>, c: usize) -> ClaimStatus {
        let main = if sense.tree.clauses[c].opener == Opener::Participle {
            sense.tree.clauses[c].parent.unwrap_or(c)
        } else {
            c
        };
        modality::status(sense.tokens, &sense.tree.clauses[main], sense.voices[main].is_some())
    }
}

/// Whether the clause speaks of what was demanded or offered just before.
fn refers_back(tokens: &[Token<'_>], clause: &Clause) -> bool {
    const BACK: &[&str] =
        &["demand", "offer", "proposal", "charge", "condition", "accusation", "request", "idea", "call", "plan"];
    let definite = |t: &Token<'_>| matches!(t.lower.as_str(), "the" | "that" | "this" | "these" | "those" | "both");
    let apposition = clause.opener == Opener::Beside;
    tokens[clause.start..clause.end]
        .windows(2)
        .any(|w| (apposition || definite(&w[0])) && BACK.contains(&w[1].singular()))
}
