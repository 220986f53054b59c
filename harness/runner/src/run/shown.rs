//! What a Messaging service shows that it can do, and whom cases may send to.

use std::collections::BTreeMap;

use ctk_model::document::{self, Context, Direction};
use ctk_suite::lab::{Lab, LabError};
use ctk_suite::tester::invoke_plainly;
use ctk_suite::under_test::ics::{Dut, Ics};
use ctk_vectors::{Presence, facts};

use crate::dut::probe_request::ProbeRequest;

/// What the device shows: its service description and its capabilities.
///
/// # Errors
/// The lab's.
pub fn shown(lab: &mut dyn Lab, dut: &Dut) -> Result<Ics, LabError> {
    let actions: Vec<String> = match &dut.scpd {
        Some(scpd) => scpd
            .actions
            .iter()
            .map(|action| action.name.clone())
            .collect(),
        None => facts()
            .actions
            .iter()
            .filter(|action| action.presence == Presence::Required)
            .map(|action| action.name.clone())
            .collect(),
    };
    let mut ics = Ics {
        actions,
        ..Ics::default()
    };
    let reply = invoke_plainly(lab, dut, "GetMessagingCapabilities")?;
    let text = reply.output("SupportedCapabilities").unwrap_or_default();
    let read = document::read_capabilities(text, Direction::Output, &Context::default());
    match read.value {
        Some(capabilities) if !text.is_empty() => {
            ics.message_classes = capabilities.message_classes;
            ics.session_classes = capabilities.session_classes;
            ics.folders = capabilities.folders;
        }
        _ => {
            // The device does not say; what its service description allows is the next best.
            let allowed = |variable: &str| -> Vec<String> {
                let declared = dut
                    .scpd
                    .as_ref()
                    .and_then(|scpd| scpd.variables.iter().find(|it| it.name == variable));
                declared
                    .map(|it| {
                        it.allowed_values
                            .iter()
                            .filter(|value| !value.is_empty() && *value != "ANY")
                            .cloned()
                            .collect()
                    })
                    .unwrap_or_default()
            };
            ics.message_classes = allowed("A_ARG_TYPE_MessageClass");
            ics.session_classes = allowed("A_ARG_TYPE_SessionClass");
            ics.folders = ["Received", "Outgoing", "Sent"].map(str::to_owned).to_vec();
        }
    }
    Ok(ics)
}

/// Whom cases may send to (do no harm).
pub fn recipients(request: &ProbeRequest, test_bench: bool) -> BTreeMap<String, Vec<String>> {
    if !request.profile.ixit.recipients.is_empty() {
        return request.profile.ixit.recipients.clone();
    }
    if !request.embedded && !test_bench {
        return BTreeMap::new();
    }
    let reserved: &[(&str, &[&str])] = &[
        ("e-Mail", &["alice@example.invalid", "bob@example.invalid"]),
        ("SMS", &["tel:+1-201-555-0100", "tel:+1-201-555-0101"]),
        ("MMS", &["tel:+1-201-555-0102", "tel:+1-201-555-0103"]),
        (
            "Instant Message",
            &["sip:alice@example.invalid", "sip:bob@example.invalid"],
        ),
        (
            "WebpageURL",
            &["sip:carol@example.invalid", "sip:dave@example.invalid"],
        ),
        (
            "Chat",
            &["sip:alice@example.invalid", "sip:bob@example.invalid"],
        ),
        (
            "File-Transfer",
            &["sip:alice@example.invalid", "sip:bob@example.invalid"],
        ),
        (
            "WebpageSync",
            &["sip:carol@example.invalid", "sip:dave@example.invalid"],
        ),
        (
            "Mixed",
            &["sip:alice@example.invalid", "sip:bob@example.invalid"],
        ),
    ];
    reserved
        .iter()
        .map(|(class, addresses)| {
            (
                (*class).to_owned(),
                addresses
                    .iter()
                    .map(|&address| address.to_owned())
                    .collect(),
            )
        })
        .collect()
}
