//! What the doctor looks at.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use ctk_suite::lab::{Answer, Ask, ControlPoint, Datagram, HttpAnswer, Lab, StimulusStatus, Wire};
use ctk_suite::under_test::{ClaimKind, Dut};
use ctk_wire::http::Response;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::json;

use super::check::Check;
use crate::commands::asked::{TIME, http};
use crate::exit_code::Failure;
use crate::lab::address::reach;
use crate::lab::discovery::search_network;
use crate::lab::group::address_towards;
use crate::lab::{LabShared, LiveLab};
use crate::upper_tester::UpperTester;

/// A clock that differs by more is worth a note, in seconds.
const CLOCK: i64 = 120;
/// How long the first notification is waited for, in milliseconds: as long as a device may take to answer (UDA 3.2.2).
const FIRST_EVENT: u64 = 10_000;
/// How long the device is searched for.
const SEARCH: Duration = Duration::from_secs(4);

/// The device, its service, and its service description.
pub(super) fn device(dut: &Dut) -> Check {
    let service = dut.first();
    let name = dut.device().description.friendly_name();
    let seen = format!(
        "{name}: {} of {}, UDA {}",
        service.service_name(),
        service.udn,
        dut.device().claim
    );
    if service.scpd.is_some() {
        return Check::works("device", seen);
    }
    let advice = format!(
        "its service description at {} cannot be read: the cases of clause 6 will say why",
        service.scpd_url
    );
    Check::note("device", seen, advice)
}

/// The control URL answers an action that changes nothing.
pub(super) fn control(dut: &Dut, shared: &Arc<LabShared>) -> Check {
    let service = dut.first();
    match asked(shared, Wire::Control, "HEAD", &service.control_url, &[]) {
        Ok((answer, _)) => {
            let took = answer.elapsed_ms;
            let seen = format!("{} answers within {took} ms", service.control_url);
            if took <= 1_000 {
                return Check::works("control", seen);
            }
            Check::note(
                "control",
                seen,
                "a run takes long on this device; --budget limits it",
            )
        }
        Err(why) => Check::missing(
            "control",
            format!("{}: {why}", service.control_url),
            "is the controlURL of the description right, and does a firewall let its port through?",
        ),
    }
}

/// A subscription is granted, and its first notification arrives here.
pub(super) fn callbacks(dut: &Dut, shared: &Arc<LabShared>, interface: Option<IpAddr>) -> Check {
    let event_url = &dut.first().event_url;
    if event_url.is_empty() {
        return Check::note("callbacks", "the service has no eventing URL", "");
    }
    let mut lab = LiveLab::new(shared, "doctor", TIME);
    let opened = lab.perform(&Ask::OpenInbox {
        control_point: ControlPoint::First,
        path: String::new(),
    });
    let Ok(Answer::Opened { id, url }) = opened else {
        return Check::missing(
            "callbacks",
            "this machine cannot listen for them",
            "is --interface an address of this machine?",
        );
    };
    let callback = format!("<{url}>");
    let headers = [
        ("CALLBACK", callback.as_str()),
        ("NT", "upnp:event"),
        ("TIMEOUT", "Second-300"),
    ];
    let response = match http(&mut lab, Wire::Event, "SUBSCRIBE", event_url, &headers) {
        Ok((_, response)) if response.head.status == 200 => response,
        Ok((_, response)) => {
            let seen = format!(
                "SUBSCRIBE with a callback at {url} is answered HTTP {}",
                response.head.status
            );
            let advice = match (response.head.status, interface) {
                (412, Some(_)) => {
                    "a device refuses callbacks on a network that it is not on: is --interface the address that reaches it? Else the cases of eventing will say what is wrong"
                }
                _ => "the cases of eventing will say what is wrong with it",
            };
            return Check::missing("callbacks", seen, advice);
        }
        Err(why) => {
            return Check::missing(
                "callbacks",
                format!("SUBSCRIBE: {why}"),
                "is the eventSubURL of the description right?",
            );
        }
    };
    let came = lab.perform(&Ask::Inbox {
        inbox: id,
        from: 0,
        count: 1,
        wait_ms: FIRST_EVENT,
    });
    let came = matches!(came, Ok(Answer::Notifications(came)) if !came.is_empty());
    if let Some(sid) = response.head.headers.get("sid") {
        // What a lost cancellation leaves behind ends with its time.
        let _ = http(
            &mut lab,
            Wire::Event,
            "UNSUBSCRIBE",
            event_url,
            &[("SID", sid)],
        );
    }
    match came {
        true => Check::works(
            "callbacks",
            format!("the first notification arrived at {url}"),
        ),
        false => Check::missing(
            "callbacks",
            format!(
                "no notification arrived at {url} within {} s",
                FIRST_EVENT / 1_000
            ),
            "let incoming TCP connections from the device through this machine's firewall, or name the right address by --interface",
        ),
    }
}

