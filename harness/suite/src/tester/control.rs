//! Invoking actions, and reading what came of them.

use ctk_vectors::uda::row;
use ctk_wire::http::{Framing, Limits, Progress, Response, ResponseReader};
use ctk_wire::soap;

use super::{Tester, mismatch};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{
    Answer, Ask, ControlPoint, HttpAnswer, HttpAsk, HttpFailure, Lab, LabError, USER_AGENT, Wire,
};
use crate::passive::{readings, rows};
use crate::tester::reply::{Outputs, Reply};
use crate::under_test::ServiceUnderTest;

/// What came of the action is no answer to one, and this case tells so.
fn told(reply: &Reply, teller: &str) -> Stop {
    let came = reply.describe(&reply.observed(None));
    Stop::inconclusive(format!(
        "{} gave no answer that can be read: {came} ({teller})",
        reply.action
    ))
}

/// The case that judges whether actions are reached at all.
pub(super) const AUTHENTICATION_CASE: &str = "uda/control/post-understood";

/// HTTP 401 with WWW-Authenticate: not a word of the architecture, and nothing that it says of the service.
pub(super) fn asks_for_authentication(response: &Response) -> bool {
    response.head.status == 401 && response.head.headers.get("www-authenticate").is_some()
}

/// Why nothing can be told of a device that asks for HTTP authentication.
pub(super) fn unauthenticated() -> Stop {
    Stop::inconclusive(format!(
        "the device asks for HTTP authentication, HTTP 401 with WWW-Authenticate ({AUTHENTICATION_CASE})"
    ))
}

impl Tester<'_> {
    /// Invokes an action as the first control point. The arguments are sent in the order given.
    ///
    /// # Errors
    /// As [`Lab::perform`]; whatever the device answers is a [`Reply`].
    pub fn invoke(&mut self, action: &str, arguments: &[(&str, &str)]) -> Flow<Reply> {
        self.invoke_as(ControlPoint::First, action, arguments)
    }

    /// Invokes an action as the control point named.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn invoke_as(
        &mut self,
        who: ControlPoint,
        action: &str,
        arguments: &[(&str, &str)],
    ) -> Flow<Reply> {
        let reply = self.invoked(who, action, arguments)?;
        if reply.is_unreadable() {
            self.is_told_elsewhere(&reply)?;
        }
        Ok(reply)
    }

    /// Invokes an action that is one of many: an answer that cannot be read says nothing, and the others may say enough.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub(crate) fn invoke_among_others(
        &mut self,
        action: &str,
        arguments: &[(&str, &str)],
    ) -> Flow<Reply> {
        self.invoked(ControlPoint::First, action, arguments)
    }

    fn invoked(
        &mut self,
        who: ControlPoint,
        action: &str,
        arguments: &[(&str, &str)],
    ) -> Flow<Reply> {
        let user_agent = self.user_agent(who);
        let reply = invoke(self.lab, self.dut, who, user_agent, action, arguments)?;
        if let Some(why) = reply.beyond_bounds() {
            return Err(Stop::beyond_bounds(format!("{}: {why}", reply.asked)));
        }
        if reply.asks_for_authentication() {
            return Err(unauthenticated());
        }
        if reply.succeeded() {
            self.cleanup().has_done(action, arguments);
        }
        Ok(reply)
    }

    /// An answer that is none to an action says nothing of the service where another case tells of it: the row that it
    /// breaks has one, and so has a device that refuses whatever is asked.
    fn is_told_elsewhere(&mut self, reply: &Reply) -> Flow {
        match reply.teller() {
            Some(teller) => Err(told(reply, teller)),
            None => self.is_readable_at_all(),
        }
    }

    /// Whether the device answers an ordinary request with something that can be read; nothing that it answers to an odd
    /// one can be told otherwise.
    ///
    /// # Errors
    /// Inconclusive when it does not; the case that tells so goes on.
    pub(crate) fn is_readable_at_all(&mut self) -> Flow {
        let action = self.dut.living_action();
        let user_agent = self.user_agent(ControlPoint::First);
        let reply = invoke(
            self.lab,
            self.dut,
            ControlPoint::First,
            user_agent,
            action,
            &[],
        )?;
        let teller = reply.teller().unwrap_or(AUTHENTICATION_CASE);
        match reply.is_unreadable() && teller != self.case_id() {
            true => Err(told(&reply, teller)),
            false => Ok(()),
        }
    }

    /// Reads the response to a control request that was sent by other means.
    pub fn read_reply(&mut self, action: &str, asked: String, answer: &HttpAnswer) -> Reply {
        read_reply(self.lab, self.dut, action, asked, answer)
    }

    /// One HTTP exchange.
    ///
    /// # Errors
    /// As [`Lab::perform`].
    pub fn http(&mut self, ask: HttpAsk) -> Flow<HttpAnswer> {
        match self.ask(&Ask::Http(ask))? {
            Answer::Http(answer) => {
                readable(&answer)?;
                Ok(answer)
            }
            other => Err(mismatch("an HTTP exchange", &other)),
        }
    }

    /// The User-Agent of a control point of this case: no two cases share one, because devices may tell control points
    /// apart by it.
    pub fn user_agent(&self, who: ControlPoint) -> String {
        let number = match who {
            ControlPoint::First => 1,
            ControlPoint::Second => 2,
        };
        let id: String = self
            .case
            .id
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || c == '.' {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        format!("TestKit/1.0 UPnP/2.0 messaging-ctk.{id}/{number}")
    }

    /// The outputs of an action that only arranges things.
    ///
    /// # Errors
    /// Inconclusive when it did not succeed: another case judges that action.
    pub fn arranged(&mut self, reply: &Reply) -> Flow<Outputs> {
        reply.outputs().cloned().ok_or_else(|| {
            Stop::inconclusive(format!(
                "could not be arranged: {} gave {}",
                reply.asked,
                reply.describe(&reply.observed(None))
            ))
        })
    }
}

