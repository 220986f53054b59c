//! Reading responses.

use serde::{Deserialize, Serialize};

use super::error::HttpError;
use super::framing::{self, Framing};
use super::head::{self, ResponseHead};
use super::intake::{Intake, Progress};
use super::lapse::{Lapse, LapseKind};
use super::limits::Limits;

/// A complete final response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    /// Status line and headers.
    pub head: ResponseHead,
    /// The body, decoded from its transfer coding.
    pub body: Vec<u8>,
    /// The head's bytes as they came, the final empty line included.
    pub raw_head: Vec<u8>,
    /// How the body's end was found.
    pub framing: Framing,
    /// The statuses of the interim (1xx) responses that came before, in order.
    pub interim: Vec<u16>,
    /// Deviations from HTTP's grammar.
    pub lapses: Vec<Lapse>,
}

/// Takes bytes as they come and yields one final response.
#[derive(Clone, Debug)]
pub struct ResponseReader {
    intake: Intake,
    method: String,
    interim: Vec<u16>,
    head: Option<(ResponseHead, Framing, Vec<u8>)>,
}

impl ResponseReader {
    /// Interim responses taken at most.
    const INTERIM: usize = 16;

    /// A reader at the start of the response to a request with the given method.
    pub fn new(limits: Limits, request_method: &str) -> ResponseReader {
        ResponseReader {
            intake: Intake::new(limits),
            method: request_method.to_owned(),
            interim: Vec::new(),
            head: None,
        }
    }

    /// Takes bytes.
    ///
    /// # Errors
    /// When the bytes are no response or exceed the limits; further calls repeat the error.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Progress, HttpError> {
        let ResponseReader {
            intake,
            method,
            interim,
            head: slot,
        } = self;
        let count = intake.limits.header_count;
        intake.feed(bytes, &mut |raw, base, lapses| {
            let head = head::read_response_head(&raw, count, base, lapses)?;
            // Behind 101 another protocol begins, so it is as good as final.
            if head.status < 200 && head.status != 101 {
                if interim.len() == ResponseReader::INTERIM {
                    return Err(HttpError::TooManyInterim {
                        limit: ResponseReader::INTERIM,
                    });
                }
                interim.push(head.status);
                return Ok(None);
            }
            let framing = framing::of_response(&head, method, base, lapses);
            *slot = Some((head, framing, raw));
            Ok(Some(framing))
        })
    }

    /// Tells the end of the stream, or of the caller's patience: a body cut short is complete,
    /// with a lapse; one that lasts until the close is complete without.
    ///
    /// # Errors
    /// When the head is not complete.
    pub fn eof(&mut self) -> Result<Progress, HttpError> {
        self.intake.eof()
    }

    /// The final head, once it is complete.
    pub fn head(&self) -> Option<&ResponseHead> {
        self.head.as_ref().map(|(head, ..)| head)
    }

    /// How the body's end is found, once the head is complete.
    pub fn framing(&self) -> Option<Framing> {
        self.head.as_ref().map(|(_, framing, _)| *framing)
    }

    /// The statuses of the interim responses so far.
    pub fn interim(&self) -> &[u16] {
        &self.interim
    }

    /// Whether the message is complete.
    pub fn is_complete(&self) -> bool {
        self.intake.is_complete()
    }

    /// Bytes that came behind the message: the next response, or a body longer than its framing.
    pub fn rest(&self) -> &[u8] {
        &self.intake.rest
    }

    /// Bytes of the body that have come so far, decoded.
    pub fn body_so_far(&self) -> &[u8] {
        &self.intake.body
    }

    /// Whether more is awaited by the content length alone: what came of the body is a whole XML document already.
    pub fn overstates_length(&self) -> bool {
        let begun = self
            .framing()
            .is_some_and(|it| matches!(it, Framing::Length(_)));
        begun && !self.is_complete() && crate::xml::is_whole(self.body_so_far())
    }

    /// Takes the bytes of the body that have come so far: a long one need not be kept. What was taken is neither part of
    /// the response nor counted against [`Limits::body_bytes`] any more.
    pub fn take_body_so_far(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.intake.body)
    }

    /// The response. Bytes behind it that do not begin another response are noted as a lapse.
    ///
    /// # Errors
    /// [`HttpError::Unfinished`] when it is not complete, or the error that ended reading.
    pub fn take(self) -> Result<Response, HttpError> {
        self.intake.check_complete()?;
        let (head, framing, raw_head) = self.head.ok_or(HttpError::Unfinished)?;
        let end = self.intake.offset();
        let Intake {
            body,
            mut lapses,
            rest,
            ..
        } = self.intake;
        let next = b"HTTP/";
        let begun = rest.len().min(next.len());
        if rest[..begun] != next[..begun] {
            let blank = rest.iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            let kind = if blank {
                LapseKind::LineEndsAfterBody
            } else {
                LapseKind::BytesAfterBody
            };
            lapses.add(kind, end);
        }
        let (interim, lapses) = (self.interim, lapses.into_vec());
        Ok(Response {
            head,
            body,
            raw_head,
            framing,
            interim,
            lapses,
        })
    }
}
