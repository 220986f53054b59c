//! Heads: finding their end in a stream, and reading them.

use serde::{Deserialize, Serialize};

use super::error::{HttpError, excerpt};
use super::headers::{Header, Headers};
use super::lapse::{LapseKind, Lapses};

/// The start line and headers of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestHead {
    /// The method as sent.
    pub method: String,
    /// The request target as sent.
    pub target: String,
    /// The protocol version (major, minor).
    pub version: (u8, u8),
    /// The headers.
    pub headers: Headers,
}

/// The status line and headers of a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseHead {
    /// The protocol version (major, minor).
    pub version: (u8, u8),
    /// The status code, 100…999.
    pub status: u16,
    /// The reason phrase, perhaps empty.
    pub reason: String,
    /// The headers.
    pub headers: Headers,
}

impl RequestHead {
    /// Whether the sender keeps the connection open after the answer.
    pub fn keeps_alive(&self) -> bool {
        keeps_alive(self.version, &self.headers)
    }
}

impl ResponseHead {
    /// Whether the sender keeps the connection open after this answer.
    pub fn keeps_alive(&self) -> bool {
        keeps_alive(self.version, &self.headers)
    }
}

fn keeps_alive(version: (u8, u8), headers: &Headers) -> bool {
    if version >= (1, 1) {
        !headers.has_token("connection", "close")
    } else {
        headers.has_token("connection", "keep-alive")
    }
}

/// Collects bytes up to the empty line that ends a head.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadBuffer {
    bytes: Vec<u8>,
    line_start: usize,
    started: bool,
}

impl HeadBuffer {
    /// Takes bytes; `Some(consumed)` when the head is complete with them.
    pub(super) fn feed(&mut self, input: &[u8], limit: usize) -> Result<Option<usize>, HttpError> {
        let mut consumed = 0;
        if self.bytes.capacity() == 0 {
            // Most heads are as long as this, and come at once.
            self.bytes.reserve(input.len().min(512));
        }
        while consumed < input.len() {
            let segment = &input[consumed..];
            let end = segment.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(segment.len(), |at| at + 1);
            if self.bytes.len() + taken > limit {
                return Err(HttpError::HeadTooLarge { limit });
            }
            self.bytes.extend_from_slice(&segment[..taken]);
            consumed += taken;
            if end.is_some() {
                let line = &self.bytes[self.line_start..self.bytes.len() - 1];
                let empty = line.strip_suffix(b"\r").unwrap_or(line).is_empty();
                self.line_start = self.bytes.len();
                if empty && self.started {
                    return Ok(Some(consumed));
                }
                self.started |= !empty;
            }
        }
        Ok(None)
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(self).bytes
    }
}

/// The lines of a raw head, with the lapses of their ends noted.
struct Lines<'a> {
    raw: &'a [u8],
    at: usize,
    base: u64,
}

impl<'a> Lines<'a> {
    /// The next line without its end, and its offset in the head.
    fn next(&mut self, lapses: &mut Lapses) -> Option<(usize, &'a [u8])> {
        let start = self.at;
        let rest = self.raw.get(start..).filter(|rest| !rest.is_empty())?;
        let (line, next) = match rest.iter().position(|byte| *byte == b'\n') {
            Some(end) => (&rest[..end], start + end + 1),
            None => (rest, self.raw.len()),
        };
        self.at = next;
        let line = match line.strip_suffix(b"\r") {
            Some(line) => line,
            None => {
                lapses.add(LapseKind::BareLf, self.base + start as u64);
                line
            }
        };
        Some((start, line))
    }
}

/// Reads a raw head as a request; `base` is the head's offset in the stream.
pub(crate) fn read_request_head(
    raw: &[u8],
    header_limit: usize,
    base: u64,
    lapses: &mut Lapses,
) -> Result<RequestHead, HttpError> {
    let mut lines = Lines { raw, at: 0, base };
    let (start, line) = start_line(&mut lines, lapses);
    let bad = || HttpError::BadStartLine {
        line: excerpt(line),
        wanted: "METHOD target HTTP/x.y".to_owned(),
    };
    let text = decode(line, base + start as u64, lapses);
    let parts = trimmed(&text, base + start as u64, lapses);
    let (method, rest) = parts.split_once([' ', '\t']).ok_or_else(bad)?;
    let (target, protocol) = rest.rsplit_once([' ', '\t']).ok_or_else(bad)?;
    let version = protocol_version(protocol, base + start as u64, lapses).ok_or_else(bad)?;
    let target = trimmed(target, base + start as u64, lapses);
    if target.is_empty() || method.is_empty() || !method.bytes().all(is_token) {
        return Err(bad());
    }
    if target.contains([' ', '\t']) {
        lapses.add(LapseKind::BlankInTarget, base + start as u64);
    }
    let (method, target) = (method.to_owned(), target.to_owned());
    let headers = read_headers(&mut lines, header_limit, lapses)?;
    Ok(RequestHead {
        method,
        target,
        version,
        headers,
    })
}

