//! Why a negotiation is stuck, and what would unstick it.
//!
//! The library does no I/O, reads no clock and draws no randomness but from a seed it is given.

pub mod analysis;
pub mod case;
pub mod diagnostic;
pub mod exchange;
pub mod points;
pub mod report;
pub mod seed;
pub mod space;
pub mod verify;
