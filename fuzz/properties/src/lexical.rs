//! The lexers of 5.3: ids, URIs, dates, lists of media types, booleans, integers, event texts.

use ctk_model::event_text::EventText;
use ctk_model::lexical::{self, Boolean, DateTime, Spelling};
use ctk_vectors::facts;

fn text(bytes: &[u8]) -> Option<&str> {
    if bytes.len() > 4096 {
        None
    } else {
        std::str::from_utf8(bytes).ok()
    }
}

/// 5.3.5, 5.3.10.2: an identity is a URI, and a URI is an anyURI; `httparse` and `http` URLs resolve to themselves.
pub(crate) fn uri(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let scheme = lexical::read_uri(text);
    if let Some(scheme) = &scheme {
        assert!(lexical::is_any_uri(text), "{text:?} is a URI and no anyURI");
        assert_eq!(
            *scheme,
            scheme.to_ascii_lowercase(),
            "schemes are compared in lower case"
        );
    }
    if lexical::read_identity(text).is_ok() {
        // SIP and TEL are of RFC 2396: they have brackets where RFC 3986 has none, a user of SIP may begin with `//`,
        // and a number of TEL has `#`.
        let plain = text
            .replace('[', "%5B")
            .replace(']', "%5D")
            .replace('#', "%23");
        assert!(
            scheme.is_some() || lexical::is_any_uri(&plain),
            "{text:?} is an identity and no URI"
        );
    }
    if ctk_wire::uri::is_absolute_http(text) {
        let once = ctk_wire::uri::resolve(text, "");
        assert_eq!(
            ctk_wire::uri::resolve(&once, ""),
            once,
            "resolving is idempotent"
        );
    }
    let _ = ctk_wire::uri::resolve("http://h/a/b", text);
    scheme.is_some()
}

/// 5.3.10.2: a dateTime has an order with itself, and zones that say the same are the same moment.
pub(crate) fn date(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let Ok(date) = DateTime::read(text) else {
        return false;
    };
    assert_eq!(
        date.order(&date),
        Some(std::cmp::Ordering::Equal),
        "{text:?} differs from itself"
    );
    if let Some(local) = text.trim().strip_suffix('Z') {
        let zoned = DateTime::read(&format!("{local}+00:00"))
            .unwrap_or_else(|_| panic!("{text:?} with +00:00"));
        assert_eq!(
            zoned.unix_seconds(),
            date.unix_seconds(),
            "Z and +00:00 are the same"
        );
    }
    true
}

/// 5.3.17: the parts of a list, joined by commas, are the same list.
pub(crate) fn mime(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let Ok(list) = lexical::read_mime_list(text) else {
        return false;
    };
    let again = lexical::read_mime_list(&list.join(","));
    assert_eq!(again.as_ref().ok(), Some(&list), "{text:?}");
    true
}

/// 5.3.6, 5.3.12: an id of one kind is none of the other, and both fit the schema's pattern.
pub(crate) fn id(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let page = lexical::is_page_message_id(text);
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    assert_eq!(page, plain, "{text:?}");
    assert_eq!(lexical::is_session_id(text), plain, "{text:?}");
    if let Some((session, message)) = lexical::split_session_message_id(text) {
        assert!(
            !page && lexical::is_session_id(session) && lexical::is_page_message_id(message),
            "{text:?}"
        );
        assert_eq!(format!("{session}.{message}"), text);
        assert!(lexical::fits_message_id_schema(text), "{text:?}");
    }
    if page {
        assert!(lexical::fits_message_id_schema(text), "{text:?}");
    }
    page || lexical::fits_message_id_schema(text)
}

/// 4.2, Annex B, Table 2: a boolean has one of six spellings, an integer is what Rust's reader makes of it, and an event
/// text that was read is written as the same event.
pub(crate) fn value(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else {
        return false;
    };
    let collapsed = text.trim_matches([' ', '\t', '\n', '\r']);
    let boolean = Boolean::read(text);
    if let Some(boolean) = boolean {
        let spelt = match (boolean.spelling, boolean.value) {
            (Spelling::Digit, value) => u8::from(value).to_string(),
            (Spelling::Word, value) => value.to_string(),
            (Spelling::YesNo, true) => "yes".to_owned(),
            (Spelling::YesNo, false) => "no".to_owned(),
        };
        assert_eq!(spelt, collapsed, "{text:?}");
    }
    let number = collapsed.parse::<i128>();
    if collapsed.len() < 38 {
        let number = number.as_ref().ok();
        let is = |range: std::ops::RangeInclusive<i128>| {
            number.is_some_and(|number| range.contains(number))
        };
        assert_eq!(lexical::is_non_negative_integer(text), is(0..=i128::MAX));
        assert_eq!(lexical::is_positive_integer(text), is(1..=i128::MAX));
        assert_eq!(lexical::is_unsigned_int(text), is(0..=u32::MAX.into()));
        assert_eq!(
            lexical::read_integer(text),
            number.and_then(|&number| u64::try_from(number).ok()),
            "{text:?}"
        );
    }
    let event = EventText::read(text);
    if let EventText::Standard(standard) = &event {
        let wording = facts().event_text(standard.slug).expect("Table 2 has it");
        let name = standard.name.as_deref().unwrap_or_default();
        let count = standard
            .bytes
            .map_or_else(String::new, |count| count.to_string());
        let written = match wording.text.split_once("NAME") {
            Some((before, after)) => format!("{before}{name}{after}"),
            None => wording.text.replace(" N ", &format!(" {count} ")),
        };
        if !wording.text.contains(" N ") || standard.bytes.is_some() {
            assert_eq!(
                EventText::read(&written),
                event,
                "{text:?}, written {written:?}"
            );
        }
    }
    boolean.is_some() || number.is_ok() || event.meant().is_some()
}
