//! Working with a dossier of claims: what in it contradicts itself.

pub mod contradictions;

pub use contradictions::{Contradiction, Reason, contradictions};
