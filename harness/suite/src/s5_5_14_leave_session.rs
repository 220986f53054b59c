//! 5.5.14 LeaveSession: Tables 36, 37.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
