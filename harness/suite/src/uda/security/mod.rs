//! Device architecture as a stranger meets it: input that is hostile, addresses that are not the sender's.
//!
//! These cases run after all others, one by one. The device is free in how it refuses; afterwards it has to serve as
//! before. Nobody else is bothered: addresses that lead nowhere are those reserved for documentation, and everything
//! is sent to the device alone.

mod addresses;
mod connections;
mod documents;

use crate::case::{Case, Phase};
use crate::judging::judgement::{Flow, Judgement, Outcome};
use crate::lab::{ControlPoint, HttpAsk, Wire};
use crate::tester::control_response::Came;
use crate::tester::raw_request::ANSWER_MS;
use crate::tester::{Tester, response_of};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [addresses::cases(), documents::cases(), connections::cases()].concat()
}

/// The requirements that survival is judged by: the description is there, and actions are answered in time.
const SURVIVAL: &[&str] = &["UDA-DESC-01", "UDA-CTRL-25"];

/// A case of the hostile phase that ends with a look whether the device lives.
fn survived(
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
fn alive(t: &mut Tester<'_>, after: &str) -> Flow {
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

fn described(t: &mut Tester<'_>) -> Flow<(Result<u16, String>, u32)> {
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

fn judge(
    t: &mut Tester<'_>,
    row: &str,
    outcome: Outcome,
    asked: &str,
    accepted: &str,
    observed: String,
    exchange: u32,
) -> Flow {
    t.record(Judgement {
        requirement: row.to_owned(),
        outcome,
        asked: asked.to_owned(),
        accepted: vec![accepted.to_owned()],
        observed,
        ruling: None,
        exchanges: vec![exchange],
        seen_in: Vec::new(),
        marks: Vec::new(),
    })
}
