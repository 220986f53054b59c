//! What a subscriber may wish for: a time, and variables.

use ctk_record::Outcome;
use ctk_vectors::uda::row;
use ctk_wire::gena::{Timeout, read_subscribe_response};

use super::subscribe::{
    SubscribeResponse, grade, listening, outcome_of, positive_control, state, tried,
};
use crate::case::{Case, Need, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::messaging;
use crate::tester::{Tester, response_of};

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        infinite(),
        without_timeout(),
        odd_timeout(),
        no_time(),
        state_variable(),
        unknown_state_variable(),
    ]
}

/// A SUBSCRIBE with this TIMEOUT.
fn with_timeout(t: &mut Tester<'_>, timeout: Option<&str>) -> Flow<SubscribeResponse> {
    let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
    let callback = format!("<{}>", inbox.url);
    let mut headers = vec![("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
    headers.extend(timeout.map(|value| ("TIMEOUT", value)));
    let what = match timeout {
        Some(value) => format!("with TIMEOUT {value}"),
        None => "without TIMEOUT".to_owned(),
    };
    let came = tried(t, "SUBSCRIBE", &what, &headers)?;
    // A device that answers no SUBSCRIBE at all says nothing of this one.
    if came.status == 0 {
        positive_control(t, &[("TIMEOUT", "Second-1800")])?;
    }
    Ok(came)
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
        if tried.status != 200 {
            positive_control(t, &[("TIMEOUT", "Second-1800")])?;
        }
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
        "an unreadable TIMEOUT is taken as none, or refused with 4xx",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-11"])
    .phase(Phase::Hostile)
    .body(|t| {
        let tried = with_timeout(t, Some("Seconds:many"))?;
        let outcome = match tried.status {
            200 | 400..=499 => Outcome::Pass,
            _ => Outcome::Fail,
        };
        grade(t, "UDA-EVNT-11", outcome, &["HTTP 200", "HTTP 4xx"], &tried)
    })
}

/// 4.1.2: whatever was asked for, what is granted is a time; to grant none would be no subscription.
fn no_time() -> Case {
    Case::new(
        "uda/eventing/zero-time",
        "asked for no time at all the device grants some, or refuses",
    )
    .clause("4.1.2")
    .covers(&[row::UDA_EVNT_09])
    .body(|t| {
        let tried = with_timeout(t, Some("Second-0"))?;
        let outcome = match (tried.status, tried.timeout) {
            (200, Some(Timeout::Seconds(0))) => Outcome::Fail,
            (200, Some(_)) | (400..=599, _) => Outcome::Pass,
            (200, None) => {
                return Err(Stop::inconclusive(
                    "the answer has no TIMEOUT to judge (uda/eventing/granted-time)",
                ));
            }
            _ => Outcome::Warning,
        };
        let observed = match tried.timeout {
            Some(granted) => granted.to_string(),
            None => tried.describe(),
        };
        let accepted = ["Second-N, N at least 1", "a refusal"];
        let exchanges = [tried.exchange];
        let asked = &tried.asked;
        state(
            t,
            row::UDA_EVNT_09,
            outcome,
            asked,
            &accepted,
            observed,
            &exchanges,
        )
    })
}

/// A SUBSCRIBE with this STATEVAR: the variables that the device says it restricts itself to, and those of the first event.
fn with_state_variable(
    t: &mut Tester<'_>,
    names: &str,
) -> Flow<(SubscribeResponse, Option<Vec<String>>, Vec<String>)> {
    t.subscriptions().offered()?;
    let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
    let callback = format!("<{}>", inbox.url);
    let headers = [
        ("CALLBACK", callback.as_str()),
        ("NT", "upnp:event"),
        ("STATEVAR", names),
    ];
    let answer = t
        .subscriptions()
        .request(ControlPoint::First, "SUBSCRIBE", &headers)?;
    let claim = t.dut().claim;
    let accepted = response_of(&answer, "SUBSCRIBE")
        .ok()
        .and_then(|response| read_subscribe_response(&response, claim, answer.closed).value)
        .and_then(|granted| granted.accepted);
    let what = format!("with STATEVAR {names}");
    let tried = outcome_of(t, "SUBSCRIBE", &what, &answer);
    let mut subscription = listening(inbox, &tried)?;
    let place = t.subscriptions().await_initial(&mut subscription)?;
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
    .of(messaging::NAME)
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
    .of(messaging::NAME)
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
