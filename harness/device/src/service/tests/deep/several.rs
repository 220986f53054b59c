//! Several of a kind.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::DeliversOldestHeld,
        |kit| {
            hold(kit, true);
            let (first, second) = (kit.send(&sms()), kit.send(&sms()));
            kit.stimulate("deliver-outgoing", json!({"message_id": second}));
            format!("{} {}", kit.folder(&first), kit.folder(&second))
        },
        "Outgoing Sent",
        "Sent Outgoing",
    ),
    (
        DefectId::JoinLeavesOthers,
        |kit| {
            let (first, second) = (
                kit.session_in("Running", "Chat"),
                kit.session_in("Parked", "Chat"),
            );
            kit.on("JoinSession", &second).expect("joined");
            kit.status(&first)
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::SecondTransferRefused,
        |kit| {
            let id = running(kit, "File-Transfer");
            let files: &[(&str, usize, &str)] = &[(&server(FIVE, false), 5, "0")];
            start(kit, &id, files).expect("started");
            events_until(kit, &id, "file transfer completed");
            code(start(kit, &id, files))
        },
        "done",
        "708",
    ),
    (
        DefectId::EarlierFailuresUntold,
        |kit| events_of(kit, [NOT_FOUND, FIVE, NOT_FOUND]),
        "file transfer started, file download failed, file transfer progress: 5 Bytes, file download failed",
        "file transfer started, file transfer progress: 5 Bytes, file download failed",
    ),
    (
        DefectId::SearchCutAtSixty,
        |kit| {
            (0..61).for_each(|_| drop(kit.incoming("one")));
            found(kit, ["", "", "", ""])
        },
        "61",
        "60",
    ),
    (
        DefectId::NewMessagesCutAtTwenty,
        |kit| {
            (0..21).for_each(|_| drop(kit.incoming("one")));
            count(&kit.ok("GetNewMessages", &[]), "newMessage")
        },
        "21",
        "20",
    ),
    (
        DefectId::SessionsCutAtTwelve,
        |kit| {
            (0..13).for_each(|_| drop(kit.create("Chat")));
            sessions(kit, "", "Pending")
        },
        "13",
        "12",
    ),
    (
        DefectId::FifthLeaveKeepsRunning,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            (0..4).for_each(|_| park(kit, &id));
            kit.on("LeaveSession", &id).expect("left");
            kit.status(&id)
        },
        "Parked",
        "Running",
    ),
    (
        DefectId::PurgeEmptiesDeleted,
        |kit| {
            let delete = |id: &str| drop(kit.ok("DeleteMessage", &[("MessageID", id)]));
            let (first, second) = (kit.incoming("one"), kit.incoming("two"));
            delete(&first);
            delete(&second);
            delete(&first);
            format!("{} {}", kit.folder(&first), kit.folder(&second))
        },
        "Nonexistent Deleted",
        "Nonexistent Nonexistent",
    ),
    (
        DefectId::RemoveTakesNeighbours,
        |kit| {
            let to = ["a@x", "b@x", "c@y"];
            changed(kit, &to, "", &recipients(&["a@x"]))
        },
        "b@x c@y",
        "c@y",
    ),
    (
        DefectId::SecondAddedDropped,
        |kit| changed(kit, &["a@x"], &recipients(&["b@x", "c@x"]), ""),
        "a@x b@x c@x",
        "a@x b@x",
    ),
    (
        DefectId::SecondRemovedKept,
        |kit| {
            changed(
                kit,
                &["a@x", "b@x", "c@x"],
                "",
                &recipients(&["a@x", "b@x"]),
            )
        },
        "c@x",
        "b@x c@x",
    ),
    (
        DefectId::CancelEndsAll,
        |kit| {
            kit.stimulate("stall-file-transfer", json!({"enabled": true}));
            let ids = ["File-Transfer"; 2].map(|class| running(kit, class));
            for id in &ids {
                start(kit, id, &[("http://nowhere.invalid/", 1, "0")]).expect("started");
            }
            kit.on("CancelFileTransfer", &ids[0]).expect("cancelled");
            code(kit.on("CancelFileTransfer", &ids[1]))
        },
        "done",
        "709",
    ),
    (
        DefectId::ReadMarksSession,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let (first, second) = (arrives_in(kit, &session), arrives_in(kit, &session));
            read(kit, &first);
            kit.message_status(&second)
        },
        "Unread",
        "Read",
    ),
    (
        DefectId::SessionIdsCountMessages,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let (first, second) = (arrives_in(kit, &session), arrives_in(kit, &session));
            for _ in 0..2 {
                kit.ok("DeleteMessage", &[("MessageID", &first)]);
            }
            (arrives_in(kit, &session) == second).to_string()
        },
        "false",
        "true",
    ),
    (
        DefectId::MessagesListedAsText,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let ids: Vec<String> = (0..10).map(|_| arrives_in(kit, &session)).collect();
            let listed = children(&kit.info(&session), "messageID");
            let place = listed.iter().position(|one| *one == ids[9]);
            place.unwrap_or_default().to_string()
        },
        "9",
        "1",
    ),
    (
        DefectId::DeletingTakesAnswers,
        |kit| {
            let question = kit.incoming("one");
            let reply = format!("<replyMessageID>{question}</replyMessageID><recipientsList>");
            let answer = kit.send(&sms().replace("<recipientsList>", &reply));
            kit.ok("DeleteMessage", &[("MessageID", &question)]);
            code(kit.attempt("ReadMessage", &[("MessageID", &answer)]))
        },
        "done",
        "701",
    ),
    (
        DefectId::RepeatedArrivalDropped,
        |kit| {
            (0..2).for_each(|_| drop(kit.incoming("one")));
            found(kit, [""; 4])
        },
        "2",
        "1",
    ),
    (
        DefectId::AcceptTakesOldest,
        |kit| {
            let ids = ["Chat"; 2].map(|class| requested(kit, class));
            kit.on("AcceptSession", &ids[1]).expect("accepted");
            ids.map(|id| kit.status(&id)).join(" ")
        },
        "Pending Running",
        "Running Pending",
    ),
    (
        DefectId::RejectionRefusesAll,
        |kit| {
            let ids = ["Chat"; 2].map(|class| kit.create(class));
            kit.stimulate("peer-rejects-session", json!({"session_id": ids[1]}));
            ids.map(|id| kit.status(&id)).join(" ")
        },
        "Pending Closed",
        "Closed Closed",
    ),
];

/// The events of a transfer of three files, to its end.
pub(super) fn events_of(kit: &Kit, answers: [&'static [u8]; 3]) -> String {
    let id = running(kit, "File-Transfer");
    let links = answers.map(|answer| server(answer, false));
    let files = [0, 1, 2].map(|at| (links[at].as_str(), 5, "1"));
    start(kit, &id, &files).expect("started");
    until_over(kit, &id);
    // How often progress is told on the way depends on time.
    let mut texts: Vec<String> = kit.updates(&id).into_iter().map(|(text, _)| text).collect();
    texts.dedup();
    texts.join(", ")
}

fn changed(kit: &Kit, to: &[&str], add: &str, remove: &str) -> String {
    let id = kit.ok("CreateSession", &creation("e-Mail", &recipients(to)));
    modified(kit, &id, [add, remove, "", "", ""]);
    addresses(&kit.info(&id))
}
