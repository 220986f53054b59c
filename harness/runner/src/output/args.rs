//! The part of the command line that says what a run leaves, and what is shown of it.

use ctk_reports::formats::Format;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use clap::{Args, ValueEnum};

use super::ledger::LedgerArgs;
use super::progress::Spectator;
use super::report_kind::ReportSpec;

static REPORT_HELP: LazyLock<String> = LazyLock::new(|| {
    let names = Format::names();
    format!("A report: {names}, and where to; `-` is standard output; repeatable")
});

/// What a run leaves, and what it is compared with.
#[derive(Debug, Clone, Default, Args)]
pub struct OutputArgs {
    #[arg(long, value_name = "KIND=PATH", help = REPORT_HELP.as_str())]
    #[allow(missing_docs, reason = "clap would show it")]
    pub report: Vec<ReportSpec>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it")]
    pub ledger: LedgerArgs,
    /// Where the journal goes, instead of a run folder
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
    /// Finish the killed or interrupted run of this journal or folder, on the same device, with the arguments that it had
    #[arg(long, value_name = "RUN")]
    pub resume: Option<PathBuf>,
    /// What the run is about, a firmware version for one: reports show it, `history` goes by it
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
    /// Colour on the terminal
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// No progress
    #[arg(short, long)]
    pub quiet: bool,
    /// More: each case, and each failure in full
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Who watches the run instead of the terminal, where it is one of many
    #[arg(skip)]
    pub spectator: Option<Arc<dyn Spectator>>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}
