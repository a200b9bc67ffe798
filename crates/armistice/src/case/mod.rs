//! The case: text to [`Case`] and back.

pub mod claims;
pub mod claims_file;
pub mod condition;
mod merge;
pub mod model;
pub mod words;

pub use claims::Claims;
pub use condition::Condition;
pub use model::*;
