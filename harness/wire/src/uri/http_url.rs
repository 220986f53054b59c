//! http URLs as they are connected to (RFC 3986 section 3, RFC 9110 section 4.2.1).

use std::fmt;
use std::net::Ipv6Addr;

/// The port of a URL that names none.
const DEFAULT_PORT: u16 = 80;

/// An http URL, taken apart. Whatever can be connected to is read; what RFC 3986 does not allow is a [`Lapse`].
///
/// Written with `Display` it is a URL again that reads as the same place; userinfo and fragment, which no request
/// carries, are gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpUrl {
    /// `host[:port]` as it stands in the URL, without userinfo: the value of HOST.
    pub authority: String,
    /// The host as it stands, without brackets; never empty.
    pub host: String,
    /// The port; 80 if there is none.
    pub port: u16,
    /// Path and query; begins with a slash, and white space and controls are percent-encoded.
    pub target: String,
    lapses: Vec<Lapse>,
}

/// What is odd about a URL that can be understood nevertheless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lapse {
    /// It has userinfo, which http URLs must not have (RFC 9110 section 4.2.4).
    Userinfo,
    /// It has a fragment.
    Fragment,
    /// It has white space or control characters.
    Blank,
    /// It has other characters that a URI has in percent-encoding only, or a `%` without two hexadecimal digits.
    Unescaped,
    /// Its IPv6 address has a zone.
    Zone,
}

/// Why a text is not an http URL that can be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Its scheme is another, or there is none.
    #[error("not an http URL")]
    Scheme,
    /// There is no host, or one with white space.
    #[error("an http URL without a host")]
    Host,
    /// What is in brackets is not an IPv6 address.
    #[error("an http URL whose brackets hold no IPv6 address")]
    Ipv6,
    /// The port is not a number of 16 bits.
    #[error("an http URL whose port is not a number up to 65535")]
    Port,
}

impl HttpUrl {
    /// Takes an absolute http URL apart; its scheme in any case.
    ///
    /// # Errors
    /// Why it cannot be connected to.
    pub fn parse(text: &str) -> Result<HttpUrl, UrlError> {
        const SCHEME: &str = "http://";
        let rest = text
            .get(..SCHEME.len())
            .filter(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
            .map(|_| &text[SCHEME.len()..])
            .ok_or(UrlError::Scheme)?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (place, path) = rest.split_at(end);
        let mut lapses = Vec::new();
        let authority = match place.rsplit_once('@') {
            Some((_, authority)) => {
                lapses.push(Lapse::Userinfo);
                authority
            }
            None => place,
        };
        let path = match path.split_once('#') {
            Some((path, _)) => {
                lapses.push(Lapse::Fragment);
                path
            }
            None => path,
        };
        let mut url = HttpUrl::of_authority(authority)?;
        lapses.append(&mut url.lapses);
        if rest.contains(is_blank) {
            lapses.push(Lapse::Blank);
        }
        if has_unescaped(path) || has_unescaped(&url.host) && !url.is_ipv6() {
            lapses.push(Lapse::Unescaped);
        }
        lapses.sort_unstable();
        url.target = target(path);
        url.lapses = lapses;
        Ok(url)
    }

    /// The root of `host[:port]`.
    ///
    /// # Errors
    /// Why it cannot be connected to.
    pub fn of_authority(authority: &str) -> Result<HttpUrl, UrlError> {
        let mut lapses = Vec::new();
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => {
                let (host, after) = rest.split_once(']').ok_or(UrlError::Ipv6)?;
                let (address, zone) = match host.split_once('%') {
                    Some((address, zone)) => (address, Some(zone)),
                    None => (host, None),
                };
                address.parse::<Ipv6Addr>().map_err(|_| UrlError::Ipv6)?;
                if zone.is_some() {
                    lapses.push(Lapse::Zone);
                }
                let port = match after.strip_prefix(':') {
                    None if !after.is_empty() => return Err(UrlError::Port),
                    port => port.unwrap_or_default(),
                };
                (host, port)
            }
            None => authority.split_once(':').unwrap_or((authority, "")),
        };
        if host.is_empty() || host.contains(is_blank) {
            return Err(UrlError::Host);
        }
        let port = match port {
            "" => DEFAULT_PORT,
            digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().map_err(|_| UrlError::Port)?
            }
            _ => return Err(UrlError::Port),
        };
        Ok(HttpUrl {
            authority: authority.to_owned(),
            host: host.to_owned(),
            port,
            target: "/".to_owned(),
            lapses,
        })
    }

    /// `host:port`, the port always written.
    pub fn place(&self) -> String {
        if self.is_ipv6() {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// The path of the target, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// What is odd about it, each kind once.
    pub fn lapses(&self) -> &[Lapse] {
        &self.lapses
    }

    /// Whether both have the same host, in any spelling of its letters.
    pub fn same_host(&self, other: &HttpUrl) -> bool {
        self.host.eq_ignore_ascii_case(&other.host)
    }

    fn is_ipv6(&self) -> bool {
        self.authority.starts_with('[')
    }
}

impl fmt::Display for HttpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}{}", self.authority, self.target)
    }
}

