//! 2.1: HTTP versions, and connections that stay open or are closed.

use ctk_model::expectation::Outcome;
use ctk_record::Judgement;
use ctk_vectors::waits;
use ctk_wire::http::{Framing, Response};

use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{HttpAnswer, HttpFailure, ScriptAnswer, ScriptStep};
use crate::tester::raw_request::http_url;
use crate::tester::{Tester, response_of};
use crate::uda::version::versions;

/// Within this time a connection that is to be closed is closed.
const CLOSE_MS: u64 = waits::CONNECTION_CLOSE.milliseconds;

/// How long an answer on a scripted connection may take.
const ANSWER_MS: u64 = waits::REPLY.milliseconds;

pub(super) fn cases() -> Vec<Case> {
    vec![http_1_0(), close(), close_said(), pipelined()]
}

fn get(url: &str, version: &str, more: &str) -> Flow<ScriptStep> {
    let url = http_url(url)?;
    let request = format!(
        "GET {} HTTP/{version}\r\nHOST: {}\r\n{more}\r\n",
        url.target,
        url.place()
    );
    Ok(ScriptStep::Send(request.into_bytes()))
}

fn answer() -> ScriptStep {
    ScriptStep::Response {
        method: "GET".to_owned(),
        wait_ms: ANSWER_MS,
    }
}

/// The response in what a reading step brought.
fn read(answer: Option<&ScriptAnswer>) -> Result<Response, String> {
    let Some(answer) = answer else {
        return Err("no answer".to_owned());
    };
    let whole = HttpAnswer {
        exchange: answer.exchange,
        bytes: answer.bytes.clone(),
        closed: answer.closed,
        failure: answer.failure.clone(),
        at_ms: 0,
        elapsed_ms: answer.elapsed_ms,
    };
    response_of(&whole, "GET")
}

/// A response that is there, for a case that is about something else.
fn arranged(answer: Option<&ScriptAnswer>, asked: &str) -> Flow<Response> {
    match read(answer) {
        Ok(response) if response.head.status == 200 => Ok(response),
        Ok(response) => Err(Stop::inconclusive(format!(
            "{asked} gave HTTP {}",
            response.head.status
        ))),
        Err(why) => Err(Stop::inconclusive(format!("{asked}: {why}"))),
    }
}

fn exchanges(answers: &[ScriptAnswer]) -> Vec<u32> {
    answers.iter().map(|it| it.exchange).collect()
}

/// 2.1, 2.11: who asks by HTTP/1.0 gets no chunks. That the status line says 1.1 is what HTTP lets a server do, and what
/// the architecture does not (U-08): a warning.
fn http_1_0() -> Case {
    Case::new(
        "uda/description/http-1-0",
        "a request by HTTP/1.0 is answered in HTTP/1.0, without chunks",
    )
    .clause("2.1")
    .covers(&["UDA-DESC-05"])
    .needs(&versions("UDA-DESC-05"))
    .body(|t| {
        let url = t.dut().description_url.clone();
        let asked = format!("GET {url} by HTTP/1.0");
        let answers = t
            .raw()
            .script(&asked, &url, vec![get(&url, "1.0", "")?, answer()])?;
        let response = arranged(answers.first(), &asked)?;
        let chunked = response.framing == Framing::Chunked;
        let (major, minor) = response.head.version;
        let outcome = match (chunked, response.head.version) {
            (true, _) => Outcome::Fail,
            (false, (1, 0)) => Outcome::Pass,
            (false, _) => Outcome::Warning,
        };
        t.record(
            Judgement::new("UDA-DESC-05", outcome)
                .asked(&asked)
                .accepts(["HTTP/1.0 and no chunks"])
                .observed(format!(
                    "HTTP/{major}.{minor}, {}",
                    if chunked {
                        "in chunks"
                    } else {
                        "not in chunks"
                    }
                ))
                .exchanges(exchanges(&answers)),
        )
    })
}

/// Whether the connection was closed behind the answer.
fn closed(answers: &[ScriptAnswer]) -> bool {
    answers
        .iter()
        .any(|it| it.closed || matches!(it.failure, Some(HttpFailure::CutOff)))
}

fn closing(
    t: &mut Tester<'_>,
    url: &str,
    version: &str,
    more: &str,
    asked: &str,
) -> Flow<Vec<ScriptAnswer>> {
    let steps = vec![
        get(url, version, more)?,
        answer(),
        ScriptStep::AwaitClose { wait_ms: CLOSE_MS },
    ];
    t.raw().script(asked, url, steps)
}

