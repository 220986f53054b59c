//! An HTTP answer, from what a handler says to the bytes that are sent.

use std::cell::RefCell;
use std::time::SystemTime;

use ctk_wire::http::{RequestHead, encode_chunked};
use jiff::Timestamp;

use crate::defects::{DefectId, Deviations, VariationId};

/// What a handler answers.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// Done when the answer is out: an initial event follows the answer to its subscription.
    pub(crate) after: Option<Box<dyn FnOnce() + Send>>,
    /// A defect: a length beside chunks.
    doubly_framed: bool,
    /// A defect: neither a length nor chunks.
    unframed: bool,
    /// A defect: bytes that the length counts beyond those of the body.
    overcounted: usize,
    /// A defect: nothing is said at all.
    pub(crate) silent: bool,
    /// The connection ends with this answer.
    pub(crate) closes: bool,
    /// A planted fault: the length is so many bytes short.
    pub(crate) short_by: usize,
}

impl Response {
    pub(crate) fn new(status: u16) -> Response {
        Response {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            after: None,
            doubly_framed: false,
            unframed: false,
            overcounted: 0,
            silent: false,
            closes: false,
            short_by: 0,
        }
    }

    /// A document with its CONTENT-TYPE.
    pub(crate) fn with_body(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Response {
        Response {
            body: body.into(),
            ..Response::new(status).header("CONTENT-TYPE", content_type)
        }
    }

    /// A refusal; the text is for people.
    pub(crate) fn refusal(status: u16, why: &str) -> Response {
        Response::with_body(status, "text/plain; charset=\"utf-8\"", format!("{why}\n"))
    }

    /// 405 with the methods that there are.
    pub(crate) fn method_not_allowed(allow: &'static str) -> Response {
        Response::refusal(405, "this resource has no such method").header("ALLOW", allow)
    }

    /// With chunks and a length, which is never right.
    pub(crate) fn doubly_framed(mut self) -> Response {
        self.doubly_framed = true;
        self
    }

    /// The connection is closed without a word.
    pub(crate) fn silent() -> Response {
        Response {
            silent: true,
            ..Response::new(503)
        }
    }

    /// With a length that is one too many; the connection ends behind it.
    pub(crate) fn overcounted(mut self) -> Response {
        self.overcounted = 1;
        self.closes = true;
        self
    }

    /// Without anything that says where the body ends.
    pub(crate) fn unframed(mut self) -> Response {
        self.unframed = true;
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Response {
        self.headers.push((name, value.into()));
        self
    }
}

/// The header lines that every answer of a server has, whatever the resource.
#[derive(Clone)]
pub(crate) struct ResponseHeaders {
    pub(crate) server: String,
    pub(crate) deviations: Deviations,
}

/// What the connection knows about the exchange.
pub(crate) struct Exchange<'a> {
    /// None: the request could not be read.
    pub(crate) request: Option<&'a RequestHead>,
    pub(crate) close: bool,
}

impl ResponseHeaders {
    /// The bytes of the answer. HTTP/1.0 requests get an HTTP/1.0 status line and never chunks.
    pub(crate) fn bytes(&self, response: &Response, exchange: &Exchange<'_>) -> Vec<u8> {
        let d = &self.deviations;
        let version = exchange.request.map_or((1, 1), |head| head.version);
        let modern = version >= (1, 1);
        let head_only = exchange.request.is_some_and(|head| head.method == "HEAD");
        let is_get = exchange.request.is_some_and(|head| head.method == "GET");
        let unwanted = !modern && is_get && d.has(DefectId::ChunksForHttp10);
        let adorned = modern && d.varies(VariationId::ChunksAdorned);
        let wanted = adorned
            || modern && (d.varies(VariationId::ChunkedResponses) || response.doubly_framed);
        let chunked = (wanted || unwanted) && !response.body.is_empty();
        let phrase = if d.varies(VariationId::OtherReasonPhrases) {
            "As said"
        } else if d.varies(VariationId::ReasonPhrasesEmpty) {
            ""
        } else {
            reason(response.status)
        };
        let old = d.varies(VariationId::SpeaksHttp10);
        let minor = u8::from(modern && !old);
        let mut out = format!("HTTP/1.{minor} {} {phrase}\r\n", response.status);
        let mut lines = self.lines(response, chunked, exchange.close, modern && !old);
        if d.varies(VariationId::HeadersReversed) {
            lines.reverse();
        }
        for (name, value) in lines {
            out.push_str(&header_line(name, &value, d));
        }
        out.push_str("\r\n");
        let mut out = out.into_bytes();
        match (head_only, chunked) {
            (true, _) => {}
            (false, true) if adorned => out.extend(adorned_chunks(&response.body)),
            (false, true) => out.extend(encode_chunked(&response.body, &[1, 7, 100])),
            (false, false) => out.extend_from_slice(&response.body),
        }
        out
    }

