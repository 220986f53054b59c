//! The chunked transfer coding.

use super::error::{HttpError, excerpt};
use super::lapse::{LapseKind, Lapses};
use super::limits::Limits;

/// The body in chunks of the given sizes (bytes); what they leave over is one more chunk, zeroes
/// are skipped. The last chunk and the empty trailer are included.
pub fn encode_chunked(body: &[u8], sizes: &[usize]) -> Vec<u8> {
    encode(body, sizes, "", &[])
}

/// As [`encode_chunked`], with text behind every size and with trailer lines.
pub(super) fn encode(
    body: &[u8],
    sizes: &[usize],
    extension: &str,
    trailers: &[(String, String)],
) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 16 * (sizes.len() + 2));
    let mut rest = body;
    for size in sizes.iter().copied().chain([usize::MAX]) {
        let (chunk, after) = rest.split_at(size.min(rest.len()));
        rest = after;
        if !chunk.is_empty() {
            out.extend_from_slice(format!("{:x}{extension}\r\n", chunk.len()).as_bytes());
            out.extend_from_slice(chunk);
            out.extend_from_slice(b"\r\n");
        }
    }
    out.extend_from_slice(format!("0{extension}\r\n").as_bytes());
    for (name, value) in trailers {
        out.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    out.extend_from_slice(b"\r\n");
    out
}

/// Decodes chunks as they come.
#[derive(Clone, Debug)]
pub(super) struct ChunkDecoder {
    state: State,
    line: Vec<u8>,
    trailer_bytes: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Size,
    Data(u64),
    DataEnd,
    Trailers,
    Done,
}

impl ChunkDecoder {
    /// A size line longer than this holds no size.
    const SIZE_LINE: usize = 4096;

    pub(super) fn new() -> ChunkDecoder {
        ChunkDecoder {
            state: State::Size,
            line: Vec::new(),
            trailer_bytes: 0,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// Takes bytes that start at `offset`, appends data to `body`, tells how many were consumed.
    pub(super) fn feed(
        &mut self,
        input: &[u8],
        offset: u64,
        body: &mut Vec<u8>,
        limits: &Limits,
        lapses: &mut Lapses,
    ) -> Result<usize, HttpError> {
        let mut at = 0;
        while at < input.len() && self.state != State::Done {
            let rest = &input[at..];
            let place = offset + at as u64;
            at += match self.state {
                State::Data(left) => {
                    let taken = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
                    body.extend_from_slice(&rest[..taken]);
                    let left = left - taken as u64;
                    self.state = if left == 0 {
                        State::DataEnd
                    } else {
                        State::Data(left)
                    };
                    taken
                }
                State::DataEnd => self.data_end(rest[0], place, lapses)?,
                State::Size | State::Trailers => {
                    self.line_part(rest, place, body.len(), limits, lapses)?
                }
                State::Done => 0,
            };
        }
        Ok(at)
    }

    fn data_end(&mut self, byte: u8, place: u64, lapses: &mut Lapses) -> Result<usize, HttpError> {
        match (byte, self.line.is_empty()) {
            (b'\r', true) => self.line.push(b'\r'),
            (b'\n', empty) => {
                if empty {
                    lapses.add(LapseKind::BareLf, place);
                }
                self.line.clear();
                self.state = State::Size;
            }
            _ => {
                let why = "the chunk's data is longer than its size".to_owned();
                return Err(HttpError::BadChunk { offset: place, why });
            }
        }
        Ok(1)
    }

    /// Takes up to the end of a line.
    fn line_part(
        &mut self,
        rest: &[u8],
        place: u64,
        body_length: usize,
        limits: &Limits,
        lapses: &mut Lapses,
    ) -> Result<usize, HttpError> {
        let end = rest.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(rest.len(), |at| at + 1);
        if self.state == State::Trailers {
            self.trailer_bytes = self.trailer_bytes.saturating_add(taken);
            if self.trailer_bytes > limits.head_bytes {
                return Err(HttpError::HeadTooLarge {
                    limit: limits.head_bytes,
                });
            }
        } else if self.line.len() + taken > ChunkDecoder::SIZE_LINE {
            // An extension may have any length: that it is not read to its end is this reader's bound.
            if self.line.contains(&b';') || rest[..taken].contains(&b';') {
                return Err(HttpError::HeadTooLarge {
                    limit: ChunkDecoder::SIZE_LINE,
                });
            }
            let offset = place + (ChunkDecoder::SIZE_LINE - self.line.len()) as u64;
            let why = "the size line has no end".to_owned();
            return Err(HttpError::BadChunk { offset, why });
        }
        self.line.extend_from_slice(&rest[..taken]);
        if end.is_some() {
            let mut line = std::mem::take(&mut self.line);
            line.pop();
            if line.last() == Some(&b'\r') {
                line.pop();
            } else {
                lapses.add(LapseKind::BareLf, place + taken as u64 - 1);
            }
            // The place of the line's end, so that it does not depend on how the bytes came.
            self.line_done(&line, place + taken as u64 - 1, body_length, limits, lapses)?;
        }
        Ok(taken)
    }

    fn line_done(
        &mut self,
        line: &[u8],
        place: u64,
        body_length: usize,
        limits: &Limits,
        lapses: &mut Lapses,
    ) -> Result<(), HttpError> {
        if self.state == State::Trailers {
            if line.is_empty() {
                self.state = State::Done;
            }
            return Ok(());
        }
        let size = chunk_size(line, place, lapses)?;
        let room = limits.body_bytes.saturating_sub(body_length) as u64;
        if size > room {
            return Err(HttpError::BodyTooLarge {
                limit: limits.body_bytes,
            });
        }
        self.state = if size == 0 {
            State::Trailers
        } else {
            State::Data(size)
        };
        Ok(())
    }
}

fn chunk_size(line: &[u8], place: u64, lapses: &mut Lapses) -> Result<u64, HttpError> {
    let (size, extension) = match line.iter().position(|byte| *byte == b';') {
        Some(at) => (&line[..at], &line[at + 1..]),
        None => (line, &line[..0]),
    };
    if extension
        .iter()
        .any(|byte| byte.is_ascii_control() && *byte != b'\t')
    {
        lapses.add(LapseKind::BadChunkExtension, place);
    }
    let trimmed = size.trim_ascii();
    let digits = trimmed
        .iter()
        .take_while(|byte| byte.is_ascii_hexdigit())
        .count();
    if digits == 0 {
        let why = format!("{:?} is not a chunk size", excerpt(size));
        return Err(HttpError::BadChunk { offset: place, why });
    }
    // Blanks behind the size are common and harmless; anything else is worth telling.
    if digits != trimmed.len() || size.first() != trimmed.first() {
        lapses.add(LapseKind::ChunkLineJunk, place);
    }
    let number = trimmed[..digits].iter().fold(0_u64, |number, byte| {
        let digit = (*byte as char).to_digit(16).unwrap_or(0);
        number.saturating_mul(16).saturating_add(u64::from(digit))
    });
    Ok(number)
}
