//! 5.6.1.1 The life of a message: Figure 2, as what ReadMessage, DeleteMessage and delivery do in five folders.
//!
//! Each cell of the table in the facts is a case; so are the two edges that lead into the figure.

use ctk_model::expectation::{Expectation, Outcome};
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_folder, req};
use ctk_vectors::{Answer, CellAnswer, FolderCell, Mark as Worth, facts, stimulus};

use crate::arrange::folders::SeenMessage;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::under_test::ClaimKind;

/// The 15 cells, and the ways in.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![arrives_in_received(), goes_to_outgoing()];
    cases.extend(facts().folder_cells.iter().map(cell_case));
    cases
}

/// Figure 2: an incoming message appears in Received.
fn arrives_in_received() -> Case {
    Case::new(
        "5.6.1.1/arrives-in-received",
        "a message from a peer is in the folder Received",
    )
    .covers(&[req::M_F2_NONE_INCOMING_MESSAGE])
    .needs(&[
        Need::Action(action::READ_MESSAGE),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let within = t.dut().settle_ms;
        let seen = t
            .folders()
            .look_until(&id, within, &[message_folder::RECEIVED])?;
        in_folder(
            t,
            req::M_F2_NONE_INCOMING_MESSAGE,
            "a message arrives",
            &seen,
            message_folder::RECEIVED,
        )
    })
}

/// Figure 2, 5.5.6.3: SendMessage puts the message into Outgoing, where it stays until it is delivered.
fn goes_to_outgoing() -> Case {
    Case::new(
        "5.6.1.1/goes-to-outgoing",
        "a message that was sent and is not delivered is in the folder Outgoing",
    )
    .covers(&[req::M_F2_NONE_SENDMESSAGE])
    .needs(&[
        Need::Action(action::SEND_MESSAGE),
        Need::Action(action::READ_MESSAGE),
        Need::Recipient,
        Need::Stimulus(stimulus::HOLD_OUTGOING),
    ])
    .own_objects(2)
    .alone()
    .body(|t| {
        let class = t.classes().any_message()?;
        t.folders().hold_outgoing()?;
        let message = t.messages().draft(&class)?;
        let id = t.messages().sent(&message)?;
        let within = t.dut().settle_ms;
        let seen = t
            .folders()
            .look_until(&id, within, &[message_folder::OUTGOING])?;
        if seen.folder() != message_folder::OUTGOING {
            t.folders().expect_held(&class)?;
        }
        in_folder(
            t,
            req::M_F2_NONE_SENDMESSAGE,
            "SendMessage while delivery is held",
            &seen,
            message_folder::OUTGOING,
        )
    })
}

fn in_folder(
    t: &mut Tester<'_>,
    requirement: &str,
    asked: &str,
    seen: &SeenMessage,
    folder: &str,
) -> Flow {
    t.record(
        Judgement::met(requirement, seen.folder() == folder)
            .asked(asked)
            .accepts([folder])
            .observed(seen.describe()),
    )
}

fn cell_case(cell: &'static FolderCell) -> Case {
    let id = format!("5.6.1.1/{}-{}", slug(&cell.by), cell.folder.to_lowercase());
    let mut needs = vec![Need::Action(action::READ_MESSAGE)];
    let mut messages = 0;
    let mut alone = false;
    if cell.by == action::DELETE_MESSAGE || cell.folder == message_folder::DELETED {
        needs.push(Need::Action(action::DELETE_MESSAGE));
    }
    if cell.folder == message_folder::RECEIVED {
        needs.push(Need::Stimulus(stimulus::INCOMING_MESSAGE));
    }
    if cell.folder != message_folder::RECEIVED || cell.by == "delivery" {
        needs.extend([Need::Action(action::SEND_MESSAGE), Need::Recipient]);
        messages = 2;
    }
    if cell.folder == message_folder::CLOSED_SESSION {
        needs.extend([
            Need::SessionMode,
            Need::Action(action::CLOSE_SESSION),
            Need::RunningSession,
        ]);
    }
    if is_held(cell) {
        needs.push(Need::Stimulus(stimulus::HOLD_OUTGOING));
        alone = true;
    }
    if is_held(cell) && cell.by == "delivery" {
        needs.push(Need::Stimulus(stimulus::DELIVER_OUTGOING));
    }
    match cell.when.as_deref() {
        Some("folder Deleted") => needs.push(Need::Folder(message_folder::DELETED)),
        Some("folder ClosedSession") => needs.push(Need::Folder(message_folder::CLOSED_SESSION)),
        _ => {}
    }
    let mut case = Case::new(id, purpose(cell))
        .covering(&cell.requirement)
        .needs(&needs)
        .own_objects(messages)
        .derived();
    if cell.by == action::DELETE_MESSAGE && cell.folder != message_folder::DELETED {
        case = case.covers(&[req::M_5_5_7_3]);
    }
    let judges_status = !cell.status_after.is_empty();
    if cell.by == "delivery" && judges_status && cell.requirement != req::M_5_5_6_3 {
        case = case.covers(&[req::M_5_5_6_3]);
    }
    if alone {
        case = case.alone();
    }
    case.body(move |t| judge_cell(t, cell))
}

