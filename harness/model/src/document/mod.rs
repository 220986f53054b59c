//! The XML arguments: reading, judging and writing them.

mod context;
mod findings;
mod writer;

pub use crate::a_peer_type::{Extension, Image, Location, Peer};
pub use crate::s5_3_02_messaging_capabilities::Capabilities;
pub use crate::s5_3_03_new_messages::{NewMessage, NewMessages};
pub use crate::s5_3_04_session_updates::{SessionUpdate, SessionUpdates};
pub use crate::s5_3_10_message::{Attachment, Message};
pub use crate::s5_3_14_recipients_list::Recipients;
pub use crate::s5_3_15_session_info::SessionInfo;
pub use crate::s5_3_20_file_info_list::{FileInfo, FileInfoList};
pub use context::{Context, Direction};
pub use findings::{Finding, Grade, Layer, Read};
pub(crate) use writer::Writer;
pub use writer::{MESSAGING, PEER};
