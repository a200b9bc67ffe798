//! News text to claims to a draft case.
