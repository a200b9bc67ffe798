//! Working with a dossier of claims: a fresh draft goes into it without touching what a person decided, and what in it contradicts itself is found.

pub mod contradictions;
pub mod in_case;
pub mod rereading;

pub use contradictions::{Contradiction, Reason, contradictions};
pub use in_case::InCase;
pub use rereading::{Beside, Changes, Merged, merge};
