//! Adding what a file says to a dossier, without overwriting what somebody decided there.

use std::collections::{BTreeMap, BTreeSet};

use super::incoming::{Entry, Incoming, Quoted, Refused, Selected};
use super::positions::Positions;
use super::spans;
use crate::case::claims::{Actor, Claim, ClaimKind, ClaimState, Claims, Place};
use crate::case::condition::is_bare;
use crate::case::model::Source;

/// What the case declares that `claims.toml` need not repeat.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Its sources.
    pub sources: Vec<Source>,
    /// Its parties and people.
    pub actors: Vec<Actor>,
}

/// What became of a dossier and a file.
#[derive(Debug, Default)]
pub struct Merged {
    /// The dossier with what was taken.
    pub claims: Claims,
    /// Ids of claims that are new.
    pub added: Vec<String>,
    /// Ids of claims that the file changed.
    pub changed: Vec<String>,
    /// How many claims of the file were there already, to the letter.
    pub same: usize,
    /// Ids of actors that are new.
    pub actors: Vec<String>,
    /// What the dossier has otherwise and keeps, because somebody decided it there.
    pub kept: Vec<Refused>,
    /// What was not taken, or only in part.
    pub refused: Vec<Refused>,
}

/// Where a claim stands and what it reports: the same statement, whatever its id.
type Span = (String, usize, usize, ClaimKind);

impl Incoming {
    /// Adds the file's claims to a dossier. `texts` are those of its sources, by their files.
    ///
    /// A claim of the file is one of the dossier's when both have the same id and the same or overlapping words, or the same words and kind. A drafted
    /// one takes what the file says; where the file has it as drafted, too, but otherwise, a person changed it there and it becomes edited. A claim
    /// that somebody accepted, rejected or edited is kept as it is, unless `overwrite` says that the file's decisions count.
    pub fn merge(self, into: &Claims, known: &Known, texts: &BTreeMap<String, String>, overwrite: bool) -> Merged {
        let mut merging = Merging {
            merged: Merged { claims: into.clone(), refused: self.refused, ..Merged::default() },
            texts: texts.iter().map(|(file, text)| (file.as_str(), Positions::new(text))).collect(),
            known,
            overwrite,
            sources: BTreeMap::new(),
            actors: BTreeMap::new(),
            by_id: into.claims.iter().enumerate().map(|(at, c)| (c.id.clone(), at)).collect(),
            by_span: BTreeMap::new(),
            names: BTreeMap::new(),
            matched: BTreeSet::new(),
            before: into.claims.len(),
            actors_before: into.actors.len(),
            last: 0,
        };
        for (at, claim) in into.claims.iter().enumerate() {
            merging.by_span.entry(span(claim)).or_insert(at);
        }
        for source in self.sources {
            merging.source(source);
        }
        let mut owners = Vec::new();
        for named in self.actors {
            owners.extend(merging.actor(named.actor, named.described));
        }
        merging.owners(&owners);
        let mut placed = Vec::new();
        for entry in self.entries {
            placed.extend(merging.entry(entry));
        }
        merging.conditions(&placed);
        merging.merged
    }
}

fn span(claim: &Claim) -> Span {
    (claim.source.clone(), claim.start, claim.end, claim.kind)
}

struct Merging<'a> {
    merged: Merged,
    /// Texts by file.
    texts: BTreeMap<&'a str, Positions<'a>>,
    known: &'a Known,
    overwrite: bool,
    /// Ids of sources: the file's, and the dossier's.
    sources: BTreeMap<String, String>,
    /// Ids of actors likewise.
    actors: BTreeMap<String, String>,
    by_id: BTreeMap<String, usize>,
    by_span: BTreeMap<Span, usize>,
    /// Ids of claims: the file's, and the dossier's.
    names: BTreeMap<String, String>,
    /// Claims of the dossier that the file has had already.
    matched: BTreeSet<usize>,
    /// Claims the dossier had.
    before: usize,
    /// Actors the dossier had.
    actors_before: usize,
    /// The last number given to a claim.
    last: usize,
}

/// A claim of the file that was taken, with the conditions it has there.
struct Placed {
    place: String,
    at: usize,
    conditions: Vec<String>,
    /// What the claim was before, if it was there.
    before: Option<Claim>,
    drafted: bool,
}

