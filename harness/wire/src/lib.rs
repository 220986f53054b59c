//! The UPnP device architecture on bytes: HTTP, SOAP, GENA, SSDP, descriptions. No sockets, no clock.
//!
//! Reading is lenient: whatever can be understood is read, and every deviation becomes a
//! [`Finding`] that names the architecture row it breaks. Writing is strict unless asked otherwise.

pub mod http;
pub mod ssdp;
pub mod uri;

mod claim;
mod finding;
mod product;

pub use claim::{Claim, UnknownClaim};
pub use finding::{Finding, Findings, Grade};
