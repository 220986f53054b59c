//! The kit's own listener: who comes to the places that payloads name.

use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ctk_fuzzer::bench::Visit;
use ctk_wire::http::{Limits, Progress, RequestReader, ResponseBytes};

/// Visits that are remembered until they are asked for.
const MOST: usize = 4096;
/// A longer body is not looked at.
const LARGEST: usize = 64 * 1024;
/// Connections served at the same time.
const GUESTS: usize = 64;
/// How long a visitor may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long a file takes.
const TRANSFER: Duration = Duration::from_millis(400);
/// What is served under every path.
const FILE: &[u8] = b"twenty bytes of text";

/// Listens until it is dropped.
pub(super) struct Listener {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    visits: Mutex<Vec<Visit>>,
    guests: AtomicUsize,
    /// Threads that serve guests.
    hosts: AtomicUsize,
    ended: AtomicBool,
}

impl Shared {
    /// Notes who came, once it is known what they want.
    fn note(&self, reader: &RequestReader) {
        let Some(head) = reader.head() else {
            return;
        };
        let body = match reader.body_so_far() {
            body if reader.is_complete() && body.len() <= LARGEST => body.to_vec(),
            _ => Vec::new(),
        };
        let mut visits = self.visits.lock().unwrap_or_else(PoisonError::into_inner);
        if visits.len() < MOST {
            visits.push(Visit {
                path: head.target.chars().take(256).collect(),
                method: head.method.chars().take(32).collect(),
                body,
            });
        }
    }
}

impl Listener {
    /// Listens on this address, on a port of the system's choice.
    pub(super) fn start(at: IpAddr) -> io::Result<Self> {
        let listener = TcpListener::bind((at, 0))?;
        let address = listener.local_addr()?;
        let shared: Arc<Shared> = Arc::default();
        let door = Arc::clone(&shared);
        thread::Builder::new()
            .name("fuzz-listener".to_owned())
            .spawn(move || keep(&listener, &door))?;
        Ok(Self { address, shared })
    }

    /// `http://HOST:PORT`.
    pub(super) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Who came since the last call.
    pub(super) fn visits(&self) -> Vec<Visit> {
        std::mem::take(
            &mut *self
                .shared
                .visits
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // The accepting thread wakes up by a connection; if it cannot be made, it ends with the process.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_millis(200));
    }
}

fn keep(listener: &TcpListener, shared: &Arc<Shared>) {
    let (door, taking) = channel();
    let taking = Arc::new(Mutex::new(taking));
    loop {
        let accepted = listener.accept();
        if shared.ended.load(Ordering::SeqCst) {
            return;
        }
        let Ok((stream, _)) = accepted else {
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        if shared.guests.load(Ordering::SeqCst) >= GUESTS {
            continue;
        }
        let waiting = shared.guests.fetch_add(1, Ordering::SeqCst) + 1;
        if waiting > shared.hosts.load(Ordering::SeqCst) && !host(shared, &taking) {
            shared.guests.fetch_sub(1, Ordering::SeqCst);
            continue;
        }
        // Who hosts takes it as soon as it can.
        let _ = door.send(stream);
    }
}

/// One more thread that serves guests, one after the other; false: there is none.
fn host(shared: &Arc<Shared>, taking: &Arc<Mutex<Receiver<TcpStream>>>) -> bool {
    let (own, taking) = (Arc::clone(shared), Arc::clone(taking));
    let spawned = thread::Builder::new()
        .name("fuzz-visit".to_owned())
        .spawn(move || {
            loop {
                let next = taking.lock().unwrap_or_else(PoisonError::into_inner).recv();
                let Ok(stream) = next else {
                    return;
                };
                serve(stream, &own);
                own.guests.fetch_sub(1, Ordering::SeqCst);
            }
        });
    if spawned.is_ok() {
        shared.hosts.fetch_add(1, Ordering::SeqCst);
    }
    spawned.is_ok()
}

fn serve(mut stream: TcpStream, shared: &Shared) {
    let until = Instant::now() + PATIENCE;
    let mut reader = RequestReader::new(Limits::default());
    let mut buffer = [0; 4096];
    if stream.set_read_timeout(Some(PATIENCE)).is_err() {
        return;
    }
    let mut noted = false;
    while Instant::now() < until {
        let Ok(read @ 1..) = stream.read(&mut buffer) else {
            break;
        };
        let fed = reader.feed(&buffer[..read]);
        // A notification is noted once it is there; anybody else as soon as it is known what they want.
        let more = matches!(fed, Ok(Progress::More));
        if let (false, Some(head)) = (noted, reader.head())
            && !(more && head.method == "NOTIFY")
        {
            noted = true;
            shared.note(&reader);
        }
        match fed {
            Ok(Progress::Complete) => break,
            Ok(Progress::More) => {}
            Err(_) => return,
        }
    }
    if !noted {
        shared.note(&reader);
    }
    if reader
        .head()
        .is_some_and(|head| head.target.starts_with("/link/"))
    {
        // A file is on its way for a moment, so that something can be done meanwhile.
        thread::sleep(TRANSFER);
    }
    let answer = ResponseBytes::new(200, "OK")
        .header("CONTENT-TYPE", "text/plain")
        .header("CONNECTION", "close")
        .body(FILE)
        .build();
    // Who does not wait for the answer does not get it.
    let _ = stream.write_all(&answer);
}
