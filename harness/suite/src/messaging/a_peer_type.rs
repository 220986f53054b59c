//! Annex A: peerType, wherever in the documents of the run it turned up.

use ctk_model::document::Peer;
use ctk_record::{Judgement, Suspect};
use ctk_vectors::messaging_2::{action, req};

use crate::case::{Case, Need};
use crate::judging::judgement::Stop;
use crate::judging::message_diff::same_address;
use crate::stimulate::documents::{message, pictured_peer, watching};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let to_send = &[
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEND_MESSAGE),
    ];
    vec![
        //
        watching(
            "annex-a/valid",
            "each peer fits the schema of peerType",
            req::M_A_1,
            message,
        )
        .clause("Annex A")
        .needs(to_send)
        .own_objects(1),
        watching(
            "annex-a/thumbnail",
            "a thumbnail carries its content type and transfer encoding",
            req::M_A_2,
            pictured_peer,
        )
        .clause("Annex A")
        .needs(to_send)
        .own_objects(1),
        instance_ids(),
    ]
}

/// Annex A.2, R-63: an address that nobody can have stands in no address book, so that an instance id that a device
/// adds to it is 0. Where the address book may know those who are written to, nothing follows.
fn instance_ids() -> Case {
    Case::new(
        "annex-a/instance-ids",
        "the instance id of an address that nobody has is 0, or left out",
    )
    .clause("Annex A.2")
    .covers(&[req::M_A_3])
    .needs(&[
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEND_MESSAGE),
        Need::Recipient,
    ])
    .own_objects(1)
    .body(|t| {
        let class = t.classes().any_message()?;
        let draft = t.messages().draft(&class)?;
        let id = t.messages().sent(&draft)?;
        let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
        t.arranged(&reply)?;
        let message = t.documents().message(&reply)?;
        let list = &message.recipients;
        let written_to = list.to.iter().chain(&list.cc).chain(&list.bcc);
        let of_nobody: Vec<&Peer> = written_to.filter(|peer| is_reserved(t, &peer.id)).collect();
        if of_nobody.is_empty() {
            return Err(Stop::Inconclusive {
                reason: "whom the profile names may stand in the address book".to_owned(),
                suspect: Suspect::Operator,
            });
        }
        let numbers: Vec<&str> = of_nobody
            .iter()
            .flat_map(|peer| [&peer.contact_instance_id, &peer.group_instance_id])
            .filter_map(|number| number.as_deref().map(str::trim))
            .collect();
        let met = numbers.iter().all(|number| number.parse() == Ok(0u64));
        t.record(
            Judgement::met(req::M_A_3, met)
                .asked(&reply.asked)
                .accepts(["instance id 0", "no instance id"])
                .observed(match numbers.is_empty() {
                    true => "no instance id".to_owned(),
                    false => format!("instance id {}", numbers.join(", ")),
                })
                .exchanges([reply.exchange]),
        )
    })
}

/// The address is one of those that the kit writes to on a test bench, and nobody's.
fn is_reserved(t: &Tester<'_>, address: &str) -> bool {
    let reserved = t.dut().service().reserved_recipients.iter();
    reserved
        .flat_map(|(_, addresses)| addresses)
        .any(|nobodys| same_address(nobodys, address))
}
