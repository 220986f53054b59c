//! The architecture's half of the device: HTTP, descriptions, control, eventing, discovery, the upper tester's door.

pub(crate) mod bounded_io;
mod connection;
pub(crate) mod description;
mod document_parts;
pub(crate) mod documents;
pub(crate) mod exchange;
pub(crate) mod gena;
pub(crate) mod identity;
pub(crate) mod planted;
pub(crate) mod resources;
pub(crate) mod response;
pub(crate) mod root_device;
pub(crate) mod scpd;
pub(crate) mod second_service;
pub(crate) mod server;
pub(crate) mod soap;
pub(crate) mod ssdp;
pub(crate) mod upper_tester;
mod xml;
