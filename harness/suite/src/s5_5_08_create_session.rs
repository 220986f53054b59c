//! 5.5.8 CreateSession: Tables 24, 25.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
