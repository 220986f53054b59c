//! `known-failures`: the ledger of failures that are known, begun from a run.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use ctk_reports::ledger_draft::draft;

use crate::exit_code::{Failure, OK};
use crate::output::run_folder::write_new;
use crate::output::runs::load_run;

/// `known-failures`.
#[derive(Debug, Clone, Subcommand)]
pub enum KnownFailuresCommand {
    /// A ledger of what fails in a run, with the symptom of each, to edit
    Init(InitArgs),
}

/// `known-failures init`.
#[derive(Debug, Clone, Args)]
pub struct InitArgs {
    /// The run: its folder, its journal, or a JSON report of it
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// Where to write the ledger; standard output without it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Writes the ledger.
///
/// # Errors
/// The run cannot be read; the file exists, or cannot be made.
pub fn run(command: &KnownFailuresCommand) -> Result<u8, Failure> {
    let KnownFailuresCommand::Init(args) = command;
    let ledger = draft(&load_run(&args.run)?);
    write_new(args.output.as_deref(), &ledger, "ledger")?;
    Ok(OK)
}
