//! Where events may be sent: the CALLBACK header (4.1.2) and the segment rule (4.1.1).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// URLs taken from one CALLBACK header, and bytes of each.
const MAX_URLS: usize = 8;
const MAX_URL_BYTES: usize = 2048;

/// A delivery URL, taken apart once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Callback {
    pub(crate) address: SocketAddr,
    /// The authority as it was given, for HOST.
    pub(crate) authority: String,
    /// Path and query as they were given; `/` when there was none.
    pub(crate) target: String,
}

/// CALLBACK ::= ('<' http-URL '>')+   in order; what is no usable http URL is left out.
pub(crate) fn parse(header: &str) -> Vec<Callback> {
    header
        .split('<')
        .skip(1)
        .filter_map(|part| part.split_once('>'))
        .filter_map(|(url, _)| parse_url(url))
        .take(MAX_URLS)
        .collect()
}

/// `http://` authority path-and-query. Hosts are literal addresses or `localhost`: asking a name server on behalf of a
/// stranger would lend him our position in the network.
fn parse_url(url: &str) -> Option<Callback> {
    let scheme = url.get(..7)?;
    let plain = url
        .bytes()
        .all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}#".contains(&b));
    if !scheme.eq_ignore_ascii_case("http://") || !plain || url.len() > MAX_URL_BYTES {
        return None;
    }
    let rest = &url[7..];
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let port = match port {
        "" => 80,
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
            digits.parse().ok().filter(|p| *p != 0)?
        }
        _ => return None,
    };
    let ip = match host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        Some(six) => IpAddr::V6(six.parse().ok()?),
        None if host.eq_ignore_ascii_case("localhost") => IpAddr::V4(Ipv4Addr::LOCALHOST),
        None => IpAddr::V4(host.parse().ok()?),
    };
    let target = if path.starts_with('/') {
        path.to_owned()
    } else {
        format!("/{path}")
    };
    Some(Callback {
        address: SocketAddr::new(ip, port),
        authority: authority.to_owned(),
        target,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_whole_and_in_order() {
        let urls =
            parse("<http://127.0.0.1:5000/a?b=c&d>junk<HTTP://[::1]:80> <http://192.168.0.7>");
        assert_eq!(urls.len(), 3);
        assert_eq!(urls[0].target, "/a?b=c&d");
        assert_eq!(urls[0].authority, "127.0.0.1:5000");
        assert_eq!(urls[1].address.to_string(), "[::1]:80");
        assert_eq!(urls[1].target, "/");
        assert_eq!(urls[2].address.to_string(), "192.168.0.7:80");
    }

    #[test]
    fn what_is_no_http_url_is_left_out() {
        for header in [
            "",
            "<>",
            "http://127.0.0.1/",
            "<ftp://127.0.0.1/>",
            "<http://127.0.0.1:0/>",
            "<http://127.0.0.1:+80/>",
            "<http://127.0.0.1:99999/>",
            "<http://user@127.0.0.1/>",
            "<http://example.com/>",
            "<http://127.0.0.1/a b>",
            "<http://127.0.0.1/#f>",
            "<http://127.1/>",
            "<http://é/>",
        ] {
            assert_eq!(parse(header), [], "{header}");
        }
    }
}
