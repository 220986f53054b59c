//! What is published of services beyond Messaging, a file a service: what its description cannot say.
//!
//! A file may be of this crate or of the user; the same loader reads both. Its cases are steps, so that a new service
//! needs no Rust.

mod check;
mod entry;
mod load;
mod steps;
mod variable;

#[cfg(test)]
mod tests;

pub use entry::{KnownAction, KnownArgument, KnownCase, KnownService, Statement, derived};
pub use load::{KNOWN_BY_STEPS, services};
pub use steps::{Expected, Step, View};
pub use variable::{KnownRange, KnownVariable};
