//! A control point on raw sockets, for tests: it shares nothing with the device but HTTP framing.

#![allow(dead_code, reason = "each test program uses a part of it")]

pub(crate) mod events;
pub(crate) mod multicast;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use ctk_device::{Config, Device};
use ctk_vectors::Uda;
use ctk_wire::http::{Limits, Progress, Response, ResponseReader};

/// Longer than anything takes on a busy machine.
pub(crate) const LONG: Duration = Duration::from_secs(20);
pub(crate) const ALL_UDA: [Uda; 3] = [Uda::V1_0, Uda::V1_1, Uda::V2_0];
pub(crate) const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:2";

pub(crate) fn device(uda: Uda) -> Device {
    Device::start(Config {
        uda,
        ..Config::default()
    })
    .expect("a device starts")
}

/// Waits until something is so, and fails when it never is.
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let until = Instant::now() + LONG;
    while !is_so() {
        assert!(Instant::now() < until, "never: {what}");
        std::thread::yield_now();
    }
}

/// Address and path of an http URL.
pub(crate) fn split(url: &str) -> (SocketAddr, String) {
    let rest = url.strip_prefix("http://").expect("an http URL");
    let slash = rest.find('/').expect("a path");
    (
        rest[..slash].parse().expect("a literal address"),
        rest[slash..].to_owned(),
    )
}

pub(crate) fn address(device: &Device) -> SocketAddr {
    split(device.description_url()).0
}

pub(crate) fn connect(to: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(to).expect("the device listens");
    stream
        .set_read_timeout(Some(LONG))
        .expect("a read time-out");
    stream
}

/// Reads one answer; the connection stays.
pub(crate) fn read_answer(stream: &mut TcpStream, method: &str) -> Response {
    let mut reader = ResponseReader::new(Limits::default(), method);
    let mut buffer = [0u8; 4096];
    loop {
        let read = stream.read(&mut buffer).expect("an answer in time");
        let progress = if read == 0 {
            reader.eof()
        } else {
            reader.feed(&buffer[..read])
        };
        if progress.expect("an HTTP answer") == Progress::Complete {
            return reader.take().expect("complete");
        }
    }
}

/// Sends bytes on a connection of their own and reads one answer.
pub(crate) fn send(to: SocketAddr, request: &[u8]) -> Response {
    let mut stream = connect(to);
    stream.write_all(request).expect("the device reads");
    let method = request.split(|b| *b == b' ').next().unwrap_or_default();
    read_answer(&mut stream, &String::from_utf8_lossy(method))
}

/// A request with these header lines and body; HOST is added, and CONTENT-LENGTH when there is a body.
pub(crate) fn request(to: SocketAddr, start: &str, headers: &[&str], body: &str) -> Response {
    let mut text = format!("{start} HTTP/1.1\r\nHOST: {to}\r\n");
    for line in headers {
        text.push_str(line);
        text.push_str("\r\n");
    }
    if !body.is_empty() {
        text.push_str(&format!("CONTENT-LENGTH: {}\r\n", body.len()));
    }
    text.push_str("\r\n");
    text.push_str(body);
    send(to, text.as_bytes())
}

pub(crate) fn get(url: &str) -> Response {
    let (to, path) = split(url);
    request(to, &format!("GET {path}"), &[], "")
}

pub(crate) fn body(response: &Response) -> &str {
    std::str::from_utf8(&response.body).expect("UTF-8")
}

pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.head.headers.get(name).unwrap_or_default()
}

/// An envelope for an action of version 2.
pub(crate) fn envelope(action: &str, arguments: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>\
         <u:{action} xmlns:u=\"{SERVICE}\">{arguments}</u:{action}></s:Body></s:Envelope>"
    )
}

/// Posts a body to the control URL as an action of version 2.
pub(crate) fn post(device: &Device, action: &str, body: &str) -> Response {
    let soap_action = format!("SOAPACTION: \"{SERVICE}#{action}\"");
    let headers = [
        "CONTENT-TYPE: text/xml; charset=\"utf-8\"",
        soap_action.as_str(),
    ];
    request(address(device), "POST /messaging/control", &headers, body)
}

/// Invokes an action with arguments that need no escaping.
pub(crate) fn invoke(device: &Device, action: &str, arguments: &[(&str, &str)]) -> Response {
    let arguments: String = arguments
        .iter()
        .map(|(name, value)| format!("<{name}>{value}</{name}>"))
        .collect();
    post(device, action, &envelope(action, &arguments))
}

/// The errorCode of a fault.
pub(crate) fn error_code(response: &Response) -> Option<u16> {
    text_of(response, "errorCode")?.parse().ok()
}

/// The text of the first element of that local name, comments apart.
pub(crate) fn text_of(response: &Response, name: &str) -> Option<String> {
    let document = roxmltree::Document::parse(body(response)).ok()?;
    let found = document
        .descendants()
        .find(|node| node.tag_name().name() == name)?;
    let texts = found.children().filter(roxmltree::Node::is_text);
    Some(texts.filter_map(|text| text.text()).collect())
}

/// Posts a stimulus.
pub(crate) fn stimulate(device: &Device, stimulus: &str, fields: &str) -> serde_json::Value {
    let (to, path) = split(device.upper_tester_url());
    let start = format!("POST {path}/{stimulus}");
    let response = request(to, &start, &["content-type: application/json"], fields);
    assert_eq!(response.head.status, 200, "{stimulus}: {}", body(&response));
    serde_json::from_slice(&response.body).expect("JSON")
}
