//! 5.5.13 JoinSession: Tables 34, 35.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
