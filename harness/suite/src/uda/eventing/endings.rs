//! How a subscription ends: cancelled, expired, or with a restart of the device.

use ctk_record::Outcome;
use ctk_vectors::{stimulus, waits};
use ctk_wire::gena::Timeout;
use serde_json::json;

use super::change::{change, changeable};
use super::subscribe::{grade, granted, renewed, state, tried};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAsk, Wire};
use crate::tester::eventing::Subscription;
use crate::tester::{Tester, response_of};

/// An event that was under way when the subscription ended arrives within this time, in milliseconds.
const UNDER_WAY_MS: u64 = 1_000;

/// How long a restarted device is waited for between two looks, in milliseconds.
const LOOK_MS: u64 = 200;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![cancelled(), expired(), restarted()]
}

/// 4.1.4: after UNSUBSCRIBE there are no more events; another subscription shows that there was one.
fn cancelled() -> Case {
    Case::new(
        "uda/eventing/unsubscribe",
        "UNSUBSCRIBE is answered 200, and no event comes any more",
    )
    .clause("4.1.4")
    .covers(&["UDA-EVNT-26"])
    .changes_a_variable()
    .waits(2_000)
    .body(|t| {
        let mut ended = t.subscriptions().open(ControlPoint::First)?;
        let mut witness = t.subscriptions().open(ControlPoint::First)?;
        let headers = [("SID", ended.sid.as_str())];
        let tried = tried(t, "UNSUBSCRIBE", "with its SID", &headers)?;
        let outcome = if tried.status == 200 {
            Outcome::Pass
        } else {
            Outcome::Fail
        };
        grade(t, "UDA-EVNT-26", outcome, &["HTTP 200"], &tried)?;
        if changeable(t).is_err() {
            t.cleanup().forget_subscription(&ended.sid);
            return Ok(());
        }
        t.pause(UNDER_WAY_MS)?;
        silent(t, "UDA-EVNT-26", "cancelled", &mut ended, &mut witness)?;
        t.cleanup().forget_subscription(&ended.sid);
        Ok(())
    })
}

/// Nothing comes to a subscription that has ended, though a change is told to another.
fn silent(
    t: &mut Tester<'_>,
    row: &str,
    how: &str,
    ended: &mut Subscription,
    witness: &mut Subscription,
) -> Flow {
    t.subscriptions().listen(ended)?;
    let (mark, from) = (ended.mark(), witness.mark());
    let change = change(t)?;
    let told =
        t.subscriptions()
            .await_event(witness, from, waits::EVENT.milliseconds, |event| {
                change.shown_by(event)
            })?;
    t.pause(UNDER_WAY_MS)?;
    t.subscriptions().listen(ended)?;
    // What does not tell of this change may have left before the end, and been under way for long.
    let more: Vec<u32> = ended
        .events
        .iter()
        .skip(mark)
        .filter(|event| change.shown_by(event))
        .map(|event| event.exchange)
        .collect();
    if more.is_empty() && told.is_none() {
        return Err(Stop::inconclusive(
            "a change brought no event to anybody within 30 s",
        ));
    }
    let outcome = if more.is_empty() {
        Outcome::Pass
    } else {
        Outcome::Fail
    };
    let observed = format!("{} events that tell of it", more.len());
    let asked = format!("a change after the subscription was {how}");
    state(
        t,
        row,
        outcome,
        &asked,
        &["no event that tells of it"],
        observed,
        &more,
    )
}

