//! One TCP connection to a peer that may hang, drip, flood, lie or die.

mod connecting;
mod excerpt;

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use ctk_suite::lab::{HttpFailure, LabError};
use ctk_wire::http::{Framing, HttpError, Limits, Progress, ResponseReader};

use super::deadline::Deadline;
use connecting::connected;
use excerpt::{excerpt, head_end, head_of};

/// How long a connection may take to be made.
pub(super) const CONNECT: Duration = Duration::from_secs(5);

/// After this long without a byte, the answer to a subscription that has no length is over.
const SILENCE: Duration = Duration::from_secs(1);

/// How long more than a whole document is awaited of a device whose lengths are known to promise more than comes.
const MOMENT: Duration = Duration::from_millis(3);

/// The same of what may not be whole: then the answer is given up.
const REST: Duration = Duration::from_secs(3);

/// The most that is kept of what a peer sends: a body and a head of the largest size.
pub(super) const RAW_LIMIT: usize = 4 * 1024 * 1024 + 64 * 1024;

/// An open connection, and what came over it that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    /// Received and not yet taken.
    pub(super) buffer: Vec<u8>,
    /// The other side has closed.
    pub(super) closed: bool,
    /// It did so by a reset.
    reset: bool,
    /// The document of the latest response came whole, and no more of what its content length promised.
    pub(super) overstated: bool,
    /// That is known of this device: after a silence no more comes.
    pub(super) overstates: bool,
    /// The rest of an answer was not awaited as long as it may take, since this device's lengths promise more than comes.
    pub(super) gave_up: bool,
    /// When the latest bytes of a response came.
    latest: Instant,
}

/// What waiting for bytes brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Received {
    /// Bytes, at the end of the buffer.
    Bytes,
    /// The other side has closed, or the connection is broken.
    Closed,
    /// The time is over.
    TimedOut,
    /// The buffer holds all it may.
    Full,
}

