//! Making a connection, more than once where nobody answers.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::Duration;

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
    let socket =
        Socket::new(Domain::for_address(to), Type::STREAM, Some(Protocol::TCP)).map_err(broken)?;
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
