//! `armistice claims edit`: a claim corrected by a person.

use std::ops::Range;

use armistice::case::claims::{Attribution, Claim, ClaimKind, ClaimState, ClaimStatus, Polarity};
use armistice::case::claims_file;
use armistice::diagnostic::{Diagnostic, nearest};
use clap::Args;
use clap::builder::PossibleValuesParser;

use super::show::shown;
use super::which;
use crate::dossier::Dossier;
use crate::failure::Failure;
use crate::screen;

/// Places of a quote that a message names.
const PLACES: usize = 5;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  armistice claims edit talks c3 --kind demand --speaker russia
  armistice claims edit talks c3 --polarity - --status future
  armistice claims edit talks c3 --quote \"give up land\"
  armistice claims edit talks c3 --target ukraine,us --when 2025-05-16
  armistice claims edit talks c3 --attribution \"\"

The claim is `edited` then, and reading again leaves it alone. Lists are
written with commas between; \"\" takes out what is there.")]
pub(super) struct Edit {
    /// A case: a folder with claims.toml
    #[arg(value_hint = clap::ValueHint::DirPath)]
    case: String,
    /// The id of the claim
    #[arg(value_name = "CLAIM")]
    id: String,
    /// What sort of thing was said or done, such as demand
    #[arg(long, hide_possible_values = true, value_parser = PossibleValuesParser::new(ClaimKind::ALL.iter().map(|k| k.word())))]
    kind: Option<String>,
    /// Who said or did it: actors by id or name
    #[arg(long, value_name = "ACTORS")]
    speaker: Option<String>,
    /// To whom or about whom it is: actors by id or name
    #[arg(long, value_name = "ACTORS")]
    target: Option<String>,
    /// What it is about, in words
    #[arg(long, value_name = "WORDS")]
    issue: Option<String>,
    /// What was said or done, in a short clause
    #[arg(long, value_name = "CLAUSE")]
    content: Option<String>,
    /// Whether it asserts, negates, or neither: +, - or 0
    #[arg(long, allow_hyphen_values = true, value_parser = PossibleValuesParser::new(Polarity::ALL.iter().map(|k| k.word())))]
    polarity: Option<String>,
    /// When it is, seen from the source: past, present, future or hypothetical
    #[arg(long, hide_possible_values = true, value_parser = PossibleValuesParser::new(ClaimStatus::ALL.iter().map(|k| k.word())))]
    status: Option<String>,
    /// The day or days meant: 2025-05-16, 2025-05, 2025, or 2025-05-12/2025-05-16
    #[arg(long, value_name = "DAYS")]
    when: Option<String>,
    /// The claims under which it holds, by id
    #[arg(long, value_name = "CLAIMS")]
    conditions: Option<String>,
    /// The source's words for who says so
    #[arg(long, value_name = "WORDS")]
    attribution: Option<String>,
    /// Who that is: an actor by id or name
    #[arg(long, value_name = "ACTOR")]
    attributed_to: Option<String>,
    /// The source that has the words, if it is another one now
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// The words of the source, to the letter but for line breaks
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// The byte of the source where the quote begins, if it stands there more than once
    #[arg(long, value_name = "BYTE")]
    at: Option<usize>,
}

pub(super) fn run(args: &Edit) -> Result<(), Failure> {
    let dossier = Dossier::load(&args.case)?;
    let mut problems = Vec::new();
    let found = which::claims(&dossier, std::slice::from_ref(&args.id), &mut problems);
    which::refuse(&problems)?;
    let [at] = found.as_slice() else {
        return Err(Failure::input("one claim is edited at a time").help("name one, such as `c3`"));
    };
    let before = &dossier.claims.claims[*at];
    let mut claim = before.clone();
    change(args, &dossier, &mut claim, &mut problems);
    which::refuse(&problems)?;
    if claim == *before {
        return Err(Failure::input(format!("nothing of `{}` would change", claim.id))
            .help("say what is to change, such as `--kind demand`; to take it as it is: `armistice claims accept`"));
    }
    claim.state = ClaimState::Edited;
    let mut claims = dossier.claims.clone();
    claims.claims[*at] = claim.clone();
    dossier.save(&claims)?;
    screen::print(&shown(&dossier, &claim))
}

