//! 5.3 State variables, and the documents in them.

pub(crate) mod s5_3_01_state_variables;
pub(crate) mod s5_3_03_new_messages;
pub(crate) mod s5_3_04_session_updates;
pub(crate) mod s5_3_06_message_id;
pub(crate) mod s5_3_08_message_folder;
pub(crate) mod s5_3_09_message_status;
pub(crate) mod s5_3_12_session_id;
pub(crate) mod s5_3_15_session_info;
pub(crate) mod s5_3_documents;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        s5_3_01_state_variables::cases(),
        s5_3_documents::cases(),
        crate::derived::vectors_sent::cases(),
        s5_3_03_new_messages::cases(),
        s5_3_04_session_updates::cases(),
        s5_3_06_message_id::cases(),
        s5_3_08_message_folder::cases(),
        s5_3_09_message_status::cases(),
        s5_3_12_session_id::cases(),
        s5_3_15_session_info::cases(),
    ]
    .concat()
}
