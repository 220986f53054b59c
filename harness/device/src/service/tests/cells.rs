//! Every cell of Figures 2 and 3 in the vectors: the device passes all of them, without a warning.

use ctk_vectors::{Answered, FolderCell, Mark, Origin, SessionCell, facts};

use super::transfers::file_list;
use super::*;

fn answered(answer: &Result<String, u16>) -> Answered {
    match answer {
        Ok(_) => Answered::Success,
        Err(code) => Answered::Fault(*code),
    }
}

/// A session as the cell presumes it.
fn session_for(kit: &Kit, cell: &SessionCell) -> String {
    if cell.state == "Nonexistent" {
        return "nosession".to_owned();
    }
    if cell.presumes.as_deref() == Some("a transfer ran in the session") {
        let id = kit.session_in("Running", &cell.class);
        invoke(kit, "StartFileTransfer", &id).expect("started");
        kit.on("CloseSession", &id).expect("closed");
        return id;
    }
    if cell.origin != Origin::Incoming {
        return kit.session_in(&cell.state, &cell.class);
    }
    let fields = json!({"class": cell.class, "from": "sip:bob@example.invalid"});
    let id = kit.stimulate("incoming-session", fields)["session_id"].clone();
    let id = id.as_str().expect("an id").to_owned();
    if matches!(cell.state.as_str(), "Running" | "Parked") {
        kit.on("AcceptSession", &id).expect("accepted");
    }
    match cell.state.as_str() {
        "Parked" => kit.on("LeaveSession", &id).expect("left"),
        "Closed" => kit.on("CloseSession", &id).expect("closed"),
        _ => String::new(),
    };
    id
}

fn invoke(kit: &Kit, action: &str, id: &str) -> Result<String, u16> {
    match action {
        "SendMessage" => kit.attempt(action, &[("MessageToSend", &instant_message(id))]),
        "StartFileTransfer" => kit.attempt(
            action,
            &[(
                "FileInfoList",
                &file_list(id, &[("http://127.0.0.1:9/", 1, "0")]),
            )],
        ),
        "ModifySession" => kit.attempt(
            action,
            &[
                ("SessionID", id),
                ("SessionRecipientsToAdd", ""),
                ("SessionRecipientsToRemove", ""),
                ("Subject", "Dinner"),
                ("SupportedContentType", ""),
                ("SessionClass", ""),
            ],
        ),
        _ => kit.on(action, id),
    }
}

fn check_session_cells(without: &[&str], variations: &[VariationId]) {
    let cells = &facts().session_cells;
    assert_eq!(cells.len(), 45);
    for cell in cells {
        let kit = kit_with(without, [], variations.iter().copied());
        kit.stimulate("stall-file-transfer", json!({"enabled": true}));
        // A closed session that is forgotten is in the cell of what does not exist.
        let forgets = without.contains(&"folder:ClosedSession")
            || variations.contains(&VariationId::ClosedForgotten);
        if forgets && cell.state == "Closed" {
            continue;
        }
        let id = session_for(&kit, cell);
        let answer = invoke(&kit, &cell.action, &id);
        let after = kit.status(&id);
        let mark = cell.mark(answered(&answer), &after);
        assert_eq!(
            mark,
            Some(Mark::Pass),
            "{} in {}: {answer:?}, then {after} ({variations:?})",
            cell.action,
            cell.state
        );
    }
}

#[test]
fn figure_3_every_cell_passes() {
    check_session_cells(&[], &[]);
}

#[test]
fn figure_3_passes_without_closed_sessions_and_in_every_variation() {
    check_session_cells(&["folder:ClosedSession"], &[]);
    for variation in [
        VariationId::StateErrors501,
        VariationId::ModifyRunningOnly,
        VariationId::StrangerMayLeave,
        VariationId::ClosedForgotten,
        VariationId::MinimalSessionInfo,
    ] {
        check_session_cells(&[], &[variation]);
    }
}

/// A message as the cell presumes it; what delivery is about waits for it.
fn message_for(kit: &Kit, cell: &FolderCell) -> String {
    kit.stimulate("hold-outgoing", json!({"enabled": true}));
    let deliver = |id: &str| kit.stimulate("deliver-outgoing", json!({"message_id": id}));
    let waits = cell.by == "delivery";
    match cell.folder.as_str() {
        "Received" => kit.incoming("one"),
        "Outgoing" => kit.send(&sms()),
        "Sent" => {
            let id = kit.send(&sms());
            deliver(&id);
            id
        }
        "Deleted" => {
            let id = if waits {
                kit.send(&sms())
            } else {
                kit.incoming("one")
            };
            kit.ok("DeleteMessage", &[("MessageID", &id)]);
            id
        }
        _ => {
            let session = kit.session_in("Running", "Chat");
            let id = kit.send(&instant_message(&session));
            if !waits {
                deliver(&id);
            }
            kit.on("CloseSession", &session).expect("closed");
            id
        }
    }
}

fn check_folder_cell(kit: &Kit, cell: &FolderCell, has: &dyn Fn(&str) -> bool) {
    let id = message_for(kit, cell);
    assert_eq!(kit.folder(&id), cell.folder);
    let before = kit.message_status(&id);
    let answer = match cell.by.as_str() {
        "delivery" => {
            let other = kit.send(&sms());
            kit.stimulate("deliver-outgoing", json!({"message_id": other}));
            kit.service
                .stimulate("deliver-outgoing", json!({"message_id": id}));
            Ok(String::new())
        }
        action => kit.attempt(action, &[("MessageID", &id)]),
    };
    let after = kit.folder(&id);
    let mark = cell.mark(answered(&answer), &after, has);
    assert_eq!(
        mark,
        Some(Mark::Pass),
        "{} in {}: {answer:?}, then {after}",
        cell.by,
        cell.folder
    );
    if after != "Nonexistent" {
        let status = kit.message_status(&id);
        let right = if cell.status_after.is_empty() {
            status == before
        } else {
            cell.status_after.contains(&status)
        };
        assert!(
            right,
            "{} in {}: {before}, then {status}",
            cell.by, cell.folder
        );
    }
}

#[test]
fn figure_2_every_cell_passes() {
    assert_eq!(facts().folder_cells.len(), 15);
    for cell in &facts().folder_cells {
        check_folder_cell(&kit(), cell, &|_| true);
    }
}

#[test]
fn figure_2_passes_without_the_allowed_folders() {
    for cell in &facts().folder_cells {
        if !matches!(cell.folder.as_str(), "Deleted" | "ClosedSession") {
            let kit = kit_without(&["folder:Deleted", "folder:ClosedSession"]);
            check_folder_cell(&kit, cell, &|feature| !feature.starts_with("folder"));
        }
    }
}
