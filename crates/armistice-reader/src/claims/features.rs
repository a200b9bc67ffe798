//! What the judge looks at in a clause: its words, how it hangs on others, who is in it, and what the lexicon makes of it.

use armistice::case::claims::ClaimKind;

use super::{Candidate, How, Reader};
use crate::actors::mentions::Role;
use crate::clauses::{Clause, Opener};
use crate::grammar::Relation;
use crate::sense::Sense;
use crate::token::{Tag, Token};
use crate::voices::is_report;

/// Where features go: the name of what is looked at, and up to two things seen there.
pub(crate) type Sink<'s> = dyn FnMut(&'static str, &str, &str) + 's;

/// The word's lemma, as far as the reader knows it.
pub(crate) fn lemma<'a>(t: &'a Token<'_>) -> &'a str {
    match t.lemma {
        Some(lemma) if t.is_verb() || matches!(t.tag, Tag::Be | Tag::Have | Tag::Do) => lemma,
        _ if t.tag == Tag::Num => "0",
        _ => t.singular(),
    }
}

fn number(n: usize) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6", "7", "8+"][n.min(8)]
}

/// Lengths, doubling.
fn size(n: usize) -> &'static str {
    number(usize::BITS as usize - n.leading_zeros() as usize)
}

fn opener(opener: Opener) -> &'static str {
    match opener {
        Opener::Main => "main",
        Opener::Joined => "joined",
        Opener::Content => "content",
        Opener::Condition => "condition",
        Opener::Adjunct => "adjunct",
        Opener::Relative => "relative",
        Opener::Participle => "participle",
        Opener::Beside => "beside",
    }
}

fn tag(tag: Tag) -> &'static str {
    match tag {
        Tag::Finite => "finite",
        Tag::Infinitive => "infinitive",
        Tag::Ing => "ing",
        Tag::Participle => "participle",
        Tag::Adj => "adj",
        Tag::Noun => "noun",
        Tag::Proper => "proper",
        Tag::Pron => "pron",
        Tag::Modal => "modal",
        Tag::Be => "be",
        Tag::Have => "have",
        Tag::Do => "do",
        Tag::Wh | Tag::That => "wh",
        _ => "other",
    }
}

/// The words around which a clause is built.
struct Frame<'f> {
    subject: &'f str,
    object: &'f str,
    complement: &'f str,
    auxiliary: &'f str,
    particle: &'f str,
}

