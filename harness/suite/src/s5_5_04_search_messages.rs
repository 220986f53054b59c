//! 5.5.4 SearchMessages: Tables 16, 17.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
