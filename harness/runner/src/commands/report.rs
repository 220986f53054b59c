//! `report`: renders a run again, without the device.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use ctk_reports::formats;
use ctk_reports::normalize::normalize;
use ctk_reports::summary::recorded_exit_code;
use ctk_reports::terminal::{Style, last_screen};
use serde_json::Value;

use crate::exit_code::{Failure, OK};
use crate::output::ledger::load_run;
use crate::output::report_kind::ReportSpec;
use crate::output::run_folder::write_whole;
use crate::output::screen;

/// `report`.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// The run: its folder, its journal, or a JSON report of it
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// A report, and where to; `-` is standard output; repeatable; none: the last screen
    #[arg(long, value_name = "KIND=PATH")]
    pub report: Vec<ReportSpec>,
    /// In the JSON report, placeholders for what changes from run to run
    #[arg(long)]
    pub normalize: bool,
}

/// Renders the run; without `--report` the last screen.
///
/// # Errors
/// The run cannot be read, or a report not be written.
pub fn run(args: &ReportArgs) -> Result<u8, Failure> {
    let record = load_run(&args.run)?;
    if args.report.is_empty() {
        screen::show_text(&last_screen(&record, Style::default(), &[]));
        return Ok(OK);
    }
    for spec in &args.report {
        let mut text = (spec.format.render)(&record);
        if args.normalize {
            if spec.format != formats::JSON {
                return Err(Failure::usage("--normalize is for the JSON report"));
            }
            let mut value: Value = serde_json::from_str(&text).map_err(Failure::broken)?;
            normalize(&mut value);
            text = format!("{value:#}\n");
        }
        match &spec.path {
            Some(path) => write_whole(path, &text).map_err(|error| {
                Failure::usage(format!(
                    "the report {} cannot be written: {error}",
                    path.display()
                ))
            })?,
            None => std::io::stdout()
                .lock()
                .write_all(text.as_bytes())
                .map_err(|error| Failure::broken(format!("standard output: {error}")))?,
        }
    }
    screen::say_line(&format!(
        "the run ended with exit code {}",
        recorded_exit_code(&record)
    ));
    Ok(OK)
}
