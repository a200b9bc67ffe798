//! Sentences to clauses, from the sentence's tree: each predicate with its subject, its own words, and how it hangs on another.

use crate::grammar::{Relation, Upos};
use crate::token::{Tag, Token};
use crate::voices::is_report;

/// How a clause begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opener {
    /// A main clause.
    Main,
    /// A second predicate, joined by "and", "or", "but" or a comma.
    Joined,
    /// What somebody says, thinks or demands, with or without "that".
    Content,
    /// "if", "unless", "until", "provided", "as long as".
    Condition,
    /// Other subordinate clauses: "while", "because", "after meeting …".
    Adjunct,
    /// "who", "which".
    Relative,
    /// An "-ing" clause; its subject is that of the clause it hangs on.
    Participle,
    /// Put beside, after a dash or a colon or in between.
    Beside,
}

/// A clause: its own words `start..end`, from the subject to the last complement, without opening word, what stands in front, and what is another clause's.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) opener: Opener,
    /// The word that opens it ("if", "that"), where its quote begins when it is a condition.
    pub(crate) open: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The predicate: the verb, or the noun or adjective of a copula.
    pub(crate) root: usize,
    /// The first finite verb or auxiliary, or the participle.
    pub(crate) verb: Option<usize>,
    /// The verb that carries the meaning, a copula where there is none.
    pub(crate) head: Option<usize>,
    /// Head of its own subject.
    pub(crate) subject: Option<usize>,
    /// Whoever its subject is has it done to them.
    pub(crate) passive: bool,
    /// The clause it hangs on.
    pub(crate) parent: Option<usize>,
}

/// A sentence as a tree and its clauses.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// In the order of their first words.
    pub(crate) clauses: Vec<Clause>,
    /// For each word the clause whose own it is.
    pub(crate) of: Vec<usize>,
    /// For each word the first and the last word of all that hangs on it.
    spread: Vec<(usize, usize)>,
    /// For each word those that hang on it, as ranges of `hanging`.
    first: Vec<usize>,
    hanging: Vec<usize>,
}

/// The words that make a clause a condition.
const CONDITIONS: &[&str] = &["if", "unless", "until", "till", "provided", "providing", "lest", "once", "assuming"];

/// Words that make one of a participle: "provided (that) X withdraws".
const GIVEN: &[&str] = &["provided", "providing", "assuming"];

