//! 5.5.15 CloseSession: Tables 38, 39.
//!
//! A closed session is kept as long as the device likes, so that it is Closed or unknown afterwards.

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_folder, req, session_status};
use ctk_vectors::stimulus;

use crate::arrange::Sessions;
use crate::case::{Case, Need};
use crate::derived::session_ids::unknown_session_cases;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        running(),
        refuses_request(),
        parked(),
        listed_alike(),
        messages_in_folder(),
    ];
    cases.extend(unknown_session_cases(
        "5.5.15",
        action::CLOSE_SESSION,
        req::M_5_5_15_706,
    ));
    cases
}

const NEEDS: [Need; 4] = [
    Need::SessionMode,
    Need::Action(action::CLOSE_SESSION),
    Need::Recipient,
    Need::RunningSession,
];

/// CloseSession succeeds, and the session is Closed or forgotten.
fn judge_close(t: &mut Tester<'_>, requirement: &str, id: &str) -> Flow {
    let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", id)])?;
    let seen = t
        .sessions()
        .look_until(id, &[session_status::CLOSED, session_status::NONEXISTENT])?;
    t.judge_after(
        &reply,
        &Expectation::success_then(
            requirement,
            &[session_status::CLOSED, session_status::NONEXISTENT],
        ),
        &reply.observed(Some(seen.state())),
    )
}

/// 5.5.15.3: a Running session is closed.
fn running() -> Case {
    Case::new(
        "5.5.15/running",
        "a Running session with messages in it is closed",
    )
    .clause("5.5.15.3")
    .covers(&[req::M_5_5_15_1])
    .needs(&NEEDS)
    .needs(&[Need::Action(action::SEND_MESSAGE)])
    .own_objects(1)
    .body(|t| {
        let (class, message_class) = t.classes().conversation()?;
        let id = t.sessions().running(class)?;
        t.messages().sent_in(&id, message_class)?;
        judge_close(t, req::M_5_5_15_1, &id)
    })
}

/// 5.5.15: closing what a peer asks for refuses it.
fn refuses_request() -> Case {
    Case::new(
        "5.5.15/refuses-request",
        "closing a session that a peer asks for refuses it",
    )
    .clause("5.5.15")
    .covers(&[req::M_5_5_15_2])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::CLOSE_SESSION),
        Need::Stimulus(stimulus::INCOMING_SESSION),
    ])
    .own_objects(0)
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::requested_by_peer)?;
        judge_close(t, req::M_5_5_15_2, &id)
    })
}

/// 5.6.1.2: a Parked session is closed.
fn parked() -> Case {
    Case::new("5.5.15/parked", "a Parked session is closed")
        .clause("5.6.1.2")
        .covers(&[req::M_5_5_15_3])
        .needs(&NEEDS)
        .needs(&[Need::Action(action::LEAVE_SESSION)])
        .own_objects(0)
        .body(|t| {
            let id = t.sessions().of_any_class(Sessions::parked)?;
            judge_close(t, req::M_5_5_15_3, &id)
        })
}

/// by id, by status and without criteria, GetSessions tells the same of a closed session.
fn listed_alike() -> Case {
    Case::new(
        "5.5.15/listed-alike",
        "GetSessions tells the same of a closed session by id, by status and without either",
    )
    .clause("5.5.15")
    .covers(&[req::M_5_5_12_STATUS])
    .needs(&NEEDS)
    .own_objects(0)
    .body(judge_listed_alike)
}

fn judge_listed_alike(t: &mut Tester<'_>) -> Flow {
    let id = t.sessions().of_any_class(Sessions::closed)?;
    let mut contradictions = Vec::new();
    judge_by_status(t, &id, &mut contradictions)?;
    let reply = t.sessions().get("", session_status::CLOSED)?;
    // 711 is right where the service description does not allow Closed.
    if reply.fault() != Some(711) {
        t.arranged(&reply)?;
        let listed = t.documents().sessions(&reply)?;
        let wrong = listed
            .iter()
            .find(|info| info.status != session_status::CLOSED);
        if let Some(info) = wrong {
            contradictions.push(format!(
                "by status \"Closed\" session {} is listed as {:?}",
                info.id, info.status
            ));
        }
        let by_status = listed.iter().any(|info| info.id == id);
        let by_id = t.sessions().look_at(&id)?.state().to_owned();
        // It is free to be forgotten in between.
        let forgotten = by_id == session_status::NONEXISTENT
            && !t
                .sessions()
                .listed("", session_status::CLOSED)?
                .iter()
                .any(|info| info.id == id);
        if by_status && by_id != session_status::CLOSED && !forgotten {
            contradictions.push(format!(
                "by status \"Closed\" it is listed, and by id it is {by_id}"
            ));
        }
    }
    t.record(
        Judgement::met(req::M_5_5_12_STATUS, contradictions.is_empty())
            .asked(format!(
                "GetSessions by each status, after session {id} was closed"
            ))
            .accepts(["it is listed as Closed, or not at all"])
            .observed(if contradictions.is_empty() {
                "it is listed as Closed, or not at all".to_owned()
            } else {
                contradictions.join("; ")
            })
            .exchanges([reply.exchange]),
    )
}

