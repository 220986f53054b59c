//! 5.5.5 ReadMessage.

pub(crate) mod errors;
pub(crate) mod read;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [read::cases(), errors::cases()].concat()
}
