//! 5.6.1.2 and 5.3.19 The life of a session as the remote peers see to it.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
