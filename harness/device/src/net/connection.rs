//! One HTTP connection: requests in, answers out in the same order, until one side has enough.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use ctk_wire::http::{HttpError, LapseKind, Progress, Request, RequestHead, RequestReader};

use super::bounded_io::{linger, read_some, write_all};
use super::exchange::{Incoming, Serving};
use super::response::{Exchange, Response};
use crate::defects::{DefectId, VariationId};

/// How long and how much is still read after the last answer, so that a reset does not swallow it.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 256 * 1024;

/// How much is written at once by a device that writes its answers in pieces.
const PIECE: usize = 100;
/// An answer longer than this is written slowly by a device that is slow: so many bytes, and then a pause.
const LONG_ANSWER: usize = 4096;
const SLOW_PIECE: usize = 16;
const SLOW_PAUSE: Duration = Duration::from_millis(1);

/// How reading a request ended without one.
enum NoRequest {
    /// The peer is done, silent for too long, or gone; or we are stopping.
    Silence,
    /// It deserves this answer, and then the connection ends.
    Refused(Response),
}

/// Serves a connection to its end.
pub(crate) fn serve(stream: &TcpStream, peer: SocketAddr, serving: &Serving) {
    let Ok(local) = stream.local_addr() else {
        return;
    };
    if stream.set_nodelay(true).is_err() {
        return;
    }
    let mut ahead = Vec::new();
    let mut buffer = vec![0u8; 16 * 1024];
    let mut served = false;
    loop {
        let request = match read_request(stream, &mut ahead, &mut buffer, serving) {
            Ok(request) => request,
            Err(NoRequest::Silence) => return,
            Err(NoRequest::Refused(response)) => {
                return end_with(stream, response, served, serving);
            }
        };
        let incoming = Incoming {
            request,
            peer,
            local,
        };
        if !exchange(stream, &incoming, served, serving) {
            return;
        }
        served = true;
    }
}

/// Answers what cannot be read as a request, and ends the connection.
fn end_with(stream: &TcpStream, mut response: Response, served: bool, serving: &Serving) {
    let d = &serving.response_headers.deviations;
    if d.has(DefectId::GarbageAnswered) && !served {
        response.status = 200;
    }
    let exchange = Exchange {
        request: None,
        close: true,
    };
    if send(stream, &response, &exchange, serving).is_ok() {
        linger(stream, LINGER, LINGER_BYTES, &serving.stop);
    }
}

/// Answers one request. False: the connection has ended.
fn exchange(stream: &TcpStream, incoming: &Incoming, served: bool, serving: &Serving) -> bool {
    let d = &serving.response_headers.deviations;
    let mut response =
        if served && incoming.method() == "POST" && d.has(DefectId::SecondActionRefused) {
            Response::refusal(400, "one action a connection")
        } else {
            serving.handler.answer(incoming)
        };
    if response.silent {
        return false;
    }
    let head = &incoming.request.head;
    let ignored = head.version >= (1, 1) && head.method == "GET" && d.has(DefectId::CloseIgnored);
    let close = wants_close(head) && !ignored
        || response.status == 411
        || response.closes
        || d.varies(VariationId::SpeaksHttp10)
        || d.varies(VariationId::ClosesEveryConnection)
        || d.varies(VariationId::BodiesEndWithConnection);
    let exchange = Exchange {
        request: Some(head),
        close,
    };
    let mut sent = send(stream, &response, &exchange, serving);
    if incoming.method() == "POST" && d.has(DefectId::SecondAnswerSent) && sent.is_ok() {
        sent = send(stream, &response, &exchange, serving);
    }
    if let Some(after) = response.after.take() {
        after();
    }
    if sent.is_ok() && close {
        linger(stream, LINGER, LINGER_BYTES, &serving.stop);
    }
    sent.is_ok() && !close
}

/// A connection of HTTP/1.0 ends after one exchange, as that version has it.
fn wants_close(head: &RequestHead) -> bool {
    head.version < (1, 1) || head.headers.has_token("connection", "close")
}

fn send(
    stream: &TcpStream,
    response: &Response,
    exchange: &Exchange<'_>,
    serving: &Serving,
) -> io::Result<()> {
    let d = &serving.response_headers.deviations;
    let bytes = serving.response_headers.bytes(response, exchange);
    let deadline = Instant::now() + serving.timeouts.answer;
    let slow = bytes.len() > LONG_ANSWER && d.varies(VariationId::LongAnswersSlow);
    let piece = if slow {
        SLOW_PIECE
    } else if d.varies(VariationId::AnswersInPieces) {
        PIECE
    } else {
        bytes.len().max(1)
    };
    for part in bytes.chunks(piece) {
        write_all(stream, part, deadline, &serving.stop)?;
        if slow {
            std::thread::sleep(SLOW_PAUSE);
        }
    }
    Ok(())
}

