//! What is wrong later.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::SearchFolderSticks,
        |kit| {
            kit.incoming("one");
            found(kit, ["", "Sent", "", ""]) + &found(kit, ["SMS", "", "", ""])
        },
        "01",
        "00",
    ),
    (
        DefectId::ChosenClassSticks,
        |kit| {
            let file = "<attachments><attachment><uRI>http://h/f</uRI></attachment></attachments>";
            kit.send(&message("MMS", "", &["tel:+12015550101"], file));
            let text = message("", "", &["tel:+12015550101"], "<text>Hi</text>");
            child(&sent(kit, &text), "messageClass")
        },
        "SMS",
        "MMS",
    ),
    (
        DefectId::DeletedIdReissued,
        |kit| {
            let id = kit.incoming("one");
            deleted(kit, &id);
            (kit.send(&sms()) == id).to_string()
        },
        "false",
        "true",
    ),
    (
        DefectId::ReadingDeletedRestores,
        |kit| {
            let id = kit.incoming("one");
            deleted(kit, &id);
            read(kit, &id);
            kit.folder(&id)
        },
        "Deleted",
        "Received",
    ),
    (
        DefectId::ArrivalUnreadsThread,
        |kit| {
            let id = kit.incoming("one");
            read(kit, &id);
            kit.incoming("two");
            kit.message_status(&id)
        },
        "Read",
        "Unread",
    ),
    (
        DefectId::DeletingUnlinksSession,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let id = arrives_in(kit, &session);
            deleted(kit, &id);
            count(&read(kit, &id), "sessionID")
        },
        "1",
        "0",
    ),
    (
        DefectId::SecondPeerLeavingParks,
        |kit| {
            let three = recipients(&["sip:a@x", "sip:b@x", "sip:c@x"]);
            let id = kit.ok("CreateSession", &creation("Chat", &three));
            kit.stimulate("peer-accepts-session", json!({"session_id": id}));
            for peer in ["sip:a@x", "sip:b@x"] {
                kit.stimulate("peer-leaves", json!({"session_id": id, "peer": peer}));
            }
            kit.updates(&id).last().expect("an update").1.clone()
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::ArrivalUnparks,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            arrives_in(kit, &id);
            kit.status(&id)
        },
        "Parked",
        "Running",
    ),
    (
        DefectId::ReadingRedates,
        |kit| {
            let id = kit.incoming("one");
            let first = child(&read(kit, &id), "dateReceived");
            std::thread::sleep(Duration::from_millis(3));
            (child(&read(kit, &id), "dateReceived") == first).to_string()
        },
        "true",
        "false",
    ),
    (
        DefectId::AnswersUnchecked,
        |kit| {
            let id = kit.incoming("one");
            let answer = message("MMS", "", &["tel:+12015550101"], "<text>Hi</text>");
            let reply = format!("<messageStatus/><replyMessageID>{id}</replyMessageID>");
            let answer = answer.replace("<messageStatus/>", &reply);
            code(kit.attempt("SendMessage", &[("MessageToSend", &answer)]))
        },
        "703",
        "done",
    ),
    (
        DefectId::InSessionRecipientsUnchecked,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            let bare = message("Instant Message", &id, &[], "<text>Hi</text>");
            code(kit.attempt("SendMessage", &[("MessageToSend", &bare)]))
        },
        "703",
        "done",
    ),
    (
        DefectId::RefusedStartHoldsTransfer,
        |kit| {
            let id = kit.session_in("Parked", "File-Transfer");
            assert_eq!(start(kit, &id, &[("http://h/f", 5, "0")]), Err(708));
            kit.on("JoinSession", &id).expect("joined");
            code(kit.on("CancelFileTransfer", &id))
        },
        "709",
        "done",
    ),
    (
        DefectId::TransferAfterCancelUntold,
        |kit| {
            kit.stimulate("stall-file-transfer", json!({"enabled": true}));
            let id = running(kit, "File-Transfer");
            start(kit, &id, &[("http://h/f", 5, "0")]).expect("started");
            kit.on("CancelFileTransfer", &id).expect("cancelled");
            texts(kit, &id);
            start(kit, &id, &[("http://h/f", 5, "0")]).expect("started");
            kit.stimulate("complete-file-transfer", json!({"session_id": id}));
            texts(kit, &id)
        },
        "file transfer started, file transfer completed",
        "file transfer started",
    ),
    (
        DefectId::UpdatesForgetRejoin,
        |kit| {
            let id = running(kit, "Chat");
            park(kit, &id);
            let updates = kit.ok("GetSessionUpdates", &[]);
            parse_updates(&updates, &id)
                .last()
                .expect("an update")
                .1
                .clone()
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::ClosingDropsWaitingUpdates,
        |kit| {
            let ids = ["Chat"; 2].map(|class| running(kit, class));
            kit.on("LeaveSession", &ids[0]).expect("left");
            kit.on("CloseSession", &ids[1]).expect("closed");
            texts(kit, &ids[0])
        },
        "one TelCP has left",
        "",
    ),
    (
        DefectId::ArrivalLeavesClassOpen,
        |kit| {
            let id = kit.session_in("Running", "");
            arrives_in(kit, &id);
            child(&kit.info(&id), "sessionClass")
        },
        "Chat",
        "",
    ),
    (
        DefectId::LikeMessagesShareStatus,
        |kit| {
            let ids = ["one"; 2].map(|text| kit.incoming(text));
            read(kit, &ids[1]);
            kit.message_status(&ids[0])
        },
        "Unread",
        "Read",
    ),
    (
        DefectId::ReadingOutgoingStrands,
        |kit| {
            hold(kit, true);
            let id = kit.send(&sms());
            read(kit, &id);
            kit.stimulate("deliver-outgoing", json!({"message_id": id}));
            kit.folder(&id)
        },
        "Sent",
        "Outgoing",
    ),
    (
        DefectId::LocalReadInSessionStaysNew,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let id = arrives_in(kit, &session);
            kit.stimulate("local-read", json!({"message_id": id}));
            count(&kit.ok("GetNewMessages", &[]), "newMessage")
        },
        "0",
        "1",
    ),
    (
        DefectId::LateDeliveryReopens,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            hold(kit, true);
            let id = kit.send(&instant_message(&session));
            kit.on("CloseSession", &session).expect("closed");
            kit.stimulate("deliver-outgoing", json!({"message_id": id}));
            kit.status(&session)
        },
        "Closed",
        "Running",
    ),
];

fn deleted(kit: &Kit, id: &str) {
    kit.ok("DeleteMessage", &[("MessageID", id)]);
}
