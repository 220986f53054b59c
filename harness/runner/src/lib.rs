//! The conformance test kit for UPnP Messaging:2: the program.

pub mod announce;
pub mod budget;
pub mod chosen_services;
pub mod cli;
pub mod commands;
pub mod duration;
pub mod embedded;
pub mod exit_code;
pub mod find;
pub mod first_readings;
pub mod interrupt;
pub mod lab;
pub mod ledger;
pub mod outcome;
pub mod place;
pub mod prepare;
pub mod profile;
pub mod progress;
pub mod recorded;
pub mod report_kind;
pub mod run_folder;
pub mod schedule;
pub mod select;
pub mod target;
pub mod upper_tester;
pub mod workbench;