impl Tree {
    /// The tree of a sentence.
    pub(crate) fn new(tokens: &[Token<'_>]) -> Self {
        let n = tokens.len();
        let mut tree = Self { spread: (0..n).map(|i| (i, i)).collect(), ..Self::default() };
        let mut count = vec![0; n + 1];
        for t in tokens {
            if let Some(h) = t.head {
                count[h + 1] += 1;
            }
        }
        for i in 0..n {
            count[i + 1] += count[i];
        }
        tree.first = count.clone();
        tree.hanging = vec![0; count[n]];
        for (i, t) in tokens.iter().enumerate() {
            if let Some(h) = t.head {
                tree.hanging[count[h]] = i;
                count[h] += 1;
            }
        }
        for i in 0..n {
            let mut at = i;
            while let Some(h) = tokens[at].head {
                let s = &mut tree.spread[h];
                if s.0 <= i && i <= s.1 {
                    break;
                }
                *s = (s.0.min(i), s.1.max(i));
                at = h;
            }
        }
        tree.find_clauses(tokens);
        tree
    }

    /// The words that hang on word `i`, in order.
    pub(crate) fn children(&self, i: usize) -> &[usize] {
        match (self.first.get(i), self.first.get(i + 1)) {
            (Some(&from), Some(&to)) => &self.hanging[from..to],
            _ => &[],
        }
    }

    /// The first word that hangs on `i` in this way.
    pub(crate) fn child(&self, tokens: &[Token<'_>], i: usize, relations: &[Relation]) -> Option<usize> {
        self.children(i).iter().copied().find(|&c| relations.contains(&tokens[c].relation))
    }

    /// The first and the last word of all that hangs on word `i`.
    pub(crate) fn spread(&self, i: usize) -> (usize, usize) {
        self.spread.get(i).copied().unwrap_or((i, i))
    }

    /// The mark right before the phrase of word `i`, whatever the mark hangs on; empty when there is none.
    pub(crate) fn mark_before<'t>(&self, tokens: &'t [Token<'_>], i: usize) -> &'t str {
        let (first, last) = self.spread(i);
        let word = (first..=last).find(|&w| tokens[w].tag != Tag::Punct).unwrap_or(first);
        let before = word.checked_sub(1).map(|b| &tokens[b]);
        before.filter(|b| b.tag == Tag::Punct).map_or("", |b| b.text)
    }

    /// Word `i` and the words it is joined with: "X, Y and Z". A second subject of the same verb is one of them.
    pub(crate) fn row(&self, tokens: &[Token<'_>], i: usize) -> Vec<usize> {
        let mut out = vec![i];
        if let Some(h) = tokens[i].head.filter(|_| SUBJECTS.contains(&tokens[i].relation)) {
            let again = |&&c: &&usize| c != i && c < h && SUBJECTS.contains(&tokens[c].relation);
            out.extend(self.children(h).iter().filter(again));
        }
        let mut at = 0;
        while let Some(&h) = out.get(at) {
            let joined = |&&c: &&usize| tokens[c].relation == Relation::Conj && !self.is_clause(c);
            out.extend(self.children(h).iter().filter(joined));
            at += 1;
        }
        out
    }

    /// The clauses, each after the one it hangs on.
    pub(crate) fn outside_in(&self) -> Vec<usize> {
        let mut out: Vec<usize> = Vec::with_capacity(self.clauses.len());
        let mut placed = vec![false; self.clauses.len()];
        for c in 0..self.clauses.len() {
            let mut way = Vec::new();
            let mut at = Some(c);
            while let Some(k) = at.filter(|&k| !placed[k]) {
                placed[k] = true;
                way.push(k);
                at = self.clauses[k].parent;
            }
            out.extend(way.into_iter().rev());
        }
        out
    }

    /// Word `i` is the predicate of a clause.
    fn is_clause(&self, i: usize) -> bool {
        self.of.get(i).is_some_and(|&c| self.clauses.get(c).is_some_and(|k| k.root == i))
    }

    fn find_clauses(&mut self, tokens: &[Token<'_>]) {
        let n = tokens.len();
        // A word is settled after its head: heads are gone up to and the way back is remembered.
        let mut root_of: Vec<Option<usize>> = vec![None; n];
        for i in 0..n {
            let mut way = vec![i];
            while let Some(&at) = way.last() {
                let up = tokens[at].head;
                let known = up.map(|h| root_of[h]);
                match known {
                    Some(None) if way.len() <= n => way.extend(up),
                    _ => {
                        let above = known.flatten();
                        let clause = above.is_none() || self.begins_clause(tokens, at, above);
                        root_of[at] = Some(if clause { at } else { above.unwrap_or(at) });
                        way.pop();
                    }
                }
            }
        }
        let root_of: Vec<usize> = root_of.into_iter().enumerate().map(|(i, r)| r.unwrap_or(i)).collect();
        let mut roots: Vec<usize> = (0..n).filter(|&i| root_of[i] == i).collect();
        roots.sort_unstable();
        let mut number = vec![usize::MAX; n];
        let drafts: Vec<Clause> = roots.iter().map(|&r| self.clause(tokens, &root_of, r)).collect();
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        order.sort_by_key(|&k| (drafts[k].start, drafts[k].root));
        for (at, &k) in order.iter().enumerate() {
            number[drafts[k].root] = at;
        }
        self.of = root_of.iter().map(|&r| number[r]).collect();
        self.clauses = order
            .iter()
            .map(|&k| {
                let mut clause = drafts[k].clone();
                clause.parent = tokens[clause.root].head.map(|h| self.of[h]);
                clause
            })
            .collect();
        self.part_conditions();
    }

    /// What a condition stands behind ends where the condition begins.
    fn part_conditions(&mut self) {
        let conditions = self.clauses.iter().filter(|k| k.opener == Opener::Condition);
        let opens: Vec<(usize, usize)> = conditions.map(|k| (k.open, k.root)).collect();
        for clause in &mut self.clauses {
            for &(open, root) in &opens {
                if clause.root < open && root != clause.root && open < clause.end {
                    clause.end = open;
                }
            }
        }
    }

    /// Whether the word is a predicate with a clause of its own; `above` is the predicate of the clause its head is in.
    fn begins_clause(&self, tokens: &[Token<'_>], i: usize, above: Option<usize>) -> bool {
        let t = &tokens[i];
        let auxiliary = matches!(t.relation, Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Xcomp);
        if self.is_finite(tokens, i) && self.has_subject(tokens, i) && !auxiliary {
            return true;
        }
        match t.relation {
            Relation::Root => true,
            Relation::Ccomp | Relation::AclRelcl | Relation::AdvclRelcl | Relation::Parataxis => {
                self.predicates(tokens, i)
            }
            Relation::Csubj | Relation::CsubjPass | Relation::CsubjOuter => self.predicates(tokens, i),
            // "to discuss …" stays with what it is the purpose of.
            Relation::Advcl => self.predicates(tokens, i) && !self.is_purpose(tokens, i),
            // "must halt and withdraw" is one, "welcomed and agreed" are two.
            Relation::Conj => {
                let joins = t.head.is_some_and(|h| above == Some(h) && self.predicates(tokens, h));
                self.predicates(tokens, i)
                    && (self.is_finite(tokens, i)
                        || self.has_subject(tokens, i)
                        || joins && matches!(t.tag, Tag::Participle | Tag::Ing))
            }
            // "…, urging X to": beside the rest, whatever word it hangs on. "a statement saying …" says something.
            Relation::Acl | Relation::Xcomp | Relation::Dep if matches!(t.tag, Tag::Ing | Tag::Participle) => {
                self.mark_before(tokens, i) == "," && t.tag == Tag::Ing
                    || t.relation == Relation::Acl && t.tag == Tag::Ing && is_report(t)
            }
            _ => false,
        }
    }

    /// A verb, or something with a subject or a copula.
    fn predicates(&self, tokens: &[Token<'_>], i: usize) -> bool {
        matches!(tokens[i].upos, Upos::Verb | Upos::Aux)
            || self.child(tokens, i, &[Relation::Cop]).is_some()
            || self.has_subject(tokens, i)
    }

    /// A finite verb, or a predicate with a finite auxiliary or copula.
    fn is_finite(&self, tokens: &[Token<'_>], i: usize) -> bool {
        tokens[i].is_finite() || self.children(i).iter().any(|&c| is_auxiliary(&tokens[c]) && tokens[c].is_finite())
    }

    fn has_subject(&self, tokens: &[Token<'_>], i: usize) -> bool {
        self.child(tokens, i, SUBJECTS).is_some()
    }

    fn is_purpose(&self, tokens: &[Token<'_>], i: usize) -> bool {
        let to = |&&c: &&usize| tokens[c].relation == Relation::Mark && tokens[c].lower == "to";
        let front = tokens[i].head.is_some_and(|h| i < h);
        !front && self.children(i).iter().any(|c| to(&c)) && !self.has_subject(tokens, i)
    }

    fn clause(&self, tokens: &[Token<'_>], root_of: &[usize], root: usize) -> Clause {
        let own = |c: usize| root_of[c] != c;
        let subject = self.child(tokens, root, SUBJECTS);
        let marks = self.children(root).iter().copied().filter(|&c| tokens[c].relation == Relation::Mark && c < root);
        let mark = marks.clone().find(|&c| tokens[c].lower != "to");
        let verbal = matches!(tokens[root].upos, Upos::Verb | Upos::Aux);
        // The subject, or the first auxiliary, or what else belongs to the predicate itself.
        let mut start = root;
        for &c in self.children(root).iter().filter(|&&c| c < root) {
            let front = match tokens[c].relation {
                Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter | Relation::Expl => own(c),
                Relation::Aux | Relation::AuxPass | Relation::Cop => true,
                Relation::Advmod => is_negation(&tokens[c]),
                Relation::Csubj | Relation::CsubjPass | Relation::CsubjOuter => true,
                Relation::Det
                | Relation::Amod
                | Relation::NmodPoss
                | Relation::Compound
                | Relation::Nummod
                | Relation::Case => !verbal,
                Relation::Mark => tokens[c].lower == "to" && subject.is_none(),
                _ => false,
            };
            if front {
                start = start.min(self.lead(tokens, c));
            }
        }
        let open = mark.map_or(start, |m| self.condition_start(tokens, m));
        let first_aux = self
            .children(root)
            .iter()
            .copied()
            .filter(|&c| matches!(tokens[c].relation, Relation::Aux | Relation::AuxPass | Relation::Cop))
            .chain([root])
            .filter(|&c| tokens[c].is_finite())
            .min();
        let cop = self.child(tokens, root, &[Relation::Cop]);
        let head = cop.or(verbal.then_some(root));
        Clause {
            opener: self.opener(tokens, root, mark),
            open,
            start,
            end: self.cut(tokens, root_of, root, self.reach(tokens, root_of, root) + 1),
            root,
            verb: first_aux.or(head),
            head,
            subject,
            // "X advised Y" has no "be": whatever the parse says of X.
            passive: self.child(tokens, root, &[Relation::AuxPass]).is_some()
                || self.child(tokens, root, &[Relation::NsubjPass]).is_some() && first_aux.or(head) != Some(root),
            parent: None,
        }
    }

    /// "provided", "assuming" that something is so.
    fn is_given(&self, tokens: &[Token<'_>], root: usize) -> bool {
        GIVEN.contains(&tokens[root].lower.as_str())
            && tokens[root].relation != Relation::Root
            && self.child(tokens, root, &[Relation::Ccomp]).is_some()
    }

    /// "should X withdraw", "were X to withdraw", "had X withdrawn".
    fn is_inverted(&self, tokens: &[Token<'_>], root: usize) -> bool {
        let first = self.children(root).iter().copied().find(|&c| tokens[c].relation != Relation::Punct);
        let auxiliary = first.filter(|&c| is_auxiliary(&tokens[c]) && c < root);
        tokens[root].relation == Relation::Advcl
            && self.child(tokens, root, SUBJECTS).is_some_and(|s| auxiliary.is_some_and(|a| a < s))
            && auxiliary.is_some_and(|a| matches!(tokens[a].lower.as_str(), "should" | "were" | "had"))
    }

    /// Something that will or can not be: what stands in its way may open with "before" or "while".
    fn is_refused(&self, tokens: &[Token<'_>], predicate: Option<usize>) -> bool {
        const MODALS: &[&str] = &["will", "wo", "would", "can", "ca", "could", "cannot", "shall"];
        predicate.is_some_and(|p| {
            let (first, _) = self.spread(p);
            let words = || tokens[first..p].iter();
            words().any(is_negation) && words().any(|t| MODALS.contains(&t.lower.as_str()))
        })
    }

    /// "only if", "even if", "as long as": the condition's words begin before its mark.
    fn condition_start(&self, tokens: &[Token<'_>], mark: usize) -> usize {
        if long(tokens, mark) {
            let from = mark - 2;
            let only = |&b: &usize| matches!(tokens[b].lower.as_str(), "only" | "for");
            return from.checked_sub(1).filter(only).unwrap_or(from);
        }
        let before =
            mark.checked_sub(1).filter(|&b| matches!(tokens[b].lower.as_str(), "only" | "even" | "but" | "not"));
        let before = before.filter(|&b| tokens[b].lower == "only" || tokens[b].lower == "even");
        before.unwrap_or(mark).min(self.spread(mark).0)
    }

    fn opener(&self, tokens: &[Token<'_>], root: usize, mark: Option<usize>) -> Opener {
        let word = mark.map_or("", |m| tokens[m].lower.as_str());
        let only = |m: usize| {
            m.checked_sub(1).is_some_and(|b| tokens[b].lower == "only") && matches!(word, "after" | "when" | "as")
        };
        let stops = matches!(word, "before" | "while") && self.is_refused(tokens, tokens[root].head);
        let condition = mark.is_some_and(|m| CONDITIONS.contains(&word) || long(tokens, m) || only(m) || stops)
            || mark.is_none() && (self.is_given(tokens, root) || self.is_inverted(tokens, root));
        match tokens[root].relation {
            Relation::Root => Opener::Main,
            Relation::Conj => Opener::Joined,
            // "asked if" contains a question.
            Relation::Ccomp if word == "if" || !condition => Opener::Content,
            Relation::AclRelcl if self.is_content(tokens, root) => Opener::Content,
            Relation::AclRelcl | Relation::AdvclRelcl => Opener::Relative,
            Relation::Parataxis => Opener::Beside,
            _ if condition => Opener::Condition,
            Relation::Csubj | Relation::CsubjPass | Relation::CsubjOuter => Opener::Content,
            _ if !word.is_empty() && word != "that" => Opener::Adjunct,
            _ if matches!(tokens[root].tag, Tag::Ing | Tag::Participle) && !self.has_subject(tokens, root) => {
                Opener::Participle
            }
            Relation::Advcl => Opener::Adjunct,
            _ if word == "that" => Opener::Content,
            _ => Opener::Beside,
        }
    }

    /// "the position that talks must begin": no relative clause, but what a noun of saying contains.
    fn is_content(&self, tokens: &[Token<'_>], root: usize) -> bool {
        const SAYINGS: &[&str] = &[
            "position",
            "claim",
            "statement",
            "announcement",
            "warning",
            "report",
            "view",
            "belief",
            "demand",
            "promise",
            "pledge",
            "assurance",
            "hope",
            "message",
            "condition",
            "insistence",
            "allegation",
            "accusation",
            "conviction",
            "call",
            "threat",
            "suggestion",
            "proposal",
            "idea",
            "fear",
            "concern",
            "doubt",
            "commitment",
            "agreement",
        ];
        let noun = tokens[root].head.is_some_and(|h| SAYINGS.contains(&tokens[h].singular()));
        let that = |&&c: &&usize| tokens[c].tag == Tag::That && !SUBJECTS.contains(&tokens[c].relation);
        noun && self.has_subject(tokens, root) && self.children(root).iter().any(|c| that(&c))
    }

    /// Where the phrase of word `i` begins: without a conjunction, marks, or something put beside it in front.
    pub(crate) fn lead(&self, tokens: &[Token<'_>], i: usize) -> usize {
        let mut from = i;
        for &c in self.children(i).iter().filter(|&&c| c < i) {
            if !matches!(tokens[c].relation, Relation::Punct | Relation::Cc | Relation::Parataxis | Relation::Discourse)
            {
                from = from.min(self.lead(tokens, c));
            }
        }
        from
    }

    /// Where the noun phrase of word `i` begins, without its preposition.
    pub(crate) fn phrase(&self, tokens: &[Token<'_>], i: usize) -> usize {
        let inside = |&c: &usize| {
            c < i && !matches!(tokens[c].relation, Relation::Case | Relation::Mark | Relation::Punct | Relation::Cc)
        };
        self.children(i).iter().copied().filter(inside).map(|c| self.lead(tokens, c)).min().unwrap_or(i)
    }

    /// The last word that belongs to the phrase or clause of word `i`.
    pub(crate) fn last(&self, tokens: &[Token<'_>], i: usize) -> usize {
        let root_of: Vec<usize> =
            self.of.iter().enumerate().map(|(w, &c)| self.clauses.get(c).map_or(w, |k| k.root)).collect();
        self.reach(tokens, &root_of, i)
    }

    fn reach(&self, tokens: &[Token<'_>], root_of: &[usize], i: usize) -> usize {
        let mut last = i;
        for &c in self.children(i).iter().filter(|&&c| c > i) {
            let mark = self.mark_before(tokens, c);
            let clause = root_of[c] == c;
            let take = match tokens[c].relation {
                Relation::Punct => continue,
                Relation::Parataxis | Relation::Discourse | Relation::Vocative => break,
                // What is said is another's words; what is ensured or wanted belongs to the ensuring.
                Relation::Ccomp if clause && is_report(&tokens[i]) && !self.asks(tokens, c) => continue,
                Relation::Conj | Relation::Acl | Relation::Xcomp | Relation::Dep if clause => break,
                Relation::Advcl | Relation::AclRelcl | Relation::AdvclRelcl => {
                    let apart = clause && (self.opens_condition(tokens, c) || self.opens_aside(tokens, c));
                    if apart || is_break(mark) {
                        break;
                    }
                    true
                }
                // "…, a position X called unacceptable": another statement.
                Relation::Appos if is_break(mark) => {
                    let (first, last) = self.spread(c);
                    mark == "," && !(first..=last).any(|w| root_of[w] == w)
                }
                Relation::Acl => !matches!(mark, "—" | "–" | "-" | ":" | "--"),
                _ => true,
            };
            if take {
                last = last.max(self.reach(tokens, root_of, c));
            } else {
                break;
            }
        }
        last
    }

    /// Where a clause that seems to end at `end` really does: before another that begins after a comma, whatever it hangs on.
    fn cut(&self, tokens: &[Token<'_>], root_of: &[usize], root: usize, end: usize) -> usize {
        const ASIDE: &[&str] = &["although", "though", "while", "whereas", "as"];
        let begins = |j: usize| {
            let other = root_of[j];
            let within = tokens[other].relation == Relation::AclRelcl || tokens[other].relation == Relation::Ccomp;
            let aside = ASIDE.contains(&tokens[j].lower.as_str()) && tokens[j..end].iter().any(Token::is_finite);
            aside
                || other != root && !within && other > j && matches!(tokens[j].tag, Tag::Sub | Tag::Conj)
                || other != root && other > j && tokens[other].relation == Relation::Advcl
                || tokens[j].lower == "according"
                || other == j && tokens[j].tag == Tag::Ing && !within
        };
        let stop = (root + 1..end)
            .find(|&j| is_break(tokens[j].text) && tokens.get(j + 1).is_some() && j + 1 < end && begins(j + 1));
        stop.unwrap_or(end)
    }

    /// "as no agreement emerged", "although …": beside the matter.
    fn opens_aside(&self, tokens: &[Token<'_>], root: usize) -> bool {
        const ASIDE: &[&str] = &["as", "while", "although", "though", "because", "whereas", "despite"];
        let aside = |&&c: &&usize| tokens[c].relation == Relation::Mark && ASIDE.contains(&tokens[c].lower.as_str());
        tokens[root].relation == Relation::Advcl
            && self.children(root).iter().any(|c| aside(&c))
            && self.has_subject(tokens, root)
    }

    /// "whether …", "what …": a question that somebody does or does not answer.
    fn asks(&self, tokens: &[Token<'_>], root: usize) -> bool {
        let first = self.spread(root).0;
        matches!(
            tokens[first].lower.as_str(),
            "whether" | "what" | "how" | "when" | "where" | "why" | "who" | "at" | "which"
        )
    }

    fn opens_condition(&self, tokens: &[Token<'_>], root: usize) -> bool {
        let mark = self
            .children(root)
            .iter()
            .copied()
            .find(|&c| tokens[c].relation == Relation::Mark && tokens[c].lower != "to");
        self.opener(tokens, root, mark) == Opener::Condition
    }
}

fn is_auxiliary(t: &Token<'_>) -> bool {
    matches!(t.relation, Relation::Aux | Relation::AuxPass | Relation::Cop)
}

/// "as long as", "so long as", "as soon as": whether they end at this word.
fn long(tokens: &[Token<'_>], at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).map_or("", |i| tokens[i].lower.as_str());
    word(0) == "as" && matches!(word(1), "long" | "soon") && matches!(word(2), "as" | "so")
}

fn is_break(mark: &str) -> bool {
    matches!(mark, "," | ";" | ":" | "—" | "–" | "--" | "-")
}

fn is_negation(t: &Token<'_>) -> bool {
    t.tag == Tag::Not || matches!(t.lower.as_str(), "never" | "no" | "neither" | "not")
}

const SUBJECTS: &[Relation] = &[
    Relation::Nsubj,
    Relation::NsubjPass,
    Relation::NsubjOuter,
    Relation::Csubj,
    Relation::CsubjPass,
    Relation::CsubjOuter,
];
