//! `history`: a page over a folder of runs or bundles.

mod kept;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use clap::Args;
use ctk_reports::history::{Timeline, page, timelines};
use ctk_reports::run::read_stream;

use self::kept::Kept;
use crate::exit_code::{Failure, INCOMPLETE, OK};
use crate::output::run_folder::{JOURNALS, write_whole};
use crate::output::runs::open;
use crate::output::screen;

/// What the index is called within the folder.
const INDEX: &str = "messaging-ctk-history.sqlite";

/// `history`.
#[derive(Debug, Clone, Args)]
pub struct HistoryArgs {
    /// The folder: run folders, journals, bundles or JSON reports in it, and in the folders below
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The page; `history.html` in the folder without it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Read every run again, not only those that are new
    #[arg(long)]
    pub anew: bool,
}

/// Reads the runs that are new, keeps what is known of them, writes the page, and tells the main things.
///
/// # Errors
/// Exit code 2: there is no such folder, or the page cannot be written.
pub fn run(args: &HistoryArgs) -> Result<u8, Failure> {
    let found = runs_in(&args.folder)?;
    let mut kept = match Kept::open(&args.folder.join(INDEX)) {
        Ok(kept) => Some(kept),
        Err(why) => {
            read_again(&why);
            None
        }
    };
    let known = kept.as_ref().filter(|_| !args.anew).map(Kept::read);
    let index = known.transpose().unwrap_or_else(|error| {
        screen::say_line(&format!("messaging-ctk: {INDEX} is damaged: {error}"));
        None
    });
    let mut index = index.unwrap_or_default();
    let there: HashSet<(&str, &str)> = found
        .iter()
        .map(|run| (run.place.as_str(), run.stamp.as_str()))
        .collect();
    let before = index.runs.len();
    index.keep(|place, stamp| there.contains(&(place, stamp)));
    let mut changed = index.runs.len() != before;
    for run in &found {
        if index.knows(&run.place, &run.stamp) {
            continue;
        }
        match open(&run.path).map(read_stream) {
            Ok(Ok(record)) => {
                index.add(run.place.clone(), run.stamp.clone(), &record);
                changed = true;
            }
            Ok(Err(why)) => passed_over(&run.path, &why),
            Err(failure) => passed_over(&run.path, &failure.message),
        }
    }
    if changed
        && let Some(kept) = &mut kept
        && let Err(error) = kept.write(&index)
    {
        read_again(&format!("{INDEX} cannot be written: {error}"));
    }
    let place = args.output.clone();
    let place = place.unwrap_or_else(|| args.folder.join("history.html"));
    write_whole(&place, |out| out.write_all(page(&index).as_bytes())).map_err(|error| {
        Failure::usage(format!(
            "the page {} cannot be written: {error}",
            place.display()
        ))
    })?;
    for device in timelines(&index) {
        tell(&device);
    }
    screen::show_line(&format!("{} runs: {}", index.runs.len(), place.display()));
    Ok(if index.runs.is_empty() {
        INCOMPLETE
    } else {
        OK
    })
}

fn passed_over(path: &Path, why: &dyn std::fmt::Display) {
    let path = path.display();
    screen::say_line(&format!("messaging-ctk: {path} is passed over: {why}"));
}

fn read_again(why: &str) {
    screen::say_line(&format!(
        "messaging-ctk: {why}: the runs are read again next time"
    ));
}

/// A run that lies in the folder.
struct Found {
    path: PathBuf,
    place: String,
    stamp: String,
}

/// The runs in a folder, and in the folders right below it.
fn runs_in(folder: &Path) -> Result<Vec<Found>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::usage(format!(
            "the folder {} cannot be read: {error}",
            folder.display()
        ))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !path.is_dir() {
            found.extend(run_at(folder, &path));
            continue;
        }
        let journals = JOURNALS.iter().chain(&["run.json"]);
        let mut files = journals.map(|name| path.join(name));
        if let Some(file) = files.find(|file| file.exists()) {
            found.extend(run_at(folder, &file));
            continue;
        }
        let below = fs::read_dir(&path).into_iter().flatten().flatten();
        found.extend(below.filter_map(|entry| run_at(folder, &entry.path())));
    }
    found.sort_by(|one, other| one.place.cmp(&other.place));
    Ok(found)
}

/// The run of a file that is called like one.
fn run_at(folder: &Path, path: &Path) -> Option<Found> {
    let name = path.file_name()?.to_str()?;
    let endings = [".jsonl", ".jsonl.zst", ".tar.zst", ".json"];
    if name.starts_with('.') || !endings.iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Found {
        path: path.to_owned(),
        place: path.strip_prefix(folder).ok()?.display().to_string(),
        stamp: format!("{} {}", about.len(), changed.as_millis()),
    })
}

/// A few lines about a device.
fn tell(device: &Timeline<'_>) {
    let Some(last) = device.runs.last() else {
        return;
    };
    let rate = last.permille();
    let name = match device.name {
        "" => "no device was reached".to_owned(),
        name => format!("{name} ({})", device.device),
    };
    screen::show_line(&format!(
        "{name}: {} runs, the last of {}: {} of {} judged cases passed ({}.{} %)",
        device.runs.len(),
        last.started,
        last.count('p'),
        last.judged(),
        rate / 10,
        rate % 10
    ));
    let now = device.failures.iter().filter(|one| one.fixed.is_none());
    for one in now.take(20) {
        let good = one.last_good.map_or("never passed", |run| &run.started);
        screen::show_line(&format!(
            "  fails: {} since {} (last good: {good}), in {} of its runs",
            one.case, one.first_bad.started, one.times
        ));
    }
    for one in device.flaky.iter().take(20) {
        screen::show_line(&format!(
            "  flaky: {}, passed {} and failed {} times with {}",
            one.case, one.passed, one.failed, one.version
        ));
    }
}
