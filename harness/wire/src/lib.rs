//! The UPnP device architecture on bytes: HTTP, SOAP, GENA, SSDP, descriptions. No sockets, no clock.
//!
//! Reading is lenient: whatever can be understood is read, and every deviation becomes a
//! [`Finding`] that names the architecture row it breaks. Writing is strict unless asked otherwise.

pub mod description;
pub mod fragment;
pub mod gena;
pub mod http;
pub mod scpd;
pub mod soap;
pub mod ssdp;
pub mod uri;

mod body;
mod claim;
mod finding;
mod product;
mod xml;

pub use claim::{Claim, UnknownClaim};
pub use ctk_vectors::Grade;
pub(crate) use finding::Findings;
pub use finding::{Finding, Reading};
pub use xml::XmlError;
