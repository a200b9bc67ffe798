//! Reports: results in words and as JSON. Nothing here draws on a screen.

pub mod json;
pub mod prose;
