//! A fresh draft goes into a dossier that a person has worked on.
//!
//! What a person accepted, rejected or edited stays to the letter and is not drafted a second time. Drafts that nobody looked at are replaced by
//! the new ones, under their old ids where they are the same words; those that are gone go, unless something cites them or somebody else drafted
//! them: a model, an imported tool. Where the text of a
//! source has changed, claims follow their quotes.

mod actors;
mod anchors;
mod pairs;
mod sources;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use self::pairs::{Older, Pairs};
use self::sources::Sources;
use super::in_case::InCase;
use crate::case::claims::{Claim, ClaimState, Claims};

/// What is to be known beside the dossier and the new draft.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// The texts that the case folder holds, by their paths in it: at least those of the dossier's sources.
    pub files: &'a BTreeMap<String, Vec<u8>>,
    /// Further paths in the folder that are not free for new texts.
    pub taken: &'a BTreeSet<String>,
    /// The texts that were read, by the ids of the new draft's sources.
    pub read: &'a BTreeMap<String, String>,
    /// What the case says.
    pub case: &'a InCase,
    /// The highest number that a claim is known to have had, as [`crate::case::claims_file::last`] tells.
    pub last: u64,
}

/// A dossier with a new draft in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// The dossier.
    pub claims: Claims,
    /// The texts to be written with it: their paths in the case folder, and what they say. Only what is new or changed.
    pub files: Vec<(String, String)>,
    /// What changed.
    pub changes: Changes,
    /// The highest number that a claim ever had, if no claim of the dossier has it any more.
    pub last: Option<u64>,
}

/// What a new draft changed in a dossier. Claims are named by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Drafts that nobody had looked at and that the new reading confirms.
    pub as_before: Vec<String>,
    /// Drafts that nobody had looked at and that read otherwise now.
    pub redrafted: Vec<String>,
    /// New drafts.
    pub new: Vec<String>,
    /// Drafts that nobody had looked at and that are gone.
    pub gone: Vec<String>,
    /// Claims of the texts read that a person decided on: left as they are.
    pub kept: Vec<String>,
    /// The rejected ones among these that the new reading found once more: not drafted again. They are not in `kept`.
    pub rejected: Vec<String>,
    /// Drafts that the new reading does not find and that stay because something cites them.
    pub cited: Vec<String>,
    /// Drafts of another reader, a model or an imported tool, that the new reading does not find and that stay.
    pub others: Vec<String>,
    /// Claims that followed their quote to another place of a text that has changed.
    pub moved: Vec<String>,
    /// Claims whose words are no longer in their source, with the id of the source that keeps the words.
    pub lost: Vec<(String, String)>,
    /// Sources whose texts have changed.
    pub changed_sources: Vec<String>,
    /// Ids of actors that are new.
    pub new_actors: Vec<String>,
    /// Ids of actors whom nothing names any more.
    pub gone_actors: Vec<String>,
}

impl Changes {
    /// Whether the dossier says the same as before.
    pub fn is_nothing(&self) -> bool {
        let lists = [&self.redrafted, &self.new, &self.gone, &self.moved, &self.changed_sources, &self.new_actors];
        lists.iter().all(|list| list.is_empty()) && self.lost.is_empty() && self.gone_actors.is_empty()
    }
}

