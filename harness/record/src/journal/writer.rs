//! Writing the journal.

use std::io::{self, Write};

use crate::Event;

/// Appends events to a journal, one JSON line each. A line is written whole and flushed before the next thing happens,
/// so that a killed run loses at most the line it was writing.
#[derive(Debug)]
pub struct Writer<W: Write> {
    to: W,
}

impl<W: Write> Writer<W> {
    /// Appends to `to`, which stands at the end of the journal.
    pub fn new(to: W) -> Self {
        Self { to }
    }

    /// Appends one event.
    ///
    /// # Errors
    /// What the writer beneath says; the journal may then end in a cut line, which the reader leaves out.
    pub fn append(&mut self, event: &Event) -> io::Result<()> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        self.to.write_all(&line)?;
        self.to.flush()
    }

    /// What is written to.
    pub fn get_ref(&self) -> &W {
        &self.to
    }

    /// Gives back what was written to.
    pub fn into_inner(self) -> W {
        self.to
    }
}
