//! The case: text to [`Case`] and back.

mod belonging;
pub mod claims;
pub mod claims_file;
pub mod condition;
mod document;
pub mod dossier;
mod keys;
mod merge;
pub mod model;
mod read;
mod schema;
pub mod words;
pub mod write;

pub use belonging::Belonging;
pub use claims::Claims;
pub use condition::Condition;
pub use model::*;
pub use read::{Files, Parsed, Reading, read, source_files};
pub use schema::schema;
