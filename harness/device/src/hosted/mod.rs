//! A device that hosts any service there is a file of, and behaves as a script says: rules, and defects that change them.
//!
//! It has no sockets: requests go in, responses and notifications come out.

mod behaviour;
mod gena;
mod script;
mod service_description;
mod wire;

pub use script::{HostedDefect, Script, ScriptError, scripts};
pub use wire::{Hosted, Told};
