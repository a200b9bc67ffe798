//! News text to claims to a draft case.

pub mod draft;
