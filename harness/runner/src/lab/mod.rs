//! The lab: the world as a case sees it, over sockets and the clock, or out of a journal.

mod acquaintance;
mod address;
mod arrival;
mod callback_and_files;
mod callbacks;
mod connection;
mod deadline;
mod digest;
pub(crate) mod discovery;
mod exchange;
mod files;
mod following;
pub(crate) mod group;
mod guests;
mod http;
mod inbox;
mod incoming;
mod live;
mod liveness;
mod named;
mod observations;
mod replay;
mod script;
mod server;
mod setup;
mod shared;
mod stimulus;
mod ttl;
mod views;

#[cfg(test)]
mod tests;

pub use following::FollowingLab;
pub use live::LiveLab;
pub use replay::{Notice, ReplayLab};
pub use setup::{Setup, Sink};
pub use shared::LabShared;
