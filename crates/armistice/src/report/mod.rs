//! Reports: results in words and as JSON. Nothing here draws on a screen.

pub mod derivation;
pub mod json;
pub mod prose;
