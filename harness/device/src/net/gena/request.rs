//! SUBSCRIBE and UNSUBSCRIBE (4.1.2 to 4.1.4).

use std::sync::Arc;
use std::time::Duration;

use ctk_vectors::Uda;

use super::callback::{Callback, parse};
use super::subscription::Subscriber;
use super::{EVENTED, Subscriptions, variable};
use crate::defects::{DefectId, Deviations, VariationId};
use crate::net::exchange::Incoming;
use crate::net::response::Response;
use crate::segment::on_segment;
use crate::service::{Evented, Service};

/// Granted when nothing usable was asked for, in seconds (UDA-EVNT-09).
const DEFAULT_SECONDS: u64 = 1800;
/// Granted at most.
const MAX_SECONDS: u64 = 86_400;

/// What answering needs to know.
pub(crate) struct Publisher {
    pub(crate) uda: Uda,
    pub(crate) deviations: Deviations,
    /// Events go to any host.
    pub(crate) follow_hosts: bool,
    pub(crate) service: Arc<Service>,
    pub(crate) subscriptions: Arc<Subscriptions>,
    /// The evented variables the device has.
    pub(crate) evented: Vec<Evented>,
}

/// Answers a request to the event URL.
pub(crate) fn answer(incoming: &Incoming, publisher: &Publisher) -> Response {
    let has = |name| incoming.request.head.headers.has(name);
    let sid = incoming.header("SID");
    // A defective device leaves the scheme out, and gets its own SIDs back like that.
    let bare = publisher.deviations.has(DefectId::SidWithoutScheme);
    let whole = sid.filter(|_| bare).map(|sid| format!("uuid:{sid}"));
    let sid = whole.as_deref().or(sid);
    // SID beside NT or CALLBACK is a contradiction, whatever they say (UDA-EVNT-13, -27).
    let contradicts = sid.is_some() && (has("NT") || has("CALLBACK"));
    let taken = publisher.deviations.has(match incoming.method() {
        "UNSUBSCRIBE" => DefectId::CancellationWithTypeTaken,
        _ => DefectId::SidWithCallbackTaken,
    });
    if contradicts && !taken {
        return Response::refusal(400, "SID goes without NT and CALLBACK");
    }
    match (incoming.method(), sid) {
        ("SUBSCRIBE", Some(sid)) => renew(incoming, sid, publisher),
        ("SUBSCRIBE", None) => subscribe(incoming, publisher),
        ("UNSUBSCRIBE", Some(sid)) if publisher.subscriptions.unsubscribe(sid) => {
            Response::new(200)
        }
        ("UNSUBSCRIBE", _) if publisher.deviations.has(DefectId::UnknownSidCancelled) => {
            Response::new(200)
        }
        ("XPROBE", _) if publisher.deviations.has(DefectId::AnyEventMethodTaken) => {
            Response::new(200)
        }
        ("UNSUBSCRIBE", _) => Response::refusal(412, "no subscription has this SID"),
        _ => Response::method_not_allowed("SUBSCRIBE, UNSUBSCRIBE"),
    }
}

fn renew(incoming: &Incoming, sid: &str, publisher: &Publisher) -> Response {
    let granted = time_granted(incoming, publisher);
    let values = current(publisher);
    match publisher.subscriptions.renew(sid, granted, &values) {
        Some(sid) => accepted(&sid, granted, incoming, publisher),
        None => Response::refusal(412, "no subscription has this SID"),
    }
}