/// The message has to be kept from being delivered while the cell is arranged.
fn is_held(cell: &FolderCell) -> bool {
    cell.folder == message_folder::OUTGOING
        || (cell.by == "delivery"
            && matches!(
                cell.folder.as_str(),
                message_folder::DELETED | message_folder::CLOSED_SESSION
            ))
}

fn slug(by: &str) -> &str {
    match by {
        action::READ_MESSAGE => "read",
        action::DELETE_MESSAGE => "delete",
        other => other,
    }
}

fn purpose(cell: &FolderCell) -> String {
    let folder = &cell.folder;
    match (cell.by.as_str(), folder.as_str()) {
        (action::READ_MESSAGE, _) => {
            format!("ReadMessage leaves a message in {folder} where it is")
        }
        (action::DELETE_MESSAGE, message_folder::DELETED) => {
            "DeleteMessage removes a message in Deleted for good".to_owned()
        }
        (action::DELETE_MESSAGE, _) => format!("DeleteMessage takes a message out of {folder}"),
        (_, message_folder::OUTGOING) => {
            "delivery moves a message from Outgoing to Sent".to_owned()
        }
        (_, message_folder::DELETED) => {
            "a message that was deleted from Outgoing stays deleted".to_owned()
        }
        (_, message_folder::CLOSED_SESSION) => {
            "a message of a closed session is Read once it is delivered".to_owned()
        }
        _ => format!("the delivery of another message leaves one in {folder} where it is"),
    }
}

fn judge_cell(t: &mut Tester<'_>, cell: &'static FolderCell) -> Flow {
    let class = t.classes().any_message()?;
    let id = arrange(t, cell, &class)?;
    if cell.by == "delivery" {
        judge_delivery(t, cell, &class, &id)
    } else {
        judge_action(t, cell, &id)
    }
}

fn arrange(t: &mut Tester<'_>, cell: &FolderCell, class: &str) -> Flow<String> {
    match cell.folder.as_str() {
        message_folder::RECEIVED => {
            let id = t.messages().incoming(class)?;
            match t.folders().look_at(&id)?.folder() {
                message_folder::RECEIVED => Ok(id),
                other => Err(Stop::inconclusive(format!(
                    "a message that arrived is in {other}"
                ))),
            }
        }
        message_folder::OUTGOING => t.folders().in_outgoing(class),
        message_folder::SENT => t.folders().in_sent(class),
        message_folder::DELETED if is_held(cell) => {
            let id = t.folders().in_outgoing(class)?;
            t.folders().move_to_deleted(&id)?;
            Ok(id)
        }
        message_folder::DELETED => t.folders().in_deleted(class),
        message_folder::CLOSED_SESSION => t
            .folders()
            .in_closed_session(is_held(cell))
            .map(|(_, id)| id),
        other => Err(Stop::Broken(format!("Table 4 has no folder {other}"))),
    }
}

fn judge_action(t: &mut Tester<'_>, cell: &FolderCell, id: &str) -> Flow {
    let reply = t.invoke(&cell.by, &[("MessageID", id)])?;
    let due = folders_due(t, cell);
    let within = t.dut().settle_ms;
    let after = t.folders().look_until(id, within, &due)?;
    let expectation = expectation(t, cell);
    if is_held(cell) && !due.contains(&after.folder()) {
        let class = t.classes().any_message()?;
        t.folders().expect_held(&class)?;
    }
    let observed = reply.observed(Some(after.folder()));
    let judgement = t.weighed(&reply, &expectation, &observed);
    t.record(judgement.folder_cell(&cell.folder, &cell.by))?;
    if reply.succeeded() {
        judge_status(t, cell, &cell.requirement, &reply.asked, &after)?;
    }
    Ok(())
}

/// What delivery does: to the message itself where it waits, else another message is delivered beside it.
fn judge_delivery(t: &mut Tester<'_>, cell: &FolderCell, class: &str, id: &str) -> Flow {
    let asked = deliver(t, cell, class, id)?;
    let due = folders_due(t, cell);
    let within = t.dut().delivery_ms;
    let statuses = &cell.status_after;
    let after = t.await_until(
        within,
        |t| t.folders().look_at(id),
        |seen| {
            let told = |status: &str| statuses.is_empty() || statuses.iter().any(|it| it == status);
            due.contains(&seen.folder()) && seen.status().is_none_or(told)
        },
    )?;
    if is_held(cell) {
        t.folders().expect_delivered(id, &after)?;
    }
    let fits = |answers: &[CellAnswer]| {
        answers
            .iter()
            .filter(|answer| holds(t, answer))
            .any(|answer| answer.after.iter().any(|folder| folder == after.folder()))
    };
    let outcome = if fits(&cell.pass) {
        Outcome::Pass
    } else if fits(&cell.warning) {
        Outcome::Warning
    } else {
        Outcome::Fail
    };
    t.record(Judgement {
        ruling: cell.rulings.first().cloned(),
        ..Judgement::new(&cell.requirement, outcome)
            .asked(asked)
            .accepts(&due)
            .observed(after.describe())
            .folder_cell(&cell.folder, &cell.by)
    })?;
    judge_status(t, cell, req::M_5_5_6_3, asked, &after)
}

