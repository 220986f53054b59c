//! Service descriptions.

mod actions;
mod constraints;
mod model;
mod names;
mod read;
mod value;
mod variables;

#[cfg(test)]
mod tests;

pub use model::{Action, Argument, Direction, Range, Scpd, Variable};
pub use read::{ScpdError, read};

/// The namespace of service descriptions.
pub const SERVICE: &str = "urn:schemas-upnp-org:service-1-0";
