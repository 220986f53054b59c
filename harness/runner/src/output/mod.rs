//! What a run leaves: its folder, its journal, its reports, and the lines on the terminal.

pub mod args;
pub mod journal;
pub mod journal_file;
pub mod ledger;
pub mod progress;
pub mod recorded;
pub mod report_kind;
pub mod reports;
pub mod run_folder;
pub mod run_output;
pub mod runs;
pub mod screen;
pub mod scripts;
pub mod spool;
