//! The commands, a file each.

pub mod check;
pub mod diff;
pub mod discover;
pub mod explain;
pub mod fuzz;
pub mod list;
pub mod report;
pub mod run;
pub mod selftest;
pub mod serve;
pub mod verify;
