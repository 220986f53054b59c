//! Changes to the HTTP around a call, subscriptions, and what is hardly HTTP.

use fastrand::Rng;

use crate::grammar::{odd_text, odd_uri};
use crate::request::{Framing, Payload, Request};

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

fn own(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(pair).collect()
}

/// Lengths that no body has, or that are no numbers.
const LENGTHS: &[&str] = &[
    "0",
    "1",
    "99999999999999999999",
    "-1",
    "+5",
    "0x10",
    "1 1",
    "",
    "65536",
];
/// Bodies that are hardly in chunks.
const CHUNKS: &[&str] = &[
    "0\r\n\r\n",
    "ffffffff\r\nabc",
    "7fffffffffffffff\r\n",
    "-1\r\n\r\n",
    "3;x=y\r\nabc\r\n0\r\nX: y\r\n\r\n",
    "zz\r\n",
    "00000000000000000000000000000003\r\nabc\r\n0\r\n\r\n",
];
const METHODS: &[&str] = &[
    "GET", "HEAD", "PUT", "M-POST", "OPTIONS", "TRACE", "post", "X", "NOTIFY",
];
const VERSIONS: &[&str] = &[
    "HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.9", "HTTP/1", "http/1.1", "",
];

/// One of these.
fn one<'t>(texts: &[&'t str], rng: &mut Rng) -> &'t str {
    texts[rng.usize(..texts.len())]
}

/// Changes method, target, version, headers or framing; what was done.
pub fn mutate_http(request: &mut Request, rng: &mut Rng) -> String {
    let did = match rng.u32(..14) {
        0 => {
            one(METHODS, rng).clone_into(&mut request.method);
            "method"
        }
        1 => {
            request.target = target(&request.target, rng);
            "target"
        }
        2 => {
            one(VERSIONS, rng).clone_into(&mut request.version);
            "version"
        }
        3 | 4 => header(request, rng),
        5 | 6 => header_count(request, rng),
        12 => {
            for n in 0..[20, 150, 900][rng.usize(..3)] {
                request.headers.push((format!("X-Ctk-{n}"), "1".to_owned()));
            }
            "many-headers"
        }
        13 => {
            let mut bytes = vec![0u8; [1, 40, 400, 4000][rng.usize(..4)]];
            rng.fill(&mut bytes);
            request.payload = Payload::Bytes(bytes);
            "random-body"
        }
        _ => framing(request, rng),
    };
    format!("http/{did}")
}

/// A header is missing, or stands twice.
fn header_count(request: &mut Request, rng: &mut Rng) -> &'static str {
    let count = request.headers.len();
    if count == 0 {
        return "header-missing";
    }
    let at = rng.usize(..count);
    if rng.bool() {
        request.headers.remove(at);
        return "header-missing";
    }
    let again = request.headers[at].clone();
    request.headers.push(again);
    "header-twice"
}

/// The body's end is told otherwise, or wrongly.
fn framing(request: &mut Request, rng: &mut Rng) -> &'static str {
    let (framing, did) = match rng.u32(..5) {
        0 | 1 => {
            let size = [1, 2, 7, 100, 1000][rng.usize(..5)];
            (Framing::Chunked { size }, "chunks")
        }
        2 => {
            let lines = own(&[("CONTENT-LENGTH", one(LENGTHS, rng))]);
            (Framing::Lines(lines), "content-length")
        }
        3 => {
            let lines = own(&[("CONTENT-LENGTH", "3"), ("TRANSFER-ENCODING", "chunked")]);
            (Framing::Lines(lines), "framed-twice")
        }
        _ => (Framing::Chunks(one(CHUNKS, rng).to_owned()), "bad-chunks"),
    };
    request.framing = framing;
    did
}

