//! Collecting a body by its framing.

use super::chunk::ChunkDecoder;
use super::error::HttpError;
use super::framing::Framing;
use super::lapse::{LapseKind, Lapses};
use super::limits::Limits;

/// What of the body is still to come.
#[derive(Clone, Debug)]
pub(super) enum Awaiting {
    Bytes(u64),
    Chunks(ChunkDecoder),
    Close,
    Nothing,
}

impl Awaiting {
    /// The start of a body; a length beyond the limit is refused before a byte is kept.
    pub(super) fn new(framing: Framing, limits: &Limits) -> Result<Awaiting, HttpError> {
        match framing {
            Framing::None | Framing::Length(0) => Ok(Awaiting::Nothing),
            Framing::Length(length) if length > limits.body_bytes as u64 => {
                Err(HttpError::BodyTooLarge {
                    limit: limits.body_bytes,
                })
            }
            Framing::Length(length) => Ok(Awaiting::Bytes(length)),
            Framing::Chunked => Ok(Awaiting::Chunks(ChunkDecoder::new())),
            Framing::UntilClose => Ok(Awaiting::Close),
        }
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Awaiting::Nothing)
    }

    /// Takes bytes that start at `offset`, tells how many belonged to the body.
    pub(super) fn feed(
        &mut self,
        input: &[u8],
        offset: u64,
        body: &mut Vec<u8>,
        limits: &Limits,
        lapses: &mut Lapses,
    ) -> Result<usize, HttpError> {
        match self {
            Awaiting::Nothing => Ok(0),
            Awaiting::Bytes(left) => {
                let taken = usize::try_from(*left)
                    .unwrap_or(usize::MAX)
                    .min(input.len());
                body.extend_from_slice(&input[..taken]);
                *left -= taken as u64;
                if *left == 0 {
                    *self = Awaiting::Nothing;
                }
                Ok(taken)
            }
            Awaiting::Chunks(decoder) => {
                let taken = decoder.feed(input, offset, body, limits, lapses)?;
                if decoder.is_done() {
                    *self = Awaiting::Nothing;
                }
                Ok(taken)
            }
            Awaiting::Close => {
                if input.len() > limits.body_bytes.saturating_sub(body.len()) {
                    return Err(HttpError::BodyTooLarge {
                        limit: limits.body_bytes,
                    });
                }
                body.extend_from_slice(input);
                Ok(input.len())
            }
        }
    }

    /// The stream is over.
    pub(super) fn close(&mut self, offset: u64, lapses: &mut Lapses) {
        if matches!(self, Awaiting::Bytes(_) | Awaiting::Chunks(_)) {
            lapses.add(LapseKind::BodyCutShort, offset);
        }
        *self = Awaiting::Nothing;
    }
}
