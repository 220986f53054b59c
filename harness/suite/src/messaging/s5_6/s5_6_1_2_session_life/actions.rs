//! 5.6.1.2 The life of a session: Figure 3, as nine actions in five states.
//!
//! Each cell of the table in the facts is a case: the state is arranged, the action is invoked, and the answer is
//! judged together with the state that GetSessions shows afterwards. Where an action fails, nothing of the session may
//! have changed.

use ctk_model::document::SessionInfo;
use ctk_model::expectation::{Expectation, Observed};
use ctk_record::Judgement;
use ctk_vectors::{Origin, SessionCell, facts};

use crate::arrange::SeenSession;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::FileManner;
use crate::tester::reply::Reply;
use crate::tester::{Statement, Tester};

/// The 45 cells.
pub(crate) fn cases() -> Vec<Case> {
    facts().session_cells.iter().map(cell_case).collect()
}

fn cell_case(cell: &'static SessionCell) -> Case {
    let id = format!(
        "5.6.1.2/{}-{}",
        slug(&cell.action),
        cell.state.to_lowercase()
    );
    let file_transfer = cell.class == "File-Transfer";
    let mut needs = vec![Need::SessionMode, Need::Action(&cell.action)];
    if cell.state != "Nonexistent" {
        needs.push(Need::Recipient);
        if file_transfer {
            needs.push(Need::SessionClass("File-Transfer"));
        }
        if cell.origin == Origin::Incoming && cell.state == "Pending" {
            needs.push(Need::Stimulus("incoming-session"));
        }
        if cell.state == "Running" || cell.state == "Parked" || cell.state == "Closed" {
            needs.push(Need::RunningSession);
        }
        match cell.state.as_str() {
            "Parked" => needs.push(Need::Action("LeaveSession")),
            "Closed" => needs.push(Need::Action("CloseSession")),
            _ => {}
        }
    }
    let messages = if cell.action == "SendMessage" { 1 } else { 0 };
    Case::new(id, purpose(cell))
        .covering(&cell.requirement)
        .covers(&["M-T46-4"])
        .needs(&needs)
        .own_objects(messages)
        .body(move |t| judge_cell(t, cell))
}

/// The action's own word, as the ids have it.
fn slug(action: &str) -> &str {
    match action {
        "AcceptSession" => "accept",
        "JoinSession" => "join",
        "LeaveSession" => "leave",
        "CloseSession" => "close",
        "ModifySession" => "modify",
        "SendMessage" => "send",
        "StartFileTransfer" => "start-file-transfer",
        "CancelFileTransfer" => "cancel-file-transfer",
        "GetFileTransferSession" => "get-file-transfer",
        other => other,
    }
}

fn purpose(cell: &SessionCell) -> String {
    let session = match cell.state.as_str() {
        "Nonexistent" => "a session id that no session has".to_owned(),
        state => format!("a {state} session"),
    };
    let passes: Vec<&str> = cell
        .pass
        .iter()
        .map(|answer| answer.answer.as_str())
        .collect();
    let what = if passes.iter().all(|answer| *answer == "success") {
        let after = cell.pass.first().and_then(|answer| answer.after.first());
        match after {
            Some(after) if *after != cell.state => format!("makes it {after}"),
            _ => "succeeds".to_owned(),
        }
    } else if passes.contains(&"success") {
        "keeps its state".to_owned()
    } else {
        "fails and changes nothing".to_owned()
    };
    format!("{} on {session} {what}", cell.action)
}

fn judge_cell(t: &mut Tester<'_>, cell: &'static SessionCell) -> Flow {
    let (class, message_class) = if cell.action == "SendMessage" {
        let (class, message) = t.classes().conversation()?;
        (class.to_owned(), message.to_owned())
    } else {
        (class_for(t, &cell.class)?, String::new())
    };
    let id = arrange(t, cell, &class)?;
    let before = look(t, cell, &id)?;
    if let Some(seen) = &before
        && cell.state != "Nonexistent"
        && seen.state() != cell.state
        && !(cell.state == "Closed" && seen.state() == "Nonexistent")
    {
        return Err(Stop::inconclusive(format!(
            "a {} session could not be arranged: it is {}",
            cell.state,
            seen.state()
        )));
    }
    let reply = act(t, cell, &id, &message_class)?;
    let due = due_after(cell, &reply);
    let after = t.sessions().look_until(&id, &due)?;
    let observed = seen_after(&reply, &after);
    let judgement = t.weighed(&reply, &Expectation::from_cell(cell), &observed);
    t.record(settling(cell, judgement))?;
    match (
        reply.fault(),
        before.as_ref().and_then(SeenSession::info),
        after.info(),
    ) {
        (Some(_), Some(before), Some(after)) => nothing_changed(t, &reply, before, after),
        _ => Ok(()),
    }
}

