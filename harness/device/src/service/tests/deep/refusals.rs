//! What a refused action leaves.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::UnauthorizedReadMarks,
        |kit| {
            let id = kit.incoming("one");
            unauthorized(kit, "ReadMessage", &[("MessageID", &id)]);
            kit.message_status(&id)
        },
        "Unread",
        "Read",
    ),
    (
        DefectId::UnauthorizedDeleteMoves,
        |kit| {
            let id = kit.incoming("one");
            unauthorized(kit, "DeleteMessage", &[("MessageID", &id)]);
            kit.folder(&id)
        },
        "Received",
        "Deleted",
    ),
    (
        DefectId::UnauthorizedSendStores,
        |kit| {
            unauthorized(kit, "SendMessage", &[("MessageToSend", &sms())]);
            found(kit, ["", "", "", ""])
        },
        "0",
        "1",
    ),
    (
        DefectId::UnauthorizedCloseCloses,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            unauthorized(kit, "CloseSession", &[("SessionID", &id)]);
            kit.status(&id)
        },
        "Running",
        "Closed",
    ),
    (
        DefectId::RefusedSendStores,
        |kit| {
            let bare = message("SMS", "", &[], "<text>x</text>");
            assert_eq!(
                kit.attempt("SendMessage", &[("MessageToSend", &bare)]),
                Err(703)
            );
            found(kit, ["", "", "", ""])
        },
        "0",
        "1",
    ),
    (
        DefectId::RefusedSendStaysInSession,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            let message = instant_message(&id);
            assert_eq!(
                kit.attempt("SendMessage", &[("MessageToSend", &message)]),
                Err(703)
            );
            found(kit, ["", "", "", &id])
        },
        "0",
        "1",
    ),
    (
        DefectId::RefusedModifyAdds,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            let changes = [&recipients(&["sip:bob@x"]), "nonsense", "", "", ""];
            assert_eq!(modify(kit, &id, changes), Err(704));
            addresses(&kit.info(&id))
        },
        "sip:ann@example.invalid",
        "sip:ann@example.invalid sip:bob@x",
    ),
    (
        DefectId::RefusedModifyMakesMixed,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            assert_eq!(modify(kit, &id, ["", "", "", "", "Telegram"]), Err(710));
            child(&kit.info(&id), "sessionClass")
        },
        "Chat",
        "Mixed",
    ),
    (
        DefectId::RefusedCreateLeavesSession,
        |kit| {
            assert_eq!(
                kit.attempt("CreateSession", &creation("Chat", "nonsense")),
                Err(704)
            );
            sessions(kit, "", "")
        },
        "0",
        "1",
    ),
    (
        DefectId::RefusedAcceptTakesPart,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            let refused = kit.try_as("other", "AcceptSession", &[("SessionID", &id)]);
            assert_eq!(refused, Err(708));
            kit.on("LeaveSession", &id).expect("left");
            kit.status(&id)
        },
        "Parked",
        "Running",
    ),
    (
        DefectId::RefusedJoinTakesPart,
        |kit| {
            let id = kit.create("Chat");
            let refused = kit.try_as("other", "JoinSession", &[("SessionID", &id)]);
            assert_eq!(refused, Err(708));
            kit.stimulate("peer-accepts-session", json!({"session_id": id}));
            kit.on("LeaveSession", &id).expect("left");
            kit.status(&id)
        },
        "Parked",
        "Running",
    ),
    (
        DefectId::RefusedLeaveParks,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            let refused = kit.try_as("other", "LeaveSession", &[("SessionID", &id)]);
            assert_eq!(refused, Err(708));
            kit.status(&id)
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::RefusedTransferReplacesMetadata,
        |kit| {
            kit.stimulate("stall-file-transfer", json!({"enabled": true}));
            let id = running(kit, "File-Transfer");
            start(kit, &id, &[("http://nowhere.invalid/1", 1, "0")]).expect("started");
            let again = start(kit, &id, &[("http://nowhere.invalid/2", 1, "0")]);
            assert_eq!(again, Err(708));
            kit.on("CloseSession", &id).expect("closed");
            child(
                &kit.on("GetFileTransferSession", &id).expect("metadata"),
                "fileLink",
            )
        },
        "http://nowhere.invalid/1",
        "http://nowhere.invalid/2",
    ),
    (
        DefectId::RefusedSendDecidesClass,
        |kit| {
            let id = kit.session_in("Running", "");
            let bare = message("MMS", &id, &["tel:+12015550101"], "");
            assert_eq!(
                kit.attempt("SendMessage", &[("MessageToSend", &bare)]),
                Err(703)
            );
            child(&kit.info(&id), "sessionClass")
        },
        "",
        "MMS",
    ),
    (
        DefectId::RefusedCancelStopsNext,
        |kit| {
            let id = running(kit, "File-Transfer");
            assert_eq!(kit.on("CancelFileTransfer", &id), Err(709));
            start(kit, &id, &[(&server(FIVE, false), 5, "0")]).expect("started");
            until_over(kit, &id);
            texts(kit, &id)
        },
        "file transfer started, file transfer completed",
        "file transfer started, file transfer cancelled",
    ),
    (
        DefectId::RefusedLeaveCounts,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            assert_eq!(kit.on("LeaveSession", &id), Err(708));
            kit.on("JoinSession", &id).expect("joined");
            kit.status(&id)
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::UnauthorizedCancelCancels,
        |kit| {
            kit.stimulate("stall-file-transfer", json!({"enabled": true}));
            let id = running(kit, "File-Transfer");
            start(kit, &id, &[("http://nowhere.invalid/1", 1, "0")]).expect("started");
            unauthorized(kit, "CancelFileTransfer", &[("SessionID", &id)]);
            code(kit.on("CancelFileTransfer", &id))
        },
        "done",
        "709",
    ),
    (
        DefectId::UnauthorizedModifyModifies,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            let changes = [
                ("SessionID", id.as_str()),
                ("SessionRecipientsToAdd", ""),
                ("SessionRecipientsToRemove", ""),
                ("Subject", "Dinner"),
                ("SupportedContentType", ""),
                ("SessionClass", ""),
            ];
            unauthorized(kit, "ModifySession", &changes);
            child(&kit.info(&id), "subject")
        },
        "Lunch",
        "Dinner",
    ),
    (
        DefectId::UnauthorizedLeaveLeaves,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            unauthorized(kit, "LeaveSession", &[("SessionID", &id)]);
            kit.status(&id)
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::UnauthorizedCreateCreates,
        |kit| {
            let somebody = recipients(&["sip:ann@example.invalid"]);
            unauthorized(kit, "CreateSession", &creation("Chat", &somebody));
            sessions(kit, "", "")
        },
        "0",
        "1",
    ),
];

/// An action without the privilege, which is 606 whatever it does.
fn unauthorized(kit: &Kit, action: &str, arguments: &[(&str, &str)]) {
    kit.stimulate("authorize", json!({"enabled": false}));
    assert_eq!(kit.attempt(action, arguments), Err(606));
    kit.stimulate("authorize", json!({"enabled": true}));
}
