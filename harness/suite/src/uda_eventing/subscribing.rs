//! SUBSCRIBE as a device takes it: callback URLs, times, variables asked for.

use ctk_wire::gena::{Timeout, read_subscribe_response};

use super::{Tried, eventing_url, grade, outcome_of, state, tried};
use crate::case::{Case, Need};
use crate::events::{Inbox, Subscription, wait_of};
use crate::judgement::{Flow, Outcome, Stop};
use crate::lab::{Answer, Ask, ControlPoint, FileManner, FileOffer};
use crate::tester::{Tester, mismatch, response_of};

/// How many subscriptions are made one after the other to see that no SID comes twice.
const SIDS: usize = 20;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        accepted(),
        second_url(),
        first_url(),
        long_url(),
        unique_sids(),
        infinite(),
        without_timeout(),
        odd_timeout(),
        state_variable(),
        unknown_state_variable(),
        three_at_once(),
    ]
}

/// A subscription for this callback URL that the device granted, to listen at.
fn listening(inbox: Inbox, tried: &Tried) -> Flow<Subscription> {
    let Some(sid) = tried.sid.clone().filter(|_| tried.status == 200) else {
        return Err(Stop::inconclusive(format!(
            "no subscription could be had: {} gave {}",
            tried.asked,
            tried.describe()
        )));
    };
    Ok(Subscription {
        who: ControlPoint::First,
        inbox,
        sid,
        timeout: None,
        exchange: tried.exchange,
        events: Vec::new(),
    })
}

