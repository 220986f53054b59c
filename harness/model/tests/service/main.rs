//! Traces that the model of the service allows, and the same with one edit that it does not.

#![allow(
    clippy::tests_outside_test_module,
    missing_docs,
    reason = "an integration test"
)]

mod afterwards;
mod any_trace;
mod beyond;
mod content;
mod events;
mod lists;
mod messages;
mod owed;
mod refusals;
mod sessions;
mod suspected;
mod trace;
