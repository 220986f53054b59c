//! What a transition keeps.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::ParkingRestoresSubject,
        |kit| child(&parked_after(kit, ["", "", "Dinner", "", ""]), "subject"),
        "Dinner",
        "Lunch",
    ),
    (
        DefectId::ParkingRestoresRecipients,
        |kit| {
            addresses(&parked_after(
                kit,
                [&recipients(&["sip:bob@x"]), "", "", "", ""],
            ))
        },
        "sip:ann@example.invalid sip:bob@x",
        "sip:ann@example.invalid",
    ),
    (
        DefectId::ParkingRestoresTypes,
        |kit| {
            child(
                &parked_after(kit, ["", "", "", "image/png", ""]),
                "supportedContentType",
            )
        },
        "image/png",
        "text/plain",
    ),
    (
        DefectId::ParkingRestoresClass,
        |kit| child(&parked_after(kit, ["", "", "", "", "SMS"]), "sessionClass"),
        "Mixed",
        "Chat",
    ),
    (
        DefectId::ClosingMarksRead,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            let message = arrives_in(kit, &id);
            kit.on("CloseSession", &id).expect("closed");
            kit.message_status(&message)
        },
        "Unread",
        "Read",
    ),
    (
        DefectId::PeerClosingLosesMessages,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            let message = arrives_in(kit, &id);
            kit.stimulate("peer-closes-session", json!({"session_id": id}));
            code(kit.attempt("ReadMessage", &[("MessageID", &message)]))
        },
        "done",
        "701",
    ),
    (
        DefectId::ClosingLosesSent,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            kit.send(&instant_message(&id));
            arrives_in(kit, &id);
            kit.on("CloseSession", &id).expect("closed");
            found(kit, ["", "", "", &id])
        },
        "2",
        "1",
    ),
    (
        DefectId::ArrivalWhileParkedLost,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            let message = arrives_in(kit, &id);
            kit.on("JoinSession", &id).expect("joined");
            kit.folder(&message)
        },
        "Received",
        "Nonexistent",
    ),
    (
        DefectId::AcceptanceDropsCc,
        |kit| addresses(&kit.info(&with_copy(kit))),
        "a@x b@x",
        "a@x",
    ),
    (
        DefectId::ReleaseUndeletes,
        |kit| {
            hold(kit, true);
            let id = kit.send(&sms());
            kit.ok("DeleteMessage", &[("MessageID", &id)]);
            hold(kit, false);
            kit.folder(&id)
        },
        "Deleted",
        "Outgoing",
    ),
    (
        DefectId::SubjectChangeDropsCc,
        |kit| {
            let id = with_copy(kit);
            modified(kit, &id, ["", "", "Dinner", "", ""]);
            addresses(&kit.info(&id))
        },
        "a@x b@x",
        "a@x",
    ),
    (
        DefectId::ClassChangeRenames,
        |kit| child(&parked_after(kit, ["", "", "", "", "SMS"]), "subject"),
        "Lunch",
        "Mixed",
    ),
    (
        DefectId::SecondReadLosesAttachments,
        |kit| {
            let files = json!([{"uri": "http://h/f"}]);
            let id = arrives(
                kit,
                json!({"class": "e-Mail", "from": "a@x", "attachments": files}),
            );
            let reads = [read(kit, &id), read(kit, &id)];
            reads.map(|read| count(&read, "attachment")).concat()
        },
        "11",
        "10",
    ),
    (
        DefectId::DeletingLosesCc,
        |kit| {
            let id = kit.send(&mail(&lists(&["a@x"], &["b@x"], &[]), ""));
            kit.ok("DeleteMessage", &[("MessageID", &id)]);
            addresses(&read(kit, &id))
        },
        "a@x b@x",
        "a@x",
    ),
    (
        DefectId::DeliveryLosesReplyId,
        |kit| {
            hold(kit, true);
            let reply = "<replyMessageID>abc</replyMessageID><recipientsList>";
            let id = kit.send(&sms().replace("<recipientsList>", reply));
            let before = child(&read(kit, &id), "replyMessageID");
            kit.stimulate("deliver-outgoing", json!({"message_id": id}));
            before + " " + &child(&read(kit, &id), "replyMessageID")
        },
        "abc abc",
        "abc ",
    ),
    (
        DefectId::JoiningMarksRead,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            let message = arrives_in(kit, &id);
            kit.on("JoinSession", &id).expect("joined");
            kit.message_status(&message)
        },
        "Unread",
        "Read",
    ),
    (
        DefectId::MixingReclassifies,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            let message = arrives_in(kit, &id);
            modified(kit, &id, ["", "", "", "", "SMS"]);
            child(&read(kit, &message), "messageClass")
        },
        "Instant Message",
        "SMS",
    ),
    (
        DefectId::AcceptanceRestoresSubject,
        |kit| {
            let id = kit.create("Chat");
            modified(kit, &id, ["", "", "Dinner", "", ""]);
            kit.stimulate("peer-accepts-session", json!({"session_id": id}));
            child(&kit.info(&id), "subject")
        },
        "Dinner",
        "Lunch",
    ),
    (
        DefectId::AnsweringMarksRead,
        |kit| {
            let id = kit.incoming("one");
            let reply = format!("<replyMessageID>{id}</replyMessageID><recipientsList>");
            kit.send(&sms().replace("<recipientsList>", &reply));
            kit.message_status(&id)
        },
        "Unread",
        "Read",
    ),
    (
        DefectId::ModifyBothForgetsRemoval,
        |kit| {
            let id = with_copy(kit);
            let (add, remove) = (recipients(&["c@x"]), recipients(&["b@x"]));
            modified(kit, &id, [&add, &remove, "", "", ""]);
            addresses(&kit.info(&id))
        },
        "a@x c@x",
        "a@x c@x b@x",
    ),
    (
        DefectId::AddedCcBecomesTo,
        |kit| {
            let id = with_copy(kit);
            let add = recipients_of(&lists(&[], &["c@x"], &[]));
            modified(kit, &id, [&add, "", "", "", ""]);
            count(&kit.info(&id), "recipientTo")
        },
        "1",
        "2",
    ),
    (
        DefectId::ParkingStrandsOutgoing,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            hold(kit, true);
            let id = kit.send(&instant_message(&session));
            kit.on("LeaveSession", &session).expect("left");
            hold(kit, false);
            // What is delivered at all is delivered in order, and this one last.
            let last = kit.send(&sms());
            kit.until("delivery", |kit| kit.folder(&last) == "Sent");
            kit.folder(&id)
        },
        "Sent",
        "Outgoing",
    ),
    (
        DefectId::ParkedReadingUnmarked,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            let message = arrives_in(kit, &id);
            read(kit, &message);
            kit.message_status(&message)
        },
        "Read",
        "Unread",
    ),
    (
        DefectId::AcceptanceCutsTypes,
        |kit| {
            let somebody = recipients(&["sip:ann@example.invalid"]);
            let mut arguments = creation("Chat", &somebody);
            arguments[3].1 = "text/plain,image/png";
            let id = kit.ok("CreateSession", &arguments);
            kit.stimulate("peer-accepts-session", json!({"session_id": id}));
            child(&kit.info(&id), "supportedContentType")
        },
        "text/plain,image/png",
        "text/plain",
    ),
    (
        DefectId::SubjectChangeRestoresTypes,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            modified(kit, &id, ["", "", "", "image/png", ""]);
            modified(kit, &id, ["", "", "Dinner", "", ""]);
            child(&kit.info(&id), "supportedContentType")
        },
        "image/png",
        "text/plain",
    ),
    (
        DefectId::DeletingLosesAttachments,
        |kit| {
            let files = json!([{"uri": "http://h/f"}]);
            let fields = json!({"class": "e-Mail", "from": "a@x", "attachments": files});
            let id = arrives(kit, fields);
            kit.ok("DeleteMessage", &[("MessageID", &id)]);
            count(&read(kit, &id), "attachment")
        },
        "1",
        "0",
    ),
];

/// A Running session that was changed, left and joined.
fn parked_after(kit: &Kit, changes: [&str; 5]) -> String {
    let id = kit.session_in("Running", "Chat");
    modified(kit, &id, changes);
    park(kit, &id);
    kit.info(&id)
}

/// A Running e-Mail session with To and Cc.
fn with_copy(kit: &Kit) -> String {
    let recipients = recipients_of(&lists(&["a@x"], &["b@x"], &[]));
    let id = kit.ok("CreateSession", &creation("e-Mail", &recipients));
    kit.stimulate("peer-accepts-session", json!({"session_id": id}));
    id
}
