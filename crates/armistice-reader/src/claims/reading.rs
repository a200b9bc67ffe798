//! What a clause reports: the trigger that weighs most, or what a modal verb makes of it.

use armistice::case::claims::{ClaimKind, Polarity};

use super::{Reader, Reading};
use crate::clauses::Opener;
use crate::grammar::Relation;
use crate::lexicon::{Entry, Frame, Trigger, lexicon};
use crate::modality;
use crate::sense::Sense;
use crate::token::Tag;
use crate::voices::is_report;

impl Reader {
    /// What the clause reports, if anything.
    pub(super) fn reading(&self, sense: &Sense<'_, '_>, c: usize) -> Option<Reading> {
        let clause = &sense.tree.clauses[c];
        let tokens = sense.tokens;
        // A verb of saying may reach into what is said: "hinted that he might".
        let content = sense.content(c).map(|k| &sense.tree.clauses[k]);
        let report = clause.head.filter(|&h| is_report(&tokens[h]));
        let verb = clause.verb.unwrap_or(clause.start);
        let voiced = sense.voices[c].is_some();
        let finite = clause.verb.is_some_and(|v| tokens[v].is_finite());
        let mut best: Option<(i32, Trigger)> = None;
        for i in clause.start..clause.end {
            if sense.tree.of[i] != c {
                continue;
            }
            let reach =
                if report == Some(i) { content.map_or(clause.end, |n| n.end.max(clause.end)) } else { clause.end };
            // Without a verb of its own a scrap of a sentence judges nothing; violence needs somebody doing it, or goes on by itself.
            let agent = || sense.tree.child(tokens, clause.root, &[Relation::OblAgent]).is_some();
            let leads = finite && (i == verb || Some(i) <= clause.head || i <= verb + 3);
            let acting = |frame: &Frame| {
                leads && (frame.paired || !sense.subjects[c].is_empty()) && (!clause.passive || agent())
            };
            let fits = |entry: &Entry| {
                let frame = &entry.frame;
                // What somebody claims of a clause needs that somebody.
                let claimed = voiced || !frame.say || entry.kind == ClaimKind::Assess;
                let named = frame.np && frame.by && !frame.weak && !tokens[i].is_verb();
                claimed
                    && !named
                    && !is_topic(sense, i)
                    && (finite || !frame.weak)
                    && (entry.kind != ClaimKind::Violence || acting(frame))
            };
            // The best of all, where that fits, is the best of those that fit.
            let best_of_all = sense.triggers[i].filter(|t| fits(t.entry));
            let known = reach == clause.end && (best_of_all.is_some() || sense.triggers[i].is_none());
            let found = if known { best_of_all } else { lexicon().find_fitting(tokens, i, reach, fits) };
            let Some(trigger) = found else { continue };
            let frame = trigger.entry.frame;
            // What somebody does stands in the predicate, or right below "begin", "plan", "agree".
            let taken = sense.is_predicate(c, trigger.start..trigger.end)
                || trigger.entry.kind == ClaimKind::Condition
                    && clause.verb.is_some_and(|v| (trigger.start..trigger.end).contains(&v));
            let light = tokens[clause.root].lemma.is_some_and(|l| LIGHT.contains(&l));
            if is_act(trigger.entry.kind) && !frame.np && !(finite && (taken || light)) {
                continue;
            }
            let main = i32::from(i >= verb || trigger.end > verb);
            let near = i32::from(i <= verb + 6) + 2 * i32::from(clause.head.is_some_and(|h| i <= h && h < trigger.end));
            // What the predicate itself says goes before what it speaks of.
            let own = i32::from(taken && !frame.weak) * 12
                + i32::from(taken && trigger.entry.kind == ClaimKind::Condition) * 6;
            let score = own + main * 8 + near * 2 + i32::try_from(trigger.words).unwrap_or(0).min(4)
                - i32::from(frame.weak) * 6;
            // "eager to meet": the meeting is what the eagerness is for.
            let governed = best.as_ref().is_some_and(|(_, b)| {
                !b.entry.frame.weak && b.end >= verb && b.end <= i && tokens[b.end - 1].tag == Tag::To
            });
            if !governed && best.as_ref().is_none_or(|b| score > b.0) {
                best = Some((score, trigger));
            }
        }
        let lexical = best.map(|(_, trigger)| Reading::of(&trigger));
        let voice = sense.voices[c].as_ref();
        let own = voice.is_some_and(|v| {
            sense.subjects[c].iter().any(|&s| v.actors.iter().any(|&a| self.registry.side(a) == self.registry.side(s)))
        });
        if lexical.is_some_and(|r| !r.frame.weak && (r.frame.say || r.at <= verb + 3)) {
            // "will not delay": whatever it is, they refuse it.
            // "must stop firing": whatever it is, they ask for it.
            let act = lexical.filter(|r| voice.is_some() && is_act(r.kind));
            let turned = act.and_then(|_| modality::of_clause(tokens, clause, own, false));
            let turned = turned.filter(|m| matches!(m.kind, ClaimKind::Refuse | ClaimKind::Call));
            return lexical.map(|r| match turned {
                Some(m) => Reading { status: None, ..Reading::modal(m, r.at, r.to) },
                None => r,
            });
        }
        let conditional = sense.below(c).any(|k| sense.tree.clauses[k].opener == Opener::Condition);
        let meant = (voiced || conditional).then(|| modality::of_clause(tokens, clause, own, conditional)).flatten();
        let modal = meant.map(|m| Reading::modal(m, verb, clause.head.unwrap_or(verb) + 1));
        modal.or(lexical).or_else(|| denial(sense, c, own))
    }

