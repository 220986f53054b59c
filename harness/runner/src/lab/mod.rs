//! The lab: the world as a case sees it, over sockets and the clock, or out of a journal.

mod address;
mod bench;
mod callbacks;
mod connection;
mod digest;
pub(crate) mod discovery;
mod exchange;
mod files;
mod http;
mod incoming;
mod live;
mod liveness;
mod noticed;
mod offers;
mod patience;
mod replay;
mod script;
mod server;
mod stimulus;
mod views;
mod wording;

#[cfg(test)]
mod tests;

pub use bench::{Bench, Setup, Sink};
pub use live::LiveLab;
pub use replay::{Notice, ReplayLab};
