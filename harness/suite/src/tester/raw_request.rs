//! Control requests that are spelled differently on purpose.
//!
//! The readers' findings presuppose a well-formed request, so nothing is noticed here: what came back is read, and the
//! case of the row judges it.

use ctk_record::{Judgement, Outcome};
use ctk_vectors::waits;
use ctk_wire::http::{Chunking, RequestBytes, Written};
use ctk_wire::soap::{Asked, ControlResult, Envelope, read_response, soapaction};
use ctk_wire::uri::HttpUrl;

use crate::case::Phase;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{
    Answer, Ask, ControlPoint, HttpAnswer, HttpAsk, HttpFailure, ScriptAnswer, ScriptAsk,
    ScriptStep, Wire,
};
use crate::tester::control::{AUTHENTICATION_CASE, asks_for_authentication, unauthenticated};
use crate::tester::control_response::Came;
use crate::tester::{Tester, mismatch, response_of};

/// How long an answer may take (3.2.2), in milliseconds.
pub(crate) const ANSWER_MS: u64 = waits::REPLY.milliseconds;

/// A control request of which every part can be spelled differently.
#[derive(Debug, Clone)]
pub(crate) struct Spelled {
    /// What is different about it, for people.
    pub(crate) what: String,
    /// The method.
    pub(crate) method: String,
    /// Where it goes.
    pub(crate) url: String,
    /// The headers in order, without HOST and the framing.
    pub(crate) headers: Vec<(String, String)>,
    /// The envelope.
    pub(crate) envelope: Envelope,
    /// Instead of the envelope.
    pub(crate) body: Option<Vec<u8>>,
}

impl Spelled {
    /// Something is different about it.
    pub(crate) fn but(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    /// The envelope, changed.
    pub(crate) fn envelope(mut self, change: impl FnOnce(Envelope) -> Envelope) -> Self {
        self.envelope = change(self.envelope);
        self
    }

    /// The text of the body, changed; the changes of the envelope come before.
    pub(crate) fn rewritten(mut self, change: impl FnOnce(String) -> String) -> Self {
        let text = String::from_utf8_lossy(&self.bytes()).into_owned();
        self.body = Some(change(text).into_bytes());
        self
    }

    /// The value of a header, set or added.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let known = self
            .headers
            .iter_mut()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        match known {
            Some((_, old)) => value.clone_into(old),
            None => self.headers.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// No such header.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self
    }

    /// The body.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        match &self.body {
            Some(body) => body.clone(),
            None => self.envelope.bytes(),
        }
    }

    /// The request's bytes for a scripted connection: the version of HTTP as given, framed by length.
    pub(crate) fn raw(&self, version: (u8, u8)) -> Flow<(Vec<u8>, Vec<u8>)> {
        self.written(version, Written::Length)
    }

    /// The same without anything that frames the body.
    pub(crate) fn unframed(&self) -> Flow<(Vec<u8>, Vec<u8>)> {
        self.written((1, 1), Written::AsGiven)
    }

    fn written(&self, version: (u8, u8), written: Written) -> Flow<(Vec<u8>, Vec<u8>)> {
        let url = http_url(&self.url)?;
        let request = RequestBytes::new(&self.method, &url.target)
            .version(version.0, version.1)
            .header("HOST", &url.place());
        let parts = self
            .headers
            .iter()
            .fold(request, |request, (name, value)| {
                request.header(name, value)
            })
            .body(self.bytes())
            .written(written)
            .parts();
        Ok(parts)
    }

    /// Head and body of the request in chunks, with extensions and a trailer.
    pub(crate) fn chunked(&self) -> Flow<(Vec<u8>, Vec<u8>)> {
        self.written(
            (1, 1),
            Written::Chunked(Chunking {
                sizes: vec![1, 50, 200],
                extension: ";note=1".to_owned(),
                trailers: Vec::new(),
            }),
        )
    }
}

