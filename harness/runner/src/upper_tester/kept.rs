//! Connections to an upper tester that are kept: who gives thousands of stimuli waits for no handshake and no other thread.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_wire::http::{Framing, Limits, Progress, RequestBytes, Response, ResponseReader};
use ctk_wire::uri::HttpUrl;

use super::reply::LARGEST;

/// Connections that are kept while nobody uses them.
const IDLE: usize = 16;

/// Connections to one place.
#[derive(Debug)]
pub(super) struct Kept {
    url: HttpUrl,
    reach: Duration,
    time: Duration,
    idle: Mutex<Vec<TcpStream>>,
}

impl Kept {
    /// To the place of this URL; a connection takes `reach` at most, an answer `time`.
    pub(super) fn new(url: HttpUrl, reach: Duration, time: Duration) -> Self {
        Self {
            url,
            reach,
            time,
            idle: Mutex::default(),
        }
    }

    /// Posts a JSON text under the URL, and reads the answer.
    ///
    /// # Errors
    /// `TimedOut`: nobody answers in time. `InvalidData` and `UnexpectedEof`: what is answered is not whole, or not HTTP. Any
    /// other: nobody could be asked.
    pub(super) fn post(&self, name: &str, json: &str) -> io::Result<Response> {
        let base = self.url.path().trim_end_matches('/');
        let request = RequestBytes::new("POST", &format!("{base}/{name}"))
            .header("host", &self.url.authority)
            .header("content-type", "application/json")
            .body(json)
            .build();
        let kept = self.idle().pop();
        if let Some(mut stream) = kept {
            match self.exchange(&mut stream, &request) {
                // Closed while nobody used it; so are the others, most likely.
                Err(error) if error.kind() == ErrorKind::NotConnected => self.idle().clear(),
                came => return self.keep(stream, came),
            }
        }
        let mut stream = self.connect()?;
        let came = self.exchange(&mut stream, &request);
        self.keep(stream, came)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<TcpStream>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, stream: TcpStream, came: io::Result<Response>) -> io::Result<Response> {
        let lasts = |response: &Response| {
            response.head.keeps_alive() && response.framing != Framing::UntilClose
        };
        if came.as_ref().is_ok_and(lasts) {
            let mut idle = self.idle();
            if idle.len() < IDLE {
                idle.push(stream);
            }
        }
        came
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let mut trouble = io::Error::other("the host has no address");
        for address in self.url.place().to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, self.reach) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    stream.set_write_timeout(Some(self.time))?;
                    stream.set_read_timeout(Some(self.time))?;
                    return Ok(stream);
                }
                Err(error) => trouble = error,
            }
        }
        Err(trouble)
    }

    /// `NotConnected`: the peer had ended the connection before it was asked anything.
    fn exchange(&self, stream: &mut TcpStream, request: &[u8]) -> io::Result<Response> {
        let gone = || io::Error::from(ErrorKind::NotConnected);
        let until = Instant::now() + self.time;
        stream.write_all(request).map_err(|_| gone())?;
        let limits = Limits {
            body_bytes: LARGEST + 1,
            ..Limits::default()
        };
        let mut reader = ResponseReader::new(limits, "POST");
        let mut buffer = [0; 8192];
        let mut heard = false;
        loop {
            let read = match stream.read(&mut buffer) {
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    return Err(ErrorKind::TimedOut.into());
                }
                Err(error) if error.kind() == ErrorKind::TimedOut => return Err(error),
                Err(_) if !heard => return Err(gone()),
                Err(error) => return Err(error),
            };
            heard |= read > 0;
            let progress = match read {
                0 if !heard => return Err(gone()),
                0 => reader.eof(),
                _ => reader.feed(&buffer[..read]),
            };
            match progress.map_err(unreadable)? {
                Progress::Complete => break,
                Progress::More if read == 0 => return Err(ErrorKind::UnexpectedEof.into()),
                Progress::More => {}
            }
            if Instant::now() > until {
                return Err(ErrorKind::TimedOut.into());
            }
        }
        let response = reader.take().map_err(unreadable)?;
        let cut = response
            .lapses
            .iter()
            .find(|lapse| lapse.kind.spoils_framing());
        match cut {
            Some(lapse) => Err(unreadable(lapse.to_string())),
            None => Ok(response),
        }
    }
}

/// An answer came, and it is not one that can be read.
fn unreadable(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why)
}