    fn lines(
        &self,
        response: &Response,
        chunked: bool,
        close: bool,
        modern: bool,
    ) -> Vec<(&'static str, String)> {
        let d = &self.deviations;
        let mut lines = vec![("DATE", date_now())];
        if !d.has(DefectId::ServerHeaderMissing) {
            lines.push(("SERVER", self.server.clone()));
        }
        lines.extend(response.headers.iter().cloned());
        if chunked {
            lines.push(("TRANSFER-ENCODING", "chunked".to_owned()));
        }
        // Before 1.1 a length was always demanded.
        let newer = !self.server.contains("UPnP/1.0");
        let to_the_end = close && newer && d.varies(VariationId::BodiesEndWithConnection);
        let unframed = response.unframed || to_the_end && !response.body.is_empty();
        if !unframed && (!chunked || response.doubly_framed) {
            let length =
                (response.body.len() + response.overcounted).saturating_sub(response.short_by);
            lines.push(("CONTENT-LENGTH", length.to_string()));
        }
        if close && modern {
            lines.push(("CONNECTION", "close".to_owned()));
        } else if modern && d.varies(VariationId::KeepAliveSaid) {
            lines.push(("CONNECTION", "keep-alive".to_owned()));
            lines.push(("KEEP-ALIVE", "timeout=60, max=1000".to_owned()));
        }
        if d.varies(VariationId::VendorHeaders) {
            lines.push(("NOTE.EXAMPLE.COM", "any; thing=\"goes\"".to_owned()));
        }
        lines
    }
}

/// A body in chunks, with all that a reader of chunks has to skip (UDA-DESC-14).
fn adorned_chunks(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for part in body.chunks(171) {
        out.extend(format!("000{:X};note=\"a;b\";X\r\n", part.len()).into_bytes());
        out.extend_from_slice(part);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0;last\r\nNOTE.EXAMPLE.COM: it is over\r\n\r\n");
    out
}

/// A header line, as the deviations spell it.
pub(crate) fn header_line(name: &str, value: &str, deviations: &Deviations) -> String {
    let lower;
    let name = if deviations.varies(VariationId::LowerCaseHeaders) {
        lower = name.to_ascii_lowercase();
        &lower
    } else {
        name
    };
    if deviations.varies(VariationId::HeadersPadded) {
        return format!("{name}: \t {value} \t\r\n");
    }
    let folded;
    let value = if deviations.varies(VariationId::HeadersFolded) {
        folded = value.replace("; charset", ";\r\n\tcharset");
        &folded
    } else {
        value
    };
    let unpadded = value.is_empty() || deviations.varies(VariationId::HeadersUnpadded);
    let blank = if unpadded { "" } else { " " };
    format!("{name}:{blank}{value}\r\n")
}

/// The CONTENT-TYPE of XML.
pub(crate) fn xml_type(deviations: &Deviations) -> &'static str {
    if deviations.varies(VariationId::CharsetUnquoted) {
        "text/xml; charset=utf-8"
    } else if deviations.varies(VariationId::MediaTypeCapitals) {
        "Text/XML; Charset=\"UTF-8\""
    } else {
        "text/xml; charset=\"utf-8\""
    }
}

/// Now, as HTTP writes it: it is written once a second.
fn date_now() -> String {
    thread_local! {
        static WRITTEN: RefCell<(u64, String)> = RefCell::default();
    }
    let now = SystemTime::now();
    let second = now.duration_since(SystemTime::UNIX_EPOCH);
    let second = second.map_or(0, |since| since.as_secs());
    WRITTEN.with_borrow_mut(|written| {
        if written.0 != second || written.1.is_empty() {
            *written = (second, date(now));
        }
        written.1.clone()
    })
}

/// A point in time as HTTP writes it (RFC 1123).
pub(crate) fn date(time: SystemTime) -> String {
    Timestamp::try_from(time)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        411 => "Length Required",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn dates_are_rfc_1123() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        assert_eq!(date(time), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