impl Reader {
    /// Everything the judge looks at in a candidate.
    pub(super) fn features(
        &self,
        sense: &Sense<'_, '_>,
        candidate: &Candidate,
        all: &[Candidate],
        place: [usize; 2],
        put: &mut Sink<'_>,
    ) {
        let tokens = sense.tokens;
        let c = candidate.clause;
        let clause = &sense.tree.clauses[c];
        let how = candidate.how.word();
        put("bias", how, "");
        let reading = candidate.reading;
        let noun = candidate.how == How::Noun;
        let root = if noun { reading.at } else { clause.root };
        let head = if noun { reading.at } else { clause.head.unwrap_or(clause.root) };
        let word = lemma(&tokens[root]);
        // What the lexicon says.
        let status = candidate.claims.first().map_or_else(|| self.status(sense, c), |claim| claim.status).word();
        let kind = candidate.drafted().map_or("none", ClaimKind::word);
        put("kind", kind, "");
        put("kind+how", kind, how);
        put("kind+opener", kind, opener(clause.opener));
        put("kind+root", kind, word);
        put("kind+status", kind, status);
        if let Some(claim) = candidate.claims.first() {
            let trigger = lemma(&tokens[reading.at.min(tokens.len() - 1)]);
            put("kind+trigger", kind, trigger);
            put("kind+polarity", kind, claim.polarity.word());
            let frame = reading.frame;
            let manner = match (frame.weak, frame.say, reading.status.is_some()) {
                (_, _, true) => "modal",
                (true, _, _) => "weak",
                (_, true, _) => "say",
                _ => "plain",
            };
            put("kind+manner", kind, manner);
            put("kind+words", kind, number(reading.to.saturating_sub(reading.at)));
            let taken = sense.is_predicate(c, reading.at..reading.to);
            put("kind+taken", kind, if taken { "root" } else { "other" });
            put("kind+speaker", kind, number(claim.speaker.len().min(2)));
            put("kind+before", kind, if reading.at < clause.verb.unwrap_or(clause.start) { "before" } else { "after" });
        }
        // Every trigger in the clause.
        for i in clause.start..clause.end {
            if sense.tree.of[i] != c {
                continue;
            }
            if let Some(t) = sense.triggers[i] {
                let at = if (t.start..t.end).contains(&clause.root) { "root" } else { "other" };
                put("trigger", t.entry.kind.word(), at);
                put("trigger?", t.entry.kind.word(), if t.entry.frame.weak { "weak" } else { "" });
                if t.words > 1 {
                    put("triggers", t.entry.kind.word(), number(t.words));
                }
            }
        }
        // Words.
        let frame = parts(sense, root, clause, noun);
        put("root", word, "");
        put("head", lemma(&tokens[head]), tag(tokens[head].tag));
        put("root+aux", word, frame.auxiliary);
        put("aux", frame.auxiliary, "");
        put("subject", frame.subject, "");
        put("object", frame.object, "");
        put("complement", frame.complement, "");
        put("root+object", word, frame.object);
        put("root+complement", word, frame.complement);
        put("root+subject", word, frame.subject);
        put("root+particle", word, frame.particle);
        put("tag", tag(tokens[root].tag), if clause.passive { "passive" } else { "" });
        put("opener", opener(clause.opener), if clause.subject.is_some() { "subject" } else { "" });
        let negated = (clause.start..clause.end).any(|i| {
            sense.tree.of[i] == c && (tokens[i].tag == Tag::Not || matches!(tokens[i].lower.as_str(), "no" | "neither"))
        });
        put("negated", if negated { "not" } else { "" }, "");
        if negated {
            put("not+root", word, "");
            put("not+kind", kind, "");
        }
        for (i, t) in tokens.iter().enumerate().take(clause.end).skip(clause.start) {
            let content =
                t.is_verb() || matches!(t.tag, Tag::Noun | Tag::Adj | Tag::Modal | Tag::Adv | Tag::Not | Tag::Sub);
            if content && sense.tree.of[i] == c && i != root {
                put("word", lemma(t), "");
            }
        }
        if let Some(open) = tokens.get(clause.open).filter(|_| clause.open < clause.start) {
            put("open", &open.lower, "");
        }
        // Who.
        let subjects = &sense.subjects[c];
        let sides = self.focus.sides();
        let side = subjects.iter().any(|&a| sides.contains(&self.registry.side(a)));
        let who = match (subjects.len(), side) {
            (0, _) => "nobody",
            (1, true) => "side",
            (1, false) => "one",
            (_, true) => "sides",
            _ => "several",
        };
        let voice = sense.voices[c].as_ref();
        let own = voice.is_some_and(|v| {
            subjects.iter().any(|&s| v.actors.iter().any(|&a| self.registry.side(a) == self.registry.side(s)))
        });
        let says = match voice {
            None => "text",
            Some(v) if v.author => "author",
            Some(v) => match (v.direct, own) {
                (true, true) => "quoted own",
                (true, false) => "quoted",
                (false, true) => "said own",
                (false, false) => "said",
            },
        };
        let speaks = voice.is_some_and(|v| v.actors.iter().any(|&a| sides.contains(&self.registry.side(a))));
        put("who", who, says);
        put("says", says, "");
        put("who only", who, "");
        put("says+aux", says, frame.auxiliary);
        put("says+opener", says, opener(clause.opener));
        put("kind+says", kind, says);
        put("kind+who", kind, who);
        put("speaks", if speaks { "side" } else { "" }, frame.auxiliary);
        let named = sense.mentions.iter().filter(|m| m.start >= clause.start && m.end <= clause.end);
        let (mut others, mut places) = (0, 0);
        for m in named {
            match m.role {
                Role::Place => places += 1,
                _ => others += 1,
            }
        }
        put("named", number(others), number(places.min(2)));
        let bytes = match candidate.claims.first() {
            Some(claim) => claim.end - claim.start,
            None => tokens[clause.end - 1].end.saturating_sub(tokens[clause.start].start),
        };
        put("length", size(bytes), "");
        put("status", status, says);
        put("quoted", if tokens[root].quoted { "quoted" } else { "" }, "");
        // Where.
        put("place", number(place[0].min(3)), number(place[1].min(2)));
        put("first", if place[0] == 0 && clause.opener == Opener::Main { "first" } else { "" }, kind);
        let above = clause.parent.map(|p| &sense.tree.clauses[p]);
        if let (Some(p), Some(above)) = (clause.parent, above) {
            put("above", lemma(&tokens[above.root]), opener(clause.opener));
            put("above says", if is_report(&tokens[above.root]) { "report" } else { "" }, opener(clause.opener));
            let drafted = all.iter().find(|k| k.clause == p && k.how == How::Lexicon);
            let up = drafted.and_then(Candidate::drafted).map_or("none", ClaimKind::word);
            put("up", up, opener(clause.opener));
            put("up+kind", up, kind);
        }
        for k in sense.below(c) {
            let below = &sense.tree.clauses[k];
            let drafted = all.iter().find(|d| d.clause == k && d.how != How::Silent);
            let down = drafted.and_then(Candidate::drafted).map_or("none", ClaimKind::word);
            put("down", down, opener(below.opener));
            put("down root", lemma(&tokens[below.root]), opener(below.opener));
        }
        put("within", if candidate.within { "within" } else { "" }, how);
        put("done", if candidate.done { "done" } else { "" }, how);
        put("narrows", if sense.narrows(c) { "narrows" } else { "" }, how);
        let relation = if tokens[root].relation == Relation::Root { "root" } else { "" };
        put("relation", relation, "");
    }
}

