//! What a Messaging service shows that it can do.

use ctk_model::document::{self, Context, Direction};
use ctk_vectors::messaging_2::action;
use ctk_vectors::{Presence, facts};

use crate::lab::{Lab, LabError};
use crate::tester::invoke_plainly;
use crate::under_test::{Ics, ServiceUnderTest};

/// What the device shows of itself: its service description and its capabilities.
///
/// # Errors
/// The lab's.
pub(super) fn shown(lab: &mut dyn Lab, dut: &ServiceUnderTest) -> Result<Ics, LabError> {
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
    let reply = match invoke_plainly(lab, dut, action::GET_MESSAGING_CAPABILITIES) {
        Ok(reply) => Some(reply),
        // The control URL leads where the lab does not go, or nowhere: each case says so.
        Err(LabError::Unavailable(_) | LabError::GivenUp(_)) => None,
        Err(error) => return Err(error),
    };
    let said = reply.as_ref();
    let text = said.and_then(|reply| reply.output("SupportedCapabilities"));
    let text = text.unwrap_or_default();
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
