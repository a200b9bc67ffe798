//! The same article twice, or an agency's text in two papers: its claims are kept once, with both sources.
//!
//! Two texts are the same when most of the shorter one stands in the other, word for word: runs of eight words are compared (Broder 1997), so that another headline,
//! a dateline or a cut last paragraph changes little. Time is linear in the texts but for a sort, whatever their number.

use std::collections::BTreeMap;

use armistice::case::Claims;
use armistice::case::claims::{ClaimKind, Place, Polarity};

use crate::SourceText;
use crate::text::sentences;

/// Words of a run. Shorter ones recur in any two articles on one subject.
const RUN: usize = 8;
/// Runs kept, about, over all texts: of more, only every second, third … is, the same ones in every text.
const RUNS: usize = 1_000_000;
/// Runs that two texts share at least, where all are kept: a sentence quoted in both makes fewer.
const LEAST: usize = 24;

/// A text that stands in an earlier one, for the most part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// Id of the earlier source.
    pub first: String,
    /// Id of the later source.
    pub later: String,
    /// Claims of the later one that were folded into claims of the earlier.
    pub folded: usize,
}

/// Folds claims that stand twice, because a text does, into the first of each: its `also` then names the other places. What only the later text has stays a claim of its own.
/// Claims are numbered anew, and conditions follow. `claims` are those that [`crate::read`] drafted from these `sources`.
pub fn fold(sources: &[SourceText<'_>], claims: &mut Claims) -> Vec<Repeat> {
    let firsts = firsts(sources);
    let mut out: Vec<Repeat> = Vec::new();
    // Where each claim went: to itself, or to the first of its words.
    let mut kept: Vec<usize> = (0..claims.claims.len()).collect();
    let mut known: BTreeMap<usize, Known<'_>> = BTreeMap::new();
    for (n, source) in sources.iter().enumerate() {
        let first = firsts.get(n).copied().unwrap_or(n);
        // A text that stands alone has nothing to fold.
        if first == n && !firsts.iter().skip(n + 1).any(|f| *f == n) {
            continue;
        }
        let folded = fold_source(source, claims, &mut kept, known.entry(first).or_default());
        if let Some(before) = sources.get(first).filter(|_| first != n) {
            out.push(Repeat { first: before.id.to_owned(), later: source.id.to_owned(), folded });
        }
    }
    if !out.is_empty() {
        renumber(claims, &kept);
    }
    out
}

/// For each text the first that is the same: itself, if none is.
fn firsts(sources: &[SourceText<'_>]) -> Vec<usize> {
    let mut firsts: Vec<usize> = (0..sources.len()).collect();
    for (first, later) in repeats(sources) {
        let root = firsts.get(first).copied().unwrap_or(first);
        if let Some(to) = firsts.get_mut(later) {
            *to = root.min(*to);
        }
    }
    firsts
}

/// The pairs of an earlier and a later text that are the same for the most part, by their places in the list.
pub fn repeats(sources: &[SourceText<'_>]) -> Vec<(usize, usize)> {
    if sources.len() < 2 {
        return Vec::new();
    }
    let words: usize = sources.iter().map(|s| s.text.len() / 6).sum();
    let every = 1 + words as u64 / RUNS as u64;
    let mut all: Vec<(u64, usize)> = Vec::new();
    let mut sizes = Vec::new();
    for (n, source) in sources.iter().enumerate() {
        let mut own: Vec<u64> = runs(source.text).into_iter().filter(|run| run % every == 0).collect();
        own.sort_unstable();
        own.dedup();
        sizes.push(own.len());
        all.extend(own.into_iter().map(|run| (run, n)));
    }
    all.sort_unstable();
    // Each run is counted for the first text that has it, so that twenty copies are twenty comparisons, not two hundred.
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        if let [(_, first), rest @ ..] = same {
            for (_, later) in rest {
                *shared.entry((*later, *first)).or_default() += 1;
            }
        }
    }
    let size = |n: usize| sizes.get(n).copied().unwrap_or(0);
    let enough = |n: usize| n as u64 * every >= LEAST as u64;
    let same = |&(&(later, first), &n): &(&(usize, usize), &usize)| enough(n) && n * 2 >= size(later).min(size(first));
    shared.iter().filter(same).map(|(&(later, first), _)| (first, later)).collect()
}

/// A number for every run of words; texts without eight words have none.
fn runs(text: &str) -> Vec<u64> {
    // A polynomial in the words' own numbers, odd so that it has an inverse; what leaves the run is taken off again.
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let power = (0..RUN).fold(1u64, |p, _| p.wrapping_mul(FACTOR));
    let words: Vec<u64> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(number).collect();
    let mut out = Vec::with_capacity(words.len().saturating_sub(RUN - 1));
    let mut run = 0u64;
    for (n, word) in words.iter().enumerate() {
        run = run.wrapping_mul(FACTOR).wrapping_add(*word);
        if let Some(gone) = n.checked_sub(RUN).and_then(|at| words.get(at)) {
            run = run.wrapping_sub(gone.wrapping_mul(power));
        }
        if n + 1 >= RUN {
            // Mixed, since the lowest bits decide which runs are kept.
            let mixed = (run ^ run >> 31).wrapping_mul(FACTOR);
            out.push(mixed ^ mixed >> 29);
        }
    }
    out
}

/// A word's number, the same in capitals (FNV-1a).
fn number(word: &str) -> u64 {
    let bytes = word.bytes().map(|b| b.to_ascii_lowercase());
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// A claim's words and the sentence they stand in.
type Words<'t> = (&'t str, &'t str, ClaimKind, &'static str);

/// The claims that texts which are the same have so far, by their words. A sentence that a text has twice makes two.
type Known<'t> = BTreeMap<Words<'t>, Vec<usize>>;

/// Folds the claims of a text that are known, and adds the others to those that are.
fn fold_source<'t>(source: &SourceText<'t>, claims: &mut Claims, kept: &mut [usize], known: &mut Known<'t>) -> usize {
    let mut seen: BTreeMap<Words<'_>, usize> = BTreeMap::new();
    let mut folded = 0;
    for (key, at) in words_of(source, claims) {
        let nth = seen.entry(key).or_default();
        *nth += 1;
        let all = known.entry(key).or_default();
        let Some(&to) = all.get(*nth - 1) else {
            all.push(at);
            continue;
        };
        let Some(claim) = claims.claims.get(at) else { continue };
        let place = Place { source: claim.source.clone(), start: claim.start, end: claim.end };
        if let (Some(target), Some(gone)) = (claims.claims.get_mut(to), kept.get_mut(at)) {
            target.also.push(place);
            *gone = to;
            folded += 1;
        }
    }
    folded
}

/// The claims of a source, by the words they rest on, in order.
fn words_of<'t>(source: &SourceText<'t>, claims: &Claims) -> Vec<(Words<'t>, usize)> {
    let sentences = sentences(source.text);
    let own = claims.claims.iter().enumerate().filter(|(_, c)| c.source == source.id);
    own.filter_map(|(at, c)| {
        let n = sentences.partition_point(|s| s.end <= c.start);
        let sentence = sentences.get(n).and_then(|s| source.text.get(s.start..s.end))?;
        let polarity: Polarity = c.polarity;
        Some(((sentence, source.text.get(c.start..c.end)?, c.kind, polarity.word()), at))
    })
    .collect()
}