fn deliver(t: &mut Tester<'_>, cell: &FolderCell, class: &str, id: &str) -> Flow<&'static str> {
    let asked = match cell.folder.as_str() {
        message_folder::OUTGOING | message_folder::CLOSED_SESSION => {
            t.folders().deliver(id)?;
            "the held message is delivered"
        }
        message_folder::DELETED => {
            // Either answer will do: the device may say that nothing is waiting any more.
            t.upper_tester().attempt(
                stimulus::DELIVER_OUTGOING,
                serde_json::json!({ "message_id": id }),
            )?;
            let other = t.messages().draft(class)?;
            let other = t.messages().sent(&other)?;
            t.folders().deliver(&other)?;
            let within = t.dut().delivery_ms;
            let sent = [message_folder::SENT];
            let seen = t.folders().look_until(&other, within, &sent)?;
            t.folders().expect_delivered(&other, &seen)?;
            t.folders().delivered(&other)?;
            "delivery goes on after the waiting message was deleted"
        }
        _ => {
            let other = t.messages().draft(class)?;
            let other = t.messages().sent(&other)?;
            t.folders().delivered(&other)?;
            "another message is delivered"
        }
    };
    Ok(asked)
}

/// Read/Unread afterwards, where the cell says it and looking did not change it.
fn judge_status(
    t: &mut Tester<'_>,
    cell: &FolderCell,
    requirement: &str,
    asked: &str,
    after: &SeenMessage,
) -> Flow {
    let accepted: Vec<&str> = cell.status_after.iter().map(String::as_str).collect();
    match after.status() {
        Some(status) if !accepted.is_empty() => t.record(
            Judgement::met(requirement, accepted.contains(&status))
                .asked(asked)
                .accepts(&accepted)
                .observed(format!("messageStatus {status:?}"))
                .folder_cell(&cell.folder, &cell.by),
        ),
        _ => Ok(()),
    }
}

/// The answers that hold on a device with these folders; where it shows none, those with a folder and those without.
fn holds(t: &Tester<'_>, answer: &CellAnswer) -> bool {
    let (ics, kind) = (&t.dut().ics, ClaimKind::Folders);
    let folder = |feature: &Option<String>| {
        let feature = feature.as_deref()?;
        feature.strip_prefix("folder ").map(str::to_owned)
    };
    let lacking = folder(&answer.when).is_some_and(|folder| ics.lacks(kind, &folder));
    let there = folder(&answer.unless).is_some_and(|folder| ics.shows(kind, &folder));
    !lacking && !there
}

/// The folders that are worth waiting for.
fn folders_due<'c>(t: &Tester<'_>, cell: &'c FolderCell) -> Vec<&'c str> {
    cell.pass
        .iter()
        .filter(|answer| holds(t, answer))
        .flat_map(|answer| answer.after.iter().map(String::as_str))
        .collect()
}

/// What the action may answer in that folder, and the folder afterwards. Without a Deleted folder another requirement
/// says what DeleteMessage does.
fn expectation(t: &Tester<'_>, cell: &FolderCell) -> Expectation {
    let ics = &t.dut().ics;
    let deleted = ics.shows(ClaimKind::Folders, message_folder::DELETED);
    let removes = cell.by == action::DELETE_MESSAGE && !deleted;
    let requirement = if removes {
        req::M_5_5_7_3
    } else {
        &cell.requirement
    };
    let rulings = Some(cell.rulings.join(", ")).filter(|ids| !ids.is_empty());
    let lists = [
        (&cell.pass, Worth::Pass),
        (&cell.warning, Worth::Warning),
        (&cell.fail, Worth::Fail),
    ];
    let mut expectation = Expectation::of(requirement);
    for (list, worth) in lists {
        for answer in list.iter().filter(|answer| holds(t, answer)) {
            if answer.answer == Answer::Success && !answer.after.is_empty() {
                for folder in &answer.after {
                    let then = Answer::SuccessThen(folder.clone());
                    expectation = expectation.allow(then, worth, rulings.as_deref());
                }
            } else {
                expectation = expectation.allow(answer.answer.clone(), worth, rulings.as_deref());
            }
        }
    }
    expectation
}
