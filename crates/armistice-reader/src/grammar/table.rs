//! Weights in tables addressed by hashed features.
//!
//! A feature is a number made from a template and the values it looks at. It names a row: as many cells in a table as there are classes, from a
//! place the number gives. Rows overlap; what collides while training is trained around.

/// The most classes a row can have.
pub(crate) const CLASSES: usize = 96;

/// Sums of weights, one for each class.
pub(crate) trait Weights {
    /// What weights add up to.
    type Sum: Copy + Default + Ord;

    /// Adds the row of a feature.
    fn add(&self, feature: u32, sums: &mut [Self::Sum; CLASSES]);

    /// The weight of one class.
    fn one(&self, feature: u32, class: usize) -> Self::Sum;

    /// `a + b`.
    fn plus(a: Self::Sum, b: Self::Sum) -> Self::Sum;
}

/// A trained table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Cells: a power of two, and `CLASSES` more so that every row is whole.
    cells: Vec<i8>,
    mask: u32,
}

impl Table {
    /// A table of 2^`bits` rows.
    pub(crate) fn new(bits: u32, mut cells: Vec<i8>) -> Self {
        cells.resize((1 << bits) + CLASSES, 0);
        Self { cells, mask: (1 << bits) - 1 }
    }

    fn row(&self, feature: u32) -> Option<&[i8; CLASSES]> {
        let start = (feature & self.mask) as usize;
        self.cells.get(start..)?.first_chunk()
    }
}

impl Weights for Table {
    type Sum = i16;

    #[inline]
    fn add(&self, feature: u32, sums: &mut [i16; CLASSES]) {
        let Some(row) = self.row(feature) else { return };
        for (sum, &weight) in sums.iter_mut().zip(row) {
            *sum = sum.wrapping_add(i16::from(weight));
        }
    }

    #[inline]
    fn one(&self, feature: u32, class: usize) -> i16 {
        let place = (feature & self.mask) as usize + class;
        self.cells.get(place).copied().map_or(0, i16::from)
    }

    #[inline]
    fn plus(a: i16, b: i16) -> i16 {
        a.wrapping_add(b)
    }
}

/// A feature's number, from its template and up to three values.
#[inline]
pub(crate) fn feature(template: u32, a: u32, b: u32, c: u32) -> u32 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let low = (u64::from(a) << 32 | u64::from(b)) ^ u64::from(template).wrapping_mul(0xd1b5_4a32_d192_ed03);
    let high = (low.wrapping_mul(K) ^ u64::from(c).wrapping_mul(0xff51_afd7_ed55_8ccd)).rotate_left(29);
    let mixed = high.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (mixed >> 32) as u32
}

/// A text's number.
#[inline]
pub(crate) fn text(bytes: &[u8]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (hash ^ hash >> 32) as u32
}

/// The number of several words together.
#[inline]
pub(crate) fn hashed(words: [&str; 3]) -> u32 {
    let [a, b, c] = words.map(|w| text(w.as_bytes()));
    feature(a, b, c, 0)
}
