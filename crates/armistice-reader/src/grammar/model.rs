//! A trained model and its file.
//!
//! The file is little-endian: a mark, then tags, moves, the lexicon, the lemmas' rules, the tagger's table as a bit for each cell
//! that is not zero and a byte for each that is not, and the network's matrices, row by row, each with its largest number and bytes in parts of it.

use super::lemma::{Edit, Lemmas};
use super::lexicon::{Entry, Lexicon};
use super::net::{Layout, Net};
use super::table::{CLASSES, Table};
use super::tags::{Relation, Upos, Xpos};
use super::transition::Move;

const MARK: &[u8] = b"armistice grammar 1\n";

/// Everything the grammar has learned.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// The tagger's classes.
    pub(crate) tags: Vec<(Upos, Xpos)>,
    /// The parser's classes.
    pub(crate) moves: Vec<Move>,
    pub(crate) lexicon: Lexicon,
    pub(crate) lemmas: Lemmas,
    pub(crate) tagger: Table,
    pub(crate) net: Net,
}

/// Reads the file from its front. A file that is cut short or not a model gives `None`.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(n)?;
        self.0 = tail;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        Some(self.bytes(1)?[0])
    }

    fn word(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(*self.bytes(4)?.first_chunk()?))
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(*self.bytes(2)?.first_chunk()?))
    }

    fn relation(&mut self) -> Option<Relation> {
        Relation::ALL.get(usize::from(self.byte()?)).copied()
    }

    fn table(&mut self) -> Option<Table> {
        let bits = self.word()?;
        if bits > 26 {
            return None;
        }
        let cells = (1usize << bits) + CLASSES;
        let set = self.bytes(cells.div_ceil(8))?;
        let count = set.iter().map(|b| b.count_ones() as usize).sum();
        let mut values = self.bytes(count)?.iter();
        let mut out = vec![0i8; cells];
        for (eight, &marks) in out.chunks_mut(8).zip(set) {
            let mut left = marks;
            while left != 0 {
                let at = left.trailing_zeros() as usize;
                *eight.get_mut(at)? = *values.next()? as i8;
                left &= left - 1;
            }
        }
        Some(Table::new(bits, out))
    }
}

impl Reader<'_> {
    fn net(&mut self, words: usize) -> Option<Net> {
        let (layout, blocks) = Layout::new(words);
        let mut values = Vec::new();
        for block in blocks {
            for _ in 0..block.rows {
                let unit = f32::from_bits(self.word()?);
                values.extend(self.bytes(block.columns)?.iter().map(|&b| f32::from(b as i8) * unit));
            }
        }
        Some(Net { layout, values })
    }
}

impl Model {
    /// From the bytes of a file.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut r = Reader(bytes);
        if r.bytes(MARK.len())? != MARK {
            return None;
        }
        let mut model = Self::default();
        for _ in 0..r.byte()? {
            let upos = *Upos::ALL.get(usize::from(r.byte()?))?;
            model.tags.push((upos, *Xpos::ALL.get(usize::from(r.byte()?))?));
        }
        for _ in 0..r.byte()? {
            model.moves.push(match r.byte()? {
                0 => Move::Shift,
                1 => Move::Left(r.relation()?),
                _ => Move::Right(r.relation()?),
            });
        }
        for _ in 0..r.word()? {
            let (word, tags, n) = (r.word()?, r.word()?, r.byte()?);
            let can = r.bytes(usize::from(n & 0x7f))?.to_vec();
            model.lexicon.entries.push(Entry { word, tags, rare: n & 0x80 != 0, can });
        }
        for _ in 0..r.short()? {
            let (as_written, cut, n) = (r.byte()? != 0, r.byte()?, r.byte()?);
            let put = std::str::from_utf8(r.bytes(usize::from(n))?).ok()?.to_owned();
            model.lemmas.edits.push(Edit { as_written, cut, put });
        }
        for _ in 0..r.word()? {
            model.lemmas.rules.push((r.word()?, r.short()?));
        }
        model.tagger = r.table()?;
        model.net = r.net(model.lexicon.entries.len())?;
        Some(model)
    }
}

#[cfg(feature = "train")]
pub(crate) mod write {
    //! The other way round.

    use super::{Layout, MARK, Model, Move};
    use crate::grammar::table::CLASSES;

    /// The bytes of a model whose tagger has these cells.
    pub(crate) fn write(model: &Model, tagger: &[i8]) -> Vec<u8> {
        let mut out = MARK.to_vec();
        out.push(model.tags.len() as u8);
        for &(upos, xpos) in &model.tags {
            out.extend([upos as u8, xpos as u8]);
        }
        out.push(model.moves.len() as u8);
        for &m in &model.moves {
            match m {
                Move::Shift => out.push(0),
                Move::Left(relation) => out.extend([1, relation as u8]),
                Move::Right(relation) => out.extend([2, relation as u8]),
            }
        }
        let number = |out: &mut Vec<u8>, n: usize| out.extend((n as u32).to_le_bytes());
        number(&mut out, model.lexicon.entries.len());
        for entry in &model.lexicon.entries {
            number(&mut out, entry.word as usize);
            number(&mut out, entry.tags as usize);
            out.push(entry.can.len() as u8 | u8::from(entry.rare) << 7);
            out.extend(&entry.can);
        }
        out.extend((model.lemmas.edits.len() as u16).to_le_bytes());
        for edit in &model.lemmas.edits {
            out.extend([u8::from(edit.as_written), edit.cut, edit.put.len() as u8]);
            out.extend(edit.put.as_bytes());
        }
        number(&mut out, model.lemmas.rules.len());
        for &(key, edit) in &model.lemmas.rules {
            number(&mut out, key as usize);
            out.extend(edit.to_le_bytes());
        }
        table(&mut out, tagger);
        net(&mut out, model);
        out
    }

    fn net(out: &mut Vec<u8>, model: &Model) {
        for block in Layout::new(model.lexicon.entries.len()).1 {
            for row in model.net.block(block).chunks_exact(block.columns) {
                let unit = row.iter().fold(0.0f32, |m, v| m.max(v.abs())) / 127.0;
                out.extend(unit.to_bits().to_le_bytes());
                out.extend(row.iter().map(|v| if unit > 0.0 { (v / unit).round() as i8 as u8 } else { 0 }));
            }
        }
    }

    fn table(out: &mut Vec<u8>, cells: &[i8]) {
        let rows = cells.len() - CLASSES;
        out.extend(rows.trailing_zeros().to_le_bytes());
        out.extend(
            cells.chunks(8).map(|eight| eight.iter().enumerate().fold(0u8, |b, (i, &c)| b | u8::from(c != 0) << i)),
        );
        out.extend(cells.iter().filter(|&&c| c != 0).map(|&c| c as u8));
    }
}
