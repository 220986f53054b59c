//! `diff`: what changed between two runs.

use std::path::PathBuf;

use clap::Args;
use ctk_reports::diff::{diff, text};
use ctk_reports::json;
use ctk_reports::terminal::Style;

use crate::exit_code::Failure;
use crate::output::runs::load_run;
use crate::output::screen;

/// `diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// The earlier run: its folder, its journal, or a JSON report of it
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The later run
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Compares two runs.
///
/// # Errors
/// One of them cannot be read.
pub fn run(args: &DiffArgs) -> Result<u8, Failure> {
    let old = json::outline(&load_run(&args.old)?);
    let new = json::outline(&load_run(&args.new)?);
    let diff = diff(&old, &new);
    if args.json {
        screen::show_json(&diff.to_json());
    } else {
        screen::show_text(&text(&diff, Style::default()));
    }
    Ok(diff.exit_code())
}
