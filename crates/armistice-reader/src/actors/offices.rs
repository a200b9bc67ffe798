//! Offices: what holders of one can be called, and who held which in which year.

use crate::words::words;

/// Words that tell offices apart. "The foreign minister" is whoever holds an office with these two.
const WORDS: &[&str] = &[
    "president",
    "prime",
    "minister",
    "foreign",
    "defence",
    "finance",
    "interior",
    "trade",
    "chancellor",
    "secretary",
    "general",
    "envoy",
    "ambassador",
    "negotiator",
    "mediator",
    "spokesman",
    "leader",
    "chief",
    "commander",
    "king",
    "queen",
    "prince",
    "senator",
    "governor",
    "official",
    "diplomat",
    "deputy",
    "chairman",
    "adviser",
    "representative",
    "director",
    "speaker",
    "head",
    "emir",
    "sultan",
    "pope",
    "judge",
    "lawmaker",
    "mayor",
    "candidate",
];

/// The words of an office, one bit each.
pub(crate) type Office = u64;

/// The bit of a word of office.
fn bit(word: &str) -> Office {
    WORDS.iter().position(|w| *w == word).map_or(0, |at| 1 << at)
}

/// The words of an office, by the word or by what it is called elsewhere.
pub(crate) fn office(name: &str) -> Office {
    name.split([' ', '-']).fold(0, |bits, word| bits | meaning(word.trim_end_matches("'s")))
}

fn meaning(word: &str) -> Office {
    match word {
        "premier" | "taoiseach" => bit("prime") | bit("minister"),
        "spokeswoman" | "spokesperson" | "press" => bit("spokesman"),
        "defense" => bit("defence"),
        "advisor" => bit("adviser"),
        "chairwoman" | "chairperson" | "chair" => bit("chairman"),
        "vice" => bit("deputy"),
        "external" => bit("foreign"),
        "congressman" | "congresswoman" | "legislator" | "politician" => bit("lawmaker"),
        "colonel" | "admiral" => bit("general"),
        "warlord" | "strongman" | "dictator" => bit("leader"),
        _ => bit(word),
    }
}

/// What else the holder of an office can be called: a prime minister is a leader, an ambassador a diplomat.
pub(crate) fn also(held: Office) -> Office {
    let any = |words: &[&str]| words.iter().any(|w| held & bit(w) != 0);
    let mut all = held;
    if any(&["president", "prime", "chancellor", "king", "queen", "emir", "sultan", "chairman", "pope"])
        && held & bit("deputy") == 0
    {
        all |= bit("leader");
    }
    if any(&["ambassador", "envoy"]) || held & bit("foreign") != 0 {
        all |= bit("diplomat");
    }
    if any(&["head", "commander", "director", "chairman"]) {
        all |= bit("chief");
    }
    all | bit("official")
}

/// Whether the holder of the one office can be called by the other.
pub(crate) fn answers(held: Office, called: Office) -> bool {
    called != 0 && also(held) & called == called
}

/// Whether only states have it.
pub(crate) fn is_of_state(held: Office) -> bool {
    ["president", "prime", "minister", "chancellor", "king", "queen", "emir", "sultan", "ambassador"]
        .iter()
        .any(|w| held & bit(w) != 0)
}

/// Whether the word is one of office.
pub(crate) fn is_head(word: &str) -> bool {
    words().is("head", word)
}

/// Offices with the years in which somebody held them.
#[derive(Debug, Default)]
pub(crate) struct Terms(Vec<Term>);

#[derive(Debug)]
struct Term {
    office: &'static str,
    years: Vec<(u16, u16)>,
}

impl Terms {
    /// "president 2000-2008 2012-; prime minister 1999-2000".
    pub(crate) fn read(text: &'static str) -> Self {
        let term = |part: &'static str| {
            let part = part.trim();
            let cut = part.find(|c: char| c.is_ascii_digit()).unwrap_or(part.len());
            let years = part[cut..].split_whitespace().filter_map(|span| {
                let (from, to) = span.split_once('-').unwrap_or((span, span));
                Some((from.parse().ok()?, if to.is_empty() { u16::MAX } else { to.parse().ok()? }))
            });
            Term { office: part[..cut].trim(), years: years.collect() }
        };
        Self(text.split(';').map(term).filter(|t| !t.office.is_empty()).collect())
    }

    #[cfg(test)]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The office in that year, or the only one.
    pub(crate) fn office(&self, year: Option<u16>) -> Option<&'static str> {
        let held = |t: &&Term| year.is_some_and(|y| t.years.iter().any(|&(from, to)| from <= y && y <= to));
        let only = if let [only] = &self.0[..] { Some(only.office) } else { None };
        self.0.iter().find(held).map(|t| t.office).or(only)
    }

    /// Whether any of the offices can be called so.
    pub(crate) fn answer(&self, called: Office) -> bool {
        self.0.iter().any(|t| answers(office(t.office), called))
    }

    /// How far the year is from the nearest one in an office called so; the last years count when there is no year.
    pub(crate) fn distance(&self, called: Office, year: Option<u16>) -> u16 {
        let spans = self.0.iter().filter(|t| called == 0 || answers(office(t.office), called)).flat_map(|t| &t.years);
        let away = |&(from, to): &(u16, u16)| match year {
            Some(y) if y < from => from - y,
            Some(y) => y.saturating_sub(to),
            None => u16::MAX - to.min(3_000),
        };
        spans.map(away).min().unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_have_offices_and_years() {
        let terms = Terms::read("president 2000-2008 2012-; prime minister 1999-2000");
        assert_eq!(terms.office(Some(1999)), Some("prime minister"));
        assert_eq!(terms.office(Some(2020)), Some("president"));
        assert_eq!(terms.office(None), None);
        assert_eq!(Terms::read("leader").office(None), Some("leader"));
        assert_eq!(terms.distance(office("president"), Some(2010)), 2);
    }

    #[test]
    fn offices_answer_to_parts_of_their_names() {
        let held = office("deputy foreign minister");
        assert!(
            answers(held, office("minister"))
                && answers(held, office("diplomat"))
                && answers(held, office("foreign minister"))
        );
        assert!(!answers(held, office("president")) && !answers(office("vice president"), office("leader")));
        assert!(
            answers(office("spokeswoman"), office("spokesman")) && answers(office("premier"), office("prime minister"))
        );
        assert!(!answers(held, 0));
    }
}
