//! The conformance test kit for UPnP Messaging:2: the program.

pub mod cli;
pub mod commands;
pub mod duration;
pub mod dut;
pub mod evidence;
pub mod exit_code;
pub mod fleet;
pub mod interrupt;
pub mod lab;
pub mod output;
pub mod run;
pub mod suggestion;
pub mod text_file;
pub mod upper_tester;
