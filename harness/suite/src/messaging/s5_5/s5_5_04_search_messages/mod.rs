//! 5.5.4 SearchMessages.

pub(crate) mod combined;
pub(crate) mod errors;
pub(crate) mod found;
mod search;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [found::cases(), combined::cases(), errors::cases()].concat()
}
