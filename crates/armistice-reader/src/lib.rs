//! News text to claims to a draft case.
//!
//! [`read`] drafts claims from English news text with tables and rules alone: the same text gives the same claims, on any machine. Each claim is a
//! draft for a person to accept, change or reject; its quote is always the source's own bytes.
//!
//! The way of a text: `text` paragraphs, headings and sentences → `token` tagged words → `actors` who is spoken of → `clauses` →
//! `claims`, by the triggers of `lexicon.txt`. Work is linear in the length of the text: sentences are cut at a few thousand bytes, and every
//! look around within one is bounded.

mod actors;
mod claims;
mod clauses;
pub mod draft;
mod focus;
mod issues;
pub mod json;
mod lexicon;
mod modality;
pub mod same;
mod span;
mod text;
mod token;
mod voices;
mod words;

use armistice::case::Source;
use armistice::case::claims::Claims;

use actors::{Registry, learn};

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
    let split: Vec<Vec<text::Sentence>> = sources.iter().map(|s| text::sentences(s.text)).collect();
    let mut registry = Registry::new();
    for (source, sentences) in sources.iter().zip(&split) {
        each_sentence(source.text, sentences, |at, tokens| learn(tokens, sentences[at].heading, &mut registry));
    }
    let mut reader = claims::Reader::new(registry);
    for (source, sentences) in sources.iter().zip(&split) {
        reader.start();
        each_sentence(source.text, sentences, |at, tokens| {
            let following = sentences.get(at + 1..).unwrap_or_default();
            reader.sentence(source.id, source.text, &sentences[at], following, tokens);
        });
    }
    let table = |s: &SourceText<'_>| Source {
        id: s.id.to_owned(),
        file: s.file.to_owned(),
        title: s.title.map(str::to_owned),
        published: s.published.map(str::to_owned),
        origin: None,
        digest: None,
        note: None,
    };
    Claims {
        sources: sources.iter().map(table).collect(),
        claims: std::mem::take(&mut reader.claims),
        actors: reader.registry.into_actors(),
    }
}

/// Calls `visit` with the tokens of every sentence; quotations run on within a paragraph.
fn each_sentence<'a>(text: &'a str, sentences: &[text::Sentence], mut visit: impl FnMut(usize, &[token::Token<'a>])) {
    let mut quoted = false;
    let mut paragraph = usize::MAX;
    for (at, sentence) in sentences.iter().enumerate() {
        if sentence.paragraph != paragraph {
            quoted = false;
            paragraph = sentence.paragraph;
        }
        visit(at, &token::tokens(text, sentence.start, sentence.end, &mut quoted));
    }
}
