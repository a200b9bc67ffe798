//! Reports: results in words, as a figure, as a page for people, and as JSON. Nothing here draws on a screen.

pub mod brief;
pub mod changes;
pub mod derivation;
pub mod figure;
pub mod json;
pub mod page;
pub mod prose;
pub mod said;
pub mod sections;
pub mod turning;
pub mod wishes;
pub mod words;
