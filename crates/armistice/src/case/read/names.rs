//! The names that references may use, collected before anything is checked, so that a thing with a fault of its own is
//! still known where it is referred to.

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::case::claims::Claims;
use crate::case::keys::Kind;

/// Every name a reference may use.
#[derive(Debug, Default)]
pub(super) struct Known {
    sets: BTreeMap<Kind, Names>,
}

/// The names of one kind, in file order.
#[derive(Debug, Default)]
struct Names {
    list: Vec<String>,
    index: BTreeMap<String, usize>,
}

impl Names {
    fn of(list: impl IntoIterator<Item = String>) -> Self {
        let list: Vec<String> = list.into_iter().collect();
        let mut index = BTreeMap::new();
        for (i, name) in list.iter().enumerate() {
            index.entry(name.clone()).or_insert(i);
        }
        Self { list, index }
    }
}

impl Known {
    pub(super) fn collect(root: &DeTable<'_>, claims: Option<&Claims>) -> Self {
        let mut sets = BTreeMap::new();
        let kinds = [
            (Kind::Party, "parties", true),
            (Kind::Issue, "issues", true),
            (Kind::Person, "people", false),
            (Kind::Source, "sources", false),
        ];
        for (kind, key, required) in kinds {
            match root.get(key).map(|n| n.get_ref().as_table()) {
                Some(Some(table)) => {
                    sets.insert(kind, Names::of(table.keys().map(|k| k.get_ref().to_string())));
                }
                // The section is unusable, which is said once, and not again at every use.
                Some(None) => {}
                None if required => {}
                None => {
                    sets.insert(kind, Names::default());
                }
            }
        }
        if let Some(claims) = claims {
            sets.insert(Kind::Claim, Names::of(claims.claims.iter().map(|c| c.id.clone())));
        }
        Self { sets }
    }

    /// Whether the names of this kind are known at all.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.sets.contains_key(&kind)
    }

    /// The names of a kind in file order.
    pub(super) fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        self.sets.get(&kind).into_iter().flat_map(|names| names.list.iter().map(String::as_str))
    }

    /// The place of a name in file order.
    pub(super) fn index(&self, kind: Kind, name: &str) -> Option<usize> {
        self.sets.get(&kind)?.index.get(name).copied()
    }
}
