//! Renewal: the same subscription goes on.

use crate::judging::judgement::Flow;
use crate::tester::Tester;
use ctk_record::Outcome;
use ctk_vectors::waits;

use super::change::{changeable, evented, gaps_filled};
use super::subscribe::{grade, state};
use crate::case::Case;
use crate::judging::judgement::Stop;
use crate::lab::ControlPoint;
use crate::tester::notification::Event;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![renewed(), numbers_go_on()]
}

/// 4.1.3: the same SID, a new time, and no second initial event.
fn renewed() -> Case {
    Case::new(
        "uda/eventing/renewal",
        "a renewal is answered 200 with the same SID, and brings no second initial event",
    )
    .clause("4.1.3")
    .covers(&["UDA-EVNT-22"])
    .waits(3_000)
    .body(judge_renewed)
}

fn judge_renewed(t: &mut Tester<'_>) -> Flow {
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let headers = [
        ("SID", subscription.sid.as_str()),
        ("TIMEOUT", "Second-1800"),
    ];
    let tried = super::subscribe::tried(t, "SUBSCRIBE", "with its SID", &headers)?;
    let same = tried.status == 200 && tried.sid.as_deref() == Some(&subscription.sid);
    let outcome = if same { Outcome::Pass } else { Outcome::Fail };
    let mut seen = tried.clone();
    if tried.status == 200 {
        seen.status = 0;
        seen.why = match &tried.sid {
            Some(sid) if same => format!("HTTP 200 with SID {sid}"),
            Some(sid) => format!("HTTP 200 with SID {sid}, not {}", subscription.sid),
            None => "HTTP 200 without SID".to_owned(),
        };
    }
    let accepted = ["HTTP 200 with the same SID"];
    grade(t, "UDA-EVNT-22", outcome, &accepted, &seen)?;
    if !subscription.events.iter().any(Event::is_initial) {
        // What has the number 0 later is the first one then, which another case judges.
        return Ok(());
    }
    let mark = subscription.mark();
    let quiet = waits::RENEWAL_QUIET.milliseconds;
    let second = t
        .subscriptions()
        .await_event(&mut subscription, mark, quiet, |event| event.is_initial())?;
    let outcome = if second.is_none() {
        Outcome::Pass
    } else {
        Outcome::Fail
    };
    let observed = match second {
        None => "none within 3 s",
        Some(_) => "another event with SEQ 0",
    };
    state(
        t,
        "UDA-EVNT-22",
        outcome,
        &tried.asked,
        &["no second initial event"],
        observed,
        &[tried.exchange],
    )
}

/// 4.1.1: the events after a renewal are numbered on, whatever it is that they tell of.
fn numbers_go_on() -> Case {
    Case::new(
        "uda/eventing/sequence-after-renewal",
        "the next event after a renewal has the next number",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-23"])
    .changes_a_variable()
    .waits_at_most(1_000)
    .body(judge_numbers_go_on)
}

fn judge_numbers_go_on(t: &mut Tester<'_>) -> Flow {
    changeable(t)?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let grant = t
        .subscriptions()
        .renew(ControlPoint::First, &subscription.sid, 1800)?;
    if grant.status != 200 {
        return Err(Stop::inconclusive(format!(
            "the renewal gave {}",
            grant.in_words()
        )));
    }
    evented(t, &mut subscription)?;
    gaps_filled(t, &mut subscription)?;
    // A number that stands twice or out of turn has a case of its own, and so has a second initial event.
    let mut numbers: Vec<u32> = subscription
        .events
        .iter()
        .enumerate()
        .filter(|(at, event)| *at == 0 || !event.is_initial())
        .filter_map(|(_, event)| event.number())
        .collect();
    numbers.sort_unstable();
    let gap = numbers
        .windows(2)
        .find(|pair| pair[1] != pair[0].wrapping_add(1));
    let outcome = if gap.is_none() {
        Outcome::Pass
    } else {
        Outcome::Fail
    };
    let list: Vec<String> = numbers.iter().map(u32::to_string).collect();
    let exchanges: Vec<u32> = subscription
        .events
        .iter()
        .map(|event| event.exchange)
        .collect();
    state(
        t,
        "UDA-EVNT-23",
        outcome,
        "SUBSCRIBE with its SID, then a change",
        &["numbers that follow one another"],
        format!("SEQ {}", list.join(", ")),
        &exchanges,
    )
}
