//! 5.5.11 GetSessionUpdates: Tables 30, 31.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
