//! 5.5.7 DeleteMessage: Tables 22, 23.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
