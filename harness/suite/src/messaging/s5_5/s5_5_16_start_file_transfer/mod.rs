//! 5.5.16 StartFileTransfer.

mod among_others;
mod counted;
mod end;
pub(crate) mod errors;
mod fetched;
mod links;
mod next;
pub(crate) mod progress;
pub(crate) mod started;
mod whole;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        started::cases(),
        links::cases(),
        among_others::cases(),
        next::cases(),
        progress::cases(),
        whole::cases(),
        errors::cases(),
    ]
    .concat()
}
