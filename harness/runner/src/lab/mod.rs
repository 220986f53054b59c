//! The lab: the world as a case sees it, over sockets and the clock.

mod address;
mod callback_and_files;
mod callbacks;
mod connection;
mod deadline;
pub(crate) mod discovery;
mod draw;
mod files;
mod http;
mod incoming;
mod live;
mod liveness;
mod observations;
mod script;
mod server;
mod setup;
mod shared;
mod stimulus;
mod wording;

#[cfg(test)]
mod tests;

pub use live::LiveLab;
pub use setup::{Setup, Sink};
pub use shared::LabShared;
