//! Which of the dossier's texts each text that was read is: one it has, a changed version of one, or a new one.

use std::collections::{BTreeMap, BTreeSet};

use super::actors::free;
use super::{Beside, conditions};
use crate::case::claims::{Claim, ClaimState, Claims, Place};
use crate::case::claims_file::former_of;
use crate::case::model::Source;

/// Words in a row that two versions of a text have in common.
const RUN: usize = 5;

/// A text that was read, with its place in the dossier.
pub(super) struct Home<'a> {
    /// Id of its source in the dossier.
    pub(super) id: String,
    file: String,
    /// What it says.
    pub(super) text: &'a str,
    /// What it said before, if the dossier had it and that is known.
    pub(super) before: Option<&'a str>,
    status: Status,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Same,
    Changed,
    New,
}

/// The dossier's sources, and those of a new draft among them.
pub(super) struct Sources<'a> {
    beside: Beside<'a>,
    /// Those of `claims.toml`.
    table: Vec<Source>,
    /// By ids of the dossier.
    homes: BTreeMap<String, Home<'a>>,
    /// From ids of the draft to those of the dossier.
    ids: BTreeMap<String, String>,
    /// Texts that a claim keeps its words in, to be written.
    kept: Vec<(String, String)>,
}

impl<'a> Sources<'a> {
    pub(super) fn place(old: &Claims, new: &[Source], beside: &Beside<'a>) -> Self {
        let mut all = Self {
            beside: *beside,
            table: old.sources.clone(),
            homes: BTreeMap::new(),
            ids: BTreeMap::new(),
            kept: Vec::new(),
        };
        for source in new {
            let Some(text) = beside.read.get(&source.id) else { continue };
            let home = all.home_for(source, text);
            if all.homes.contains_key(&home.id) {
                // The same text twice: its claims count once.
                continue;
            }
            all.ids.insert(source.id.clone(), home.id.clone());
            let in_case = beside.case.sources.contains_key(&home.id);
            match all.table.iter_mut().find(|s| s.id == home.id) {
                Some(known) => {
                    known.title = known.title.take().or_else(|| source.title.clone());
                    known.published = known.published.take().or_else(|| source.published.clone());
                }
                None if in_case => {}
                None => {
                    all.table.push(Source { id: home.id.clone(), file: home.file.clone(), ..source.clone() });
                }
            }
            all.homes.insert(home.id.clone(), home);
        }
        all
    }

    /// Id and file of every source of the dossier and the case.
    fn known(&self) -> BTreeMap<&str, &str> {
        let in_case = self.beside.case.sources.iter().map(|(id, file)| (id.as_str(), file.as_str()));
        in_case.chain(self.table.iter().map(|s| (s.id.as_str(), s.file.as_str()))).collect()
    }

    fn home_for(&self, source: &Source, text: &'a str) -> Home<'a> {
        let known = self.known();
        let home = |id: &str, file: &str, before, status| Home {
            id: id.to_owned(),
            file: file.to_owned(),
            text,
            before,
            status,
        };
        let by_file = known.iter().find(|(_, file)| **file == source.file);
        for (id, file) in by_file.into_iter().chain(known.get_key_value(source.id.as_str())) {
            match self.file(file) {
                Some(before) if before == text => return home(id, file, Some(before), Status::Same),
                Some(before) if is_version(before, text) => return home(id, file, Some(before), Status::Changed),
                None => return home(id, file, None, Status::Changed),
                Some(_) => {}
            }
        }
        if let Some((id, file)) = known.iter().find(|(_, file)| self.file(file) == Some(text)) {
            return home(id, file, Some(text), Status::Same);
        }
        let ids: BTreeSet<String> = known.keys().map(|id| (*id).to_owned()).collect();
        let files: BTreeSet<&str> = known.values().copied().collect();
        let mut id = free(&source.id, &ids);
        let mut file = source.file.clone();
        let occupied = |file: &str| {
            files.contains(file) || self.file(file).map_or(self.beside.taken.contains(file), |there| there != text)
        };
        let mut taken = ids;
        while id != source.id && file == source.file || occupied(&file) {
            if occupied(&format!("sources/{id}.txt")) {
                taken.insert(id.clone());
                id = free(&source.id, &taken);
            } else {
                file = format!("sources/{id}.txt");
            }
        }
        home(&id, &file, None, Status::New)
    }

    /// The text of a file of the case folder, if it is there and is text.
    fn file(&self, path: &str) -> Option<&'a str> {
        self.beside.files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }

