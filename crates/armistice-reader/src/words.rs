//! What the reader knows about English words: closed classes, verbs with their forms, offices.

use std::sync::LazyLock;

use crate::dictionary::Dictionary;

const WORDS: &str = include_str!("tables/words.txt");
const VERBS: &str = include_str!("tables/verbs.txt");
const OFFICES: &str = include_str!("tables/offices.txt");
const ENDINGS: &str = include_str!("tables/endings.txt");

/// The forms a verb's spelling can be, as bits: `reported` is both [`PAST`] and [`PARTICIPLE`].
pub(crate) type Forms = u8;
pub(crate) const BASE: Forms = 1;
pub(crate) const THIRD: Forms = 2;
pub(crate) const PAST: Forms = 4;
pub(crate) const PARTICIPLE: Forms = 8;
pub(crate) const ING: Forms = 16;

/// The word tables, read once.
pub(crate) struct Words {
    classes: Dictionary<Vec<&'static str>>,
    verbs: Dictionary<(&'static str, Forms)>,
}

static TABLES: LazyLock<Words> = LazyLock::new(Words::load);

/// The word tables.
pub(crate) fn words() -> &'static Words {
    &TABLES
}

/// Lines of a table without comments and blanks.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'))
}

impl Words {
    fn load() -> Self {
        let mut classes: Dictionary<Vec<&'static str>> = Dictionary::default();
        for row in rows(WORDS).chain(rows(OFFICES)).chain(rows(ENDINGS)) {
            let Some((class, members)) = row.split_once(':') else { continue };
            for word in members.split_whitespace() {
                classes.entry(word, Vec::new()).push(class);
            }
        }
        let mut verbs = Dictionary::default();
        let lexicon = crate::lexicon::verb_lemmas();
        for entry in rows(VERBS).flat_map(str::split_whitespace).chain(lexicon) {
            let mut parts = entry.split('/');
            let (Some(lemma), past, participle) = (parts.next(), parts.next(), parts.next()) else { continue };
            inflect(lemma, past, participle, &mut verbs);
        }
        Self { classes, verbs }
    }

    /// Whether the lower-case word belongs to the class (`tables/words.txt`, `tables/offices.txt`).
    pub(crate) fn is(&self, class: &str, word: &str) -> bool {
        self.classes(word).contains(&class)
    }

    /// The classes the lower-case word belongs to.
    pub(crate) fn classes(&self, word: &str) -> &[&'static str] {
        self.classes.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether the lower-case word is in any closed class, so that a capital at a sentence's start says nothing.
    pub(crate) fn is_common(&self, word: &str) -> bool {
        self.is_closed(word) || self.verbs.contains(word)
    }

    /// Whether the lower-case word is in any closed class.
    pub(crate) fn is_closed(&self, word: &str) -> bool {
        let says_nothing =
            |c: &&str| !matches!(*c, "head" | "before" | "address" | "time" | "group" | "body" | "thing");
        self.classes(word).iter().any(says_nothing)
    }

    /// The lemma and the possible forms of a spelling that can be a verb.
    pub(crate) fn verb(&self, word: &str) -> Option<(&'static str, Forms)> {
        self.verbs.get(word).copied()
    }
}

fn inflect(
    lemma: &'static str,
    past: Option<&'static str>,
    participle: Option<&'static str>,
    verbs: &mut Dictionary<(&'static str, Forms)>,
) {
    if !lemma.chars().all(|c| c.is_ascii_lowercase()) || lemma.is_empty() {
        return;
    }
    let mut add = |form: String, bits: Forms| {
        let entry = verbs.entry(&form, (lemma, 0));
        if entry.0 == lemma || entry.1 & (BASE | THIRD) == 0 {
            *entry = (lemma, if entry.0 == lemma { entry.1 | bits } else { bits });
        }
    };
    let vowel = |c: u8| b"aeiou".contains(&c);
    let bytes = lemma.as_bytes();
    let last = bytes[bytes.len() - 1];
    let before = if bytes.len() > 1 { bytes[bytes.len() - 2] } else { b' ' };
    let consonant_y = last == b'y' && !vowel(before);
    let without_last = &lemma[..lemma.len() - 1];
    // A short stressed last syllable doubles its consonant; of the longer verbs the ones in use here are few.
    let syllables = bytes.windows(2).filter(|w| vowel(w[0]) && !vowel(w[1])).count();
    let short = !vowel(last) && !b"wxy".contains(&last) && vowel(before) && bytes.len() > 2 && {
        let third = bytes[bytes.len() - 3];
        !vowel(third) || (third == b'u' && bytes.len() > 3 && bytes[bytes.len() - 4] == b'q')
    };
    let stressed = [
        "commit", "admit", "permit", "submit", "refer", "prefer", "defer", "occur", "rebel", "compel", "expel", "deter",
    ];
    let double = short && (syllables <= 1 || stressed.contains(&lemma));
    let end = last as char;
    let third = if consonant_y {
        format!("{without_last}ies")
    } else if ["s", "x", "z", "ch", "sh", "o"].iter().any(|e| lemma.ends_with(e)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    };
    let ing = if let Some(stem) = lemma.strip_suffix("ie") {
        format!("{stem}ying")
    } else if last == b'e' && !lemma.ends_with("ee") && lemma != "be" {
        format!("{without_last}ing")
    } else if double {
        format!("{lemma}{end}ing")
    } else {
        format!("{lemma}ing")
    };
    add(lemma.to_owned(), BASE);
    add(third, THIRD);
    add(ing, ING);
    // British doubling ("signalled", "cancelled") beside the American spelling.
    if last == b'l' && short {
        add(format!("{lemma}led"), PAST | PARTICIPLE);
        add(format!("{lemma}ling"), ING);
    }
    match past {
        Some(past) => {
            add(past.to_owned(), PAST);
            add(participle.unwrap_or(past).to_owned(), PARTICIPLE);
        }
        None => {
            let ed = if last == b'e' {
                format!("{lemma}d")
            } else if consonant_y {
                format!("{without_last}ied")
            } else if double {
                format!("{lemma}{end}ed")
            } else {
                format!("{lemma}ed")
            };
            add(ed, PAST | PARTICIPLE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_known_in_all_their_forms() {
        for (form, lemma, bits) in [
            ("withdrew", "withdraw", PAST),
            ("withdrawn", "withdraw", PARTICIPLE),
            ("denies", "deny", THIRD),
            ("urging", "urge", ING),
            ("admitted", "admit", PAST | PARTICIPLE),
            ("visited", "visit", PAST | PARTICIPLE),
            ("signalled", "signal", PAST | PARTICIPLE),
            ("refuses", "refuse", THIRD),
        ] {
            let (found, forms) = words().verb(form).unwrap();
            assert_eq!((found, forms & bits), (lemma, bits), "{form}");
        }
        assert_eq!(words().verb("ceasefire"), None);
    }
}
