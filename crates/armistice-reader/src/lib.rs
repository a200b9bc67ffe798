//! News text to claims to a draft case.
//!
//! [`read`] drafts claims from English news text with tables, rules, and a grammar and a judge trained beforehand: the same text gives the same claims, on
//! any machine. Each claim is a draft for a person to accept, change or reject; its quote is always the source's own bytes.
//!
//! The way of a text: `text` paragraphs, headings and sentences → `token` words with their place in the sentence's tree → `actors` who is spoken of →
//! `clauses` → `claims`, by the triggers of `lexicon.txt` and by what the `judge` has learned. Work is linear in the length of the text: sentences are cut at a few thousand bytes, and
//! every look around within one is bounded.

mod actors;
mod claims;
mod clauses;
mod dictionary;
pub mod draft;
mod focus;
mod fold;
mod grammar;
mod issues;
pub mod json;
mod judge;
mod lexicon;
mod mend;
mod modality;
mod quotes;
pub mod same;
pub mod score;
mod sense;
mod span;
mod text;
mod token;
mod voices;
mod when;
mod words;

#[cfg(feature = "train")]
pub use grammar::train;
#[cfg(feature = "train")]
pub use judge::train as train_claims;

use armistice::case::Source;
use armistice::case::claims::{Actor, Claims};

use actors::{Registry, learn};
use grammar::Scratch;
use quotes::Quotation;

/// A text to read.
#[derive(Clone, Copy, Debug)]
pub struct SourceText<'a> {
    /// Its name in claims.
    pub id: &'a str,
    /// Path inside the case folder.
    pub file: &'a str,
    /// The text, in English.
    pub text: &'a str,
    /// Its headline.
    pub title: Option<&'a str>,
    /// `YYYY-MM-DD`.
    pub published: Option<&'a str>,
}

/// Drafts the claims of the sources: ids `c1`, `c2`, … in text order over all sources, with the actors mentioned, in order of first introduction.
/// Byte ranges count in each source's own text. Whatever the input, this neither fails nor panics; a text that reports nothing gives no claims.
pub fn read(sources: &[SourceText<'_>]) -> Claims {
    read_with(sources, &[])
}

/// Like [`read`], for a dossier that has actors already: they keep their ids, all their names mean them, and who has been merged into another (by a
/// name among its other names) stays merged. Of those known, the ones that these sources mention are in the result.
pub fn read_with(sources: &[SourceText<'_>], known: &[Actor]) -> Claims {
    let mut registry = Registry::new();
    registry.adopt(known);
    let mut reader = claims::Reader::new(registry);
    read_into(&mut reader, sources);
    finish(reader, sources)
}

fn read_into(reader: &mut claims::Reader, sources: &[SourceText<'_>]) {
    for source in sources {
        reader.start(source.published);
        reader.registry.start(source.published);
        for part in parts(&text::sentences(source.text)) {
            let part: Vec<Parsed<'_>> = parsed(source.text, part);
            for Parsed { sentence, tokens } in &part {
                learn(tokens, sentence.heading, &mut reader.registry);
            }
            reader.registry.settle();
            reader.part(source.id, source.text, &part);
        }
    }
}

fn finish(reader: claims::Reader, sources: &[SourceText<'_>]) -> Claims {
    let table = |s: &SourceText<'_>| Source {
        id: s.id.to_owned(),
        file: s.file.to_owned(),
        title: s.title.map(str::to_owned),
        published: s.published.map(str::to_owned),
        origin: None,
        digest: None,
        note: None,
    };
    let actors = reader.registry.into_actors(&reader.claims);
    Claims { sources: sources.iter().map(table).collect(), claims: reader.claims, actors }
}

/// Reads a text with another judge.
#[cfg(feature = "train")]
pub(crate) fn read_judged(source: &SourceText<'_>, judge: &std::sync::Arc<judge::Model>) -> Claims {
    let mut reader = claims::Reader::with(Registry::new(), std::sync::Arc::clone(judge));
    read_into(&mut reader, &[*source]);
    finish(reader, &[*source])
}

/// What the judge is shown in a text.
#[cfg(feature = "train")]
pub(crate) fn examples(source: &SourceText<'_>) -> Vec<judge::train::Example> {
    let mut reader = claims::Reader::with(Registry::new(), std::sync::Arc::default());
    reader.examples = Some(Vec::new());
    read_into(&mut reader, &[*source]);
    reader.examples.unwrap_or_default()
}

/// A sentence and its words.
struct Parsed<'a> {
    sentence: text::Sentence,
    tokens: Vec<token::Token<'a>>,
}

/// Bytes of text whose words are in mind at once: names are learned from so much before it is read.
const PART: usize = 1 << 16;

/// A text's sentences in parts of about [`PART`] bytes that end with a paragraph.
fn parts(sentences: &[text::Sentence]) -> impl Iterator<Item = &[text::Sentence]> {
    let mut rest = sentences;
    std::iter::from_fn(move || {
        let start = rest.first()?.start;
        let full = rest.iter().position(|s| s.start - start > PART).unwrap_or(rest.len());
        let cut = match rest.get(full) {
            Some(next) => rest[..full].iter().rposition(|s| s.paragraph != next.paragraph).map_or(full, |at| at + 1),
            None => full,
        };
        let (part, later) = rest.split_at(cut.max(1));
        rest = later;
        Some(part)
    })
}

/// The words of sentences; quotations run on within a paragraph.
fn parsed<'a>(text: &'a str, sentences: &[text::Sentence]) -> Vec<Parsed<'a>> {
    let mut quoted = Quotation::default();
    let mut scratch = Scratch::default();
    let mut paragraph = usize::MAX;
    let mut out = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        if sentence.paragraph != paragraph || sentence.reopens {
            quoted = Quotation::default();
            paragraph = sentence.paragraph;
        }
        out.push(Parsed {
            sentence: *sentence,
            tokens: token::tokens_in(text, sentence.start, sentence.end, &mut quoted, &mut scratch),
        });
    }
    out
}
