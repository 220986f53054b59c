//! A listener of our own: for notifications, and for files.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Connections served at the same time; more are turned away.
const AT_ONCE: usize = 64;

/// Whether a server is to end.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Whether it is.
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What is done with a connection.
pub(super) type Service = Arc<dyn Fn(TcpStream, SocketAddr, &Stop) + Send + Sync>;

/// A listener with a thread a connection. It ends when it is dropped.
#[derive(Debug)]
pub(super) struct Server {
    address: SocketAddr,
    stop: Stop,
}

impl Server {
    /// Listens; port 0 lets the system choose.
    ///
    /// # Errors
    /// When it cannot listen there.
    pub(super) fn start(at: SocketAddr, service: Service) -> io::Result<Self> {
        let listener = TcpListener::bind(at)?;
        let address = listener.local_addr()?;
        let stop = Stop::default();
        let stopped = stop.clone();
        thread::Builder::new()
            .name("listener".to_owned())
            .spawn(move || accept(&listener, &service, &stopped))?;
        Ok(Self { address, stop })
    }

    /// `http://host:port`.
    pub(super) fn base(&self) -> String {
        base_of(self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.0.store(true, Ordering::Relaxed);
        // The accepting thread wakes up by a connection; if it cannot be made, it ends with the process.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_millis(200));
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

fn accept(listener: &TcpListener, service: &Service, stop: &Stop) {
    let busy = Arc::new(AtomicUsize::new(0));
    loop {
        let accepted = listener.accept();
        if stop.is_set() {
            return;
        }
        let Ok((stream, from)) = accepted else {
            // Out of descriptors, or the peer was gone before it was greeted: either passes.
            thread::sleep(Duration::from_millis(10));
            continue;
        };
        let place = Occupied::take(&busy);
        if busy.load(Ordering::Relaxed) > AT_ONCE {
            continue;
        }
        let (service, stop) = (Arc::clone(service), stop.clone());
        // Without a thread the connection closes, which is all that can be done.
        let _ = thread::Builder::new()
            .name("connection".to_owned())
            .spawn(move || {
                let _place = place;
                service(stream, from, &stop);
            });
    }
}

/// A place among the connections; given back also when the thread panics.
struct Occupied(Arc<AtomicUsize>);

impl Occupied {
    fn take(busy: &Arc<AtomicUsize>) -> Self {
        busy.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(busy))
    }
}

impl Drop for Occupied {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
