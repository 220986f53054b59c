//! Writing the journal.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use crate::cut::hex;
use crate::{Event, Footer};

/// Appends events to a journal, one JSON line each. A line is written whole and flushed before the next thing happens,
/// so that a killed run loses at most the line it was writing.
#[derive(Debug)]
pub struct Writer<W: Write> {
    to: W,
    digest: Sha256,
}

impl<W: Write> Writer<W> {
    /// Writes a journal from its beginning.
    pub fn new(to: W) -> Self {
        Self {
            to,
            digest: Sha256::new(),
        }
    }

    /// Appends one event. A footer is written as it is: see [`close`](Self::close).
    ///
    /// # Errors
    /// What the writer beneath says; the journal may then end in a cut line, which the reader leaves out.
    pub fn append(&mut self, event: &Event) -> io::Result<()> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        self.digest.update(&line);
        self.to.write_all(&line)?;
        self.to.flush()
    }

    /// Seals what was written so far.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn seal(&mut self) -> io::Result<()> {
        let digest = hex(&self.digest.clone().finalize());
        self.append(&Event::Seal { digest })
    }

    /// Appends the footer, with the digest of the whole journal in it.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn close(&mut self, footer: Footer) -> io::Result<()> {
        let footer = sealed(footer, &self.digest);
        self.append(&Event::Footer(footer))
    }

    /// What is written to.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.to
    }

    /// Gives back what was written to.
    pub fn into_inner(self) -> W {
        self.to
    }
}

/// The footer with its digest, behind lines that have this one.
pub(super) fn sealed(mut footer: Footer, before: &Sha256) -> Footer {
    footer.digest.clear();
    let mut event = Event::Footer(footer);
    // It holds strings and numbers: writing it cannot fail.
    let line = serde_json::to_vec(&event).unwrap_or_default();
    let digest = before.clone().chain_update(&line).finalize();
    if let Event::Footer(footer) = &mut event {
        footer.digest = hex(&digest);
    }
    match event {
        Event::Footer(footer) => footer,
        _ => Footer::new(crate::Ended::Interrupted),
    }
}