impl std::str::FromStr for HttpUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<HttpUrl, UrlError> {
        HttpUrl::parse(text)
    }
}

/// Whether the text is an absolute http URL that can be connected to, without white space or controls in it.
pub fn is_absolute_http(text: &str) -> bool {
    HttpUrl::parse(text).is_ok_and(|url| !url.lapses.contains(&Lapse::Blank))
}

/// Whether both are http URLs, and of different hosts.
pub fn leads_away(from: &str, to: &str) -> bool {
    matches!(
        (HttpUrl::parse(from), HttpUrl::parse(to)),
        (Ok(from), Ok(to)) if !from.same_host(&to)
    )
}

/// Whether both are http URLs of the same host.
pub fn same_host(one: &str, other: &str) -> bool {
    matches!(
        (HttpUrl::parse(one), HttpUrl::parse(other)),
        (Ok(one), Ok(other)) if one.same_host(&other)
    )
}

// White space and controls in a URL would end the request line.
fn is_blank(char: char) -> bool {
    char <= ' ' || char == '\u{7f}'
}

fn target(path: &str) -> String {
    let mut target = String::with_capacity(path.len() + 1);
    if !path.starts_with('/') {
        target.push('/');
    }
    for char in path.chars() {
        if is_blank(char) {
            target.push_str(&format!("%{:02X}", u32::from(char)));
        } else {
            target.push(char);
        }
    }
    target
}

