//! 5.3.4 SessionUpdates: Table 2.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
