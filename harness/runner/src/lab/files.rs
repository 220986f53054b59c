//! Files that the lab serves for the device to fetch.

use std::collections::HashMap;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::lab::{Fetch, FileManner, FileOffer, LabError};
use ctk_wire::http::write_response;
use socket2::{Domain, SockRef, Socket, Type};

use super::acquaintance::Acquaintance;
use super::connection::is_time_out;
use super::deadline::{Deadline, SLICE};
use super::guests::Seat;
use super::incoming::Requests;
use super::server::{Server, base_of};
use super::taker::Taker;

/// Fetches that are remembered of a file.
const KEPT: usize = 1000;

/// The largest file.
pub(super) const LARGEST: u64 = 1 << 30;

/// How long a device may take no byte of a file before the connection is given up.
const STALLED: Duration = Duration::from_secs(60);

/// What the system may hold of a file that the device has not taken yet: the smaller, the truer the count.
const SEND_BUFFER: usize = 8 * 1024;

/// A file, and who fetched it.
#[derive(Debug)]
pub(super) struct File {
    offer: FileOffer,
    origin: Instant,
    fetches: Mutex<Vec<Tracked>>,
    changed: Condvar,
    taker: Taker,
}

#[derive(Debug, Clone)]
struct Tracked {
    fetch: Fetch,
    over: bool,
}

/// How a file is asked for.
#[derive(Debug, Clone, Copy)]
struct Asked<'r> {
    method: &'r str,
    query: Option<&'r str>,
    began: Instant,
}

