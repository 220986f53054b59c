//! The initial event: when it comes, and what is in it.

use crate::judging::judgement::Flow;
use crate::tester::Tester;
use ctk_record::Outcome;
use ctk_vectors::waits;
use ctk_wire::http::RequestBytes;

use super::subscribe::{granted, outcome_of, state};
use crate::case::{Case, Need};
use crate::judging::judgement::Stop;
use crate::lab::{ControlPoint, HttpAnswer, ScriptStep};
use crate::tester::eventing::Subscription;
use crate::tester::raw_request::{ANSWER_MS, http_url};

/// How often it is looked whether the initial event overtakes the answer: only one that always does is judged, because
/// two connections race to the kit.
const RACES: usize = 3;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        complete(),
        after_answer(),
        though_cancelled(),
        to_http_1_0(),
        super::source::same_interface(),
    ]
}

/// 4.1.1, 4.3: the first event has every evented variable, as soon as possible. It runs alone, so that what other cases
/// change cannot be taken for it.
fn complete() -> Case {
    Case::new(
        "uda/eventing/initial-event",
        "the first event comes at once, with every evented variable",
    )
    .clause("4.3")
    .covers(&["UDA-EVNT-19"])
    .alone()
    .body(judge_complete)
}

fn judge_complete(t: &mut Tester<'_>) -> Flow {
    let (mut subscription, answered_ms) = granted(t)?;
    // One service that was waited for to the end tells it; the others need not be waited for as long.
    let told = t.subscriptions().was_awaited_for_long()? && t.subscriptions().is_known_silent()?;
    let within = match told {
        true => waits::INITIAL_EVENT_PROMPT.milliseconds,
        false => waits::INITIAL_EVENT.milliseconds,
    };
    t.subscriptions()
        .await_event(&mut subscription, 0, within, |_| true)?;
    let wanted = t.dut().evented_variables();
    let all = format!("an event with {}", wanted.join(" and "));
    if subscription.events.is_empty() && !t.device_reaches_kit()? {
        t.subscriptions().heard(&subscription)?;
    }
    if told && subscription.events.is_empty() {
        return Err(Stop::inconclusive(
            "no event came within 5 s, as none came at another service within 30 s",
        ));
    }
    let Some(event) = subscription.events.first() else {
        t.subscriptions().note_awaited_for_long(&subscription);
        return state(
            t,
            "UDA-EVNT-19",
            Outcome::Fail,
            "SUBSCRIBE",
            &[&all],
            format!("no event came to {} within 30 s", subscription.inbox.url),
            &[subscription.exchange],
        );
    };
    let seen = event.variables();
    let whole = wanted.iter().all(|name| seen.contains(name));
    if !whole {
        subscription.readable()?;
    }
    let outcome = if whole { Outcome::Pass } else { Outcome::Fail };
    let observed = match seen.is_empty() {
        true => "the first event has no variable".to_owned(),
        false => format!("the first event has {}", seen.join(", ")),
    };
    let exchanges = [subscription.exchange, event.exchange];
    state(
        t,
        "UDA-EVNT-19",
        outcome,
        "SUBSCRIBE",
        &[&all],
        observed,
        &exchanges,
    )?;
    let took = (event.at_us / 1000).saturating_sub(answered_ms);
    let prompt = took <= waits::INITIAL_EVENT_PROMPT.milliseconds;
    let outcome = if prompt {
        Outcome::Pass
    } else {
        Outcome::Warning
    };
    state(
        t,
        "UDA-EVNT-19",
        outcome,
        "SUBSCRIBE",
        &["within 5 s", "within 30 s (as a warning)"],
        format!("the first event came after {took} ms"),
        &exchanges,
    )
}

