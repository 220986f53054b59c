//! The transports against testers that answer well, badly, or not at all.

use std::io::{Cursor, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use ctk_suite::lab::StimulusStatus;
use serde_json::{Value, json};

use super::*;

/// Serves one request with these bytes; the request, and the tester that talks to it.
fn serve(answer: impl Into<Vec<u8>>) -> (HttpTester, mpsc::Receiver<String>) {
    serve_to(HttpTester::new, answer)
}

/// How a tester is made.
type Make = fn(&str) -> Result<HttpTester, crate::exit_code::Failure>;

fn serve_to(make: Make, answer: impl Into<Vec<u8>>) -> (HttpTester, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!(
        "http://{}/upper/",
        listener.local_addr().expect("an address")
    );
    let (to, from) = mpsc::channel();
    let answer = answer.into();
    thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else {
            return;
        };
        let mut request = Vec::new();
        let mut chunk = [0; 4096];
        // The body of every test is short and ends with its brace.
        while !request.ends_with(b"}") {
            match stream.read(&mut chunk) {
                Ok(count @ 1..) => request.extend_from_slice(&chunk[..count]),
                _ => return,
            }
        }
        let _ = to.send(String::from_utf8_lossy(&request).into_owned());
        let _ = stream.write_all(&answer);
    });
    (make(&base).expect("a URL"), from)
}

