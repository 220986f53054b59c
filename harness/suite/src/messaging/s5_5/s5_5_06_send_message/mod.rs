//! 5.5.6 SendMessage.

pub(crate) mod delivery;
pub(crate) mod in_session;
pub(crate) mod invalid;
pub(crate) mod page_mode;
mod sending;
mod texts;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        page_mode::cases(),
        delivery::cases(),
        in_session::cases(),
        invalid::cases(),
    ]
    .concat()
}
