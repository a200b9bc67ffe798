//! Whom the names mean that a model gives: the same actors whom they would mean to the reader.

use std::collections::BTreeMap;

use armistice::case::claims::{Actor, ActorKind, Claims};
use armistice_reader::SourceText;

/// The id of the text that is made of names.
const SOURCE: &str = "names of a model";
/// What each name is said to have done, so that the reader asks itself who that is.
const DID: &str = "refused to withdraw";
/// Words that mean somebody only where they stand.
const PRONOUNS: &[&str] =
    &["he", "she", "they", "it", "we", "i", "him", "her", "them", "us", "both", "both sides", "the two", "who"];

/// The actors whom names mean.
pub(super) struct Names {
    meant: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Finds out whom the names mean. The reader reads the texts once more, with a sentence about each name after them, so that it knows whom the texts
    /// have introduced; whom it does not know becomes an actor of its own. New actors are added to `claims`.
    pub(super) fn learn(names: &[String], sources: &[SourceText<'_>], claims: &mut Claims) -> Self {
        let mut meant: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut text = String::new();
        let mut lines: Vec<(std::ops::Range<usize>, &String)> = Vec::new();
        for name in names {
            let known = !meant.contains_key(name) && !PRONOUNS.contains(&name.to_lowercase().as_str());
            if meant.insert(name.clone(), Vec::new()).is_none() && known {
                let start = text.len();
                text.push_str(&format!("{} {DID}.\n\n", beginning(name)));
                lines.push((start..text.len(), name));
            }
        }
        let mut all = sources.to_vec();
        all.push(SourceText { id: SOURCE, file: "", text: &text, title: None, published: None });
        let read = armistice_reader::read(&all);
        for (line, name) in lines {
            let about =
                read.claims.iter().find(|c| c.source == SOURCE && line.contains(&c.start) && !c.speaker.is_empty());
            let ids = match about {
                Some(claim) => {
                    claim.speaker.iter().filter_map(|id| read.actor(id)).map(|a| adopt(a, &read, claims)).collect()
                }
                None => vec![adopt(&unknown(name), &read, claims)],
            };
            meant.insert(name.clone(), ids);
        }
        Self { meant }
    }

    /// The ids of those whom a name means.
    pub(super) fn of(&self, name: &str) -> &[String] {
        self.meant.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A name as a sentence begins with it.
fn beginning(name: &str) -> String {
    let name: String = name.split(['.', '!', '?', ';', ':', '\n']).next().unwrap_or(name).trim().to_owned();
    let article = ["a ", "an ", "the ", "some ", "several ", "its ", "his ", "their "];
    let small = name.chars().next().is_some_and(char::is_lowercase);
    let name = if small && article.iter().all(|a| !name.starts_with(a)) { format!("a {name}") } else { name };
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn unknown(name: &str) -> Actor {
    let letters: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let id = letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    Actor {
        id: if id.is_empty() { "unnamed".to_owned() } else { id },
        name: name.to_owned(),
        kind: ActorKind::Other,
        of: None,
        office: None,
        names: Vec::new(),
    }
}

/// The id of an actor in the claims, after adding whoever is missing, with those the actor belongs to.
fn adopt(actor: &Actor, read: &Claims, claims: &mut Claims) -> String {
    let same =
        |a: &&Actor| a.id == actor.id && a.name == actor.name || a.name.to_lowercase() == actor.name.to_lowercase();
    if let Some(there) = claims.actors.iter().find(same) {
        return there.id.clone();
    }
    let mut actor = actor.clone();
    let taken = |id: &str| claims.actors.iter().any(|a| a.id == id);
    let numbered = (2_u32..).map(|n| format!("{}-{n}", actor.id));
    let id =
        std::iter::once(actor.id.clone()).chain(numbered).find(|id| !taken(id)).unwrap_or_else(|| actor.id.clone());
    actor.id.clone_from(&id);
    // The place is taken before its owner comes, so that a circle of owners ends.
    claims.actors.push(actor.clone());
    let owner = actor.of.as_ref().and_then(|of| read.actor(of)).map(|owner| adopt(owner, read, claims));
    if let Some(there) = claims.actors.iter_mut().find(|a| a.id == id) {
        there.of = owner;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEWS: &str = "Talks stall\n\nForeign Minister Ambrose Trentino of France said on Monday that France would not withdraw its troops.\n";

    #[test]
    fn names_mean_whom_they_mean_to_the_reader() {
        let source = SourceText { id: "news", file: "news.txt", text: NEWS, title: None, published: None };
        let mut claims = armistice_reader::read(&[source]);
        let names = ["Trentino", "Moscow", "the French government", "Zed of the Hills", "they", "."].map(str::to_owned);
        let known = Names::learn(&names, &[source], &mut claims);
        let name = |of: &str| {
            known.of(of).iter().map(|id| claims.actor(id).unwrap().name.as_str()).collect::<Vec<_>>().join(", ")
        };
        assert_eq!((name("Trentino").as_str(), name("Moscow").as_str()), ("Ambrose Trentino", "Russia"));
        assert_eq!((name("the French government").as_str(), name("they").as_str()), ("France", ""));
        assert!(name("Zed of the Hills").contains("Zed"), "{}", name("Zed of the Hills"));
        let mut ids: Vec<&str> = claims.actors.iter().map(|a| a.id.as_str()).collect();
        assert!(claims.actors.iter().all(|a| a.of.as_deref().is_none_or(|of| ids.contains(&of))));
        ids.sort_unstable();
        assert!(ids.windows(2).all(|two| two[0] != two[1]), "{ids:?}");
    }
}
