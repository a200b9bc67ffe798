//! `claims.toml` ⇄ [`super::Claims`]. The format is described in `docs/claims.md`.

mod check;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{check_actors, former_of, is_days, last, read};
pub use write::{rewrite, with_last, write};

pub(super) use read::read_parsed;
pub(crate) use write::source_table;

/// The file's path inside the case folder.
pub const FILE: &str = "claims.toml";

/// The number of the format.
pub const FORMAT: i64 = 1;
