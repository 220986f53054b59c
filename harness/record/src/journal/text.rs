//! The text of a journal, compressed or not.

use std::io::{self, BufRead, BufReader};

use zstd::stream::read::Decoder;

/// How a Zstandard frame begins.
const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// The largest window that is read, as a power of two: what a decoder needs of memory.
const WINDOW_LOG: u32 = 23;

/// Whether these are the first bytes of a compressed journal.
pub fn is_compressed(bytes: &[u8]) -> bool {
    bytes.starts_with(&FRAME)
}

/// The text of a journal, decompressed as it is read where it is compressed. What a killed run left in the middle of a
/// frame ends with an error of the kind `UnexpectedEof`, after everything before it.
///
/// # Errors
/// The system's.
pub fn text<'a>(mut from: impl BufRead + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    if !is_compressed(from.fill_buf()?) {
        return Ok(Box::new(from));
    }
    let mut decoder = Decoder::with_buffer(from)?;
    decoder.window_log_max(WINDOW_LOG)?;
    Ok(Box::new(BufReader::new(decoder)))
}
