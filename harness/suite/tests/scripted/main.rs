//! The bodies of the cases, run without a device: recorded runs of the reference device answer, as they are or with
//! named edits, and the verdict has to follow.

mod bodies;
mod by_rule;
mod device;
mod edit;
mod filed;
mod frame;
mod recording;
mod response;
mod rules;
mod script;
mod tables;
mod traces;
mod walks;
