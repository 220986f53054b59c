//! 5.5.2 GetMessagingCapabilities: Tables 12, 13.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
