//! 5.1 Service type.

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};
use ctk_wire::description::Found;

use crate::case::Case;
use crate::judging::judgement::Stop;

const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:";

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![described(), invoked()]
}

/// 5.1: the device description names the service by its type; a later version contains this one (UDA 2.3).
fn described() -> Case {
    Case::new(
        "5.1/described",
        "the device description names version 2 of the service, or a later one",
    )
    .covers(&[req::M_5_1_1])
    .body(|t| {
        let dut = t.dut();
        let found: Vec<Found> = dut
            .description
            .find_services(SERVICE)
            .into_iter()
            .filter(|service| service.udn == dut.udn)
            .collect();
        let types: Vec<&str> = found.iter().map(|it| it.service_type.as_str()).collect();
        t.record(
            Judgement::met(
                req::M_5_1_1,
                found.iter().filter_map(|it| it.version).any(|it| it >= 2),
            )
            .asked(format!("GET {}", dut.description_url))
            .accepts([
                "serviceType urn:schemas-upnp-org:service:Messaging:2",
                "a later version",
            ])
            .observed(format!("serviceType {}", types.join(", "))),
        )
    })
}

/// 5.1: the service answers to its type. It may be called as version 1 as well; the suite calls version 2.
fn invoked() -> Case {
    Case::new(
        "5.1/invoked",
        "an action invoked by the type of version 2 is answered",
    )
    .covers(&[req::M_5_1_1])
    .body(|t| {
        // An action that is missing says nothing of the service: it takes both to be unknown.
        let mut unknown = None;
        for action in [
            action::GET_MESSAGING_CAPABILITIES,
            action::GET_TELEPHONY_IDENTITY,
        ] {
            let reply = t.invoke(action, &[])?;
            let known = reply.succeeded() || reply.fault().is_some_and(|code| code != 401);
            if known {
                return t.record(
                    Judgement::met(req::M_5_1_1, true)
                        .asked(&reply.asked)
                        .observed(reply.describe(&reply.observed(None)))
                        .exchanges([reply.exchange]),
                );
            }
            if reply.fault() == Some(401) {
                unknown = Some(reply);
            }
        }
        let reply = unknown.ok_or_else(|| {
            Stop::inconclusive("neither required action without arguments is answered")
        })?;
        t.judge(&reply, &Expectation::success(req::M_5_1_1))
    })
}