fn judge_by_status(t: &mut Tester<'_>, id: &str, contradictions: &mut Vec<String>) -> Flow {
    for status in [
        session_status::PENDING,
        session_status::RUNNING,
        session_status::PARKED,
        "",
    ] {
        let found = t
            .sessions()
            .listed("", status)?
            .into_iter()
            .find(|info| info.id == id);
        if let Some(info) = found
            && (!status.is_empty() || info.status != session_status::CLOSED)
        {
            contradictions.push(format!(
                "by status {status:?} it is listed as {:?}",
                info.status
            ));
        }
    }
    Ok(())
}

/// 5.5.15: a search in ClosedSession finds the messages of a closed session that is still listed. Whether their own
/// messageFolder changes is left open; a device that moves the session alone is searched in the old folder.
fn messages_in_folder() -> Case {
    Case::new(
        "5.5.15/messages-in-closed-session",
        "the messages of a closed session are in ClosedSession, or found where they were",
    )
    .clause("5.5.15")
    .covers(&[req::M_5_5_15_4])
    .needs(&NEEDS)
    .needs(&[
        Need::Folder(message_folder::CLOSED_SESSION),
        Need::Action(action::SEARCH_MESSAGES),
        Need::Action(action::SEND_MESSAGE),
    ])
    .own_objects(2)
    .body(judge_messages_in_folder)
}

fn judge_messages_in_folder(t: &mut Tester<'_>) -> Flow {
    let (class, message_class) = t.classes().conversation()?;
    let id = t.sessions().running(class)?;
    let sent = [
        t.messages().sent_in(&id, message_class)?,
        t.messages().sent_in(&id, message_class)?,
    ];
    let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", &id)])?;
    t.arranged(&reply)?;
    let seen = t
        .sessions()
        .look_until(&id, &[session_status::CLOSED, session_status::NONEXISTENT])?;
    let folders = [
        message_folder::CLOSED_SESSION,
        message_folder::SENT,
        message_folder::OUTGOING,
    ];
    let within = t.dut().delivery_ms;
    let missing = t.await_until(
        within,
        |t| missing_from(t, &folders, &sent),
        |missing| missing.is_empty(),
    )?;
    if t.sessions().look_at(&id)?.info().is_none() {
        return Err(Stop::NotApplicable(
            "the device does not keep the closed session, as it is free to (R-59)".to_owned(),
        ));
    }
    t.record(
        Judgement::met(req::M_5_5_15_4, missing.is_empty())
            .asked(format!(
                "SearchMessages in ClosedSession, Sent and Outgoing after session {id} is {}",
                seen.state()
            ))
            .accepts(["each of its messages in one of them (R-41)"])
            .observed(if missing.is_empty() {
                "all are there".to_owned()
            } else {
                format!("in none of them: {}", missing.join(", "))
            })
            .exchanges([reply.exchange]),
    )
}

/// Which of the messages none of the folders shows.
fn missing_from(t: &mut Tester<'_>, folders: &[&str], sent: &[String]) -> Flow<Vec<String>> {
    let mut missing = sent.to_vec();
    for folder in folders {
        let reply = t.invoke(
            action::SEARCH_MESSAGES,
            &[
                ("MessageClass", ""),
                ("MessageFolder", folder),
                ("MessageStatus", ""),
                ("SessionID", ""),
            ],
        )?;
        t.arranged(&reply)?;
        let list = t.documents().messages(&reply)?;
        missing.retain(|id| !list.iter().any(|message| message.id == *id));
    }
    Ok(missing)
}
