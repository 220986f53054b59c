//! Bytes as people read them in a report.

use crate::lab::{HttpAsk, Wire};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ctk_record::{Message, as_cut};
use ctk_wire::http::{Headers, Limits, Progress, RequestReader, ResponseReader};
use ctk_wire::uri::HttpUrl;

use super::cut::WHOLE;

/// The headers that go over the wire for a question: HOST comes first unless the question has its own.
pub fn headers_sent(ask: &HttpAsk, url: &HttpUrl) -> Vec<(String, String)> {
    let mut headers = Vec::with_capacity(ask.headers.len() + 1);
    let has_host = ask
        .headers
        .iter()
        .any(|(name, _)| name.trim().eq_ignore_ascii_case("host"));
    if !has_host {
        headers.push(("HOST".to_owned(), url.authority.clone()));
    }
    headers.extend(ask.headers.iter().cloned());
    headers
}

/// A request that was sent for a question.
pub fn of_ask(ask: &HttpAsk) -> Message {
    let headers = match HttpUrl::parse(&ask.url) {
        Ok(url) => headers_sent(ask, &url),
        Err(_) => ask.headers.clone(),
    };
    // What the kit sent can be made again, and is cut in any case: a long body is not copied first.
    let (body, body_base64) = match std::str::from_utf8(&ask.body) {
        Ok(body) => (as_cut(body, WHOLE), None),
        Err(_) => text(&ask.body),
    };
    Message {
        method: ask.method.clone(),
        url: ask.url.clone(),
        status: None,
        headers,
        body,
        body_base64,
    }
}

/// A response as its bytes tell it; nothing when there are none.
pub fn of_response(bytes: &[u8], method: &str) -> Option<Message> {
    if bytes.is_empty() {
        return None;
    }
    let mut reader = ResponseReader::new(Limits::default(), method);
    let read = reader.feed(bytes).and_then(|progress| match progress {
        Progress::More => reader.eof(),
        Progress::Complete => Ok(progress),
    });
    let interim = reader.interim().last().copied();
    let Some(response) = read.ok().and_then(|_| reader.take().ok()) else {
        return Some(Message {
            status: interim,
            ..raw(bytes)
        });
    };
    let (body, body_base64) = text(&response.body);
    Some(Message {
        status: Some(response.head.status),
        headers: pairs(&response.head.headers),
        body,
        body_base64,
        ..Message::default()
    })
}

/// A request as its bytes tell it. `base` is the URL up to the path, for a target without authority; without it the
/// target stands as it came.
pub fn of_request(bytes: &[u8], base: &str) -> Message {
    let mut reader = RequestReader::new(Limits::default()).unframed_until_close();
    let read = reader.feed(bytes).and_then(|progress| match progress {
        Progress::More => reader.eof(),
        Progress::Complete => Ok(progress),
    });
    // More than one message, or a fragment, is shown as it went over the wire.
    let whole = read.is_ok() && reader.rest().is_empty();
    let Some(request) = reader.take().ok().filter(|_| whole) else {
        return Message {
            method: "TCP".to_owned(),
            url: base.to_owned(),
            ..raw(bytes)
        };
    };
    let target = request.head.target;
    let (body, body_base64) = text(&request.body);
    Message {
        method: request.head.method,
        url: if target.starts_with('/') {
            format!("{base}{target}")
        } else {
            target
        },
        status: None,
        headers: pairs(&request.head.headers),
        body,
        body_base64,
    }
}

/// A datagram of the discovery protocol, which looks like a request or a response. `with` is the other side.
pub fn of_datagram(bytes: &[u8], with: &str) -> Message {
    if bytes.starts_with(b"HTTP/") {
        return of_response(bytes, "M-SEARCH").unwrap_or_default();
    }
    let mut view = of_request(bytes, "");
    if view.method == "TCP" {
        view.method = "UDP".to_owned();
    }
    view.url = format!("udp://{with}");
    view
}

/// Bytes that are no message.
fn raw(bytes: &[u8]) -> Message {
    let (body, body_base64) = text(bytes);
    Message {
        body,
        body_base64,
        ..Message::default()
    }
}

/// The bytes as text, and in base 64 where the text does not say it all.
fn text(bytes: &[u8]) -> (String, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (
            String::from_utf8_lossy(bytes).into_owned(),
            Some(STANDARD.encode(bytes)),
        ),
    }
}

fn pairs(headers: &Headers) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|header| (header.name.clone(), header.value.clone()))
        .collect()
}

/// Where evidence of a wire is filed.
pub fn kind_of(wire: Wire) -> ctk_record::Kind {
    use ctk_record::Kind;
    match wire {
        Wire::Control => Kind::Control,
        Wire::Event => Kind::Event,
        Wire::Description => Kind::Description,
        Wire::Discovery => Kind::Discovery,
        Wire::UpperTester => Kind::UpperTester,
        Wire::Raw => Kind::Raw,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_read_as_far_as_it_goes() {
        let whole = of_response(
            b"HTTP/1.1 200 OK\r\nEXT:\r\nContent-Length: 2\r\n\r\nhi",
            "POST",
        );
        let whole = whole.expect("there are bytes");
        assert_eq!((whole.status, whole.body.as_str()), (Some(200), "hi"));
        assert_eq!(whole.headers[0], ("EXT".to_owned(), String::new()));
        let cut = of_response(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", "POST");
        assert_eq!(cut.map(|cut| cut.body), Some("hi".to_owned()));
        let garbage = of_response(b"\xff\x00garbage", "POST").expect("there are bytes");
        assert_eq!(
            (garbage.status, garbage.body_base64.is_some()),
            (None, true)
        );
        assert_eq!(of_response(b"", "POST"), None);
        let interim =
            of_response(b"HTTP/1.1 100 Continue\r\n\r\n", "POST").expect("there are bytes");
        assert_eq!(interim.status, Some(100));
    }

    #[test]
    fn a_request_is_shown_whole_or_raw() {
        let whole = of_request(b"NOTIFY /cb HTTP/1.1\r\nHOST: h\r\n\r\n", "http://h");
        assert_eq!(
            (whole.method.as_str(), whole.url.as_str()),
            ("NOTIFY", "http://h/cb")
        );
        let piece = of_request(b"POST /ctl HT", "http://h");
        assert_eq!(
            (piece.method.as_str(), piece.body.as_str()),
            ("TCP", "POST /ctl HT")
        );
    }

    #[test]
    fn host_comes_first_unless_given() {
        let mut ask = HttpAsk {
            wire: Wire::Control,
            control_point: crate::lab::ControlPoint::First,
            url: "http://192.0.2.1:80/ctl".to_owned(),
            method: "POST".to_owned(),
            headers: vec![("SOAPACTION".to_owned(), "x".to_owned())],
            body: Vec::new(),
            about: String::new(),
        };
        let first = |ask: &HttpAsk| of_ask(ask).headers[0].clone();
        assert_eq!(first(&ask), ("HOST".to_owned(), "192.0.2.1:80".to_owned()));
        ask.headers
            .push(("Host".to_owned(), "elsewhere".to_owned()));
        assert_eq!(first(&ask), ("SOAPACTION".to_owned(), "x".to_owned()));
    }
}
