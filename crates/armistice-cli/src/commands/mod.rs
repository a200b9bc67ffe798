//! One file per subcommand, with its arguments and its `run`.

pub(crate) mod analyze;
mod asking;
pub(crate) mod cases;
mod changes;
pub(crate) mod check;
pub(crate) mod claims;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod draft;
pub(crate) mod further;
pub(crate) mod man;
pub(crate) mod new;
pub(crate) mod read;
pub(crate) mod schema;
pub(crate) mod show;