/// The words that the predicate's own words are: subject, object, complement, first auxiliary, particle or preposition.
fn parts<'f>(sense: &'f Sense<'_, '_>, root: usize, clause: &Clause, noun: bool) -> Frame<'f> {
    let tokens = sense.tokens;
    let child = |of: usize, relations: &[Relation]| sense.tree.child(tokens, of, relations);
    let named = |i: Option<usize>| match i {
        // Who it is says little; that it is somebody does.
        Some(i) if tokens[i].tag == Tag::Proper => "NAME",
        Some(i) => lemma(&tokens[i]),
        None => "",
    };
    let object = child(root, &[Relation::Obj]).or_else(|| {
        let complement = child(root, &[Relation::Xcomp])?;
        child(complement, &[Relation::Obj, Relation::Obl])
    });
    let oblique = child(root, &[Relation::Obl, Relation::Nmod]);
    let particle = child(root, &[Relation::CompoundPrt])
        .or_else(|| oblique.and_then(|o| child(o, &[Relation::Case])))
        .or_else(|| child(root, &[Relation::Case]).filter(|_| noun));
    let aux = if noun { None } else { clause.verb.filter(|&v| v != root) };
    Frame {
        subject: named(if noun { child(root, &[Relation::NmodPoss]) } else { clause.subject }),
        object: named(object.or(oblique)),
        complement: named(child(root, &[Relation::Xcomp, Relation::Ccomp, Relation::Acl])),
        auxiliary: aux.map_or("", |v| tokens[v].lower.as_str()),
        particle: named(particle),
    }
}
