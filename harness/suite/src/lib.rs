//! The cases of the conformance suite, a file a clause, and the little they need to speak the standard's words.
//!
//! Cases are plain functions over a [`Tester`](tester::Tester). They know the trait [`Lab`](lab::Lab), never a socket
//! or a clock, so that a case can be judged again from the journal of a run.

use case::Case;
use ctk_vectors::{Norm, facts};

pub mod applicability;
mod architecture;
pub mod arrange;
mod bad_recipients;
pub(crate) mod came;
pub mod case;
pub(crate) mod deliberate;
pub mod described;
pub mod details;
pub mod discovery;
pub mod documents;
pub mod events;
pub mod faults;
pub mod folders;
pub mod ics;
pub mod judgement;
pub mod lab;
mod not_judged;
pub mod notification;
mod opportunities;
pub mod reply;
mod service_description;
pub mod sessions;
pub mod subject;
pub mod tester;
mod unknown_sessions;
mod vector_targets;
pub mod verdict;
pub mod watch;

mod a_peer_type;
mod c_flows;
mod s4_general;
mod s5_1_service_type;
mod s5_3_01_state_variables;
mod s5_3_03_new_messages;
mod s5_3_04_session_updates;
mod s5_3_06_message_id;
mod s5_3_08_message_folder;
mod s5_3_09_message_status;
mod s5_3_12_session_id;
mod s5_3_15_session_info;
mod s5_3_documents;
mod s5_3_vectors_sent;
mod s5_4_accumulation;
mod s5_4_eventing;
mod s5_4_intervals;
mod s5_5_01_get_telephony_identity;
mod s5_5_02_get_messaging_capabilities;
mod s5_5_03_get_new_messages;
mod s5_5_04_search_combined;
mod s5_5_04_search_errors;
mod s5_5_04_search_messages;
mod s5_5_05_read_errors;
mod s5_5_05_read_message;
mod s5_5_06_delivery;
mod s5_5_06_in_session;
mod s5_5_06_invalid_messages;
mod s5_5_06_send_message;
mod s5_5_07_delete_message;
mod s5_5_08_create_session;
mod s5_5_09_class_and_errors;
mod s5_5_09_modify_session;
mod s5_5_10_accept_session;
mod s5_5_11_get_session_updates;
mod s5_5_12_get_sessions;
mod s5_5_13_join_session;
mod s5_5_14_leave_session;
mod s5_5_15_close_session;
mod s5_5_16_errors;
mod s5_5_16_progress;
mod s5_5_16_start_file_transfer;
mod s5_5_17_cancel_file_transfer;
mod s5_5_18_get_file_transfer_session;
mod s5_5_19_error_codes;
mod s5_5_19_several_errors;
mod s5_5_actions;
mod s5_5_authorization;
mod s5_6_1_1_message_life;
mod s5_6_1_2_remote_peers;
mod s5_6_1_2_session_life;
mod s5_6_1_2_walk;
mod s6_service_description;
mod situations;
mod uda_control;
mod uda_description;
mod uda_discovery;
mod uda_eventing;
mod uda_scpd;
mod uda_security;

/// The cases, in the order of the standard. Adding a case touches the file of its clause; this list is closed.
pub fn cases() -> Vec<Case> {
    [
        s4_general::cases(),
        s5_1_service_type::cases(),
        s5_3_01_state_variables::cases(),
        s5_3_documents::cases(),
        s5_3_vectors_sent::cases(),
        s5_3_03_new_messages::cases(),
        s5_3_04_session_updates::cases(),
        s5_3_06_message_id::cases(),
        s5_3_08_message_folder::cases(),
        s5_3_09_message_status::cases(),
        s5_3_12_session_id::cases(),
        s5_3_15_session_info::cases(),
        s5_4_eventing::cases(),
        s5_4_intervals::cases(),
        s5_4_accumulation::cases(),
        s5_5_actions::cases(),
        s5_5_01_get_telephony_identity::cases(),
        s5_5_02_get_messaging_capabilities::cases(),
        s5_5_03_get_new_messages::cases(),
        s5_5_04_search_messages::cases(),
        s5_5_04_search_combined::cases(),
        s5_5_04_search_errors::cases(),
        s5_5_05_read_message::cases(),
        s5_5_05_read_errors::cases(),
        s5_5_06_send_message::cases(),
        s5_5_06_delivery::cases(),
        s5_5_06_in_session::cases(),
        s5_5_06_invalid_messages::cases(),
        s5_5_07_delete_message::cases(),
        s5_5_08_create_session::cases(),
        s5_5_09_modify_session::cases(),
        s5_5_09_class_and_errors::cases(),
        s5_5_10_accept_session::cases(),
        s5_5_11_get_session_updates::cases(),
        s5_5_12_get_sessions::cases(),
        s5_5_13_join_session::cases(),
        s5_5_14_leave_session::cases(),
        s5_5_15_close_session::cases(),
        s5_5_16_start_file_transfer::cases(),
        s5_5_16_progress::cases(),
        s5_5_16_errors::cases(),
        s5_5_17_cancel_file_transfer::cases(),
        s5_5_18_get_file_transfer_session::cases(),
        s5_5_19_error_codes::cases(),
        s5_5_19_several_errors::cases(),
        s5_5_authorization::cases(),
        s5_6_1_1_message_life::cases(),
        s5_6_1_2_session_life::cases(),
        s5_6_1_2_remote_peers::cases(),
        s5_6_1_2_walk::cases(),
        s6_service_description::cases(),
        a_peer_type::cases(),
        c_flows::cases(),
        uda_discovery::cases(),
        uda_description::cases(),
        uda_scpd::cases(),
        uda_control::cases(),
        uda_eventing::cases(),
        uda_security::cases(),
    ]
    .concat()
}

/// Every requirement there is: those of the service, then those of the architecture.
pub fn universe() -> Vec<Norm<'static>> {
    let facts = facts();
    let ids = facts
        .requirements
        .iter()
        .map(|requirement| requirement.id.as_str());
    let rows = facts.architecture.iter().map(|row| row.id.as_str());
    ids.chain(rows).filter_map(|id| facts.norm(id)).collect()
}

pub use not_judged::why_not_judged;
