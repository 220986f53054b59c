//! The whole run held against the model of a conformant service.

mod observe;

pub use observe::observations;
