//! 5.6.1.2 The life of a session.

pub(crate) mod actions;
pub(crate) mod remote_peers;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [actions::cases(), remote_peers::cases()].concat()
}
