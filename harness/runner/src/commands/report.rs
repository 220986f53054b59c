//! `report`: renders a run again, without the device.

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Args;
use ctk_record::{Integrity, Record};
use ctk_reports::formats;
use ctk_reports::json::Source;
use ctk_reports::normalize::normalize;
use ctk_reports::summary::recorded_exit_code;
use ctk_reports::terminal::{Style, last_screen};
use serde_json::Value;

use crate::exit_code::{Failure, OK};
use crate::output::report_kind::ReportSpec;
use crate::output::run_folder::write_whole;
use crate::output::runs::{load_run, open, unreadable};
use crate::output::screen;
use crate::output::spool::Spool;

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
    let wants_all = args.report.iter().any(|spec| spec.format.wants_all());
    // A JSON report has no more than its record.
    let spool = (wants_all && record.integrity != Integrity::Absent)
        .then(|| Spool::of(open(&args.run)?).map_err(|error| unreadable(&args.run, &error)))
        .transpose()?;
    let source: &dyn Source = match &spool {
        Some(spool) => spool,
        None => &record,
    };
    for spec in &args.report {
        render(args.normalize, spec, &record, source)?;
    }
    screen::say_line(&format!(
        "the run ended with exit code {}",
        recorded_exit_code(&record)
    ));
    Ok(OK)
}

/// Writes a report to where it is wanted.
pub(super) fn render(
    normalized: bool,
    spec: &ReportSpec,
    record: &Record,
    source: &dyn Source,
) -> Result<(), Failure> {
    if normalized && spec.format != formats::JSON {
        return Err(Failure::usage("--normalize is for the JSON report"));
    }
    let write = |out: &mut dyn Write| {
        if !normalized {
            return spec.format.write(record, source, out);
        }
        let mut value: Value = serde_json::from_str(&spec.format.text(record))?;
        normalize(&mut value);
        writeln!(out, "{value:#}")
    };
    match &spec.path {
        Some(path) => write_whole(path, write).map_err(|error| {
            Failure::usage(format!(
                "the report {} cannot be written: {error}",
                path.display()
            ))
        }),
        None => {
            let mut out = BufWriter::new(std::io::stdout().lock());
            screen::note(write(&mut out).and_then(|()| out.flush()));
            Ok(())
        }
    }
}
