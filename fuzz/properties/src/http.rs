//! HTTP: heads, and bodies in chunks.

use ctk_wire::http::{
    HttpError, Limits, Request, RequestReader, Response, ResponseReader, encode_chunked,
};

use crate::LONGEST;

/// Inputs up to this length are also fed byte by byte.
const SHORT: usize = 256;

/// A head: in one piece or split anywhere it is the same, and where `httparse` reads one, so do we, with the same
/// names and values.
pub(crate) fn http_head(bytes: &[u8]) -> bool {
    if bytes.len() > LONGEST {
        return false;
    }
    let read = in_any_pieces(bytes, request);
    let mut space = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut space);
    if let Ok(httparse::Status::Complete(_)) = parsed.parse(bytes) {
        let mut reader = RequestReader::new(Limits::default());
        if reader.feed(bytes).is_ok()
            && let Some(head) = reader.head()
        {
            assert_eq!(Some(head.method.as_str()), parsed.method);
            for header in parsed.headers.iter() {
                let value = String::from_utf8_lossy(header.value);
                assert!(
                    head.headers
                        .all(header.name)
                        .any(|known| known.trim() == value.trim()),
                    "httparse reads {}: {value:?}, we do not",
                    header.name
                );
            }
        }
    }
    let answer = in_any_pieces(bytes, response);
    read.is_ok() || answer.is_ok()
}

/// A body in chunks of any sizes is the body; and any bytes after a chunked head are read or refused, in any pieces.
pub(crate) fn http_chunks(bytes: &[u8]) -> bool {
    if bytes.len() > LONGEST {
        return false;
    }
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let raw = [head, bytes].concat();
    let read = in_any_pieces(&raw, response);
    let sizes: Vec<usize> = bytes
        .iter()
        .take(8)
        .map(|byte| usize::from(*byte) + 1)
        .collect();
    let well = [head.as_slice(), &encode_chunked(bytes, &sizes)].concat();
    let body = in_any_pieces(&well, response).map(|response| response.body);
    assert_eq!(body.as_deref(), Ok(bytes), "a body in chunks is the body");
    read.is_ok()
}

/// Reads the bytes in one piece, in two, and byte by byte where they are few: all say the same.
pub(crate) fn in_any_pieces<T: PartialEq + std::fmt::Debug>(
    bytes: &[u8],
    read: fn(&[&[u8]]) -> Result<T, HttpError>,
) -> Result<T, HttpError> {
    let whole = read(&[bytes]);
    let (first, second) = bytes.split_at(cut(bytes));
    assert_eq!(
        whole,
        read(&[first, second]),
        "in two pieces it is another message: {first:?}, {second:?}"
    );
    if bytes.len() <= SHORT {
        let each: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(
            whole,
            read(&each),
            "byte by byte it is another message: {bytes:?}"
        );
    }
    whole
}

/// A request, of one piece after the other and then the end of the stream.
pub(crate) fn request(pieces: &[&[u8]]) -> Result<Request, HttpError> {
    let mut reader = RequestReader::new(Limits::default());
    for piece in pieces {
        reader.feed(piece)?;
    }
    if !reader.is_complete() {
        reader.eof()?;
    }
    reader.take()
}

fn response(pieces: &[&[u8]]) -> Result<Response, HttpError> {
    let mut reader = ResponseReader::new(Limits::default(), "GET");
    for piece in pieces {
        reader.feed(piece)?;
    }
    if !reader.is_complete() {
        reader.eof()?;
    }
    reader.take()
}

/// Any place, but for the same bytes the same (FNV-1a).
fn cut(bytes: &[u8]) -> usize {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let places = bytes.len() as u64 + 1;
    usize::try_from(hash % places).unwrap_or(0)
}
