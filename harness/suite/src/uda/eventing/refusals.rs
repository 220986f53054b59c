//! Requests to the eventing URL that are refused, and with which status.

use ctk_record::Outcome;
use ctk_wire::uri::HttpUrl;

use super::subscribe::{
    SubscribeResponse, cancelled, grade, outcome_of, positive_control, refused, renewed, state,
    tried, tried_at,
};
use crate::case::{Case, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::raw_request::http_url;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        sid_with_others(),
        no_usable_callback(),
        callback_without_brackets(),
        other_type(),
        property_change_type(),
        missing_type(),
        unknown_renewal(),
        nothing_at_all(),
        cancellation_with_others(),
        unknown_cancellation(),
        other_service(),
        wrong_path(),
        other_methods(),
    ]
}

/// A subscription of this case to refuse things about.
fn subscription(t: &mut Tester<'_>) -> Flow<(Subscription, String)> {
    let subscription = t.subscriptions().open(ControlPoint::First)?;
    let callback = format!("<{}>", subscription.inbox.url);
    Ok((subscription, callback))
}

/// 4.1.3: SID beside NT or CALLBACK is 400, also for a SID that is valid.
fn sid_with_others() -> Case {
    Case::new(
        "uda/eventing/sid-with-other-headers",
        "SUBSCRIBE with a SID beside NT or CALLBACK is answered 400",
    )
    .clause("4.1.3")
    .covers(&["UDA-EVNT-13"])
    .phase(Phase::Hostile)
    .body(|t| contradictions(t, "SUBSCRIBE", "UDA-EVNT-13"))
}

/// 4.1.4: the same for UNSUBSCRIBE.
fn cancellation_with_others() -> Case {
    Case::new(
        "uda/eventing/cancellation-with-other-headers",
        "UNSUBSCRIBE with a SID beside NT or CALLBACK is answered 400",
    )
    .clause("4.1.4")
    .covers(&["UDA-EVNT-27"])
    .phase(Phase::Hostile)
    .body(|t| contradictions(t, "UNSUBSCRIBE", "UDA-EVNT-27"))
}

fn contradictions(t: &mut Tester<'_>, method: &str, row: &str) -> Flow {
    let (subscription, callback) = subscription(t)?;
    let sid = ("SID", subscription.sid.as_str());
    let nt = ("NT", "upnp:event");
    let callback = ("CALLBACK", callback.as_str());
    for (what, headers) in [
        ("with SID and NT", vec![sid, nt]),
        ("with SID and CALLBACK", vec![sid, callback]),
        ("with SID, NT and CALLBACK", vec![sid, callback, nt]),
    ] {
        let tried = tried(t, method, what, &headers)?;
        refused(t, row, 400, &tried)?;
    }
    // By itself the SID is taken.
    if method == "SUBSCRIBE" {
        return renewed(t, &subscription.sid, &[]);
    }
    cancelled(t, &subscription.sid)
}

