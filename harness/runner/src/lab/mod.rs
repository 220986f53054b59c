//! The lab: the world as a case sees it, over sockets and the clock.

mod acquaintance;
pub(crate) mod address;
mod arrival;
mod aside;
mod busy;
mod by_tcp;
mod callback_and_files;
mod callbacks;
mod connection;
mod deadline;
mod details;
pub(crate) mod discovery;
mod draw;
mod file;
mod files;
mod gate;
pub(crate) mod group;
mod guests;
mod hosts;
mod http;
mod inbox;
mod incoming;
mod live;
mod liveness;
mod long;
mod moved;
mod named;
mod observations;
mod others;
mod room;
mod script;
mod server;
mod setup;
mod shared;
mod silence;
mod stimulus;
mod taker;
mod windows;

#[cfg(test)]
mod tests;

pub use live::LiveLab;
pub use setup::{Setup, Sink};
pub use shared::LabShared;
pub use windows::Windows;
