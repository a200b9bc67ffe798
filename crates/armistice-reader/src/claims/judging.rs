//! What the judge makes of a sentence's candidates: claims where the lexicon is silent, other kinds where it is surer.

use armistice::case::claims::{Claim, ClaimKind, ClaimStatus, Polarity};

use super::{Candidate, Found, How, Reader, Reading};
use crate::clauses::Opener;
use crate::judge::feature;
use crate::modality;
use crate::sense::Sense;

impl Reader {
    /// Adds the clauses of which the lexicon says nothing.
    pub(super) fn silent(&self, sense: &Sense<'_, '_>, found: &mut Found, done: &[bool]) {
        for (c, clause) in sense.tree.clauses.iter().enumerate() {
            let known = found.candidates.iter().any(|k| k.clause == c && k.how != How::Noun);
            if known || clause.end <= clause.start {
                continue;
            }
            let reading = Reading::plain(sense, c, ClaimKind::Process);
            let within = self.is_within(sense, c, found);
            found.candidates.push(Candidate {
                claims: Vec::new(),
                clause: c,
                how: How::Silent,
                reading,
                within,
                done: done.get(c).copied().unwrap_or_default(),
            });
        }
    }

    /// Gives the candidates of which the lexicon says nothing a claim where a kind is sure enough, and the others their kinds.
    pub(super) fn judged(
        &mut self,
        source: &str,
        sense: &Sense<'_, '_>,
        found: &mut Found,
        place: [usize; 2],
        done: &[bool],
    ) {
        let mut verdicts = Vec::with_capacity(found.candidates.len());
        let mut features: Vec<u32> = Vec::new();
        for candidate in &found.candidates {
            features.clear();
            self.features(sense, candidate, &found.candidates, place, &mut |name, a, b| {
                features.push(feature(name, a, b));
            });
            #[cfg(feature = "train")]
            if self.examples.is_some() {
                self.teach(source, sense, candidate, &features, done);
            }
            verdicts.push(self.judge.kind(&features, candidate.drafted()));
        }
        for (k, verdict) in verdicts.iter().enumerate() {
            let Some((kind, _)) = *verdict else { continue };
            let drafted = found.candidates[k].drafted();
            if drafted.is_none() {
                let c = found.candidates[k].clause;
                found.candidates[k].claims = self.added(source, sense, c, kind, done);
            } else if drafted != Some(kind) {
                let candidate = &mut found.candidates[k];
                let polarity = polarity(sense, candidate.clause, candidate.reading, kind);
                for claim in &mut candidate.claims {
                    claim.kind = kind;
                    claim.polarity = polarity;
                }
            }
        }
        // Of two claims of a kind that share most of their bytes, the surer.
        let mut order: Vec<usize> = (0..verdicts.len()).collect();
        let sure = |k: usize| {
            let drafted = i32::from(found.candidates[k].how != How::Silent);
            (drafted, verdicts[k].map_or(0, |v| v.1))
        };
        order.sort_by_key(|&k| std::cmp::Reverse(sure(k)));
        let mut kept: Vec<usize> = Vec::new();
        for k in order {
            let twin = |&other: &usize| {
                let (Some(a), Some(b)) = (found.claim(k), found.claim(other)) else { return false };
                let common = a.end.min(b.end).saturating_sub(a.start.max(b.start));
                a.kind == b.kind && 2 * common >= a.end.max(b.end) - a.start.min(b.start)
            };
            if found.candidates[k].how == How::Silent && kept.iter().any(twin) {
                found.candidates[k].claims.clear();
            } else {
                kept.push(k);
            }
        }
        // "if …" that the judge has found belongs to what the clause above claims.
        for (k, candidate) in found.candidates.iter().enumerate() {
            let clause = &sense.tree.clauses[candidate.clause];
            let condition = candidate.how == How::Silent
                && clause.opener == Opener::Condition
                && candidate.drafted() == Some(ClaimKind::Condition);
            let above = clause.parent.and_then(|p| {
                found.candidates.iter().position(|o| o.clause == p && o.how != How::Noun && !o.claims.is_empty())
            });
            if let Some(above) = above.filter(|_| condition) {
                found.conditions.push((above, k));
            }
        }
    }