impl File {
    fn fetches(&self) -> MutexGuard<'_, Vec<Tracked>> {
        self.fetches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The fetches, once `count` are over or the time is. A slow one counts from its beginning, so that a case can do
    /// something in its middle.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn wait(
        &self,
        count: usize,
        within: Duration,
        deadline: &Deadline,
    ) -> Result<Vec<Fetch>, LabError> {
        let slow = matches!(self.offer.manner, FileManner::Slow { .. });
        let begun = Instant::now();
        let mut fetches = self.fetches();
        loop {
            let left = within.saturating_sub(begun.elapsed());
            if left.is_zero()
                || fetches
                    .iter()
                    .filter(|tracked| slow || tracked.over)
                    .count()
                    >= count
            {
                return Ok(fetches
                    .iter()
                    .map(|tracked| tracked.fetch.clone())
                    .collect());
            }
            deadline.check()?;
            let waiting = self.changed.wait_timeout(fetches, left.min(SLICE));
            fetches = waiting.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// A fetch begins; its number.
    fn begin(&self, Asked { began, query, .. }: Asked<'_>) -> usize {
        let at = began.saturating_duration_since(self.origin).as_millis();
        let fetch = Fetch {
            at_ms: u64::try_from(at).unwrap_or(u64::MAX),
            sent: 0,
            complete: false,
            query: query.map(str::to_owned),
        };
        let mut fetches = self.fetches();
        if fetches.len() < KEPT {
            fetches.push(Tracked { fetch, over: false });
            fetches.len() - 1
        } else {
            usize::MAX
        }
    }

    fn update(&self, number: usize, change: impl FnOnce(&mut Tracked)) {
        if let Some(tracked) = self.fetches().get_mut(number) {
            change(tracked);
        }
        self.changed.notify_all();
    }

    /// Answers a request. Whether another may follow.
    fn serve(&self, requests: &mut Requests<'_>, asked: Asked<'_>, seat: &Seat) -> bool {
        let (announced, sent) = match self.offer.manner {
            FileManner::NotFound | FileManner::Refused => {
                if asked.method == "GET" {
                    let number = self.begin(asked);
                    self.update(number, |tracked| tracked.over = true);
                }
                requests.answer(404, false);
                return true;
            }
            FileManner::Whole | FileManner::Slow { .. } => (self.offer.size, self.offer.size),
            FileManner::CutOff => (self.offer.size, self.offer.size / 2),
            FileManner::WrongLength => (self.offer.size.saturating_mul(2).max(1), self.offer.size),
        };
        let length = announced.to_string();
        let headers = [
            ("CONTENT-TYPE", self.offer.content_type.as_str()),
            ("CONTENT-LENGTH", length.as_str()),
        ];
        let head = write_response(200, "OK", &headers, b"");
        let stream = requests.stream();
        let _ = SockRef::from(&*stream).set_send_buffer_size(SEND_BUFFER);
        if asked.method == "HEAD" {
            return stream.write_all(&head).is_ok();
        }
        let number = self.begin(asked);
        let done = stream.write_all(&head).is_ok() && self.send(stream, number, sent, seat);
        let whole = done && announced == self.offer.size && sent == self.offer.size;
        if self.offer.manner == FileManner::CutOff {
            // A reset, so that nobody takes it for the end of the file.
            let _ = SockRef::from(&*stream).set_linger(Some(Duration::ZERO));
        }
        self.update(number, |tracked| {
            tracked.fetch.complete = whole;
            tracked.over = true;
        });
        whole
    }

    fn send(&self, stream: &mut TcpStream, number: usize, size: u64, seat: &Seat) -> bool {
        let pace = match self.offer.manner {
            FileManner::Slow { ms } => Duration::from_millis(ms),
            _ => Duration::ZERO,
        };
        let begun = Instant::now();
        let mut progress = Instant::now();
        let mut sent = 0_u64;
        while sent < size {
            if seat.is_over()
                || progress.elapsed() > STALLED
                || stream.set_write_timeout(Some(SLICE)).is_err()
            {
                return false;
            }
            let due = due_by(begun.elapsed(), pace, size);
            if due <= sent {
                std::thread::sleep(Duration::from_millis(10));
                progress = Instant::now();
                continue;
            }
            let piece = content(
                sent,
                usize::try_from((due - sent).min(4096)).unwrap_or(4096),
            );
            match stream.write(&piece) {
                Ok(0) => return false,
                Ok(count) => {
                    sent += count as u64;
                    progress = Instant::now();
                    self.update(number, |tracked| tracked.fetch.sent = sent);
                }
                Err(error) if is_time_out(&error) || error.kind() == io::ErrorKind::Interrupted => {
                }
                Err(_) => return false,
            }
        }
        true
    }
}

/// How much of a file may have been sent by now.
fn due_by(elapsed: Duration, pace: Duration, size: u64) -> u64 {
    if elapsed >= pace {
        return size;
    }
    let due = u128::from(size) * elapsed.as_millis() / pace.as_millis().max(1);
    u64::try_from(due).unwrap_or(size)
}

/// The bytes of every file: letters and line ends, so that a person can look at them.
fn content(offset: u64, length: usize) -> Vec<u8> {
    (offset..)
        .take(length)
        .map(|at| {
            if at % 64 == 63 {
                b'\n'
            } else {
                b'a' + u8::try_from((at / 64 + at) % 26).unwrap_or(0)
            }
        })
        .collect()
}

/// The file server of a run.
pub(super) struct Files {
    origin: Instant,
    acquaintance: Arc<Acquaintance>,
    server: Mutex<Option<Server>>,
    routes: Arc<Mutex<HashMap<String, Arc<File>>>>,
}

/// A file that a case offers; withdrawn when it is dropped.
pub(super) struct OfferedFile {
    pub(super) file: Arc<File>,
    pub(super) url: String,
    path: String,
    routes: Arc<Mutex<HashMap<String, Arc<File>>>>,
    /// Holds a port where nobody listens.
    _closed_port: Option<Socket>,
}

impl Drop for OfferedFile {
    fn drop(&mut self) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        routes.remove(&self.path);
    }
}

impl Files {
    /// Without a server yet. Times count from `origin`.
    pub(super) fn new(origin: Instant, acquaintance: Arc<Acquaintance>) -> Self {
        Self {
            origin,
            acquaintance,
            server: Mutex::new(None),
            routes: Arc::default(),
        }
    }

