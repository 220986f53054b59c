//! URIs of attachments and files (`xsd:anyURI`), and the telephony identity (5.3.5).

use fluent_uri::{Uri, UriRef};

use super::collapse;

/// A telephony identity by its scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Identity {
    /// `sip:` or `sips:` (RFC 3261).
    Sip,
    /// `tel:` (RFC 3966).
    Tel,
    /// `mailto:` (RFC 6068).
    Mailto,
    /// Any other scheme, in lower case.
    Other(String),
}

/// Why a text is not a telephony identity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UriError {
    /// There is no scheme, or a character that no URI has.
    #[error("`{0}` is not a URI with a scheme")]
    NotUri(String),
    /// A telephone number without `tel:`.
    #[error("`{0}` is a telephone number without the scheme tel")]
    BareNumber(String),
    /// A `sip:` or `sips:` URI without host, or with a malformed part.
    #[error("`{0}` is not a SIP URI: {1}")]
    Sip(String, &'static str),
    /// A `tel:` URI that RFC 3966 does not allow.
    #[error("`{0}` is not a TEL URI: {1}")]
    Tel(String, &'static str),
    /// A `mailto:` URI without a mailbox.
    #[error("`{0}` is not a mailto URI: {1}")]
    Mailto(String, &'static str),
}

/// Reads a telephony identity (5.3.5): an absolute URI, and for the schemes of telephony more.
///
/// # Errors
/// A [`UriError`] that says which form was expected.
pub fn read_identity(text: &str) -> Result<Identity, UriError> {
    let shown = || text.chars().take(120).collect::<String>();
    let Some((scheme, rest)) = split_scheme(text) else {
        let number = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || "+-. ()*#".contains(c));
        return Err(if number {
            UriError::BareNumber(shown())
        } else {
            UriError::NotUri(shown())
        });
    };
    match scheme.to_ascii_lowercase().as_str() {
        "sip" | "sips" => check_sip(rest)
            .map(|()| Identity::Sip)
            .map_err(|why| UriError::Sip(shown(), why)),
        "tel" => check_tel(rest)
            .map(|()| Identity::Tel)
            .map_err(|why| UriError::Tel(shown(), why)),
        "mailto" => {
            if Uri::parse(text).is_err() {
                return Err(UriError::NotUri(shown()));
            }
            check_mailto(rest)
                .map(|()| Identity::Mailto)
                .map_err(|why| UriError::Mailto(shown(), why))
        }
        other => match Uri::parse(text) {
            Ok(_) if !rest.is_empty() => Ok(Identity::Other(other.to_owned())),
            _ => Err(UriError::NotUri(shown())),
        },
    }
}

/// Reads an absolute URI and gives its scheme in lower case.
pub fn read_uri(text: &str) -> Option<String> {
    let uri = Uri::parse(text).ok()?;
    Some(uri.scheme().as_str().to_ascii_lowercase())
}

/// Whether the text is an `xsd:anyURI`: a URI reference of RFC 2396 once the characters that the type allows beyond it
/// are escaped; outer white space is ignored.
pub fn is_any_uri(text: &str) -> bool {
    let text = collapse(text);
    // RFC 2396 lets any name stand where RFC 3986 wants a host and the digits of a port: there `:` and `@` are as good
    // as escaped.
    let authority = match text.find("//") {
        Some(at) if !text[..at].contains(['/', '?', '#']) => {
            let rest = &text[at + 2..];
            at + 2..at + 2 + rest.find(['/', '?', '#']).unwrap_or(rest.len())
        }
        _ => 0..0,
    };
    let escaped = |extra: &str, in_authority: &str| {
        let mut out = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let beyond = !c.is_ascii() || c.is_ascii_control() || " <>\"{}|\\^`".contains(c);
            let named = authority.contains(&at) && in_authority.contains(c);
            if beyond || extra.contains(c) || named {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            } else {
                out.push(c);
            }
        }
        out
    };
    [("", ""), ("[]", ""), ("[]", ":@")]
        .iter()
        .any(|(extra, named)| UriRef::parse(escaped(extra, named).as_str()).is_ok())
}

