//! URLs and addresses: where to connect, and from where.

use std::net::{IpAddr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::sync::mpsc;
use std::time::Duration;

/// How long a name may take to resolve.
const RESOLVE: Duration = Duration::from_secs(5);

/// An http URL, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// `host[:port]` as it stands in the URL: the value of HOST.
    pub(super) authority: String,
    /// The host, without brackets.
    pub(super) host: String,
    /// The port, 80 if there is none.
    pub(super) port: u16,
    /// Path and query, never empty.
    pub(super) target: String,
}

impl Place {
    /// Takes a URL apart.
    ///
    /// # Errors
    /// Why the kit cannot go there, in words.
    pub(super) fn of_url(url: &str) -> Result<Self, String> {
        let rest = url
            .get(..7)
            .filter(|scheme| scheme.eq_ignore_ascii_case("http://"))
            .map(|_| &url[7..])
            .ok_or_else(|| format!("{url:?} is no http URL"))?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let authority = authority
            .rsplit_once('@')
            .map_or(authority, |(_, after)| after);
        let (host, port) = host_and_port(authority, 80)?;
        let path = path.split('#').next().unwrap_or_default();
        let mut target = String::with_capacity(path.len() + 1);
        if !path.starts_with('/') {
            target.push('/');
        }
        // Blanks and controls in a URL would end the request line.
        for c in path.chars() {
            if c <= ' ' || c == '\u{7f}' {
                target.push_str(&format!("%{:02X}", u32::from(c)));
            } else {
                target.push(c);
            }
        }
        Ok(Self {
            authority: authority.to_owned(),
            host,
            port,
            target,
        })
    }

    /// Takes `host:port` apart.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub(super) fn of_authority(authority: &str) -> Result<Self, String> {
        let (host, port) = host_and_port(authority, 80)?;
        Ok(Self {
            authority: authority.to_owned(),
            host,
            port,
            target: "/".to_owned(),
        })
    }

    /// The address to connect to.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub(super) fn resolve(&self) -> Result<SocketAddr, String> {
        if let Ok(address) = self.host.parse::<IpAddr>() {
            return Ok(SocketAddr::new(address, self.port));
        }
        // The system's resolver knows no time-out, so it works on a thread that may be left behind.
        let (to, from) = mpsc::channel();
        let name = (self.host.clone(), self.port);
        std::thread::spawn(move || {
            let found = name
                .to_socket_addrs()
                .map(|addresses| addresses.collect::<Vec<_>>());
            // Nobody listens any more when the time was over.
            let _ = to.send(found);
        });
        match from.recv_timeout(RESOLVE) {
            Ok(Ok(found)) => {
                let four = found.iter().find(|address| address.is_ipv4());
                four.or(found.first())
                    .copied()
                    .ok_or_else(|| format!("the name {:?} has no address", self.host))
            }
            Ok(Err(error)) => Err(format!(
                "the name {:?} does not resolve: {error}",
                self.host
            )),
            Err(_) => Err(format!("the name {:?} does not resolve in time", self.host)),
        }
    }
}

fn host_and_port(authority: &str, default: u16) -> Result<(String, u16), String> {
    let wrong = || format!("{authority:?} is no host and port");
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, after) = rest.split_once(']').ok_or_else(wrong)?;
            host.parse::<Ipv6Addr>().map_err(|_| wrong())?;
            (
                host,
                after.strip_prefix(':').or((after.is_empty()).then_some("")),
            )
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, Some("")),
        },
    };
    let port = match port.ok_or_else(wrong)? {
        "" => default,
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse().map_err(|_| wrong())?
        }
        _ => return Err(wrong()),
    };
    if host.is_empty() || host.chars().any(|c| c <= ' ' || c == '\u{7f}') {
        return Err(wrong());
    }
    Ok((host.to_owned(), port))
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
    fn urls_are_taken_apart() {
        let place = Place::of_url("http://192.0.2.1:49152/ctl?x=1#top").expect("a URL");
        assert_eq!(
            (place.authority.as_str(), place.port, place.target.as_str()),
            ("192.0.2.1:49152", 49152, "/ctl?x=1")
        );
        let bare = Place::of_url("HTTP://device").expect("a URL");
        assert_eq!(
            (bare.authority.as_str(), bare.port, bare.target.as_str()),
            ("device", 80, "/")
        );
        let six = Place::of_url("http://u:p@[::1]:81?q").expect("a URL");
        assert_eq!(
            (six.host.as_str(), six.port, six.target.as_str()),
            ("::1", 81, "/?q")
        );
        assert_eq!(six.resolve(), Ok("[::1]:81".parse().expect("an address")));
        assert_eq!(
            Place::of_url("http://h/a b\r\nX: 1").expect("a URL").target,
            "/a%20b%0D%0AX:%201"
        );
    }

    #[test]
    fn what_is_no_url_is_refused_in_words() {
        for url in [
            "",
            "https://h/",
            "http://",
            "http://h:99999/",
            "http://[::1/",
            "http://h:x/",
            "http://[::1]x/",
        ] {
            assert!(Place::of_url(url).is_err(), "{url}");
        }
        assert!(Place::of_authority("127.0.0.1:80").is_ok());
    }

    #[test]
    fn the_way_to_ourselves_is_local() {
        let loopback = IpAddr::from([127, 0, 0, 1]);
        assert_eq!(local_towards(loopback), Ok(loopback));
    }
}
