//! Reading requests: control and event requests at a server, notifications at a listener.

use serde::{Deserialize, Serialize};

use super::error::HttpError;
use super::framing::{self, Framing};
use super::head::{self, RequestHead};
use super::intake::{Intake, Progress};
use super::lapse::Lapse;
use super::limits::Limits;

/// A complete request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Request line and headers.
    pub head: RequestHead,
    /// The body, decoded from its transfer coding.
    pub body: Vec<u8>,
    /// The head's bytes as they came, the final empty line included.
    pub raw_head: Vec<u8>,
    /// How the body's end was found.
    pub framing: Framing,
    /// Deviations from HTTP's grammar.
    pub lapses: Vec<Lapse>,
}

/// Takes bytes as they come and yields one request.
#[derive(Clone, Debug)]
pub struct RequestReader {
    intake: Intake,
    unframed_until_close: bool,
    head: Option<(RequestHead, Framing, Vec<u8>)>,
}

impl RequestReader {
    /// A reader at the start of a message.
    pub fn new(limits: Limits) -> RequestReader {
        RequestReader {
            intake: Intake::new(limits),
            unframed_until_close: false,
            head: None,
        }
    }

    /// Reads a body that has a Content-Type but neither length nor chunks up to the end of the
    /// stream (a notification may be sent so, UDA-EVNT-31), instead of assuming that there is none.
    pub fn unframed_until_close(mut self) -> RequestReader {
        self.unframed_until_close = true;
        self
    }

    /// Takes bytes.
    ///
    /// # Errors
    /// When the bytes are no request or exceed the limits; further calls repeat the error.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Progress, HttpError> {
        let RequestReader {
            intake,
            unframed_until_close,
            head: slot,
        } = self;
        let count = intake.limits.header_count;
        intake.feed(bytes, &mut |raw, base, lapses| {
            let head = head::read_request_head(&raw, count, base, lapses)?;
            let framing = framing::of_request(&head, *unframed_until_close, base, lapses)?;
            *slot = Some((head, framing, raw));
            Ok(Some(framing))
        })
    }

    /// Tells the end of the stream; a body cut short is complete, with a lapse.
    ///
    /// # Errors
    /// When the head is not complete.
    pub fn eof(&mut self) -> Result<Progress, HttpError> {
        self.intake.eof()
    }

    /// The head, once it is complete.
    pub fn head(&self) -> Option<&RequestHead> {
        self.head.as_ref().map(|(head, ..)| head)
    }

    /// Whether the client waits for `100 Continue` before it sends the body.
    pub fn wants_continue(&self) -> bool {
        let asks = |head: &RequestHead| {
            head.version >= (1, 1) && head.headers.has_token("expect", "100-continue")
        };
        self.head().is_some_and(asks) && !self.intake.is_complete() && self.intake.body.is_empty()
    }

    /// Whether the message is complete.
    pub fn is_complete(&self) -> bool {
        self.intake.is_complete()
    }

    /// Bytes that came behind the message: the start of the next one.
    pub fn rest(&self) -> &[u8] {
        &self.intake.rest
    }

    /// Bytes of the body that have come so far, decoded.
    pub fn body_so_far(&self) -> &[u8] {
        &self.intake.body
    }

    /// The request.
    ///
    /// # Errors
    /// [`HttpError::Unfinished`] when it is not complete, or the error that ended reading.
    pub fn take(self) -> Result<Request, HttpError> {
        self.intake.check_complete()?;
        let (head, framing, raw_head) = self.head.ok_or(HttpError::Unfinished)?;
        let Intake { body, lapses, .. } = self.intake;
        Ok(Request {
            head,
            body,
            raw_head,
            framing,
            lapses: lapses.into_vec(),
        })
    }
}
