//! Writing messages exactly as told: order, spelling and framing are the caller's.

use super::chunk;

/// How a written body is framed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Written {
    /// Content-Length is added, unless a header given says how the body is framed or the
    /// message needs none.
    #[default]
    Length,
    /// `TRANSFER-ENCODING: chunked` is added and the body is cut as told.
    Chunked(Chunking),
    /// Nothing is added; the body's bytes follow the head as they are.
    AsGiven,
}

/// How a chunked body is cut.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunking {
    /// Sizes of the chunks, bytes; what is left over is one more chunk.
    pub sizes: Vec<usize>,
    /// Text behind every size, as `;note=1` or a bare `;`.
    pub extension: String,
    /// Trailer lines.
    pub trailers: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
struct Message {
    lines: Vec<Vec<u8>>,
    body: Vec<u8>,
    written: Written,
    /// Whether Content-Length is wanted also for an empty body.
    zero_length: bool,
    body_left_out: bool,
}

impl Message {
    fn new(start_line: Vec<u8>, zero_length: bool) -> Message {
        Message {
            lines: vec![start_line],
            body: Vec::new(),
            written: Written::Length,
            zero_length,
            body_left_out: false,
        }
    }

    fn header(&mut self, name: &str, value: &str) {
        let line = if value.is_empty() {
            format!("{name}:")
        } else {
            format!("{name}: {value}")
        };
        self.lines.push(one_line(&line));
    }

    fn has(&self, name: &str) -> bool {
        self.lines.iter().skip(1).any(|line| {
            let colon = line
                .iter()
                .position(|byte| *byte == b':')
                .unwrap_or(line.len());
            line[..colon]
                .trim_ascii()
                .eq_ignore_ascii_case(name.as_bytes())
        })
    }

    fn parts(mut self) -> (Vec<u8>, Vec<u8>) {
        let framed = self.has("content-length") || self.has("transfer-encoding");
        let body = match &self.written {
            Written::Length => {
                if !framed && (self.zero_length || !self.body.is_empty()) {
                    let line = format!("CONTENT-LENGTH: {}", self.body.len());
                    self.lines.push(line.into_bytes());
                }
                self.body
            }
            Written::Chunked(chunking) => {
                if !self.has("transfer-encoding") {
                    self.lines.push(b"TRANSFER-ENCODING: chunked".to_vec());
                }
                let Chunking {
                    sizes,
                    extension,
                    trailers,
                } = chunking;
                chunk::encode(&self.body, sizes, extension, trailers)
            }
            Written::AsGiven => self.body,
        };
        let mut head = Vec::new();
        for line in &self.lines {
            head.extend_from_slice(line);
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        (head, if self.body_left_out { Vec::new() } else { body })
    }

    fn bytes(self) -> Vec<u8> {
        let (mut head, body) = self.parts();
        head.extend_from_slice(&body);
        head
    }
}

/// A request to be written.
#[derive(Clone, Debug)]
pub struct RequestBytes {
    method: String,
    target: String,
    version: (u8, u8),
    message: Message,
}

impl RequestBytes {
    /// An HTTP/1.1 request without headers and body.
    pub fn new(method: &str, target: &str) -> RequestBytes {
        RequestBytes {
            method: method.to_owned(),
            target: target.to_owned(),
            version: (1, 1),
            message: Message::new(Vec::new(), false),
        }
    }

    /// The protocol version written in the request line.
    pub fn version(mut self, major: u8, minor: u8) -> RequestBytes {
        self.version = (major, minor);
        self
    }

    /// Adds a header line; line breaks in name or value become blanks.
    pub fn header(mut self, name: &str, value: &str) -> RequestBytes {
        self.message.header(name, value);
        self
    }

    /// Adds a line byte for byte (its end is added): for deliberately odd heads.
    pub fn raw_line(mut self, line: &[u8]) -> RequestBytes {
        self.message.lines.push(line.to_vec());
        self
    }

    /// The body, as it is before transfer coding.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> RequestBytes {
        self.message.body = body.into();
        self
    }

    /// How the body is framed; by length if not said.
    pub fn written(mut self, written: Written) -> RequestBytes {
        self.message.written = written;
        self
    }

    /// The request's head and body apart, for a sender that waits between them.
    pub fn parts(mut self) -> (Vec<u8>, Vec<u8>) {
        let (major, minor) = self.version;
        let line = format!("{} {} HTTP/{major}.{minor}", self.method, self.target);
        self.message.lines[0] = one_line(&line);
        self.message.zero_length = self.method.eq_ignore_ascii_case("POST");
        self.message.parts()
    }

    /// The request's bytes.
    pub fn build(self) -> Vec<u8> {
        let (mut head, body) = self.parts();
        head.extend_from_slice(&body);
        head
    }
}

/// A response to be written.
#[derive(Clone, Debug)]
pub struct ResponseBytes {
    message: Message,
}

impl ResponseBytes {
    /// An HTTP/1.1 response.
    pub fn new(status: u16, reason: &str) -> ResponseBytes {
        ResponseBytes::with_version((1, 1), status, reason)
    }

    /// A response whose status line names the given protocol version.
    pub fn with_version(version: (u8, u8), status: u16, reason: &str) -> ResponseBytes {
        let line = format!("HTTP/{}.{} {status} {reason}", version.0, version.1);
        let zero_length = status >= 200 && !matches!(status, 204 | 304);
        ResponseBytes {
            message: Message::new(one_line(&line), zero_length),
        }
    }

    /// Adds a header line; line breaks in name or value become blanks.
    pub fn header(mut self, name: &str, value: &str) -> ResponseBytes {
        self.message.header(name, value);
        self
    }

    /// Adds a line byte for byte (its end is added): for deliberately odd heads.
    pub fn raw_line(mut self, line: &[u8]) -> ResponseBytes {
        self.message.lines.push(line.to_vec());
        self
    }

    /// The body, as it is before transfer coding.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> ResponseBytes {
        self.message.body = body.into();
        self
    }

    /// How the body is framed; by length if not said.
    pub fn written(mut self, written: Written) -> ResponseBytes {
        self.message.written = written;
        self
    }

    /// Writes the head that belongs to the body, but not the body: the answer to HEAD.
    pub fn without_body(mut self) -> ResponseBytes {
        self.message.body_left_out = true;
        self
    }

    /// The response's bytes.
    pub fn build(self) -> Vec<u8> {
        self.message.bytes()
    }
}

/// An HTTP/1.1 response with the given headers; Content-Length is added unless they say how the
/// body is framed.
pub fn write_response<N: AsRef<str>, V: AsRef<str>>(
    status: u16,
    reason: &str,
    headers: &[(N, V)],
    body: &[u8],
) -> Vec<u8> {
    let response = ResponseBytes::new(status, reason).body(body);
    headers
        .iter()
        .fold(response, |response, (name, value)| {
            response.header(name.as_ref(), value.as_ref())
        })
        .build()
}

/// The text with line breaks as blanks, so that a value cannot add a line.
fn one_line(text: &str) -> Vec<u8> {
    text.replace(['\r', '\n'], " ").into_bytes()
}
