//! 6 The service description: Tables 1 to 9 and 10 to 44.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