/// Makes the changes asked for; whatever is wrong with any of them is added to the problems.
fn change(args: &Edit, dossier: &Dossier, claim: &mut Claim, problems: &mut Vec<Diagnostic>) {
    let word = |written: &Option<String>| written.clone().unwrap_or_default();
    claim.kind = ClaimKind::from_word(&word(&args.kind)).unwrap_or(claim.kind);
    claim.polarity = Polarity::from_word(&word(&args.polarity)).unwrap_or(claim.polarity);
    claim.status = ClaimStatus::from_word(&word(&args.status)).unwrap_or(claim.status);
    for (written, list) in [(&args.speaker, &mut claim.speaker), (&args.target, &mut claim.target)] {
        if let Some(written) = written {
            *list = listed(written).filter_map(|name| which::actor(dossier, name, problems)).collect();
        }
    }
    if let Some(written) = &args.issue {
        claim.issue = listed(written).map(str::to_owned).collect();
    }
    if let Some(content) = &args.content {
        if content.trim().is_empty() {
            problems.push(
                Diagnostic::error("missing-key", "a claim needs its content")
                    .help("say in a short clause what was said or done"),
            );
        }
        content.trim().clone_into(&mut claim.content);
    }
    if let Some(when) = &args.when {
        claim.when = Some(when.trim().to_owned()).filter(|when| !when.is_empty());
        if claim.when.as_ref().is_some_and(|when| !claims_file::is_days(when)) {
            let problem = Diagnostic::error("bad-date", format!("`{when}` is no day"));
            problems.push(problem.help("write `2025-05-17`, `2025-05`, `2025`, or `2025-05-12/2025-05-16`"));
        }
    }
    if let Some(written) = &args.conditions {
        let ids: Vec<String> = listed(written).map(str::to_owned).collect();
        let found = which::claims(dossier, &ids, problems);
        claim.conditions = found.into_iter().map(|at| dossier.claims.claims[at].id.clone()).collect();
        if claim.conditions.contains(&claim.id) {
            let problem = Diagnostic::error("conflict", format!("`{}` cannot be a condition of itself", claim.id));
            problems.push(problem.help("name other claims"));
        }
    }
    attribution(args, dossier, claim, problems);
    quote(args, dossier, claim, problems);
}

fn attribution(args: &Edit, dossier: &Dossier, claim: &mut Claim, problems: &mut Vec<Diagnostic>) {
    if let Some(text) = args.attribution.as_deref().map(str::trim) {
        let old = claim.attribution.take();
        claim.attribution = (!text.is_empty()).then(|| match old {
            // Other words are for somebody else until it is said who.
            Some(old) if old.text == text => old,
            old => Attribution { actor: None, text: text.to_owned(), direct: old.is_some_and(|old| old.direct) },
        });
    }
    let Some(written) = args.attributed_to.as_deref().map(str::trim) else { return };
    let actor = if written.is_empty() { None } else { which::actor(dossier, written, problems) };
    match (&mut claim.attribution, actor) {
        (Some(by), actor) => by.actor = actor,
        (None, Some(id)) => {
            let text = dossier.name(&id).to_owned();
            claim.attribution = Some(Attribution { actor: Some(id), text, direct: false });
        }
        (None, None) => {}
    }
}

