//! 5.5.15 CloseSession: Tables 38, 39.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
