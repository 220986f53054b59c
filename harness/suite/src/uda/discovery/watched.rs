//! What each datagram of the device shows by itself: its form and its headers.

use ctk_record::Judgement;
use ctk_wire::ssdp::Kind;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::passive::watch::{judge_noticed, watching};
use crate::tester::Tester;
use crate::uda::version::versions;

/// Row, id, purpose.
type Watched = (&'static str, &'static str, &'static str);

/// What announcements show.
const ANNOUNCEMENTS: &[Watched] = &[
    (
        "UDA-DISC-02",
        "uda/discovery/message-form",
        "a message is a start line and headers, ended by an empty line, with CRLF and no body",
    ),
    (
        "UDA-DISC-05",
        "uda/discovery/header-form",
        "a vendor's header is named token, dot, domain",
    ),
    (
        "UDA-DISC-07",
        "uda/discovery/uuid-form",
        "UUIDs are of the form 8-4-4-4-12",
    ),
    (
        "UDA-DISC-10",
        "uda/discovery/announced-headers",
        "an announcement has HOST, CACHE-CONTROL, LOCATION, NT, NTS, SERVER and USN, once each",
    ),
    (
        "UDA-DISC-11",
        "uda/discovery/announced-numbers",
        "an announcement has BOOTID.UPNP.ORG and CONFIGID.UPNP.ORG",
    ),
    (
        "UDA-DISC-12",
        "uda/discovery/announced-host",
        "HOST of an announcement is the group and port 1900, NTS is ssdp:alive",
    ),
    (
        "UDA-DISC-13",
        "uda/discovery/cache-control",
        "CACHE-CONTROL of an announcement holds max-age and nothing else",
    ),
    (
        "UDA-DISC-14",
        "uda/discovery/max-age",
        "an announcement holds for half an hour or more",
    ),
    (
        "UDA-DISC-16",
        "uda/discovery/usn",
        "USN of an announcement is the UDN alone, or with the type announced",
    ),
    (
        "UDA-DISC-17",
        "uda/discovery/server",
        "SERVER of an announcement names system, UPnP version and product",
    ),
    (
        "UDA-DISC-25",
        "uda/discovery/datagram-size",
        "a message fits a datagram that no network splits",
    ),
];

/// What answers to searches show.
const ANSWERS: &[Watched] = &[
    (
        "UDA-DISC-40",
        "uda/discovery/answer-headers",
        "an answer has CACHE-CONTROL, EXT, LOCATION, SERVER, ST and USN",
    ),
    (
        "UDA-DISC-41",
        "uda/discovery/answer-boot-id",
        "an answer has BOOTID.UPNP.ORG",
    ),
    (
        "UDA-DISC-53",
        "uda/discovery/answer-values",
        "what an answer says has the form that it has in announcements",
    ),
];

pub(super) fn cases() -> Vec<Case> {
    let announced = ANNOUNCEMENTS
        .iter()
        .map(|it| watched(it, "1.2.2", |t| t.ssdp().announcements().map(drop)));
    let answered = ANSWERS
        .iter()
        .map(|it| watched(it, "1.3.3", |t| t.ssdp().answer().map(drop)));
    announced
        .chain(answered)
        .chain([location(), search_port(), secure_location()])
        .collect()
}

fn watched(
    (row, id, purpose): &Watched,
    clause: &'static str,
    provoke: fn(&mut Tester<'_>) -> Flow,
) -> Case {
    let row = *row;
    watching(id, purpose, row, move |t| {
        // What the run has shown is enough.
        if t.has_noticed(row)? {
            return Ok(());
        }
        provoke(t)
    })
    .clause(clause)
    .needs(&[Need::Multicast])
    .needs(&versions(row))
}

/// 1.2.2: LOCATION is an absolute URL, and leads to the description.
fn location() -> Case {
    watching(
        "uda/discovery/location",
        "LOCATION of an announcement leads to the device's description",
        "UDA-DISC-15",
        |t| {
            let told = t.ssdp().announcements()?;
            let Some(first) = told.iter().find(|it| it.message.kind == Kind::Alive) else {
                return Ok(());
            };
            let first = first.clone();
            t.descriptions().leads_to_description("UDA-DISC-15", &first)
        },
    )
    .clause("1.2.2")
    .needs(&[Need::Multicast])
}

/// 1.2.2: SEARCHPORT.UPNP.ORG, where it is sent, is a port for everybody.
fn search_port() -> Case {
    sent_or_not(
        "uda/discovery/search-port",
        "SEARCHPORT.UPNP.ORG is a port from 49152 to 65535",
        "UDA-DISC-20",
        "SEARCHPORT.UPNP.ORG is not sent: port 1900 is the device's",
    )
}

/// 1.2.2: SECURELOCATION.UPNP.ORG comes with DeviceProtection.
fn secure_location() -> Case {
    sent_or_not(
        "uda/discovery/secure-location",
        "SECURELOCATION.UPNP.ORG is an https URL",
        "UDA-DISC-21",
        "SECURELOCATION.UPNP.ORG is not sent, and the device has no DeviceProtection",
    )
}

fn sent_or_not(
    id: &'static str,
    purpose: &'static str,
    row: &'static str,
    otherwise: &'static str,
) -> Case {
    Case::new(id, purpose)
        .clause("1.2.2")
        .covers(&[row])
        .needs(&[Need::Multicast])
        .needs(&versions(row))
        .phase(crate::case::Phase::Last)
        .body(move |t| {
            t.ssdp().answer()?;
            if !t.has_noticed(row)? {
                let protected = row == "UDA-DISC-21"
                    && !t
                        .dut()
                        .description
                        .find_services("DeviceProtection")
                        .is_empty();
                if !protected {
                    return Err(Stop::NotApplicable(otherwise.to_owned()));
                }
                return t.record(
                    Judgement::met(row, false)
                        .asked("announcements and answers of a device with DeviceProtection")
                        .accepts(["SECURELOCATION.UPNP.ORG"])
                        .observed("it is not sent"),
                );
            }
            judge_noticed(t, row)
        })
}
