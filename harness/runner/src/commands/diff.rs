//! `diff`: what changed between two runs.

use ctk_reports::diff::{diff, text};
use ctk_reports::json;
use ctk_reports::terminal::Style;

use crate::cli::DiffArgs;
use crate::exit_code::Failure;
use crate::run::ledger::load_run;

/// Compares two runs.
///
/// # Errors
/// One of them cannot be read.
pub fn run(args: &DiffArgs) -> Result<u8, Failure> {
    let old = json::report(&load_run(&args.old)?);
    let new = json::report(&load_run(&args.new)?);
    let diff = diff(&old, &new);
    if args.json {
        anstream::println!("{}", diff.to_json().trim_end());
    } else {
        anstream::print!("{}", text(&diff, Style::default()));
    }
    Ok(diff.exit_code())
}
