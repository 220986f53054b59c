//! A subscriber who cannot be reached for a while: nobody listens at its callback URL.

use ctk_record::Outcome;
use ctk_vectors::waits;

use super::change::{change, changeable};
use super::subscribe::{listening, state, tried};
use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, InboxManner};
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::notification::Event;

/// After another subscriber was told, the device may take this long to try the one who cannot be reached, in milliseconds.
const TRIED_MS: u64 = 1_500;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![refused_connection()]
}

/// 4.3, 4.3.1: an event that nobody takes is lost, and neither the subscription nor the numbers suffer by it. A device that
/// tries again later has lost nothing; one that does not count what was lost is remarked on.
fn refused_connection() -> Case {
    Case::new(
        "uda/eventing/subscriber-unreachable",
        "a subscription goes on, and counts on, after an event whose connection was refused",
    )
    .clause("4.3")
    .covers(&["UDA-EVNT-46", "UDA-EVNT-48"])
    .changes_a_variable()
    .waits_at_most(5_000)
    .body(judge)
}

/// What the subscriber knows when it can be reached again.
struct Seen {
    subscription: Subscription,
    /// The last number before.
    before: Option<u32>,
    /// Where the event of the change that was lost stands, if the device has sent it later.
    lost: Option<usize>,
    /// Where the event of the next change stands.
    later: Option<usize>,
}

fn judge(t: &mut Tester<'_>) -> Flow {
    changeable(t)?;
    let seen = lose_one(t)?;
    let events = &seen.subscription.events;
    let number = |place: usize| events.get(place).and_then(Event::number);
    let exchanges: Vec<u32> = events.iter().map(|event| event.exchange).collect();
    let asked = "a change while nobody listened at the callback URL, and one after it";
    let going_on = match seen.later {
        Some(_) => (Outcome::Pass, "a later event came"),
        None => (
            t.since_1_1(Outcome::Fail, Outcome::Warning),
            "no later event came within 30 s, though another subscription brought it",
        ),
    };
    let accepted = ["a later event"];
    state(
        t,
        "UDA-EVNT-46",
        going_on.0,
        asked,
        &accepted,
        going_on.1,
        &exchanges,
    )?;
    let Some((before, later)) = seen.before.zip(seen.later.and_then(number)) else {
        return Ok(());
    };
    let counted = later > before.saturating_add(1) || seen.lost.is_some();
    let outcome = match counted {
        true => Outcome::Pass,
        false => Outcome::Warning,
    };
    let observed = match seen.lost {
        Some(_) => format!("the event that was refused came later, the next has SEQ {later}"),
        None => format!("SEQ {before} before, {later} after the event that was refused"),
    };
    let accepted = ["a number that leaves out the lost event's"];
    state(
        t,
        "UDA-EVNT-48",
        outcome,
        asked,
        &accepted,
        observed,
        &exchanges,
    )
}

/// Subscribes, cannot be reached during one change, and can be during the next. Another subscription shows that the device
/// tells of both.
fn lose_one(t: &mut Tester<'_>) -> Flow<Seen> {
    let who = ControlPoint::First;
    let own = format!("/ctk-{}", t.unique("unreachable")?);
    let inbox = t.subscriptions().open_inbox_at(who, &own)?;
    let callback = format!("<{}>", inbox.url);
    let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
    let tried = tried(t, "SUBSCRIBE", "with a URL of its own", &headers)?;
    let mut subscription = listening(inbox.clone(), &tried)?;
    let within = waits::EVENT.milliseconds;
    let came = t
        .subscriptions()
        .await_event(&mut subscription, 0, within, |_| true)?;
    if came.is_none() {
        return Err(Stop::inconclusive(
            "no initial event came (uda/eventing/initial-event)",
        ));
    }
    let mut witness = t.subscriptions().open(who)?;
    t.subscriptions()
        .inbox_answers(&inbox, InboxManner::Refuse)?;
    let first = change(t)?;
    told(t, &mut witness, |event| first.shown_by(event))?;
    t.pause(TRIED_MS + t.dut().settle_ms)?;
    // What came before the door was closed.
    t.subscriptions().listen(&mut subscription)?;
    let before = subscription.events.iter().filter_map(Event::number).max();
    let early = subscription
        .events
        .iter()
        .any(|event| first.shown_by(event));
    t.subscriptions()
        .inbox_answers(&inbox, InboxManner::Accept)?;
    if early {
        return Err(Stop::inconclusive(
            "the event came although nobody listened: it is not known what was lost",
        ));
    }
    let mark = subscription.mark();
    let next = change(t)?;
    told(t, &mut witness, |event| next.shown_by(event))?;
    let later = t
        .subscriptions()
        .await_event(&mut subscription, mark, within, |event| {
            next.shown_by(event)
        })?;
    let lost = subscription
        .events
        .iter()
        .position(|event| first.shown_by(event));
    // One event may tell of both changes: then the number of the lost one is still skipped, or not.
    let lost = lost.filter(|place| Some(*place) != later);
    Ok(Seen {
        subscription,
        before,
        lost,
        later,
    })
}

/// Another subscriber was told of it.
fn told(t: &mut Tester<'_>, witness: &mut Subscription, shown: impl Fn(&Event) -> bool) -> Flow {
    let within = waits::EVENT.milliseconds;
    match t.subscriptions().await_event(witness, 0, within, shown)? {
        Some(_) => Ok(()),
        None => Err(Stop::inconclusive(
            "a change brought no event to another subscription within 30 s",
        )),
    }
}
