//! Forms that several headers and documents share: product tokens, UUIDs, dates.

/// Whether the value starts with `OS/version UPnP/x.y product/version`, one blank between them.
pub(crate) fn has_three_tokens(value: &str) -> bool {
    let mut tokens = value.split(' ');
    let named = |token: Option<&str>| {
        token
            .and_then(|token| token.split_once('/'))
            .is_some_and(|(name, version)| !name.is_empty() && !version.is_empty())
    };
    let system = named(tokens.next());
    let upnp = tokens.next().and_then(|token| token.strip_prefix("UPnP/"));
    let version = upnp.and_then(|version| version.split_once('.'));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let version = version.is_some_and(|(major, minor)| digits(major) && digits(minor));
    system && version && named(tokens.next())
}

/// Whether the text is 8-4-4-4-12 hexadecimal digits.
pub(crate) fn is_uuid(text: &str) -> bool {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths = text
        .split('-')
        .map(|part| if hex(part) { part.len() } else { 0 });
    lengths.eq([8, 4, 4, 4, 12])
}

/// Whether the text has the form `Tue, 04 Mar 2025 10:15:42 GMT`.
pub(crate) fn is_http_date(text: &str) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let parts: Vec<&str> = text.split(' ').collect();
    let [day, date, month, year, time, "GMT"] = parts.as_slice() else {
        return false;
    };
    let number = |text: &str, length: usize, range: std::ops::RangeInclusive<u32>| {
        text.len() == length
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|number| range.contains(&number))
    };
    let time: Vec<&str> = time.split(':').collect();
    let [hour, minute, second] = time.as_slice() else {
        return false;
    };
    day.strip_suffix(',').is_some_and(|day| DAYS.contains(&day))
        && number(date, 2, 1..=31)
        && MONTHS.contains(month)
        && number(year, 4, 1..=9999)
        && number(hour, 2, 0..=23)
        && number(minute, 2, 0..=59)
        && number(second, 2, 0..=60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_tokens() {
        assert!(has_three_tokens("Linux/6.1 UPnP/1.0 Tern/2.1 more"));
        for odd in [
            "UPnP/1.0 Tern/2",
            "Linux/6, UPnP/1.0, SDK/1",
            "a/1 UPnP/1 b/2",
            "",
            "a/ UPnP/1.0 b/1",
        ] {
            assert!(!has_three_tokens(odd), "{odd}");
        }
    }

    #[test]
    fn uuids() {
        assert!(is_uuid("01234567-89ab-cdef-0123-456789ABCDEF"));
        for odd in [
            "",
            "0123456789ab-cdef-0123-456789abcdef",
            "0123456g-89ab-cdef-0123-456789abcdef",
        ] {
            assert!(!is_uuid(odd), "{odd}");
        }
    }

    #[test]
    fn dates() {
        assert!(is_http_date("Sun, 09 Feb 2025 23:59:60 GMT"));
        for odd in [
            "Sun, 9 Feb 2025 23:59:59 GMT",
            "2025-02-09T10:00:00Z",
            "Sun, 09 Feb 2025 24:00:00 GMT",
            "",
        ] {
            assert!(!is_http_date(odd), "{odd}");
        }
    }
}