/// 2.1: who is asked to close, closes. An HTTP/1.0 request asks so by itself; the architecture says that of SOAP only.
fn close() -> Case {
    Case::new(
        "uda/description/connection-close",
        "the device closes when it was asked to with Connection: close",
    )
    .clause("2.1")
    .covers(&["UDA-DESC-12"])
    .body(|t| {
        let url = t.dut().description_url.clone();
        for (version, more, words) in [
            ("1.1", "CONNECTION: close\r\n", "with Connection: close"),
            ("1.0", "", "by HTTP/1.0"),
        ] {
            let asked = format!("GET {url} {words}");
            let answers = closing(t, &url, version, more, &asked)?;
            arranged(answers.first(), &asked)?;
            let closed = closed(&answers);
            let outcome = match (closed, version) {
                (true, _) => Outcome::Pass,
                (false, "1.1") => t.lapse_since_1_1(),
                (false, _) => Outcome::Warning,
            };
            t.record(
                Judgement::new("UDA-DESC-12", outcome)
                    .asked(&asked)
                    .accepts(["the connection is closed within 5 s of the answer"])
                    .observed(if closed {
                        "it was closed".to_owned()
                    } else {
                        "it stayed open".to_owned()
                    })
                    .exchanges(exchanges(&answers)),
            )?;
        }
        Ok(())
    })
}

/// 2.1: who says Connection: close, closes.
fn close_said() -> Case {
    Case::new(
        "uda/description/connection-close-said",
        "the device closes when it said Connection: close",
    )
    .clause("2.1")
    .covers(&["UDA-DESC-41"])
    .needs(&versions("UDA-DESC-41"))
    .body(|t| {
        let url = t.dut().description_url.clone();
        // Unasked, or else when asked.
        for more in ["", "CONNECTION: close\r\n"] {
            let asked = format!("GET {url}");
            let first = t
                .raw()
                .script(&asked, &url, vec![get(&url, "1.1", more)?, answer()])?;
            let said = arranged(first.first(), &asked)?
                .head
                .headers
                .has_token("connection", "close");
            if !said {
                continue;
            }
            let answers = closing(t, &url, "1.1", more, &asked)?;
            let closed = closed(&answers);
            return t.record(
                Judgement::met_or("UDA-DESC-41", closed, Outcome::Warning)
                    .asked(format!("{asked}, answered with Connection: close"))
                    .accepts(["the connection is closed within 5 s"])
                    .observed(if closed {
                        "it was closed".to_owned()
                    } else {
                        "it stayed open".to_owned()
                    })
                    .exchanges(exchanges(&answers)),
            );
        }
        Err(Stop::NotApplicable(
            "the device never says Connection: close".to_owned(),
        ))
    })
}

/// 2.1: connections stay open, and requests that were sent together are answered in their order.
fn pipelined() -> Case {
    Case::new(
        "uda/description/pipelined",
        "two requests on one connection are answered in order",
    )
    .clause("2.1")
    .covers(&["UDA-DESC-13"])
    .needs(&versions("UDA-DESC-13"))
    .body(judge_pipelined)
}

fn judge_pipelined(t: &mut Tester<'_>) -> Flow {
    let url = t.dut().description_url.clone();
    let scpd = t.dut().scpd_url.clone();
    if http_url(&url)?.place() != http_url(&scpd)?.place() {
        return Err(Stop::NotApplicable(
            "the two descriptions are at different places".to_owned(),
        ));
    }
    let asked = format!("GET {url} and GET {scpd}, sent together");
    let steps = vec![
        get(&url, "1.1", "")?,
        get(&scpd, "1.1", "")?,
        answer(),
        answer(),
    ];
    let answers = t.raw().script(&asked, &url, steps)?;
    let first = arranged(answers.first(), &asked)?;
    let said = first.head.headers.has_token("connection", "close") || first.head.version < (1, 1);
    let holds = |body: &[u8], word: &str| String::from_utf8_lossy(body).contains(word);
    let second = read(answers.get(1));
    let observed = match &second {
        _ if !holds(&first.body, "<deviceType") && !holds(&first.body, "deviceType>") => {
            "the first answer is not the first document".to_owned()
        }
        Ok(second) if second.head.status == 200 && holds(&second.body, "serviceStateTable") => {
            "both documents, in order".to_owned()
        }
        Ok(second) => format!("HTTP {} for the second", second.head.status),
        Err(_) if said => "one document, and Connection: close with it".to_owned(),
        Err(why) => format!("the first document, then {why}"),
    };
    let fine = observed.starts_with("both") || observed.starts_with("one");
    t.record(
        Judgement::met("UDA-DESC-13", fine)
            .asked(&asked)
            .accepts([
                "both documents, in order",
                "Connection: close with the first",
            ])
            .observed(observed)
            .exchanges(exchanges(&answers)),
    )
}
