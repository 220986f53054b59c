//! One HTTP request on a connection of its own.

use std::time::Instant;

use ctk_record::Message;
use ctk_suite::lab::{Answer, HttpAnswer, HttpAsk, HttpFailure, LabError};
use ctk_wire::uri::HttpUrl;

use super::address;
use super::connection::{CONNECT, Connection};
use super::live::{LiveLab, Sheet};
use ctk_suite::replay::views;

impl LiveLab {
    /// Sends the request, and takes what comes.
    pub(super) fn http(&mut self, ask: &HttpAsk, sheet: &mut Sheet) -> Result<Answer, LabError> {
        let mut draft = self.draft(views::kind_of(ask.wire));
        draft.request = Some(views::of_ask(ask));
        let mut began = Instant::now();
        let came = self.exchange(ask, &mut began);
        let elapsed = began.elapsed().as_millis();
        draft.at_ms = self.shared.ms_at(began);
        draft.elapsed_ms = u64::try_from(elapsed).unwrap_or(u64::MAX);
        let answer = came.map(|came| HttpAnswer {
            exchange: draft.number,
            bytes: came.bytes,
            closed: came.closed,
            failure: came.failure,
            at_ms: draft.at_ms,
            elapsed_ms: draft.elapsed_ms,
        });
        if let Ok(answer) = &answer {
            draft.response = views::of_response(&answer.bytes, &ask.method);
            draft.error = answer.failure.as_ref().map(ToString::to_string);
            self.learn_subscription(ask, draft.response.as_ref());
        }
        sheet.own(draft);
        let answer = answer?;
        if is_silence(answer.failure.as_ref(), &answer.bytes) {
            self.look_for_device(sheet)?;
        }
        Ok(Answer::Http(answer))
    }

    /// A subscription that the device grants: what names it is the device's.
    fn learn_subscription(&self, ask: &HttpAsk, response: Option<&Message>) {
        let headers = response.filter(|_| ask.method == "SUBSCRIBE");
        let headers = headers.into_iter().flat_map(|response| &response.headers);
        for (_, sid) in headers.filter(|(name, _)| name.eq_ignore_ascii_case("sid")) {
            self.shared.acquaintance.granted(sid);
        }
    }

    fn exchange(&self, ask: &HttpAsk, began: &mut Instant) -> Result<Came, LabError> {
        let (url, address) = match address::reach(&ask.url) {
            Ok(found) => found,
            Err(why) => return Ok(Came::nothing(HttpFailure::Unreachable(why))),
        };
        let source = self.shared.source(ask.control_point);
        let mut connection = match Connection::open(address, source, CONNECT)? {
            Ok(connection) => connection,
            Err(failure) => return Ok(Came::nothing(failure)),
        };
        *began = Instant::now();
        let until = *began + self.shared.setup.reply_timeout;
        // What could not be sent shows in what comes back.
        connection.send(&request_bytes(ask, &url), until, &self.deadline)?;
        let taken = connection.response(&ask.method, until, &self.deadline)?;
        if taken.failure.is_none() {
            // Bytes behind the message are evidence too.
            connection.receive_now();
        }
        let mut bytes = taken.bytes;
        bytes.append(&mut connection.buffer);
        Ok(Came {
            bytes,
            closed: connection.closed,
            failure: taken.failure,
        })
    }
}

/// Nothing came, so that the device may be gone: a connection that is closed without a byte is what one leaves that dies.
pub(super) fn is_silence(failure: Option<&HttpFailure>, bytes: &[u8]) -> bool {
    match failure {
        Some(HttpFailure::Refused | HttpFailure::Unreachable(_) | HttpFailure::TimedOut) => true,
        Some(HttpFailure::CutOff) => bytes.is_empty(),
        _ => false,
    }
}

struct Came {
    bytes: Vec<u8>,
    closed: bool,
    failure: Option<HttpFailure>,
}

impl Came {
    fn nothing(failure: HttpFailure) -> Self {
        Self {
            bytes: Vec::new(),
            closed: false,
            failure: Some(failure),
        }
    }
}

/// The request as it goes over the wire: nothing is added but HOST, and nothing is put right.
fn request_bytes(ask: &HttpAsk, url: &HttpUrl) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\n", ask.method, url.target);
    for (name, value) in views::headers_sent(ask, url) {
        head.push_str(&name);
        head.push_str(": ");
        head.push_str(&value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&ask.body);
    bytes
}
