//! Addresses: where to connect, and from where.

use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs, UdpSocket};
use std::sync::mpsc;
use std::time::Duration;

use ctk_wire::uri::HttpUrl;

/// How long a name may take to resolve.
const RESOLVE: Duration = Duration::from_secs(5);

/// How long a connection may take when nobody has answered already.
const CONNECT: Duration = Duration::from_secs(3);

/// The address to connect to: IPv4 where there is one.
///
/// # Errors
/// Why there is none, in words.
pub(super) fn resolve(url: &HttpUrl) -> Result<SocketAddr, String> {
    let found = resolve_all(url)?;
    let four = found.iter().find(|address| address.is_ipv4());
    four.or(found.first())
        .copied()
        .ok_or_else(|| format!("the name {:?} has no address", url.host))
}

/// All addresses of the URL's host.
///
/// # Errors
/// Why there are none, in words.
pub(super) fn resolve_all(url: &HttpUrl) -> Result<Vec<SocketAddr>, String> {
    if let Ok(address) = url.host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, url.port)]);
    }
    // The system's resolver knows no time-out, so it works on a thread that may be left behind.
    let (to, from) = mpsc::channel();
    // A zone's percent sign is escaped in a URL (RFC 6874).
    let name = (url.host.replace("%25", "%"), url.port);
    let resolver = std::thread::Builder::new().spawn(move || {
        let found = name
            .to_socket_addrs()
            .map(|addresses| addresses.collect::<Vec<_>>());
        // Nobody listens any more when the time was over.
        let _ = to.send(found);
    });
    resolver.map_err(|error| format!("the name {:?} cannot be looked up: {error}", url.host))?;
    match from.recv_timeout(RESOLVE) {
        Ok(Ok(found)) => Ok(found),
        Ok(Err(error)) => Err(format!("the name {:?} does not resolve: {error}", url.host)),
        Err(_) => Err(format!("the name {:?} does not resolve in time", url.host)),
    }
}

/// The URL taken apart, and the address to connect to.
///
/// # Errors
/// Why the kit cannot go there, in words.
pub(crate) fn reach(url: &str) -> Result<(HttpUrl, SocketAddr), String> {
    let read = HttpUrl::parse(url).map_err(|error| format!("{url:?} is {error}"))?;
    let address = resolve(&read)?;
    Ok((read, address))
}

/// Why nobody answers at a URL, looked at once more: its name has no address, nothing listens there, or nobody is there.
pub(crate) fn why_nobody(url: &str) -> String {
    let (read, address) = match reach(url) {
        Ok(found) => found,
        Err(why) => return format!("{why}: is it spelt as the network knows it?"),
    };
    let port = read.port;
    match TcpStream::connect_timeout(&address, CONNECT) {
        Ok(_) => format!("port {port} takes connections, and answers nothing in time"),
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
            format!("that machine is there, and refuses: nothing listens on port {port}")
        }
        Err(error) if error.kind() == ErrorKind::TimedOut => {
            format!(
                "silence: {} answers nothing, not even a refusal",
                address.ip()
            )
        }
        Err(error) => format!("{} cannot be reached: {error}", address.ip()),
    }
}

/// The address of `host:port`.
///
/// # Errors
/// Why there is none, in words.
pub(super) fn resolve_authority(authority: &str) -> Result<SocketAddr, String> {
    let read = HttpUrl::of_authority(authority)
        .map_err(|_| format!("{authority:?} is not a host and port"))?;
    resolve(&read)
}

/// The local address from which packets to the other side leave.
///
/// # Errors
/// Why there is none, in words.
pub(super) fn local_towards(other: IpAddr) -> Result<IpAddr, String> {
    let any = if other.is_ipv4() {
        "0.0.0.0:0"
    } else {
        "[::]:0"
    };
    // Connecting a datagram socket sends nothing: it asks the routing table.
    let socket = UdpSocket::bind(any).map_err(|error| format!("no datagram socket: {error}"))?;
    socket
        .connect((other, 9))
        .and_then(|()| socket.local_addr())
        .map(|local| local.ip())
        .map_err(|error| format!("no route to {other}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_need_no_resolver() {
        let six = reach("HTTP://u:p@[::1]:81?q").map(|(_, address)| address);
        assert_eq!(six, Ok("[::1]:81".parse().expect("an address")));
        let four = resolve_authority("127.0.0.1");
        assert_eq!(four, Ok("127.0.0.1:80".parse().expect("an address")));
        for url in ["", "https://h/", "http://h:99999/"] {
            assert!(reach(url).is_err(), "{url}");
        }
        assert!(resolve_authority("h:x").is_err());
    }

    #[test]
    fn the_way_to_ourselves_is_local() {
        let loopback = IpAddr::from([127, 0, 0, 1]);
        assert_eq!(local_towards(loopback), Ok(loopback));
    }
}
