//! Requests that come to our own listeners.

use std::io::{ErrorKind, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use ctk_suite::lab::HttpFailure;
use ctk_wire::http::{HttpError, Limits, Progress, RequestHead, RequestReader, write_response};

use super::arrival;
use super::connection::{failure_of, is_time_out};
use super::deadline::SLICE;
use super::guests::Seat;
use super::room::{Share, UNDER_WAY};

/// How long a kept connection may be idle.
const IDLE: Duration = Duration::from_secs(30);

/// How long a request may take from its first byte.
const REQUEST: Duration = Duration::from_secs(20);

/// A body without length ends when nothing came for this long: the sender waits for the answer.
const SILENCE: Duration = Duration::from_secs(2);

/// How much is read at once: every open connection has so much.
const CHUNK: usize = 8 * 1024;

/// What is kept of a request that there is no room for.
const LITTLE: usize = 1024;

/// A request, or what there is of it.
#[derive(Debug)]
pub(super) struct Incoming {
    /// As it came.
    pub(super) bytes: Vec<u8>,
    /// When its first byte arrived at this machine, as far as that is known; else when it was read.
    pub(super) began: Instant,
    /// Its head, if that is complete.
    pub(super) head: Option<RequestHead>,
    /// Why it is not complete, and the status that says so; no status when nobody is there to hear it.
    pub(super) failure: Option<(HttpFailure, Option<u16>)>,
    /// The room that it takes.
    _share: Share,
}

impl Incoming {
    /// Whether another request may follow on the connection.
    pub(super) fn keeps_alive(&self) -> bool {
        self.failure.is_none() && self.head.as_ref().is_some_and(RequestHead::keeps_alive)
    }
}

/// The requests of a connection, one after the other.
#[derive(Debug)]
pub(super) struct Requests<'s> {
    stream: TcpStream,
    seat: &'s Seat,
    ahead: Vec<u8>,
    ahead_since: Instant,
}

impl<'s> Requests<'s> {
    /// Of this connection, until the server stops.
    pub(super) fn new(stream: TcpStream, seat: &'s Seat) -> Self {
        // Without delay an answer leaves at once; without the option it leaves a little later.
        let _ = stream.set_nodelay(true);
        Self {
            stream,
            seat,
            ahead: Vec::new(),
            ahead_since: Instant::now(),
        }
    }

    /// The connection, for the answer.
    pub(super) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// The next request; nothing when the connection is over.
    pub(super) fn next(&mut self) -> Option<Incoming> {
        let mut reader = RequestReader::new(Limits::default()).unframed_until_close();
        let mut bytes = std::mem::take(&mut self.ahead);
        let mut began = (!bytes.is_empty()).then_some(self.ahead_since);
        let mut progress = reader.feed(&bytes);
        let opened = Instant::now();
        let mut last = opened;
        let mut continued = false;
        let mut share = UNDER_WAY.share();
        let mut chunk = vec![0; CHUNK];
        if began.is_none() {
            self.seat.idle();
        }
        let failure = loop {
            match &progress {
                Ok(Progress::Complete) => break None,
                Ok(Progress::More) => {}
                Err(error) => break Some((failure_of(error), Some(error.status()))),
            }
            if !continued && reader.wants_continue() {
                continued = true;
                // If it cannot be sent, the read that follows will tell.
                let _ = self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
            }
            // While nothing is under way the thread sleeps: the end of the server closes the connection.
            let patience = if began.is_none() { IDLE } else { SLICE };
            match read_slice(&mut self.stream, &mut chunk, patience) {
                Slice::Bytes(count, waited) => {
                    last = Instant::now();
                    if began.is_none() {
                        self.seat.busy();
                        began = last.checked_sub(waited).or(Some(last));
                    }
                    if !share.add(count) {
                        bytes.truncate(LITTLE);
                        break Some((HttpFailure::TooLarge, Some(503)));
                    }
                    bytes.extend_from_slice(&chunk[..count]);
                    progress = reader.feed(&chunk[..count]);
                }
                Slice::Closed if began.is_none() => return None,
                Slice::Closed => break at_close(&mut reader),
                Slice::Nothing if self.seat.is_over() => return None,
                Slice::Nothing => match began {
                    None if opened.elapsed() > IDLE => return None,
                    Some(_) if last.elapsed() > SILENCE && is_open(reader.head()) => {
                        progress = reader.eof();
                    }
                    Some(began) if began.elapsed() > REQUEST => {
                        break Some((HttpFailure::TimedOut, Some(408)));
                    }
                    _ => {}
                },
            }
            // A drip never leaves a silence.
            if began.is_some_and(|began| began.elapsed() > REQUEST)
                && matches!(progress, Ok(Progress::More))
            {
                break Some((HttpFailure::TimedOut, Some(408)));
            }
        };
        if failure.is_none() {
            self.keep_ahead(reader.rest(), last, &mut bytes);
        }
        let head = reader.head().cloned();
        Some(Incoming {
            bytes,
            began: began.unwrap_or(opened),
            head,
            failure,
            _share: share,
        })
    }

