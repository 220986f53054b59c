//! Socket input and output that never outlasts a deadline or a request to stop.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};

/// How long a blocking call may keep a thread from seeing that it has to stop.
const SLICE: Duration = Duration::from_millis(150);
/// How often a pending connection is looked at.
const CONNECT_STEP: Duration = Duration::from_millis(2);

/// A request to stop, shared by the threads it concerns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    pub(crate) fn new() -> Stop {
        Stop::default()
    }

    pub(crate) fn request(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub(crate) fn requested(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Sleeps, unless asked to stop. True when the whole time has passed.
    pub(crate) fn sleep(&self, time: Duration) -> bool {
        let until = Instant::now() + time;
        while !self.requested() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            thread::sleep(left.min(SLICE / 5));
        }
        false
    }

    fn slice(&self, deadline: Instant) -> io::Result<Duration> {
        if self.requested() {
            return Err(io::Error::new(ErrorKind::Interrupted, "stopping"));
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::Error::new(ErrorKind::TimedOut, "deadline passed"));
        }
        Ok(left.min(SLICE))
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

/// Reads what is there, waiting for it until the deadline; 0 is the end of the stream.
pub(crate) fn read_some(
    mut stream: &TcpStream,
    buffer: &mut [u8],
    deadline: Instant,
    stop: &Stop,
) -> io::Result<usize> {
    loop {
        stream.set_read_timeout(Some(stop.slice(deadline)?))?;
        match stream.read(buffer) {
            Err(error) if is_pause(&error) => {}
            other => return other,
        }
    }
}

/// Writes everything until the deadline.
pub(crate) fn write_all(
    mut stream: &TcpStream,
    mut bytes: &[u8],
    deadline: Instant,
    stop: &Stop,
) -> io::Result<()> {
    while !bytes.is_empty() {
        stream.set_write_timeout(Some(stop.slice(deadline)?))?;
        match stream.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(error) if is_pause(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Connects until the deadline. The pending connection is polled, so that a request to stop is seen at once.
pub(crate) fn connect(to: SocketAddr, deadline: Instant, stop: &Stop) -> io::Result<TcpStream> {
    let socket = Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_nonblocking(true)?;
    if let Err(error) = socket.connect(&to.into()) {
        // EINPROGRESS has no ErrorKind of its own on stable Rust: every failure that is final shows in
        // take_error() or in the code itself.
        if error.kind() == ErrorKind::ConnectionRefused || error.kind() == ErrorKind::InvalidInput {
            return Err(error);
        }
        loop {
            if let Some(failed) = socket.take_error()? {
                return Err(failed);
            }
            if socket.peer_addr().is_ok() {
                break;
            }
            let step = stop.slice(deadline)?.min(CONNECT_STEP);
            thread::sleep(step);
        }
    }
    socket.set_nonblocking(false)?;
    socket.set_tcp_nodelay(true)?;
    Ok(socket.into())
}

/// Ends a connection so that the peer gets the last answer: says FIN, then reads what it still had under way, for a short time.
pub(crate) fn linger(stream: &TcpStream, time: Duration, most: usize, stop: &Stop) {
    if stream.shutdown(std::net::Shutdown::Write).is_err() {
        return;
    }
    let deadline = Instant::now() + time;
    let mut buffer = [0u8; 4096];
    let mut seen = 0;
    while seen < most {
        match read_some(stream, &mut buffer, deadline, stop) {
            Ok(0) | Err(_) => return,
            Ok(read) => seen += read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[test]
    fn connects_writes_and_reads() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stop = Stop::new();
        let client = connect(listener.local_addr().unwrap(), soon(), &stop).unwrap();
        let (server, _) = listener.accept().unwrap();
        write_all(&client, b"hello", soon(), &stop).unwrap();
        let mut buffer = [0; 16];
        assert_eq!(read_some(&server, &mut buffer, soon(), &stop).unwrap(), 5);
        drop(client);
        assert_eq!(read_some(&server, &mut buffer, soon(), &stop).unwrap(), 0);
    }

    #[test]
    fn a_closed_port_is_an_error() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        assert!(connect(address, soon(), &Stop::new()).is_err());
    }

    #[test]
    fn stop_and_deadline_end_a_read() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let stop = Stop::new();
        let mut buffer = [0; 4];
        let late = Instant::now() + Duration::from_millis(20);
        let error = read_some(&client, &mut buffer, late, &stop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        stop.request();
        let error = read_some(&client, &mut buffer, soon(), &stop).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Interrupted);
        assert!(!stop.sleep(Duration::from_secs(60)));
    }
}
