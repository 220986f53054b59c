//! Whatever a device answers, and whatever was written, read again.

use proptest::prelude::*;

use super::*;

/// Text as XML carries it unchanged: no carriage return, which every reader takes for a line feed.
fn text() -> impl Strategy<Value = String> {
    "[ -~\\t\\n\u{85}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]{0,40}"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

proptest! {
    #[test]
    fn values_survive_the_wrapping(value in text()) {
        let xml = String::from_utf8(request(SERVICE, "A", &[("V", &value)])).expect("utf-8");
        let document = roxmltree::Document::parse(&xml).expect("well-formed");
        let node = document.descendants().find(|node| node.has_tag_name("V")).expect("argument");
        prop_assert_eq!(node.text().unwrap_or_default(), value);
    }

    #[test]
    fn values_are_read_as_the_device_meant_them(first in text(), second in text()) {
        let arguments = format!(
            "<SessionID>{}</SessionID><SupportedMedia>{}</SupportedMedia>",
            escaped(&first),
            escaped(&second)
        );
        let (reading, found) = read(200, &success(&arguments), Claim::V2_0);
        let ControlResult::Success { arguments, .. } = reading else {
            return Err(TestCaseError::fail(format!("{reading:?}")));
        };
        let expected = [("SessionID".to_owned(), first), ("SupportedMedia".to_owned(), second)];
        prop_assert_eq!(arguments, expected);
        prop_assert_eq!(found, []);
    }

    #[test]
    fn codes_and_descriptions_are_read_as_the_device_meant_them(due in 0_u32..1000, words in text()) {
        let detail = format!(
            "<UPnPError xmlns=\"{CONTROL}\"><errorCode>{due}</errorCode><errorDescription>{}</errorDescription></UPnPError>",
            escaped(&words)
        );
        let (reading, _) = read(500, &fault("s:Client", "UPnPError", &detail), Claim::V1_1);
        let ControlResult::Fault { code, description, .. } = reading else {
            return Err(TestCaseError::fail(format!("{reading:?}")));
        };
        prop_assert_eq!(code, Some(due));
        prop_assert_eq!(description.unwrap_or_default(), words);
    }

    #[test]
    fn arbitrary_bodies_never_panic(inner in "(<[/?!]?[a-zA-Z:=' ]{0,8}>?|[&;lt#]{0,5}|s:Fault|<detail>|</s:Body>){0,12}", status in 205_u16..304) {
        for body in [inner.clone(), wrap(&inner), success(&inner), fault(&inner, &inner, &inner)] {
            let _ = read(status, &body, Claim::V1_1);
        }
    }

    #[test]
    fn arbitrary_bytes_are_read_alike_whatever_is_claimed(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        within in any::<bool>(),
        status in prop::sample::select(vec![200_u16, 404, 412, 500]),
    ) {
        let body = if within { wrap(&String::from_utf8_lossy(&bytes)).into_bytes() } else { bytes };
        let message = write_response(status, "x", HEADERS, &body);
        let mut reader = ResponseReader::new(Limits::default(), "POST");
        reader.feed(&message).expect("readable");
        let response = reader.take().expect("complete");
        let first = read_response(&response, &ASKED, Claim::V1_0).value;
        for claim in [Claim::V1_1, Claim::V2_0] {
            prop_assert_eq!(&read_response(&response, &ASKED, claim).value, &first);
        }
    }
}