    /// What came behind the request begins the next one.
    fn keep_ahead(&mut self, rest: &[u8], last: Instant, bytes: &mut Vec<u8>) {
        self.ahead = rest.to_vec();
        self.ahead_since = last;
        bytes.truncate(bytes.len().saturating_sub(rest.len()));
    }

    /// Answers with an empty body.
    pub(super) fn answer(&mut self, status: u16, close: bool) {
        let mut headers = vec![("CONTENT-LENGTH", "0")];
        if close {
            headers.push(("CONNECTION", "close"));
        }
        let bytes = write_response(status, reason_of(status), &headers, b"");
        // The sender may be gone; the request has been filed.
        let _ = self.stream.set_write_timeout(Some(Duration::from_secs(5)));
        let _ = self.stream.write_all(&bytes);
    }

    /// Holds the connection without a word until the other side closes it, for a minute at most.
    pub(super) fn hold(&mut self, over: impl Fn() -> bool) {
        let begun = Instant::now();
        let mut chunk = vec![0; 4096];
        while begun.elapsed() < Duration::from_secs(60) && !self.seat.is_over() && !over() {
            match read_slice(&mut self.stream, &mut chunk, SLICE) {
                Slice::Closed => return,
                Slice::Bytes(..) | Slice::Nothing => {}
            }
        }
    }
}

enum Slice {
    /// So many, that have been waiting so long to be read.
    Bytes(usize, Duration),
    Closed,
    Nothing,
}

fn read_slice(stream: &mut TcpStream, chunk: &mut [u8], patience: Duration) -> Slice {
    if stream.set_read_timeout(Some(patience)).is_err() {
        return Slice::Closed;
    }
    match arrival::read(stream, chunk) {
        Ok((0, _)) => Slice::Closed,
        Ok((count, waited)) => Slice::Bytes(count, waited),
        Err(error) if is_time_out(&error) || error.kind() == ErrorKind::Interrupted => {
            Slice::Nothing
        }
        Err(_) => Slice::Closed,
    }
}

/// What the end of the stream means for a request that has begun.
fn at_close(reader: &mut RequestReader) -> Option<(HttpFailure, Option<u16>)> {
    let open = is_open(reader.head());
    match reader.eof() {
        Ok(_) if open => None,
        Ok(_) => Some((HttpFailure::CutOff, None)),
        Err(error @ HttpError::BadStartLine { .. }) => Some((failure_of(&error), Some(400))),
        Err(error) => Some((failure_of(&error), None)),
    }
}

/// Whether only the end of the stream ends the body.
fn is_open(head: Option<&RequestHead>) -> bool {
    head.is_some_and(|RequestHead { headers, .. }| {
        headers.has("content-type")
            && !headers.has("content-length")
            && !headers.has("transfer-encoding")
    })
}

fn reason_of(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "As Told",
    }
}