// scheme ::= ALPHA (ALPHA | DIGIT | "+" | "-" | ".")*
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let first = scheme.bytes().next()?;
    let fits = first.is_ascii_alphabetic()
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    fits.then_some((scheme, rest))
}

// SIP-URI ::= "sip:" (user (":" password)? "@")? host (":" port)? (";" parameter)* ("?" headers)?
fn check_sip(rest: &str) -> Result<(), &'static str> {
    let (user, host_part) = match rest.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, rest),
    };
    if let Some(user) = user {
        let (name, password) = user.split_once(':').unwrap_or((user, ""));
        if name.is_empty()
            || !is_escaped_text(name, "&=+$,;?/")
            || !is_escaped_text(password, "&=+$,")
        {
            return Err("the user part is empty or has an illegal character");
        }
    }
    let (address, headers) = host_part.split_once('?').unwrap_or((host_part, ""));
    if !is_escaped_text(headers, "[]/?:+$&=") {
        return Err("the headers have an illegal character");
    }
    let mut parts = address.split(';');
    check_host_port(parts.next().unwrap_or_default())?;
    for parameter in parts {
        let name = parameter.split('=').next().unwrap_or_default();
        if name.is_empty() || !is_escaped_text(parameter, "[]/:&+$=") {
            return Err("a parameter is empty or has an illegal character");
        }
    }
    Ok(())
}

