//! 5.5.3 GetNewMessages: Tables 14, 15.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
