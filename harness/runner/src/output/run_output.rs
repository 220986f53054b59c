//! Where a run leaves its journal and its reports.

use std::path::{Path, PathBuf};
use std::time::Instant;

use ctk_record::{Event, Record};
use jiff::Timestamp;

use super::args::OutputArgs;
use super::journal::JournalWriter;
use super::run_folder::{JOURNALS, RunFolder};
use super::screen;
use crate::exit_code::Failure;

/// The journal of a run, its folder, and the clock that both go by.
pub struct RunOutput {
    /// The run folder, where there is one.
    pub folder: Option<RunFolder>,
    /// The journal.
    pub journal: JournalWriter,
    path: PathBuf,
    begun: Instant,
    temporary: Option<tempfile::TempDir>,
}

impl RunOutput {
    /// Opens the journal where the command line says; that of a dry run is temporary.
    ///
    /// # Errors
    /// No folder can be made and no other place is named, or the journal exists.
    pub fn open(args: &OutputArgs, dry_run: bool, seed: u64) -> Result<Self, Failure> {
        if dry_run {
            return Self::temporary();
        }
        if let Some(path) = &args.journal {
            return Self::at(path.clone(), None, None);
        }
        match RunFolder::create(Path::new("."), Timestamp::now(), seed) {
            Ok(folder) => Self::at(folder.journal(), Some(folder), None),
            Err(error) if !args.report.is_empty() => {
                screen::say_line(&format!(
                    "messaging-ctk: no run folder here ({error}); the reports asked for are written all the same"
                ));
                Self::temporary()
            }
            Err(error) => Err(Failure::usage(format!(
                "no run folder can be made in the current directory ({error}); give --journal FILE or --report KIND=PATH, or change directory"
            ))),
        }
    }

    fn temporary() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()
            .map_err(|error| Failure::broken(format!("no temporary folder: {error}")))?;
        Self::at(folder.path().join(JOURNALS[0]), None, Some(folder))
    }

    fn at(
        path: PathBuf,
        folder: Option<RunFolder>,
        temporary: Option<tempfile::TempDir>,
    ) -> Result<Self, Failure> {
        Ok(Self {
            journal: JournalWriter::create(&path)?,
            folder,
            path,
            begun: Instant::now(),
            temporary,
        })
    }

    /// Milliseconds since the journal was opened.
    pub fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Appends a sentence that belongs to no case.
    pub fn notice(&self, text: String) {
        self.journal.write(Event::Notice {
            at_ms: self.elapsed_ms(),
            text,
        });
    }

    /// Gives away the record of what was written, of bounded size; to be called once, at the end.
    ///
    /// # Errors
    /// Nothing was written: exit code 4.
    pub fn take_record(&self) -> Result<Record, Failure> {
        let record = self.journal.take_record();
        record.ok_or_else(|| Failure::broken("the run has no record: it did not even begin"))
    }

    /// Where the journal is.
    pub fn journal_path(&self) -> &Path {
        &self.path
    }

    /// Where the bundle of a run for certification goes, unless the command line says otherwise.
    pub fn bundle_path(&self) -> PathBuf {
        match &self.folder {
            Some(folder) => folder.path.join("evidence.tar.zst"),
            None => {
                let mut path = self.path.clone().into_os_string();
                path.push(".evidence.tar.zst");
                path.into()
            }
        }
    }

    /// Whether the journal stays when the run is over.
    pub fn is_kept(&self) -> bool {
        self.temporary.is_none()
    }

    /// Nothing happened that is worth keeping.
    pub fn discard(&self) {
        if self.temporary.is_none() {
            let _ = std::fs::remove_file(&self.path);
            if let Some(folder) = &self.folder {
                let _ = std::fs::remove_dir(&folder.path);
            }
        }
    }
}
