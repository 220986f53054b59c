//! Runs as the journal holds them: how questions and answers are written, and the lab that gives the answers again.

mod cut;
mod exchange;
mod lab;
mod recorded;

pub mod digest;
pub mod views;

pub use cut::Room;
pub use exchange::Draft;
pub use lab::{Notice, Reasked, ReplayLab};
pub use recorded::{Recorded, recorded};