    /// The text of a source of the dossier, as the folder has it.
    pub(super) fn text_of(&self, id: &str) -> Option<&'a str> {
        self.file(self.known().get(id)?)
    }

    /// The text that was read for a source of the dossier, if it was read.
    pub(super) fn home(&self, id: &str) -> Option<&Home<'a>> {
        self.homes.get(id)
    }

    /// The texts that were read.
    pub(super) fn homes(&self) -> impl Iterator<Item = &Home<'a>> {
        self.homes.values()
    }

    /// The text that was read for the source whose former text this source keeps.
    pub(super) fn home_of_former(&self, id: &str) -> Option<&Home<'a>> {
        self.home(former_of(id)?)
    }

    /// A claim of the draft as one of the dossier's sources; `None` for a text that was given twice.
    pub(super) fn translate(&self, mut claim: Claim) -> Option<Claim> {
        claim.source = self.ids.get(&claim.source)?.clone();
        let place = |p: Place| Some(Place { source: self.ids.get(&p.source)?.clone(), ..p });
        claim.also = claim.also.into_iter().filter_map(place).collect();
        Some(claim)
    }

    /// A claim that nobody looked at as it is drafted now, with the places that only the dossier knows.
    pub(super) fn redraft(&self, claim: &Claim, draft: &Claim, final_ids: &BTreeMap<String, String>) -> Claim {
        let mut also = draft.also.clone();
        if draft.quote == claim.quote {
            let own = |p: &&Place| self.home(&p.source).is_none();
            also.extend(claim.also.iter().filter(own).cloned());
        }
        let conditions = conditions(&draft.conditions, &claim.id, final_ids);
        Claim { id: claim.id.clone(), also, conditions, state: ClaimState::Drafted, ..draft.clone() }
    }

    /// The sources whose texts have changed.
    pub(super) fn changed(&self) -> Vec<String> {
        self.homes.values().filter(|h| h.status == Status::Changed).map(|h| h.id.clone()).collect()
    }

    /// Gives the claims at these places, whose words are no longer in their texts, a source that keeps the words: the text before, or, if that is not
    /// known, the quotes alone. Returns the claims' ids, each with the source's.
    pub(super) fn keep_words(&mut self, claims: &mut [Claim], at: &[usize]) -> Vec<(String, String)> {
        let mut by_home: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &k in at {
            by_home.entry(claims[k].source.clone()).or_default().push(k);
        }
        let mut lost = Vec::new();
        for (id, mut at) in by_home {
            let before = self.homes.get(&id).and_then(|home| home.before);
            let stands = |claim: &Claim, text: &str| text.get(claim.start..claim.end) == Some(claim.quote.as_str());
            let text = match before.filter(|text| at.iter().all(|&k| stands(&claims[k], text))) {
                Some(text) => text.to_owned(),
                None => {
                    let mut text = String::new();
                    at.sort_by_key(|&k| claims[k].start);
                    for &k in &at {
                        claims[k].start = text.len();
                        text.push_str(&claims[k].quote);
                        claims[k].end = text.len();
                        text.push('\n');
                    }
                    text
                }
            };
            let former = self.former(&id, text);
            for k in at {
                claims[k].source.clone_from(&former);
                lost.push((claims[k].id.clone(), former.clone()));
            }
        }
        lost
    }

    /// A source of the dossier that has this former text of another: one that is there, or a new one.
    fn former(&mut self, id: &str, text: String) -> String {
        let file = self.known().get(id).map_or_else(|| format!("sources/{id}.txt"), |file| (*file).to_owned());
        let name = format!("{id}-old");
        let ids: BTreeSet<String> = self.known().keys().map(|id| (*id).to_owned()).collect();
        for known in self.table.iter().filter(|s| s.id.starts_with(&name)) {
            if self.file(&known.file) == Some(text.as_str()) {
                return known.id.clone();
            }
        }
        let mut taken = ids;
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        let (former, path) = loop {
            let former = free(&name, &taken);
            let path = format!("{stem}{}.txt", former.strip_prefix(id).unwrap_or("-old"));
            if !self.beside.taken.contains(&path) && !self.beside.files.contains_key(&path) {
                break (former, path);
            }
            taken.insert(former);
        };
        let of = self.table.iter().find(|s| s.id == id);
        self.table.push(Source {
            id: former.clone(),
            file: path.clone(),
            title: of.and_then(|s| s.title.clone()),
            published: of.and_then(|s| s.published.clone()),
            origin: None,
            digest: None,
            note: Some(format!("what `{id}` said before it was read again with another text")),
        });
        self.kept.push((path, text));
        former
    }

    /// The table of sources for these claims, without former texts on which none stands any more, and the texts to be written.
    pub(super) fn finish(self, claims: &[Claim]) -> (Vec<Source>, Vec<(String, String)>) {
        let used: BTreeSet<&str> = claims
            .iter()
            .flat_map(|c| std::iter::once(&c.source).chain(c.also.iter().map(|p| &p.source)))
            .map(String::as_str)
            .collect();
        let left = |id: &str| self.home_of_former(id).is_some() && !used.contains(id);
        let table = self.table.iter().filter(|s| !left(&s.id)).cloned().collect();
        let fresh = self.homes.values().filter(|h| self.file(&h.file) != Some(h.text));
        let files = fresh.map(|h| (h.file.clone(), h.text.to_owned())).chain(self.kept.iter().cloned()).collect();
        (table, files)
    }
}

/// Whether a text is a version of another: half the runs of words of the shorter one are in the other, too.
fn is_version(before: &str, now: &str) -> bool {
    let (a, b) = (runs(before), runs(now));
    let shared = a.intersection(&b).count();
    2 * shared >= a.len().min(b.len())
}

/// The runs of words in a text, each as a number.
fn runs(text: &str) -> BTreeSet<u64> {
    // FNV-1a; two runs with one number would only make two texts look a little more alike.
    let number = |word: &str| {
        word.bytes().fold(0xcbf2_9ce4_8422_2325, |n: u64, b| (n ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
    };
    let words: Vec<u64> = text.split_whitespace().map(number).collect();
    let run = |words: &[u64]| words.iter().fold(0u64, |n, word| n.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ word);
    if words.len() < RUN { [run(&words)].into() } else { words.windows(RUN).map(run).collect() }
}
