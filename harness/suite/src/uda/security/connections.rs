//! Heads, framing and connections that a server has to be on its guard against.

use ctk_vectors::messaging_2::action;
use ctk_wire::soap::soapaction;

use super::survival::survived;
use crate::case::Case;
use crate::judging::judgement::Flow;
use crate::lab::ScriptStep;
use crate::tester::Tester;
use crate::tester::raw_request::{Spelled, http_url};

/// How long the answer to a request is waited for whose end never comes, in milliseconds.
const LOOK_MS: u64 = 1_000;

/// How many connections are opened and left.
const LEFT: usize = 60;

/// Another action without effect, if there is one of this name.
const OTHER: &str = action::GET_NEW_MESSAGES;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        large_head(),
        many_headers(),
        doubled_headers(),
        odd_framing(),
        garbage(),
        slow_request(),
        left_requests(),
    ]
}

/// Sends bytes, and waits a little for what comes.
fn play(t: &mut Tester<'_>, what: &str, bytes: Vec<u8>) -> Flow {
    let url = t.dut().control_url.clone();
    let steps = vec![
        ScriptStep::Send(bytes),
        ScriptStep::Response {
            method: "POST".to_owned(),
            wait_ms: LOOK_MS,
        },
    ];
    t.raw().script(what, &url, steps).map(drop)
}

fn plain(t: &Tester<'_>) -> Spelled {
    t.raw_request(t.dut().idle_action(), &[("MessageID", "ctk")])
}

/// The request with these lines before the end of its head.
fn with_lines(request: &Spelled, lines: &str) -> Flow<Vec<u8>> {
    let (head, body) = request.raw((1, 1))?;
    let head = String::from_utf8_lossy(&head).into_owned();
    let head = head.strip_suffix("\r\n").unwrap_or(&head);
    Ok([head.as_bytes(), lines.as_bytes(), b"\r\n", &body].concat())
}

fn large_head() -> Case {
    survived(
        "uda/security/large-head",
        "the device survives header lines and a request line of megabytes",
        "2.1",
        |t| {
            let request = plain(t);
            let long = format!("X-CTK: {}\r\n", "x".repeat(1 << 20));
            play(t, "a header of 1 MiB", with_lines(&request, &long)?)?;
            let url = http_url(&request.url)?;
            let (authority, target) = (url.place(), url.target);
            let line = format!(
                "POST {target}?{} HTTP/1.1\r\nHOST: {authority}\r\nCONTENT-LENGTH: 0\r\n\r\n",
                "q".repeat(1 << 20)
            );
            play(t, "a request line of 1 MiB", line.into_bytes())
        },
    )
}

fn many_headers() -> Case {
    survived(
        "uda/security/many-headers",
        "the device survives ten thousand header lines",
        "2.1",
        |t| {
            let lines: String = (0..10_000).map(|at| format!("X-CTK-{at}: 1\r\n")).collect();
            let bytes = with_lines(&plain(t), &lines)?;
            play(t, "10 000 headers", bytes)
        },
    )
}

/// Headers that stand twice with different values.
fn doubled_headers() -> Case {
    survived(
        "uda/security/doubled-headers",
        "the device survives headers that stand twice and disagree",
        "2.1",
        |t| {
            let request = plain(t);
            let other = format!(
                "SOAPACTION: {}\r\n",
                soapaction(&t.dut().service_type, OTHER)
            );
            for (what, line) in [
                ("CONTENT-LENGTH twice", "CONTENT-LENGTH: 5\r\n"),
                ("chunks beside a length", "TRANSFER-ENCODING: chunked\r\n"),
                ("SOAPACTION twice", other.as_str()),
                ("HOST twice", "HOST: 192.0.2.1\r\n"),
                ("CONTENT-TYPE twice", "CONTENT-TYPE: text/plain\r\n"),
            ] {
                play(t, what, with_lines(&request, line)?)?;
            }
            Ok(())
        },
    )
}

