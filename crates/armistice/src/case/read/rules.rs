//! What makes sense only together: the status quo, who controls what, whose red line it is.

use toml::de::DeTable;

use super::Sink;
use crate::case::model::{Case, OptionIndex};

pub(super) fn check(
    _case: &Case,
    _status_quo: Option<&[OptionIndex]>,
    _sound: &[bool],
    _root: &DeTable<'_>,
    _out: &mut Sink,
) {
}
