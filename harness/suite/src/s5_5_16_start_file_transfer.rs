//! 5.5.16 StartFileTransfer: Tables 40, 41.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
