//! Several filters together.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::SearchFolderDropsStatus,
        |kit| {
            kit.incoming("one");
            found(kit, ["", "Received", "Read", ""])
        },
        "0",
        "1",
    ),
    (
        DefectId::SearchSessionDropsClass,
        |kit| {
            let session = kit.session_in("Running", "Mixed");
            arrives_in(kit, &session);
            found(kit, ["SMS", "", "", &session])
        },
        "0",
        "1",
    ),
    (
        DefectId::SearchOutgoingNeverUnread,
        |kit| {
            hold(kit, true);
            kit.send(&sms());
            found(kit, ["", "Outgoing", "Unread", ""])
        },
        "1",
        "0",
    ),
    (
        DefectId::SearchThreeDropClass,
        |kit| {
            kit.incoming("one");
            found(kit, ["e-Mail", "Received", "Unread", ""])
        },
        "0",
        "1",
    ),
    (
        DefectId::SearchWithoutFolderReceived,
        |kit| {
            let id = kit.send(&sms());
            read(kit, &id);
            found(kit, ["SMS", "", "Read", ""])
        },
        "1",
        "0",
    ),
    (
        DefectId::SearchReceivedSkipsSessions,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            arrives_in(kit, &session);
            found(kit, ["Instant Message", "Received", "", ""])
        },
        "1",
        "0",
    ),
    (
        DefectId::SearchSessionUnreadIncoming,
        |kit| held_in_session(kit, "", "Unread"),
        "1",
        "0",
    ),
    (
        DefectId::SearchSessionSentFindsOutgoing,
        |kit| held_in_session(kit, "Sent", ""),
        "0",
        "1",
    ),
    (
        DefectId::GetSessionsRunningFindsParked,
        |kit| {
            kit.session_in("Parked", "Chat");
            sessions(kit, "Chat", "Running") + &sessions(kit, "", "Running")
        },
        "00",
        "10",
    ),
    (
        DefectId::GetSessionsPendingOwnOnly,
        |kit| {
            requested(kit, "Chat");
            sessions(kit, "Chat", "Pending") + &sessions(kit, "Chat", "")
        },
        "11",
        "01",
    ),
    (
        DefectId::GetSessionsByFirstClass,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            modified(kit, &id, ["", "", "", "", "SMS"]);
            sessions(kit, "Mixed", "") + &sessions(kit, "Chat", "")
        },
        "10",
        "01",
    ),
    (
        DefectId::SearchStatusDropsSession,
        |kit| {
            let sessions = ["Chat"; 2].map(|class| kit.session_in("Running", class));
            for session in &sessions {
                arrives_in(kit, session);
            }
            found(kit, ["", "", "Unread", &sessions[0]]) + &found(kit, ["", "", "", &sessions[0]])
        },
        "11",
        "21",
    ),
    (
        DefectId::SearchClosedDropsSession,
        |kit| {
            let sessions = ["Chat"; 2].map(|class| kit.session_in("Running", class));
            for session in &sessions {
                arrives_in(kit, session);
                kit.on("CloseSession", session).expect("closed");
            }
            found(kit, ["", "ClosedSession", "", &sessions[1]])
        },
        "1",
        "2",
    ),
    (
        DefectId::SearchListsPerRecipient,
        |kit| {
            hold(kit, true);
            kit.send(&mail(&lists(&["a@x", "b@x"], &["c@x"], &[]), ""));
            found(kit, ["", "Outgoing", "", ""])
        },
        "1",
        "3",
    ),
    (
        DefectId::GetSessionsClosedDropsClass,
        |kit| {
            for class in ["Chat", "Mixed"] {
                kit.session_in("Closed", class);
            }
            sessions(kit, "Chat", "Closed")
        },
        "1",
        "2",
    ),
    (
        DefectId::SearchFourDropFolder,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            arrives_in(kit, &session);
            found(kit, ["Instant Message", "Sent", "Unread", &session])
        },
        "0",
        "1",
    ),
    (
        DefectId::SearchDeletedDropsClass,
        |kit| {
            let id = kit.incoming("one");
            kit.ok("DeleteMessage", &[("MessageID", &id)]);
            found(kit, ["e-Mail", "Deleted", "", ""])
        },
        "0",
        "1",
    ),
    (
        DefectId::GetSessionsMixedDropsStatus,
        |kit| {
            kit.create("Mixed");
            sessions(kit, "Mixed", "Running")
        },
        "0",
        "1",
    ),
];

fn held_in_session(kit: &Kit, folder: &str, status: &str) -> String {
    let session = kit.session_in("Running", "Chat");
    hold(kit, true);
    kit.send(&instant_message(&session));
    found(kit, ["", folder, status, &session])
}
