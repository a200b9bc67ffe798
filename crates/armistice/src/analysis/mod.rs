//! Results of analyses.

pub mod deal_zone;
pub mod impasse;

pub use deal_zone::DealZone;
pub use impasse::Impasse;
