//! SSDP datagrams: announcements, searches and their answers.

mod check;
mod header_checks;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use read::{Kind, Message, SsdpError, parse};
pub use write::{Advertisement, Advertiser, DeviceTypes, GROUP, Search, advertisements, search};
