//! Where a body ends, according to the head (RFC 9112 section 6).

use serde::{Deserialize, Serialize};

use super::error::{HttpError, excerpt};
use super::head::{RequestHead, ResponseHead};
use super::headers::Headers;
use super::lapse::{LapseKind, Lapses};

/// How the end of a body is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Framing {
    /// There is no body.
    None,
    /// Content-Length, in bytes.
    Length(u64),
    /// Chunked transfer coding.
    Chunked,
    /// The end of the stream.
    UntilClose,
}

/// The framing of a request; doubt about its extent is an error.
pub(super) fn of_request(
    head: &RequestHead,
    unframed_until_close: bool,
    base: u64,
    lapses: &mut Lapses,
) -> Result<Framing, HttpError> {
    match coding(&head.headers, base, lapses) {
        Coding::Chunked => {
            note_chunked(head.version, &head.headers, base, lapses);
            return Ok(Framing::Chunked);
        }
        Coding::Open(value) => return Err(HttpError::BadTransferCoding { value }),
        Coding::Absent => {}
    }
    match length(&head.headers, base, lapses) {
        Ok(Some(length)) => Ok(Framing::Length(length)),
        Ok(None) if unframed_until_close && head.headers.has("content-type") => {
            Ok(Framing::UntilClose)
        }
        Ok(None) => Ok(Framing::None),
        Err(value) => Err(HttpError::BadContentLength { value }),
    }
}

/// The framing of a final response to a request with the given method.
pub(super) fn of_response(
    head: &ResponseHead,
    method: &str,
    base: u64,
    lapses: &mut Lapses,
) -> Framing {
    if method == "HEAD" || head.status < 200 || matches!(head.status, 204 | 304) {
        return Framing::None;
    }
    match coding(&head.headers, base, lapses) {
        Coding::Chunked => {
            note_chunked(head.version, &head.headers, base, lapses);
            return Framing::Chunked;
        }
        Coding::Open(_) => {
            lapses.add(LapseKind::OddTransferCoding, base);
            return Framing::UntilClose;
        }
        Coding::Absent => {}
    }
    match length(&head.headers, base, lapses) {
        Ok(Some(length)) => Framing::Length(length),
        Ok(None) => Framing::UntilClose,
        Err(_) => {
            lapses.add(
                LapseKind::BadContentLength,
                place(&head.headers, "content-length", base),
            );
            Framing::UntilClose
        }
    }
}

enum Coding {
    Absent,
    Chunked,
    /// A coding that does not end in chunked.
    Open(String),
}

fn coding(headers: &Headers, base: u64, lapses: &mut Lapses) -> Coding {
    let place = place(headers, "transfer-encoding", base);
    let mut codings = Vec::new();
    for part in headers
        .all("transfer-encoding")
        .flat_map(|value| value.split(','))
    {
        let name = part.split(';').next().unwrap_or_default().trim();
        let plain = name.trim_matches('"');
        if plain.len() != name.len() || plain.eq_ignore_ascii_case("identity") {
            lapses.add(LapseKind::OddTransferCoding, place);
        }
        if !plain.is_empty() && !plain.eq_ignore_ascii_case("identity") {
            codings.push(plain);
        }
    }
    match codings.as_slice() {
        [] => Coding::Absent,
        [before @ .., last] if last.eq_ignore_ascii_case("chunked") => {
            if !before.is_empty() {
                lapses.add(LapseKind::OddTransferCoding, place);
            }
            Coding::Chunked
        }
        all => Coding::Open(excerpt(all.join(", ").as_bytes())),
    }
}

fn note_chunked(version: (u8, u8), headers: &Headers, base: u64, lapses: &mut Lapses) {
    if headers.has("content-length") {
        lapses.add(
            LapseKind::LengthAndChunked,
            place(headers, "content-length", base),
        );
    }
    if version < (1, 1) {
        lapses.add(
            LapseKind::ChunkedInHttp10,
            place(headers, "transfer-encoding", base),
        );
    }
}

/// Content-Length, or the value that is no number; one too large for `u64` counts as the largest.
fn length(headers: &Headers, base: u64, lapses: &mut Lapses) -> Result<Option<u64>, String> {
    let mut first = None;
    for header in headers.named("content-length") {
        for part in header.value.split(',').map(str::trim) {
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(excerpt(part.as_bytes()));
            }
            let number = part.parse::<u64>().unwrap_or(u64::MAX);
            let kind = match first {
                None => {
                    first = Some(number);
                    continue;
                }
                Some(first) if first == number => LapseKind::RepeatedContentLength,
                Some(_) => LapseKind::UnequalContentLength,
            };
            lapses.add(kind, base + header.start as u64);
        }
    }
    Ok(first)
}

fn place(headers: &Headers, name: &str, base: u64) -> u64 {
    base + headers
        .named(name)
        .next()
        .map_or(0, |header| header.start as u64)
}