/// Whether it has characters, other than white space and controls, that stand in a URI in percent-encoding only.
fn has_unescaped(part: &str) -> bool {
    part.char_indices().any(|(at, char)| match char {
        '%' => {
            let digits = part.as_bytes().get(at + 1..at + 3);
            !digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
        }
        _ => {
            !(is_blank(char)
                || char.is_ascii_alphanumeric()
                || "-._~:/?@!$&'()*+,;=".contains(char))
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str) -> HttpUrl {
        HttpUrl::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn urls_are_taken_apart() {
        for (text, authority, host, port, target) in [
            (
                "http://192.0.2.1:49152/ctl?x=1#top",
                "192.0.2.1:49152",
                "192.0.2.1",
                49152,
                "/ctl?x=1",
            ),
            ("HTTP://device", "device", "device", 80, "/"),
            ("http://u:p@[::1]:81?q", "[::1]:81", "::1", 81, "/?q"),
            ("http://a@b@h:/x", "h:", "h", 80, "/x"),
            ("http://h/a b\r\nX: 1", "h", "h", 80, "/a%20b%0D%0AX:%201"),
            ("http://h#top", "h", "h", 80, "/"),
            ("http://h?a@b", "h", "h", 80, "/?a@b"),
            (
                "http://[fe80::1%25eth0]/",
                "[fe80::1%25eth0]",
                "fe80::1%25eth0",
                80,
                "/",
            ),
        ] {
            let url = parse(text);
            assert_eq!(
                (
                    url.authority.as_str(),
                    url.host.as_str(),
                    url.port,
                    url.target.as_str()
                ),
                (authority, host, port, target),
                "{text}"
            );
        }
        assert_eq!(parse("http://[::1]/x?y").place(), "[::1]:80");
        assert_eq!(parse("http://[::1]/x?y").path(), "/x");
        assert!(same_host("http://Host:80/x", "HTTP://u@hOST/"));
        assert!(!same_host("http://host/", "host"));
    }

    #[test]
    fn what_is_odd_is_a_lapse() {
        for (text, lapses) in [
            ("http://h:1/a;b=c/%41?d=/?@:", &[][..]),
            ("http://u@h/#f", &[Lapse::Userinfo, Lapse::Fragment]),
            ("http://h/a b", &[Lapse::Blank]),
            ("http://h/#a b", &[Lapse::Fragment, Lapse::Blank]),
            ("http://h/%4", &[Lapse::Unescaped]),
            ("http://h/\u{e9}", &[Lapse::Unescaped]),
            ("http://h/{x}", &[Lapse::Unescaped]),
            ("http://b\u{fc}cher/", &[Lapse::Unescaped]),
            ("http://[fe80::1%eth0]/", &[Lapse::Zone]),
        ] {
            assert_eq!(parse(text).lapses(), lapses, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_connected_to_is_refused() {
        for (text, error) in [
            ("", UrlError::Scheme),
            ("/x", UrlError::Scheme),
            (" http://h/", UrlError::Scheme),
            ("https://h/", UrlError::Scheme),
            ("http:/h/", UrlError::Scheme),
            ("http://", UrlError::Host),
            ("http:///x", UrlError::Host),
            ("http://:80/", UrlError::Host),
            ("http://u@/", UrlError::Host),
            ("http://h h/", UrlError::Host),
            ("http://h:99999/", UrlError::Port),
            ("http://h:x/", UrlError::Port),
            ("http://h:+1/", UrlError::Port),
            ("http://[::1]x/", UrlError::Port),
            ("http://[::1/", UrlError::Ipv6),
            ("http://[h]/", UrlError::Ipv6),
        ] {
            assert_eq!(HttpUrl::parse(text), Err(error), "{text}");
        }
        assert!(HttpUrl::of_authority("127.0.0.1:80").is_ok());
        assert!(!is_absolute_http("http://h/a b") && is_absolute_http("HTTP://[fe80::1]:80/x"));
    }

    /// What a text that reads as a URL must have in common with its own writing.
    fn reads_again(text: &str) {
        if let Ok(url) = HttpUrl::parse(text) {
            let again = parse(&url.to_string());
            assert_eq!(
                (&again.authority, &again.host, again.port, &again.target),
                (&url.authority, &url.host, url.port, &url.target),
                "{text}"
            );
            assert_eq!(again.to_string(), url.to_string(), "{text}");
            assert!(HttpUrl::of_authority(&url.place()).is_ok_and(|place| place.port == url.port));
            assert!(
                !url.target.contains(is_blank) && url.target.starts_with('/'),
                "{text}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}", rest in "[ a-z0-9:@\\[\\]/?#%\u{e9}\r\n.-]{0,30}") {
            reads_again(&text);
            reads_again(&format!("http://{rest}"));
        }

        #[test]
        fn agrees_with_another_reader_of_rfc_3986(
            userinfo in "([a-z:%]{1,4}@)?",
            host in "([a-z0-9.-]{0,8}|192\\.0\\.2\\.[0-9]{1,3}|\\[[0-9a-f:]{2,8}\\])",
            port in "(:[0-9]{0,6})?",
            rest in "([/?#][a-z0-9:@/?%!;=. \u{e9}{]{0,12}){0,2}",
        ) {
            let text = format!("http://{userinfo}{host}{port}{rest}");
            let ours = HttpUrl::parse(&text);
            if let Ok(theirs) = fluent_uri::UriRef::parse(text.as_str()) {
                let authority = theirs.authority().expect("it has two slashes");
                match &ours {
                    Ok(url) => {
                        prop_assert_eq!(url.host.as_str(), authority.host().trim_matches(['[', ']']));
                        prop_assert_eq!(Some(url.port), authority.port_to_u16().map(|port| port.unwrap_or(80)).ok());
                        prop_assert_eq!(url.path().trim_start_matches('/'), theirs.path().as_str().trim_start_matches('/'));
                        prop_assert_eq!(url.target.split_once('?').map(|(_, query)| query), theirs.query().map(|query| query.as_str()));
                        prop_assert_eq!(url.lapses().contains(&Lapse::Userinfo), authority.has_userinfo());
                        prop_assert_eq!(url.lapses().contains(&Lapse::Fragment), theirs.has_fragment());
                        prop_assert!(!url.lapses().contains(&Lapse::Unescaped) && !url.lapses().contains(&Lapse::Blank));
                    }
                    Err(UrlError::Host) => prop_assert_eq!(authority.host(), ""),
                    Err(error) => prop_assert_eq!(*error, UrlError::Port),
                }
            } else if let Ok(url) = &ours {
                prop_assert!(!url.lapses().is_empty(), "{} has a lapse", text);
            }
        }
    }
}
