//! 5.5.18 GetFileTransferSession: Tables 44, 45.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
