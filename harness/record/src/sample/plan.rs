//! What the sample run plans.

use crate::*;

pub(super) fn planned(
    id: &str,
    clause: &str,
    purpose: &str,
    requirements: &[&str],
    level: &str,
) -> PlannedCase {
    PlannedCase {
        id: id.into(),
        clause: clause.into(),
        purpose: purpose.into(),
        requirements: requirements.iter().map(|&id| id.into()).collect(),
        level: level.into(),
    }
}

fn requirement(id: &str, level: &str, text: &str, reason: &str) -> PlannedRequirement {
    PlannedRequirement {
        id: id.into(),
        clause: String::new(),
        level: level.into(),
        text: text.into(),
        reason: reason.into(),
    }
}

/// A planned case.
#[expect(clippy::too_many_lines, reason = "the lines are a sample")]
pub fn plan() -> Plan {
    Plan {
        not_selected: Vec::new(),
        unclaimed: Vec::new(),
        cases: vec![
            planned(
                "5.3.10/message-is-valid",
                "5.3.10",
                "a message read back is valid by Annex B",
                &["M-5.3.10-1"],
                "shall",
            ),
            planned(
                "5.5.4/unknown-class",
                "5.5.4.3",
                "a message of an unknown class is refused",
                &["M-5.5.4-704"],
                "shall",
            ),
            planned(
                "5.5.4/to-recipient",
                "5.5.4.3",
                "a message is delivered to its recipient",
                &["M-5.5.4-1"],
                "shall",
            ),
            planned(
                "5.5.4/chat-to-recipient",
                "5.5.4.3",
                "a chat message is delivered to its recipient",
                &["M-5.5.4-1"],
                "shall",
            ),
            planned(
                "5.5.5/unknown-id",
                "5.5.5.3",
                "a message that does not exist is refused",
                &["M-5.5.5-701"],
                "shall",
            ),
            planned(
                "5.5.13/pending",
                "5.5.13.3",
                "a pending session cannot be joined",
                &["M-5.5.13-708"],
                "shall",
            ),
            planned(
                "5.5.13/running",
                "5.5.13.3",
                "a running session can be joined",
                &["M-5.5.13-1"],
                "shall",
            ),
            planned(
                "5.5.18/transfer",
                "5.5.18",
                "a file transfer session is created",
                &["M-5.5.18-1"],
                "shall",
            ),
            planned(
                "5.6.1.2/leave-parked",
                "5.6.1.2",
                "a parked session can be left",
                &["M-5.6.1.2-3"],
                "shall",
            ),
            planned(
                "annex-a/peer",
                "A.1",
                "a peer names itself",
                &["M-A-1"],
                "should",
            ),
            planned(
                "uda/control/content-type",
                "UDA 3.2.2",
                "a response says that it is XML",
                &["UDA-CTRL-26"],
                "shall",
            ),
            planned(
                "uda/eventing/huge",
                "UDA 4.3",
                "a huge event is delivered whole",
                &["UDA-EVT-9"],
                "should",
            ),
        ],
        whole: true,
        requirements: vec![
            requirement(
                "M-4.2-1",
                "shall",
                "A boolean in the output is never `yes`.",
                "",
            ),
            requirement(
                "M-5.3.10-1",
                "shall",
                "A message is valid by its schema.",
                "",
            ),
            requirement(
                "M-5.5.4-1",
                "shall",
                "A message is sent to each of its recipients.",
                "",
            ),
            requirement("M-5.5.4-704", "shall", "An unknown class answers 704.", ""),
            requirement(
                "M-5.5.5-701",
                "shall",
                "An unknown message answers 701.",
                "",
            ),
            requirement(
                "M-5.5.13-1",
                "shall",
                "A running session can be joined.",
                "",
            ),
            requirement(
                "M-5.5.13-708",
                "shall",
                "A pending session answers 708.",
                "",
            ),
            requirement(
                "M-5.5.18-1",
                "shall",
                "A file transfer needs a session.",
                "",
            ),
            requirement("M-5.6.1.2-3", "shall", "A parked session can be left.", ""),
            requirement(
                "M-6-1",
                "shall",
                "The control point is not the device's concern.",
                "inspection: cannot be seen from outside",
            ),
            requirement("M-A-1", "should", "A peer has a name.", ""),
            requirement("UDA-CTRL-26", "shall", "CONTENT-TYPE is text/xml.", ""),
            requirement("UDA-EVT-9", "should", "An event is whole.", ""),
        ],
        session_cells: ["Nonexistent", "Pending", "Running", "Parked", "Closed"]
            .into_iter()
            .flat_map(|state| {
                ["JoinSession", "LeaveSession", "CloseSession"]
                    .map(|action| (state.into(), action.into()))
            })
            .collect(),
        folder_cells: ["Received", "Sent", "Failed", "Draft", "Deleted"]
            .into_iter()
            .flat_map(|folder| {
                ["ReadMessage", "DeleteMessage", "delivery"]
                    .map(|event| (folder.into(), event.into()))
            })
            .collect(),
        error_pairs: vec![
            ("SendMessage".into(), 704),
            ("ReadMessage".into(), 701),
            ("JoinSession".into(), 706),
            ("JoinSession".into(), 708),
        ],
        messages: 2,
        floor_ms: 2_000,
        shard: None,
    }
}