/// 4.1.1: a subscription ends with its time.
fn expired() -> Case {
    Case::new(
        "uda/eventing/expiry",
        "when its time is over a subscription brings no event, and its renewal is answered 412",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-28"])
    .needs(&[Need::Long])
    .changes_a_variable()
    .waits(42_000)
    .body(judge_expired)
}

fn judge_expired(t: &mut Tester<'_>) -> Flow {
    let who = ControlPoint::First;
    let inbox = t.subscriptions().open_inbox(who)?;
    let callback = format!("<{}>", inbox.url);
    let asked = waits::SUBSCRIPTION_ASKED.milliseconds / 1000;
    let timeout = format!("Second-{asked}");
    let headers = [
        ("CALLBACK", callback.as_str()),
        ("NT", "upnp:event"),
        ("TIMEOUT", timeout.as_str()),
    ];
    let what = format!("for {asked} seconds");
    let grant = tried(t, "SUBSCRIBE", &what, &headers)?;
    let (Some(sid), Some(Timeout::Seconds(seconds))) = (grant.sid, grant.timeout) else {
        return Err(Stop::inconclusive(
            "no subscription for a number of seconds could be made",
        ));
    };
    let longest = waits::SUBSCRIPTION_GRANTED_AT_MOST.milliseconds / 1000;
    if seconds > longest {
        return Err(Stop::inconclusive(format!(
            "asked for {asked} s the device granted {seconds} s: too long to wait for its end"
        )));
    }
    let mut ended = Subscription {
        who,
        inbox,
        sid,
        timeout: grant.timeout,
        exchange: grant.exchange,
        events: Vec::new(),
    };
    t.pause(seconds * 1000 + waits::SUBSCRIPTION_GRACE.milliseconds)?;
    t.cleanup().forget_subscription(&ended.sid);
    if changeable(t).is_ok() {
        let (mut witness, _) = granted(t)?;
        silent(t, "UDA-EVNT-28", "over", &mut ended, &mut witness)?;
    }
    let headers = [("SID", ended.sid.as_str()), ("TIMEOUT", "Second-300")];
    let tried = tried(t, "SUBSCRIBE", "with a SID whose time is over", &headers)?;
    let outcome = match tried.status {
        412 => Outcome::Pass,
        0 | 200..=299 => Outcome::Fail,
        _ => Outcome::Warning,
    };
    grade(t, "UDA-EVNT-28", outcome, &["HTTP 412"], &tried)?;
    let (valid, _) = granted(t)?;
    renewed(t, &valid.sid, &[("TIMEOUT", "Second-300")])
}

/// 4.1.1: a restart ends every subscription. That a device remembers them is not forbidden in 1.0.
fn restarted() -> Case {
    Case::new(
        "uda/eventing/restart",
        "after a restart the renewal of a subscription is answered 412",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-51"])
    .needs(&[Need::Stimulus(stimulus::RESTART)])
    .alone()
    .body(|t| {
        let subscription = t.subscriptions().open(ControlPoint::First)?;
        renewed(t, &subscription.sid, &[("TIMEOUT", "Second-300")])?;
        t.upper_tester().stimulate(stimulus::RESTART, json!({}))?;
        let headers = [
            ("SID", subscription.sid.as_str()),
            ("TIMEOUT", "Second-300"),
        ];
        let renew = |t: &mut Tester<'_>| {
            tried(t, "SUBSCRIBE", "with a SID from before a restart", &headers)
        };
        // It may leave a while after the stimulus was done, and is back when it knows of no subscription.
        let settles = t.dut().settle_ms + LOOK_MS;
        let mut tried = t.await_until(settles, renew, |tried| tried.status == 412)?;
        if tried.status != 412 {
            let within = waits::LIVENESS.milliseconds;
            let back = t.await_until(within, is_back, |back| *back)?;
            if !back {
                return Err(Stop::inconclusive(
                    "the device did not come back within 30 s of its restart",
                ));
            }
            t.pause(LOOK_MS)?;
            tried = renew(t)?;
        }
        let outcome = match tried.status {
            412 => Outcome::Pass,
            _ => Outcome::Warning,
        };
        grade(t, "UDA-EVNT-51", outcome, &["HTTP 412"], &tried)
    })
}

/// The description can be had.
fn is_back(t: &mut Tester<'_>) -> Flow<bool> {
    let answer = t.http(HttpAsk {
        wire: Wire::Description,
        control_point: ControlPoint::First,
        url: t.dut().description_url.clone(),
        method: "GET".to_owned(),
        headers: vec![("CONNECTION".to_owned(), "close".to_owned())],
        body: Vec::new(),
        about: String::new(),
    })?;
    Ok(response_of(&answer, "GET").is_ok_and(|response| response.head.status == 200))
}