/// Gives the claim other words of its source, and drops the places in other sources that do not have them.
fn quote(args: &Edit, dossier: &Dossier, claim: &mut Claim, problems: &mut Vec<Diagnostic>) {
    if args.quote.is_none() && args.at.is_none() && args.source.is_none() {
        return;
    }
    if let Some(source) = args.source.as_deref().map(str::trim) {
        let known = dossier.claims.sources.iter().map(|s| s.id.as_str());
        let known: Vec<&str> = known.chain(dossier.in_case.sources.keys().map(String::as_str)).collect();
        if !known.contains(&source) {
            let problem = Diagnostic::error("unknown-name", format!("there is no source `{source}`"));
            problems.push(match nearest(source, known.iter().copied()) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help(format!("the sources are `{}`", known.join("`, `"))),
            });
            return;
        }
        source.clone_into(&mut claim.source);
        claim.also.retain(|place| place.source != source);
    }
    let written = args.quote.as_deref().unwrap_or(&claim.quote);
    let Some(text) = dossier.source_text(&claim.source) else {
        problems.push(
            Diagnostic::error("bad-source", format!("the text of `{}` is not there", claim.source))
                .help("put it in the case folder"),
        );
        return;
    };
    let places = places(text, written);
    let own = places.iter().filter(|p| p.start < claim.end && claim.start < p.end);
    let own: Vec<&Range<usize>> = own.collect();
    let place = match (args.at, places.as_slice(), own.as_slice()) {
        (Some(at), all, _) => all.iter().find(|p| p.start == at),
        (None, [one], _) => Some(one),
        // Of several, the one that the claim stands on already.
        (None, _, [one]) => Some(*one),
        _ => None,
    };
    let Some(place) = place.cloned() else {
        let shown: Vec<String> = places.iter().take(PLACES).map(|p| p.start.to_string()).collect();
        let more = if places.len() > PLACES { ", among others" } else { "" };
        problems.push(match (args.at, shown.as_slice()) {
            (_, []) => Diagnostic::error("quote-mismatch", format!("`{}` does not have these words", claim.source))
                .help("quote it to the letter: `armistice claims show` shows the words around the claim"),
            (Some(at), all) => Diagnostic::error(
                "quote-mismatch",
                format!("the words do not begin at byte {at} of `{}`", claim.source),
            )
            .help(format!("they begin at {}{more}", screen::listed(all))),
            (None, all) => {
                Diagnostic::error("quote-mismatch", format!("`{}` has these words more than once", claim.source))
                    .help(format!("say which are meant, with --at {}{more}", all.join(" or --at ")))
            }
        });
        return;
    };
    claim.quote = text.get(place.clone()).unwrap_or_default().to_owned();
    (claim.start, claim.end) = (place.start, place.end);
    let quote = claim.quote.clone();
    claim.also.retain_mut(|also| {
        let text = dossier.source_text(&also.source).unwrap_or_default();
        let nearest = text.match_indices(&quote).map(|(at, _)| at).min_by_key(|at| at.abs_diff(also.start));
        if let Some(at) = nearest {
            (also.start, also.end) = (at, at + quote.len());
        }
        nearest.is_some()
    });
}

/// What stands between commas.
fn listed(written: &str) -> impl Iterator<Item = &str> {
    written.split(',').map(str::trim).filter(|name| !name.is_empty())
}

/// Where words stand in a text: to the letter; or else with any white space where they have some, and quotation marks of any form.
fn places(text: &str, words: &str) -> Vec<Range<usize>> {
    if words.trim().is_empty() {
        return Vec::new();
    }
    let exact: Vec<Range<usize>> = text.match_indices(words).map(|(at, found)| at..at + found.len()).collect();
    if !exact.is_empty() {
        return exact;
    }
    let first = plain(words.trim_start().chars().next().unwrap_or(' '));
    let starts = text.char_indices().filter(|&(_, c)| plain(c) == first);
    starts.filter_map(|(at, _)| Some(at..at + loosely(text.get(at..)?, words.trim())?)).collect()
}

/// The length of the words that a text begins with, if it does.
fn loosely(text: &str, words: &str) -> Option<usize> {
    let mut rest = text;
    for (n, word) in words.split_whitespace().enumerate() {
        if n > 0 {
            let trimmed = rest.trim_start();
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
        }
        for c in word.chars() {
            let there = rest.chars().next().filter(|there| plain(*there) == plain(c))?;
            rest = rest.get(there.len_utf8()..)?;
        }
    }
    Some(text.len() - rest.len())
}

/// A character as keyboards have it.
fn plain(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '‑' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_to_the_letter_or_as_a_keyboard_writes_them() {
        let text = "He said: “We won’t\n  go.” We won’t.";
        // “ is three bytes.
        let found = |words: &str| places(text, words).into_iter().map(|p| text[p].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("We won’t"), ["We won’t", "We won’t"]);
        assert_eq!(found("\"We won't go.\""), ["“We won’t\n  go.”"]);
        assert_eq!(found("We won't go"), ["We won’t\n  go"]);
        assert_eq!(found("we won't go"), [""; 0]);
        assert_eq!(found("go.” We won’t. They"), [""; 0]);
        assert_eq!(found(" "), [""; 0]);
        assert_eq!(places("aaa", "aa"), vec![std::ops::Range { start: 0, end: 2 }]);
    }
}
