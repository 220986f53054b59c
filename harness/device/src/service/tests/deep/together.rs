//! Two control points.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::ParkedJoinedByParkerOnly,
        |kit| {
            let id = kit.session_in("Parked", "Chat");
            code(other(kit, "JoinSession", &id)) + " " + &kit.status(&id)
        },
        "done Running",
        "708 Parked",
    ),
    (
        DefectId::SentReadBySenderOnly,
        |kit| {
            let id = kit.send(&sms());
            let by = |who| code(kit.try_as(who, "ReadMessage", &[("MessageID", &id)]));
            by("cp") + " " + &by("other")
        },
        "done done",
        "done 701",
    ),
    (
        DefectId::ClassChangeKeepsCreatorOnly,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            other(kit, "JoinSession", &id).expect("joined");
            modified(kit, &id, ["", "", "", "", "SMS"]);
            kit.on("LeaveSession", &id).expect("left");
            kit.status(&id)
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::CloseByParticipantsOnly,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            code(other(kit, "CloseSession", &id)) + " " + &kit.status(&id)
        },
        "done Closed",
        "708 Running",
    ),
    (
        DefectId::RefusalRemembered,
        |kit| {
            let ids = [kit.incoming("one"), kit.incoming("two")];
            kit.stimulate("authorize", json!({"enabled": false}));
            assert_eq!(kit.attempt("GetNewMessages", &[]), Err(606));
            kit.stimulate("authorize", json!({"enabled": true}));
            let by = |who, id: &str| code(kit.try_as(who, "DeleteMessage", &[("MessageID", id)]));
            by("cp", &ids[0]) + " " + &by("other", &ids[1])
        },
        "done done",
        "606 done",
    ),
    (
        DefectId::CreatorLeavingParks,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            other(kit, "JoinSession", &id).expect("joined");
            kit.on("LeaveSession", &id).expect("left");
            kit.status(&id)
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::SecondJoinReplacesFirst,
        |kit| {
            let id = kit.session_in("Running", "Chat");
            other(kit, "JoinSession", &id).expect("joined");
            other(kit, "LeaveSession", &id).expect("left");
            kit.status(&id)
        },
        "Running",
        "Parked",
    ),
    (
        DefectId::UpdatesConsumedByReading,
        |kit| {
            requested(kit, "Chat");
            let answers = ["cp", "other"].map(|who| kit.try_as(who, "GetSessionUpdates", &[]));
            answers
                .map(|answer| count(&answer.expect("updates"), "sessionUpdate"))
                .concat()
        },
        "11",
        "10",
    ),
    (
        DefectId::GetSessionsListsOwn,
        |kit| {
            kit.create("Chat");
            let any = ["SessionID", "SessionClass", "SessionStatus"].map(|name| (name, ""));
            let answers = ["cp", "other"].map(|who| kit.try_as(who, "GetSessions", &any));
            answers
                .map(|answer| count(&answer.expect("a list"), "sessionInfo"))
                .concat()
        },
        "11",
        "10",
    ),
    (
        DefectId::PrivilegeRemembered,
        |kit| {
            sessions(kit, "", "");
            kit.stimulate("authorize", json!({"enabled": false}));
            let any = ["SessionID", "SessionClass", "SessionStatus"].map(|name| (name, ""));
            let answers = ["cp", "other"].map(|who| kit.try_as(who, "GetSessions", &any));
            answers.map(code).join(" ")
        },
        "606 606",
        "done 606",
    ),
];

/// What another control point does with a session.
fn other(kit: &Kit, action: &str, session: &str) -> Result<String, u16> {
    kit.try_as("other", action, &[("SessionID", session)])
}
