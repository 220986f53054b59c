//! A file that the lab serves, byte by byte, and who fetched it.

use std::io::{self, Write};
use std::net::{IpAddr, TcpStream};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::lab::{Fetch, FileManner, FileOffer, LabError};
use ctk_wire::http::write_response;
use socket2::SockRef;

use super::acquaintance::Acquaintance;
use super::connection::is_time_out;
use super::deadline::{Deadline, SLICE};
use super::guests::Seat;
use super::incoming::Requests;
use super::taker::Taker;

/// Fetches that are remembered of a file.
const KEPT: usize = 1000;

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
pub(super) struct Asked<'r> {
    pub(super) method: &'r str,
    pub(super) query: Option<&'r str>,
    pub(super) began: Instant,
}

impl File {
    /// Nobody has fetched it yet. Times count from `origin`.
    pub(super) fn new(offer: &FileOffer, origin: Instant) -> Self {
        Self {
            offer: offer.clone(),
            origin,
            fetches: Mutex::default(),
            changed: Condvar::new(),
            taker: Taker::default(),
        }
    }

    /// Who asks for it from there may have it.
    pub(super) fn is_for(&self, from: IpAddr, acquaintance: &Acquaintance) -> bool {
        self.taker.is(from, acquaintance)
    }

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
    pub(super) fn serve(&self, requests: &mut Requests<'_>, asked: Asked<'_>, seat: &Seat) -> bool {
        let (announced, sent) = match self.offer.manner {
            FileManner::NotFound | FileManner::NotFoundAfter { .. } | FileManner::Refused => {
                if asked.method == "GET" {
                    let number = self.begin(asked);
                    self.hold_back(number, seat);
                    self.update(number, |tracked| tracked.over = true);
                }
                requests.answer(404, false);
                return true;
            }
            FileManner::Whole | FileManner::Slow { .. } => (self.offer.size, self.offer.size),
            FileManner::CutOffAfter { .. } => (self.offer.size, self.offer.size / 2),
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
        if matches!(self.offer.manner, FileManner::CutOffAfter { .. }) {
            self.hold_back(number, seat);
            // A reset, so that nobody takes it for the end of the file.
            let _ = SockRef::from(&*stream).set_linger(Some(Duration::ZERO));
        }
        self.update(number, |tracked| {
            tracked.fetch.complete = whole;
            tracked.over = true;
        });
        whole
    }

    /// The first fetch ends when its time has come.
    fn hold_back(&self, number: usize, seat: &Seat) {
        let (FileManner::NotFoundAfter { ms } | FileManner::CutOffAfter { ms }, 0) =
            (self.offer.manner, number)
        else {
            return;
        };
        let until = Instant::now() + Duration::from_millis(ms);
        while !seat.is_over() && Instant::now() < until {
            let left = until.saturating_duration_since(Instant::now());
            std::thread::sleep(left.min(SLICE));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slow_file_is_due_bit_by_bit() {
        let pace = Duration::from_secs(10);
        assert_eq!(due_by(Duration::ZERO, pace, 1000), 0);
        assert_eq!(due_by(Duration::from_secs(5), pace, 1000), 500);
        assert_eq!(due_by(Duration::from_secs(11), pace, 1000), 1000);
        assert_eq!(due_by(Duration::ZERO, Duration::ZERO, 7), 7);
    }

    #[test]
    fn content_does_not_depend_on_how_it_is_cut() {
        let whole = content(0, 300);
        let pieces = [content(0, 100), content(100, 200)].concat();
        assert_eq!(whole, pieces);
        assert!(whole.iter().all(u8::is_ascii));
    }
}
