//! 4.2 booleans and 4.3 vendor-defined names, wherever they turn up.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
