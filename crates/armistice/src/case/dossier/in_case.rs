//! What a case says that its dossier has to respect.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::case::document::Document;

/// What `case.toml` says of claims, actors and sources. A best effort, without diagnostics: a case with errors counts as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InCase {
    /// The ids of the claims that some `because` cites, each with the tables that do, such as `red_lines no-cession`.
    pub cited: BTreeMap<String, Vec<String>>,
    /// The parties and people: ids and names in prose.
    pub actors: BTreeMap<String, String>,
    /// The sources that the case declares: ids and files.
    pub sources: BTreeMap<String, String>,
}

impl InCase {
    /// Reads a `case.toml`.
    pub fn read(text: &str) -> Self {
        let document = Document::parse(text);
        let root = document.root.get_ref();
        let mut found = Self::default();
        for (section, node) in root {
            let section = section.get_ref();
            match node.get_ref() {
                DeValue::Table(entries) => {
                    for (id, entry) in entries {
                        found.citing(&format!("{section} {}", id.get_ref()), entry.get_ref());
                    }
                }
                DeValue::Array(entries) => {
                    for entry in entries.iter() {
                        let id = entry.get_ref().get("id").and_then(|id| id.get_ref().as_str()).unwrap_or_default();
                        found.citing(format!("{section} {id}").trim_end(), entry.get_ref());
                    }
                }
                _ => {}
            }
        }
        for family in ["parties", "people"] {
            found.actors.extend(named(root, family, "name"));
        }
        found.sources.extend(named(root, "sources", "file"));
        found
    }

    /// Takes note of what a table cites.
    fn citing(&mut self, table: &str, entry: &DeValue<'_>) {
        let because = entry.as_table().and_then(|t| t.get("because")?.get_ref().as_array());
        for id in because.into_iter().flatten().filter_map(|id| id.get_ref().as_str()) {
            let by = self.cited.entry(id.to_owned()).or_default();
            if by.last().is_none_or(|last| last != table) {
                by.push(table.to_owned());
            }
        }
    }
}

/// The ids of a family of tables with what each has under a key.
fn named<'t>(root: &'t DeTable<'_>, family: &str, key: &'t str) -> impl Iterator<Item = (String, String)> + use<'t> {
    let tables = root.get(family).and_then(|f| f.get_ref().as_table()).into_iter().flatten();
    tables.filter_map(move |(id, table)| {
        let text = table.get_ref().get(key)?.get_ref().as_str()?;
        Some((id.get_ref().to_string(), text.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn citations_actors_and_sources_are_found_even_beside_errors() {
        let found = InCase::read(
            "format = 1\ndeal = maybe\n[sources.a]\nfile = \"sources/a.txt\"\n[parties.p]\nname = \"P\"\nbecause = [\"c1\"]\n\
             [[red_lines]]\nid = \"r\"\nbecause = [\"c2\", 3, \"c1\"]\n[people.q]\nname = 3\n",
        );
        let by = |id: &str| found.cited[id].join(", ");
        assert_eq!((by("c1").as_str(), by("c2").as_str()), ("parties p, red_lines r", "red_lines r"));
        assert_eq!(found.actors, BTreeMap::from([("p".to_owned(), "P".to_owned())]));
        assert_eq!(found.sources, BTreeMap::from([("a".to_owned(), "sources/a.txt".to_owned())]));
    }
}
