//! 5.5.9 ModifySession: Tables 26, 27.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