impl Tester<'_> {
    /// A request for an action in its usual spelling, with its arguments.
    pub(crate) fn raw_request(&self, action: &str, arguments: &[(&str, &str)]) -> Spelled {
        let service_type = &self.dut().service_type;
        let envelope = arguments.iter().fold(
            Envelope::new(service_type, action),
            |made, (name, value)| made.argument(name, value),
        );
        let headers = [
            ("CONTENT-TYPE", "text/xml; charset=\"utf-8\"".to_owned()),
            ("USER-AGENT", self.user_agent(ControlPoint::First)),
            ("SOAPACTION", soapaction(service_type, action)),
        ];
        Spelled {
            what: String::new(),
            method: "POST".to_owned(),
            url: self.dut().control_url.clone(),
            headers: headers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            envelope,
            body: None,
        }
    }
}

impl Tester<'_> {
    /// Judges a row by an outcome that the case worked out; the row's level is applied.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning.
    pub(crate) fn grade(
        &mut self,
        row: &str,
        outcome: Outcome,
        accepted: &[&str],
        came: &Came,
    ) -> Flow {
        self.record(
            Judgement::new(row, outcome)
                .asked(&came.asked)
                .accepts(accepted)
                .observed(came.describe())
                .exchanges([came.exchange]),
        )
    }

    /// Judges whether the same came of a request in another spelling as of the usual one; `otherwise` is the outcome if not.
    ///
    /// # Errors
    /// Ends the case unless it is a pass or a warning; inconclusive when the usual spelling brings nothing to compare with.
    pub(crate) fn same(
        &mut self,
        row: &str,
        otherwise: Outcome,
        usual: &Came,
        other: &Came,
    ) -> Flow {
        if !usual.succeeded() && usual.fault().is_none() {
            return Err(Stop::inconclusive(format!(
                "the usual spelling brings nothing to compare with: {}",
                usual.describe()
            )));
        }
        let outcome = if other.same_as(usual) {
            Outcome::Pass
        } else {
            otherwise
        };
        let accepted = format!("{}, as for the usual spelling", usual.describe());
        self.grade(row, outcome, &[&accepted], other)
    }

    /// One outcome since architecture 1.1, another for a device that claims 1.0.
    pub(crate) fn since_1_1(&self, newer: Outcome, older: Outcome) -> Outcome {
        if self.dut().claim.is_1_1_or_later() {
            newer
        } else {
            older
        }
    }
}

/// Control requests and connections, spelled byte by byte.
pub(crate) struct Raw<'t, 'a> {
    t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// Control requests and connections, spelled byte by byte.
    pub(crate) fn raw(&mut self) -> Raw<'_, 'a> {
        Raw { t: self }
    }
}

