//! The part both readers share: head, then body, then what follows.

use serde::{Deserialize, Serialize};

use super::body::Awaiting;
use super::error::HttpError;
use super::framing::Framing;
use super::head::HeadBuffer;
use super::lapse::Lapses;
use super::limits::Limits;

/// Whether a reader has its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// More bytes are needed.
    More,
    /// The message is complete.
    Complete,
}

/// What to do after a head: read a body, or (None) read another head.
pub(super) type HeadRead<'a> =
    &'a mut dyn FnMut(Vec<u8>, u64, &mut Lapses) -> Result<Option<Framing>, HttpError>;

/// Bytes on their way to a message.
#[derive(Clone, Debug)]
pub(super) struct Intake {
    pub(super) limits: Limits,
    pub(super) body: Vec<u8>,
    pub(super) lapses: Lapses,
    pub(super) rest: Vec<u8>,
    head: HeadBuffer,
    offset: u64,
    awaiting: Option<Awaiting>,
    failed: Option<HttpError>,
}

impl Intake {
    pub(super) fn new(limits: Limits) -> Intake {
        Intake {
            limits,
            body: Vec::new(),
            lapses: Lapses::default(),
            rest: Vec::new(),
            head: HeadBuffer::default(),
            offset: 0,
            awaiting: None,
            failed: None,
        }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.failed.is_none() && self.awaiting.as_ref().is_some_and(Awaiting::is_nothing)
    }

    /// Offset of the next byte in the stream.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Takes bytes. After an error every further call repeats it.
    pub(super) fn feed(
        &mut self,
        input: &[u8],
        on_head: HeadRead<'_>,
    ) -> Result<Progress, HttpError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.advance(input, on_head)
            .inspect_err(|error| self.failed = Some(error.clone()))
    }

    fn advance(&mut self, mut input: &[u8], on_head: HeadRead<'_>) -> Result<Progress, HttpError> {
        loop {
            if let Some(awaiting) = &mut self.awaiting {
                let (limits, lapses) = (&self.limits, &mut self.lapses);
                let taken = awaiting.feed(input, self.offset, &mut self.body, limits, lapses)?;
                self.offset += taken as u64;
                let surplus = &input[taken..];
                let room = self
                    .limits
                    .head_bytes
                    .saturating_add(self.limits.body_bytes);
                if surplus.len() > room.saturating_sub(self.rest.len()) {
                    return Err(HttpError::BodyTooLarge {
                        limit: self.limits.body_bytes,
                    });
                }
                self.rest.extend_from_slice(surplus);
                let done = awaiting.is_nothing();
                return Ok(if done {
                    Progress::Complete
                } else {
                    Progress::More
                });
            }
            let base = self.offset - self.head.len() as u64;
            let Some(taken) = self.head.feed(input, self.limits.head_bytes)? else {
                self.offset += input.len() as u64;
                return Ok(Progress::More);
            };
            self.offset += taken as u64;
            input = &input[taken..];
            if let Some(framing) = on_head(self.head.take(), base, &mut self.lapses)? {
                self.awaiting = Some(Awaiting::new(framing, &self.limits)?);
            }
        }
    }

    /// The stream is over: a body without its framed end is complete, but noted.
    pub(super) fn eof(&mut self) -> Result<Progress, HttpError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        if let Some(awaiting) = &mut self.awaiting {
            awaiting.close(self.offset, &mut self.lapses);
            return Ok(Progress::Complete);
        }
        let error = match self.head.len() {
            0 => HttpError::Nothing,
            bytes => HttpError::CutInHead { bytes },
        };
        self.failed = Some(error.clone());
        Err(error)
    }

    /// The error to give when the message is asked for too early.
    pub(super) fn check_complete(&self) -> Result<(), HttpError> {
        match &self.failed {
            Some(error) => Err(error.clone()),
            None if self.is_complete() => Ok(()),
            None => Err(HttpError::Unfinished),
        }
    }
}