fn target(target: &str, rng: &mut Rng) -> String {
    match rng.u32(..10) {
        0 => "/".to_owned(),
        1 => "*".to_owned(),
        2 => format!("http://{{{{host}}}}{target}"),
        3 => "{{canary}}".to_owned(),
        4 => format!("{target}/../../../../etc/passwd"),
        5 => format!("{target}?{}", "a=1&".repeat(500)),
        6 => format!("{target}%00"),
        7 => format!("/{}", "a".repeat([300, 1100, 5000, 20_000][rng.usize(..4)])),
        8 => target.replace('/', "//"),
        _ => format!("{target}#{}", one_line(&odd_text(rng))),
    }
}

fn header(request: &mut Request, rng: &mut Rng) -> &'static str {
    const NAMES: [&str; 14] = [
        "HOST",
        "SOAPACTION",
        "CONTENT-TYPE",
        "CONTENT-ENCODING",
        "CONNECTION",
        "EXPECT",
        "RANGE",
        "MAN",
        "USER-AGENT",
        "ACCEPT-LANGUAGE",
        "X-CTK",
        "REFERER",
        "X-FORWARDED-HOST",
        "AUTHORIZATION",
    ];
    let name = NAMES[rng.usize(..NAMES.len())];
    let value = match rng.u32(..6) {
        0 => "{{canary}}".to_owned(),
        1 => "A".repeat([300, 1100, 5000, 9000][rng.usize(..4)]),
        2 if name == "CONTENT-TYPE" => "text/xml; charset=utf-16".to_owned(),
        3 if name == "EXPECT" => "100-continue".to_owned(),
        4 if name == "CONNECTION" => "close".to_owned(),
        _ => one_line(&odd_text(rng)),
    };
    match request.headers.iter_mut().find(|(known, _)| known == name) {
        Some((_, old)) => *old = value,
        None => request.headers.push((name.to_owned(), value)),
    }
    "header"
}

/// SUBSCRIBE, renewal or UNSUBSCRIBE, often with an odd header.
pub fn subscription(event: &str, rng: &mut Rng) -> Request {
    let new = [
        ("CALLBACK", "<{{callback}}>"),
        ("NT", "upnp:event"),
        ("TIMEOUT", "Second-1800"),
    ];
    let (method, mut headers) = match rng.u32(..4) {
        0 => ("UNSUBSCRIBE", own(&[("SID", "{{subscription}}")])),
        1 => (
            "SUBSCRIBE",
            own(&[("SID", "{{subscription}}"), ("TIMEOUT", "Second-1800")]),
        ),
        _ => ("SUBSCRIBE", own(&new)),
    };
    let mut label = String::new();
    if rng.u32(..5) > 0 {
        let at = rng.usize(..headers.len());
        let name = headers[at].0.clone();
        match rng.u32(..8) {
            0 => {
                headers.remove(at);
            }
            1 => headers.push((name.clone(), one_line(&odd_text(rng)))),
            2 if name == "CALLBACK" => headers[at].1 = format!("<{}>", odd_uri(rng)),
            3 if name == "CALLBACK" => headers[at].1 = "<{{callback}}>".repeat(200),
            4 if name == "CALLBACK" => {
                headers[at].1 = format!("<{{{{callback}}}}{}", one_line(&odd_text(rng)))
            }
            5 if name == "TIMEOUT" => {
                let values = [
                    "infinite",
                    "Second-0",
                    "Second--1",
                    "Second-99999999999",
                    "Second-infinite",
                    "0",
                ];
                values[rng.usize(..values.len())].clone_into(&mut headers[at].1);
            }
            _ => headers[at].1 = one_line(&odd_text(rng)),
        }
        label = format!("subscription/{}", name.to_lowercase());
    }
    let mut request = Request::plain(method, event, headers);
    request.label = label;
    request
}

/// Bytes that are hardly a request.
pub fn garbage(rng: &mut Rng) -> Request {
    let methods = [
        "",
        "\u{16}\u{3}\u{1}",
        "GET\u{0}",
        "G",
        "PRI",
        "{",
        "SSH-2.0-x",
    ];
    let mut request = Request::plain(methods[rng.usize(..methods.len())], "/", Vec::new());
    request.version = one_line(&odd_text(rng));
    request.label = "http/garbage".to_owned();
    request
}
