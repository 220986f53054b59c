use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::sync::Arc;

use ctk_wire::http::{Limits, Response as Answer, ResponseReader};

use super::*;
use crate::defects::Deviations;
use crate::net::exchange::{Handler, Timeouts};
use crate::net::response::ResponseHeaders;
use crate::net::server::HttpServer;

/// Answers with method, path and body, so that order and framing can be seen.
struct Echo;

impl Handler for Echo {
    fn answer(&self, incoming: &Incoming) -> Response {
        let body = String::from_utf8_lossy(&incoming.request.body);
        let text = format!("{} {} {body}", incoming.method(), incoming.path());
        Response::with_body(200, "text/plain", text)
    }
}

struct Fixture {
    address: SocketAddr,
    _server: HttpServer,
}

fn serve_with(timeouts: Timeouts, variations: Vec<VariationId>) -> Fixture {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let response_headers = ResponseHeaders {
        server: "a/1 UPnP/1.0 b/2".to_owned(),
        deviations: Deviations::new([], variations),
    };
    let server = HttpServer::start(listener, Arc::new(Echo), response_headers, timeouts).unwrap();
    Fixture {
        address,
        _server: server,
    }
}

fn server() -> Fixture {
    serve_with(Timeouts::default(), Vec::new())
}

/// Sends the bytes, tells the end, and reads all answers up to the close.
fn exchange(fixture: &Fixture, request: &[u8], methods: &[&str]) -> Vec<Answer> {
    let mut stream = TcpStream::connect(fixture.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream.write_all(request).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let mut answers = Vec::new();
    for method in methods {
        let mut reader = ResponseReader::new(Limits::default(), method);
        reader.feed(&bytes).unwrap();
        let rest = reader.rest().to_vec();
        answers.push(reader.take().unwrap());
        bytes = rest;
    }
    assert!(
        bytes.is_empty(),
        "left over: {}",
        String::from_utf8_lossy(&bytes)
    );
    answers
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

#[test]
fn pipelined_requests_are_answered_in_order() {
    let request = b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST http://x:1/b?q HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
        2;ext=1\r\nhi\r\n1;\r\n!\r\n0\r\nTrailer: x\r\n\r\nHEAD /c HTTP/1.1\r\nConnection: close\r\n\r\n";
    let answers = exchange(&server(), request, &["GET", "POST", "HEAD"]);
    assert_eq!(text(&answers[0]), "GET /a ");
    assert_eq!(text(&answers[1]), "POST /b hi!");
    assert_eq!(text(&answers[2]), "");
    assert!(!answers[0].head.headers.has("connection"));
    assert_eq!(answers[2].head.headers.get("connection"), Some("close"));
    assert!(answers[0].head.headers.has("date") && answers[0].head.headers.has("server"));
}

#[test]
fn http_1_0_gets_its_own_and_a_close() {
    let both = b"GET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n\r\n";
    let chunks = serve_with(Timeouts::default(), vec![VariationId::ChunkedResponses]);
    let answers = exchange(&chunks, both, &["GET"]);
    assert_eq!(answers[0].head.version, (1, 0));
    assert_eq!(text(&answers[0]), "GET /a ");
    assert!(!answers[0].head.headers.has("transfer-encoding"));
    let modern = exchange(&chunks, b"GET /abcdefghijk HTTP/1.1\r\n\r\n", &["GET"]);
    assert!(modern[0].head.headers.has("transfer-encoding"));
    assert_eq!(text(&modern[0]), "GET /abcdefghijk ");
}

#[test]
fn the_interim_answer_comes_before_the_body() {
    let fixture = server();
    let mut stream = TcpStream::connect(fixture.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
        .write_all(b"POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        .unwrap();
    let mut interim = [0u8; 25];
    stream.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"ok").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert!(rest.ends_with("POST /a ok"), "{rest}");
}

#[test]
fn what_cannot_be_read_is_refused_and_closed() {
    let fixture = server();
    let garbage: [(&[u8], u16); 10] = [
        (b"\x00\x01garbage\r\n\r\n", 400),
        (b"POST /a HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (
            b"POST /a HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
            400,
        ),
        (
            b"POST /a HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        (
            b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            400,
        ),
        (b"GET /a HTTP/1.1\r\nno colon here\r\n\r\n", 400),
        (b"GET /a HTTP/2.0\r\n\r\n", 505),
        (
            b"POST /a HTTP/1.1\r\nExpect: the-unexpected\r\nContent-Length: 1\r\n\r\na",
            417,
        ),
        (
            b"POST /a HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
            413,
        ),
        (b"GET /a HTTP/1.1\r\nHost", 400),
    ];
    for (request, status) in garbage {
        let answers = exchange(&fixture, request, &["GET"]);
        assert_eq!(
            answers[0].head.status,
            status,
            "{}",
            String::from_utf8_lossy(request)
        );
        assert_eq!(answers[0].head.headers.get("connection"), Some("close"));
    }
    let long = [b"GET /".as_slice(), &[b'a'; 70_000], b" HTTP/1.1\r\n\r\n"].concat();
    assert_eq!(exchange(&fixture, &long, &["GET"])[0].head.status, 431);
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(300));
    assert_eq!(
        exchange(&fixture, many.as_bytes(), &["GET"])[0].head.status,
        431
    );
}

#[test]
fn a_slow_sender_is_told_and_dropped() {
    let timeouts = Timeouts {
        // Over as soon as the request has begun.
        request: Duration::ZERO,
        ..Timeouts::default()
    };
    let fixture = serve_with(timeouts, Vec::new());
    let mut stream = TcpStream::connect(fixture.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream.write_all(b"GET /a HT").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    let timeouts = Timeouts {
        idle: Duration::ZERO,
        ..Timeouts::default()
    };
    let fixture = serve_with(timeouts, Vec::new());
    let mut idle = TcpStream::connect(fixture.address).unwrap();
    idle.set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    assert_eq!(idle.read(&mut [0u8; 8]).unwrap(), 0);
}

#[test]
fn too_many_connections_are_turned_away_and_others_served_again() {
    let fixture = server();
    let held: Vec<TcpStream> = (0..256)
        .map(|_| TcpStream::connect(fixture.address).unwrap())
        .collect();
    let mut stream = TcpStream::connect(fixture.address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut answer = String::new();
    let _reset = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    drop(held);
    // The threads of the dropped connections end one after the other.
    for _ in 0..200 {
        let mut stream = TcpStream::connect(fixture.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(b"GET /a HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = String::new();
        if stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.0 200 ") {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("nobody is served any more");
}

#[test]
fn stopping_ends_idle_connections() {
    let fixture = server();
    let mut idle = TcpStream::connect(fixture.address).unwrap();
    idle.set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    idle.write_all(b"GET /a HTTP/1.1\r\n\r\n").unwrap();
    let mut first = [0u8; 8];
    idle.read_exact(&mut first).unwrap();
    drop(fixture);
    let mut rest = Vec::new();
    idle.read_to_end(&mut rest).unwrap();
}
