//! Changes that keep a text of lines and words nearly right: bytes changed at random hardly ever leave a case that is accepted.

use libfuzzer_sys::fuzzer_mutate;

/// Numbers at which things tend to break.
const NUMBERS: [&str; 12] = [
    "0",
    "1",
    "-1",
    "100",
    "1e8",
    "0.5",
    "-0.000001",
    "0.000000000001",
    "999999999",
    "[0, 100]",
    "[-20, 1e1]",
    "33.333333",
];

/// Half of the time the fuzzer's own changes, else one to three changes by lines, tables and words. The new size.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed) + 1);
    let text = match std::str::from_utf8(&data[..size]) {
        Ok(text) if random.below(2) == 0 => text,
        _ => return fuzzer_mutate(data, size, max_size),
    };
    let mut text = text.to_owned();
    for _ in 0..=random.below(3) {
        text = match random.below(4) {
            0 => by_parts(text.split_inclusive('\n').collect(), &mut random),
            1 => by_parts(tables(&text), &mut random),
            _ => by_words(&text, &mut random),
        };
    }
    let end = text.floor_char_boundary(max_size.min(data.len()));
    data[..end].copy_from_slice(&text.as_bytes()[..end]);
    end
}

/// Leaves a part out, says it twice, or lets it change places with another.
fn by_parts(mut parts: Vec<&str>, random: &mut Random) -> String {
    if !parts.is_empty() {
        let (from, to) = (random.below(parts.len()), random.below(parts.len()));
        match random.below(3) {
            0 => drop(parts.remove(from)),
            1 => parts.insert(to, parts[from]),
            _ => parts.swap(from, to),
        }
    }
    parts.concat()
}

/// From one line that begins with a bracket to the next.
fn tables(text: &str) -> Vec<&str> {
    let starts = text.match_indices("\n[").map(|(at, _)| at + 1);
    let mut cuts: Vec<usize> = std::iter::once(0).chain(starts).collect();
    cuts.push(text.len());
    cuts.windows(2).map(|w| &text[w[0]..w[1]]).collect()
}

/// Puts another word of the text, or a number, in the place of a word.
fn by_words(text: &str, random: &mut Random) -> String {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut words: Vec<(usize, usize)> = Vec::new();
    for (at, c) in text.char_indices().filter(|&(_, c)| inside(c)) {
        match words.last_mut() {
            Some((_, end)) if *end == at => *end += c.len_utf8(),
            _ => words.push((at, at + c.len_utf8())),
        }
    }
    if words.is_empty() {
        return text.to_owned();
    }
    let (start, end) = words[random.below(words.len())];
    let (from, to) = words[random.below(words.len())];
    let is_number = text[start..end].starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let new = if is_number && random.below(2) == 0 { NUMBERS[random.below(NUMBERS.len())] } else { &text[from..to] };
    [&text[..start], new, &text[end..]].concat()
}

/// Knuth's MMIX generator.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}