impl Raw<'_, '_> {
    /// Sends it with CONTENT-LENGTH on a connection of its own.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub(crate) fn post(&mut self, request: &Spelled) -> Flow<Came> {
        self.post_body(request, request.bytes())
    }

    /// Sends it with another body, which may be too long to be copied.
    ///
    /// # Errors
    /// As [`Raw::post`](crate::tester::raw_request::Raw::post).
    pub(crate) fn post_body(&mut self, request: &Spelled, body: Vec<u8>) -> Flow<Came> {
        let mut headers = request.headers.clone();
        let framed = ["content-length", "transfer-encoding"];
        let is_framed = headers.iter().any(|(name, _)| {
            framed
                .iter()
                .any(|framing| name.eq_ignore_ascii_case(framing))
        });
        if !is_framed && (request.method == "POST" || !body.is_empty()) {
            headers.push(("CONTENT-LENGTH".to_owned(), body.len().to_string()));
        }
        self.exchanged(request, headers, body)
    }

    /// Sends it in chunks.
    ///
    /// # Errors
    /// As [`Raw::post`](crate::tester::raw_request::Raw::post).
    pub(crate) fn post_chunked(&mut self, request: &Spelled) -> Flow<Came> {
        let (_, body) = request.chunked()?;
        let mut headers = request.headers.clone();
        headers.push(("TRANSFER-ENCODING".to_owned(), "chunked".to_owned()));
        self.exchanged(request, headers, body)
    }

    fn exchanged(
        &mut self,
        request: &Spelled,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    ) -> Flow<Came> {
        let answer = self.t.http(HttpAsk {
            wire: Wire::Control,
            control_point: ControlPoint::First,
            url: request.url.clone(),
            method: request.method.clone(),
            headers,
            body,
            about: request.asked(),
        })?;
        let came = self.read_answer(request, &answer);
        if came.authentication && self.t.case_id() != AUTHENTICATION_CASE {
            return Err(unauthenticated());
        }
        match &came.reading {
            Ok(ControlResult::Unreadable { why, beyond: true }) => {
                Err(Stop::beyond_bounds(format!("{}: {why}", came.asked)))
            }
            Ok(ControlResult::Unreadable { .. }) | Err(_) => {
                self.has_answers(&answer)?;
                Ok(came)
            }
            _ => Ok(came),
        }
    }

    /// What cannot be read says something of the request only on a device whose other answers can. A hostile request may
    /// be answered with anything; whoever did not answer within the time is not asked more.
    fn has_answers(&mut self, answer: &HttpAnswer) -> Flow {
        let in_time = answer.failure != Some(HttpFailure::TimedOut);
        match in_time && self.t.case.phase != Phase::Hostile {
            true => self.t.is_readable_at_all(),
            false => Ok(()),
        }
    }

    /// Plays a script on a connection to the control URL.
    ///
    /// # Errors
    /// As [`Raw::post`](crate::tester::raw_request::Raw::post).
    pub(crate) fn script(
        &mut self,
        about: &str,
        url: &str,
        steps: Vec<ScriptStep>,
    ) -> Flow<Vec<ScriptAnswer>> {
        let ask = Ask::Script(ScriptAsk {
            wire: Wire::Raw,
            control_point: ControlPoint::First,
            to: http_url(url)?.place(),
            steps,
            about: about.to_owned(),
        });
        match self.t.ask(&ask)? {
            Answer::Script(answers) => Ok(answers),
            other => Err(mismatch("a scripted connection", &other)),
        }
    }

    /// What a reading step of a script brought, as the answer to the request.
    pub(crate) fn read_script(&self, request: &Spelled, answer: &ScriptAnswer) -> Came {
        let answer = HttpAnswer {
            exchange: answer.exchange,
            bytes: answer.bytes.clone(),
            closed: answer.closed,
            failure: answer.failure.clone(),
            at_ms: 0,
            elapsed_ms: answer.elapsed_ms,
        };
        self.read_answer(request, &answer)
    }

    fn read_answer(&self, request: &Spelled, answer: &HttpAnswer) -> Came {
        let mut came = Came {
            asked: request.asked(),
            exchange: answer.exchange,
            status: 0,
            version: (0, 0),
            stays: false,
            authentication: false,
            reading: Err(String::new()),
        };
        match response_of(answer, &request.method) {
            Ok(response) => {
                let outputs = self.t.dut().outputs_of(&request.envelope.action);
                let wanted = Asked {
                    service_type: &request.envelope.service_type,
                    action: &request.envelope.action,
                    outputs: &outputs,
                };
                came.status = response.head.status;
                came.version = response.head.version;
                came.stays = response.head.keeps_alive();
                came.authentication = asks_for_authentication(&response);
                came.reading = Ok(read_response(&response, &wanted, self.t.dut().claim).value);
            }
            Err(why) => came.reading = Err(why),
        }
        came
    }
}

impl Spelled {
    fn asked(&self) -> String {
        match self.what.as_str() {
            "" => self.envelope.action.clone(),
            what => format!("{} {what}", self.envelope.action),
        }
    }
}

/// A URL of the device, taken apart for bytes that no library would send.
///
/// # Errors
/// Inconclusive when it is not an http URL that can be connected to: other cases judge that.
pub(crate) fn http_url(url: &str) -> Flow<HttpUrl> {
    HttpUrl::parse(url).map_err(|error| Stop::inconclusive(format!("{url:?} is {error}")))
}
