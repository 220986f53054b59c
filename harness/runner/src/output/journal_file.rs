//! The file that a journal is written to: plain or compressed, on a disk that may be full.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use ctk_record::journal::Encoder;

use super::run_folder::create_new;

/// How much may wait for a disk that takes nothing.
const WAITING: usize = 8 << 20;

/// A file that takes lines. What it does not take waits for it, up to a bound; then the journal is given up, and ends
/// where it is.
pub struct JournalFile<W = File> {
    to: W,
    encoder: Encoder,
    waiting: Vec<u8>,
    trouble: Option<String>,
    given_up: bool,
}

impl JournalFile {
    /// Makes the file; it is compressed where its name ends in `.zst`.
    ///
    /// # Errors
    /// It exists, or cannot be made.
    pub fn create(path: &Path) -> io::Result<Self> {
        let compressed = path.extension().is_some_and(|extension| extension == "zst");
        let encoder = if compressed {
            Encoder::compressed()?
        } else {
            Encoder::plain()
        };
        Ok(Self::over(create_new(path)?, encoder))
    }
}

impl<W: Write> JournalFile<W> {
    fn over(to: W, encoder: Encoder) -> Self {
        Self {
            to,
            encoder,
            waiting: Vec::new(),
            trouble: None,
            given_up: false,
        }
    }

    /// What was written so far can be read from here on.
    pub fn settle(&mut self) {
        let encoded = self.encoder.flush(true);
        self.send(encoded);
    }

    /// Nothing more will come.
    pub fn end(&mut self) {
        let encoded = self.encoder.finish();
        self.send(encoded);
    }

    /// Why the file does not hold what was written, if so.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    fn send(&mut self, encoded: io::Result<Vec<u8>>) {
        if self.given_up {
            return;
        }
        match encoded {
            Ok(bytes) => self.waiting.extend_from_slice(&bytes),
            Err(error) => (self.trouble, self.given_up) = (Some(error.to_string()), true),
        }
        let mut sent = 0;
        self.trouble = loop {
            match self.to.write(&self.waiting[sent..]) {
                _ if sent == self.waiting.len() => break None,
                Ok(0) => break Some("it takes nothing any more".to_owned()),
                Ok(more) => sent += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Some(error.to_string()),
            }
        };
        self.waiting.drain(..sent);
        if self.waiting.len() > WAITING {
            self.given_up = true;
            self.waiting = Vec::new();
        }
    }
}

/// Never fails: what the file does not take is remembered.
impl<W: Write> Write for JournalFile<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.given_up
            && let Err(error) = self.encoder.push(bytes)
        {
            (self.trouble, self.given_up) = (Some(error.to_string()), true);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let encoded = self.encoder.flush(false);
        self.send(encoded);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::journal::{Writer, read};
    use ctk_record::{Ended, Event, Footer, Header, Integrity, Tool};

    /// A disk with so much room; more comes when it is made.
    struct Disk {
        bytes: Vec<u8>,
        room: usize,
    }

    impl Write for Disk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let fits = bytes.len().min(self.room - self.bytes.len());
            if fits == 0 && !bytes.is_empty() {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.bytes.extend_from_slice(&bytes[..fits]);
            Ok(fits)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn header() -> Event {
        Event::Header(Header {
            schema: ctk_record::JOURNAL_SCHEMA.to_owned(),
            tool: Tool {
                name: "messaging-ctk".to_owned(),
                version: "0".to_owned(),
                commit: String::new(),
                vectors: String::new(),
            },
            started: String::new(),
            seed: 7,
            command: Vec::new(),
            target: Vec::new(),
            bench: serde_json::Value::Null,
            selection: None,
            strict: false,
            require_complete: false,
            certify: false,
            label: String::new(),
        })
    }

    /// Writes a journal to a disk with so much room, which gets more before the end or not.
    fn written(room: usize, more: bool, compressed: bool) -> (Vec<u8>, Option<String>) {
        let encoder = if compressed {
            Encoder::compressed().expect("there is memory")
        } else {
            Encoder::plain()
        };
        let bytes = Vec::new();
        let mut writer = Writer::new(JournalFile::over(Disk { bytes, room }, encoder));
        let take = "a journal file takes everything";
        writer.append(&header()).expect(take);
        for at_ms in 0..50 {
            let text = format!("{at_ms:x} {}", "notice ".repeat(usize::from(at_ms as u8)));
            writer.append(&Event::Notice { at_ms, text }).expect(take);
            writer.seal().expect(take);
            writer.get_mut().settle();
        }
        if more {
            writer.get_mut().to.room = usize::MAX;
        }
        writer.close(Footer::new(Ended::Finished)).expect(take);
        writer.get_mut().end();
        let file = writer.into_inner();
        let trouble = file.trouble().map(str::to_owned);
        (file.to.bytes, trouble)
    }

    #[test]
    fn a_disk_that_is_full_leaves_a_journal_that_can_be_read() {
        for compressed in [false, true] {
            let (whole, trouble) = written(usize::MAX, false, compressed);
            assert_eq!(trouble, None);
            let header = whole.len() / 4;
            for room in (header..whole.len()).step_by(37) {
                let (bytes, trouble) = written(room, false, compressed);
                assert!(trouble.is_some() && bytes.len() == room, "{room}");
                let record = read(bytes.as_slice()).unwrap_or_else(|error| panic!("{error}"));
                assert!(matches!(record.integrity, Integrity::Open(_)), "{room}");
            }
        }
    }

    #[test]
    fn a_disk_that_has_room_again_gets_all_of_it() {
        for compressed in [false, true] {
            let (whole, _) = written(usize::MAX, false, compressed);
            for room in (0..whole.len()).step_by(41) {
                let (bytes, trouble) = written(room, true, compressed);
                assert_eq!(trouble, None);
                assert!(bytes == whole, "{room}");
            }
        }
    }
}