/// Multicast on the device's network: the group can be joined, and the device is heard when it is searched for.
pub(super) fn multicast(dut: &Dut, interface: Option<IpAddr>) -> Check {
    const NAME: &str = "multicast";
    let url = &dut.device().description_url;
    let local = interface.or_else(|| address_towards(url));
    let (true, Some(IpAddr::V4(local))) = (dut.device().multicast, local) else {
        return Check::missing(
            NAME,
            "the SSDP group cannot be joined on the way to the device",
            "name the interface that reaches it by --interface; discovery over IPv6 is not judged",
        );
    };
    let there = reach(url).map(|(_, address)| address.ip());
    let is_device = |answer: &Datagram| {
        let from = answer.from.parse::<SocketAddr>();
        matches!((&there, from), (Ok(there), Ok(from)) if *there == from.ip())
    };
    match search_network(local, &[dut.first().udn.clone()], SEARCH) {
        Ok(answers) if answers.iter().any(is_device) => {
            Check::works(NAME, format!("the device answers a search from {local}"))
        }
        Ok(_) => Check::missing(
            NAME,
            format!(
                "the device answers no search from {local} within {} s",
                SEARCH.as_secs()
            ),
            "let UDP from the device, port 1900, through this machine's firewall, and multicast through the switch (IGMP snooping); or is it the wrong --interface? If it is the device, its cases of discovery will say so",
        ),
        Err(error) => Check::missing(
            NAME,
            format!("a search cannot be sent from {local}: {error}"),
            "is --interface an address of this machine, with a route to 239.255.255.250?",
        ),
    }
}

/// The profile's claims beside what the device shows.
pub(super) fn claims(dut: &Dut) -> Option<Check> {
    let ics = &dut.first().ics;
    let named = |(kind, name): (ClaimKind, &str)| format!("{} {name}", kind.singular());
    let against: Vec<String> = ics.contradicted().map(named).collect();
    if ics.profile.is_empty() {
        return None;
    }
    Some(match against.as_slice() {
        [] => Check::works("profile", "the device shows all that it claims"),
        against => Check::missing(
            "profile",
            format!(
                "it claims what the device does not show: {}",
                against.join(", ")
            ),
            "take it out of the profile, or mend the device: the cases `ics/…` fail for it",
        ),
    })
}

/// A second address, for a second control point.
pub(super) fn second_address(dut: &Dut) -> Check {
    match dut.device().two_addresses {
        true => Check::works("addresses", "two control points have an address each"),
        false => Check::missing(
            "addresses",
            "one address: devices that tell control points apart by address see one",
            "add a second address to the interface, and name both in the profile: [ixit] local_addresses",
        ),
    }
}

/// The device's clock against this machine's.
pub(super) fn clock(dut: &Dut, shared: &Arc<LabShared>) -> Check {
    let url = &dut.device().description_url;
    let Ok((_, response)) = asked(shared, Wire::Description, "GET", url, &[]) else {
        return Check::missing(
            "clock",
            "the description was not answered again",
            "is the device stable?",
        );
    };
    let Some(date) = response.head.headers.get("date") else {
        return Check::note("clock", "the device's answers have no DATE", "");
    };
    let Ok(there) = rfc2822::DateTimeParser::new().parse_timestamp(date) else {
        return Check::note("clock", format!("DATE is {date}, not a date of HTTP"), "");
    };
    let apart = there.as_second() - Timestamp::now().as_second();
    match apart.abs() <= CLOCK {
        true => Check::works("clock", format!("{apart} s from this machine's")),
        false => Check::note(
            "clock",
            format!("{apart} s from this machine's"),
            "set one of them: messages and sessions are compared by their dates",
        ),
    }
}

/// The upper tester, and what it offers.
pub(super) fn upper_tester(tester: Result<Option<Arc<dyn UpperTester>>, Failure>) -> Check {
    const WITHOUT: &str = "give one by --upper-tester, --upper-tester-command or --interactive: without it what the far side does cannot be judged";
    const DEAD: &str = "does it run, and is that its address? Each answer is a JSON object with a `status` (the manual's chapter on the upper tester)";
    let tester = match tester {
        Ok(Some(tester)) => tester,
        Ok(None) => return Check::missing("upper tester", "none", WITHOUT),
        Err(failure) => return Check::missing("upper tester", failure.message, DEAD),
    };
    let reply = tester.stimulate("capabilities", &json!({}));
    match reply.stimuli {
        Some(stimuli) if !stimuli.is_empty() => {
            Check::works("upper tester", format!("offers {}", stimuli.join(", ")))
        }
        _ if reply.status == StimulusStatus::Failed => Check::missing(
            "upper tester",
            format!("does not work: {}", reply.detail),
            DEAD,
        ),
        _ => Check::note(
            "upper tester",
            format!("does not say what it offers: {}", reply.detail),
            "each stimulus will be tried; let `capabilities` list them",
        ),
    }
}

/// One request of a control point's, in a lab of its own.
fn asked(
    shared: &Arc<LabShared>,
    wire: Wire,
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
) -> Result<(HttpAnswer, Response), String> {
    let mut lab = LiveLab::new(shared, "doctor", TIME);
    http(&mut lab, wire, method, url, headers)
}
