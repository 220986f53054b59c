//! What cases of Messaging need of the service.

use ctk_vectors::messaging_2::action;

use crate::case::Need;
use crate::case::applicability::{Applicability, available, claimed};
use crate::under_test::{ClaimKind, Ics, ServiceUnderTest};

/// Whether a need of Messaging is met; those of any service are, as far as this goes.
pub(super) fn meets(need: &Need, dut: &ServiceUnderTest) -> Applicability {
    let ics = &dut.ics;
    match need {
        Need::SessionMode => claimed(ics.session_mode(), || {
            "session mode is not implemented".to_owned()
        }),
        Need::FileTransfer => claimed(ics.has_action(action::START_FILE_TRANSFER), || {
            "file transfer is not implemented".to_owned()
        }),
        Need::Folder(name) => claimed(ics.has_folder(name), || {
            absent(ics, ClaimKind::Folders, name)
        }),
        Need::NoFolder(name) => claimed(ics.lacks(ClaimKind::Folders, name), || {
            match (ics.has_folder(name), ics.shows(ClaimKind::Folders, name)) {
                (true, _) => format!("folder {name} is supported"),
                (false, true) => {
                    format!("folder {name} is supported, though the profile does not claim it")
                }
                (false, false) => "the device shows no folders".to_owned(),
            }
        }),
        Need::MessageClass(name) => claimed(ics.has_message_class(name), || {
            absent(ics, ClaimKind::MessageClasses, name)
        }),
        Need::SessionClass(name) => claimed(ics.has_session_class(name), || {
            absent(ics, ClaimKind::SessionClasses, name)
        }),
        Need::Recipient => available(!dut.recipients.is_empty(), || {
            "no recipient (profile [ixit] recipients, or an upper tester that resets the device)"
                .to_owned()
        }),
        _ => Applicability::Applicable,
    }
}

/// Why it is not there: the device does not have it, or the profile leaves it out.
fn absent(ics: &Ics, kind: ClaimKind, name: &str) -> String {
    let what = kind.singular();
    match ics.shows(kind, name) {
        true => format!("{what} {name} is not claimed by the profile"),
        false => format!("{what} {name} is not supported"),
    }
}
