//! What the standard says, as values: documents, actions, states, expectations.

mod a_peer_type;
pub mod document;
pub mod expectation;
pub mod lexical;
mod s5_3_02_messaging_capabilities;
mod s5_3_03_new_messages;
mod s5_3_04_session_updates;
mod s5_3_10_message;
mod s5_3_11_message_list;
mod s5_3_14_recipients_list;
mod s5_3_15_session_info;
mod s5_3_16_sessions_list;
mod s5_3_20_file_info_list;
