//! Causes: the failed and open cases of a run, folded by what they go back to.
//!
//! One wrong value of a device shows in many cases, and each of them is right to fail. They are told once, as a cause
//! with the cases that it took along. What belongs together is read off the record alone (`marks` has the rules), so
//! the same journal always gives the same causes, with the same ids.

mod cause;
mod fold;
mod groups;
mod marks;
mod symptom;
mod values;

pub use cause::{Cause, causes};

#[cfg(test)]
mod tests;
