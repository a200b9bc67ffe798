//! Whom names mean, for comparing speakers: states and other known actors by one name, without titles and words that name nobody.

use std::collections::BTreeSet;

use crate::actors::gazetteer::gazetteer;
use crate::words::words;

/// Words that say what sort of actor somebody is, but not who; those of `tables/offices.txt` and closed classes come on top.
const GENERIC: &str = "\
    side sides party parties leaders government governments officials ministers presidents secretary-general spokesmen \
    source sources senior top unnamed anonymous delegation delegations delegate delegates representatives envoys \
    negotiators diplomats mediators chiefs heads country countries nation nations states group groups rebels militant \
    militants faction factions forces troops team close people man men woman women both two three other others writer \
    author statement text readout unstated unknown authorities administration members";

/// Marks that may stand at either end of a word.
const MARKS: &[char] = &['(', ')', '[', ']', ',', ';', ':', '“', '”', '"', '‘', '’', '\'', '!', '?', '/'];

/// The actors that names mean: ids of known ones behind an `@`, which no word has, and words of other names in lower case.
pub(super) fn actors(names: &[String]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in names {
        let bare: Vec<&str> = name.split_whitespace().map(bare).filter(|w| !w.is_empty()).collect();
        let mut at = 0;
        while at < bare.len() {
            match known(&bare[at..]) {
                Some((actor, taken)) => {
                    found.insert(format!("@{actor}"));
                    at += taken;
                }
                None => {
                    let word = bare[at].trim_end_matches('.').to_lowercase();
                    if word.chars().nth(1).is_some() && !is_generic(&word) {
                        found.insert(word);
                    }
                    at += 1;
                }
            }
        }
    }
    found
}

/// A word without the marks around it and a possessive.
fn bare(word: &str) -> &str {
    let word = word.trim_matches(MARKS);
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// The known actor that the words begin with, the longest name first, and how many words it takes.
fn known(words: &[&str]) -> Option<(&'static str, usize)> {
    let table = gazetteer();
    let first = words.first()?.to_lowercase();
    let longest = table.longest(&first).max(table.longest(first.trim_end_matches('.'))).min(words.len());
    for taken in (1..=longest).rev() {
        let written = words[..taken].join(" ");
        for written in [written.as_str(), written.trim_end_matches('.')] {
            if let Some((actor, _)) = table.find(&written.to_lowercase(), written) {
                return table.actors.get(actor).map(|known| (known.id.as_str(), taken));
            }
        }
    }
    None
}

fn is_generic(word: &str) -> bool {
    let said = words();
    let classes = ["head", "before", "address", "det", "poss", "pron", "prep", "conj", "time"];
    classes.iter().any(|class| said.is(class, word)) || GENERIC.split_whitespace().any(|generic| generic == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Vec<String> {
        actors(&[name.to_owned()]).into_iter().collect()
    }

    #[test]
    fn a_state_is_one_actor_by_all_its_names() {
        for name in ["Peru", "the Peruvian government", "Lima", "Peruvian foreign minister", "Peru’s delegation"] {
            assert_eq!(of(name), ["@peru"], "{name}");
        }
        assert_eq!(of("U.S. officials"), ["@us"]);
        assert_eq!(of("South Korea"), ["@south-korea"]);
    }

    #[test]
    fn a_person_of_a_state_is_both() {
        assert_eq!(of("Peru (Ana Quispe)"), ["@peru", "ana", "quispe"]);
        assert_eq!(of("President Ana Quispe"), ["ana", "quispe"]);
    }

    #[test]
    fn who_names_nobody_is_nobody() {
        for name in ["a senior official", "both sides", "the delegations", "", "unnamed sources", "( )"] {
            assert_eq!(of(name), [""; 0], "{name}");
        }
    }
}
