//! 5.3.2 to 5.3.20 The XML arguments, wherever they turn up.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