/// Reads the response out of what came over the wire.
///
/// # Errors
/// Why there is none, in words.
pub fn response_of(answer: &HttpAnswer, method: &str) -> Result<Response, String> {
    let mut reader = ResponseReader::new(Limits::default(), method);
    let fed = reader
        .feed(&answer.bytes)
        .and_then(|progress| match progress {
            Progress::More if answer.closed || is_bodiless(method, &reader) => reader.eof(),
            // UDA-DESC-04 judges the length; the document is all there.
            Progress::More if answer.failure.is_none() && reader.overstates_length() => {
                reader.eof()
            }
            progress => Ok(progress),
        });
    match fed {
        Ok(Progress::Complete) => reader.take().map_err(|error| error.to_string()),
        Ok(Progress::More) => Err(answer.failure.as_ref().map_or_else(
            || "the answer is not complete".to_owned(),
            ToString::to_string,
        )),
        Err(error) => Err(answer
            .failure
            .as_ref()
            .map_or_else(|| error.to_string(), ToString::to_string)),
    }
}

/// Nothing forbids a long answer: that the kit reads no more of it is the kit's bound, not the device's fault.
///
/// # Errors
/// The answer is longer.
fn readable(answer: &HttpAnswer) -> Result<(), LabError> {
    match answer.failure {
        Some(HttpFailure::TooLarge) => Err(LabError::GivenUp(
            "the answer is longer than the kit reads, and is not judged".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Answers to subscriptions have no body: where one has no length either, and the connection stays open, it is its head
/// (UDA-EVNT-07 judges that).
fn is_bodiless(method: &str, reader: &ResponseReader) -> bool {
    matches!(method, "SUBSCRIBE" | "UNSUBSCRIBE") && reader.framing() == Some(Framing::UntilClose)
}

/// Invokes an action without arguments before there is a case.
///
/// # Errors
/// As [`Lab::perform`].
pub fn invoke_plainly(
    lab: &mut dyn Lab,
    dut: &ServiceUnderTest,
    action: &str,
) -> Result<Reply, LabError> {
    invoke_with(lab, dut, action, &[])
}

/// Invokes an action outside of a case. The arguments are sent in the order given.
///
/// # Errors
/// As [`Lab::perform`].
pub fn invoke_with(
    lab: &mut dyn Lab,
    dut: &ServiceUnderTest,
    action: &str,
    arguments: &[(&str, &str)],
) -> Result<Reply, LabError> {
    let user_agent = USER_AGENT.to_owned();
    invoke(lab, dut, ControlPoint::First, user_agent, action, arguments)
}

/// Reads the response to a control message that was not written by the kit, outside of a case.
pub fn read_answer(
    lab: &mut dyn Lab,
    dut: &ServiceUnderTest,
    action: &str,
    answer: &HttpAnswer,
) -> Reply {
    read_reply(lab, dut, action, action.to_owned(), answer)
}

fn invoke(
    lab: &mut dyn Lab,
    dut: &ServiceUnderTest,
    who: ControlPoint,
    user_agent: String,
    action: &str,
    arguments: &[(&str, &str)],
) -> Result<Reply, LabError> {
    let body = soap::request(&dut.service_type, action, arguments);
    let headers = vec![
        (
            "CONTENT-TYPE".to_owned(),
            "text/xml; charset=\"utf-8\"".to_owned(),
        ),
        ("USER-AGENT".to_owned(), user_agent),
        (
            "SOAPACTION".to_owned(),
            soap::soapaction(&dut.service_type, action),
        ),
        ("CONTENT-LENGTH".to_owned(), body.len().to_string()),
    ];
    let asked = describe(action, arguments);
    let answer = lab.perform(&Ask::Http(HttpAsk {
        wire: Wire::Control,
        control_point: who,
        url: dut.control_url.clone(),
        method: "POST".to_owned(),
        headers,
        body,
        about: asked.clone(),
    }))?;
    match answer {
        Answer::Http(answer) => {
            readable(&answer)?;
            Ok(read_reply(lab, dut, action, asked, &answer))
        }
        _ => Err(LabError::Broken(format!(
            "the lab did not answer {asked} with an HTTP exchange"
        ))),
    }
}

fn read_reply(
    lab: &mut dyn Lab,
    dut: &ServiceUnderTest,
    action: &str,
    asked: String,
    answer: &HttpAnswer,
) -> Reply {
    let response = match response_of(answer, "POST") {
        Ok(response) => response,
        Err(why) => {
            let text = format!("{asked}: {why}");
            readings::file_nothing(lab, answer.exchange, row::UDA_CTRL_25, text);
            return Reply::silent(action, asked, answer, why)
                .told_by(rows::case_of(row::UDA_CTRL_25));
        }
    };
    let outputs = dut.outputs_of(action);
    let wanted = soap::Asked {
        service_type: &dut.service_type,
        action,
        outputs: &outputs,
    };
    let authentication = asks_for_authentication(&response);
    let reading = soap::read_response(&response, &wanted, dut.claim);
    let (checked, findings) = readings::of_control(dut, &reading, action, &asked);
    lab.notice(answer.exchange, &checked, &findings);
    let told_by = readings::told_by(&reading);
    Reply::read(action, asked, answer, response.head.status, reading.value)
        .authenticated(authentication)
        .told_by(told_by)
}

fn describe(action: &str, arguments: &[(&str, &str)]) -> String {
    let list: Vec<String> = arguments
        .iter()
        .map(|(name, value)| {
            let flat = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if flat.chars().count() > 60 {
                format!("{name}={}…", flat.chars().take(57).collect::<String>())
            } else {
                format!("{name}={flat:?}")
            }
        })
        .collect();
    format!("{action}({})", list.join(", "))
}
