//! 5.5.12 GetSessions: Tables 32, 33.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
