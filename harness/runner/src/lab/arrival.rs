//! When bytes arrived at this machine, which is earlier than when the kit found the time to read them.
//!
//! On a loaded machine a thread reads late: two notifications that arrived 1,100 ms apart are then read 900 ms apart.
//! The system knows better, and that is what intervals are judged by.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

/// Lets the system note when bytes arrive for the listener's connections, where it can.
#[cfg(target_os = "linux")]
pub(super) fn stamp(listener: &TcpListener) {
    use nix::sys::socket::{setsockopt, sockopt};
    // Without it the moment of reading counts.
    let _ = setsockopt(listener, sockopt::ReceiveTimestampns, &true);
}

/// Lets the system note when bytes arrive for the listener's connections, where it can.
#[cfg(not(target_os = "linux"))]
pub(super) fn stamp(_: &TcpListener) {}

/// Reads, and says how long the bytes have been waiting for it.
///
/// # Errors
/// The system's.
#[cfg(target_os = "linux")]
pub(super) fn read(stream: &mut TcpStream, chunk: &mut [u8]) -> io::Result<(usize, Duration)> {
    use std::io::IoSliceMut;
    use std::os::fd::AsRawFd as _;
    use std::time::SystemTime;

    use nix::sys::socket::{ControlMessageOwned, MsgFlags, recvmsg};
    use nix::sys::time::TimeSpec;

    let mut into = [IoSliceMut::new(chunk)];
    let mut control = nix::cmsg_space!(TimeSpec);
    let read = recvmsg::<()>(
        stream.as_raw_fd(),
        &mut into,
        Some(&mut control),
        MsgFlags::empty(),
    )
    .map_err(io::Error::from)?;
    let arrived = read.cmsgs().ok().and_then(|mut messages| {
        messages.find_map(|message| match message {
            ControlMessageOwned::ScmTimestampns(at) => Some(Duration::from(at)),
            _ => None,
        })
    });
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let waited = match (arrived, now) {
        // A clock that was set in between says nothing of what took longer than any read.
        (Some(arrived), Ok(now)) => now.checked_sub(arrived).filter(|waited| *waited < LONGEST),
        _ => None,
    };
    Ok((read.bytes, waited.unwrap_or_default()))
}

/// Reads, and says how long the bytes have been waiting for it, which nobody knows here.
///
/// # Errors
/// The system's.
#[cfg(not(target_os = "linux"))]
pub(super) fn read(stream: &mut TcpStream, chunk: &mut [u8]) -> io::Result<(usize, Duration)> {
    io::Read::read(stream, chunk).map(|count| (count, Duration::ZERO))
}

/// The longest that bytes may have waited.
#[cfg(target_os = "linux")]
const LONGEST: Duration = Duration::from_secs(60);

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn what_waits_to_be_read_is_known_to_have_waited() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        stamp(&listener);
        let address = listener.local_addr().expect("it is bound");
        let mut sender = TcpStream::connect(address).expect("it listens");
        let (mut stream, _) = listener.accept().expect("one is waiting");
        // The system takes a moment to begin with it.
        let waited = (0..10_000).map(|_| {
            sender.write_all(b"N").expect("it is connected");
            // Until the byte is there; it stays unread.
            stream.peek(&mut [0]).expect("it comes");
            let (count, waited) = read(&mut stream, &mut [0; 16]).expect("it is there");
            assert_eq!(count, 1);
            waited
        });
        assert!(waited.into_iter().any(|waited| !waited.is_zero()));
    }
}
