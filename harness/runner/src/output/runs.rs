//! Runs that are over, by what a user names them: their folder, their journal, a bundle, or a JSON report.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use ctk_record::{Integrity, Record};
use ctk_reports::{run, summary};

use super::run_folder::JOURNALS;
use super::screen;
use crate::evidence::opening::journal_of;
use crate::exit_code::Failure;

/// The file that a user means by a run: of a folder its journal, or the JSON report where there is none.
pub fn file_of(run: &Path) -> PathBuf {
    if !run.is_dir() {
        return run.to_owned();
    }
    let names = JOURNALS.iter().chain(&["run.json"]);
    let mut files = names.map(|name| run.join(name));
    files
        .find(|file| file.exists())
        .unwrap_or_else(|| run.join(JOURNALS[0]))
}

/// Opens the file of a run.
///
/// # Errors
/// Exit code 2: there is none.
pub fn open(run: &Path) -> Result<BufReader<File>, Failure> {
    let file = File::open(file_of(run)).map_err(|error| unreadable(run, &error))?;
    match journal_of(file) {
        Ok(file) => Ok(BufReader::new(file)),
        Err(why) => Err(unreadable(run, &why)),
    }
}

/// A run that cannot be read: exit code 2.
pub fn unreadable(run: &Path, why: &dyn std::fmt::Display) -> Failure {
    Failure::usage(format!("the run {} cannot be read: {why}", run.display()))
}

/// Reads a run into a record of bounded size, however long its journal is. Warns on standard error of a journal that was
/// altered, or that does not say all.
///
/// # Errors
/// Exit code 2: there is none, or it cannot be read.
pub fn load_run(path: &Path) -> Result<Record, Failure> {
    let record = run::read_stream(open(path)?).map_err(|error| unreadable(path, &error))?;
    for warning in warnings(&record) {
        let path = path.display();
        screen::say_line(&format!("messaging-ctk: WARNING: {path}: {warning}"));
    }
    Ok(record)
}

/// What speaks against the journal of a run, as far as it says so itself; `verify` looks closer.
fn warnings(record: &Record) -> Vec<String> {
    let mut warnings = Vec::new();
    match &record.integrity {
        Integrity::Broken(why) => warnings.push(format!(
            "the journal was altered after the run ({why}); do not trust what follows"
        )),
        Integrity::Open(why) => warnings.push(format!(
            "nothing seals this journal: {why}; what follows may be a part of the run, or altered"
        )),
        Integrity::Sealed | Integrity::Absent => {}
    }
    if record.integrity != Integrity::Absent && record.footer.is_some() {
        let contradictions = summary::contradictions(record);
        warnings.extend(contradictions.into_iter().map(|one| {
            format!("the footer contradicts the cases: {one}; do not trust what follows")
        }));
    }
    warnings
}
