//! 5.5.1.7 to 5.5.18.7 Error 606: the control point lacks the privilege.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