    /// "X must disarm before talks begin", "first": what is asked is the price of something else.
    pub(super) fn priced(sense: &Sense<'_, '_>, c: usize, reading: Reading) -> Reading {
        let clause = &sense.tree.clauses[c];
        let asked = matches!(reading.kind, ClaimKind::Demand | ClaimKind::Call);
        let content = sense.content(c).unwrap_or(c);
        let mut within = [c, content].into_iter().flat_map(|k| sense.below(k));
        let before = within.any(|k| {
            let later = &sense.tree.clauses[k];
            later.open > clause.root && sense.tokens[later.open].lower == "before" && later.verb.is_some()
        });
        let frame = Frame { asks: false, ..reading.frame };
        if asked && before { Reading { kind: ClaimKind::Condition, frame, ..reading } } else { reading }
    }

    /// The moves that nouns of the clause name besides its verb: "rejected a demand from X", "efforts by X to persuade Y".
    pub(super) fn named(&self, sense: &Sense<'_, '_>, c: usize, main: Option<Reading>) -> Vec<Reading> {
        let clause = &sense.tree.clauses[c];
        let mut out: Vec<Reading> = Vec::new();
        let mut i = clause.start;
        while i < clause.end {
            let trigger = sense.triggers[i].filter(|_| sense.tree.of[i] == c);
            let noun = matches!(sense.tokens[i].tag, Tag::Noun | Tag::Proper);
            let Some(t) = trigger.filter(|t| noun && t.entry.frame.np && t.entry.frame.by && !t.entry.frame.weak)
            else {
                i += 1;
                continue;
            };
            if is_topic(sense, i) {
                i = t.end;
                continue;
            }
            let apart = main.is_none_or(|m| (t.end <= m.at || m.to <= t.start) && m.kind != t.entry.kind);
            let reading = Reading::of(&t);
            if apart
                && (self.owner(sense, reading, &[]).is_some()
                    || reading.kind == ClaimKind::Mediate && !sense.subjects[c].is_empty())
            {
                out.push(reading);
            }
            i = t.end;
        }
        out
    }
}

/// Verbs that only say how another is meant.
const LIGHT: &[&str] = &[
    "begin", "start", "continue", "plan", "agree", "decide", "announce", "order", "prepare", "intend", "vow", "resume",
    "move", "schedule", "set", "expect", "have", "be", "finish", "complete", "promise", "threaten", "keep", "succeed",
    "manage", "go",
];

/// Something done, rather than said.
fn is_act(kind: ClaimKind) -> bool {
    use ClaimKind::{Accept, Attend, Ceasefire, Release, Sanction, Suspend, Violence, Withdraw};
    matches!(kind, Accept | Attend | Ceasefire | Release | Sanction | Suspend | Violence | Withdraw)
}

/// "spoke about a meeting of the leaders": what is talked about is no move yet.
fn is_topic(sense: &Sense<'_, '_>, i: usize) -> bool {
    let before = sense.tree.child(sense.tokens, i, &[Relation::Case, Relation::Advmod]);
    before.is_some_and(|k| sense.tokens[k].lower == "about") && !sense.tokens[i].is_verb()
}

/// "We did not walk out": what somebody says they did not do, without a word of the lexicon.
fn denial(sense: &Sense<'_, '_>, c: usize, own: bool) -> Option<Reading> {
    let clause = &sense.tree.clauses[c];
    let verb = clause.verb.filter(|_| own && sense.voices[c].as_ref().is_some_and(|v| !v.author))?;
    let done = matches!(sense.tokens[verb].tag, Tag::Do | Tag::Have | Tag::Be);
    (done && modality::is_negated(sense.tokens, clause, clause.root, clause.root + 1)).then(|| Reading {
        kind: ClaimKind::Deny,
        polarity: Polarity::Negative,
        frame: Frame { say: true, ..Frame::default() },
        at: clause.root,
        to: clause.root + 1,
        status: None,
    })
}
