//! The connection that a request comes by, and how its body is framed.

use ctk_record::{Judgement, Outcome};
use ctk_vectors::messaging_2::action;
use ctk_vectors::uda::row;
use ctk_vectors::waits;

use crate::case::{Case, Need, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{HttpFailure, ScriptStep};
use crate::messaging;
use crate::tester::Tester;
use crate::tester::control_response::Came;
use crate::tester::raw_request::ANSWER_MS;

/// How long a device may take to say that the body may come, in milliseconds (UDA-CTRL-47).
const CONTINUE_MS: u64 = waits::EXPECT_CONTINUE.milliseconds;

/// How long nothing is to follow an answer, in milliseconds.
const NOTHING_MS: u64 = 400;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        chunked(),
        chunked_arguments(),
        expect_continue(),
        two_on_one_connection(),
        one_answer(),
        http_1_0(),
        unframed(),
    ]
}

fn response() -> ScriptStep {
    ScriptStep::Response {
        method: "POST".to_owned(),
        wait_ms: ANSWER_MS,
    }
}

/// What comes of the usual request; inconclusive for a device whose HTTP is 1.0, where it is asked for.
fn usual(t: &mut Tester<'_>, needs_1_1: bool) -> Flow<Came> {
    let plain = t.raw_request(t.plain_action()?, &[]);
    let came = t.raw().post(&plain)?;
    if needs_1_1 && came.answered() && came.version < (1, 1) {
        return Err(Stop::NotApplicable(
            "the device speaks HTTP/1.0 at its control URL".to_owned(),
        ));
    }
    Ok(came)
}

/// 2.1: a device of HTTP/1.1 takes a request in chunks, with extensions that it does not know.
fn chunked() -> Case {
    Case::new(
        "uda/control/chunked-request",
        "a request in several chunks is taken as one with a length",
    )
    .clause("2.1")
    .covers(&["UDA-CTRL-46"])
    .needs(&[Need::PlainAction])
    .body(|t| {
        let usual = usual(t, true)?;
        let request = t.raw_request(t.plain_action()?, &[]).but("in chunks");
        let came = t.raw().post_chunked(&request)?;
        let otherwise = t.since_1_1(Outcome::Fail, Outcome::Warning);
        t.same("UDA-CTRL-46", otherwise, &usual, &came)
    })
}

/// The same for a request with an argument, which stands in one of the later chunks.
fn chunked_arguments() -> Case {
    Case::new(
        "uda/control/chunked-arguments",
        "the argument of a request in several chunks is read as in one with a length",
    )
    .clause("2.1")
    .covers(&["UDA-CTRL-46"])
    .of(messaging::NAME)
    .needs(&[Need::PlainAction, Need::Action(action::READ_MESSAGE)])
    .body(|t| {
        usual(t, true)?;
        let id = t.unique("CtkNone")?;
        let plain = t.raw_request(action::READ_MESSAGE, &[("MessageID", &id)]);
        let whole = t.raw().post(&plain)?;
        let came = t.raw().post_chunked(&plain.but("in chunks"))?;
        let otherwise = t.since_1_1(Outcome::Fail, Outcome::Warning);
        t.same("UDA-CTRL-46", otherwise, &whole, &came)
    })
}

/// 2.1: on `Expect: 100-continue` the device says something before the body comes.
fn expect_continue() -> Case {
    Case::new(
        "uda/control/expect-continue",
        "with Expect: 100-continue the device answers before the body comes",
    )
    .clause("2.1")
    .covers(&["UDA-CTRL-47"])
    .needs(&[Need::PlainAction])
    .body(|t| {
        usual(t, true)?;
        let request = t
            .raw_request(t.plain_action()?, &[])
            .header("EXPECT", "100-continue")
            .but("with Expect: 100-continue");
        let (head, body) = request.raw((1, 1))?;
        let steps = vec![
            ScriptStep::Send(head),
            ScriptStep::Interim {
                wait_ms: CONTINUE_MS,
            },
            ScriptStep::Send(body),
            response(),
        ];
        let url = request.url.clone();
        let answers = t.raw().script(&request.what, &url, steps)?;
        let Some(interim) = answers.first() else {
            return Err(Stop::Broken("the script read nothing".to_owned()));
        };
        let otherwise = t.since_1_1(Outcome::Fail, Outcome::Warning);
        let said = interim.failure.is_none() && !interim.bytes.is_empty();
        let first_line = String::from_utf8_lossy(&interim.bytes)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned();
        t.record(
            Judgement::met_or("UDA-CTRL-47", said, otherwise)
                .asked(format!("{} {}", request.envelope.action, request.what))
                .accepts(["100 or a final status within 5 s"])
                .observed(match &interim.failure {
                    None => first_line,
                    Some(HttpFailure::TimedOut) => "nothing within 5 s".to_owned(),
                    Some(failure) => failure.to_string(),
                })
                .exchanges([interim.exchange]),
        )
    })
}

