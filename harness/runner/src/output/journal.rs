//! The journal as all that write to it share it, with a digest of what was written.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use ctk_record::Event;
use ctk_record::journal::Writer;
use sha2::{Digest as _, Sha256};

use super::run_folder::create_new;
use super::screen;
use crate::exit_code::Failure;

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
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let file = create_new(path).map_err(|error| {
            Failure::usage(format!(
                "the journal {} cannot be made: {error}",
                path.display()
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
            screen::say_line(&format!(
                "messaging-ctk: the journal cannot be written any more: {error}"
            ));
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
