//! Addresses that a request names and that are not the sender's.

use ctk_record::Outcome;
use ctk_vectors::waits;

use super::survival::{judge, survived};
use crate::case::{Case, Phase};
use crate::judging::judgement::Flow;
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::raw_request::http_url;
use crate::uda::eventing::subscribe::{SubscribeResponse, grade, positive_control, tried};

/// Networks that are reserved for documentation: nothing is ever routed there.
const NOWHERE: &[&str] = &["192.0.2.", "198.51.100.", "203.0.113."];

/// How long the event at the good one of two callback URLs is waited for, in milliseconds.
const EITHER_MS: u64 = 8_000;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        strange_callback(),
        mixed_callbacks(),
        odd_callbacks(),
        strange_host(),
    ]
}

/// A URL of a host that no network leads to, and that is not the device's.
fn nowhere(t: &Tester<'_>) -> Flow<String> {
    let host = http_url(&t.dut().control_url)?.host;
    let network = NOWHERE
        .iter()
        .find(|network| !host.starts_with(**network))
        .unwrap_or(&"192.0.2.");
    Ok(format!("http://{network}77:8642/ctk"))
}

fn subscribe(t: &mut Tester<'_>, what: &str, callback: &str) -> Flow<SubscribeResponse> {
    let headers = [
        ("CALLBACK", callback),
        ("NT", "upnp:event"),
        ("TIMEOUT", "Second-300"),
    ];
    let tried = tried(t, "SUBSCRIBE", what, &headers)?;
    if let Some(sid) = tried.sid.as_deref().filter(|_| tried.status == 200) {
        t.subscriptions().cancel(ControlPoint::First, sid)?;
    }
    Ok(tried)
}

/// 4.1.1 in the revision of April 2020: a callback on another network segment is not accepted (CVE-2020-12695). For a
/// device that does not claim that revision it is a finding of security.
fn strange_callback() -> Case {
    Case::new(
        "uda/security/callback-of-a-stranger",
        "a callback URL on another network segment is refused",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-54"])
    .phase(Phase::Hostile)
    .body(|t| {
        let callback = format!("<{}>", nowhere(t)?);
        let tried = subscribe(t, "with the callback URL of a stranger", &callback)?;
        let revised = t
            .dut()
            .ics
            .uda_revision
            .as_deref()
            .is_some_and(|revision| revision >= "2020-04");
        let outcome = match tried.status {
            400..=599 => Outcome::Pass,
            _ if revised => Outcome::Fail,
            _ => Outcome::Warning,
        };
        let accepted = ["HTTP 4xx or 5xx"];
        grade(t, "UDA-EVNT-54", outcome, &accepted, &tried)?;
        positive_control(t, &[("TIMEOUT", "Second-300")])
    })
}

/// 4.1.1: with one URL of a stranger and one of the subscriber, all or only that of the stranger is refused.
fn mixed_callbacks() -> Case {
    Case::new(
        "uda/security/callback-of-a-stranger-among-others",
        "of two callback URLs the one on another network segment is not used",
    )
    .clause("4.1.1")
    .covers(&["UDA-EVNT-55"])
    .phase(Phase::Hostile)
    .waits_at_most(EITHER_MS)
    .body(judge_mixed_callbacks)
}

fn judge_mixed_callbacks(t: &mut Tester<'_>) -> Flow {
    let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
    let callback = format!("<{}><{}>", nowhere(t)?, inbox.url);
    let headers = [("CALLBACK", callback.as_str()), ("NT", "upnp:event")];
    let what = "with the callback URLs of a stranger and of the subscriber";
    let tried = tried(t, "SUBSCRIBE", what, &headers)?;
    let asked = tried.asked.clone();
    let (outcome, observed) = match (tried.status, tried.sid.clone()) {
        (200, Some(sid)) => {
            let mut subscription = Subscription {
                who: ControlPoint::First,
                inbox,
                sid,
                timeout: None,
                exchange: tried.exchange,
                events: Vec::new(),
            };
            match t
                .subscriptions()
                .await_event(&mut subscription, 0, EITHER_MS, |_| true)?
            {
                Some(_) => (
                    Outcome::Pass,
                    "accepted, and the event came to the subscriber".to_owned(),
                ),
                None => (
                    Outcome::Warning,
                    "accepted, and no event came to the subscriber within 8 s".to_owned(),
                ),
            }
        }
        (400..=599, _) => (Outcome::Pass, tried.describe()),
        _ => (Outcome::Warning, tried.describe()),
    };
    let accepted = "a refusal, or an event for the subscriber at once";
    judge(
        t,
        "UDA-EVNT-55",
        outcome,
        &asked,
        accepted,
        observed,
        tried.exchange,
    )?;
    match tried.status {
        200 => Ok(()),
        _ => positive_control(t, &[]),
    }
}

/// Callback headers without end, and with what would break a header line.
fn odd_callbacks() -> Case {
    survived(
        "uda/security/odd-callbacks",
        "the device survives callback URLs that are too long, too many or broken",
        "4.1.2",
        |t| {
            let inbox = t.subscriptions().open_inbox(ControlPoint::First)?;
            let url = inbox.url.clone();
            for (what, callback) in [
                ("with 500 URLs", format!("<{url}>").repeat(500)),
                (
                    "with a URL of 30 000 bytes",
                    format!("<{url}/{}>", "c".repeat(30_000)),
                ),
                (
                    "with line breaks in percent",
                    format!("<{url}/%0d%0aX-Ctk:%201>"),
                ),
                ("with brackets in brackets", format!("<<<{url}>>>")),
                ("without an end", format!("<{url}")),
                ("with port 99999", "<http://127.0.0.1:99999/>".to_owned()),
                ("with port 0", "<http://127.0.0.1:0/>".to_owned()),
                ("without a host", "<http:///ctk>".to_owned()),
                (
                    "with a name for a password",
                    "<http://ctk:ctk@/>".to_owned(),
                ),
            ] {
                subscribe(t, what, &callback)?;
            }
            // What was accepted after all may still be delivered; nothing is made of it.
            t.pause(waits::INITIAL_EVENT_EARLY.milliseconds)
        },
    )
}

/// A page in a browser that was made to think the device is its own server sends the page's name in HOST. To refuse it
/// is wise, to serve it is allowed.
fn strange_host() -> Case {
    survived(
        "uda/security/strange-host",
        "a request for another HOST is refused or served, and does no harm",
        "2.1",
        |t| {
            let plain = t.raw_request(t.dut().living_action(), &[]);
            for host in [
                "rebind.example.invalid",
                "rebind.example.invalid:80",
                "",
                "a b",
                "[",
            ] {
                let request = plain
                    .clone()
                    .header("HOST", host)
                    .but(format!("for HOST {host:?}"));
                t.raw().post(&request)?;
            }
            Ok(())
        },
    )
}
