//! The journal as all that write to it share it, and the record that comes of it.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_record::journal::{Gathering, Keep, Writer};
use ctk_record::{Event, Footer, Record};

use super::journal_file::JournalFile;
use super::screen;
use crate::exit_code::Failure;

/// The journal, shared by all that write to it. A disk that is full is told once, and the run goes on: what the verdict
/// and the reports need is gathered beside.
#[derive(Clone)]
pub struct JournalWriter {
    journal: Arc<Mutex<Journal>>,
}

struct Journal {
    writer: Writer<JournalFile>,
    gathering: Option<Gathering>,
    settled: Instant,
    told: bool,
    closed: bool,
}

/// After how long what was written is made readable, though no case has ended.
const SETTLE: Duration = Duration::from_secs(2);

impl JournalWriter {
    /// Begins the journal.
    ///
    /// # Errors
    /// It exists, or cannot be made.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let file = JournalFile::create(path).map_err(|error| {
            let why = format!("the journal {} cannot be made: {error}", path.display());
            Failure::of_file(&error, why)
        })?;
        let journal = Journal {
            writer: Writer::new(file),
            gathering: None,
            settled: Instant::now(),
            told: false,
            closed: false,
        };
        Ok(Self {
            journal: Arc::new(Mutex::new(journal)),
        })
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        // A panic while a line is written leaves a line that nobody ends: the reader says so.
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends an event, but for the footer.
    pub fn write(&self, event: Event) {
        self.journal().write(event);
    }

    /// Gives away the record of the run, to which nothing is added any more; nothing when the run has not begun.
    pub fn take_record(&self) -> Option<Record> {
        let gathering = self.journal().gathering.take();
        gathering.map(Gathering::into_record)
    }

    /// Appends the footer and ends the journal.
    ///
    /// # Errors
    /// Why the file does not hold the whole journal.
    pub fn close(&self, footer: Footer) -> Result<(), String> {
        let mut journal = self.journal();
        // The file takes everything: what becomes of it, it says at the end.
        let _ = journal.writer.close(footer);
        journal.closed = true;
        let file = journal.writer.get_mut();
        file.end();
        file.trouble().map_or(Ok(()), |why| Err(why.to_owned()))
    }
}

impl Journal {
    fn write(&mut self, event: Event) {
        // What a listener still has in hand when the run is over is no part of it.
        if self.closed {
            return;
        }
        let settles = matches!(event, Event::Plan(_) | Event::CaseFinished(_));
        let written = self.append(&event, settles);
        let trouble = match &written {
            Ok(()) => self.writer.get_mut().trouble().map(str::to_owned),
            Err(error) => Some(error.to_string()),
        };
        if let Some(why) = trouble
            && !std::mem::replace(&mut self.told, true)
        {
            screen::say_line(&format!(
                "messaging-ctk: the journal cannot be written any more ({why}); the run goes on without it"
            ));
        }
        self.gather(event);
    }

    fn append(&mut self, event: &Event, settles: bool) -> io::Result<()> {
        self.writer.append(event)?;
        if settles {
            self.writer.seal()?;
        }
        let begins = matches!(event, Event::Header(_));
        if settles || begins || self.settled.elapsed() > SETTLE {
            self.writer.get_mut().settle();
            self.settled = Instant::now();
        }
        Ok(())
    }

    fn gather(&mut self, event: Event) {
        match (&mut self.gathering, event) {
            (None, Event::Header(header)) => {
                self.gathering = Gathering::new(header, Keep::Evidence).ok();
            }
            // What does not fit to what was before is in the journal, and a reader says so.
            (Some(gathering), event) => drop(gathering.take(event, 0)),
            (None, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::Ended;
    use ctk_record::journal::read;

    #[test]
    fn what_comes_when_the_journal_is_closed_is_no_part_of_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("run.jsonl");
        let journal = JournalWriter::create(&path).expect("it can be made");
        journal.write(ctk_record::sample::events().swap_remove(0));
        let late = journal.clone();
        journal
            .close(Footer::new(Ended::Finished))
            .expect("there is room");
        let text = "a notification that came late".to_owned();
        late.write(Event::Notice { at_ms: 1, text });
        let bytes = std::fs::read(&path).expect("it is there");
        let record = read(bytes.as_slice()).expect("nothing stands behind its footer");
        assert!(record.footer.is_some());
    }
}
