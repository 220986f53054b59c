//! Arranging: bringing a device into the situation that a case is about.
//!
//! When an arrangement does not work the case is inconclusive: the step that failed has a case of its own.

use ctk_vectors::messaging_2::message_class;

pub(crate) mod bad_recipients;
mod classes;
mod control_points;
pub(crate) mod files;
pub mod folders;
mod messages;
mod recipients;
pub mod session_parts;
mod sessions;
mod transfers;
mod values;

pub use classes::Classes;
pub(crate) use classes::message_class_in;
pub use files::Files;
pub use folders::Folders;
pub use messages::Messages;
pub(crate) use messages::as_field;
pub use recipients::RecipientPool;
pub(crate) use sessions::LEAVES;
pub use sessions::{SeenSession, Sessions};

/// The address of a peer who sends in this class; reserved for examples.
pub fn peer_of(class: &str) -> &'static str {
    match class {
        message_class::E_MAIL => "peer@example.invalid",
        message_class::SMS | message_class::MMS => "tel:+1-201-555-0150",
        _ => "sip:peer@example.invalid",
    }
}
