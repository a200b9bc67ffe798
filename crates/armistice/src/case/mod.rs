//! The case: text to [`Case`] and back.

pub mod claims;
pub mod condition;
pub mod model;
pub mod words;

pub use claims::Claims;
pub use condition::Condition;
pub use model::*;
