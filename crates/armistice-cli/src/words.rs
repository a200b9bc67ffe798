//! The parts of a case in words, for tables: those of the library.

pub(crate) use armistice::report::words::{
    condition, number, opens, part, part_of_unknown, points, quoted, references,
};