/// Reads a raw head as a response; `base` is the head's offset in the stream.
pub(crate) fn read_response_head(
    raw: &[u8],
    header_limit: usize,
    base: u64,
    lapses: &mut Lapses,
) -> Result<ResponseHead, HttpError> {
    let mut lines = Lines { raw, at: 0, base };
    let (start, line) = start_line(&mut lines, lapses);
    let place = base + start as u64;
    let bad = || HttpError::BadStartLine {
        line: excerpt(line),
        wanted: "HTTP/x.y code reason".to_owned(),
    };
    let text = decode(line, place, lapses);
    let (protocol, rest) = text.split_once([' ', '\t']).ok_or_else(bad)?;
    let version = protocol_version(protocol, place, lapses).ok_or_else(bad)?;
    let unpadded = rest.trim_start_matches([' ', '\t']);
    if unpadded.len() != rest.len() {
        lapses.add(LapseKind::ExtraBlank, place);
    }
    let (code, reason) = match unpadded.split_once([' ', '\t']) {
        Some((code, reason)) => (code, reason),
        None => {
            lapses.add(LapseKind::MissingReason, place);
            (unpadded, "")
        }
    };
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    let status = code
        .parse::<u16>()
        .ok()
        .filter(|status| *status >= 100)
        .ok_or_else(bad)?;
    let reason = reason.trim_matches([' ', '\t']).to_owned();
    let headers = read_headers(&mut lines, header_limit, lapses)?;
    Ok(ResponseHead {
        version,
        status,
        reason,
        headers,
    })
}

fn start_line<'a>(lines: &mut Lines<'a>, lapses: &mut Lapses) -> (usize, &'a [u8]) {
    while let Some((start, line)) = lines.next(lapses) {
        if !line.is_empty() {
            return (start, line);
        }
        lapses.add(LapseKind::EmptyLineFirst, lines.base + start as u64);
    }
    (lines.raw.len(), &[])
}

fn trimmed<'a>(text: &'a str, place: u64, lapses: &mut Lapses) -> &'a str {
    let inner = text.trim_matches([' ', '\t']);
    if inner.len() != text.len() {
        lapses.add(LapseKind::ExtraBlank, place);
    }
    inner
}

fn protocol_version(text: &str, place: u64, lapses: &mut Lapses) -> Option<(u8, u8)> {
    let (name, version) = text.split_once('/')?;
    if !name.eq_ignore_ascii_case("HTTP") {
        return None;
    }
    let (major, minor) = version.split_once('.')?;
    let digits = |part: &str| {
        let number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        number.then(|| part.parse::<u8>().ok()).flatten()
    };
    let version = (digits(major)?, digits(minor)?);
    if name != "HTTP" {
        lapses.add(LapseKind::LowerCaseProtocol, place);
    }
    Some(version)
}

fn read_headers(
    lines: &mut Lines<'_>,
    limit: usize,
    lapses: &mut Lapses,
) -> Result<Headers, HttpError> {
    let mut headers: Vec<Header> = Vec::new();
    while let Some((start, line)) = lines.next(lapses) {
        if line.is_empty() {
            break;
        }
        let place = lines.base + start as u64;
        if matches!(line[0], b' ' | b'\t') {
            lapses.add(LapseKind::FoldedHeader, place);
            if let Some(last) = headers.last_mut() {
                let more = decode(line, place, lapses);
                last.value.push(' ');
                last.value.push_str(more.trim_matches([' ', '\t']));
                last.end = start + line.len();
            }
            continue;
        }
        let text = decode(line, place, lapses);
        let Some((name, value)) = text.split_once(':') else {
            lapses.add(LapseKind::NoColon, place);
            continue;
        };
        let bare = name.trim_end_matches([' ', '\t']);
        if bare.len() != name.len() {
            lapses.add(LapseKind::SpaceBeforeColon, place);
        }
        if bare.is_empty() || !bare.bytes().all(is_token) {
            lapses.add(LapseKind::BadHeaderName, place);
        }
        if bare.is_empty() {
            continue;
        }
        if headers.len() == limit {
            return Err(HttpError::TooManyHeaders { limit });
        }
        headers.push(Header {
            name: bare.to_owned(),
            value: value.trim_matches([' ', '\t']).to_owned(),
            start,
            end: start + line.len(),
        });
    }
    Ok(Headers(headers))
}

/// A line as text: bad UTF-8 replaced, CR as a blank.
fn decode(line: &[u8], place: u64, lapses: &mut Lapses) -> String {
    if line.contains(&b'\r') {
        lapses.add(LapseKind::BareCr, place);
    }
    let control = |byte: &u8| (*byte < 0x20 && !matches!(*byte, b'\t' | b'\r')) || *byte == 0x7f;
    if line.iter().any(control) {
        lapses.add(LapseKind::ControlCharacter, place);
    }
    if std::str::from_utf8(line).is_err() {
        lapses.add(LapseKind::NotUtf8, place);
    }
    String::from_utf8_lossy(line).replace('\r', " ")
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
