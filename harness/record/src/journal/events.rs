//! The lines of a journal, one after the other, however long it is.

use std::io::{self, BufRead, Read};

use sha2::{Digest as _, Sha256};

use super::writer::sealed;
use crate::cut::hex;
use crate::{Event, Integrity, JOURNAL_SCHEMA};

/// How long a line may be, in bytes: a body of 4 MiB, written out in the worst way.
pub const LINE_LIMIT: u64 = 32 * 1024 * 1024;

/// Why a file is not the journal of a run.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it; `line` counts from 1")]
pub enum RecordError {
    #[error("cannot read the journal: {0}")]
    Io(#[from] io::Error),
    #[error("the journal is empty: the run did not even begin")]
    Empty,
    #[error("line {line} of the journal is longer than {LINE_LIMIT} bytes: this is not a journal")]
    TooLong { line: usize },
    #[error(
        "line {line} of the journal is not an event: {why}; it was damaged, or written by a newer version"
    )]
    Malformed { line: usize, why: String },
    #[error("the first line of the journal is not its header: is this file the journal of a run?")]
    NoHeader,
    #[error("the journal's schema is `{found}`, this version reads `{JOURNAL_SCHEMA}`")]
    WrongSchema { found: String },
    #[error("line {line} of the journal repeats {what}: two runs were written into one file")]
    Duplicate { line: usize, what: String },
    #[error(
        "line {line} of the journal speaks of the case `{case}`, which the plan before it does not hold"
    )]
    Unplanned { line: usize, case: String },
    #[error(
        "line {line} of the journal adds findings to exchange {exchange} of `{case}`, which is not before it"
    )]
    NoExchange {
        line: usize,
        case: String,
        exchange: u32,
    },
    #[error(
        "line {line} of the journal comes after its footer: two runs were written into one file"
    )]
    AfterFooter { line: usize },
}

/// The events of a journal, compressed or not, in order. A last line that was cut in the middle is left out.
pub struct Events<'a> {
    from: Box<dyn BufRead + 'a>,
    number: usize,
    cut: bool,
    digest: Sha256,
    seals: usize,
    state: Integrity,
}

impl<'a> Events<'a> {
    /// From the beginning of a journal.
    ///
    /// # Errors
    /// The system's.
    pub fn new(journal: impl BufRead + 'a) -> io::Result<Self> {
        Ok(Self {
            from: super::text(journal)?,
            number: 0,
            cut: false,
            digest: Sha256::new(),
            seals: 0,
            state: Integrity::Open(
                "it has no footer: the run was killed, or its end was cut off".to_owned(),
            ),
        })
    }

    /// The next event; nothing at the end, or when the last line was cut.
    ///
    /// # Errors
    /// A line that is no event, or the system's.
    pub fn next_event(&mut self) -> Result<Option<Event>, RecordError> {
        let mut bytes = Vec::new();
        let mut line = self.from.by_ref().take(LINE_LIMIT + 1);
        match line.read_until(b'\n', &mut bytes) {
            // The end of a compressed journal that was not closed.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => self.cut = true,
            read => drop(read?),
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        if bytes.len() as u64 > LINE_LIMIT {
            return Err(RecordError::TooLong { line: self.number });
        }
        let whole = bytes.last() == Some(&b'\n');
        match serde_json::from_slice(&bytes) {
            Ok(event) => {
                self.check(&event, &bytes);
                self.digest.update(&bytes);
                Ok(Some(event))
            }
            Err(_) if !whole => {
                self.cut = true;
                self.open("its last line was cut in the middle");
                Ok(None)
            }
            Err(why) => Err(RecordError::Malformed {
                line: self.number,
                why: why.to_string(),
            }),
        }
    }

    /// Holds a seal or the footer against the lines before it.
    fn check(&mut self, event: &Event, bytes: &[u8]) {
        match event {
            Event::Seal { digest } => {
                self.seals += 1;
                if hex(&self.digest.clone().finalize()) != *digest {
                    self.broken("the lines before it are not those that were sealed");
                }
            }
            Event::Footer(footer) if footer.digest.is_empty() => {
                self.open("its footer has no digest");
            }
            Event::Footer(footer) => {
                let wanted = Event::Footer(sealed(footer.clone(), &self.digest));
                let line = serde_json::to_vec(&wanted).unwrap_or_default();
                if bytes.strip_suffix(b"\n") != Some(&line[..]) {
                    self.broken("the footer's digest is not that of the lines");
                } else if !matches!(self.state, Integrity::Broken(_)) {
                    self.state = Integrity::Sealed;
                }
            }
            _ => {}
        }
    }

    fn open(&mut self, why: &str) {
        if !matches!(self.state, Integrity::Broken(_)) {
            self.state = Integrity::Open(why.to_owned());
        }
    }

    fn broken(&mut self, why: &str) {
        if !matches!(self.state, Integrity::Broken(_)) {
            self.state = Integrity::Broken(format!("line {}: {why}", self.number));
        }
    }

    /// The number of the line that was read last, from 1.
    pub fn line(&self) -> usize {
        self.number
    }

    /// Whether the last line was cut in the middle, or a compressed journal has no end.
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// What the seals read so far, and the footer, say of the lines.
    pub fn integrity(&self) -> &Integrity {
        &self.state
    }
}
