//! Seeds: the words that draws are made from, by name and number.
//!
//! The n-th word of draw k from a stream hangs on the seed, the stream's name, k and n, and on nothing else: any draw can be made
//! anywhere, in any order, and leaving out one unknown shifts no other. The words are ChaCha with eight rounds (Bernstein, "ChaCha, a
//! variant of Salsa20", 2008): integers only, hence the same on every machine.

use sha2::{Digest, Sha256};

/// A stream of words, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stream(u64);

impl Stream {
    /// The stream with this name: the first eight bytes of the name's SHA-256, the lowest first.
    pub fn named(name: &str) -> Self {
        let digest = Sha256::digest(name.as_bytes());
        Self(digest.iter().take(8).rev().fold(0, |joined, &byte| joined << 8 | u64::from(byte)))
    }
}

/// The words of one draw from one stream, without end.
#[derive(Clone, Debug)]
pub struct Words {
    state: [u32; 16],
    block: [u32; 16],
    next: usize,
}

/// The words of draw `draw` of a seed from a stream.
///
/// ChaCha's key is the seed and the stream's number, 64 bits each, low word first, then zeros; its nonce is the number of the draw; its
/// counter numbers blocks of 16 words from 0.
pub fn words(seed: u64, stream: Stream, draw: u64) -> Words {
    let low = |number: u64| number as u32;
    let high = |number: u64| (number >> 32) as u32;
    let mut state = [0; 16];
    // "expand 32-byte k".
    state[..4].copy_from_slice(&[0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574]);
    state[4..8].copy_from_slice(&[low(seed), high(seed), low(stream.0), high(stream.0)]);
    state[14..].copy_from_slice(&[low(draw), high(draw)]);
    Words { block: chacha8(&state), state, next: 0 }
}

impl Words {
    /// The next word, uniform over all of 32 bits.
    pub fn word(&mut self) -> u32 {
        if self.next == self.block.len() {
            self.state[12] = self.state[12].wrapping_add(1);
            self.state[13] = self.state[13].wrapping_add(u32::from(self.state[12] == 0));
            self.block = chacha8(&self.state);
            self.next = 0;
        }
        let word = self.block[self.next];
        self.next += 1;
        word
    }
}

/// One block of ChaCha with eight rounds.
fn chacha8(state: &[u32; 16]) -> [u32; 16] {
    let mut mixed = *state;
    let mut quarter = |a: usize, b: usize, c: usize, d: usize| {
        for (to, from, by, turn) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)] {
            mixed[to] = mixed[to].wrapping_add(mixed[from]);
            mixed[by] = (mixed[by] ^ mixed[to]).rotate_left(turn);
        }
    };
    for _ in 0..4 {
        for column in 0..4 {
            quarter(column, column + 4, column + 8, column + 12);
        }
        for diagonal in 0..4 {
            quarter(diagonal, 4 + (diagonal + 1) % 4, 8 + (diagonal + 2) % 4, 12 + (diagonal + 3) % 4);
        }
    }
    mixed.iter_mut().zip(state).for_each(|(m, s)| *m = m.wrapping_add(*s));
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    /// TC1 for 8 rounds and 256 bits of Strombergson, "Test Vectors for the Stream Cipher ChaCha" (draft-strombergson-chacha-test-vectors).
    #[test]
    fn the_words_are_those_published() {
        let mut words = words(0, Stream(0), 0);
        let bytes: String =
            (0..16).flat_map(|_| words.word().to_le_bytes()).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            bytes,
            "3e00ef2f895f40d67f5bb8e81f09a5a12c840ec3ce9a7f3b181be188ef711a1e\
             984ce172b9216f419f445367456d5619314a42a3da86b001387bfdb80e0cfe42"
        );
    }

    #[test]
    fn seed_stream_and_draw_each_make_a_difference() {
        let first = |seed, name, draw| {
            let mut words = words(seed, Stream::named(name), draw);
            (0..40).map(|_| words.word()).collect::<Vec<u32>>()
        };
        let all = [first(1, "a", 0), first(2, "a", 0), first(1, "b", 0), first(1, "a", 1), first(1, "a", 1 << 32)];
        for (n, one) in all.iter().enumerate() {
            assert!(all[n + 1..].iter().all(|other| other != one));
            // Beyond a block's end other words follow.
            assert_ne!(one[..16], one[16..32]);
        }
        assert_eq!(first(1, "a", 0), first(1, "a", 0));
    }

    #[test]
    fn a_stream_is_named_by_the_start_of_a_hash() {
        // SHA-256 of "abc" starts with ba7816bf8f01cfea.
        assert_eq!(Stream::named("abc"), Stream(0xeacf_018f_bf16_78ba));
    }
}
