//! 5.5 Actions.

pub(crate) mod s5_5_01_get_telephony_identity;
pub(crate) mod s5_5_02_get_messaging_capabilities;
pub(crate) mod s5_5_03_get_new_messages;
pub(crate) mod s5_5_04_search_messages;
pub(crate) mod s5_5_05_read_message;
pub(crate) mod s5_5_06_send_message;
pub(crate) mod s5_5_07_delete_message;
pub(crate) mod s5_5_08_create_session;
pub(crate) mod s5_5_09_modify_session;
pub(crate) mod s5_5_10_accept_session;
pub(crate) mod s5_5_11_get_session_updates;
pub(crate) mod s5_5_12_get_sessions;
pub(crate) mod s5_5_13_join_session;
pub(crate) mod s5_5_14_leave_session;
pub(crate) mod s5_5_15_close_session;
pub(crate) mod s5_5_16_start_file_transfer;
pub(crate) mod s5_5_17_cancel_file_transfer;
pub(crate) mod s5_5_18_get_file_transfer_session;
pub(crate) mod s5_5_19_error_codes;
pub(crate) mod s5_5_actions;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        s5_5_actions::cases(),
        s5_5_01_get_telephony_identity::cases(),
        s5_5_02_get_messaging_capabilities::cases(),
        s5_5_03_get_new_messages::cases(),
        s5_5_04_search_messages::cases(),
        s5_5_05_read_message::cases(),
        s5_5_06_send_message::cases(),
        s5_5_07_delete_message::cases(),
        s5_5_08_create_session::cases(),
        s5_5_09_modify_session::cases(),
        s5_5_10_accept_session::cases(),
        s5_5_11_get_session_updates::cases(),
        s5_5_12_get_sessions::cases(),
        s5_5_13_join_session::cases(),
        s5_5_14_leave_session::cases(),
        s5_5_15_close_session::cases(),
        s5_5_16_start_file_transfer::cases(),
        s5_5_17_cancel_file_transfer::cases(),
        s5_5_18_get_file_transfer_session::cases(),
        s5_5_19_error_codes::cases(),
        crate::derived::authorization::cases(),
        crate::derived::near_ids::cases(),
        crate::derived::near_values::cases(),
    ]
    .concat()
}
