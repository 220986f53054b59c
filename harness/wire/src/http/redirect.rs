//! Where a redirection leads: the one policy by which the kit follows them.

use super::ResponseHead;
use crate::uri::{self, HttpUrl};

/// Redirections that are followed for one document.
pub const MOST_REDIRECTS: usize = 3;

/// What the answer of a GET says about where the document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redirect {
    /// It is no redirection.
    None,
    /// To a URL on the same host: the device's own, to be followed.
    Here(String),
    /// To somebody else, or to nothing that can be connected to: not followed.
    Elsewhere(String),
}

impl Redirect {
    /// Reads the answer to a GET of the URL.
    pub fn of(head: &ResponseHead, url: &str) -> Redirect {
        if !matches!(head.status, 301 | 302 | 303 | 307 | 308) {
            return Redirect::None;
        }
        let Some(location) = head.headers.get("location") else {
            return Redirect::None;
        };
        let next = uri::resolve(url, location);
        match (HttpUrl::parse(url), HttpUrl::parse(&next)) {
            (Ok(here), Ok(there)) if here.same_host(&there) => Redirect::Here(next),
            _ => Redirect::Elsewhere(next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Limits, ResponseReader};

    fn of(status: u16, location: Option<&str>) -> Redirect {
        let location = location.map_or(String::new(), |url| format!("Location: {url}\r\n"));
        let bytes = format!("HTTP/1.1 {status} X\r\n{location}Content-Length: 0\r\n\r\n");
        let mut reader = ResponseReader::new(Limits::default(), "GET");
        reader.feed(bytes.as_bytes()).expect("a response");
        let response = reader.take().expect("a whole response");
        Redirect::of(&response.head, "http://h:1/a/b")
    }

    #[test]
    fn only_the_same_host_is_followed() {
        let here = |url: &str| Redirect::Here(url.to_owned());
        assert_eq!(of(307, Some("c")), here("http://h:1/a/c"));
        assert_eq!(of(302, Some("HTTP://H:2/c")), here("HTTP://H:2/c"));
        for url in [
            "http://other/",
            "http://u@other/",
            "https://h/",
            "http://h:x/",
        ] {
            assert_eq!(
                of(308, Some(url)),
                Redirect::Elsewhere(url.to_owned()),
                "{url}"
            );
        }
        assert_eq!(of(307, None), Redirect::None);
        assert_eq!(of(200, Some("c")), Redirect::None);
        assert_eq!(of(304, Some("c")), Redirect::None);
    }
}
