//! A run: planned, the device probed, the cases executed, and what came of it concluded.

pub mod announce;
pub mod budget;
pub mod ledger;
pub mod probe;
pub mod schedule;
pub mod select;
