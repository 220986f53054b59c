//! What a device may answer, and what its answer is worth.

mod build;
mod outcome;
mod weigh;

pub use build::Expectation;
pub use outcome::{RulingOverrides, by_level};

pub use ctk_record::Outcome;
pub use weigh::{Observed, Weighed};
