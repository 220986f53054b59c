//! Message ids (5.3.6) and session ids (5.3.12).

// page mode      [0-9A-Za-z]+                       5.3.6
// session mode   SessionID "." [0-9A-Za-z]+         5.3.6
// SessionID      [0-9A-Za-z]+                       5.3.12
// schema         [a-zA-Z0-9]*(\.[a-zA-Z0-9]+)?      Annex B

/// Whether the text is a page mode message id: letters and digits of ASCII, at least one.
pub fn is_page_message_id(text: &str) -> bool {
    is_alphanumeric(text)
}

/// Whether the text is a session id: letters and digits of ASCII, at least one.
pub fn is_session_id(text: &str) -> bool {
    is_alphanumeric(text)
}

/// The session id and the message's own part of a session mode message id.
pub fn split_session_message_id(text: &str) -> Option<(&str, &str)> {
    let (session, message) = text.split_once('.')?;
    (is_alphanumeric(session) && is_alphanumeric(message)).then_some((session, message))
}

/// Whether the text fits the schema's pattern of `messageID`, which allows the empty text and an
/// empty session part.
pub fn fits_message_id_schema(text: &str) -> bool {
    let alphanumeric = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
    match text.split_once('.') {
        None => alphanumeric(text),
        Some((session, message)) => alphanumeric(session) && is_alphanumeric(message),
    }
}

fn is_alphanumeric(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ascii_letters_and_digits() {
        for good in ["1", "aZ9", "0"] {
            assert!(is_page_message_id(good) && is_session_id(good), "{good}");
        }
        for bad in ["", "a.b", "ä", "a b", "a-1", "１"] {
            assert!(!is_page_message_id(bad) && !is_session_id(bad), "{bad}");
        }
    }

    #[test]
    fn a_session_mode_id_has_one_dot_and_two_parts() {
        assert_eq!(split_session_message_id("S1.m2"), Some(("S1", "m2")));
        for bad in ["", "S1", ".m2", "S1.", "S1.m.2", "S 1.m"] {
            assert_eq!(split_session_message_id(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_schema_allows_less_than_the_text_asks() {
        for good in ["", "a", ".a", "a.b"] {
            assert!(fits_message_id_schema(good), "{good}");
        }
        for bad in [".", "a.", "a.b.c", "a-b", " a"] {
            assert!(!fits_message_id_schema(bad), "{bad}");
        }
    }
}
