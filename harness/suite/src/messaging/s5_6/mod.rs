//! 5.6 Theory of operation: the lives of messages and sessions.

pub(crate) mod s5_6_1_1_message_life;
pub(crate) mod s5_6_1_2_session_life;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        s5_6_1_1_message_life::cases(),
        s5_6_1_2_session_life::cases(),
    ]
    .concat()
}
