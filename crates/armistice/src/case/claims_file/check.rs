//! What a claims file says in several places, held against each other and against the sources.

use std::collections::{BTreeMap, BTreeSet};

use super::FILE;
use super::read::{ClaimSpans, Reader, former_of};
use crate::case::claims::{Claim, ClaimState, Claims};
use crate::case::condition::shown;
use crate::diagnostic::{Diagnostic, Span};

/// Mismatched quotes that are looked for elsewhere in their source, which costs a pass over it each.
const SEARCHES: usize = 100;

impl Reader {
    /// Two claims of one id.
    pub(super) fn duplicates(&mut self, claims: &Claims, at: &[ClaimSpans]) {
        let mut first: BTreeMap<&str, &Span> = BTreeMap::new();
        for (claim, spans) in claims.claims.iter().zip(at) {
            if let Some(&before) = first.get(claim.id.as_str()) {
                let problem = Diagnostic::error("duplicate", format!("two claims have the id {}", shown(&claim.id)))
                    .at(FILE, spans.id.clone(), "here again")
                    .at(FILE, before.clone(), "first here")
                    .help("give one of them an id of its own");
                self.problems.push(problem);
            } else {
                first.insert(&claim.id, &spans.id);
            }
        }
    }

    /// Sources that are not there, quotes that do not stand where they are said to, conditions of nothing.
    pub(super) fn sources_and_quotes(
        &mut self,
        claims: &Claims,
        at: &[ClaimSpans],
        files: &BTreeMap<String, Vec<u8>>,
        case_sources: &BTreeMap<String, String>,
    ) {
        let own = claims.sources.iter().map(|s| (s.id.as_str(), s.file.as_str()));
        let by_id: BTreeMap<&str, &str> =
            case_sources.iter().map(|(id, file)| (id.as_str(), file.as_str())).chain(own).collect();
        let used: BTreeSet<&str> = by_id.values().copied().collect();
        // Each text is checked once to be text, however many claims come from it.
        let texts: BTreeMap<&str, &str> =
            used.into_iter().filter_map(|file| Some((file, std::str::from_utf8(files.get(file)?).ok()?))).collect();
        let mut searches = 0;
        let ids: BTreeSet<&str> = claims.claims.iter().map(|c| c.id.as_str()).collect();
        for (claim, spans) in claims.claims.iter().zip(at) {
            for id in claim.conditions.iter().filter(|id| !ids.contains(id.as_str()) || **id == claim.id) {
                let message = format!("{} cannot be a condition of {}", shown(id), shown(&claim.id));
                let problem = self.error("unknown-name", message, spans.id.clone(), "");
                problem.advise("`conditions` are the ids of other claims of this file".to_owned());
            }
            for place in &claim.also {
                let text = by_id.get(place.source.as_str()).map(|file| texts.get(file));
                let (code, message) = match text {
                    None => ("unknown-name", format!("there is no source {}", shown(&place.source))),
                    Some(Some(t)) if t.get(place.start..place.end) != Some(claim.quote.as_str()) => {
                        let (id, source) = (shown(&claim.id), shown(&place.source));
                        let message = format!(
                            "the quote of {id} is not at bytes {}..{} of {source}, too",
                            place.start, place.end
                        );
                        ("quote-mismatch", message)
                    }
                    Some(_) => continue,
                };
                let problem = self.error(code, message, spans.id.clone(), "");
                problem.advise("correct the place in `also`, or take it out".to_owned());
            }
            if claim.source.is_empty() {
                continue;
            }
            let Some(file) = by_id.get(claim.source.as_str()) else {
                let near = self.near(&claim.source, by_id.keys().copied());
                let problem = self.error(
                    "unknown-name",
                    format!("there is no source {}", shown(&claim.source)),
                    spans.source.clone(),
                    "",
                );
                problem.advise(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("declare it: `[sources.{}]` with `file`", claim.source),
                });
                continue;
            };
            if let Some(now) = former_of(&claim.source).filter(|now| by_id.contains_key(now))
                && matches!(claim.state, ClaimState::Accepted | ClaimState::Edited)
            {
                let message = format!("the words of {} are no longer in {}", shown(&claim.id), shown(now));
                let warning = Diagnostic::warning("former-text", message)
                    .at(FILE, spans.source.clone(), "kept here when the text changed")
                    .help("does it still hold? reject it, or give it words of the new text: `armistice claims edit` with `--source` and `--quote`");
                self.problems.push(warning);
            }
            let Some(text) = texts.get(file) else { continue };
            if claim.quote.is_empty() || text.get(claim.start..claim.end) == Some(claim.quote.as_str()) {
                continue;
            }
            searches += 1;
            let problem = mismatch(claim, spans, text, searches <= SEARCHES);
            self.problems.push(problem);
        }
    }
}

/// What is wrong with a quote that is not at the bytes given.
fn mismatch(claim: &Claim, spans: &ClaimSpans, text: &str, search: bool) -> Diagnostic {
    let message =
        format!("the quote of {} is not at bytes {}..{} of its source", shown(&claim.id), claim.start, claim.end);
    let mut problem = Diagnostic::error("quote-mismatch", message)
        .at(FILE, spans.quote.clone(), "")
        .at(FILE, spans.start.clone(), "")
        .at(FILE, spans.end.clone(), "");
    if !search {
        return problem.help("give the bytes of the source that hold the quote");
    }
    let mut places = text.match_indices(&claim.quote).map(|(i, _)| i);
    problem = match (places.next(), places.next()) {
        (Some(start), None) => {
            let end = start + claim.quote.len();
            problem.help(format!("the quote is at bytes {start}..{end}: write `start = {start}` and `end = {end}`"))
        }
        (Some(first), Some(second)) => problem.help(format!(
            "the source has these words more than once, at bytes {first} and {second} for example: say which are meant"
        )),
        _ => problem.help("the source does not have these words: quote it to the letter"),
    };
    problem = match text.get(claim.start..claim.end) {
        Some(there) if !there.is_empty() => problem.help(format!("at these bytes the source says {}", shown(there))),
        _ => problem,
    };
    problem
        .help("if the text has changed, read it again: with `armistice read FILE --into DIR` claims follow their words")
}
