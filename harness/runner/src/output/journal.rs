//! Where a run leaves its journal, and the journal as all that write to it share it.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ctk_record::Event;
use ctk_record::journal::Writer;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::cli::RunArgs;
use crate::exit_code::Failure;
use crate::output::run_folder::{RunFolder, create_new};

/// Where the run leaves its journal and report.
pub struct RunOutput {
    /// The journal.
    pub journal: PathBuf,
    /// The run folder, where there is one.
    pub folder: Option<RunFolder>,
    temporary: Option<tempfile::TempDir>,
}

impl RunOutput {
    /// Opens it, as the command line says.
    ///
    /// # Errors
    /// No folder can be made, and no other place is named.
    pub fn open(args: &RunArgs, seed: u64) -> Result<Self, Failure> {
        if args.dry_run {
            return Self::temporary();
        }
        if let Some(path) = &args.journal {
            return Ok(Self {
                journal: path.clone(),
                folder: None,
                temporary: None,
            });
        }
        match RunFolder::create(Path::new("."), Timestamp::now(), seed) {
            Ok(folder) => Ok(Self {
                journal: folder.journal(),
                folder: Some(folder),
                temporary: None,
            }),
            Err(error) if !args.report.is_empty() => {
                anstream::eprintln!(
                    "messaging-ctk: no run folder here ({error}); the reports asked for are written all the same"
                );
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
        Ok(Self {
            journal: folder.path().join("journal.jsonl"),
            folder: None,
            temporary: Some(folder),
        })
    }

    /// Nothing happened that is worth keeping.
    pub fn discard(&self) {
        if self.temporary.is_none() {
            let _ = std::fs::remove_file(&self.journal);
            if let Some(folder) = &self.folder {
                let _ = std::fs::remove_dir(&folder.path);
            }
        }
    }
}

/// The journal, shared by all that write to it. A disk that is full is told once, and the run goes on.
#[derive(Clone)]
pub struct JournalWriter {
    journal: Arc<Mutex<Journal>>,
}

struct Journal {
    writer: Writer<Hashed>,
    told: bool,
}

/// A file, and the digest of what was written to it.
struct Hashed {
    file: File,
    digest: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl JournalWriter {
    /// Begins the journal.
    ///
    /// # Errors
    /// It exists, or cannot be made.
    pub fn new(place: &RunOutput) -> Result<Self, Failure> {
        let file = create_new(&place.journal).map_err(|error| {
            Failure::usage(format!(
                "the journal {} cannot be made: {error}",
                place.journal.display()
            ))
        })?;
        let writer = Writer::new(Hashed {
            file,
            digest: Sha256::new(),
        });
        Ok(Self {
            journal: Arc::new(Mutex::new(Journal {
                writer,
                told: false,
            })),
        })
    }

    /// Appends an event.
    pub fn write(&self, event: &Event) {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = journal.writer.append(event)
            && !std::mem::replace(&mut journal.told, true)
        {
            anstream::eprintln!("messaging-ctk: the journal cannot be written any more: {error}");
        }
    }

    /// SHA-256 of all that was written so far, in base 16.
    pub fn digest(&self) -> String {
        let journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        hex(&journal.writer.get_ref().digest.clone().finalize())
    }
}

/// Bytes in base 16.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
