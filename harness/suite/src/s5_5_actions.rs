//! 5.5 Actions: Table 9 and the tables of arguments.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
