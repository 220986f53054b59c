//! What is told when a run is over: the reports, the last screen, the ledger of known failures.

use std::io::{IsTerminal, Write as _};
use std::path::Path;

use ctk_record::{Record, Verdict};
use ctk_reports::terminal::{Style, failure, last_screen as told};
use ctk_reports::visible::Shown;
use ctk_reports::{formats, summary};

use super::args::{ColorWhen, OutputArgs};
use super::screen;
use crate::exit_code::Failure;
use crate::output::report_kind::ReportSpec;
use crate::output::run_folder::{RunFolder, write_whole};
use crate::output::scripts::write_scripts;

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

/// Writes the run folder's report and those asked for; returns kind and path of each file.
///
/// # Errors
/// A file that cannot be written.
pub fn write_reports(
    args: &OutputArgs,
    folder: Option<&RunFolder>,
    record: &Record,
) -> Result<Vec<(String, String)>, Failure> {
    let mut places = Vec::new();
    if let Some(folder) = folder {
        let path = folder.report();
        write(&path, &(formats::JSON.render)(record))?;
        places.push(("journal".to_owned(), folder.journal().display().to_string()));
        places.push(("json".to_owned(), path.display().to_string()));
        let scripts = write_scripts(folder, record).map_err(|error| {
            Failure::broken(format!("the script of a walk cannot be written: {error}"))
        })?;
        places.extend(scripts.into_iter().map(|path| ("walk".to_owned(), path)));
    } else if let Some(journal) = &args.journal {
        places.push(("journal".to_owned(), journal.display().to_string()));
    }
    for ReportSpec { format, path } in &args.report {
        let text = (format.render)(record);
        match path {
            Some(path) => {
                write(path, &text)?;
                places.push((format.name.to_owned(), path.display().to_string()));
            }
            None => {
                let mut out = std::io::stdout().lock();
                out.write_all(text.as_bytes())
                    .and_then(|()| out.flush())
                    .map_err(|error| Failure::broken(format!("standard output: {error}")))?;
            }
        }
    }
    Ok(places)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    write_whole(path, text).map_err(|error| {
        Failure::broken(format!(
            "the report {} cannot be written: {error}",
            path.display()
        ))
    })
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
        "{} cases: {} judged, {open} not judged, {} not applicable{unselected}; exit code {}\n",
        counts.cases,
        counts.judged(),
        counts.not_applicable,
        summary::recorded_exit_code(record)
    )
}

/// The width of the terminal; what a screen has where it cannot say.
fn columns() -> usize {
    let size = terminal_size::terminal_size();
    size.map_or(100, |(width, _)| usize::from(width.0).max(60))
}

/// Prints the last screen: on standard output, or on standard error when a report goes there.
pub fn last_screen(args: &OutputArgs, record: &Record, places: &[(String, String)]) {
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
    let text = Shown::text(&text);
    if to_error {
        screen::say_painted(&text);
    } else {
        screen::show_painted(&text);
    }
}
