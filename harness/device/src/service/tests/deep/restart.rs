//! What survives a restart.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::RestartRepeatsMessageIds,
        |kit| {
            let before = kit.send(&sms());
            kit.service.restarted();
            (kit.send(&sms()) == before).to_string()
        },
        "false",
        "true",
    ),
    (
        DefectId::RestartRepeatsSessionIds,
        |kit| {
            let before = kit.create("Chat");
            kit.service.restarted();
            (kit.create("Chat") == before).to_string()
        },
        "false",
        "true",
    ),
    (
        DefectId::RestartMarksRead,
        |kit| {
            let id = kit.incoming("one");
            kit.service.restarted();
            kit.message_status(&id)
        },
        "Unread",
        "Read",
    ),
    (
        DefectId::RestartLosesOutgoing,
        |kit| {
            hold(kit, true);
            let id = kit.send(&sms());
            kit.service.restarted();
            kit.folder(&id)
        },
        "Outgoing",
        "Nonexistent",
    ),
    (
        DefectId::RestartUndeletes,
        |kit| {
            let id = kit.incoming("one");
            kit.ok("DeleteMessage", &[("MessageID", &id)]);
            kit.service.restarted();
            kit.folder(&id)
        },
        "Deleted",
        "Received",
    ),
    (
        DefectId::RestartLosesSessionMessages,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            arrives_in(kit, &id);
            kit.service.restarted();
            found(kit, ["", "", "", &id])
        },
        "1",
        "0",
    ),
    (
        DefectId::RestartMakesSentUnread,
        |kit| {
            hold(kit, true);
            let id = kit.send(&sms());
            kit.stimulate("deliver-outgoing", json!({"message_id": id}));
            kit.service.restarted();
            kit.message_status(&id)
        },
        "Read",
        "Unread",
    ),
    (
        DefectId::RestartRunsPending,
        |kit| {
            let id = kit.create("Chat");
            kit.service.restarted();
            kit.status(&id)
        },
        "Pending",
        "Running",
    ),
    (
        DefectId::RestartForgetsMixed,
        |kit| {
            child(
                &restarted_after(kit, ["", "", "", "", "SMS"]),
                "sessionClass",
            )
        },
        "Mixed",
        "Chat",
    ),
    (
        DefectId::RestartForgetsSubject,
        |kit| child(&restarted_after(kit, ["", "", "Dinner", "", ""]), "subject"),
        "Dinner",
        "Lunch",
    ),
    (
        DefectId::RestartShiftsDates,
        |kit| {
            let id = kit.incoming("one");
            let before = child(&read(kit, &id), "dateReceived");
            kit.service.restarted();
            (child(&read(kit, &id), "dateReceived") == before).to_string()
        },
        "true",
        "false",
    ),
    (
        DefectId::RestartMergesLikes,
        |kit| {
            (0..2).for_each(|_| drop(kit.incoming("one")));
            kit.service.restarted();
            found(kit, [""; 4])
        },
        "2",
        "1",
    ),
    (
        DefectId::RestartParksClosed,
        |kit| {
            let id = kit.session_in("Closed", "Chat");
            kit.service.restarted();
            kit.status(&id)
        },
        "Closed",
        "Parked",
    ),
    (
        DefectId::RestartForgetsRecipients,
        |kit| {
            let bob = recipients(&["sip:bob@x"]);
            addresses(&restarted_after(kit, [&bob, "", "", "", ""]))
        },
        "sip:ann@example.invalid sip:bob@x",
        "sip:ann@example.invalid",
    ),
    (
        DefectId::RestartLosesAttachments,
        |kit| {
            let files = json!([{"uri": "http://h/f"}]);
            let fields = json!({"class": "e-Mail", "from": "a@x", "attachments": files});
            let id = arrives(kit, fields);
            kit.service.restarted();
            count(&read(kit, &id), "attachment")
        },
        "1",
        "0",
    ),
    (
        DefectId::RestartRunsParked,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            kit.service.restarted();
            kit.status(&id)
        },
        "Parked",
        "Running",
    ),
];

/// A Running session that was changed before a restart.
fn restarted_after(kit: &Kit, changes: [&str; 5]) -> String {
    let id = kit.session_in("Running", "Chat");
    modified(kit, &id, changes);
    kit.service.restarted();
    kit.info(&id)
}
