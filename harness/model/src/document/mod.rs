//! The XML arguments: reading, judging and writing them.

mod context;
mod encoding;
mod findings;
mod guard;
mod instance_type;
mod judge;
mod kind;
mod node;
mod order;
mod place;
mod root;
mod shape;
mod simple;
mod slots;
mod validate;
mod values;
mod well_formed;
mod writer;

pub use crate::a_peer_type::{Extension, Image, Location, Peer};
pub use crate::s5_3_02_messaging_capabilities::{Capabilities, read_capabilities};
pub use crate::s5_3_03_new_messages::{NewMessage, NewMessages, read_new_messages};
pub use crate::s5_3_04_session_updates::{SessionUpdate, SessionUpdates, read_session_updates};
pub use crate::s5_3_10_message::{Attachment, Message, read_message};
pub use crate::s5_3_11_message_list::read_message_list;
pub use crate::s5_3_14_recipients_list::{Recipients, read_recipients};
pub use crate::s5_3_15_session_info::{SessionInfo, read_session_info};
pub use crate::s5_3_16_sessions_list::read_sessions;
pub use crate::s5_3_20_file_info_list::{FileInfo, FileInfoList, read_file_info_list};
pub use context::{Context, Direction};
pub use ctk_record::Grade;
pub use encoding::{Undecodable, decode};
pub use findings::{Finding, Layer, Read};
pub use guard::{MAX_BYTES, MAX_DEPTH};
pub(crate) use judge::{Judge, Mistake, Once};
pub use kind::Kind;
pub use node::{Node, NodeAttribute};
pub(crate) use place::Place;
pub use root::root_name;
pub(crate) use simple::shown;
pub use validate::{validate, validate_bytes};
pub use values::Value;
pub(crate) use values::{
    MESSAGE_CLASS, MESSAGE_FOLDER, MESSAGE_STATUS, SESSION_CLASS, SESSION_STATUS, listed, meant,
};
pub(crate) use writer::Writer;
pub use writer::{MESSAGING, PEER};

#[cfg(test)]
mod tests;
