//! How much a PDF unpacks to, found out before it is opened: a small file can be made to fill the memory.

use miniz_oxide::inflate::core::inflate_flags::{TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_PARSE_ZLIB_HEADER};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::Refusal;
use crate::limits::UNPACKED;

/// Bytes that a packed stream may refer back to.
const WINDOW: usize = 32 << 10;

/// A refusal if a packed stream of the file is larger than allowed, or all together are.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut left = bytes;
    let mut total = 0usize;
    let mut window = vec![0u8; WINDOW];
    let mut state = Box::<DecompressorOxide>::default();
    while let Some(at) = find(left, b"stream") {
        left = left.get(at + 6..).unwrap_or_default();
        let body = left.strip_prefix(b"\r\n").or_else(|| left.strip_prefix(b"\n")).unwrap_or(left);
        if !is_zlib(body) {
            continue;
        }
        let (size, first) = size(body, &mut state, &mut window);
        total = total.saturating_add(size);
        // What unpacks to something packed is not found in documents that people write.
        if size > UNPACKED || total > 4 * UNPACKED || is_zlib(&first) && size > 4096 {
            return Err(Refusal::new(
                format!("unpacks to more than {} MB", UNPACKED >> 20),
                "print the pages that matter to a PDF of their own",
            ));
        }
    }
    Ok(())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let (&first, _) = word.split_first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|&b| b == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        from = at + 1;
    }
}

fn is_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [a, b, ..] if a & 0x0f == 8 && a >> 4 <= 7 && (u16::from(*a) << 8 | u16::from(*b)).is_multiple_of(31))
}

/// Bytes that a zlib stream unpacks to, as far as one more than allowed, and the first two of them.
fn size(packed: &[u8], state: &mut DecompressorOxide, window: &mut [u8]) -> (usize, [u8; 2]) {
    let (mut from, mut at, mut size, mut first) = (0, 0, 0usize, [0u8; 2]);
    state.init();
    loop {
        let rest = packed.get(from..).unwrap_or_default();
        let (status, taken, made) =
            decompress(state, rest, window, at, TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_HAS_MORE_INPUT);
        if size == 0 {
            first.copy_from_slice(window.get(..2).unwrap_or(&[0, 0]));
        }
        from += taken;
        size += made;
        at = (at + made) % WINDOW;
        if status != miniz_oxide::inflate::TINFLStatus::HasMoreOutput || size > UNPACKED {
            return (size, first);
        }
    }
}
