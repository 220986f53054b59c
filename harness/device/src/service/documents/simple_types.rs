//! The simple types of Annexes A and B, by XML Schema's lexical rules.

use super::invalid::Invalid;
use super::lexer::excerpt;
use super::tree::collapse;

fn refuse(what: &str, text: &str) -> Invalid {
    Invalid::schema(format_args!("`{}` is not {what}", excerpt(text)))
}

/// `messageID.type`: `[a-zA-Z0-9]*(\.[a-zA-Z0-9]+)?`
pub(super) fn message_id(text: &str) -> Result<(), Invalid> {
    let (head, tail) = match text.split_once('.') {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    };
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
    if letters(head) && tail.is_none_or(|tail| !tail.is_empty() && letters(tail)) {
        Ok(())
    } else {
        Err(refuse("a message id", text))
    }
}

/// `sessionID.type`: `[a-zA-Z0-9]*`
pub(super) fn session_id(text: &str) -> Result<(), Invalid> {
    if text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        Ok(())
    } else {
        Err(refuse("a session id", text))
    }
}

/// `xsd:boolean`, and the `yes` and `no` that clause 4.2 demands to accept.
pub(super) fn boolean(text: &str, words: bool) -> Result<bool, Invalid> {
    match collapse(text).as_str() {
        "1" | "true" => Ok(true),
        "0" | "false" => Ok(false),
        "yes" if words => Ok(true),
        "no" if words => Ok(false),
        _ => Err(refuse("a boolean", text)),
    }
}

/// `xsd:nonNegativeInteger`, without sign and leading zeros; it has no upper bound.
pub(super) fn non_negative_integer(text: &str) -> Result<String, Invalid> {
    let collapsed = collapse(text);
    let (negative, digits) = match collapsed.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, collapsed.strip_prefix('+').unwrap_or(&collapsed)),
    };
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let value = digits.trim_start_matches('0');
    if !plain || (negative && !value.is_empty()) {
        return Err(refuse("a number of 0 or more", text));
    }
    Ok(if value.is_empty() { "0" } else { value }.to_owned())
}

/// `xsd:positiveInteger`, without sign and leading zeros.
pub(super) fn positive_integer(text: &str) -> Result<String, Invalid> {
    match non_negative_integer(text)? {
        value if value != "0" => Ok(value),
        _ => Err(refuse("a number above 0", text)),
    }
}

/// `xsd:unsignedInt`
pub(super) fn unsigned_int(text: &str) -> Result<u32, Invalid> {
    non_negative_integer(text)?
        .parse()
        .map_err(|_| refuse("a number of 32 bits", text))
}

/// `xsd:anyURI`: what XML Schema's escaping turns into a URI reference, with white space collapsed.
pub(super) fn any_uri(text: &str) -> Result<String, Invalid> {
    let uri = collapse(text);
    let hierarchy = uri.split(['/', '?', '#']).next().unwrap_or_default();
    let scheme = hierarchy
        .split_once(':')
        .is_none_or(|(scheme, _)| is_scheme(scheme));
    let escapes = uri.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    if scheme && escapes && uri.matches('#').count() < 2 {
        Ok(uri)
    } else {
        Err(refuse("a URI", text))
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// Whether the text is an absolute URI in RFC 2396's characters.
pub(in crate::service) fn is_uri(text: &str) -> bool {
    let legal = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'();/?:@&=+$,%#[]".contains(&b);
    text.bytes().all(legal)
        && text.matches('#').count() < 2
        && text
            .split_once(':')
            .is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty())
}

/// `xsd:dateTime`, with or without a zone.
pub(super) fn date_time(text: &str) -> Result<(), Invalid> {
    if is_date_time(&collapse(text)) {
        Ok(())
    } else {
        Err(refuse("a dateTime", text))
    }
}

fn is_date_time(text: &str) -> bool {
    let (text, before_christ) = match text.strip_prefix('-') {
        Some(text) => (text, true),
        None => (text, false),
    };
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    is_date(date, before_christ) && is_time(time)
}

fn is_date(date: &str, before_christ: bool) -> bool {
    let mut parts = date.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let digits = !year.is_empty() && year.bytes().all(|b| b.is_ascii_digit());
    let padded = year.len() == 4 || (year.len() > 4 && !year.starts_with('0'));
    if !digits || !padded || year == "0000" {
        return false;
    }
    // The leap rule repeats every 400 years, and 10000 is a multiple of 400.
    let year: u32 = year[year.len() - 4..].parse().unwrap_or_default();
    // There is no year 0: a leap year before the year 1 is 1, 5, 9 …
    let year = if before_christ { year + 9999 } else { year };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match two_digits(month) {
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) if leap => 29,
        Some(2) => 28,
        Some(1..=12) => 31,
        _ => return false,
    };
    two_digits(day).is_some_and(|day| (1..=days).contains(&day))
}

