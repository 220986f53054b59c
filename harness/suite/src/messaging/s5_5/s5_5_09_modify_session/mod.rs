//! 5.5.9 ModifySession.

pub(crate) mod class_and_errors;
pub(crate) mod modified;
pub(crate) mod one_part;
mod running;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        modified::cases(),
        one_part::cases(),
        class_and_errors::cases(),
    ]
    .concat()
}
