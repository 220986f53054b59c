//! The XML arguments of clause 5.3, read strictly and written in the order of Annexes A and B.
//!
//! `lexer` and `tree` read XML with namespaces into elements, `sequence` and `simple_types` check them
//! against the schema, `writer` writes; the other modules are one document each.

mod capabilities;
mod file_info;
mod invalid;
mod lexer;
mod message;
mod peer;
mod sequence;
mod session;
mod simple_types;
mod tree;
mod updates;
mod writer;

pub(super) use capabilities::write_capabilities;
pub(super) use file_info::{FileInfo, read_file_info_list, write_file_info_list};
pub(super) use invalid::Invalid;
pub(super) use message::{
    Attachment, SubmittedMessage, read_message, write_message, write_messages,
};
pub(super) use peer::{Peer, Recipients, read_recipients};
pub(super) use session::write_sessions;
pub(super) use simple_types::{is_content_types, is_uri};
pub(super) use updates::{NewMessage, SessionUpdate, write_new_messages, write_session_updates};

/// The namespace of the nine documents; only their roots are in it.
pub(super) const MESSAGING: &str = "urn:schemas-upnp-org:phone:messaging";
/// The namespace of everything inside a peer.
const PEER: &str = "urn:schemas-upnp-org:phone:peer";

#[cfg(test)]
mod tests;