fn is_time(time: &str) -> bool {
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, "Z"),
    };
    let (whole, fraction) = match clock.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (clock, None),
    };
    if fraction.is_some_and(|part| part.is_empty() || !part.bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let mut parts = whole.splitn(3, ':').map(two_digits);
    let in_day = match (parts.next(), parts.next(), parts.next()) {
        (Some(Some(24)), Some(Some(0)), Some(Some(0))) => {
            fraction.is_none_or(|part| part.bytes().all(|b| b == b'0'))
        }
        (Some(Some(0..=23)), Some(Some(0..=59)), Some(Some(0..=60))) => true,
        _ => false,
    };
    in_day && is_zone(zone)
}

fn is_zone(zone: &str) -> bool {
    let Some(offset) = zone.strip_prefix(['+', '-']) else {
        return zone == "Z";
    };
    match offset
        .split_once(':')
        .map(|(hours, minutes)| (two_digits(hours), two_digits(minutes)))
    {
        Some((Some(14), Some(0))) => true,
        Some((Some(hours), Some(minutes))) => hours <= 13 && minutes <= 59,
        _ => false,
    }
}

fn two_digits(text: &str) -> Option<u32> {
    let plain = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// 5.3.17: a comma-separated list of MIME types, each possibly with parameters or a wildcard.
pub(in crate::service) fn is_content_types(text: &str) -> bool {
    let token = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
    };
    text.split(',').all(|one| {
        let mut parts = one.split(';').map(str::trim);
        let mime = parts.next().and_then(|mime| mime.split_once('/'));
        mime.is_some_and(|(kind, subtype)| token(kind) && token(subtype))
            && parts.all(|parameter| {
                parameter.split_once('=').is_some_and(|(name, value)| {
                    let quoted = value.len() >= 2 && value.starts_with('"') && value.ends_with('"');
                    token(name.trim()) && (quoted || token(value.trim()))
                })
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_ids_follow_the_pattern() {
        for right in ["", "a1", "s1.m2", ".m2"] {
            assert_eq!(message_id(right), Ok(()), "{right:?}");
        }
        for wrong in ["a.", "a.b.c", "a-b", " a", "ä"] {
            assert!(message_id(wrong).is_err(), "{wrong:?}");
        }
        assert!(session_id("").is_ok() && session_id("a.b").is_err());
    }

    #[test]
    fn booleans_take_every_form_of_clause_4_2() {
        for (text, value) in [
            ("1", true),
            (" true\n", true),
            ("yes", true),
            ("0", false),
            ("no", false),
        ] {
            assert_eq!(boolean(text, true), Ok(value));
        }
        assert!(boolean("yes", false).is_err());
        assert!(boolean("YES", true).is_err() && boolean("", true).is_err());
    }

    #[test]
    fn numbers_have_no_upper_bound_where_the_schema_has_none() {
        assert_eq!(non_negative_integer(" +007 "), Ok("7".to_owned()));
        assert_eq!(non_negative_integer("-0"), Ok("0".to_owned()));
        let long = "1".repeat(41);
        assert_eq!(non_negative_integer(&long), Ok(long.clone()));
        assert!(non_negative_integer("-1").is_err() && non_negative_integer("1.0").is_err());
        assert!(positive_integer("0").is_err() && positive_integer("1").is_ok());
        assert_eq!(unsigned_int("4294967295"), Ok(u32::MAX));
        assert!(unsigned_int("4294967296").is_err());
    }

    #[test]
    fn dates_are_those_of_xml_schema() {
        for right in [
            "2026-02-28T23:59:59Z",
            "2024-02-29T00:00:00.125+14:00",
            "2026-01-01T24:00:00",
            "12026-12-31T10:00:00-05:30",
            "-0005-02-29T00:00:00Z",
            "2016-12-31T23:59:60Z",
        ] {
            assert_eq!(date_time(right), Ok(()), "{right}");
        }
        for wrong in [
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:01Z",
            "2026-01-01T00:00:61Z",
            "-0004-02-29T00:00:00Z",
            "2026-01-01T00:00:00+14:01",
            "2026-01-01 00:00:00Z",
            "026-01-01T00:00:00Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01",
            "",
        ] {
            assert!(date_time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn uris_are_taken_leniently() {
        for right in [
            "http://h/a b",
            "",
            "../x",
            "urn:a:b",
            "http://h/%7e",
            "http://h:port/",
            "a/b:c",
        ] {
            assert!(any_uri(right).is_ok(), "{right:?}");
        }
        for wrong in [":foo", "#a#b", "1a:b", "http://h/%zz", "%", "%a"] {
            assert!(any_uri(wrong).is_err(), "{wrong:?}");
        }
        assert!(is_uri("sip:device@example.invalid") && is_uri("tel:+12015550100"));
        assert!(!is_uri("+12015550100") && !is_uri("sip:") && !is_uri("sip:a b"));
    }

    #[test]
    fn content_types_are_mime_types() {
        for right in [
            "text/plain",
            "text/plain,image/*",
            "a/b; charset=utf-8, c/d",
        ] {
            assert!(is_content_types(right), "{right:?}");
        }
        for wrong in ["", "text", "text/plain,", "text/", "a b/c", "a/b;c"] {
            assert!(!is_content_types(wrong), "{wrong:?}");
        }
    }
}
