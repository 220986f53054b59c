//! The commands, a file each.

pub mod asked;
pub mod check;
pub mod completions;
pub mod diff;
pub mod discover;
pub mod doctor;
pub mod explain;
pub mod fleet;
pub mod fuzz;
pub mod history;
pub mod ics;
pub mod known_failures;
pub mod list;
pub mod merge;
pub mod replay;
pub mod report;
pub mod run;
pub mod seal;
pub mod selftest;
pub mod serve;
pub mod uctt;
pub mod verify;
