//! Walks: what the fixed cases do not think of, held against the model step by step.
//!
//! A walk consists of chapters; each begins with a device that was reset, where it can be. What was seen in a chapter is
//! judged by the model on its own. What contradicts it is taken apart on the device: fewer and plainer steps, as long as
//! they show the same. The steps that are left are a [`Script`] that can be taken again.

mod case;
mod documents;
mod file;
mod reached;
mod recorder;
mod replayed;
mod shrunk;
mod walker;

pub(crate) use case::cases;
pub use case::{DEFAULT_STEPS, ID};
pub use file::{BadScript, SCRIPT_SCHEMA, Script};
pub use replayed::{Replayed, replay};
