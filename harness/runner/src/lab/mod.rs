//! The lab: the world as a case sees it, over sockets and the clock, or out of a journal.

mod address;
mod callback_and_files;
mod callbacks;
mod connection;
mod deadline;
mod digest;
pub(crate) mod discovery;
mod exchange;
mod files;
mod http;
mod incoming;
mod live;
mod liveness;
mod observations;
mod replay;
mod script;
mod server;
mod setup;
mod shared;
mod stimulus;
mod views;

#[cfg(test)]
mod tests;

pub use live::LiveLab;
pub use replay::{Notice, ReplayLab};
pub use setup::{Setup, Sink};
pub use shared::LabShared;