/// Puts a new draft into a dossier.
///
/// The ids of the draft's claims, sources and actors mean nothing beyond the draft. In the dossier, claims keep their ids, new ones get numbers above
/// any that it or the case mentions, and a source or actor that the dossier knows already is that one: a source by its file or its text, an actor
/// by one of its names. Merging the same draft again changes nothing.
pub fn merge(old: &Claims, new: Claims, beside: &Beside<'_>) -> Merged {
    let mut sources = Sources::place(old, &new.sources, beside);
    let people = actors::Actors::place(&old.actors, new.actors, &beside.case.actors);
    let mut drafts: Vec<Claim> = Vec::new();
    // A draft that says the same as another is that one.
    let mut twins: Vec<(String, String)> = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for claim in new.claims.into_iter().filter_map(|claim| sources.translate(claim)) {
        let claim = people.translate(claim);
        match seen.get(&likeness(&claim)) {
            Some(first) => twins.push((claim.id, first.clone())),
            None => {
                seen.insert(likeness(&claim), claim.id.clone());
                drafts.push(claim);
            }
        }
    }
    let mut changes = Changes { changed_sources: sources.changed(), ..Changes::default() };

    let mut claims = old.claims.clone();
    let lost: BTreeSet<usize> =
        (0..claims.len()).filter(|&at| !follow(&mut claims[at], &sources, &mut changes)).collect();
    let paired = pair(&claims, &lost, &drafts, &sources);
    let readers: BTreeSet<&str> = drafts.iter().filter_map(|d| d.by.as_deref()).collect();
    let fates = fates(&claims, &lost, &paired, &sources, &readers, &beside.case.cited);

    let mut names = Names::new(old, beside);
    let mut final_ids = final_ids(&claims, &drafts, &paired, &mut names);
    for (twin, first) in twins {
        if let Some(id) = final_ids.get(&first).cloned() {
            final_ids.insert(twin, id);
        }
    }
    let mut kept = Vec::new();
    let mut last_words = Vec::new();
    for (at, (mut claim, fate)) in claims.into_iter().zip(fates).enumerate() {
        let id = claim.id.clone();
        match fate {
            Fate::Untouched => kept.push(claim),
            Fate::Decided => {
                let draft = paired.draft_of(at);
                let again = claim.state == ClaimState::Rejected && draft.is_some();
                // That another paper has the same words takes nothing from what was decided.
                if let Some(draft) = draft.and_then(|d| drafts.get(d)).filter(|d| d.quote == claim.quote) {
                    let new = draft.also.iter().filter(|p| claim.also.iter().all(|known| known.source != p.source));
                    claim.also.extend(new.filter(|p| p.source != claim.source).cloned().collect::<Vec<_>>());
                }
                if again { &mut changes.rejected } else { &mut changes.kept }.push(id);
                kept.push(claim);
            }
            Fate::Cited => {
                changes.cited.push(id);
                kept.push(claim);
            }
            Fate::Other => {
                changes.others.push(id);
                kept.push(claim);
            }
            Fate::Gone => {
                changes.gone.push(id);
                continue;
            }
            Fate::Redrafted(draft) => {
                let fresh = sources.redraft(&claim, &drafts[draft], &final_ids);
                let before = &old.claims[at];
                if fresh == *before {
                    changes.as_before.push(id);
                } else if !changes.moved.contains(&id) || !same_but_place(&fresh, before) {
                    changes.redrafted.push(id);
                }
                kept.push(fresh);
            }
        }
        if lost.contains(&at) {
            last_words.push(kept.len() - 1);
        }
    }
    changes.lost = sources.keep_words(&mut kept, &last_words);
    let fresh = drafts.iter().enumerate().filter(|(n, _)| paired.is_new(*n)).map(|(_, draft)| {
        let id = final_ids.get(&draft.id).cloned().unwrap_or_default();
        let conditions = conditions(&draft.conditions, &id, &final_ids);
        Claim { id, conditions, state: ClaimState::Drafted, ..draft.clone() }
    });
    let fresh: Vec<Claim> = fresh.collect();
    changes.new = fresh.iter().map(|c| c.id.clone()).collect();
    let claims = interleave(kept, fresh);
    let (table, added, gone) = people.table(old, &claims);
    (changes.new_actors, changes.gone_actors) = (added, gone);
    let (all_sources, files) = sources.finish(&claims);
    let last = Some(names.last).filter(|&last| claims.iter().all(|c| number(&c.id).is_none_or(|n| n < last)));
    let last = last.filter(|&last| last > 0);
    Merged { claims: Claims { sources: all_sources, actors: table, claims }, files, changes, last }
}

