//! What the standard says, as values: documents, actions, states, expectations.
//!
//! [`document`] reads, judges and writes the XML arguments; [`expectation`] weighs what an action answered;
//! [`session_life`] follows a session through Figure 3; [`service`] judges whole histories, [`walk`] draws them; [`event_text`] is Table 2; [`lexical`] the simple values.
//! There is no socket, clock or randomness here.

mod a_peer_type;
pub mod document;
pub mod event_text;
pub mod expectation;
pub mod lexical;
mod s5_3_02_messaging_capabilities;
mod s5_3_03_new_messages;
mod s5_3_04_session_updates;
mod s5_3_06_message_id;
mod s5_3_10_message;
mod s5_3_10_message_rules;
mod s5_3_11_message_list;
mod s5_3_12_session_id;
mod s5_3_14_recipients_list;
mod s5_3_15_session_info;
mod s5_3_16_sessions_list;
mod s5_3_19_session_status;
mod s5_3_20_file_info_list;
pub mod service;
pub mod session_life;
pub mod walk;
