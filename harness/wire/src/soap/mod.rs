//! SOAP 1.1 as UPnP control uses it: requests written, responses and faults read.

mod fault;
mod invocation;
mod request;
mod response;
mod success;

#[cfg(test)]
mod tests;

pub use invocation::{Invocation, read_request};
pub use request::{Envelope, request, soapaction};
pub use response::{Asked, ControlResult, read_response};
pub(crate) use response::{Written, oddities};

/// The namespace of envelope, body and fault.
pub const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
/// The encoding style.
pub const ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
/// The namespace of UPnPError.
pub const CONTROL: &str = "urn:schemas-upnp-org:control-1-0";