/// Reads one request; `ahead` holds what came behind the one before (pipelining), and then behind this one.
fn read_request(
    stream: &TcpStream,
    ahead: &mut Vec<u8>,
    buffer: &mut [u8],
    serving: &Serving,
) -> Result<Request, NoRequest> {
    let mut reader = RequestReader::new(serving.timeouts.limits);
    receive(stream, &mut reader, (ahead, buffer), serving)?;
    ahead.extend_from_slice(reader.rest());
    let request = reader.take().map_err(refuse)?;
    match request.lapses.iter().find(|lapse| is_malformed(lapse.kind)) {
        Some(lapse) => Err(NoRequest::Refused(Response::refusal(
            400,
            &lapse.to_string(),
        ))),
        None => Ok(request),
    }
}

/// Feeds a reader until its request is complete.
fn receive(
    stream: &TcpStream,
    reader: &mut RequestReader,
    (ahead, buffer): (&mut Vec<u8>, &mut [u8]),
    serving: &Serving,
) -> Result<(), NoRequest> {
    let mut begun = !ahead.is_empty();
    let first = if begun {
        serving.timeouts.request
    } else {
        serving.timeouts.idle
    };
    let mut deadline = Instant::now() + first;
    let mut checked = false;
    let mut progress = reader.feed(&std::mem::take(ahead)).map_err(refuse)?;
    loop {
        if !checked && let Some(head) = reader.head() {
            checked = true;
            check_head(head)?;
            let d = &serving.response_headers.deviations;
            let unasked =
                head_allows_continue(reader.head()) && d.varies(VariationId::ContinueUnasked);
            if reader.wants_continue() && !d.has(DefectId::ExpectationUnmet) || unasked {
                let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
                write_all(stream, interim, deadline, &serving.stop)
                    .map_err(|_| NoRequest::Silence)?;
            }
        }
        if progress == Progress::Complete {
            return Ok(());
        }
        match read_some(stream, buffer, deadline, &serving.stop) {
            Ok(0) => return Err(cut_short(reader)),
            Ok(read) => {
                if !begun {
                    begun = true;
                    deadline = Instant::now() + serving.timeouts.request;
                }
                progress = reader.feed(&buffer[..read]).map_err(refuse)?;
            }
            Err(error) if error.kind() == io::ErrorKind::TimedOut && begun => {
                let late = Response::refusal(408, "the request took too long");
                return Err(NoRequest::Refused(late));
            }
            Err(_) => return Err(NoRequest::Silence),
        }
    }
}

/// Whether an interim answer may be sent: HTTP/1.0 knows none.
fn head_allows_continue(head: Option<&RequestHead>) -> bool {
    head.is_some_and(|head| head.method == "POST" && head.version >= (1, 1))
}

/// A request cut short is not worth an answer, except to those who garble the head and wait.
fn cut_short(reader: &mut RequestReader) -> NoRequest {
    match reader.eof() {
        Err(HttpError::Nothing) | Ok(_) => NoRequest::Silence,
        Err(error) => refuse(error),
    }
}

fn refuse(error: HttpError) -> NoRequest {
    NoRequest::Refused(Response::refusal(error.status(), &error.to_string()))
}

/// What has to be answered before the body comes.
fn check_head(head: &RequestHead) -> Result<(), NoRequest> {
    let refused = |status, why: &str| Err(NoRequest::Refused(Response::refusal(status, why)));
    if head.version.0 != 1 {
        return refused(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
    }
    let odd = |value: &str| !value.trim().eq_ignore_ascii_case("100-continue");
    if head.version >= (1, 1) && head.headers.all("expect").any(odd) {
        return refused(417, "the only expectation met here is 100-continue");
    }
    Ok(())
}

/// Lapses of grammar that a careful server answers with 400, rather than guess.
fn is_malformed(kind: LapseKind) -> bool {
    kind.spoils_framing()
        || matches!(
            kind,
            LapseKind::NoColon
                | LapseKind::BadHeaderName
                | LapseKind::ControlCharacter
                | LapseKind::BlankInTarget
                | LapseKind::ChunkedInHttp10
        )
}

#[cfg(test)]
mod tests;