/// What makes two drafts one: the words and what is made of them.
fn likeness(claim: &Claim) -> String {
    let Claim { source, start, end, kind, speaker, target, polarity, .. } = claim;
    format!("{source} {start} {end} {} {speaker:?} {target:?} {}", kind.word(), polarity.word())
}

/// Whether a person has decided on a claim.
fn decided(claim: &Claim) -> bool {
    claim.state != ClaimState::Drafted
}

/// Lets a claim follow its quote through a text that has changed. False when its words are no longer there.
fn follow(claim: &mut Claim, sources: &Sources<'_>, changes: &mut Changes) -> bool {
    claim.also.retain_mut(|place| match sources.home(&place.source) {
        None => true,
        Some(home) => {
            let found = anchors::follow(&claim.quote, place.start..place.end, home.before, home.text);
            if let Some(range) = &found {
                (place.start, place.end) = (range.start, range.end);
            }
            found.is_some()
        }
    });
    let (home, former) = match (sources.home(&claim.source), sources.home_of_former(&claim.source)) {
        (Some(home), _) => (home, false),
        (None, Some(home)) => (home, true),
        (None, None) => return true,
    };
    let range = claim.start..claim.end;
    // What stands on a former text comes home if its words do; if not, it stays where it is.
    let before = if former { sources.text_of(&claim.source) } else { home.before };
    let Some(found) = anchors::follow(&claim.quote, range.clone(), before, home.text) else { return former };
    if former || found != range {
        changes.moved.push(claim.id.clone());
        claim.source.clone_from(&home.id);
        (claim.start, claim.end) = (found.start, found.end);
    }
    true
}

/// Pairs the claims of the dossier with the drafts, text by text.
fn pair(claims: &[Claim], lost: &BTreeSet<usize>, drafts: &[Claim], sources: &Sources<'_>) -> Pairs {
    let mut pairs = Pairs::new(drafts.len());
    for home in sources.homes() {
        let mut older = Vec::new();
        for (at, claim) in claims.iter().enumerate().filter(|(at, _)| !lost.contains(at)) {
            let own = (claim.source == home.id).then_some(claim.start..claim.end);
            let also = || claim.also.iter().find(|p| p.source == home.id).map(|p| p.start..p.end);
            if let Some(range) = own.or_else(also) {
                older.push(Older { at, claim, range, decided: decided(claim) });
            }
        }
        pairs.add(&older, drafts, &home.id);
    }
    pairs
}

/// What becomes of a claim of the dossier.
enum Fate {
    /// Its text was not read again.
    Untouched,
    /// A person decided on it.
    Decided,
    /// Nobody looked at it, and it is drafted again as this.
    Redrafted(usize),
    /// Nobody looked at it, it is not drafted again, but something cites it.
    Cited,
    /// Nobody looked at it, and who drafted it did not read this time.
    Other,
    /// Nobody looked at it, and it is not drafted again.
    Gone,
}

fn fates(
    claims: &[Claim],
    lost: &BTreeSet<usize>,
    paired: &Pairs,
    sources: &Sources<'_>,
    readers: &BTreeSet<&str>,
    cited: &BTreeMap<String, Vec<String>>,
) -> Vec<Fate> {
    let mut fates: Vec<Fate> = claims
        .iter()
        .enumerate()
        .map(|(at, claim)| {
            let read = sources.home(&claim.source).is_some();
            match paired.draft_of(at) {
                _ if !read => Fate::Untouched,
                _ if decided(claim) => Fate::Decided,
                Some(draft) if !lost.contains(&at) => Fate::Redrafted(draft),
                _ if claim.by.as_deref().is_some_and(|by| !readers.contains(by)) && !lost.contains(&at) => Fate::Other,
                _ => Fate::Gone,
            }
        })
        .collect();
    // What something that stays cites stays, and what that cites.
    let by_id: BTreeMap<&str, usize> = claims.iter().enumerate().map(|(at, c)| (c.id.as_str(), at)).collect();
    let keeps = |at: usize, fate: &Fate| match fate {
        Fate::Untouched | Fate::Decided | Fate::Cited | Fate::Other => claims[at].conditions.as_slice(),
        Fate::Redrafted(_) | Fate::Gone => &[],
    };
    let stays = fates.iter().enumerate().flat_map(|(at, fate)| keeps(at, fate));
    let mut needed: Vec<&str> = cited.keys().chain(stays).map(String::as_str).collect();
    while let Some(id) = needed.pop() {
        let Some(&at) = by_id.get(id) else { continue };
        if matches!(fates[at], Fate::Gone) {
            fates[at] = Fate::Cited;
            needed.extend(claims[at].conditions.iter().map(String::as_str));
        }
    }
    fates
}

