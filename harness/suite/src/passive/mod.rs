//! Checks over all the traffic of a run, whichever case caused it.

pub mod documents;
pub mod faults;
pub mod watch;
