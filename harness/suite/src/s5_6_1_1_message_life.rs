//! 5.6.1.1 The life of a message: Figure 2.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
