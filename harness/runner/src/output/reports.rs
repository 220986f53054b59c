//! What is told when a run is over: the reports, the last screen, the ledger of known failures.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, IsTerminal, Write as _};
use std::path::Path;

use ctk_record::{Record, Verdict};
use ctk_reports::formats::{self, Format};
use ctk_reports::json::Source;
use ctk_reports::summary;
use ctk_reports::terminal::{Style, failure, last_screen as told};
use ctk_reports::visible::Shown;

use super::args::{ColorWhen, OutputArgs};
use super::screen;
use crate::exit_code::Failure;
use crate::output::report_kind::ReportSpec;
use crate::output::run_folder::write_whole;
use crate::output::run_output::RunOutput;
use crate::output::scripts::write_scripts;
use crate::output::spool::Spool;

/// The places of reports are writable: better known before the run than after it.
///
/// # Errors
/// A folder that does not exist and cannot be made; two reports on standard output.
pub fn check_places(args: &OutputArgs) -> Result<(), Failure> {
    if args
        .report
        .iter()
        .filter(|spec| spec.path.is_none())
        .count()
        > 1
    {
        return Err(Failure::usage("only one report can go to standard output"));
    }
    for path in args.report.iter().filter_map(|spec| spec.path.as_ref()) {
        if path.is_dir() {
            return Err(Failure::usage(format!(
                "the report {} is a folder; name a file",
                path.display()
            )));
        }
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            && let Err(error) = std::fs::create_dir_all(folder)
        {
            return Err(Failure::usage(format!(
                "the report {} has no folder: {error}",
                path.display()
            )));
        }
    }
    if let Some(journal) = &args.journal
        && journal.exists()
    {
        return Err(Failure::usage(format!(
            "the journal {} exists; a journal is never overwritten: name another file, or remove it",
            journal.display()
        )));
    }
    Ok(())
}

/// What came of writing the reports.
#[derive(Default)]
pub struct Written {
    /// Kind and path of each file.
    pub places: Vec<(String, String)>,
    /// What could not be written, a sentence each.
    pub missing: Vec<String>,
}

/// Writes the run folder's report and those asked for. What cannot be written does not keep the others from being
/// written.
pub fn write_reports(args: &OutputArgs, output: &RunOutput, record: &Record) -> Written {
    let mut written = Written::default();
    if output.is_kept() {
        let journal = output.journal_path().display().to_string();
        written.places.push(("journal".to_owned(), journal));
    }
    if let Some(folder) = &output.folder {
        let path = folder.report();
        // Whatever lies there, it is not ours.
        if fs::symlink_metadata(&path).is_ok_and(|there| !there.is_dir()) {
            let _ = fs::remove_file(&path);
        }
        written.file(&formats::JSON, &path, record, record);
        match write_scripts(folder, record) {
            Ok(scripts) => {
                let scripts = scripts.into_iter().map(|path| ("walk".to_owned(), path));
                written.places.extend(scripts);
            }
            Err(error) => written
                .missing
                .push(format!("the script of a walk: {error}")),
        }
    }
    let wants_all = args.report.iter().any(|spec| spec.format.wants_all());
    let spool = wants_all.then(|| spooled(output.journal_path()));
    let source: &dyn Source = match &spool {
        Some(Ok(spool)) => spool,
        Some(Err(why)) => {
            written
                .missing
                .push(format!("the exchanges of passed cases: {why}"));
            record
        }
        None => record,
    };
    for ReportSpec { format, path } in &args.report {
        match path {
            Some(path) => written.file(format, path, record, source),
            None => {
                let mut out = BufWriter::new(std::io::stdout().lock());
                let done = format.write(record, source, &mut out);
                if let Err(error) = done.and_then(|()| out.flush()) {
                    let name = format.name;
                    let missing = format!("the report {name} on standard output: {error}");
                    written.missing.push(missing);
                }
            }
        }
    }
    written
}

fn spooled(journal: &Path) -> Result<Spool, String> {
    let file = File::open(journal).map_err(|error| error.to_string())?;
    Spool::of(BufReader::new(file)).map_err(|error| error.to_string())
}

impl Written {
    fn file(&mut self, format: &Format, path: &Path, record: &Record, source: &dyn Source) {
        match write_whole(path, |out| format.write(record, source, out)) {
            Ok(()) => {
                let place = path.display().to_string();
                self.places.push((format.name.to_owned(), place));
            }
            Err(error) => {
                let missing = format!("the report {}: {error}", path.display());
                self.missing.push(missing);
            }
        }
    }
}

/// The last line: how much was judged, and how much was not.
fn last_line(record: &Record) -> String {
    let counts = summary::counts(record);
    let open = counts.cases - counts.judged() - counts.not_applicable;
    let unselected = match counts.not_selected {
        0 => String::new(),
        many => format!(", {many} not selected"),
    };
    format!(
        "{}{} cases: {} judged, {open} not judged, {} not applicable{unselected}; exit code {}\n",
        took(record),
        counts.cases,
        counts.judged(),
        counts.not_applicable,
        summary::recorded_exit_code(record)
    )
}

/// How long it took, and how much of that the standard demands.
fn took(record: &Record) -> String {
    let seconds = |ms: u64| ms as f64 / 1000.0;
    summary::efficiency(record).map_or(String::new(), |share| {
        format!(
            "took {:.1} s, {:.1} s of them waits that the standard demands: efficiency {share:.2}\n",
            seconds(record.duration_ms()),
            seconds(record.plan.floor_ms)
        )
    })
}

/// The width of the terminal; what a screen has where it cannot say.
fn columns() -> usize {
    let size = terminal_size::terminal_size();
    size.map_or(100, |(width, _)| usize::from(width.0).max(60))
}

/// Prints the last screen: on standard output, or on standard error when a report goes there.
pub fn last_screen(args: &OutputArgs, record: &Record, places: &[(String, String)]) {
    if args.spectator.is_some() {
        return;
    }
    let to_error = args.report.iter().any(|spec| spec.path.is_none());
    let terminal = if to_error {
        std::io::stderr().is_terminal()
    } else {
        std::io::stdout().is_terminal()
    };
    let colour = match args.color {
        ColorWhen::Always => true,
        ColorWhen::Never => false,
        ColorWhen::Auto => terminal && std::env::var_os("NO_COLOR").is_none(),
    };
    let style = Style {
        colour,
        width: if terminal { columns() } else { Style::UNCUT },
    };
    let mut text = String::new();
    if args.verbose > 0 {
        for (case, outcome) in record.outcomes() {
            if matches!(outcome.verdict, Verdict::Fail | Verdict::Error) {
                text.push_str(&failure(record, case, style));
                text.push('\n');
            }
        }
    }
    text.push_str(&told(record, style, places));
    text.push_str(&last_line(record));
    let text = Shown::painted(&text);
    if to_error {
        screen::say_painted(&text);
    } else {
        screen::show_painted(&text);
    }
}