fn response(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn over_http(answer: impl Into<Vec<u8>>) -> StimulusReply {
    serve(answer).0.stimulate("reset", &json!({}))
}

#[test]
fn without_a_tester_nothing_is_supported() {
    assert_eq!(
        NoTester.stimulate("reset", &json!({})).status,
        StimulusStatus::Unsupported
    );
    assert_eq!(NoTester.kind(), Kind::None);
}

#[test]
fn a_stimulus_is_posted_as_json() {
    let body = r#"{"status": "done", "message_id": "m1", "else": 1}"#;
    let (tester, request) = serve(response("200 OK", body));
    let reply = tester.stimulate("incoming-message", &json!({"class": "SMS"}));
    assert_eq!(
        (reply.status, reply.message_id.as_deref()),
        (StimulusStatus::Done, Some("m1"))
    );
    assert_eq!((reply.http_status, reply.text.as_str()), (Some(200), body));
    let request = request.recv().expect("a request");
    assert!(
        request.starts_with("POST /upper/incoming-message HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("content-type: application/json\r\n")
            && request.ends_with(r#"{"class":"SMS"}"#)
    );
}

#[test]
fn what_an_endpoint_does_not_know_is_unsupported() {
    for status in ["404 Not Found", "405 Method Not Allowed"] {
        assert_eq!(
            over_http(response(status, "<html>")).status,
            StimulusStatus::Unsupported
        );
    }
}

#[test]
fn an_endpoint_that_answers_badly_has_failed() {
    let answers = [
        response("200 OK", "done"),
        response("200 OK", r#"{"detail": "?"}"#),
        response("500 Internal Server Error", r#"{"status": "done"}"#),
        // A redirect is not followed.
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: /\r\nContent-Length: 0\r\n\r\n".to_owned(),
        response(
            "200 OK",
            &format!(
                r#"{{"status": "done", "detail": "{}"}}"#,
                "x".repeat(2_000_000)
            ),
        ),
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".to_owned(),
        "garbage\r\n\r\n".to_owned(),
        String::new(),
    ];
    for answer in answers {
        let shown: String = answer.chars().take(60).collect();
        for (make, kept) in [
            (HttpTester::new as Make, false),
            (HttpTester::keeping as Make, true),
        ] {
            let reply = serve_to(make, answer.clone())
                .0
                .stimulate("reset", &json!({}));
            assert_eq!(reply.status, StimulusStatus::Failed, "{shown}");
            assert!(
                !reply.detail.is_empty() && reply.text.len() <= 1024 * 1024 + 1,
                "{shown}"
            );
            if kept && shown.starts_with("HTTP/1.1 200") {
                assert!(!reply.detail.contains("cannot reach"), "{}", reply.detail);
            }
        }
    }
}

#[test]
fn a_connection_is_kept_and_made_anew_when_it_was_ended() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let base = format!(
        "http://{}/upper",
        listener.local_addr().expect("an address")
    );
    // Two answers a connection, over two connections; neither says that it will end.
    let connections = thread::spawn(move || {
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().expect("somebody comes");
            for _ in 0..2 {
                let mut request = Vec::new();
                let mut chunk = [0; 4096];
                while !request.ends_with(b"}") {
                    match stream.read(&mut chunk) {
                        Ok(count @ 1..) => request.extend_from_slice(&chunk[..count]),
                        _ => return 0,
                    }
                }
                let done = "HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n{\"status\":\"done\"}";
                stream.write_all(done.as_bytes()).expect("it is read");
            }
        }
        4
    });
    let tester = HttpTester::keeping(&base).expect("a URL");
    for _ in 0..4 {
        let reply = tester.stimulate("reset", &json!({}));
        assert_eq!(reply.status, StimulusStatus::Done, "{}", reply.detail);
    }
    assert_eq!(connections.join().expect("it served"), 4);
}

#[test]
fn an_endpoint_that_is_not_there_has_failed() {
    // Bound and never listening: connections are refused.
    let socket =
        socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    socket
        .bind(&std::net::SocketAddr::from(([127, 0, 0, 1], 0)).into())
        .expect("a free port");
    let address = socket
        .local_addr()
        .ok()
        .and_then(|address| address.as_socket())
        .expect("an address");
    let reply = HttpTester::new(&format!("http://{address}"))
        .expect("a URL")
        .stimulate("reset", &json!({}));
    assert_eq!(reply.status, StimulusStatus::Failed);
    assert!(reply.detail.contains("cannot reach"), "{}", reply.detail);
    assert!(HttpTester::new("ftp://h/").is_err() && HttpTester::new("nowhere").is_err());
}

#[cfg(unix)]
mod command {
    use super::*;

    fn run(script: &str, fields: &Value) -> StimulusReply {
        let tester = CommandTester::new(&format!("sh -c '{script}' tester")).expect("a command");
        tester
            .within(Duration::from_secs(60))
            .stimulate("peer-joins", fields)
    }

    #[test]
    fn a_program_gets_name_and_fields_and_answers() {
        let script = r#"read line; test "$1" = peer-joins && test "$line" = "{\"peer\":\"Al\"}" && echo "{\"status\": \"done\", \"session_id\": \"s\"}""#;
        let reply = run(script, &json!({"peer": "Al"}));
        assert_eq!(
            (reply.status, reply.session_id.as_deref()),
            (StimulusStatus::Done, Some("s")),
            "{}",
            reply.detail
        );
    }

    #[test]
    fn a_program_that_ends_badly_has_failed_and_says_why() {
        let reply = run("echo no device >&2; exit 3", &json!({}));
        assert_eq!(reply.status, StimulusStatus::Failed);
        assert!(
            reply.detail.contains('3') && reply.detail.ends_with("no device"),
            "{}",
            reply.detail
        );
        assert_eq!(run("echo hello", &json!({})).status, StimulusStatus::Failed);
        assert_eq!(run("kill -9 $$", &json!({})).status, StimulusStatus::Failed);
        let missing = CommandTester::new("/nonexistent/tester")
            .expect("a command")
            .stimulate("reset", &json!({}));
        assert!(missing.detail.contains("cannot run"), "{}", missing.detail);
    }

    #[test]
    fn a_program_that_floods_or_ignores_its_input_is_bounded() {
        let flood = run(
            "head -c 3000000 /dev/zero",
            &json!({"text": "x".repeat(500_000)}),
        );
        assert!(flood.detail.contains("longer than"), "{}", flood.detail);
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let tester = CommandTester::new("sleep 1000 --")
            .expect("a command")
            .within(Duration::from_millis(50));
        // `sleep` takes the name for a number and complains, or sleeps: neither is done.
        assert_eq!(
            tester.stimulate("1", &json!({})).status,
            StimulusStatus::Failed
        );
        let deaf = CommandTester::new("sh -c 'while :; do sleep 1; done'").expect("a command");
        let reply = deaf
            .within(Duration::from_millis(50))
            .stimulate("reset", &json!({}));
        assert!(reply.detail.contains("did not end"), "{}", reply.detail);
    }
}

/// A terminal that keeps what it shows.
#[derive(Clone, Default)]
struct Screen(Arc<Mutex<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .expect("no test panics while it writes")
            .write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Screen {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("no test panics while it writes"))
            .into_owned()
    }
}

fn person(typed: &'static str) -> (InteractiveTester, Screen) {
    let screen = Screen::default();
    (
        InteractiveTester::new(Cursor::new(typed), screen.clone()),
        screen,
    )
}

#[test]
fn a_person_is_told_in_one_sentence_and_asked_for_ids() {
    let (tester, screen) = person("maybe\nD\n s-7 \ndone\n\n");
    let reply = tester.stimulate(
        "incoming-session",
        &json!({"class": "Chat", "from": "sip:a@example.invalid"}),
    );
    assert_eq!(
        (reply.status, reply.session_id.as_deref()),
        (StimulusStatus::Done, Some("s-7"))
    );
    let text = screen.text();
    assert_eq!(
        text.matches(
            r#"Ask the device for a session of class "Chat" from "sip:a@example.invalid"."#
        )
        .count(),
        2
    );
    let reply = tester.stimulate(
        "incoming-message",
        &json!({"class": "SMS", "from": "tel:+1"}),
    );
    assert_eq!(
        (reply.status, reply.message_id),
        (StimulusStatus::Done, None)
    );
}

#[test]
fn what_a_person_cannot_do_is_not_asked_again() {
    let (tester, screen) = person("c\nf\n");
    let typing = || tester.stimulate("peer-typing", &json!({"peer": "Al", "session_id": "s"}));
    assert_eq!(typing().status, StimulusStatus::Unsupported);
    assert_eq!(typing().status, StimulusStatus::Unsupported);
    assert_eq!(screen.text().matches("Type something").count(), 1);
    assert_eq!(
        tester.stimulate("restart", &json!({})).status,
        StimulusStatus::Failed
    );
}

#[test]
fn a_person_is_never_asked_to_reset() {
    let (tester, screen) = person("d\nd\n");
    for name in ["reset", "capabilities", "no-such-stimulus"] {
        assert_eq!(
            tester.stimulate(name, &json!({})).status,
            StimulusStatus::Unsupported
        );
    }
    assert_eq!(screen.text(), "");
}

#[test]
fn nobody_at_the_terminal_is_no_tester() {
    let (tester, _) = person("");
    assert_eq!(
        tester.stimulate("restart", &json!({})).status,
        StimulusStatus::Unsupported
    );
    let (confused, _) = person("what?\nwhat?\nwhat?\nwhat?\nwhat?\nwhat?\n");
    assert_eq!(
        confused.stimulate("restart", &json!({})).status,
        StimulusStatus::Failed
    );
}

#[test]
fn a_sentence_shows_nothing_that_could_move_the_cursor() {
    let (tester, screen) = person("d\n");
    tester.stimulate(
        "peer-joins",
        &json!({"peer": "\u{1b}[2J\nAl", "session_id": "s"}),
    );
    assert!(!screen.text().contains('\u{1b}'));
}