fn check_host_port(text: &str) -> Result<(), &'static str> {
    let (host, port) = match text.strip_prefix('[') {
        Some(v6) => {
            let (address, after) = v6
                .split_once(']')
                .ok_or("the IPv6 address has no closing bracket")?;
            address
                .parse::<std::net::Ipv6Addr>()
                .map_err(|_| "the IPv6 address is malformed")?;
            return match after.strip_prefix(':') {
                None if after.is_empty() => Ok(()),
                Some(port) if is_port(port) => Ok(()),
                _ => Err("the port is not a number"),
            };
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    if host.is_empty() {
        return Err("the host is missing");
    }
    let label = |l: &str| {
        !l.is_empty()
            && l.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if !host.strip_suffix('.').unwrap_or(host).split('.').all(label) {
        return Err("the host has an illegal character");
    }
    match port {
        Some(port) if !is_port(port) => Err("the port is not a number"),
        _ => Ok(()),
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

// telephone-uri ::= "tel:" (global | local)
// global ::= "+" digits and separators (";" parameter)*
// local  ::= hex digits, "*", "#" and separators, with a parameter phone-context
fn check_tel(rest: &str) -> Result<(), &'static str> {
    let mut parts = rest.split(';');
    let number = parts.next().unwrap_or_default();
    let mut context = false;
    for parameter in parts {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let named =
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !named || !is_escaped_text(value, "[]/:&+$") {
            return Err("a parameter is empty or has an illegal character");
        }
        context |= name.eq_ignore_ascii_case("phone-context") && !value.is_empty();
    }
    match number.strip_prefix('+') {
        Some(global) => {
            let fits = global
                .bytes()
                .all(|b| b.is_ascii_digit() || b"-.()".contains(&b));
            let digit = global.bytes().any(|b| b.is_ascii_digit());
            if fits && digit {
                Ok(())
            } else {
                Err("a global number is + and digits")
            }
        }
        None => {
            // RFC 3966 has `#` in its grammar, and RFC 3986 has it escaped.
            let number = number.replace("%23", "#");
            let fits = number
                .bytes()
                .all(|b| b.is_ascii_hexdigit() || b"*#-.()".contains(&b));
            let digit = number
                .bytes()
                .any(|b| b.is_ascii_hexdigit() || b"*#".contains(&b));
            if !fits || !digit {
                return Err("a local number is of digits, * and #");
            }
            if context {
                Ok(())
            } else {
                Err("a local number needs the parameter phone-context")
            }
        }
    }
}

fn check_mailto(rest: &str) -> Result<(), &'static str> {
    let to = rest.split('?').next().unwrap_or_default();
    for address in to.split(',') {
        match address.rsplit_once('@') {
            Some((local, domain)) if !local.is_empty() && !domain.is_empty() => {}
            _ => return Err("a mailbox is local@domain"),
        }
    }
    Ok(())
}

// unreserved, the extra characters, or "%" HEXDIG HEXDIG
fn is_escaped_text(text: &str, extra: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let b = bytes[at];
        if b == b'%' {
            if !bytes
                .get(at + 1..at + 3)
                .is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit))
            {
                return false;
            }
            at += 3;
        } else if b.is_ascii_alphanumeric()
            || b"-_.!~*'()".contains(&b)
            || extra.as_bytes().contains(&b)
        {
            at += 1;
        } else {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_of_telephony() {
        for text in [
            "sip:alice@example.com",
            "SIPS:alice:secret@example.com:5061;transport=tcp?subject=a%20b",
            "sip:+12125551212@gw.example;user=phone",
            "sip:example.com",
            "sip:[2001:db8::1]:5060",
        ] {
            assert_eq!(read_identity(text), Ok(Identity::Sip), "{text}");
        }
        for text in [
            "tel:+358-40-123",
            "TEL:+1(212)555",
            "tel:7042;phone-context=example.com",
            "tel:*21#;phone-context=+1",
            "tel:*21%23;phone-context=+1",
        ] {
            assert_eq!(read_identity(text), Ok(Identity::Tel), "{text}");
        }
        assert_eq!(read_identity("mailto:a@example.com"), Ok(Identity::Mailto));
        assert_eq!(
            read_identity("xmpp:a@example.com"),
            Ok(Identity::Other("xmpp".into()))
        );
    }

    #[test]
    fn identities_that_are_none() {
        assert!(matches!(
            read_identity("+358401234"),
            Err(UriError::BareNumber(_))
        ));
        for text in ["", "alice@example.com", "xmpp:", "http://a b/", ":x"] {
            assert!(
                matches!(read_identity(text), Err(UriError::NotUri(_))),
                "{text}"
            );
        }
        for text in [
            "sip:",
            "sip:@example.com",
            "sip:a b@example.com",
            "sip:a@",
            "sip:a@h:x",
            "sip:a@h:99999",
            "sip:a@h;=1",
            "sip:[::1",
            "sip:a@exa mple",
        ] {
            assert!(
                matches!(read_identity(text), Err(UriError::Sip(..))),
                "{text}"
            );
        }
        for text in [
            "tel:",
            "tel:+",
            "tel:7042",
            "tel:+1;",
            "tel:+abc",
            "tel:hello;phone-context=x",
        ] {
            assert!(
                matches!(read_identity(text), Err(UriError::Tel(..))),
                "{text}"
            );
        }
        assert!(matches!(
            read_identity("mailto:nobody"),
            Err(UriError::Mailto(..))
        ));
    }

    #[test]
    fn any_uri_is_wider_than_a_uri() {
        for good in [
            "",
            "http://h/a b",
            "http://h/ä",
            "file.txt",
            "cid:a@b",
            "http://[::1]/a",
            "a[1]",
            " http://h/ ",
            "http://h:port/",
            "http://a@b@c d:e:f/",
        ] {
            assert!(is_any_uri(good), "{good}");
        }
        for bad in ["http://h/%zz", "a#b#c", "1:2:3", "http://h:%/"] {
            assert!(!is_any_uri(bad), "{bad}");
        }
    }

    #[test]
    fn schemes_are_read_in_any_case() {
        assert_eq!(read_uri("HTTP://h/"), Some("http".into()));
        assert_eq!(read_uri("//h/"), None);
    }
}
