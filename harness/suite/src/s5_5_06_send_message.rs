//! 5.5.6 SendMessage: Tables 20, 21.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