    /// Offers a file under a folder that nobody else uses.
    ///
    /// # Errors
    /// When the listener cannot be had.
    pub(super) fn offer(
        &self,
        bind: SocketAddr,
        folder: &str,
        offer: &FileOffer,
    ) -> io::Result<OfferedFile> {
        let path = format!("{folder}/file.{}", extension_of(&offer.content_type));
        let (base, closed_port) = if offer.manner == FileManner::Refused {
            let (address, socket) = closed_port(SocketAddr::new(bind.ip(), 0))?;
            (base_of(address), Some(socket))
        } else {
            (self.base(bind)?, None)
        };
        let file = Arc::new(File {
            offer: offer.clone(),
            origin: self.origin,
            fetches: Mutex::default(),
            changed: Condvar::new(),
            taker: Taker::default(),
        });
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        routes.insert(path.clone(), Arc::clone(&file));
        drop(routes);
        let routes = Arc::clone(&self.routes);
        Ok(OfferedFile {
            file,
            url: format!("{base}{path}"),
            path,
            routes,
            _closed_port: closed_port,
        })
    }

    fn base(&self, bind: SocketAddr) -> io::Result<String> {
        let mut server = self.server.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = &*server {
            return Ok(server.base());
        }
        let routes = Arc::clone(&self.routes);
        let acquaintance = Arc::clone(&self.acquaintance);
        let service = Arc::new(move |stream: TcpStream, from: SocketAddr, seat: &Seat| {
            serve(&routes, stream, from.ip(), &acquaintance, seat);
        });
        let started = Server::start(bind, Arc::clone(&self.acquaintance), service)?;
        let base = started.base();
        *server = Some(started);
        Ok(base)
    }
}

fn serve(
    routes: &Mutex<HashMap<String, Arc<File>>>,
    stream: TcpStream,
    from: IpAddr,
    acquaintance: &Acquaintance,
    seat: &Seat,
) {
    let mut requests = Requests::new(stream, seat);
    while let Some(incoming) = requests.next() {
        let goes_on = incoming.keeps_alive();
        let status = match (&incoming.failure, &incoming.head) {
            (Some((_, status)), _) => status.unwrap_or(0),
            (None, None) => 400,
            (None, Some(head)) => {
                let whole = head.target.split('#').next().unwrap_or_default();
                let (path, query) = match whole.split_once('?') {
                    Some((path, query)) => (path, Some(query)),
                    None => (whole, None),
                };
                let file = routes
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .get(path)
                    .cloned();
                match (file, head.method.as_str()) {
                    (Some(file), _) if !file.taker.is(from, acquaintance) => 403,
                    (Some(file), "GET" | "HEAD") => {
                        let asked = Asked {
                            method: &head.method,
                            query,
                            began: incoming.began,
                        };
                        if file.serve(&mut requests, asked, seat) && goes_on {
                            continue;
                        }
                        return;
                    }
                    (Some(_), _) => 405,
                    (None, _) => 404,
                }
            }
        };
        if status != 0 {
            requests.answer(status, !goes_on);
        }
        if status == 0 || !goes_on {
            return;
        }
    }
}

/// A port that is taken, and where nobody listens: connections are refused for as long as the socket lives.
fn closed_port(at: SocketAddr) -> io::Result<(SocketAddr, Socket)> {
    let socket = Socket::new(Domain::for_address(at), Type::STREAM, None)?;
    socket.bind(&at.into())?;
    let address = socket.local_addr()?.as_socket();
    let address = address.ok_or_else(|| io::Error::other("the system gave no port"))?;
    Ok((address, socket))
}

fn extension_of(content_type: &str) -> &'static str {
    match content_type.split(';').next().unwrap_or_default().trim() {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "text/plain" => "txt",
        "audio/mpeg" => "mp3",
        "video/mp4" => "mp4",
        _ => "bin",
    }
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