/// Takes out the claims that went elsewhere, and numbers the rest.
fn renumber(claims: &mut Claims, kept: &[usize]) {
    let mut ids: Vec<String> = Vec::new();
    let mut n = 0;
    for (at, &to) in kept.iter().enumerate() {
        if to == at {
            n += 1;
        }
        // What a claim was folded into comes before it.
        let id = if to == at { format!("c{n}") } else { ids.get(to).cloned().unwrap_or_default() };
        ids.push(id);
    }
    let new: BTreeMap<String, String> = claims.claims.iter().map(|c| c.id.clone()).zip(ids).collect();
    let mut at = 0;
    claims.claims.retain(|_| {
        at += 1;
        kept.get(at - 1) == Some(&(at - 1))
    });
    for claim in &mut claims.claims {
        for id in claim.conditions.iter_mut().chain([&mut claim.id]) {
            if let Some(to) = new.get(id) {
                id.clone_from(to);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    const AGENCY: &str = "The government of Freedonia demanded on Monday that Sylvania withdraw its troops from the border region.\n\n\
        Sylvania rejected the demand. \"We will not withdraw our troops,\" said Foreign Minister Ambrose Trentino in the capital.\n\n\
        Freedonia and Sylvania have fought over the border since the spring of last year, and hundreds of people have died on both sides.\n\n";
    const TAIL: &str = "Freedonia offered to pay for the repair of the road through the hills.\n";

    fn source<'a>(id: &'a str, text: &'a str) -> SourceText<'a> {
        SourceText { id, file: "f.txt", text, title: None, published: None }
    }

    #[test]
    fn an_agency_text_in_two_papers_gives_its_claims_once() {
        let first = format!("Sylvania Says No\n\n{AGENCY}{TAIL}");
        let later = format!(
            "No Withdrawal, Minister Vows\n\nFREDONIA CITY, May 4 (Agency) — {AGENCY}Sylvania also threatened to close the river to all ships.\n"
        );
        let sources = [source("a", &first), source("b", &later)];
        let alone = read(&sources[..1]);
        let mut claims = read(&sources);
        let before = claims.claims.len();
        let found = fold(&sources, &mut claims);
        let [repeat] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((repeat.first.as_str(), repeat.later.as_str()), ("a", "b"));
        assert!(repeat.folded >= 3, "{repeat:?}");
        assert_eq!(claims.claims.len(), before - repeat.folded);
        let own = |id: &str| claims.claims.iter().filter(|c| c.source == id).count();
        assert_eq!(own("a"), alone.claims.len());
        // What only the second paper has is a claim of its own.
        assert!(claims.claims.iter().any(|c| c.source == "b" && c.quote.contains("threatened")), "{:?}", claims.claims);
        assert!(claims.claims.iter().filter(|c| c.source == "b").all(|c| !AGENCY.contains(&c.quote)));
        for claim in &claims.claims {
            for place in &claim.also {
                assert_eq!(later.get(place.start..place.end), Some(claim.quote.as_str()));
            }
        }
        let ids: Vec<&str> = claims.claims.iter().map(|c| c.id.as_str()).collect();
        let expected: Vec<String> = (1..=ids.len()).map(|n| format!("c{n}")).collect();
        assert_eq!(ids, expected);
    }

    #[test]
    fn twenty_copies_are_one_article() {
        let text = format!("{AGENCY}{TAIL}");
        let ids: Vec<String> = (0..20).map(|n| format!("s{n}")).collect();
        let sources: Vec<_> = ids.iter().map(|id| source(id, &text)).collect();
        let mut claims = read(&sources);
        let once = read(&sources[..1]).claims.len();
        let found = fold(&sources, &mut claims);
        assert_eq!((found.len(), claims.claims.len()), (19, once));
        assert!(claims.claims.iter().all(|c| c.also.len() == 19), "{:?}", claims.claims[0].also.len());
    }

    #[test]
    fn what_the_second_and_the_third_paper_have_is_one_too() {
        let long = format!("{AGENCY}{TAIL}");
        let sources = [source("a", AGENCY), source("b", &long), source("c", &long)];
        let mut claims = read(&sources);
        fold(&sources, &mut claims);
        let tail: Vec<&str> =
            claims.claims.iter().filter(|c| TAIL.contains(&c.quote)).map(|c| c.source.as_str()).collect();
        assert_eq!(tail, ["b"], "{:?}", claims.claims);
        assert!(claims.claims.iter().all(|c| c.source != "c"));
    }

    #[test]
    fn two_articles_on_one_subject_stay_two() {
        let other = "Sylvania has rejected a demand to pull back from the border, its foreign minister said.\n\n\
            \"We will not withdraw our troops,\" said Foreign Minister Ambrose Trentino in the capital.\n\nFreedonia had asked for it on Monday.\n";
        let sources = [source("a", AGENCY), source("b", other)];
        let mut claims = read(&sources);
        let before = claims.clone();
        assert!(fold(&sources, &mut claims).is_empty());
        assert_eq!(claims, before);
        assert!(fold(&[], &mut claims).is_empty());
    }

    #[test]
    fn conditions_follow_the_claims_they_name() {
        let text = format!("{AGENCY}{TAIL}");
        let sources = [source("a", &text), source("b", &text)];
        let mut claims = read(&sources);
        let (half, last) = (claims.claims.len() / 2, claims.claims.len() - 1);
        let name = claims.claims[half].id.clone();
        claims.claims[1].conditions = vec![name];
        claims.claims[0].conditions = vec![claims.claims[last].id.clone()];
        fold(&sources, &mut claims);
        assert_eq!(claims.claims.len(), half);
        assert_eq!(claims.claims[1].conditions, ["c1"]);
        assert_eq!(claims.claims[0].conditions, [format!("c{half}")]);
    }
}
