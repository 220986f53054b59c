//! A subscription lasts for as long as it was granted.

use ctk_record::Outcome;
use ctk_vectors::waits;
use ctk_wire::gena::Timeout;

use super::change::{change, changeable};
use super::subscribe::state;
use crate::case::Case;
use crate::judging::judgement::Stop;
use crate::lab::ControlPoint;
use crate::tester::notification::Event;

/// How old a subscription is that has to go on, in milliseconds.
const OLD_MS: u64 = 4_000;

/// 4.1.2, 4.3: a subscription brings events for as long as it was granted; a new one shows that there was something to
/// tell.
pub(super) fn goes_on() -> Case {
    Case::new(
        "uda/eventing/goes-on",
        "a subscription that is some seconds old is told what a new one is told",
    )
    .clause("4.3")
    .covers(&["UDA-EVNT-40"])
    .changes_a_variable()
    .waits(OLD_MS)
    .body(|t| {
        changeable(t)?;
        let mut old = t.subscriptions().open(ControlPoint::First)?;
        if let Some(Timeout::Seconds(granted)) = old.timeout
            && granted.saturating_mul(1_000) < 2 * OLD_MS
        {
            return Err(Stop::NotApplicable(format!(
                "subscriptions are granted for {granted} s"
            )));
        }
        t.pause(OLD_MS)?;
        let mut new = t.subscriptions().open(ControlPoint::First)?;
        t.subscriptions().listen(&mut old)?;
        let marks = (old.mark(), new.mark());
        let change = change(t)?;
        let within = waits::EVENT.milliseconds;
        let shown = |event: &Event| change.shown_by(event);
        if t.subscriptions()
            .await_event(&mut new, marks.1, within, shown)?
            .is_none()
        {
            return Err(Stop::inconclusive("a change brought no event within 30 s"));
        }
        let told = t
            .subscriptions()
            .await_event(&mut old, marks.0, within, shown)?;
        let (outcome, observed) = match told {
            Some(_) => (Outcome::Pass, "both were told"),
            None => (
                Outcome::Fail,
                "the new subscription was told, the one that is some seconds old was not",
            ),
        };
        state(
            t,
            "UDA-EVNT-40",
            outcome,
            "a change some seconds after SUBSCRIBE",
            &["an event for this subscription and for a new one"],
            observed,
            &[old.exchange, new.exchange],
        )
    })
}
