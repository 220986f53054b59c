//! SUBSCRIBE and UNSUBSCRIBE (4.1.2 to 4.1.4).

use std::sync::Arc;
use std::time::Duration;

use ctk_vectors::Uda;

use super::callback::{Callback, on_segment, parse};
use super::{EVENTED, Subscriptions, variable};
use crate::defects::{DefectId, Deviations};
use crate::net::response::Response;
use crate::net::server::Incoming;
use crate::service::{Evented, Service};

/// Granted when nothing usable was asked for, in seconds (UDA-EVNT-09).
const DEFAULT_SECONDS: u64 = 1800;
/// Granted at most.
const MAX_SECONDS: u64 = 86_400;

/// What answering needs to know.
pub(crate) struct Publisher {
    pub(crate) uda: Uda,
    pub(crate) deviations: Deviations,
    pub(crate) service: Arc<Service>,
    pub(crate) subscriptions: Arc<Subscriptions>,
    /// The evented variables the device has.
    pub(crate) evented: Vec<Evented>,
}

/// Answers a request to the event URL.
pub(crate) fn answer(incoming: &Incoming, publisher: &Publisher) -> Response {
    let has = |name| incoming.request.head.headers.has(name);
    let sid = incoming.header("SID");
    // SID beside NT or CALLBACK is a contradiction, whatever they say (UDA-EVNT-13, -27).
    let contradicts = sid.is_some() && (has("NT") || has("CALLBACK"));
    if contradicts && !publisher.deviations.has(DefectId::SidWithCallbackTaken) {
        return Response::refusal(400, "SID goes without NT and CALLBACK");
    }
    match (incoming.method(), sid) {
        ("SUBSCRIBE", Some(sid)) => renew(incoming, sid, publisher),
        ("SUBSCRIBE", None) => subscribe(incoming, publisher),
        ("UNSUBSCRIBE", Some(sid)) if publisher.subscriptions.unsubscribe(sid) => {
            Response::new(200)
        }
        ("UNSUBSCRIBE", _) => Response::refusal(412, "no subscription has this SID"),
        _ => Response::method_not_allowed("SUBSCRIBE, UNSUBSCRIBE"),
    }
}

fn renew(incoming: &Incoming, sid: &str, publisher: &Publisher) -> Response {
    let granted = granted(incoming.header("TIMEOUT"));
    match publisher.subscriptions.renew(sid, granted) {
        Some(sid) => accepted(&sid, granted),
        None => Response::refusal(412, "no subscription has this SID"),
    }
}

fn subscribe(incoming: &Incoming, publisher: &Publisher) -> Response {
    let refusal = |why| Response::refusal(412, why);
    let Some(header) = incoming.header("CALLBACK") else {
        return refusal("CALLBACK is missing");
    };
    let any_type = publisher.deviations.has(DefectId::AnyNotificationTypeTaken);
    match incoming.header("NT") {
        Some("upnp:event") => {}
        Some(_) if any_type => {}
        _ => return refusal("NT has to be upnp:event"),
    }
    let callbacks = parse(header);
    if callbacks.is_empty() {
        return refusal("CALLBACK holds no http URL with a literal address");
    }
    let reachable = |callback: &Callback| {
        on_segment(
            callback.address.ip(),
            incoming.peer.ip(),
            incoming.local.ip(),
        )
    };
    if !callbacks.iter().all(reachable) {
        return refusal("CALLBACK leads out of this network segment");
    }
    let granted = granted(incoming.header("TIMEOUT"));
    let only = asked_variables(incoming, publisher);
    let accepted_names = only.as_ref().map(|only| names(only));
    let now = || {
        let values = publisher.evented.iter();
        values
            .map(|evented| (*evented, publisher.service.value_now(*evented)))
            .collect()
    };
    let Ok(made) = publisher
        .subscriptions
        .subscribe(callbacks, only, granted, now)
    else {
        return Response::refusal(503, "no room for another subscription");
    };
    let mut response = accepted(&made.sid, granted);
    if let Some(names) = accepted_names {
        response = response.header("ACCEPTED-STATEVAR", names);
    }
    response.after = Some(Box::new(move || made.answered()));
    response
}

fn accepted(sid: &str, granted: Duration) -> Response {
    Response::new(200)
        .header("SID", sid)
        .header("TIMEOUT", format!("Second-{}", granted.as_secs()))
}

/// TIMEOUT ::= 'Second-' [0-9]+   `infinite` and anything else count as absent (UDA-EVNT-10, -11).
fn granted(header: Option<&str>) -> Duration {
    let asked = header
        .map(str::trim)
        .and_then(|value| {
            value
                .get(..7)
                .filter(|p| p.eq_ignore_ascii_case("Second-"))
                .map(|_| &value[7..])
        })
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        // A number too large for us is more than we grant.
        .map(|digits| digits.parse().unwrap_or(MAX_SECONDS));
    Duration::from_secs(asked.unwrap_or(DEFAULT_SECONDS).clamp(1, MAX_SECONDS))
}

/// STATEVAR (UDA-EVNT-12): the variables, or None when there is no such header or it names one that is not evented.
fn asked_variables(incoming: &Incoming, publisher: &Publisher) -> Option<Vec<Evented>> {
    if publisher.uda != Uda::V2_0 {
        return None;
    }
    let header = incoming.header("STATEVAR")?;
    let find = |name: &str| {
        EVENTED
            .into_iter()
            .find(|evented| variable(*evented) == name.trim())
    };
    let asked: Vec<Evented> = header.split(',').map(find).collect::<Option<_>>()?;
    asked
        .iter()
        .all(|one| publisher.evented.contains(one))
        .then_some(asked)
}

fn names(variables: &[Evented]) -> String {
    let names: Vec<&str> = variables.iter().map(|one| variable(*one)).collect();
    names.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_granted_as_asked_within_bounds() {
        let seconds = |header| granted(header).as_secs();
        assert_eq!(seconds(Some("Second-5")), 5);
        assert_eq!(seconds(Some("second-1800")), 1800);
        assert_eq!(seconds(Some("Second-0")), 1);
        assert_eq!(seconds(Some("Second-99999999999999999999999")), MAX_SECONDS);
        for odd in [
            None,
            Some("Second-infinite"),
            Some("infinite"),
            Some("Second-"),
            Some("Second--1"),
            Some("é"),
        ] {
            assert_eq!(seconds(odd), DEFAULT_SECONDS, "{odd:?}");
        }
    }
}
