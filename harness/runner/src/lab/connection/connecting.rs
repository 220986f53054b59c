//! Making a connection, more than once where nobody answers.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use ctk_suite::lab::{HttpFailure, LabError};
use socket2::{Domain, Protocol, Socket, Type};

/// Attempts before the last one, each by a port of its own, and how long each may take: the system itself asks twice in
/// that time.
const ATTEMPTS: usize = 3;
const ATTEMPT: Duration = Duration::from_secs(2);

/// A port that is bound before the other side is known is its socket's alone, and for a minute after its end nobody's:
/// some runs at the same time use them up, and the search for one that is left takes ever longer. So it is chosen when
/// the connection is made, where the system knows how.
#[cfg(target_os = "linux")]
fn share_ports(socket: &Socket) -> io::Result<()> {
    nix::sys::socket::setsockopt(
        socket,
        nix::sys::socket::sockopt::IpBindAddressNoPort,
        &true,
    )
    .map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn share_ports(_socket: &Socket) -> io::Result<()> {
    Ok(())
}

/// How long a socket is waited for while the program has as many files open as it may: other cases give theirs back.
const ROOM: Duration = Duration::from_secs(5);
const ROOM_AGAIN: Duration = Duration::from_millis(50);

fn once_there_is_room<T>(make: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let since = Instant::now();
    loop {
        match make() {
            Err(error) if is_full(&error) => {
                if since.elapsed() >= ROOM {
                    return Err(io::Error::new(
                        error.kind(),
                        format!(
                            "{error}; allow more open files, `ulimit -n`, or run fewer cases at a time, --jobs"
                        ),
                    ));
                }
                thread::sleep(ROOM_AGAIN);
            }
            made => return made,
        }
    }
}

/// Whether the program, or the machine, has no descriptor left.
#[cfg(target_os = "linux")]
fn is_full(error: &io::Error) -> bool {
    use nix::errno::Errno;
    let full = [Errno::EMFILE, Errno::ENFILE];
    error
        .raw_os_error()
        .is_some_and(|code| full.contains(&Errno::from_raw(code)))
}

#[cfg(not(target_os = "linux"))]
fn is_full(_error: &io::Error) -> bool {
    false
}

/// Connects. An attempt that nobody answers is lost on the way more often than at its end, and nothing was sent by it: it
/// is made again before it says anything of the other side.
///
/// # Errors
/// The outer one when the lab cannot do that, the inner one when the other side is not there.
pub(super) fn connected(
    to: SocketAddr,
    source: Option<IpAddr>,
    within: Duration,
) -> Result<Result<TcpStream, HttpFailure>, LabError> {
    for _ in 0..ATTEMPTS {
        match attempt(to, source, within.min(ATTEMPT))? {
            Err(HttpFailure::Unreachable(_)) => {}
            other => return Ok(other),
        }
    }
    attempt(to, source, within)
}

fn attempt(
    to: SocketAddr,
    source: Option<IpAddr>,
    within: Duration,
) -> Result<Result<TcpStream, HttpFailure>, LabError> {
    let broken = |error: io::Error| LabError::Broken(format!("no socket for {to}: {error}"));
    let socket = once_there_is_room(|| {
        Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP))
    })
    .map_err(broken)?;
    if let Some(source) = source.filter(|source| source.is_ipv4() == to.is_ipv4()) {
        share_ports(&socket)
            .and_then(|()| socket.bind(&SocketAddr::new(source, 0).into()))
            .map_err(|error| {
                LabError::Unavailable(format!("cannot send from {source}: {error}"))
            })?;
    }
    if let Err(error) = socket.connect_timeout(&to.into(), within) {
        return Ok(Err(match error.kind() {
            ErrorKind::ConnectionRefused => HttpFailure::Refused,
            ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => HttpFailure::CutOff,
            ErrorKind::TimedOut => HttpFailure::Unreachable(format!(
                "no answer to {} attempts to connect, the last of {} s",
                ATTEMPTS + 1,
                within.as_secs()
            )),
            _ => HttpFailure::Unreachable(error.to_string()),
        }));
    }
    let stream = TcpStream::from(socket);
    stream.set_nodelay(true).map_err(broken)?;
    Ok(Ok(stream))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::cell::Cell;

    use nix::errno::Errno;

    use super::*;

    #[test]
    fn a_socket_that_there_is_no_room_for_is_made_when_others_are_closed() {
        let tries = Cell::new(0);
        let made = once_there_is_room(|| {
            tries.set(tries.get() + 1);
            match tries.get() {
                1 => Err(io::Error::from_raw_os_error(Errno::EMFILE as i32)),
                2 => Err(io::Error::from_raw_os_error(Errno::ENFILE as i32)),
                third => Ok(third),
            }
        });
        assert_eq!(made.expect("there is room at last"), 3);
        let denied = || Err::<(), _>(io::Error::from_raw_os_error(Errno::EACCES as i32));
        assert!(once_there_is_room(denied).is_err());
    }
}
