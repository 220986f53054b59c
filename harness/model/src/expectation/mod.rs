//! What a device may answer, and what its answer is worth.

mod build;
mod outcome;
mod weigh;

pub use build::Expectation;
pub use outcome::{Outcome, RulingOverrides, by_level};
pub use weigh::{Observed, Weighed};
