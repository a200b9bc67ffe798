//! What is too much. A limit that is hit is named in the refusal.

/// Bytes of a file: an article is read by people, and the longest report is far below this.
pub const FILE: u64 = 64 << 20;

/// Bytes that one part of a packed document (Word, PDF) may unpack to, and all of them together four times that. Text packs about four times;
/// a thousand times is what a file made to fill the memory does.
pub const UNPACKED: usize = 64 << 20;

/// Elements of a web page that may lie one in another; deeper ones are taken as if they lay at this depth.
pub const DEPTH: usize = 256;

/// Elements of a web page. Long articles have some thousands.
pub const ELEMENTS: usize = 500_000;
