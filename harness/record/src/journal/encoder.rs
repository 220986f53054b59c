//! Lines on their way to a file: as they are, or compressed.

use std::io::{self, Write as _};
use std::mem::take;

use zstd::stream::write::Encoder as Zstandard;

/// How hard is tried: more costs time and gains little.
const LEVEL: i32 = 3;
/// The window that is written, as a power of two: both the writer and each reader keep that much in memory. One of 8 MiB makes
/// the journal of a whole run no more than a twentieth shorter.
const WINDOW_LOG: u32 = 20;
/// How much text a frame holds at least: then the next begins, so that damage within one spares the others.
const FRAME: usize = 64 << 20;

/// Encodes what is pushed, a line at a time. What is encoded stays in memory until it is taken: only what was taken after
/// a [`flush`](Self::flush) can be read by itself.
pub struct Encoder {
    coding: Coding,
    frame: usize,
}

enum Coding {
    Plain(Vec<u8>),
    Compressed(Box<Zstandard<'static, Vec<u8>>>),
}

fn compressed() -> io::Result<Coding> {
    let mut encoder = Zstandard::new(Vec::new(), LEVEL)?;
    encoder.include_checksum(true)?;
    encoder.window_log(WINDOW_LOG)?;
    Ok(Coding::Compressed(Box::new(encoder)))
}

impl Encoder {
    /// Lines as they are.
    pub fn plain() -> Self {
        Self {
            coding: Coding::Plain(Vec::new()),
            frame: 0,
        }
    }

    /// Compressed with Zstandard.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn compressed() -> io::Result<Self> {
        Ok(Self {
            coding: compressed()?,
            frame: 0,
        })
    }

    /// Takes a line, its line feed included.
    ///
    /// # Errors
    /// The compression's own.
    pub fn push(&mut self, line: &[u8]) -> io::Result<()> {
        self.frame += line.len();
        match &mut self.coding {
            Coding::Plain(bytes) => bytes.extend_from_slice(line),
            Coding::Compressed(encoder) => encoder.write_all(line)?,
        }
        Ok(())
    }

    /// What is encoded by now, so far that everything pushed can be read: when `now`, or when it needs no flush.
    ///
    /// # Errors
    /// The compression's own.
    pub fn flush(&mut self, now: bool) -> io::Result<Vec<u8>> {
        match &mut self.coding {
            Coding::Plain(bytes) => Ok(take(bytes)),
            Coding::Compressed(_) if now && self.frame >= FRAME => self.finish(),
            Coding::Compressed(encoder) => {
                if now {
                    encoder.flush()?;
                }
                Ok(take(encoder.get_mut()))
            }
        }
    }

    /// What is encoded by now, and the end of its frame.
    ///
    /// # Errors
    /// The compression's own.
    pub fn finish(&mut self) -> io::Result<Vec<u8>> {
        self.frame = 0;
        match &mut self.coding {
            Coding::Plain(bytes) => Ok(take(bytes)),
            Coding::Compressed(encoder) => {
                encoder.do_finish()?;
                let bytes = take(encoder.get_mut());
                self.coding = compressed()?;
                Ok(bytes)
            }
        }
    }
}
