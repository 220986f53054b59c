//! What is nearly the name of a thing is taken for it.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::SearchStatusTakesList,
        |kit| code(kit.search("", "", "Read,Unread", "")),
        "705",
        "done",
    ),
    (
        DefectId::ReadTakesAnyCase,
        |kit| message_by(kit, "ReadMessage", upper),
        "701",
        "done",
    ),
    (
        DefectId::ReadTakesOuterBlanks,
        |kit| message_by(kit, "ReadMessage", spaced),
        "701",
        "done",
    ),
    (
        DefectId::ReadTakesLeadingZeros,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let id = arrives_in(kit, &session).replace('.', ".00");
            code(kit.attempt("ReadMessage", &[("MessageID", &id)]))
        },
        "701",
        "done",
    ),
    (
        DefectId::DeleteTakesAnyCase,
        |kit| message_by(kit, "DeleteMessage", upper),
        "701",
        "done",
    ),
    (
        DefectId::SearchSessionTakesPrefix,
        |kit| {
            let id = kit.create("Chat");
            code(kit.search("", "", "", &id[..3]))
        },
        "706",
        "done",
    ),
    (
        DefectId::SearchClassTakesAnyCase,
        |kit| code(kit.search("sms", "", "", "")),
        "702",
        "done",
    ),
    (
        DefectId::SearchFolderTakesAnyCase,
        |kit| code(kit.search("", "received", "", "")),
        "707",
        "done",
    ),
    (
        DefectId::SearchStatusTakesOuterBlanks,
        |kit| code(kit.search("", "", " Read", "")),
        "705",
        "done",
    ),
    (
        DefectId::GetSessionsIdTakesAnyCase,
        |kit| session_by(kit, "Pending", "GetSessions", upper),
        "706",
        "done",
    ),
    (
        DefectId::GetSessionsClassTakesAnyCase,
        |kit| listed(kit, "chat", ""),
        "710",
        "done",
    ),
    (
        DefectId::GetSessionsStatusTakesAnyCase,
        |kit| listed(kit, "", "running"),
        "711",
        "done",
    ),
    (
        DefectId::CreateClassTakesAnyCase,
        |kit| {
            code(kit.attempt(
                "CreateSession",
                &creation("chat", &recipients(&["sip:a@x"])),
            ))
        },
        "710",
        "done",
    ),
    (
        DefectId::AcceptTakesAnyCase,
        |kit| session_by(kit, "Pending", "AcceptSession", upper),
        "706",
        "done",
    ),
    (
        DefectId::JoinTakesPrefix,
        |kit| session_by(kit, "Parked", "JoinSession", cut),
        "706",
        "done",
    ),
    (
        DefectId::CloseTakesOuterBlanks,
        |kit| session_by(kit, "Running", "CloseSession", spaced),
        "706",
        "done",
    ),
    (
        DefectId::ModifyTakesAnyCase,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            code(modify(kit, &upper(&id), ["", "", "Dinner", "", ""]))
        },
        "706",
        "done",
    ),
    (
        DefectId::CancelTakesAnyCase,
        |kit| {
            kit.stimulate("stall-file-transfer", json!({"enabled": true}));
            let id = running(kit, "File-Transfer");
            start(kit, &id, &[("http://nowhere.invalid/", 1, "0")]).expect("started");
            code(kit.on("CancelFileTransfer", &upper(&id)))
        },
        "706",
        "done",
    ),
    (
        DefectId::SendClassTakesAnyCase,
        |kit| {
            code(kit.attempt(
                "SendMessage",
                &[("MessageToSend", &sms().replace("SMS", "sms"))],
            ))
        },
        "703",
        "done",
    ),
    (
        DefectId::SearchSessionFindsLongerIds,
        |kit| {
            let first = kit.session_in("Running", "Chat");
            let longer = loop {
                let id = kit.create("Chat");
                if id.starts_with(&first) {
                    break id;
                }
            };
            kit.stimulate("peer-accepts-session", json!({"session_id": longer}));
            arrives_in(kit, &first);
            arrives_in(kit, &longer);
            found(kit, ["", "", "", &first])
        },
        "1",
        "2",
    ),
    (
        DefectId::DeleteTakesOwnPart,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let id = arrives_in(kit, &session);
            let (_, own) = id.split_once('.').expect("a dot");
            code(kit.attempt("DeleteMessage", &[("MessageID", own)]))
        },
        "701",
        "done",
    ),
    (
        DefectId::ReadHeedsOwnPartAlone,
        |kit| {
            let sessions = ["Chat"; 2].map(|class| kit.session_in("Running", class));
            let id = arrives_in(kit, &sessions[0]);
            let other = id.replace(&sessions[0], &sessions[1]);
            code(kit.attempt("ReadMessage", &[("MessageID", &other)]))
        },
        "701",
        "done",
    ),
    (
        DefectId::GetSessionsTakesMessageId,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let id = arrives_in(kit, &session);
            kit.status(&id)
        },
        "Nonexistent",
        "Running",
    ),
    (
        DefectId::LeaveTakesLongerIds,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            code(kit.on("LeaveSession", &format!("{session}x")))
        },
        "706",
        "done",
    ),
    (
        DefectId::DeleteTakesLeadingZeros,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let id = arrives_in(kit, &session).replace('.', ".00");
            code(kit.attempt("DeleteMessage", &[("MessageID", &id)]))
        },
        "701",
        "done",
    ),
    (
        DefectId::SearchSessionTakesMessageId,
        |kit| {
            let session = kit.session_in("Running", "Chat");
            let id = arrives_in(kit, &session);
            code(kit.search("", "", "", &id))
        },
        "706",
        "done",
    ),
    (
        DefectId::MetadataTakesOuterBlanks,
        |kit| {
            let id = running(kit, "File-Transfer");
            start(kit, &id, &[("http://nowhere.invalid/", 1, "0")]).expect("started");
            kit.on("CloseSession", &id).expect("closed");
            code(kit.on("GetFileTransferSession", &spaced(&id)))
        },
        "706",
        "done",
    ),
    (
        DefectId::RemovalTakesLongerAddresses,
        |kit| {
            let three = recipients(&["sip:a@x", "sip:a@x.example", "sip:b@x"]);
            let id = kit.ok("CreateSession", &creation("Chat", &three));
            modified(kit, &id, ["", &recipients(&["sip:a@x"]), "", "", ""]);
            addresses(&kit.info(&id))
        },
        "sip:a@x.example sip:b@x",
        "sip:b@x",
    ),
];

fn upper(id: &str) -> String {
    id.to_ascii_uppercase()
}

fn spaced(id: &str) -> String {
    format!(" {id} ")
}

fn cut(id: &str) -> String {
    id[..id.len() - 1].to_owned()
}

fn message_by(kit: &Kit, action: &str, near: fn(&str) -> String) -> String {
    let id = near(&kit.incoming("one"));
    code(kit.attempt(action, &[("MessageID", &id)]))
}

fn session_by(kit: &Kit, status: &str, action: &str, near: fn(&str) -> String) -> String {
    let id = near(&kit.session_in(status, "Chat"));
    code(kit.on(action, &id))
}

fn listed(kit: &Kit, class: &str, status: &str) -> String {
    let criteria = [
        ("SessionID", ""),
        ("SessionClass", class),
        ("SessionStatus", status),
    ];
    code(kit.attempt("GetSessions", &criteria))
}
