//! 5.5.19 Error codes.

pub(crate) mod codes;
pub(crate) mod several;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [codes::cases(), several::cases()].concat()
}
