//! `uctt`: test case files in the format of the UPnP certification tool.

mod carry;
mod events;
mod export;
mod findings;
mod manual;
mod results;
mod run;

use clap::Subcommand;

use crate::exit_code::Failure;

/// `uctt`.
#[derive(Debug, Clone, Subcommand)]
pub enum UcttCommand {
    /// Carry out test case files on a device: the verdict of their rules, and beside it what the architecture says
    Run(Box<run::UcttRunArgs>),
    /// Write the Messaging cases as such files, as far as the format can say them
    Export(export::UcttExportArgs),
}

/// Runs the command.
///
/// # Errors
/// A file that cannot be read, or a device that is not there.
pub fn run(command: &UcttCommand) -> Result<u8, Failure> {
    match command {
        UcttCommand::Run(args) => run::run(args),
        UcttCommand::Export(args) => export::run(args),
    }
}