/// 4.1.1: Messaging has evented variables, so subscriptions are taken.
fn accepted() -> Case {
    Case::new(
        "uda/eventing/subscribe",
        "the service takes subscriptions at its eventing URL",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-01"])
    .body(|t| {
        let inbox = t.open_inbox(ControlPoint::First)?;
        let callback = format!("<{}>", inbox.url);
        let headers = [
            ("CALLBACK", callback.as_str()),
            ("NT", "upnp:event"),
            ("TIMEOUT", "Second-1800"),
        ];
        let tried = tried(t, "SUBSCRIBE", "", &headers)?;
        let taken = tried.status == 200 && tried.sid.is_some();
        let outcome = if taken { Outcome::Pass } else { Outcome::Fail };
        grade(t, "UDA-EVNT-01", outcome, &["HTTP 200 with SID"], &tried)
    })
}

/// 4.1.2: of several URLs the device tries one after the other (U-29).
fn second_url() -> Case {
    Case::new(
        "uda/eventing/second-callback",
        "where nobody listens at the first callback URL the second gets the events",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-04"])
    .waits(5_000)
    .body(|t| {
        let closed = closed_url(t)?;
        let inbox = t.open_inbox(ControlPoint::First)?;
        let callback = format!("<{closed}><{}>", inbox.url);
        let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
        let what = "with two URLs, the first of them closed";
        let tried = tried(t, "SUBSCRIBE", what, &headers)?;
        let mut subscription = listening(inbox, &tried)?;
        let prompt = wait_of("initial-event-prompt");
        let came = t.await_event(&mut subscription, 0, prompt, |_| true)?;
        let outcome = if came.is_some() {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        let observed = match came {
            Some(_) => "the event came to the second",
            None => "no event came to the second within 5 s",
        };
        let accepted = ["the event comes to the second URL"];
        let exchanges = [tried.exchange];
        state(
            t,
            "UDA-EVNT-04",
            outcome,
            &tried.asked,
            &accepted,
            observed,
            &exchanges,
        )
    })
}

/// 4.1.2: as soon as one of the URLs has taken the event, the others get nothing.
fn first_url() -> Case {
    Case::new(
        "uda/eventing/one-callback-only",
        "of two callback URLs that work only one gets an event",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-04"])
    .body(|t| {
        let first = t.open_inbox(ControlPoint::First)?;
        let second = t.open_inbox(ControlPoint::First)?;
        let callback = format!("<{}><{}>", first.url, second.url);
        let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
        let tried = tried(t, "SUBSCRIBE", "with two URLs that work", &headers)?;
        let mut one = listening(first, &tried)?;
        let mut other = listening(second, &tried)?;
        let prompt = wait_of("initial-event-prompt");
        t.await_event(&mut one, 0, prompt, |_| true)?;
        t.pause(300)?;
        t.listen(&mut one)?;
        t.listen(&mut other)?;
        let shared = |event: &crate::notification::Event| {
            other
                .events
                .iter()
                .any(|twin| twin.notify.seq == event.notify.seq)
        };
        let twice = one.events.iter().filter(|event| shared(event)).count();
        let outcome = if twice == 0 {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        let observed = format!("{twice} events came to both");
        let exchanges = [tried.exchange];
        state(
            t,
            "UDA-EVNT-04",
            outcome,
            &tried.asked,
            &["each event comes to one URL"],
            observed,
            &exchanges,
        )
    })
}

/// A URL of this host at which nobody listens.
fn closed_url(t: &mut Tester<'_>) -> Flow<String> {
    let ask = Ask::OfferFile(FileOffer {
        size: 1,
        content_type: "text/plain".to_owned(),
        manner: FileManner::Refused,
    });
    match t.ask(&ask)? {
        Answer::Opened { url, .. } => Ok(url),
        other => Err(mismatch("a URL where nobody listens", &other)),
    }
}

/// 4.3.2: the request target of a notification is path and query of the callback URL, to the letter.
fn long_url() -> Case {
    Case::new(
        "uda/eventing/callback-whole",
        "a long callback URL is used whole and unchanged",
    )
    .clause("4.3.2")
    .covers(&["UDA-EVNT-05"])
    .body(|t| {
        let word = t.unique("ctk")?;
        let path = format!(
            "/{word}/Events%20of%2FCTK/{}/~a.b_c-d;e=f?Query={}&list=a,b;c&x=%C3%A9&y=:@!$'()*+",
            "p".repeat(70),
            "q".repeat(60)
        );
        let inbox = t.open_inbox_at(ControlPoint::First, &path)?;
        let callback = format!("<{}>", inbox.url);
        let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
        let what = "with a callback URL of 200 bytes and more";
        let tried = tried(t, "SUBSCRIBE", what, &headers)?;
        let asked = tried.asked.clone();
        if tried.sid.is_none() {
            let outcome = match tried.status {
                400..=599 => Outcome::Pass,
                _ => Outcome::Fail,
            };
            return grade(
                t,
                "UDA-EVNT-05",
                outcome,
                &["HTTP 200", "a refusal"],
                &tried,
            );
        }
        let mut subscription = listening(inbox, &tried)?;
        let within = wait_of("initial-event");
        let place = t.await_event(&mut subscription, 0, within, |_| true)?;
        subscription.heard()?;
        let event = place.and_then(|place| subscription.events.get(place));
        let target = event
            .and_then(|event| event.request.as_ref())
            .map(|request| request.head.target.clone());
        let Some(target) = target else {
            return Err(Stop::inconclusive("the notification cannot be read"));
        };
        let whole = target == path || target.ends_with(&path) && target.starts_with("http://");
        let outcome = if whole { Outcome::Pass } else { Outcome::Fail };
        let exchanges: Vec<u32> = subscription
            .events
            .iter()
            .map(|event| event.exchange)
            .collect();
        state(
            t,
            "UDA-EVNT-05",
            outcome,
            &asked,
            &[&path],
            format!("the notification went to {target}"),
            &exchanges,
        )
    })
}

/// 4.1.2: a SID is never given again. At most one subscription of these is alive at a time.
fn unique_sids() -> Case {
    Case::new("uda/eventing/sid-unique", "no SID is given a second time")
        .clause("4.1.2")
        .covers(&["UDA-EVNT-08"])
        .body(|t| {
            eventing_url(t)?;
            let inbox = t.open_inbox(ControlPoint::First)?;
            let mut sids: Vec<String> = Vec::with_capacity(SIDS);
            let mut exchanges = Vec::new();
            for _ in 0..SIDS {
                let grant = t.subscribe(ControlPoint::First, &inbox, 1800)?;
                let Some(sid) = grant.sid else {
                    return Err(Stop::inconclusive(format!(
                        "subscription {} of {SIDS} was refused: HTTP {}",
                        sids.len() + 1,
                        grant.status
                    )));
                };
                t.unsubscribe(ControlPoint::First, &sid)?;
                exchanges.push(grant.exchange);
                if sids.contains(&sid) {
                    let observed = format!("{sid} came twice in {} subscriptions", sids.len() + 1);
                    let asked = "subscriptions, one after the other";
                    let accepted = ["a SID of its own for each"];
                    return state(
                        t,
                        "UDA-EVNT-08",
                        Outcome::Fail,
                        asked,
                        &accepted,
                        observed,
                        &exchanges,
                    );
                }
                sids.push(sid);
            }
            state(
                t,
                "UDA-EVNT-08",
                Outcome::Pass,
                "subscriptions, one after the other",
                &["a SID of its own for each"],
                format!("{SIDS} different SIDs"),
                &exchanges,
            )
        })
}

/// A SUBSCRIBE with this TIMEOUT.
fn with_timeout(t: &mut Tester<'_>, timeout: Option<&str>) -> Flow<Tried> {
    let inbox = t.open_inbox(ControlPoint::First)?;
    let callback = format!("<{}>", inbox.url);
    let mut headers = vec![("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
    headers.extend(timeout.map(|value| ("TIMEOUT", value)));
    let what = match timeout {
        Some(value) => format!("with TIMEOUT {value}"),
        None => "without TIMEOUT".to_owned(),
    };
    tried(t, "SUBSCRIBE", &what, &headers)
}

/// 4.1.2: an infinite time counts as none asked for since 1.1, and is never granted then.
fn infinite() -> Case {
    Case::new(
        "uda/eventing/infinite-time",
        "asked for an infinite time the device grants a number of seconds",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-10"])
    .body(|t| {
        let tried = with_timeout(t, Some("Second-infinite"))?;
        let granted = tried.timeout;
        let newer = t.dut().claim.is_1_1_or_later();
        let outcome = match granted {
            Some(Timeout::Seconds(_)) => Outcome::Pass,
            Some(Timeout::Infinite) if !newer => Outcome::Pass,
            Some(Timeout::Infinite) => Outcome::Fail,
            // Refused, or without a time: other rows.
            None if tried.status == 200 => {
                return Err(Stop::inconclusive("the answer has no TIMEOUT to judge"));
            }
            None if newer => Outcome::Fail,
            None => Outcome::Warning,
        };
        let observed = match granted {
            Some(granted) => granted.to_string(),
            None => tried.describe(),
        };
        let accepted: &[&str] = if newer {
            &["Second-N"]
        } else {
            &["Second-N", "Second-infinite"]
        };
        let exchanges = [tried.exchange];
        state(
            t,
            "UDA-EVNT-10",
            outcome,
            &tried.asked,
            accepted,
            observed,
            &exchanges,
        )
    })
}

/// 4.1.2: TIMEOUT is the subscriber's wish, and need not be there.
fn without_timeout() -> Case {
    Case::new(
        "uda/eventing/without-timeout",
        "a subscription without TIMEOUT is taken",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-11"])
    .body(|t| {
        let tried = with_timeout(t, None)?;
        let outcome = if tried.status == 200 {
            Outcome::Pass
        } else {
            Outcome::Fail
        };
        grade(t, "UDA-EVNT-11", outcome, &["HTTP 200"], &tried)
    })
}

/// 4.1.2: a TIMEOUT that cannot be read means the device's default, or a refusal.
fn odd_timeout() -> Case {
    Case::new(
        "uda/eventing/malformed-timeout",
        "a TIMEOUT that cannot be read is taken as none, or refused with 4xx",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-11"])
    .body(|t| {
        let tried = with_timeout(t, Some("Seconds:many"))?;
        let outcome = match tried.status {
            200 | 400..=499 => Outcome::Pass,
            _ => Outcome::Fail,
        };
        grade(t, "UDA-EVNT-11", outcome, &["HTTP 200", "HTTP 4xx"], &tried)
    })
}

/// A SUBSCRIBE with this STATEVAR: the variables that the device says it restricts itself to, and those of the first event.
fn with_state_variable(
    t: &mut Tester<'_>,
    names: &str,
) -> Flow<(Tried, Option<Vec<String>>, Vec<String>)> {
    eventing_url(t)?;
    let inbox = t.open_inbox(ControlPoint::First)?;
    let callback = format!("<{}>", inbox.url);
    let headers = [
        ("CALLBACK", callback.as_str()),
        ("NT", "upnp:event"),
        ("STATEVAR", names),
    ];
    let answer = t.event_request(ControlPoint::First, "SUBSCRIBE", &headers)?;
    let claim = t.dut().claim;
    let accepted = response_of(&answer, "SUBSCRIBE")
        .ok()
        .and_then(|response| read_subscribe_response(&response, claim, answer.closed).0)
        .and_then(|granted| granted.accepted);
    let what = format!("with STATEVAR {names}");
    let tried = outcome_of(t, "SUBSCRIBE", &what, &answer);
    let mut subscription = listening(inbox, &tried)?;
    let prompt = wait_of("initial-event-prompt");
    let place = t.await_event(&mut subscription, 0, prompt, |_| true)?;
    let Some(event) = place.and_then(|place| subscription.events.get(place)) else {
        return Err(Stop::inconclusive("no initial event came within 5 s"));
    };
    let variables = event.variables().into_iter().map(str::to_owned).collect();
    Ok((tried, accepted, variables))
}

/// 4.1.2: a device that answers ACCEPTED-STATEVAR sends those variables only; one that does not, sends all.
fn state_variable() -> Case {
    Case::new(
        "uda/eventing/state-variable-asked",
        "ACCEPTED-STATEVAR is kept to: only those variables are evented, without it all",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-12"])
    .needs(&[Need::UdaAtLeast(2, 0), Need::Evented("NewMessages")])
    .body(|t| {
        let (tried, accepted, seen) = with_state_variable(t, "NewMessages")?;
        let sessions = seen.iter().any(|name| name == "SessionUpdates");
        let (met, wanted) = match &accepted {
            Some(names) => (
                seen.iter().all(|name| names.contains(name)),
                format!("events with {} alone", names.join(", ")),
            ),
            None => (
                sessions || !t.dut().events("SessionUpdates"),
                "no ACCEPTED-STATEVAR, and events with all variables".to_owned(),
            ),
        };
        let outcome = if met { Outcome::Pass } else { Outcome::Fail };
        let said = match &accepted {
            Some(names) => format!("ACCEPTED-STATEVAR {}", names.join(",")),
            None => "no ACCEPTED-STATEVAR".to_owned(),
        };
        let observed = format!("{said}, an event with {}", seen.join(", "));
        let exchanges = [tried.exchange];
        state(
            t,
            "UDA-EVNT-12",
            outcome,
            &tried.asked,
            &[&wanted],
            observed,
            &exchanges,
        )
    })
}

/// 4.1.2: where a name is not that of an evented variable, there is no ACCEPTED-STATEVAR, and everything is evented.
fn unknown_state_variable() -> Case {
    Case::new(
        "uda/eventing/state-variable-unknown",
        "a STATEVAR with an unknown name restricts nothing",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-12"])
    .needs(&[Need::UdaAtLeast(2, 0), Need::Evented("NewMessages")])
    .body(|t| {
        let (tried, accepted, seen) = with_state_variable(t, "NewMessages,CtkNoVariable")?;
        let all = ["NewMessages", "SessionUpdates"]
            .iter()
            .filter(|name| t.dut().events(name))
            .all(|name| seen.iter().any(|seen| seen == name));
        let met = accepted.is_none() && all;
        let outcome = if met { Outcome::Pass } else { Outcome::Fail };
        let observed = format!(
            "ACCEPTED-STATEVAR {}, an event with {}",
            accepted.map_or("absent".to_owned(), |names| names.join(",")),
            seen.join(", ")
        );
        let exchanges = [tried.exchange];
        state(
            t,
            "UDA-EVNT-12",
            outcome,
            &tried.asked,
            &["no ACCEPTED-STATEVAR, and events with all variables"],
            observed,
            &exchanges,
        )
    })
}

/// 4.1.1: several subscriptions at once, each with a SID and numbers of its own.
fn three_at_once() -> Case {
    Case::new(
        "uda/eventing/three-subscriptions",
        "three subscriptions at once have a SID each, and each begins at SEQ 0",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-18"])
    .body(|t| {
        let mut all = Vec::new();
        for _ in 0..3 {
            match t.subscribed(ControlPoint::First) {
                Ok(subscription) => all.push(subscription),
                Err(Stop::Inconclusive { reason, .. }) if !all.is_empty() => {
                    return state(
                        t,
                        "UDA-EVNT-18",
                        Outcome::Warning,
                        "three subscriptions at once",
                        &["three SIDs"],
                        format!("{} of 3: {reason}", all.len()),
                        &[],
                    );
                }
                Err(stop) => return Err(stop),
            }
        }
        let mut sids: Vec<&str> = all.iter().map(|one| one.sid.as_str()).collect();
        sids.sort_unstable();
        sids.dedup();
        let firsts: Vec<Option<u32>> = all
            .iter()
            .map(|one| one.events.first().and_then(|event| event.notify.seq))
            .collect();
        let met = sids.len() == 3 && firsts.iter().all(|seq| *seq == Some(0));
        let outcome = if met { Outcome::Pass } else { Outcome::Fail };
        let exchanges: Vec<u32> = all.iter().map(|one| one.exchange).collect();
        let numbers: Vec<String> = firsts
            .iter()
            .map(|seq| seq.map_or("none".to_owned(), |seq| seq.to_string()))
            .collect();
        state(
            t,
            "UDA-EVNT-18",
            outcome,
            "three subscriptions at once",
            &["three SIDs, each with SEQ 0 first"],
            format!("{} SIDs, first SEQ {}", sids.len(), numbers.join(", ")),
            &exchanges,
        )
    })
}
