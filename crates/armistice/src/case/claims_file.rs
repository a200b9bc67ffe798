//! `claims.toml` ⇄ [`super::Claims`]. The format is described in `docs/claims.md`.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{check_actors, is_days, read};
pub use write::{rewrite, write};

pub(super) use read::read_parsed;
pub(crate) use write::source_table;

/// The file's path inside the case folder.
pub const FILE: &str = "claims.toml";

/// The number of the format.
pub const FORMAT: i64 = 1;
