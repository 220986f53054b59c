//! `merge`: parts of a run, or runs of several devices, as one report.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;
use ctk_fuzzer::corpus::{self, is_corpus};
use ctk_fuzzer::report::Form;
use ctk_reports::merge::merge;
use ctk_reports::summary::recorded_exit_code;
use ctk_reports::terminal::{Style, last_screen};

use crate::commands::report::render;
use crate::exit_code::{FAIL, Failure, OK};
use crate::output::report_kind::ReportSpec;
use crate::output::run_folder::write_whole;
use crate::output::runs::load_run;
use crate::output::screen;

/// `merge`.
#[derive(Debug, Clone, Args)]
pub struct MergeArgs {
    /// The runs: folders, journals, or JSON reports; or corpora of `fuzz`
    #[arg(value_name = "RUN", required = true)]
    pub runs: Vec<PathBuf>,
    /// A report of the whole, and where to; `-` is standard output; repeatable
    #[arg(long, value_name = "KIND=PATH")]
    pub report: Vec<ReportSpec>,
    /// The corpora are joined in this folder
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// In the JSON report, placeholders for what changes from run to run
    #[arg(long)]
    pub normalize: bool,
}

/// Joins the runs, writes the reports of the whole, and shows its last screen. The exit code of the whole.
///
/// # Errors
/// Exit code 2: a run cannot be read, they do not belong together, or a report cannot be written.
pub fn run(args: &MergeArgs, words: &[String]) -> Result<u8, Failure> {
    if args
        .report
        .iter()
        .filter(|spec| spec.path.is_none())
        .count()
        > 1
    {
        return Err(Failure::usage("only one report can go to standard output"));
    }
    if let Some(into) = &args.into {
        return corpora(args, into);
    }
    if let Some(corpus) = args.runs.iter().find(|path| is_corpus(path)) {
        return Err(Failure::usage(format!(
            "merge: {} is a corpus of `fuzz`; say where the whole goes with --into DIR",
            corpus.display()
        )));
    }
    let mut runs = Vec::new();
    for path in &args.runs {
        runs.push((path.display().to_string(), load_run(path)?));
    }
    let order = ctk_suite::cases();
    let places: HashMap<&str, usize> = order
        .iter()
        .enumerate()
        .map(|(place, case)| (case.meta.id.as_ref(), place))
        .collect();
    let place = |id: &str| places.get(id).copied().unwrap_or(usize::MAX);
    let whole =
        merge(runs, &place, words).map_err(|why| Failure::usage(format!("merge: {why}")))?;
    for spec in &args.report {
        render(args.normalize, spec, &whole, &whole)?;
    }
    let text = last_screen(&whole, Style::default(), &[]);
    match args.report.iter().any(|spec| spec.path.is_none()) {
        true => screen::say_line(&text),
        false => screen::show_text(&text),
    }
    Ok(recorded_exit_code(&whole))
}

/// Joins corpora, and says what their runs came to together.
fn corpora(args: &MergeArgs, into: &Path) -> Result<u8, Failure> {
    if let Some(other) = args.runs.iter().find(|path| !is_corpus(path)) {
        return Err(Failure::usage(format!(
            "merge: {} is not a corpus of `fuzz`: it has neither findings/ nor sequences/",
            other.display()
        )));
    }
    let joined = corpus::merge(&args.runs, into);
    let whole = joined.map_err(|error| Failure::usage(format!("merge: {error}")))?;
    let Some(whole) = whole else {
        return Ok(OK);
    };
    for spec in &args.report {
        let name = spec.format.name;
        let form = Form::named(name).ok_or_else(|| {
            Failure::usage(format!("--report {name}: corpora make json, sarif or html"))
        })?;
        let text = form.of(&whole);
        match &spec.path {
            Some(path) => {
                write_whole(path, |out| out.write_all(text.as_bytes())).map_err(|error| {
                    let path = path.display();
                    Failure::usage(format!("the report {path} cannot be written: {error}"))
                })?
            }
            None => screen::show_text(&text),
        }
    }
    screen::say_line(&whole.last_line());
    Ok(if whole.findings.is_empty() { OK } else { FAIL })
}
