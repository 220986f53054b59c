//! 5.5.16 StartFileTransfer.

mod among_others;
mod end;
pub(crate) mod errors;
mod fetched;
mod next;
pub(crate) mod progress;
pub(crate) mod started;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        started::cases(),
        among_others::cases(),
        next::cases(),
        progress::cases(),
        errors::cases(),
    ]
    .concat()
}
