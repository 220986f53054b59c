//! 5.5.11 GetSessionUpdates: Tables 30, 31.
//!
//! How much of the past the value still tells is left open: a device may show the last batch alone. So
//! these cases run alone, and look at once after each change.

use ctk_model::document::SessionUpdate;
use ctk_vectors::facts;
use serde_json::json;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::{Statement, Tester};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![peer_asks(), peer_accepts(), left_and_joined()]
}

const NEEDS: [Need; 2] = [Need::SessionMode, Need::Action("GetSessionUpdates")];

/// 5.5.11.2: right after a peer asks for a session and the TelCP accepts it, the answer tells of that session.
fn peer_asks() -> Case {
    Case::new(
        "5.5.11/incoming-session",
        "a session that a peer asks for is told of, Pending, then Running once accepted",
    )
    .clause("5.5.11.2")
    .covers(&["M-5.5.11-1"])
    .needs(&NEEDS)
    .needs(&[
        Need::Action("AcceptSession"),
        Need::Stimulus("incoming-session"),
    ])
    .own_objects(0)
    .alone()
    .body(|t| {
        let class = t.session_class()?;
        let id = t.requested(&class)?;
        judge_told(t, &id, "Pending", "a peer asks for a session")?;
        let reply = t.invoke("AcceptSession", &[("SessionID", &id)])?;
        t.arranged(&reply)?;
        judge_told(t, &id, "Running", "AcceptSession")
    })
}

/// 5.5.11.2: the same when the peer accepts.
fn peer_accepts() -> Case {
    Case::new(
        "5.5.11/peer-accepts",
        "a session that the peer has accepted is told of as Running",
    )
    .clause("5.5.11.2")
    .covers(&["M-5.5.11-1"])
    .needs(&NEEDS)
    .needs(&[
        Need::Action("CreateSession"),
        Need::Recipient,
        Need::Stimulus("peer-accepts-session"),
    ])
    .own_objects(0)
    .alone()
    .body(|t| {
        let class = t.session_class()?;
        let id = t.pending(&class)?;
        t.stimulate("peer-accepts-session", json!({ "session_id": id }))?;
        judge_told(t, &id, "Running", "the peer accepts the session")
    })
}

/// 5.5.11.2: the last leave and the join of a Parked session change the status, and are told.
fn left_and_joined() -> Case {
    Case::new(
        "5.5.11/left-and-joined",
        "a session that the last TelCP leaves is told of as Parked, once joined as Running",
    )
    .clause("5.5.11.2")
    .covers(&["M-5.5.11-1"])
    .needs(&NEEDS)
    .needs(&[
        Need::Action("LeaveSession"),
        Need::Action("JoinSession"),
        Need::Recipient,
        Need::RunningSession,
    ])
    .own_objects(0)
    .alone()
    .body(|t| {
        let class = t.session_class()?;
        let id = t.parked(&class)?;
        judge_told(t, &id, "Parked", "LeaveSession by the last TelCP")?;
        let reply = t.invoke("JoinSession", &[("SessionID", &id)])?;
        t.arranged(&reply)?;
        judge_told(t, &id, "Running", "JoinSession on the Parked session")
    })
}

/// The answer holds an update of the session, and the last one agrees with GetSessions.
fn judge_told(t: &mut Tester<'_>, id: &str, status: &str, change: &str) -> Flow {
    let moderation = facts()
        .wait("moderation")
        .map_or(0, |wait| wait.milliseconds);
    let within = t.dut().settle_ms + moderation;
    let last = t.await_until(
        within,
        |t| last_update(t, id),
        |last| last.as_ref().is_some_and(|update| update.status == status),
    )?;
    let shown = t.session(id)?.state().to_owned();
    if shown != status {
        return Err(Stop::inconclusive(format!(
            "session {id} is {shown} after {change}, not {status}"
        )));
    }
    let told = last.as_ref().map(|update| update.status.as_str());
    t.require(
        "M-5.5.11-1",
        told == Some(status),
        &Statement {
            asked: &format!("GetSessionUpdates right after: {change}"),
            accepted: &[&format!(
                "an update of session {id}, the last one with sessionStatus {status}, as GetSessions shows it"
            )],
            observed: match told {
                Some(told) => format!("the last update of the session has sessionStatus {told:?}"),
                None => "no update of the session".to_owned(),
            },
            ..Statement::default()
        },
    )
}

fn last_update(t: &mut Tester<'_>, id: &str) -> Flow<Option<SessionUpdate>> {
    let reply = t.invoke("GetSessionUpdates", &[])?;
    t.arranged(&reply)?;
    let updates = t.session_updates(&reply)?;
    Ok(updates
        .0
        .into_iter()
        .rfind(|update| update.session_id == id))
}
