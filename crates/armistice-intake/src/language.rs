//! Which language a text is in: English, another one by name, or too little to tell.

use whatlang::{Lang, Script};

/// What can be said of a text's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English, or mostly.
    English,
    /// Another one; its English name.
    Other(&'static str),
    /// Too short or too mixed to tell.
    Unknown,
}

/// Words that every other line of English has, and hardly any of another language.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "that", "said", "with", "for", "by", "from", "has", "have", "had", "not", "be", "been",
    "it", "its", "at", "he", "they", "their", "will", "would", "which", "this", "were", "are", "who", "but", "after",
];

/// Bytes of a text that are looked at.
const LOOK: usize = 64 << 10;
/// Letters below which nothing is said.
const LEAST: usize = 60;
/// Of a hundred words in Latin letters, those that must be among [`ENGLISH`]. News in English has 25 to 35 of them; text in other languages that use these
/// letters 0 to 6 ("at" in Danish, "be" in Albanian).
const SHARE: usize = 13;

/// The language of a text. A text of which a good part is English is English, whatever it quotes.
pub fn of(text: &str) -> Language {
    let end = (0..=LOOK.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let text = text.get(..end).unwrap_or_default();
    let (mut latin, mut other) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        // Letters of most scripts but the Latin one lie behind it; those of Chinese and Japanese say more each.
        match c {
            '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => latin += 1,
            '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' => other += 3,
            _ => other += 1,
        }
    }
    if latin + other < LEAST {
        return Language::Unknown;
    }
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.starts_with(|c: char| c.is_alphabetic()));
    let (mut all, mut english) = (0usize, 0usize);
    for word in words {
        all += 1;
        english += usize::from(word.len() <= 5 && ENGLISH.iter().any(|e| e.eq_ignore_ascii_case(word)));
    }
    if latin * 2 >= other && english * 100 >= all * SHARE {
        return Language::English;
    }
    match whatlang::detect(text) {
        Some(found) if found.lang() == Lang::Eng => Language::English,
        // A language of another script, or a good guess among those of this one.
        Some(found)
            if found.script() != Script::Latin
                || found.is_reliable()
                || english * 100 < all * SHARE / 2 && all >= 40 =>
        {
            Language::Other(name(found.lang()))
        }
        _ => Language::Unknown,
    }
}

/// The name in English that people use.
fn name(lang: Lang) -> &'static str {
    match lang {
        Lang::Cmn => "Chinese",
        Lang::Pes => "Persian",
        Lang::Nob => "Norwegian",
        _ => lang.eng_name(),
    }
}