/// The judgement settles the cell, and the pair of action and code where the cell's requirement is the one of that code.
fn settling(cell: &SessionCell, judgement: Judgement) -> Judgement {
    let code = cell
        .requirement
        .rsplit('-')
        .next()
        .and_then(|code| code.parse::<u16>().ok());
    let own = facts().action(&cell.action).map(|action| &action.errors);
    let judgement = judgement.session_cell(&cell.state, &cell.action);
    match code.filter(|code| own.is_some_and(|own| own.contains(code))) {
        Some(code) => judgement.error_pair(&cell.action, code),
        None => judgement,
    }
}

/// The class of the cell, or another of its kind that the device has.
fn class_for(t: &Tester<'_>, class: &str) -> Flow<String> {
    let ics = &t.dut().ics;
    if ics.has_session_class(class) || ics.session_classes.is_empty() {
        return Ok(class.to_owned());
    }
    ics.session_classes
        .iter()
        .find(|other| !matches!(other.as_str(), "File-Transfer" | "WebpageSync"))
        .or_else(|| ics.session_classes.first())
        .cloned()
        .ok_or_else(|| Stop::NotApplicable(format!("session class {class} is not supported")))
}

fn arrange(t: &mut Tester<'_>, cell: &SessionCell, class: &str) -> Flow<String> {
    let id = match (cell.state.as_str(), cell.origin) {
        ("Nonexistent", _) => t.sessions().unknown_id()?,
        ("Pending", Origin::Incoming) => t.sessions().requested_by_peer(class)?,
        ("Pending", _) if !t.dut().ics.has_action("CreateSession") => {
            t.sessions().requested_by_peer(class)?
        }
        ("Pending", _) => t.sessions().pending(class)?,
        ("Running", _) => t.sessions().running(class)?,
        ("Parked", _) => t.sessions().parked(class)?,
        ("Closed", _) if cell.action == "GetFileTransferSession" => {
            closed_after_transfer(t, class)?
        }
        ("Closed", _) => t.sessions().closed(class)?,
        (other, _) => return Err(Stop::Broken(format!("Figure 3 has no state {other}"))),
    };
    Ok(id)
}

/// A closed session in which a file was transferred.
fn closed_after_transfer(t: &mut Tester<'_>, class: &str) -> Flow<String> {
    let id = t.sessions().running(class)?;
    let (file, list) = t.files().offer(&id, 2_000, FileManner::Whole, None)?;
    let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
    t.arranged(&reply)?;
    let within = t.dut().settle_ms;
    t.files().fetches(file, 1, within)?;
    let reply = t.invoke("CloseSession", &[("SessionID", &id)])?;
    t.arranged(&reply)?;
    t.sessions().look_until(&id, &["Closed", "Nonexistent"])?;
    Ok(id)
}

fn look(t: &mut Tester<'_>, cell: &SessionCell, id: &str) -> Flow<Option<SeenSession>> {
    if cell.state == "Nonexistent" {
        Ok(None)
    } else {
        t.sessions().look_at(id).map(Some)
    }
}

fn act(t: &mut Tester<'_>, cell: &SessionCell, id: &str, message_class: &str) -> Flow<Reply> {
    match cell.action.as_str() {
        "ModifySession" => {
            let subject = t.unique("Changed ")?;
            t.sessions().modify(id, &[("Subject", &subject)])
        }
        "SendMessage" => {
            let mut message = t.messages().draft(message_class)?;
            message.session_id = Some(id.to_owned());
            t.messages().send(&message)
        }
        "StartFileTransfer" => {
            let (_, list) = t.files().offer(id, 2_000, FileManner::Whole, None)?;
            t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])
        }
        action => t.invoke(action, &[("SessionID", id)]),
    }
}

/// The message class that goes with a session class.
pub(crate) fn message_class(session_class: &str) -> &str {
    match session_class {
        "e-Mail" | "SMS" | "MMS" => session_class,
        "WebpageSync" => "WebpageURL",
        _ => "Instant Message",
    }
}

/// The states that are worth waiting for: after a success those that the cell names for it, after a fault the one
/// before.
fn due_after<'c>(cell: &'c SessionCell, reply: &Reply) -> Vec<&'c str> {
    if !reply.succeeded() {
        return vec![&cell.state];
    }
    let due: Vec<&str> = cell
        .pass
        .iter()
        .chain(&cell.warning)
        .filter(|answer| answer.answer == "success")
        .flat_map(|answer| answer.after.iter().map(String::as_str))
        .collect();
    if due.is_empty() {
        vec!["Pending", "Running", "Parked", "Closed", "Nonexistent"]
    } else {
        due
    }
}

fn seen_after(reply: &Reply, after: &SeenSession) -> Observed {
    reply.observed(Some(after.state()))
}

/// An action that failed has changed nothing of the session.
fn nothing_changed(
    t: &mut Tester<'_>,
    reply: &Reply,
    before: &SessionInfo,
    after: &SessionInfo,
) -> Flow {
    let same = before == after;
    t.require(
        "M-T46-4",
        same,
        &Statement {
            asked: &reply.asked,
            accepted: &["the session as it was"],
            observed: if same {
                "the session as it was".to_owned()
            } else {
                format!("before: {before:?}; after: {after:?}")
            },
            exchanges: &[reply.exchange],
            ..Statement::default()
        },
    )
}
