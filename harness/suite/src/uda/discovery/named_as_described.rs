//! 1, 2.3: how the announcements themselves are sent, and under which name.

use ctk_record::{Judgement, Outcome};
use ctk_vectors::uda::row;
use ctk_wire::Claim;

use crate::case::{Case, Need, Phase};
use crate::judging::judgement::Stop;
use crate::tester::ssdp::LISTEN_MS;

/// The time to live of a multicast datagram by default (clause 1): of 1.0, and since.
const TTL_OF_1_0: u8 = 4;
const TTL: u8 = 2;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![udn(), time_to_live()]
}

/// 1: announcements live for two hops, in 1.0 for four. What a router on the way took from it cannot be told, so that
/// only more than that is remarked on.
fn time_to_live() -> Case {
    Case::new(
        "uda/discovery/time-to-live",
        "announcements are sent for two hops (1.0: four)",
    )
    .clause("1")
    .covers(&[row::UDA_DISC_26])
    .needs(&[Need::Multicast])
    .phase(Phase::Last)
    .body(|t| {
        let told = t.ssdp().announcements()?;
        let of_1_0 = t.dut().claim == Claim::V1_0;
        let most = if of_1_0 { TTL_OF_1_0 } else { TTL };
        let longest = told
            .iter()
            .filter_map(|it| Some((it.datagram.ttl?, it.datagram.exchange)))
            .max();
        let Some((ttl, exchange)) = longest else {
            return Err(Stop::inconclusive(
                "the system does not tell with which time to live datagrams arrive",
            ));
        };
        t.record(
            Judgement::met_or(row::UDA_DISC_26, ttl <= most, Outcome::Warning)
                .asked("the announcements heard in this run")
                .accepts([&format!("a time to live of {most} at most")])
                .observed(format!("they arrived with {ttl}"))
                .exchanges([exchange]),
        )
    })
}

/// 2.3: the UDN of the description begins the USN of what is announced. A device that announces another name at the same
/// place is not known by its own.
fn udn() -> Case {
    Case::new(
        "uda/description/udn-announced",
        "the device is found under the UDN of its description",
    )
    .clause("2.3")
    .covers(&["UDA-DESC-27"])
    .needs(&[Need::Multicast])
    .waits(LISTEN_MS)
    .body(|t| {
        let others = t.descriptions().strangers_at_location()?;
        if others.is_empty() && t.ssdp().answer().is_err() {
            return Err(Stop::inconclusive(
                "the device answers no search at all (uda/discovery/answers)",
            ));
        }
        t.record(
            Judgement::met("UDA-DESC-27", others.is_empty())
                .asked("M-SEARCH for upnp:rootdevice, and the device description")
                .accepts(["USN begins with a UDN of the description that LOCATION names"])
                .observed(if others.is_empty() {
                    "so it does".to_owned()
                } else {
                    format!("USN {} with the LOCATION of the device", others.join(", "))
                }),
        )
    })
}