/// 4.1.2: without a usable callback URL there is no subscription: 412.
fn no_usable_callback() -> Case {
    Case::new(
        "uda/eventing/no-usable-callback",
        "SUBSCRIBE without an http URL in CALLBACK is answered 412",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-14"])
    .phase(Phase::Hostile)
    .body(|t| {
        let nt = ("NT", "upnp:event");
        for (what, callback) in [
            ("without CALLBACK", None),
            ("with an empty CALLBACK", Some("")),
            ("with CALLBACK <>", Some("<>")),
            ("with an ftp URL in CALLBACK", Some("<ftp://127.0.0.1/ctk>")),
        ] {
            let headers: Vec<_> = callback
                .map(|url| ("CALLBACK", url))
                .into_iter()
                .chain([nt])
                .collect();
            let tried = tried(t, "SUBSCRIBE", what, &headers)?;
            refused(t, "UDA-EVNT-14", 412, &tried)?;
        }
        positive_control(t, &[])
    })
}

/// 4.1.2: a URL without its brackets is no CALLBACK; to guess is tolerated.
fn callback_without_brackets() -> Case {
    Case::new(
        "uda/eventing/callback-without-brackets",
        "SUBSCRIBE with a CALLBACK without brackets is refused",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-14"])
    .phase(Phase::Hostile)
    .body(|t| {
        let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
        let headers = [("CALLBACK", inbox.url.as_str()), ("NT", "upnp:event")];
        let tried = tried(t, "SUBSCRIBE", "with CALLBACK without brackets", &headers)?;
        let outcome = match tried.status {
            400..=499 => Outcome::Pass,
            _ => Outcome::Warning,
        };
        grade(t, "UDA-EVNT-14", outcome, &["HTTP 4xx"], &tried)?;
        positive_control(t, &[])
    })
}

/// A SUBSCRIBE with a good CALLBACK and this NT.
fn with_type(t: &mut Tester<'_>, what: &str, nt: Option<&str>) -> Flow<SubscribeResponse> {
    let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
    let callback = format!("<{}>", inbox.url);
    let mut headers = vec![("CALLBACK", callback.as_str())];
    headers.extend(nt.map(|value| ("NT", value)));
    tried(t, "SUBSCRIBE", what, &headers)
}

/// 4.1.2: any other NT than upnp:event is 412.
fn other_type() -> Case {
    Case::new(
        "uda/eventing/other-notification-type",
        "SUBSCRIBE with another NT than upnp:event is answered 412",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-15"])
    .phase(Phase::Hostile)
    .body(|t| {
        let tried = with_type(t, "with NT upnp:foo", Some("upnp:foo"))?;
        refused(t, "UDA-EVNT-15", 412, &tried)?;
        positive_control(t, &[])
    })
}

/// The same for upnp:propchange, which an old control point sent and devices learned to take.
fn property_change_type() -> Case {
    Case::new(
        "uda/eventing/property-change-type",
        "SUBSCRIBE with NT upnp:propchange is answered 412",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-15"])
    .body(|t| {
        let tried = with_type(t, "with NT upnp:propchange", Some("upnp:propchange"))?;
        let outcome = match tried.status {
            412 => Outcome::Pass,
            _ => Outcome::Warning,
        };
        grade(t, "UDA-EVNT-15", outcome, &["HTTP 412"], &tried)?;
        positive_control(t, &[])
    })
}

/// 4.1.2: a missing NT is 412 (U-18).
fn missing_type() -> Case {
    Case::new(
        "uda/eventing/missing-notification-type",
        "SUBSCRIBE with CALLBACK and without NT is answered 412",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-16"])
    .phase(Phase::Hostile)
    .body(|t| {
        let tried = with_type(t, "without NT", None)?;
        refused(t, "UDA-EVNT-16", 412, &tried)?;
        positive_control(t, &[])
    })
}

/// 4.1.3: a renewal of a subscription that is not there is 412.
fn unknown_renewal() -> Case {
    Case::new(
        "uda/eventing/unknown-sid-renewed",
        "the renewal of an unknown or empty SID is answered 412",
    )
    .clause("4.1.3")
    .covers(&["UDA-EVNT-24"])
    .body(|t| {
        let unknown = invented_sid(t)?;
        for (what, sid) in [
            ("with an unknown SID", unknown.as_str()),
            ("with an empty SID", ""),
        ] {
            let headers = [("SID", sid), ("TIMEOUT", "Second-300")];
            let tried = tried(t, "SUBSCRIBE", what, &headers)?;
            refused(t, "UDA-EVNT-24", 412, &tried)?;
        }
        let (valid, _) = subscription(t)?;
        renewed(t, &valid.sid, &[("TIMEOUT", "Second-300")])
    })
}

/// A SID that no device has given.
fn invented_sid(t: &mut Tester<'_>) -> Flow<String> {
    let (one, two) = (t.unique("")?, t.unique("")?);
    Ok(format!(
        "uuid:{one}-{}-4{}-8{}-0000{two}",
        &two[..4],
        &two[4..7],
        &one[..3]
    ))
}

/// 4.1.2: neither SID nor CALLBACK: nothing that it means is 412.
fn nothing_at_all() -> Case {
    Case::new(
        "uda/eventing/bare-subscribe",
        "SUBSCRIBE with neither SID nor CALLBACK is answered 412",
    )
    .clause("4.1.2")
    .covers(&["UDA-EVNT-25"])
    .phase(Phase::Hostile)
    .body(|t| {
        let tried = tried(t, "SUBSCRIBE", "without SID, CALLBACK and NT", &[])?;
        refused(t, "UDA-EVNT-25", 412, &tried)?;
        positive_control(t, &[])
    })
}

/// How long it may take until a cancelled subscription is forgotten, in milliseconds, with a look behind each: a device
/// that is busy keeps it until the initial event is through.
const FORGETTING_MS: [u64; 3] = [1_000, 3_000, 5_000];

/// 4.1.4: a cancellation of a subscription that is not there, or not any more, is 412.
fn unknown_cancellation() -> Case {
    Case::new(
        "uda/eventing/unknown-sid-cancelled",
        "UNSUBSCRIBE with an unknown, missing or cancelled SID is answered 412",
    )
    .clause("4.1.4")
    .covers(&["UDA-EVNT-27"])
    .body(|t| {
        let unknown = invented_sid(t)?;
        for (what, headers) in [
            ("with an unknown SID", vec![("SID", unknown.as_str())]),
            ("with an empty SID", vec![("SID", "")]),
            ("without SID", Vec::new()),
        ] {
            let tried = tried(t, "UNSUBSCRIBE", what, &headers)?;
            refused(t, "UDA-EVNT-27", 412, &tried)?;
        }
        let (subscription, _) = subscription(t)?;
        cancelled(t, &subscription.sid)?;
        let headers = [("SID", subscription.sid.as_str())];
        let again = tried(t, "UNSUBSCRIBE", "for the second time", &headers)?;
        if again.status != 200 {
            return refused(t, "UDA-EVNT-27", 412, &again);
        }
        // Only a device that never forgets has not cancelled.
        for pause in FORGETTING_MS {
            t.pause(pause)?;
            let later = tried(t, "UNSUBSCRIBE", "once more, some seconds later", &headers)?;
            if later.status != 200 {
                let accepted = ["HTTP 412"];
                return grade(t, "UDA-EVNT-27", Outcome::Warning, &accepted, &again);
            }
        }
        refused(t, "UDA-EVNT-27", 412, &again)
    })
}

/// 4.1.1: a SID belongs to one service. Only where the device has another service with events.
fn other_service() -> Case {
    Case::new(
        "uda/eventing/sid-of-another-service",
        "a SID is not valid at the eventing URL of another service",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-29"])
    .body(|t| {
        t.subscriptions().offered()?;
        let own = t.dut().event_url.clone();
        let place = http_url(&own)?.place();
        let is_there =
            |url: &String| *url != own && HttpUrl::parse(url).is_ok_and(|it| it.place() == place);
        let other = t
            .dut()
            .description
            .devices()
            .into_iter()
            .flat_map(|device| &device.services)
            .map(|service| service.event_sub_url.clone())
            .find(is_there);
        let Some(other) = other else {
            return Err(Stop::NotApplicable(
                "the device has no other service with events".to_owned(),
            ));
        };
        let (subscription, _) = subscription(t)?;
        let headers = [
            ("SID", subscription.sid.as_str()),
            ("TIMEOUT", "Second-300"),
        ];
        let what = "with the SID of this service at another one";
        let tried = tried_at(t, &other, "SUBSCRIBE", what, &headers)?;
        let outcome = match tried.status {
            412 => Outcome::Pass,
            _ => Outcome::Warning,
        };
        grade(t, "UDA-EVNT-29", outcome, &["HTTP 412"], &tried)?;
        renewed(t, &subscription.sid, &[("TIMEOUT", "Second-300")])
    })
}

/// 2.1: SUBSCRIBE at a path that nothing is served under. HTTP itself lets a server give one resource many names, so
/// that a device which takes it is only remarked on.
fn wrong_path() -> Case {
    Case::new(
        "uda/eventing/unknown-path",
        "SUBSCRIBE at a path that nothing is served under is answered 4xx",
    )
    .clause("2.1")
    .covers(&["UDA-EVNT-30"])
    .body(|t| {
        t.subscriptions().offered()?;
        let authority = http_url(&t.dut().event_url)?.place();
        let url = format!("http://{authority}/{}", t.unique("ctk-none-")?);
        let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
        let callback = format!("<{}>", inbox.url);
        let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
        let tried = tried_at(t, &url, "SUBSCRIBE", "at a path of nothing", &headers)?;
        not_there(t, &tried, Outcome::Warning)?;
        positive_control(t, &[])
    })
}

/// 2.1: a method that the eventing URL does not have.
fn other_methods() -> Case {
    Case::new(
        "uda/eventing/other-methods",
        "GET and an invented method at the eventing URL are answered 4xx",
    )
    .clause("2.1")
    .covers(&["UDA-EVNT-30"])
    .phase(Phase::Hostile)
    .body(|t| {
        t.subscriptions().offered()?;
        let lapse = t.lapse_since_1_1();
        for (method, served) in [("GET", Outcome::Warning), ("XPROBE", lapse)] {
            let answer = t
                .subscriptions()
                .request(ControlPoint::First, method, &[])?;
            let tried = outcome_of(t, method, "at the eventing URL", &answer);
            not_there(t, &tried, served)?;
        }
        Ok(())
    })
}

/// 4xx; another refusal is a warning.
fn not_there(t: &mut Tester<'_>, tried: &SubscribeResponse, served: Outcome) -> Flow {
    let outcome = match tried.status {
        400..=499 => Outcome::Pass,
        200..=299 => served,
        _ => Outcome::Warning,
    };
    let accepted = ["HTTP 4xx", "HTTP 5xx (as a warning)"];
    state(
        t,
        "UDA-EVNT-30",
        outcome,
        &tried.asked,
        &accepted,
        tried.describe(),
        &[tried.exchange],
    )
}