/// Where a request to subscribe wants its events; refused when it is not as it has to be.
fn callbacks(incoming: &Incoming, publisher: &Publisher) -> Result<Vec<Callback>, Response> {
    let refusal = |why| Err(Response::refusal(412, why));
    let has = |defect| publisher.deviations.has(defect);
    if incoming.header("TIMEOUT").is_none() && has(DefectId::TimeoutDemanded) {
        return refusal("TIMEOUT is missing");
    }
    let without = has(DefectId::NoCallbackTaken);
    let Some(header) = incoming.header("CALLBACK").or(without.then_some("")) else {
        return refusal("CALLBACK is missing");
    };
    match incoming.header("NT") {
        Some("upnp:event") => {}
        Some(_) if has(DefectId::AnyNotificationTypeTaken) => {}
        None if has(DefectId::MissingTypeTaken) => {}
        _ => return refusal("NT has to be upnp:event"),
    }
    let callbacks = parse(header);
    if callbacks.is_empty() && !without {
        return refusal("CALLBACK holds no http URL with a literal address");
    }
    let (peer, local) = (incoming.peer.ip(), incoming.local.ip());
    let reachable = |callback: &Callback| {
        publisher.follow_hosts || on_segment(callback.address.ip(), peer, local)
    };
    if !callbacks.iter().all(reachable) {
        return refusal("CALLBACK leads out of this network segment");
    }
    Ok(callbacks)
}

fn subscribe(incoming: &Incoming, publisher: &Publisher) -> Response {
    let has = |defect| publisher.deviations.has(defect);
    let bare = incoming.header("CALLBACK").is_none() && incoming.header("NT").is_none();
    if bare && has(DefectId::BareSubscribeTaken) {
        return Response::new(200);
    }
    let callbacks = match callbacks(incoming, publisher) {
        Ok(callbacks) => callbacks,
        Err(refusal) => return refusal,
    };
    let granted = time_granted(incoming, publisher);
    let mut only = asked_variables(incoming, publisher);
    let accepted_names = only.as_ref().map(|only| names(only));
    if has(DefectId::StateVariableForgotten) {
        only = None;
    }
    let subscriber = Subscriber {
        callbacks,
        only,
        user_agent: incoming.header("USER-AGENT").unwrap_or_default().to_owned(),
        peer: incoming.peer.ip(),
        old_http: incoming.request.head.version < (1, 1),
    };
    let Ok(made) = publisher
        .subscriptions
        .subscribe(subscriber, granted, || current(publisher))
    else {
        return Response::refusal(503, "no room for another subscription");
    };
    if has(DefectId::InitialEventFirst) {
        made.answered();
        std::thread::sleep(Duration::from_millis(400));
    }
    let mut response = accepted(&made.sid, granted, incoming, publisher);
    if let Some(names) = accepted_names {
        response = response.header("ACCEPTED-STATEVAR", names);
    }
    response.after = Some(Box::new(move || made.answered()));
    response
}

/// The evented variables with the values of now.
fn current(publisher: &Publisher) -> Vec<(Evented, String)> {
    let values = publisher.evented.iter();
    values
        .map(|evented| (*evented, publisher.service.value_now(*evented)))
        .collect()
}

fn accepted(sid: &str, granted: Duration, incoming: &Incoming, publisher: &Publisher) -> Response {
    let has = |defect| publisher.deviations.has(defect);
    let asked = incoming.header("TIMEOUT").unwrap_or_default();
    let nothing = asked.eq_ignore_ascii_case("Second-0") && has(DefectId::ZeroTimeGranted);
    let timeout = if nothing || has(DefectId::NoTimeGranted) {
        "Second-0".to_owned()
    } else if has(DefectId::InfiniteGranted) && asked.eq_ignore_ascii_case("Second-infinite") {
        asked.to_owned()
    } else {
        format!("Second-{}", granted.as_secs())
    };
    let sid = if has(DefectId::SidWithoutScheme) {
        sid.trim_start_matches("uuid:")
    } else {
        sid
    };
    let response = Response::new(200)
        .header("SID", sid)
        .header("TIMEOUT", timeout);
    if has(DefectId::SubscriptionUnframed) {
        response.unframed()
    } else {
        response
    }
}

fn time_granted(incoming: &Incoming, publisher: &Publisher) -> Duration {
    let asked = incoming.header("TIMEOUT");
    let varies = |variation| publisher.deviations.varies(variation);
    let most = match varies(VariationId::TimesShort) {
        true => Duration::from_secs(60),
        false => Duration::MAX,
    };
    granted(asked.filter(|_| !varies(VariationId::TimeFixed))).min(most)
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
