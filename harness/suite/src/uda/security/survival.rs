//! Whether the device lives after an attack.

use ctk_record::{Judgement, Outcome};

use crate::case::{Case, Phase};
use crate::judging::judgement::Flow;
use crate::lab::{ControlPoint, HttpAsk, Wire};
use crate::tester::control_response::Came;
use crate::tester::raw_request::ANSWER_MS;
use crate::tester::{Tester, response_of};

/// The requirements that survival is judged by: the description is there, and actions are answered in time.
pub(super) const SURVIVAL: &[&str] = &["UDA-DESC-01", "UDA-CTRL-25"];

/// A case of the hostile phase that ends with a look whether the device lives.
pub(super) fn survived(
    id: &'static str,
    purpose: &'static str,
    clause: &'static str,
    attack: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static,
) -> Case {
    Case::new(id, purpose)
        .clause(clause)
        .covers(SURVIVAL)
        .phase(Phase::Hostile)
        .body(move |t| {
            attack(t)?;
            alive(t, purpose)
        })
}

/// Within 30 s the device gives its description and answers an action.
pub(super) fn alive(t: &mut Tester<'_>, after: &str) -> Flow {
    let (status, exchange) =
        t.await_until(ANSWER_MS, described, |(status, _)| *status == Ok(200))?;
    let outcome = match status {
        Ok(200) => Outcome::Pass,
        _ => Outcome::Fail,
    };
    let observed = match &status {
        Ok(status) => format!("HTTP {status}"),
        Err(why) => why.clone(),
    };
    judge(
        t,
        "UDA-DESC-01",
        outcome,
        &format!("its description, after: {after}"),
        "HTTP 200 within 30 s",
        observed,
        exchange,
    )?;
    let request = t.raw_request(t.dut().living_action(), &[]);
    let came = t.await_until(ANSWER_MS, |t| t.raw().post(&request), Came::answered)?;
    let outcome = if came.answered() {
        Outcome::Pass
    } else {
        Outcome::Fail
    };
    judge(
        t,
        "UDA-CTRL-25",
        outcome,
        &format!("{}, after: {after}", came.asked),
        "an answer within 30 s",
        came.describe(),
        came.exchange,
    )
}

pub(super) fn described(t: &mut Tester<'_>) -> Flow<(Result<u16, String>, u32)> {
    let answer = t.http(HttpAsk {
        wire: Wire::Description,
        control_point: ControlPoint::First,
        url: t.dut().description_url.clone(),
        method: "GET".to_owned(),
        headers: vec![("CONNECTION".to_owned(), "close".to_owned())],
        body: Vec::new(),
        about: String::new(),
    })?;
    let status = response_of(&answer, "GET").map(|response| response.head.status);
    Ok((status, answer.exchange))
}

pub(super) fn judge(
    t: &mut Tester<'_>,
    row: &str,
    outcome: Outcome,
    asked: &str,
    accepted: &str,
    observed: String,
    exchange: u32,
) -> Flow {
    t.record(
        Judgement::new(row, outcome)
            .asked(asked)
            .accepts([accepted])
            .observed(observed)
            .exchanges([exchange]),
    )
}
