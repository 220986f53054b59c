//! Delivery: numbers, every subscriber, in time, and what a subscriber's failure means.

use ctk_record::{Outcome, Suspect};
use ctk_vectors::waits;

use super::change::{change, changeable, evented, evented_since, gaps_filled};
use super::subscribe::state;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, InboxManner};
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::notification::Event;

/// How many changes are tried after one whose event failed.
const LATER_CHANGES: usize = 2;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        numbered(),
        every_subscriber(),
        super::lasting::goes_on(),
        in_time(),
        subscriber_error(),
        subscriber_refusal(),
        subscriber_silence(),
    ]
}

/// 4.1.1: 0, 1, 2 and so on. That they arrive in this order is not said (U-24).
fn numbered() -> Case {
    Case::new(
        "uda/eventing/sequence",
        "the events of a subscription are numbered 0, 1, 2 and so on",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-33", "UDA-EVNT-34"])
    .changes_a_variable()
    .waits_at_most(1_000)
    .body(judge_numbered)
}

fn judge_numbered(t: &mut Tester<'_>) -> Flow {
    changeable(t)?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    evented(t, &mut subscription)?;
    evented(t, &mut subscription)?;
    gaps_filled(t, &mut subscription)?;
    let came: Vec<u32> = subscription
        .events
        .iter()
        .filter_map(Event::number)
        .collect();
    let mut sorted = came.clone();
    sorted.sort_unstable();
    let consecutive = sorted
        .iter()
        .enumerate()
        .all(|(at, seq)| usize::try_from(*seq) == Ok(at));
    let exchanges: Vec<u32> = subscription
        .events
        .iter()
        .map(|event| event.exchange)
        .collect();
    let list: Vec<String> = came.iter().map(u32::to_string).collect();
    let observed = format!("SEQ {}", list.join(", "));
    let read_whole = subscription.events.iter().all(|event| event.head.is_some());
    if !consecutive && !read_whole {
        return Err(Stop::inconclusive(format!(
            "{observed}, but some notifications did not arrive whole"
        )));
    }
    let outcome = if consecutive {
        Outcome::Pass
    } else {
        Outcome::Fail
    };
    let asked = "a subscription and two changes";
    let accepted = ["0, 1, 2 and so on"];
    state(
        t,
        "UDA-EVNT-33",
        outcome,
        asked,
        &accepted,
        observed.clone(),
        &exchanges,
    )?;
    judge_order(t, came == sorted, asked, observed, &exchanges)
}

fn judge_order(
    t: &mut Tester<'_>,
    in_order: bool,
    asked: &str,
    observed: String,
    exchanges: &[u32],
) -> Flow {
    let outcome = if in_order {
        Outcome::Pass
    } else {
        Outcome::Warning
    };
    let accepted = ["the order of the numbers"];
    state(
        t,
        "UDA-EVNT-34",
        outcome,
        asked,
        &accepted,
        observed,
        exchanges,
    )
}

/// 4.1: every subscriber is told, the one who acts too.
fn every_subscriber() -> Case {
    Case::new(
        "uda/eventing/every-subscriber",
        "a change is told to every subscriber",
    )
    .clause("4.1")
    .covers(&["UDA-EVNT-40"])
    .changes_a_variable()
    .waits_at_most(1_000)
    .body(|t| {
        changeable(t)?;
        let mut first = t.subscriptions().open(ControlPoint::First)?;
        let mut second = t.subscriptions().open(ControlPoint::First)?;
        let marks = (first.mark(), second.mark());
        let change = change(t)?;
        let within = waits::EVENT.milliseconds;
        let shown = |event: &Event| change.shown_by(event);
        let one = t
            .subscriptions()
            .await_event(&mut first, marks.0, within, shown)?;
        let two = match one {
            Some(_) => t
                .subscriptions()
                .await_event(&mut second, marks.1, within, shown)?,
            // Whether a change is told at all is judged elsewhere.
            None => {
                t.subscriptions().listen(&mut second)?;
                (marks.1..second.events.len()).find(|&at| shown(&second.events[at]))
            }
        };
        if one.is_none() && two.is_none() {
            return Err(Stop::inconclusive("a change brought no event within 30 s"));
        }
        let left_out = match (one, two) {
            (None, _) => Some(&mut first),
            (_, None) => Some(&mut second),
            _ => None,
        };
        if let Some(left_out) = left_out
            && is_told_later(t, left_out)?
        {
            return Err(Stop::Inconclusive {
                reason: "an event came to one of two subscriptions, and the next one to both: an event may be lost on the way"
                    .to_owned(),
                suspect: Suspect::Network,
            });
        }
        let both = one.is_some() && two.is_some();
        let outcome = if both { Outcome::Pass } else { Outcome::Fail };
        let observed = match (one, two) {
            (Some(_), Some(_)) => "both were told",
            (Some(_), None) => "the first was told, the second was not within 30 s",
            _ => "the second was told, the first was not within 30 s",
        };
        state(
            t,
            "UDA-EVNT-40",
            outcome,
            "a change with two subscriptions",
            &["an event for each"],
            observed,
            &[first.exchange, second.exchange],
        )
    })
}

/// Another change is told to a subscription that one change was not told to.
fn is_told_later(t: &mut Tester<'_>, subscription: &mut Subscription) -> Flow<bool> {
    let mark = subscription.mark();
    let change = change(t)?;
    let within = waits::EVENT.milliseconds;
    let shown = |event: &Event| change.shown_by(event);
    let came = t
        .subscriptions()
        .await_event(subscription, mark, within, shown)?;
    Ok(came.is_some())
}

/// 4.3: in a timely manner; 5 s beyond the interval of moderation.
fn in_time() -> Case {
    Case::new(
        "uda/eventing/in-time",
        "the event follows the change within seconds",
    )
    .clause("4.3")
    .covers(&["UDA-EVNT-41"])
    .changes_a_variable()
    .waits_at_most(1_000)
    .body(|t| {
        changeable(t)?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let (place, made) = evented_since(t, &mut subscription)?;
        let Some(event) = subscription.events.get(place) else {
            return Err(Stop::Broken("the event has gone".to_owned()));
        };
        let took = (event.at_us / 1000).saturating_sub(made);
        let allowed =
            waits::MODERATION.milliseconds + waits::EVENT_PROMPT.milliseconds + t.dut().settle_ms;
        let outcome = if took <= allowed {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        let exchanges = [event.exchange];
        state(
            t,
            "UDA-EVNT-41",
            outcome,
            "a change",
            &[&format!("an event within {allowed} ms")],
            format!("an event after {took} ms"),
            &exchanges,
        )
    })
}

/// A change whose event the subscriber treats like this; then another one, whose event he takes. How long the device
/// may take for the second is the caller's.
fn after_failure(
    t: &mut Tester<'_>,
    manner: InboxManner,
    within_ms: u64,
) -> Flow<(Subscription, Option<usize>, usize)> {
    changeable(t)?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    t.subscriptions()
        .inbox_answers(&subscription.inbox.clone(), manner)?;
    let mark = subscription.mark();
    change(t)?;
    // The event of another case's change may be the one that fails: it does as well.
    let first = t.subscriptions().await_event(
        &mut subscription,
        mark,
        waits::EVENT.milliseconds,
        |_| true,
    )?;
    t.subscriptions().heard(&subscription)?;
    let Some(failed) = first else {
        return Err(Stop::inconclusive("a change brought no event within 30 s"));
    };
    let mut later = None;
    // An event may be lost on the way: any later one shows that the subscription goes on.
    for _ in 0..LATER_CHANGES {
        let mark = subscription.mark();
        let change = change(t)?;
        later = t
            .subscriptions()
            .await_event(&mut subscription, mark, within_ms, |event| {
                change.shown_by(event)
            })?;
        if later.is_some() {
            break;
        }
    }
    Ok((subscription, later, failed))
}

fn judge_later(
    t: &mut Tester<'_>,
    row: &str,
    otherwise: Outcome,
    asked: &str,
    came: &(Subscription, Option<usize>, usize),
) -> Flow {
    let (subscription, later, failed) = came;
    let number = |place: usize| subscription.events.get(place).and_then(Event::number);
    let (outcome, observed) = match later {
        None => (otherwise, "no later event came".to_owned()),
        Some(place) if number(*place) > number(*failed) => {
            (Outcome::Pass, "a later event came".to_owned())
        }
        Some(place) => (
            Outcome::Warning,
            format!(
                "the later event has SEQ {:?}, the failed one {:?}",
                number(*place),
                number(*failed)
            ),
        ),
    };
    let exchanges: Vec<u32> = subscription
        .events
        .iter()
        .map(|event| event.exchange)
        .collect();
    state(
        t,
        row,
        outcome,
        asked,
        &["a later event with a higher SEQ"],
        observed,
        &exchanges,
    )
}

/// 4.3.1: an error of the subscriber's does not end the subscription.
fn subscriber_error() -> Case {
    Case::new(
        "uda/eventing/subscriber-error",
        "a subscription goes on after an event that was answered 500",
    )
    .clause("4.3.1")
    .covers(&["UDA-EVNT-47"])
    .changes_a_variable()
    .waits_at_most(2_500)
    .body(|t| {
        let manner = InboxManner::Status {
            code: 500,
            count: 1,
        };
        let came = after_failure(t, manner, waits::EVENT.milliseconds)?;
        let otherwise = t.since_1_1(Outcome::Fail, Outcome::Warning);
        let asked = "a change after an event that was answered 500";
        judge_later(t, "UDA-EVNT-47", otherwise, asked, &came)
    })
}

/// 4.3.1: the same for 412, after which many stacks forget the subscriber.
fn subscriber_refusal() -> Case {
    Case::new(
        "uda/eventing/subscriber-refusal",
        "a subscription goes on after an event that was answered 412",
    )
    .clause("4.3.1")
    .covers(&["UDA-EVNT-47"])
    .changes_a_variable()
    .waits_at_most(2_500)
    .body(|t| {
        let manner = InboxManner::Status {
            code: 412,
            count: 1,
        };
        let came = after_failure(t, manner, waits::EVENT.milliseconds)?;
        let asked = "a change after an event that was answered 412";
        judge_later(t, "UDA-EVNT-47", Outcome::Warning, asked, &came)
    })
}

/// 4.3.1: a subscriber who does not answer within 30 s loses that event at most.
fn subscriber_silence() -> Case {
    Case::new(
        "uda/eventing/subscriber-silence",
        "a subscription goes on after an event that was never answered",
    )
    .clause("4.3.1")
    .covers(&["UDA-EVNT-46"])
    .needs(&[Need::Long])
    .changes_a_variable()
    .waits(35_000)
    .body(|t| {
        let manner = InboxManner::Silent { count: 1 };
        let within = waits::REPLY.milliseconds + waits::EVENT.milliseconds;
        let came = after_failure(t, manner, within)?;
        let otherwise = t.since_1_1(Outcome::Fail, Outcome::Warning);
        let asked = "a change after an event that was never answered";
        judge_later(t, "UDA-EVNT-46", otherwise, asked, &came)
    })
}
