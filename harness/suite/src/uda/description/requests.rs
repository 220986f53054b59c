//! 2.1: requests that are spelled otherwise, ask for something else, or are none.

use ctk_model::expectation::Outcome;
use ctk_record::Judgement;

use super::fetched::fetched;
use crate::case::{Case, Phase};
use crate::judging::judgement::Flow;
use crate::lab::{HttpFailure, ScriptStep};
use crate::passive::watch::judge_noticed;
use crate::tester::Tester;
use crate::tester::description::Fetched;
use crate::tester::raw_request::http_url;
use crate::uda::version::versions;

/// How long a device may look at garbage before the kit goes on.
const GARBAGE_MS: u64 = 8_000;

pub(super) fn cases() -> Vec<Case> {
    vec![
        header_names(),
        head(),
        unknown_method(),
        unknown_path(),
        garbage(),
    ]
}

/// 2.1: the names of headers are compared without regard to case, and those that are unknown ignored. The device's own
/// header lines are looked at in the whole run.
fn header_names() -> Case {
    Case::new(
        "uda/description/header-names",
        "header names in lower case and unknown headers change nothing",
    )
    .clause("2.1")
    .covers(&["UDA-DESC-17"])
    .phase(Phase::Last)
    .body(|t| {
        let url = t.dut().description_url.clone();
        let usual = fetched(t, &url, &[])?;
        let host = http_url(&url)?.place();
        let headers = [
            ("host", host.as_str()),
            ("x-unknown", "1"),
            ("note.example.com", "any; thing=\"goes\""),
        ];
        let other = t.descriptions().request("GET", &url, &headers)?;
        t.record(
            Judgement::met(
                "UDA-DESC-17",
                other.status() == 200 && other.body().len() == usual.body().len(),
            )
            .asked(format!(
                "GET {url} with `host:`, `x-unknown:` and `note.example.com:`"
            ))
            .accepts(["the document, as without them"])
            .observed(format!(
                "{}, {} bytes",
                other.describe(),
                other.body().len()
            ))
            .exchanges([usual.exchange, other.exchange]),
        )?;
        judge_noticed(t, "UDA-DESC-17")
    })
}

/// 2.1, 2.11: HEAD is answered as GET is, without the body, or refused. A body behind the head would be taken for the
/// next answer: the framing is wrong then.
fn head() -> Case {
    Case::new(
        "uda/description/head",
        "HEAD is answered as GET without a body, or refused",
    )
    .clause("2.11")
    .covers(&["UDA-DESC-04", "UDA-DESC-07"])
    .needs(&versions("UDA-DESC-07"))
    .body(judge_head)
}

fn judge_head(t: &mut Tester<'_>) -> Flow {
    let url = t.dut().description_url.clone();
    let place = http_url(&url)?;
    let request = format!(
        "HEAD {} HTTP/1.1\r\nHOST: {}\r\nCONNECTION: close\r\n\r\n",
        place.target,
        place.place()
    );
    let steps = vec![
        ScriptStep::Send(request.into_bytes()),
        ScriptStep::AwaitClose { wait_ms: 3_000 },
    ];
    let answers = t.raw().script(&format!("HEAD {url}"), &url, steps)?;
    let bytes = answers.first().map_or(&[][..], |it| it.bytes.as_slice());
    let exchanges: Vec<u32> = answers.iter().map(|it| it.exchange).collect();
    let status = status_of(bytes);
    let body = bytes
        .windows(4)
        .position(|it| it == b"\r\n\r\n")
        .map_or(0, |end| bytes.len() - end - 4);
    let refused = matches!(status, Some(400..=499));
    let outcome = match status {
        Some(200) => Outcome::Pass,
        _ if refused => Outcome::Pass,
        _ => Outcome::Warning,
    };
    let asked = format!("HEAD {url}");
    t.record(
        Judgement::new("UDA-DESC-07", outcome)
            .asked(&asked)
            .accepts(["200", "405"])
            .observed(in_words(status))
            .exchanges(&exchanges),
    )?;
    t.record(
        Judgement::met("UDA-DESC-04", body == 0 || status != Some(200))
            .asked(&asked)
            .accepts(["a head alone"])
            .observed(format!(
                "{} and {body} bytes behind the head",
                in_words(status)
            ))
            .exchanges(&exchanges),
    )
}

/// The status of raw bytes that are an HTTP response.
pub(super) fn status_of(bytes: &[u8]) -> Option<u16> {
    let line = bytes.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let rest = line.strip_prefix("HTTP/")?;
    rest.split_ascii_whitespace().nth(1)?.parse().ok()
}

