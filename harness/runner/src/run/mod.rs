//! A run: planned, the device probed, the cases executed, and what came of it concluded.

pub mod again;
pub mod announce;
pub mod at_fault;
pub mod budget;
pub mod company;
pub mod compared;
pub mod conclude;
pub mod execute;
pub mod floor;
pub mod invoking;
pub mod live_probe;
pub mod meeting;
pub mod order;
pub mod part;
pub mod plan;
pub mod probe;
pub mod recipients;
pub mod reproduction;
pub mod resume;
pub mod schedule;
pub mod select;
