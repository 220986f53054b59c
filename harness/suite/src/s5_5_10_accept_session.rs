//! 5.5.10 AcceptSession: Tables 28, 29.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
