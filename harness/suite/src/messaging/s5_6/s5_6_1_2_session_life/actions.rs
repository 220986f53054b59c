//! 5.6.1.2 The life of a session: Figure 3, as nine actions in five states.
//!
//! Each cell of the table in the facts is a case: the state is arranged, the action is invoked, and the answer is
//! judged together with the state that GetSessions shows afterwards. Where an action fails, nothing of the session may
//! have changed.

use ctk_model::document::SessionInfo;
use ctk_model::expectation::{Expectation, Observed};
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_class, session_status};
use ctk_vectors::{Answer, Origin, SessionCell, facts, stimulus};

use crate::arrange::SeenSession;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::lab::FileManner;
use crate::tester::Tester;
use crate::tester::reply::Reply;

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
    let file_transfer = cell.class == session_class::FILE_TRANSFER;
    let mut needs = vec![Need::SessionMode, Need::Action(&cell.action)];
    if cell.state != session_status::NONEXISTENT {
        needs.push(Need::Recipient);
        if file_transfer {
            needs.push(Need::SessionClass(session_class::FILE_TRANSFER));
        }
        if cell.origin == Origin::Incoming && cell.state == session_status::PENDING {
            needs.push(Need::Stimulus(stimulus::INCOMING_SESSION));
        }
        if cell.state == session_status::RUNNING
            || cell.state == session_status::PARKED
            || cell.state == session_status::CLOSED
        {
            needs.push(Need::RunningSession);
        }
        match cell.state.as_str() {
            session_status::PARKED => needs.push(Need::Action(action::LEAVE_SESSION)),
            session_status::CLOSED => needs.push(Need::Action(action::CLOSE_SESSION)),
            _ => {}
        }
    }
    let messages = if cell.action == action::SEND_MESSAGE {
        1
    } else {
        0
    };
    Case::new(id, purpose(cell))
        .covering(&cell.requirement)
        .covers(&[req::M_T46_4])
        .needs(&needs)
        .own_objects(messages)
        .body(move |t| judge_cell(t, cell))
}

/// The action's own word, as the ids have it.
fn slug(action: &str) -> &str {
    match action {
        action::ACCEPT_SESSION => "accept",
        action::JOIN_SESSION => "join",
        action::LEAVE_SESSION => "leave",
        action::CLOSE_SESSION => "close",
        action::MODIFY_SESSION => "modify",
        action::SEND_MESSAGE => "send",
        action::START_FILE_TRANSFER => "start-file-transfer",
        action::CANCEL_FILE_TRANSFER => "cancel-file-transfer",
        action::GET_FILE_TRANSFER_SESSION => "get-file-transfer",
        other => other,
    }
}

fn purpose(cell: &SessionCell) -> String {
    let session = match cell.state.as_str() {
        session_status::NONEXISTENT => "a session id that no session has".to_owned(),
        state => format!("a {state} session"),
    };
    let passes: Vec<&Answer> = cell.pass.iter().map(|answer| &answer.answer).collect();
    let what = if passes.iter().all(|answer| **answer == Answer::Success) {
        let after = cell.pass.first().and_then(|answer| answer.after.first());
        match after {
            Some(after) if *after != cell.state => format!("makes it {after}"),
            _ => "succeeds".to_owned(),
        }
    } else if passes.contains(&&Answer::Success) {
        "keeps its state".to_owned()
    } else {
        "fails and changes nothing".to_owned()
    };
    format!("{} on {session} {what}", cell.action)
}

fn judge_cell(t: &mut Tester<'_>, cell: &'static SessionCell) -> Flow {
    let (class, message_class) = if cell.action == action::SEND_MESSAGE {
        let (class, message) = t.classes().conversation()?;
        (class.to_owned(), message.to_owned())
    } else {
        (class_for(t, &cell.class)?, String::new())
    };
    let id = arrange(t, cell, &class)?;
    let before = look(t, cell, &id)?;
    if let Some(seen) = &before
        && cell.state != session_status::NONEXISTENT
        && seen.state() != cell.state
        && !(cell.state == session_status::CLOSED && seen.state() == session_status::NONEXISTENT)
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
        .find(|other| {
            !matches!(
                other.as_str(),
                session_class::FILE_TRANSFER | session_class::WEBPAGE_SYNC
            )
        })
        .or_else(|| ics.session_classes.first())
        .cloned()
        .ok_or_else(|| Stop::NotApplicable(format!("session class {class} is not supported")))
}

fn arrange(t: &mut Tester<'_>, cell: &SessionCell, class: &str) -> Flow<String> {
    if matches!(
        cell.action.as_str(),
        action::JOIN_SESSION | action::LEAVE_SESSION
    ) {
        t.known_by_subscription(&[ControlPoint::First])?;
    }
    let id = match (cell.state.as_str(), cell.origin) {
        (session_status::NONEXISTENT, _) => t.sessions().unknown_id()?,
        (session_status::PENDING, Origin::Incoming) => t.sessions().requested_by_peer(class)?,
        (session_status::PENDING, _) if !t.dut().ics.has_action(action::CREATE_SESSION) => {
            t.sessions().requested_by_peer(class)?
        }
        (session_status::PENDING, _) => t.sessions().pending(class)?,
        (session_status::RUNNING, _) => t.sessions().running(class)?,
        (session_status::PARKED, _) => t.sessions().parked(class)?,
        (session_status::CLOSED, _) if cell.action == action::GET_FILE_TRANSFER_SESSION => {
            t.sessions().closed_after_transfer(class, &[None])?.0
        }
        (session_status::CLOSED, _) => t.sessions().closed(class)?,
        (other, _) => return Err(Stop::Broken(format!("Figure 3 has no state {other}"))),
    };
    Ok(id)
}

fn look(t: &mut Tester<'_>, cell: &SessionCell, id: &str) -> Flow<Option<SeenSession>> {
    if cell.state == session_status::NONEXISTENT {
        Ok(None)
    } else {
        t.sessions().look_at(id).map(Some)
    }
}

fn act(t: &mut Tester<'_>, cell: &SessionCell, id: &str, message_class: &str) -> Flow<Reply> {
    match cell.action.as_str() {
        action::MODIFY_SESSION => {
            let subject = t.unique("Changed ")?;
            t.sessions().modify(id, &[("Subject", &subject)])
        }
        action::SEND_MESSAGE => {
            let mut message = t.messages().draft(message_class)?;
            message.session_id = Some(id.to_owned());
            t.messages().send(&message)
        }
        action::START_FILE_TRANSFER => {
            let (_, list) = t.files().offer(id, 2_000, FileManner::Whole, None)?;
            t.invoke(
                action::START_FILE_TRANSFER,
                &[("FileInfoList", &list.to_xml())],
            )
        }
        action => t.invoke(action, &[("SessionID", id)]),
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
        .filter(|answer| answer.answer == Answer::Success)
        .flat_map(|answer| answer.after.iter().map(String::as_str))
        .collect();
    if due.is_empty() {
        vec![
            session_status::PENDING,
            session_status::RUNNING,
            session_status::PARKED,
            session_status::CLOSED,
            session_status::NONEXISTENT,
        ]
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
    t.record(
        Judgement::met(req::M_T46_4, same)
            .asked(&reply.asked)
            .accepts(["the session as it was"])
            .observed(if same {
                "the session as it was".to_owned()
            } else {
                format!("before: {before:?}; after: {after:?}")
            })
            .exchanges([reply.exchange]),
    )
}