impl Merging<'_> {
    fn refuse(&mut self, place: &str, why: impl Into<String>) {
        self.merged.refused.push(Refused { place: place.to_owned(), why: why.into() });
    }

    fn all_sources(&self) -> impl Iterator<Item = &Source> {
        self.merged.claims.sources.iter().chain(&self.known.sources)
    }

    fn all_actors(&self) -> impl Iterator<Item = &Actor> {
        self.merged.claims.actors.iter().chain(&self.known.actors)
    }

    /// A source that the file describes: one of the dossier's, or a new one if its text is there.
    fn source(&mut self, mut source: Source) {
        let same = |s: &&Source| s.file == source.file;
        let there =
            self.all_sources().filter(same).find(|s| s.id == source.id).or_else(|| self.all_sources().find(same));
        if let Some(there) = there {
            let there = there.id.clone();
            self.sources.insert(source.id, there);
        } else if self.texts.contains_key(source.file.as_str()) {
            let taken: BTreeSet<&str> = self.all_sources().map(|s| s.id.as_str()).collect();
            let id = fresh(&source.id, "source", |id| taken.contains(id));
            self.sources.insert(std::mem::replace(&mut source.id, id.clone()), id);
            self.merged.claims.sources.push(source);
        }
    }

    /// An actor of the file: one of the dossier's, or a new one. Gives the place of a new one.
    fn actor(&mut self, mut actor: Actor, described: bool) -> Option<usize> {
        let called = |a: &Actor, name: &str| {
            let alike = |n: &String| n.trim().to_lowercase() == name.trim().to_lowercase();
            alike(&a.name) || a.names.iter().any(alike)
        };
        let name = if actor.name.is_empty() && !described { actor.id.clone() } else { actor.name.clone() };
        let by_id = self.all_actors().find(|a| {
            // Ids of another dossier may mean others; where nothing but the id is said, it is all there is to go by.
            a.id == actor.id && (!described || called(a, &actor.name) || actor.names.iter().any(|n| called(a, n)))
        });
        // Two that the file describes are two, whatever their names.
        let own = if described { self.actors_before } else { usize::MAX };
        let there = self.merged.claims.actors.iter().take(own).chain(&self.known.actors);
        if let Some(there) = by_id.or_else(|| there.into_iter().find(|a| !name.is_empty() && called(a, &name))) {
            let there = there.id.clone();
            self.actors.insert(actor.id, there);
            return None;
        }
        let taken: BTreeSet<&str> = self.all_actors().map(|a| a.id.as_str()).collect();
        let id = fresh(&actor.id, "actor", |id| taken.contains(id));
        actor.name = name;
        self.actors.insert(std::mem::replace(&mut actor.id, id.clone()), id.clone());
        self.merged.actors.push(id);
        self.merged.claims.actors.push(actor);
        Some(self.merged.claims.actors.len() - 1)
    }

    /// Gives new actors the owners they have in the file, by the ids these have here; an owner whom nobody knows is dropped.
    fn owners(&mut self, new: &[usize]) {
        let known: BTreeSet<String> = self.all_actors().map(|a| a.id.clone()).collect();
        for &at in new {
            let Some(actor) = self.merged.claims.actors.get_mut(at) else { continue };
            actor.of = actor.of.take().and_then(|of| match self.actors.get(&of) {
                Some(here) => Some(here.clone()),
                None => known.contains(&of).then_some(of),
            });
        }
    }

    /// A claim of the file. Gives where it is now, if it was taken.
    fn entry(&mut self, entry: Entry) -> Option<Placed> {
        let Entry { place, claim: mut new, quoted, also, partial } = entry;
        let found = match &quoted {
            Quoted::Bytes => self.by_bytes(&new),
            Quoted::Selected(sought) => self.by_selectors(sought),
        };
        let (source, quote, start, end) = match found {
            Ok(found) => found,
            Err(why) => {
                self.refuse(&place, why);
                return None;
            }
        };
        (new.source, new.quote, new.start, new.end) = (source, quote, start, end);
        if new.content.is_empty() && partial.is_some() {
            // What a person marked without a word about it says what it says.
            new.content = new.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        new.also = self.also(&place, &new, &also);
        let here = |id: &String| self.actors.get(id).unwrap_or(id).clone();
        new.speaker = new.speaker.iter().map(here).collect();
        new.target = new.target.iter().map(here).collect();
        if let Some(by) = &mut new.attribution {
            by.actor = by.actor.as_ref().map(here);
        }
        let (own, conditions) = (std::mem::take(&mut new.id), std::mem::take(&mut new.conditions));
        let at = self.there(&own, &new);
        let before = at.and_then(|at| self.merged.claims.claims.get(at)).cloned();
        if let Some(before) = &before {
            if let Some(partial) = partial {
                // Another tool says little about a claim: what it leaves open stays.
                new.polarity = partial.polarity.unwrap_or(before.polarity);
                new.status = partial.status.unwrap_or(before.status);
                new.content = partial.content.unwrap_or_else(|| before.content.clone());
                new.when = new.when.or_else(|| before.when.clone());
                new.by = before.by.clone();
                new.attribution = new.attribution.or_else(|| before.attribution.clone());
                for (mine, theirs) in [
                    (&mut new.speaker, &before.speaker),
                    (&mut new.target, &before.target),
                    (&mut new.issue, &before.issue),
                    (&mut new.conditions, &before.conditions),
                ] {
                    if mine.is_empty() {
                        mine.clone_from(theirs);
                    }
                }
                if new.also.is_empty() {
                    new.also.clone_from(&before.also);
                }
            }
            new.id.clone_from(&before.id);
        } else if own.is_empty() || own.chars().any(|c| !is_bare(c)) || self.by_id.contains_key(&own) {
            new.id = self.next();
        } else {
            new.id.clone_from(&own);
        }
        if !own.is_empty() {
            self.names.insert(own, new.id.clone());
        }
        let at = at.unwrap_or(self.merged.claims.claims.len());
        self.by_id.insert(new.id.clone(), at);
        let drafted = new.state == ClaimState::Drafted;
        match self.merged.claims.claims.get_mut(at) {
            Some(there) => *there = new,
            None => {
                self.by_span.entry(span(&new)).or_insert(at);
                self.merged.claims.claims.push(new);
            }
        }
        self.matched.insert(at);
        Some(Placed { place, at, conditions, before, drafted })
    }

    /// The claim of the dossier that a claim of the file is.
    fn there(&self, own: &str, new: &Claim) -> Option<usize> {
        let claim = |at: usize| self.merged.claims.claims.get(at);
        // Two claims of one file are two; what another tool marks twice is one.
        let free = |&at: &usize| own.is_empty() || at < self.before && !self.matched.contains(&at);
        let by_id = self.by_id.get(own).copied().filter(free);
        let by_span = || self.by_span.get(&span(new)).copied().filter(free);
        let overlaps = |there: &Claim| there.source == new.source && there.start < new.end && new.start < there.end;
        by_id
            .filter(|&at| claim(at).is_some_and(|there| span(there) == span(new)))
            .or_else(by_span)
            .or_else(|| by_id.filter(|&at| claim(at).is_some_and(overlaps)))
    }

    /// An id for a claim that has none of its own, or another's.
    fn next(&mut self) -> String {
        if self.last == 0 {
            let number = |id: &String| id.strip_prefix('c').and_then(|n| n.parse::<u32>().ok()).unwrap_or(0);
            self.last = self.by_id.keys().map(number).max().unwrap_or(0) as usize;
        }
        loop {
            self.last += 1;
            let id = format!("c{}", self.last);
            if !self.by_id.contains_key(&id) {
                return id;
            }
        }
    }

    /// Gives the claims taken their conditions, and says what became of each.
    fn conditions(&mut self, placed: &[Placed]) {
        for one in placed {
            let mut left = Vec::new();
            let Some(own) = self.merged.claims.claims.get(one.at).map(|c| c.id.clone()) else { continue };
            let mut conditions = Vec::new();
            for id in &one.conditions {
                match self.names.get(id).or_else(|| self.by_id.get_key_value(id).map(|(id, _)| id)) {
                    Some(here) if *here != own => conditions.push(here.clone()),
                    _ => left.push(id.clone()),
                }
            }
            for id in left {
                self.refuse(
                    &one.place,
                    format!("its condition `{id}` is no claim that was taken; the claim stands without it"),
                );
            }
            let Some(claim) = self.merged.claims.claims.get_mut(one.at) else { continue };
            if !one.conditions.is_empty() || one.before.is_none() {
                claim.conditions = conditions;
            }
            let Some(before) = &one.before else {
                self.merged.added.push(own);
                continue;
            };
            let differs = |claim: &Claim| Claim { state: before.state, ..claim.clone() } != *before;
            let decided = before.state != ClaimState::Drafted;
            if *claim == *before {
                self.merged.same += 1;
            } else if decided && (one.drafted || !self.overwrite) {
                if !one.drafted || differs(claim) {
                    let what = if differs(claim) { "otherwise" } else { claim.state.word() };
                    let why = format!("`{own}` is {} here and {what} in the file", before.state.word());
                    self.merged.kept.push(Refused { place: one.place.clone(), why });
                } else {
                    self.merged.same += 1;
                }
                claim.clone_from(before);
            } else {
                if one.drafted {
                    claim.state = ClaimState::Edited;
                }
                self.merged.changed.push(own);
            }
        }
    }

    /// The text of a source by its id here.
    fn text(&self, id: &str) -> Option<&Positions<'_>> {
        self.texts.get(self.all_sources().find(|s| s.id == id)?.file.as_str())
    }

    /// The place of a claim that says it in bytes: source, quote, start and end.
    fn by_bytes(&self, claim: &Claim) -> Result<(String, String, usize, usize), String> {
        let source = self.sources.get(&claim.source).cloned();
        let source = source.or_else(|| self.all_sources().find(|s| s.id == claim.source).map(|s| s.id.clone()));
        let Some((source, text)) = source.and_then(|id| Some((self.text(&id)?.text(), id))).map(|(t, id)| (id, t))
        else {
            return Err(match claim.source.as_str() {
                "" => "it has no source".to_owned(),
                id => format!("its source `{id}` is not here"),
            });
        };
        let (start, end) = spans::quoted(text, &claim.quote, claim.start, claim.end)?;
        Ok((source, text.get(start..end).unwrap_or_default().to_owned(), start, end))
    }

    /// The place that selectors select: in the source they name; else in the only one that has the words.
    fn by_selectors(&self, sought: &Selected) -> Result<(String, String, usize, usize), String> {
        let taken = |source: &Source, (start, end): (usize, usize)| {
            let text = self.texts.get(source.file.as_str()).map(|p| p.text()).unwrap_or_default();
            (source.id.clone(), text.get(start..end).unwrap_or_default().to_owned(), start, end)
        };
        let sources: Vec<&Source> = self.all_sources().filter(|s| self.texts.contains_key(s.file.as_str())).collect();
        let select = |source: &Source| match self.texts.get(source.file.as_str()) {
            Some(text) => spans::selected(text, sought),
            None => Err("its source is not here".to_owned()),
        };
        let named = sources.iter().find(|s| sought.source.iter().any(|name| names(s, name)));
        if let Some(&source) = named.or(sources.first().filter(|_| sources.len() == 1)) {
            return select(source).map(|place| taken(source, place));
        }
        let said = sought
            .source
            .first()
            .map_or_else(|| "it names no source".to_owned(), |name| format!("its source `{name}` is not here"));
        if sought.exact.is_none() {
            return Err(said);
        }
        let places: Vec<_> = sources.iter().filter_map(|&s| Some((s, select(s).ok()?))).collect();
        match places.as_slice() {
            [(source, place)] => Ok(taken(source, *place)),
            [] => Err(format!("{said}, and no source has its words once")),
            _ => Err(format!("{said}, and several sources have its words")),
        }
    }

    /// Where other sources have the same words; what is not so is reported and left out.
    fn also(&mut self, place: &str, claim: &Claim, selected: &[Selected]) -> Vec<Place> {
        let mut places = Vec::new();
        let mut wrong = Vec::new();
        for also in &claim.also {
            let source = self.sources.get(&also.source).unwrap_or(&also.source);
            match self.text(source).map(|text| text.text().get(also.start..also.end)) {
                Some(Some(there)) if there == claim.quote => {
                    places.push(Place { source: source.clone(), start: also.start, end: also.end });
                }
                _ => wrong.push(also.source.clone()),
            }
        }
        for sought in selected {
            match self.by_selectors(sought) {
                Ok((source, quote, start, end)) if quote == claim.quote => places.push(Place { source, start, end }),
                _ => wrong.push(sought.source.first().cloned().unwrap_or_default()),
            }
        }
        for source in wrong {
            self.refuse(
                place,
                format!("its second place, in `{source}`, does not have the same words; the claim stands without it"),
            );
        }
        places
    }
}

/// Whether a source is called so: its file, its id or its title, or an address or path that ends in its file's name.
fn names(source: &Source, name: &str) -> bool {
    let last = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let path = name.split(['?', '#']).next().unwrap_or_default();
    [source.file.as_str(), source.id.as_str()].contains(&name)
        || source.title.as_deref().is_some_and(|title| title == name)
        || (!last(path).is_empty() && last(path) == last(&source.file))
}

/// An id made of the letters of another that an id may have; with a number where it is taken.
fn fresh(wanted: &str, otherwise: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id: String = wanted.trim().chars().map(|c| if is_bare(c) { c } else { '-' }).collect();
    if id.chars().all(|c| c == '-') {
        id = otherwise.to_owned();
    } else if id != wanted {
        id = id.to_lowercase();
    }
    let numbered = (2_u32..).map(|n| format!("{id}-{n}"));
    std::iter::once(id.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or(id)
}