/// Lengths and chunks that cannot be.
fn odd_framing() -> Case {
    survived(
        "uda/security/odd-framing",
        "the device survives lengths and chunk sizes that are absurd",
        "2.1",
        |t| {
            let url = http_url(&t.dut().control_url)?;
            let (authority, target) = (url.place(), url.target);
            let head = format!(
                "POST {target} HTTP/1.1\r\nHOST: {authority}\r\nCONTENT-TYPE: text/xml\r\n"
            );
            for (what, rest) in [
                (
                    "a length of 2^63",
                    "CONTENT-LENGTH: 9223372036854775808\r\n\r\n<a/>",
                ),
                ("a negative length", "CONTENT-LENGTH: -1\r\n\r\n<a/>"),
                (
                    "a length of 1 GiB",
                    "CONTENT-LENGTH: 1073741824\r\n\r\n<a/>",
                ),
                (
                    "a length that is not a number",
                    "CONTENT-LENGTH: many\r\n\r\n<a/>",
                ),
                (
                    "a chunk of 2^64-1",
                    "TRANSFER-ENCODING: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n<a/>",
                ),
                (
                    "a chunk of 2^68",
                    "TRANSFER-ENCODING: chunked\r\n\r\n100000000000000000\r\n<a/>\r\n0\r\n\r\n",
                ),
                (
                    "a chunk without size",
                    "TRANSFER-ENCODING: chunked\r\n\r\n\r\n<a/>\r\n0\r\n\r\n",
                ),
                (
                    "a chunk with a negative size",
                    "TRANSFER-ENCODING: chunked\r\n\r\n-4\r\n<a/>\r\n0\r\n\r\n",
                ),
                ("an unknown coding", "TRANSFER-ENCODING: ctk\r\n\r\n<a/>"),
            ] {
                play(t, what, format!("{head}{rest}").into_bytes())?;
            }
            Ok(())
        },
    )
}

/// What is no HTTP at all.
fn garbage() -> Case {
    survived(
        "uda/security/garbage",
        "the device survives bytes that are no HTTP",
        "2.1",
        |t| {
            let noise: Vec<u8> = (0..4096_u32)
                .map(|at| u8::try_from((at * 197 + 31) % 251).unwrap_or(0) | 0x80)
                .collect();
            for (what, bytes) in [
                ("noise", noise),
                (
                    "the beginning of TLS",
                    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
                ),
                ("NULs", vec![0; 4096]),
                ("empty lines", b"\r\n".repeat(2000)),
                (
                    "a head without colons",
                    b"POST / HTTP/1.1\r\nno colon\r\n\r\n".to_vec(),
                ),
                (
                    "another version",
                    b"POST / HTTP/9.9\r\nHOST: x\r\n\r\n".to_vec(),
                ),
                ("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
            ] {
                let url = t.dut().control_url.clone();
                let steps = vec![
                    ScriptStep::Send(bytes),
                    ScriptStep::ShutdownWrite,
                    ScriptStep::AwaitClose { wait_ms: LOOK_MS },
                ];
                t.raw().script(what, &url, steps)?;
            }
            Ok(())
        },
    )
}

/// A request that drips.
fn slow_request() -> Case {
    survived(
        "uda/security/slow-request",
        "the device survives a request that comes byte by byte",
        "2.1",
        |t| {
            let (head, body) = plain(t).raw((1, 1))?;
            let mut steps = Vec::new();
            for byte in head.iter().take(40) {
                steps.push(ScriptStep::Send(vec![*byte]));
                steps.push(ScriptStep::Idle { ms: 10 });
            }
            steps.push(ScriptStep::Send(
                head.get(40..).unwrap_or_default().to_vec(),
            ));
            for piece in body.chunks(body.len().div_ceil(40).max(1)) {
                steps.push(ScriptStep::Idle { ms: 5 });
                steps.push(ScriptStep::Send(piece.to_vec()));
            }
            steps.push(ScriptStep::Response {
                method: "POST".to_owned(),
                wait_ms: LOOK_MS,
            });
            let url = t.dut().control_url.clone();
            t.raw()
                .script("a request that drips", &url, steps)
                .map(drop)
        },
    )
}

/// Connections on which a request begins and is left.
fn left_requests() -> Case {
    survived(
        "uda/security/left-requests",
        "the device survives connections that are left in the middle of a request",
        "2.1",
        |t| {
            let (head, body) = plain(t).raw((1, 1))?;
            let whole = [head, body].concat();
            let url = t.dut().control_url.clone();
            for at in 0..LEFT {
                let end = whole.len() * at / LEFT;
                let steps = match at {
                    0 => vec![ScriptStep::ShutdownWrite],
                    _ => vec![ScriptStep::Send(whole[..end].to_vec())],
                };
                t.raw().script("a request that is left", &url, steps)?;
            }
            Ok(())
        },
    )
}
