//! Device descriptions.

mod device;
mod model;
mod names;
mod read;
mod service;

#[cfg(test)]
mod tests;

pub use model::{Description, Device, Found, Icon, Service};
pub(crate) use read::{ConfigId, check_config_id, form, spec_version};
pub use read::{DescriptionError, read, read_answer};

/// The namespace of device descriptions.
pub const DEVICE: &str = "urn:schemas-upnp-org:device-1-0";