/// 4.1.1: the initial event follows the answer to the subscription.
fn after_answer() -> Case {
    Case::new(
        "uda/eventing/initial-event-after-answer",
        "the initial event does not overtake the answer to its subscription",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-20"])
    .body(|t| {
        let early = waits::INITIAL_EVENT_EARLY.milliseconds;
        let mut least: Option<(u64, Vec<u32>)> = None;
        for _ in 0..RACES {
            let (mut subscription, answered_ms) = granted(t)?;
            t.subscriptions().await_initial(&mut subscription)?;
            let Some(event) = subscription.events.first() else {
                return Err(Stop::inconclusive("no initial event came within 5 s"));
            };
            // The clocks of answer and event are read by different threads: a few milliseconds mean nothing.
            let lead = answered_ms.saturating_sub(event.at_us / 1000 + 5);
            let exchanges = vec![subscription.exchange, event.exchange];
            if least.as_ref().is_none_or(|(known, _)| lead < *known) {
                least = Some((lead, exchanges));
            }
            if lead == 0 {
                break;
            }
        }
        let (lead, exchanges) = least.unwrap_or_default();
        let newest = t.dut().claim == ctk_wire::Claim::V2_0;
        let outcome = match lead {
            0 => Outcome::Pass,
            lead if lead > early && newest => Outcome::Fail,
            _ => Outcome::Warning,
        };
        let observed = match lead {
            0 => "the event came after the answer".to_owned(),
            lead => format!("in {RACES} of {RACES} subscriptions the event came first, at least {lead} ms before the answer"),
        };
        state(
            t,
            "UDA-EVNT-20",
            outcome,
            "SUBSCRIBE",
            &["the event after the answer"],
            observed,
            &exchanges,
        )
    })
}

/// 4.1.1: the initial event is sent even if the cancellation comes first. Which of the two is first is not in our hands.
fn though_cancelled() -> Case {
    Case::new(
        "uda/eventing/initial-event-though-cancelled",
        "the initial event comes even if UNSUBSCRIBE follows at once",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-21"])
    .waits_at_most(5_000)
    .body(|t| {
        let (mut subscription, _) = granted(t)?;
        let (cancelled, status) = t
            .subscriptions()
            .cancel(ControlPoint::First, &subscription.sid)?;
        let came = t.subscriptions().initial_or_known(&mut subscription)?;
        let outcome = if came.is_some() {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        let observed = match came {
            Some(_) => "the event came",
            None => "no event came within 5 s",
        };
        state(
            t,
            "UDA-EVNT-21",
            outcome,
            &format!("SUBSCRIBE, and UNSUBSCRIBE at once (HTTP {status})"),
            &["the initial event"],
            observed,
            &[subscription.exchange, cancelled],
        )
    })
}

/// 4.3.2: who subscribed by HTTP/1.0 gets no chunks.
fn to_http_1_0() -> Case {
    Case::new(
        "uda/eventing/events-for-http-1-0",
        "a subscription by HTTP/1.0 brings events without chunks",
    )
    .clause("4.3.2")
    .covers(&["UDA-EVNT-32"])
    .needs(&[Need::UdaAtLeast(1, 1)])
    .body(judge_to_http_1_0)
}

fn judge_to_http_1_0(t: &mut Tester<'_>) -> Flow {
    t.subscriptions().offered()?;
    let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
    let url = t.dut().event_url.clone();
    let place = http_url(&url)?;
    let request = RequestBytes::new("SUBSCRIBE", &place.target)
        .version(1, 0)
        .header("HOST", &place.place())
        .header("USER-AGENT", &t.user_agent(ControlPoint::First))
        .header("CALLBACK", &format!("<{}>", inbox.url))
        .header("NT", "upnp:event")
        .header("TIMEOUT", "Second-300")
        .build();
    let steps = vec![
        ScriptStep::Send(request),
        ScriptStep::Response {
            method: "SUBSCRIBE".to_owned(),
            wait_ms: ANSWER_MS,
        },
    ];
    let answers = t.raw().script("SUBSCRIBE by HTTP/1.0", &url, steps)?;
    let Some(answer) = answers.first() else {
        return Err(Stop::Broken("the script read nothing".to_owned()));
    };
    let answer = HttpAnswer {
        exchange: answer.exchange,
        bytes: answer.bytes.clone(),
        closed: answer.closed,
        failure: answer.failure.clone(),
        at_ms: 0,
        elapsed_ms: answer.elapsed_ms,
    };
    let tried = outcome_of(t, "SUBSCRIBE", "by HTTP/1.0", &answer);
    let Some(sid) = tried.sid.clone() else {
        return Err(Stop::inconclusive(format!(
            "no subscription could be made: {} gave {}",
            tried.asked,
            tried.describe()
        )));
    };
    let mut subscription = Subscription {
        who: ControlPoint::First,
        inbox,
        sid,
        timeout: None,
        exchange: tried.exchange,
        events: Vec::new(),
    };
    t.subscriptions().await_initial(&mut subscription)?;
    let head = subscription
        .events
        .first()
        .and_then(|event| Some((event.exchange, event.head.as_ref()?)));
    let Some((exchange, head)) = head else {
        return Err(Stop::inconclusive("no initial event came within 5 s"));
    };
    let coding = head.headers.get("transfer-encoding");
    judge_coding(t, coding, &tried.asked, [tried.exchange, exchange])
}

fn judge_coding(
    t: &mut Tester<'_>,
    coding: Option<&str>,
    asked: &str,
    exchanges: [u32; 2],
) -> Flow {
    let outcome = if coding.is_none() {
        Outcome::Pass
    } else {
        Outcome::Fail
    };
    let observed = match coding {
        None => "the event came without chunks".to_owned(),
        Some(coding) => format!("the event came with TRANSFER-ENCODING {coding}"),
    };
    state(
        t,
        "UDA-EVNT-32",
        outcome,
        asked,
        &["CONTENT-LENGTH", "the end of the connection"],
        observed,
        &exchanges,
    )
}
