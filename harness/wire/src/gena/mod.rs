//! GENA: subscriptions asked for, their answers and the notifications read.

mod notify;
mod request;
mod subscription;

#[cfg(test)]
mod tests;

pub use notify::{Notify, read_notify};
pub use request::{renew, subscribe, unsubscribe};
pub use subscription::{Granted, Timeout, read_subscribe_response};

/// The namespace of propertyset and property.
pub const EVENT: &str = "urn:schemas-upnp-org:event-1-0";