    /// The claim that clause `c` makes, of which the lexicon knows nothing.
    fn added(&mut self, source: &str, sense: &Sense<'_, '_>, c: usize, kind: ClaimKind, done: &[bool]) -> Vec<Claim> {
        use ClaimKind::{Agree, Assess, Call, Ceasefire, Condition, Criticize, Demand, Deny, Meet, Process, Suspend};
        let mut reading = Reading::plain(sense, c, kind);
        // What somebody says of others is theirs; what they say that somebody does is that one's.
        let voiced = sense.voices[c].as_ref().is_some_and(|v| !v.actors.is_empty());
        let judges = matches!(kind, Assess | Call | Condition | Criticize | Demand | Deny);
        // What is news of the talks is of whoever talks.
        reading.frame.paired = matches!(kind, Agree | Ceasefire | Meet | Process | Suspend);
        reading.frame.with = matches!(kind, Agree | Meet);
        reading.frame.say = voiced && !reading.frame.paired && (judges || sense.subjects[c].is_empty());
        let polarity = polarity(sense, c, reading, kind);
        let mut claims = self.draft(source, sense, c, reading, &mut done.to_vec());
        for claim in &mut claims {
            claim.kind = kind;
            claim.polarity = polarity;
        }
        claims
    }
}

/// Which way a claim goes when no word of the lexicon says so.
fn polarity(sense: &Sense<'_, '_>, c: usize, reading: Reading, kind: ClaimKind) -> Polarity {
    use ClaimKind::{Agree, Ceasefire, Criticize, Deny, Meet, Process, Refuse};
    let clause = &sense.tree.clauses[c];
    let nothing = |i: usize| {
        let token = &sense.tokens[i];
        sense.tree.of[i] == c && (matches!(token.lower.as_str(), "no" | "without") || token.lemma == Some("fail"))
    };
    let negated = modality::is_negated(sense.tokens, clause, reading.at, reading.to)
        || matches!(kind, Agree | Ceasefire | Meet) && (clause.start..clause.end).any(nothing);
    match kind {
        Refuse | Criticize | Deny => Polarity::Negative,
        _ if negated => Polarity::Negative,
        // What is planned is to be; what has been spoken of is neither here nor there.
        Process if modality::status(sense.tokens, clause, sense.voices[c].is_some()) != ClaimStatus::Future => {
            Polarity::Neutral
        }
        _ => Polarity::Positive,
    }
}

#[cfg(feature = "train")]
impl Reader {
    /// Whether examples are gathered for training.
    pub(super) fn teaches(&self) -> bool {
        self.examples.is_some()
    }

    /// Takes the candidate down as an example.
    fn teach(&mut self, source: &str, sense: &Sense<'_, '_>, candidate: &Candidate, features: &[u32], done: &[bool]) {
        let plain = || Reading::plain(sense, candidate.clause, ClaimKind::Process);
        let claim = match candidate.claims.first() {
            Some(claim) => Some(claim.clone()),
            None => self.draft(source, sense, candidate.clause, plain(), &mut done.to_vec()).into_iter().next(),
        };
        if let (Some(claim), Some(examples)) = (claim, &mut self.examples) {
            examples.push(crate::judge::train::Example {
                start: claim.start,
                end: claim.end,
                drafted: candidate.drafted(),
                features: features.to_vec(),
            });
        }
    }
}

#[cfg(not(feature = "train"))]
impl Reader {
    /// Whether examples are gathered for training.
    #[expect(clippy::unused_self, reason = "with training it is asked of this reader")]
    pub(super) fn teaches(&self) -> bool {
        false
    }
}
