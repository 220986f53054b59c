//! HTTP below the answers to actions.

use std::time::Duration;

use super::{Kind, Mode, RAW_ESCAPES, Seen, Step};

const C: &[Kind] = &[Kind::Control];

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new(
            "length-7-more",
            "CONTENT-LENGTH is 7 too large, and the connection stays open",
            C,
            longer,
        ),
        Mode::new("length-7-less", "CONTENT-LENGTH is 7 too small", C, shorter),
        Mode::new("length-negative", "CONTENT-LENGTH is -1", C, |seen| {
            lengths(seen, "CONTENT-LENGTH: -1\r\n")
        }),
        Mode::new("length-huge", "CONTENT-LENGTH has 40 digits", C, |seen| {
            lengths(seen, &format!("CONTENT-LENGTH: {}\r\n", "9".repeat(40)))
        }),
        Mode::new(
            "length-twice",
            "there are two lengths that differ",
            C,
            |seen| lengths(seen, "CONTENT-LENGTH: 10\r\nCONTENT-LENGTH: 100000\r\n"),
        ),
        Mode::new(
            "chunk-huge",
            "a chunk says that it has 2^64 bytes",
            C,
            |seen| chunked(seen, "ffffffffffffffffff"),
        ),
        Mode::new(
            "chunk-garbage",
            "the size of a chunk is not a number",
            C,
            |seen| chunked(seen, "xyz"),
        ),
        Mode::new("header-endless", "a header line never ends", C, |_| {
            vec![
                Step::Send(b"HTTP/1.1 200 OK\r\nX: ".to_vec()),
                Step::Flood(vec![b'a'; 1 << 20], u64::MAX),
            ]
        }),
        Mode::new(
            "headers-many",
            "there are headers without an end",
            C,
            |_| {
                vec![
                    Step::Send(b"HTTP/1.1 200 OK\r\n".to_vec()),
                    Step::Flood(b"X-Y: z\r\n".repeat(1000), u64::MAX),
                ]
            },
        ),
        Mode::new(
            "continue-endless",
            "100 Continue comes again and again",
            C,
            |_| {
                vec![Step::Flood(
                    b"HTTP/1.1 100 Continue\r\n\r\n".repeat(100),
                    u64::MAX,
                )]
            },
        ),
        Mode::new("not-http", "what answers does not speak HTTP", C, |_| {
            vec![Step::Send(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec())]
        }),
        Mode::new(
            "escapes-in-head",
            "the status line and headers control terminals",
            C,
            escapes,
        ),
        Mode::new(
            "second-answer",
            "each answer is followed by another that nobody asked for",
            C,
            second,
        ),
        Mode::new(
            "closed-at-once",
            "connections are closed without an answer",
            C,
            |_| Vec::new(),
        ),
        Mode::new(
            "reset",
            "connections are reset without an answer",
            C,
            |_| vec![Step::Reset],
        ),
        Mode::new(
            "reset-in-body",
            "connections are reset in the middle of the answer",
            C,
            reset_in_body,
        ),
        Mode::new(
            "upgraded",
            "every answer is 101 Switching Protocols",
            C,
            |_| {
                vec![
                    Step::Send(b"HTTP/1.1 101 Switching Protocols\r\nUPGRADE: x\r\n\r\n".to_vec()),
                    Step::Hang,
                ]
            },
        ),
    ]
}

fn longer(seen: &Seen) -> Vec<Step> {
    let reply = seen.reply();
    let head = reply.head(reply.body.len() + 7);
    vec![Step::Send(head), Step::Send(reply.body), Step::Hang]
}

fn shorter(seen: &Seen) -> Vec<Step> {
    let reply = seen.reply();
    let head = reply.head(reply.body.len().saturating_sub(7));
    vec![Step::Send(head), Step::Send(reply.body)]
}

fn lengths(seen: &Seen, lines: &str) -> Vec<Step> {
    let reply = seen.reply();
    vec![Step::Send(reply.head_with(lines)), Step::Send(reply.body)]
}

fn chunked(seen: &Seen, size: &str) -> Vec<Step> {
    let reply = seen.reply();
    let head = reply.head_with("TRANSFER-ENCODING: chunked\r\n");
    let first = format!("{size}\r\n").into_bytes();
    vec![Step::Send(head), Step::Send(first), Step::Send(reply.body)]
}

fn escapes(seen: &Seen) -> Vec<Step> {
    let reply = seen.reply();
    let mut head = format!(
        "HTTP/1.1 {} {RAW_ESCAPES}\r\nSERVER: {RAW_ESCAPES}\r\n",
        reply.status
    );
    head.push_str(&format!(
        "X-{RAW_ESCAPES}: {RAW_ESCAPES}\r\nCONTENT-LENGTH: {}\r\n\r\n",
        reply.body.len()
    ));
    vec![Step::Send(head.into_bytes()), Step::Send(reply.body)]
}

fn second(seen: &Seen) -> Vec<Step> {
    let bytes = seen.reply().bytes();
    vec![Step::Send(bytes.clone()), Step::Send(bytes)]
}

fn reset_in_body(seen: &Seen) -> Vec<Step> {
    let reply = seen.reply();
    let half = reply.body[..reply.body.len() / 2].to_vec();
    vec![
        Step::Send(reply.head(reply.body.len())),
        Step::Send(half),
        Step::Wait(Duration::from_millis(20)),
        Step::Reset,
    ]
}
