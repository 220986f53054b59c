//! 5.4 Moderation: at most one event of a variable a second, and nothing lost.

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    Vec::new()
}