/// Bytes, and why they are not what was waited for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) bytes: Vec<u8>,
    pub(super) failure: Option<HttpFailure>,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// The outer one when the lab cannot do that, the inner one when the other side is not there.
    pub(super) fn open(
        to: SocketAddr,
        source: Option<IpAddr>,
        within: Duration,
    ) -> Result<Result<Self, HttpFailure>, LabError> {
        Ok(connected(to, source, within)?.map(|stream| Self {
            stream,
            buffer: Vec::new(),
            closed: false,
            reset: false,
            overstated: false,
            overstates: false,
            gave_up: false,
            latest: Instant::now(),
        }))
    }

    /// Sends. A peer that answers before it has read everything is read meanwhile, so that neither waits for the other.
    /// Whether everything was sent.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn send(
        &mut self,
        mut bytes: &[u8],
        until: Instant,
        deadline: &Deadline,
    ) -> Result<bool, LabError> {
        while !bytes.is_empty() {
            deadline.check()?;
            let slice = deadline.slice(until);
            if slice.is_zero() || self.stream.set_write_timeout(Some(slice)).is_err() {
                return Ok(false);
            }
            match self.stream.write(bytes) {
                Ok(0) => return Ok(false),
                Ok(sent) => bytes = &bytes[sent..],
                Err(error) if is_time_out(&error) => {
                    if self.closed || self.receive_now() == Received::Full {
                        return Ok(false);
                    }
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // Closed or reset; perhaps it said why before.
                Err(_) => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Waits for bytes.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn receive(
        &mut self,
        until: Instant,
        deadline: &Deadline,
    ) -> Result<Received, LabError> {
        loop {
            deadline.check()?;
            if self.closed {
                return Ok(Received::Closed);
            }
            let slice = deadline.slice(until);
            if slice.is_zero() {
                return Ok(Received::TimedOut);
            }
            if self.stream.set_read_timeout(Some(slice)).is_err() {
                self.closed = true;
                return Ok(Received::Closed);
            }
            match self.read_once() {
                Received::TimedOut => {}
                other => return Ok(other),
            }
        }
    }

    /// Takes what is there already.
    pub(super) fn receive_now(&mut self) -> Received {
        if self.closed {
            return Received::Closed;
        }
        if self.stream.set_nonblocking(true).is_err() {
            return Received::TimedOut;
        }
        let received = self.read_once();
        if self.stream.set_nonblocking(false).is_err() {
            self.closed = true;
        }
        received
    }

    fn read_once(&mut self) -> Received {
        let room = RAW_LIMIT.saturating_sub(self.buffer.len());
        if room == 0 {
            return Received::Full;
        }
        let before = self.buffer.len();
        self.buffer.resize(before + room.min(64 * 1024), 0);
        let read = self.stream.read(&mut self.buffer[before..]);
        self.buffer.truncate(before + *read.as_ref().unwrap_or(&0));
        match read {
            Ok(0) => {
                self.closed = true;
                Received::Closed
            }
            Ok(_) => Received::Bytes,
            Err(error) if is_time_out(&error) || error.kind() == ErrorKind::Interrupted => {
                Received::TimedOut
            }
            Err(_) => {
                self.closed = true;
                self.reset = true;
                Received::Closed
            }
        }
    }

    /// Takes one response out of the stream; what follows it stays in the buffer.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn response(
        &mut self,
        method: &str,
        until: Instant,
        deadline: &Deadline,
    ) -> Result<Taken, LabError> {
        let mut reader = ResponseReader::new(Limits::default(), method);
        self.overstated = false;
        let mut fed = 0;
        let failure = loop {
            let progress = reader.feed(&self.buffer[fed..]);
            fed = self.buffer.len();
            match progress {
                Ok(Progress::Complete) => break None,
                Ok(Progress::More) => {}
                Err(error) => break Some(failure_of(&error)),
            }
            // An answer to a subscription has no body: without a length it ends with a silence.
            let open = reader.framing() == Some(Framing::UntilClose)
                && matches!(method, "SUBSCRIBE" | "UNSUBSCRIBE");
            let short = self.overstates && reader.overstates_length();
            let hasty = self.overstates && matches!(reader.framing(), Some(Framing::Length(_)));
            let patient = match (open, short, hasty) {
                (true, ..) => until.min(Instant::now() + SILENCE),
                (_, true, _) => until.min(Instant::now() + MOMENT),
                (_, _, true) => until.min(Instant::now() + REST),
                _ => until,
            };
            match self.receive(patient, deadline)? {
                Received::Bytes => self.latest = Instant::now(),
                Received::Closed => break self.at_close(reader.eof(), &reader),
                Received::TimedOut if open => break None,
                Received::TimedOut if reader.overstates_length() => {
                    self.overstated = true;
                    break None;
                }
                Received::TimedOut => {
                    self.gave_up = patient < until;
                    break Some(HttpFailure::TimedOut);
                }
                Received::Full => break Some(HttpFailure::TooLarge),
            }
        };
        let end = match failure {
            None => self.buffer.len() - reader.rest().len().min(self.buffer.len()),
            Some(_) => self.buffer.len(),
        };
        Ok(Taken {
            bytes: self.take(end),
            failure,
        })
    }

    /// Nothing is said of an answer whose rest was not awaited.
    ///
    /// # Errors
    /// [`LabError::GivenUp`].
    pub(super) fn unless_given_up(&self) -> Result<(), LabError> {
        match self.gave_up {
            true => Err(LabError::GivenUp(format!(
                "the device's content lengths promise more than it sends: {} s after its last byte the rest of this answer is not awaited",
                REST.as_secs()
            ))),
            false => Ok(()),
        }
    }

    /// When the response was there: what its content length promises beyond is waited for, which takes none of the device's time.
    pub(super) fn answered_at(&self) -> Instant {
        match self.overstated {
            true => self.latest,
            false => Instant::now(),
        }
    }

    /// Takes so many bytes off the buffer, without a second copy of them.
    fn take(&mut self, end: usize) -> Vec<u8> {
        let rest = self.buffer.split_off(end);
        let mut bytes = std::mem::replace(&mut self.buffer, rest);
        bytes.shrink_to_fit();
        bytes
    }

    /// What the end of the stream means: a body cut short can be read, but it is not complete.
    fn at_close(
        &self,
        eof: Result<Progress, HttpError>,
        reader: &ResponseReader,
    ) -> Option<HttpFailure> {
        match (eof, reader.framing()) {
            (Ok(_), Some(Framing::Length(_) | Framing::Chunked)) => Some(HttpFailure::CutOff),
            (Ok(_), _) => self.reset.then_some(HttpFailure::CutOff),
            (Err(HttpError::CutInHead { .. }), _)
                if !b"HTTP/".starts_with(head_of(&self.buffer)) =>
            {
                Some(HttpFailure::NotHttp(format!(
                    "it begins with {:?}",
                    excerpt(&self.buffer)
                )))
            }
            (Err(error), _) => Some(failure_of(&error)),
        }
    }

    /// Takes one head out of the stream when it is interim (1xx); a final one is shown and stays.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn interim(
        &mut self,
        until: Instant,
        deadline: &Deadline,
    ) -> Result<Taken, LabError> {
        loop {
            if let Some(end) = head_end(&self.buffer) {
                let head = self.buffer[..end].to_vec();
                let status = head
                    .strip_prefix(b"HTTP/")
                    .and_then(|rest| rest.splitn(2, |byte| *byte == b' ').nth(1));
                match status {
                    // 101 is as good as final: another protocol follows.
                    Some(status) if status.starts_with(b"1") && !status.starts_with(b"101") => {
                        self.buffer.drain(..end);
                    }
                    Some(_) => {}
                    None => {
                        let why = format!("it begins with {:?}", excerpt(&head));
                        return Ok(Taken {
                            bytes: head,
                            failure: Some(HttpFailure::NotHttp(why)),
                        });
                    }
                }
                return Ok(Taken {
                    bytes: head,
                    failure: None,
                });
            }
            let failure = match self.receive(until, deadline)? {
                Received::Bytes => continue,
                Received::Closed => HttpFailure::CutOff,
                Received::TimedOut => HttpFailure::TimedOut,
                Received::Full => HttpFailure::TooLarge,
            };
            return Ok(Taken {
                bytes: self.buffer.clone(),
                failure: Some(failure),
            });
        }
    }

    /// Waits until the other side closes, and takes everything that came.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn await_close(
        &mut self,
        until: Instant,
        deadline: &Deadline,
    ) -> Result<Taken, LabError> {
        let failure = loop {
            match self.receive(until, deadline)? {
                Received::Bytes => {}
                Received::Closed => break None,
                Received::TimedOut => break Some(HttpFailure::TimedOut),
                Received::Full => break Some(HttpFailure::TooLarge),
            }
        };
        Ok(Taken {
            bytes: std::mem::take(&mut self.buffer),
            failure,
        })
    }

    /// Closes the sending half. A peer that is gone already does not mind.
    pub(super) fn shutdown_write(&self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
    }
}

/// Whether a wait on a socket ended because its time was over.
pub(super) fn is_time_out(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// A reader's refusal as a failure.
pub(super) fn failure_of(error: &HttpError) -> HttpFailure {
    match error {
        HttpError::Nothing | HttpError::CutInHead { .. } | HttpError::Unfinished => {
            HttpFailure::CutOff
        }
        HttpError::HeadTooLarge { .. }
        | HttpError::TooManyHeaders { .. }
        | HttpError::BodyTooLarge { .. } => HttpFailure::TooLarge,
        other => HttpFailure::NotHttp(other.to_string()),
    }
}
