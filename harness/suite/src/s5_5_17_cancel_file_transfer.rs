//! 5.5.17 CancelFileTransfer: Tables 42, 43.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
