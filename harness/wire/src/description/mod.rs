//! Device descriptions.

mod device;
mod model;
mod names;
mod read;
mod service;

#[cfg(test)]
mod tests;

pub use model::{Description, Device, Found, Icon, Service};
pub use read::{DescriptionError, read, read_answer};
pub(crate) use read::{check_config_id, form, spec_version};

/// The namespace of device descriptions.
pub const DEVICE: &str = "urn:schemas-upnp-org:device-1-0";
