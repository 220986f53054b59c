//! What each datagram of the device shows by itself: its form and its headers.

use ctk_record::Judgement;
use ctk_vectors::ShownBy;
use ctk_wire::ssdp::Kind;

use crate::case::{Case, Need};
use crate::judging::judgement::Stop;
use crate::passive::rows;
use crate::passive::watch::{judge_noticed, watching};
use crate::uda::version::versions;

pub(super) fn cases() -> Vec<Case> {
    let announced = rows::cases(ShownBy::Announcements, |t| {
        t.ssdp().announcements().map(drop)
    });
    let answered = rows::cases(ShownBy::SearchAnswers, |t| t.ssdp().answer().map(drop));
    announced
        .into_iter()
        .chain(answered)
        .map(|case| case.needs(&[Need::Multicast]))
        .chain([location(), search_port(), secure_location()])
        .collect()
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
