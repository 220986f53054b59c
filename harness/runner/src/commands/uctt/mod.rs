//! `uctt`: test case files in the format of the UPnP certification tool.

mod carry;
mod events;
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
}

/// Runs the command.
///
/// # Errors
/// A file that cannot be read, or a device that is not there.
pub fn run(command: &UcttCommand) -> Result<u8, Failure> {
    match command {
        UcttCommand::Run(args) => run::run(args),
    }
}
