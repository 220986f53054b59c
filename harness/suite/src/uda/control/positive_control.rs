//! The other half of a test with a mistake in it: the same request without the mistake.
//!
//! A device that refuses every request of that kind refuses the one with the mistake as well, and nothing is shown by it.

use ctk_record::Outcome;

use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::control_response::Came;
use crate::tester::raw_request::Spelled;

/// Sends the request that has nothing wrong in it, where the one with the mistake passed because it
/// was refused; what came of it.
///
/// # Errors
/// Inconclusive when it is refused in the same way, or not answered.
pub(super) fn positive_control(
    t: &mut Tester<'_>,
    outcome: Outcome,
    good: &Spelled,
    mistaken: &Came,
) -> Flow<Option<Came>> {
    if outcome != Outcome::Pass || mistaken.succeeded() {
        return Ok(None);
    }
    let good = t.raw().post(good)?;
    let alike =
        !good.succeeded() && (good.status, good.fault()) == (mistaken.status, mistaken.fault());
    if good.answered() && !alike {
        return Ok(Some(good));
    }
    Err(Stop::inconclusive(format!(
        "{} with nothing wrong in it brings no better ({}): a refusal shows nothing",
        good.asked,
        good.describe()
    )))
}
