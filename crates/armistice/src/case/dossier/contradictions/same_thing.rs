//! Whether two claims speak of the same thing, judged by their issues and words.

use std::collections::BTreeSet;

use crate::case::claims::Claim;

/// How near two claims are in what they speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// Something else, or nobody can tell.
    Other,
    /// An issue in common, and nothing that tells them apart.
    Issue,
    /// Also more than half the words of the shorter one, if it has any besides grammar.
    Near,
    /// Also at least two words besides the issue, and three quarters of those of the shorter one.
    Same,
}

/// Words that say nothing of the thing itself: grammar, and the saying, accepting and refusing.
const EMPTY: &str = "a an the this that these those it its he she they them their his her our we i you your us any some all no not nor never none \
    and or but if than then so as at by for from in into of off on onto out over to up with within about after before during through under toward towards against \
    is are was were be been being am has have had having do does did will would shall should can could may might must \
    there here which who whom whose what when where while also only just very more most much many other another such same own again still yet already \
    say says said saying tell tells told declare declared announce announced state stated report reported according \
    accept accepts accepted accepting agree agrees agreed agreeing refuse refuses refused refusing reject rejects rejected rejecting deny denies denied denying \
    ready willing willingness prepared offer offers offered pledge pledged promise promised vow vowed rule ruled decline declined want wants wanted \
    allegation charge accusation accused claim claims claimed involvement idea plan proposal demand side sides party parties mr mrs ms \
    doesn't don't didn't won't wouldn't cannot can't isn't aren't wasn't weren't hasn't haven't";

/// Words that turn a meaning round or make another thing of it: who has them in one claim alone speaks of something else.
const TURNS: &str = "stop stops stopped stopping end ends ended ending halt halts halted halting cease ceases ceased abandon abandons abandoned \
    lift lifts lifted lifting cancel cancels canceled cancelled suspend suspends suspended break broke broken breach violate violates violated violating violation violations \
    remain remains remained stay stays stayed keep keeps kept continue continues continued continuing extend extended resume resumed renew \
    without unless until partial permanent temporary unconditional unilateral preliminary \
    discuss discusses discussed discussing discussion discussions talk talks negotiate negotiations consider considers considered study review reviewed explore";

/// What a claim speaks of.
pub(super) struct Gist<'c> {
    issues: BTreeSet<&'c str>,
    /// The words that say something, singular and in lower case.
    words: BTreeSet<String>,
    turns: BTreeSet<String>,
    /// Numbers, and names that do not begin the clause.
    marks: BTreeSet<String>,
}

impl<'c> Gist<'c> {
    pub(super) fn new(claim: &'c Claim) -> Self {
        let mut gist = Self {
            issues: claim.issue.iter().map(String::as_str).collect(),
            words: BTreeSet::new(),
            turns: BTreeSet::new(),
            marks: BTreeSet::new(),
        };
        let own = |word: &str| {
            let actors = claim.speaker.iter().chain(&claim.target);
            actors.flat_map(|id| id.split('-')).any(|part| part.eq_ignore_ascii_case(word))
        };
        let letters = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '’' | '\''));
        for (n, raw) in claim.content.split(letters).filter(|w| !w.is_empty()).enumerate() {
            let raw = raw.trim_end_matches("'s").trim_end_matches("’s").trim_matches(['-', '\'', '’']);
            let word = raw.to_lowercase().replace('’', "'").replace("cease-fire", "ceasefire");
            let word = if matches!(word.as_str(), "truce" | "armistice") { "ceasefire".to_owned() } else { word };
            if word.is_empty() || has(EMPTY, &word) || own(&word) {
                continue;
            }
            if has(TURNS, &word) {
                gist.turns.insert(stem(&word));
                continue;
            }
            let named = n > 0 && raw.starts_with(char::is_uppercase);
            if named || raw.starts_with(|c: char| c.is_ascii_digit()) || is_number(&word) {
                gist.marks.insert(word.clone());
            }
            gist.words.insert(stem(&word));
        }
        gist
    }

    pub(super) fn like(&self, other: &Self) -> Likeness {
        let issues = self.issues.intersection(&other.issues).count();
        let told_apart =
            !self.marks.is_empty() && !other.marks.is_empty() && self.marks.intersection(&other.marks).next().is_none();
        if told_apart || self.turns != other.turns {
            return Likeness::Other;
        }
        let shared = self.words.intersection(&other.words).count();
        let shorter = self.words.len().min(other.words.len());
        if issues == 0 {
            // Without a word for the issue in one of them, the clauses alone have to say that it is one.
            let unsaid = self.issues.is_empty() || other.issues.is_empty();
            return if unsaid && shared >= 3 && 4 * shared >= 3 * shorter { Likeness::Same } else { Likeness::Other };
        }
        if shared >= 2 && 4 * shared >= 3 * shorter {
            Likeness::Same
        } else if shorter == 0 || 2 * shared > shorter {
            Likeness::Near
        } else {
            Likeness::Issue
        }
    }
}

fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|w| w == word)
}

fn is_number(word: &str) -> bool {
    let numbers = "one two three four five six seven eight nine ten twelve twenty thirty forty fifty sixty ninety hundred thousand million";
    has(numbers, word.split('-').next().unwrap_or(word))
}

/// The word without the commonest endings, so that "troops" and "troop", "withdraw" and "withdrawing" are one.
fn stem(word: &str) -> String {
    for ending in ["ing", "ies", "ed", "al", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 4) {
            return if ending == "ies" { format!("{stem}y") } else { stem.trim_end_matches('e').to_owned() };
        }
    }
    word.trim_end_matches('e').to_owned()
}