/// The ids that the drafts' claims have in the dossier. A second draft of what a person decided is that.
fn final_ids(claims: &[Claim], drafts: &[Claim], paired: &Pairs, names: &mut Names) -> BTreeMap<String, String> {
    let known = |n: usize| paired.claim_of(n).map(|at| claims[at].id.clone());
    drafts.iter().enumerate().map(|(n, draft)| (draft.id.clone(), known(n).unwrap_or_else(|| names.next()))).collect()
}

/// The conditions of a draft, by their ids in the dossier.
fn conditions(drafted: &[String], own: &str, final_ids: &BTreeMap<String, String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for id in drafted.iter().filter_map(|id| final_ids.get(id)) {
        if id != own && !found.contains(id) {
            found.push(id.clone());
        }
    }
    found
}

fn same_but_place(a: &Claim, b: &Claim) -> bool {
    let place = |c: &Claim| Claim { start: 0, end: 0, source: String::new(), ..c.clone() };
    place(a) == place(b)
}

/// Gives out ids that were never used, as far as the dossier and the case tell.
struct Names {
    last: u64,
}

impl Names {
    fn new(old: &Claims, beside: &Beside<'_>) -> Self {
        let ids = old.claims.iter().flat_map(|c| std::iter::once(&c.id).chain(&c.conditions));
        let numbers = ids.chain(beside.case.cited.keys()).filter_map(|id| number(id)).chain([beside.last]);
        Self { last: numbers.filter(|&n| n < u64::from(u32::MAX)).max().unwrap_or(0) }
    }

    fn next(&mut self) -> String {
        self.last += 1;
        format!("c{}", self.last)
    }
}

/// The number of an id such as `c12`.
fn number(id: &str) -> Option<u64> {
    id.strip_prefix('c')?.parse().ok()
}

/// The new claims, which come in the order of their texts, among the others: each behind what precedes it in its text, those of new texts at the end.
fn interleave(kept: Vec<Claim>, fresh: Vec<Claim>) -> Vec<Claim> {
    // Per source, where its claims start and which they are.
    let mut starts: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, claim) in kept.iter().enumerate() {
        starts.entry(&claim.source).or_default().push((claim.start, at));
    }
    starts.values_mut().for_each(|all| all.sort_unstable());
    // Behind which claim each goes: 0 before all, `at + 1` behind the one at that place.
    let mut behind: BTreeMap<usize, Vec<Claim>> = BTreeMap::new();
    for claim in fresh {
        let place = match starts.get(claim.source.as_str()) {
            None => kept.len(),
            Some(all) => match all.partition_point(|&(start, _)| start <= claim.start) {
                0 => all.iter().map(|&(_, at)| at).min().unwrap_or(0),
                n => all[n - 1].1 + 1,
            },
        };
        behind.entry(place).or_default().push(claim);
    }
    let mut all = Vec::with_capacity(kept.len());
    for (at, claim) in kept.into_iter().enumerate() {
        all.extend(behind.remove(&at).into_iter().flatten());
        all.push(claim);
    }
    all.extend(behind.into_values().flatten());
    all
}