fn in_words(status: Option<u16>) -> String {
    status.map_or_else(
        || "no HTTP answer".to_owned(),
        |status| format!("HTTP {status}"),
    )
}

/// 2.1: a method that is not implemented gets 405, at any rate a 4xx. HTTP itself wants 501 for it.
fn unknown_method() -> Case {
    Case::new(
        "uda/description/unknown-method",
        "a method that nobody has is refused with a 4xx status",
    )
    .clause("2.1")
    .covers(&["UDA-DESC-08"])
    .phase(Phase::Hostile)
    .body(|t| {
        let url = t.dut().description_url.clone();
        let answer = t.descriptions().request("XPROBE", &url, &[])?;
        let outcome = match answer.status() {
            400..=499 => Outcome::Pass,
            501 => Outcome::Warning,
            _ => t.lapse_since_1_1(),
        };
        status_row(
            t,
            "UDA-DESC-08",
            outcome,
            &format!("XPROBE {url}"),
            &["405", "another 4xx"],
            &answer,
        )
    })
}

/// RFC 2616: nothing is under a path that the device does not have.
fn unknown_path() -> Case {
    Case::new(
        "uda/description/unknown-path",
        "a path that the device does not have is answered 404",
    )
    .clause("2.11")
    .covers(&["UDA-DESC-10"])
    .body(|t| {
        let place = http_url(&t.dut().description_url)?.place();
        let name = t.unique("ctk-none-")?;
        let url = format!("http://{place}/{name}.xml");
        let answer = t.descriptions().request("GET", &url, &[])?;
        let outcome = match answer.status() {
            400..=499 => Outcome::Pass,
            _ => Outcome::Warning,
        };
        status_row(
            t,
            "UDA-DESC-10",
            outcome,
            &format!("GET {url}"),
            &["404", "another 4xx"],
            &answer,
        )
    })
}

fn status_row(
    t: &mut Tester<'_>,
    row: &str,
    outcome: Outcome,
    asked: &str,
    accepted: &[&str],
    answer: &Fetched,
) -> Flow {
    t.record(
        Judgement::new(row, outcome)
            .asked(asked)
            .accepts(accepted)
            .observed(answer.describe())
            .exchanges([answer.exchange]),
    )
}

/// 2.1: what is no HTTP gets 400, at any rate a 4xx, or the connection is closed. No line of it begins with GET, so that
/// nobody can take it for HTTP/0.9.
fn garbage() -> Case {
    Case::new(
        "uda/description/garbage",
        "bytes that are no HTTP request are refused with a 4xx status, or the connection closed",
    )
    .clause("2.1")
    .covers(&["UDA-DESC-09"])
    .needs(&versions("UDA-DESC-09"))
    .phase(Phase::Hostile)
    .body(judge_garbage)
}

fn judge_garbage(t: &mut Tester<'_>) -> Flow {
    let url = t.dut().description_url.clone();
    for (what, bytes) in [
        (
            "control characters",
            &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"[..],
        ),
        ("a line of words", b"hello out there, who are you\r\n\r\n"),
        ("a request line cut short", b"XPROBE\r\n: \r\n\x00\r\n\r\n"),
    ] {
        let steps = vec![
            ScriptStep::Send(bytes.to_vec()),
            ScriptStep::ShutdownWrite,
            ScriptStep::AwaitClose {
                wait_ms: GARBAGE_MS,
            },
        ];
        let answers = t
            .raw()
            .script(&format!("{what} instead of a request"), &url, steps)?;
        let answer = answers.first();
        let status = answer.and_then(|it| status_of(&it.bytes));
        let hung = answer.is_some_and(|it| it.failure == Some(HttpFailure::TimedOut));
        let outcome = match status {
            Some(400..=499) => Outcome::Pass,
            Some(500..=599) => Outcome::Warning,
            Some(_) => Outcome::Fail,
            None if hung => Outcome::Warning,
            None => Outcome::Pass,
        };
        let exchanges: Vec<u32> = answers.iter().map(|it| it.exchange).collect();
        t.record(
            Judgement::new("UDA-DESC-09", outcome)
                .asked(format!("{what} instead of a request"))
                .accepts(["400", "another 4xx", "the connection is closed"])
                .observed(match status {
                    Some(status) => format!("HTTP {status}"),
                    None if hung => format!("neither an answer nor a close in {GARBAGE_MS} ms"),
                    None => "the connection was closed".to_owned(),
                })
                .exchanges(&exchanges),
        )?;
    }
    Ok(())
}
