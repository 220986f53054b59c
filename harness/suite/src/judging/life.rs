//! Whether the device lives after input that is malformed or hostile: looked at by every case of the hostile phase.
//!
//! Life is looked for before, too, by the same question: what a device never answers says nothing against it afterwards.

use ctk_record::Judgement;

use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAsk, Wire};
use crate::tester::control_response::Came;
use crate::tester::raw_request::ANSWER_MS;
use crate::tester::{Tester, response_of};

/// The requirements that life is judged by: an action is answered in time, or, where none is anyway, the description is
/// served.
pub(crate) const ROWS: [&str; 2] = ["UDA-CTRL-25", "UDA-DESC-01"];

/// The question that the device answered before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// An action without effect.
    Action,
    /// A GET of the description.
    Description,
}

/// Runs what sends the hostile input, between two looks for life. A device that was there before and is not there
/// within 30 s after fails the case, whatever the body made of it.
///
/// # Errors
/// Those of the body; inconclusive when nothing was answered before.
pub(crate) fn guarded(t: &mut Tester<'_>, body: impl FnOnce(&mut Tester<'_>) -> Flow) -> Flow {
    let sign = before(t)?;
    let flow = body(t);
    match flow {
        Err(
            Stop::Judged | Stop::NotApplicable(_) | Stop::Lost | Stop::Stopped(_) | Stop::Broken(_),
        ) => flow,
        Ok(()) | Err(Stop::Inconclusive { .. }) => after(t, sign).and(flow),
    }
}

fn before(t: &mut Tester<'_>) -> Flow<Sign> {
    if acts(t)?.answered() {
        return Ok(Sign::Action);
    }
    match described(t)?.0 {
        Ok(200) => Ok(Sign::Description),
        said => {
            t.misses_device();
            let said = said.map_or_else(|why| why, |status| format!("HTTP {status}"));
            Err(Stop::inconclusive(format!(
                "the device answers neither an action nor a GET of its description, before anything hostile was sent: {said}"
            )))
        }
    }
}

fn after(t: &mut Tester<'_>, sign: Sign) -> Flow {
    let purpose = t.purpose();
    let (row, asked, accepted, lives, observed, exchange) = match sign {
        Sign::Action => {
            let came = t.await_until(ANSWER_MS, acts, Came::answered)?;
            let asked = format!("{}, after: {purpose}", came.asked);
            let (lives, observed) = (came.answered(), came.describe());
            (
                ROWS[0],
                asked,
                "an answer within 30 s",
                lives,
                observed,
                came.exchange,
            )
        }
        Sign::Description => {
            let (status, exchange) =
                t.await_until(ANSWER_MS, described, |(status, _)| *status == Ok(200))?;
            let lives = status == Ok(200);
            let observed = status.map_or_else(|why| why, |status| format!("HTTP {status}"));
            let asked = format!("its description, after: {purpose}");
            (
                ROWS[1],
                asked,
                "HTTP 200 within 30 s",
                lives,
                observed,
                exchange,
            )
        }
    };
    if !lives {
        t.misses_device();
    }
    t.record(
        Judgement::met(row, lives)
            .asked(asked)
            .accepts([accepted])
            .observed(observed)
            .exchanges([exchange]),
    )
}

fn acts(t: &mut Tester<'_>) -> Flow<Came> {
    let request = t.raw_request(t.dut().living_action(), &[]);
    t.raw().post(&request)
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
