//! Checks over all the traffic of a run, whichever case caused it.

pub mod descriptions;
pub mod documents;
pub mod readings;
pub(crate) mod rows;
pub mod watch;
