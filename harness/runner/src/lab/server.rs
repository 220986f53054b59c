//! A listener of our own: for notifications, and for files. It serves whatever a network may throw at it: strangers
//! make room for each other, and the device never has to make room for a stranger.

mod shutter;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use super::acquaintance::Acquaintance;
use super::arrival;
use super::guests::{Guests, Seat};
use shutter::Shutter;

/// What is done with a connection.
pub(super) type Service = Arc<dyn Fn(TcpStream, SocketAddr, &Seat) + Send + Sync>;

/// What a connection's thread needs: buffers are on the heap.
const STACK: usize = 512 * 1024;

/// A listener with a thread a connection. It ends when it is dropped.
#[derive(Debug)]
pub(super) struct Server {
    address: SocketAddr,
    guests: Arc<Guests>,
    missed: Arc<AtomicU64>,
    shutter: Arc<Shutter>,
}

impl Server {
    /// Listens; port 0 lets the system choose.
    ///
    /// # Errors
    /// When it cannot listen there.
    pub(super) fn start(
        at: SocketAddr,
        acquaintance: Arc<Acquaintance>,
        service: Service,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(at)?;
        // Connections have it from their listener, so that nothing arrives before it is on.
        arrival::stamp(&listener);
        let address = listener.local_addr()?;
        let (guests, missed): (Arc<Guests>, Arc<AtomicU64>) = Default::default();
        let shutter = Arc::<Shutter>::default();
        let door = Door {
            guests: Arc::clone(&guests),
            missed: Arc::clone(&missed),
            shutter: Arc::clone(&shutter),
            acquaintance,
            service,
        };
        thread::Builder::new()
            .name("listener".to_owned())
            .spawn(move || door.keep(listener, address))?;
        Ok(Self {
            address,
            guests,
            missed,
            shutter,
        })
    }

    /// Stops listening, so that connections are refused.
    ///
    /// # Errors
    /// When it goes on listening.
    pub(super) fn close_door(&self) -> io::Result<()> {
        self.shutter.shut(|| self.poke())
    }

    /// Listens again, at the same port; nothing if it does.
    ///
    /// # Errors
    /// When somebody else has the port meanwhile.
    pub(super) fn open_door(&self) -> io::Result<()> {
        self.shutter.open()
    }

    /// Wakes the accepting thread up.
    fn poke(&self) {
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_millis(200));
    }

    /// `http://host:port`.
    pub(super) fn base(&self) -> String {
        base_of(self.address)
    }

    /// How many connections of the device could not be served, which is the kit's fault.
    pub(super) fn missed(&self) -> u64 {
        self.missed.load(Ordering::Relaxed)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.guests.close();
        self.shutter.end();
        // The accepting thread wakes up by a connection; if it cannot be made, it ends with the process.
        self.poke();
    }
}

/// `http://host:port`.
pub(super) fn base_of(address: SocketAddr) -> String {
    match address.ip() {
        IpAddr::V4(ip) => format!("http://{ip}:{}", address.port()),
        // A zone means nothing to the other side.
        IpAddr::V6(ip) => format!("http://[{ip}]:{}", address.port()),
    }
}

/// Where connections come in.
struct Door {
    guests: Arc<Guests>,
    missed: Arc<AtomicU64>,
    shutter: Arc<Shutter>,
    acquaintance: Arc<Acquaintance>,
    service: Service,
}

impl Door {
    fn keep(&self, mut listener: TcpListener, at: SocketAddr) {
        loop {
            let accepted = listener.accept();
            if self.guests.are_closed() {
                return;
            }
            if self.shutter.is_wanted() {
                drop((accepted, listener));
                self.guests.hang_up();
                match self.shutter.closed_until_opened(at) {
                    Some(again) => listener = again,
                    None => return,
                }
                continue;
            }
            match accepted {
                Ok((stream, from)) => {
                    let of_device = self.acquaintance.knows(from.ip());
                    if !self.admit(stream, from, of_device) && of_device {
                        self.missed.fetch_add(1, Ordering::Relaxed);
                    }
                }
                // The peer was gone before it was greeted; or out of descriptors: then the next one waits for its turn.
                Err(_) => {
                    self.guests.make_room();
                    thread::sleep(Duration::from_millis(10));
                }
            }
        }
    }

    /// Serves the connection on a thread of its own; whether that is possible.
    fn admit(&self, stream: TcpStream, from: SocketAddr, of_device: bool) -> bool {
        let Some(seat) = self.guests.admit(&stream, from.ip(), of_device) else {
            return false;
        };
        let service = Arc::clone(&self.service);
        thread::Builder::new()
            .name("connection".to_owned())
            .stack_size(STACK)
            .spawn(move || service(stream, from, &seat))
            .is_ok()
    }
}
