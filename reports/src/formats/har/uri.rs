//! What stands where an URL belongs, as one: a device may write anything there, and a reader of the format may follow it.

/// Whether it is absolute, of a scheme that an exchange of the kit can have.
pub(super) fn is_absolute(url: &str) -> bool {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|it| {
        ["http", "https", "udp", "about"]
            .iter()
            .any(|known| it.eq_ignore_ascii_case(known))
    })
}

/// The text with everything percent-encoded that no URI may hold (RFC 3986), so that it stays one.
pub(super) fn encoded(url: &str) -> String {
    let bytes = url.as_bytes();
    let is_escape = |at: usize| {
        let digits = bytes.get(at + 1..at + 3);
        digits.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
    };
    let mut out = String::with_capacity(url.len());
    for (at, &byte) in bytes.iter().enumerate() {
        let stays = match byte {
            b'%' => is_escape(at),
            // A second fragment would be none.
            b'#' => !out.contains('#'),
            _ => byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()*+,;=".contains(&byte),
        };
        if stays {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_an_url_stays_and_all_else_becomes_one() {
        let url = "http://[::1]:49152/a%20b?c=d&e#f";
        assert_eq!(encoded(url), url);
        assert_eq!(
            encoded("a b<é>\u{1b}%zz##"),
            "a%20b%3C%C3%A9%3E%1B%25zz#%23"
        );
        assert!(is_absolute("HTTP://a/") && !is_absolute("javascript:x") && !is_absolute("/a:b"));
    }
}
