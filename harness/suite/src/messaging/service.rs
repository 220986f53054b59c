//! Messaging:2 as a value.

use ctk_vectors::facts;
use ctk_vectors::messaging_2::{action, message_class, req, session_class};

use super::{cases, change, claims, events, faults, needs};
use crate::service::{EventedVariable, SafeActions, Service};

/// Messaging:2.
pub(crate) const SERVICE: Service = Service {
    name: "Messaging",
    family: "urn:schemas-upnp-org:service:Messaging:",
    version: 2,
    facts: Some(facts),
    safe: Some(SafeActions {
        plain: action::GET_MESSAGING_CAPABILITIES,
        asking: action::READ_MESSAGE,
        argument: "MessageID",
    }),
    evented: &[
        EventedVariable {
            name: "NewMessages",
            read: events::new_messages,
        },
        EventedVariable {
            name: "SessionUpdates",
            read: events::session_updates,
        },
    ],
    change: Some(change::change),
    changes: change::changes,
    faults: faults::of_fault,
    vendor_codes: Some(req::M_T46_2),
    meets: needs::meets,
    claims: Some(claims::shown),
    reserved_recipients: &[
        (
            message_class::E_MAIL,
            ["alice@example.invalid", "bob@example.invalid"],
        ),
        (
            message_class::SMS,
            ["tel:+1-201-555-0100", "tel:+1-201-555-0101"],
        ),
        (
            message_class::MMS,
            ["tel:+1-201-555-0102", "tel:+1-201-555-0103"],
        ),
        (message_class::INSTANT_MESSAGE, SIP),
        (message_class::WEBPAGE_URL, PAGE),
        (session_class::CHAT, SIP),
        (session_class::FILE_TRANSFER, SIP),
        (session_class::WEBPAGE_SYNC, PAGE),
        (session_class::MIXED, SIP),
    ],
    cases,
};

const SIP: [&str; 2] = ["sip:alice@example.invalid", "sip:bob@example.invalid"];
const PAGE: [&str; 2] = ["sip:carol@example.invalid", "sip:dave@example.invalid"];