/// 2.1: the second request on a connection means the same as the first. A device may close after the first.
fn two_on_one_connection() -> Case {
    Case::new(
        "uda/control/two-actions-one-connection",
        "the second action on a connection brings the same as the first",
    )
    .clause("2.1")
    .covers(&["UDA-CTRL-48"])
    .needs(&[Need::PlainAction])
    .body(|t| {
        let usual = usual(t, false)?;
        let request = t.raw_request(t.plain_action()?, &[]);
        let (head, body) = request.raw((1, 1))?;
        let whole = [head, body].concat();
        let steps = vec![
            ScriptStep::Send(whole.clone()),
            response(),
            ScriptStep::Send(whole),
            response(),
        ];
        let answers = t
            .raw()
            .script("two actions on one connection", &request.url, steps)?;
        for (at, answer) in answers.iter().enumerate() {
            let what = [
                "as the first on a connection",
                "as the second on a connection",
            ];
            let request = request.clone().but(what[at.min(1)]);
            let came = t.raw().read_script(&request, answer);
            t.same("UDA-CTRL-48", Outcome::Fail, &usual, &came)?;
            if answer.closed || !came.stays {
                break;
            }
        }
        Ok(())
    })
}

/// 2.11: nothing follows the answer on its connection, because no other request was sent.
fn one_answer() -> Case {
    Case::new(
        "uda/control/one-answer",
        "a request has one answer, and nothing follows it on the connection",
    )
    .clause("2.11")
    .covers(&[row::UDA_DESC_04])
    .needs(&[Need::PlainAction])
    .waits(NOTHING_MS)
    .body(|t| {
        usual(t, false)?;
        let request = t.raw_request(t.plain_action()?, &[]);
        let (head, body) = request.raw((1, 1))?;
        let more = ScriptStep::Response {
            method: "POST".to_owned(),
            wait_ms: NOTHING_MS,
        };
        let steps = vec![ScriptStep::Send([head, body].concat()), response(), more];
        let what = "one action on a connection";
        let answers = t.raw().script(what, &request.url, steps)?;
        let [first, second, ..] = answers.as_slice() else {
            return Err(Stop::inconclusive("the action was not answered"));
        };
        if !t.raw().read_script(&request, first).answered() {
            return Err(Stop::inconclusive("the action was not answered"));
        }
        let more = second.bytes.len();
        t.record(
            Judgement::met(row::UDA_DESC_04, more == 0)
                .asked(what)
                .accepts(["one answer, and no byte behind it"])
                .observed(match more {
                    0 => "one answer".to_owned(),
                    more => format!("one answer, and {more} bytes behind it"),
                })
                .exchanges([first.exchange, second.exchange]),
        )
    })
}

/// 2.1: a request of HTTP/1.0 is served.
fn http_1_0() -> Case {
    Case::new(
        "uda/control/http-1-0-request",
        "an action called by HTTP/1.0 brings the same as by HTTP/1.1",
    )
    .clause("2.1")
    .covers(&["UDA-CTRL-48"])
    .needs(&[Need::PlainAction])
    .body(|t| {
        let usual = usual(t, false)?;
        let request = t.raw_request(t.plain_action()?, &[]).but("by HTTP/1.0");
        let (head, body) = request.raw((1, 0))?;
        let steps = vec![ScriptStep::Send([head, body].concat()), response()];
        let answers = t.raw().script(&request.what, &request.url, steps)?;
        let Some(answer) = answers.first() else {
            return Err(Stop::Broken("the script read nothing".to_owned()));
        };
        let came = t.raw().read_script(&request, answer);
        t.same("UDA-CTRL-48", Outcome::Fail, &usual, &came)
    })
}

/// 3.2.1: a request whose end cannot be found is refused, or the connection is closed.
fn unframed() -> Case {
    Case::new(
        "uda/control/request-without-length",
        "a request without length and without chunks is answered, or the connection closed",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-52"])
    .needs(&[Need::PlainAction])
    .phase(Phase::Hostile)
    .body(|t| {
        let request = t
            .raw_request(t.plain_action()?, &[])
            .but("without length and without chunks");
        let (head, body) = request.unframed()?;
        let steps = vec![ScriptStep::Send([head, body].concat()), response()];
        let answers = t.raw().script(&request.what, &request.url, steps)?;
        let Some(answer) = answers.first() else {
            return Err(Stop::Broken("the script read nothing".to_owned()));
        };
        let came = t.raw().read_script(&request, answer);
        let hangs = matches!(answer.failure, Some(HttpFailure::TimedOut));
        let outcome = if hangs { Outcome::Fail } else { Outcome::Pass };
        t.grade(
            "UDA-CTRL-52",
            outcome,
            &[
                "HTTP 400",
                "HTTP 411",
                "any other answer",
                "a closed connection",
            ],
            &came,
        )
    })
}
