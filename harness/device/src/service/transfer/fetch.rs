//! Fetching one file over HTTP, with a bound on everything.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use ctk_wire::http::{Limits, Progress, RequestBytes, Response, ResponseReader};

use super::reach::Reach;

const CONNECT: Duration = Duration::from_secs(5);
/// How long a look at a file may take before it is used.
const LOOK: Duration = Duration::from_secs(10);
/// The longest silence of a server.
const SILENCE: Duration = Duration::from_secs(20);
/// How long one read waits before the transfer looks around.
const GLANCE: Duration = Duration::from_millis(50);
/// Bytes of one file.
const MOST_BYTES: usize = 64 * 1024 * 1024;
const MOST_REDIRECTS: usize = 4;
const MOST_ADDRESSES: usize = 4;

/// Why there is no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FetchError {
    /// The transfer was stopped.
    Stopped,
    /// The link cannot be fetched, or what it gives is not the file described.
    Failed,
}

/// An `http` link in its parts.
#[derive(Debug, PartialEq, Eq)]
struct Link {
    /// As in the HOST header.
    authority: String,
    host: String,
    port: u16,
    target: String,
}

/// What of a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Whole,
    /// Its header alone.
    Head,
    /// Its first byte alone.
    FirstByte,
}

/// Fetches a file of `size` bytes and gives the number of bytes it has. `go_on` hears of the bytes so
/// far, often, and stops the transfer by answering false.
pub(super) fn fetch(
    link: &str,
    size: &str,
    reach: Reach,
    deadline: Instant,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<u64, FetchError> {
    let errand = Errand {
        ask: Ask::Whole,
        reach,
        deadline,
    };
    match fetch_any(link, errand, go_on)? {
        bytes if bytes.to_string() == size => Ok(bytes),
        _ => Err(FetchError::Failed),
    }
}

/// Looks at a file before it is fetched; what comes of it is of no consequence.
pub(super) fn look(link: &str, ask: Ask, reach: Reach) {
    let errand = Errand::soon(ask, reach);
    let _whatever = fetch_any(link, errand, &mut |_| Instant::now() < errand.deadline);
}

/// Whether there is a file under the link.
pub(in crate::service) fn is_there(link: &str, reach: Reach) -> bool {
    let errand = Errand::soon(Ask::Whole, reach);
    fetch_any(link, errand, &mut |_| Instant::now() < errand.deadline).is_ok()
}

/// What is fetched, from where, and until when.
#[derive(Clone, Copy, Debug)]
struct Errand {
    ask: Ask,
    reach: Reach,
    deadline: Instant,
}

impl Errand {
    fn soon(ask: Ask, reach: Reach) -> Self {
        Self {
            ask,
            reach,
            deadline: Instant::now() + LOOK,
        }
    }
}

fn fetch_any(
    link: &str,
    errand: Errand,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<u64, FetchError> {
    let mut link = Link::parse(link).ok_or(FetchError::Failed)?;
    for _ in 0..=MOST_REDIRECTS {
        match request(&link, errand, go_on)? {
            Outcome::File(bytes) => return Ok(bytes),
            Outcome::Elsewhere(location) => {
                let next = link.relative(&location).ok_or(FetchError::Failed)?;
                let same = next.host.eq_ignore_ascii_case(&link.host);
                if !same && !errand.reach.crosses_hosts() {
                    return Err(FetchError::Failed);
                }
                link = next;
            }
        }
    }
    Err(FetchError::Failed)
}

enum Outcome {
    File(u64),
    Elsewhere(String),
}

fn request(
    link: &Link,
    errand: Errand,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<Outcome, FetchError> {
    let Errand {
        ask,
        reach,
        deadline,
    } = errand;
    let failed = |_| FetchError::Failed;
    let mut stream = connect(link, reach, go_on)?;
    stream.set_read_timeout(Some(GLANCE)).map_err(failed)?;
    stream.set_write_timeout(Some(CONNECT)).map_err(failed)?;
    let method = if ask == Ask::Head { "HEAD" } else { "GET" };
    let mut request = RequestBytes::new(method, &link.target)
        .version(1, 1)
        .header("HOST", &link.authority)
        .header("ACCEPT", "*/*")
        .header("CONNECTION", "close");
    if ask == Ask::FirstByte {
        request = request.header("RANGE", "bytes=0-0");
    }
    stream.write_all(&request.build()).map_err(failed)?;
    let (response, bytes) = read_answer(&mut stream, method, deadline, go_on)?;
    match response.head.status {
        200 => Ok(Outcome::File(bytes)),
        301 | 302 | 303 | 307 | 308 => {
            let location = response
                .head
                .headers
                .get("LOCATION")
                .ok_or(FetchError::Failed)?;
            Ok(Outcome::Elsewhere(location.to_owned()))
        }
        _ => Err(FetchError::Failed),
    }
}

fn read_answer(
    stream: &mut TcpStream,
    method: &str,
    deadline: Instant,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<(Response, u64), FetchError> {
    let limits = Limits {
        body_bytes: MOST_BYTES,
        ..Limits::default()
    };
    let mut reader = ResponseReader::new(limits, method);
    let mut heard = Instant::now();
    let mut buffer = [0; 16 * 1024];
    let mut came = 0;
    loop {
        // The bytes are counted, and not kept.
        came += reader.take_body_so_far().len() as u64;
        if came > MOST_BYTES as u64 {
            return Err(FetchError::Failed);
        }
        let fetched = match reader.head() {
            Some(head) if head.status == 200 => came,
            _ => 0,
        };
        if !go_on(fetched) {
            return Err(FetchError::Stopped);
        }
        let progress = match stream.read(&mut buffer) {
            Ok(0) => reader.eof(),
            Ok(count) => {
                heard = Instant::now();
                reader.feed(&buffer[..count])
            }
            Err(error) if is_wait(error.kind()) => {
                if heard.elapsed() > SILENCE || Instant::now() > deadline {
                    return Err(FetchError::Failed);
                }
                continue;
            }
            Err(_) => return Err(FetchError::Failed),
        };
        match progress.map_err(|_| FetchError::Failed)? {
            Progress::More if Instant::now() > deadline => return Err(FetchError::Failed),
            Progress::More => {}
            Progress::Complete => break,
        }
    }
    came += reader.take_body_so_far().len() as u64;
    let response = reader.take().map_err(|_| FetchError::Failed)?;
    Ok((response, came))
}

fn is_wait(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
    )
}

fn connect(
    link: &Link,
    reach: Reach,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Result<TcpStream, FetchError> {
    // RFC 6761: no name under .invalid exists, so no resolver needs to be asked.
    if link.host.to_ascii_lowercase().ends_with(".invalid") {
        return Err(FetchError::Failed);
    }
    let addresses = (link.host.as_str(), link.port)
        .to_socket_addrs()
        .map_err(|_| FetchError::Failed)?;
    for address in addresses.take(MOST_ADDRESSES) {
        if !go_on(0) {
            return Err(FetchError::Stopped);
        }
        if !reach.has(address.ip()) {
            continue;
        }
        if let Ok(stream) = TcpStream::connect_timeout(&address, CONNECT) {
            return Ok(stream);
        }
    }
    Err(FetchError::Failed)
}

impl Link {
    fn parse(link: &str) -> Option<Self> {
        let (scheme, rest) = link.split_once("://")?;
        if !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let (host, port) = match authority.strip_prefix('[') {
            Some(literal) => {
                let (host, after) = literal.split_once(']')?;
                (
                    host,
                    if after.is_empty() {
                        None
                    } else {
                        Some(after.strip_prefix(':')?)
                    },
                )
            }
            None => match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            },
        };
        let port = match port {
            None | Some("") => 80,
            Some(port) => port.parse().ok().filter(|port| *port != 0)?,
        };
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~%:[]".contains(&b);
        if host.is_empty() || !authority.bytes().all(plain) {
            return None;
        }
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        Some(Self {
            authority: authority.to_owned(),
            host: host.to_owned(),
            port,
            target: percent_encode(&path),
        })
    }

    /// Where a redirection leads: an absolute link, or a path on the same server.
    fn relative(&self, location: &str) -> Option<Self> {
        if location.starts_with('/') && !location.starts_with("//") {
            Self::parse(&format!("http://{}{location}", self.authority))
        } else {
            Self::parse(location)
        }
    }
}

fn percent_encode(path: &str) -> String {
    path.bytes()
        .map(|b| {
            if b.is_ascii_graphic() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_taken_apart() {
        let link = Link::parse("HTTP://127.0.0.1:8080/a b?x=1#y").expect("a link");
        assert_eq!((link.host.as_str(), link.port), ("127.0.0.1", 8080));
        assert_eq!(link.target, "/a%20b?x=1");
        let link = Link::parse("http://[::1]?q").expect("a link");
        assert_eq!(
            (link.host.as_str(), link.port, link.target.as_str()),
            ("::1", 80, "/?q")
        );
        let other = link.relative("/there").expect("a path");
        assert_eq!(
            (other.authority.as_str(), other.target.as_str()),
            ("[::1]", "/there")
        );
    }

    #[test]
    fn what_cannot_be_fetched_is_no_link() {
        for wrong in [
            "",
            "ftp://h/x",
            "http://",
            "http://h:0/",
            "http://u@h/",
            "http://h:x/",
            "http://h\r\n/",
        ] {
            assert_eq!(Link::parse(wrong), None, "{wrong:?}");
        }
    }
}
