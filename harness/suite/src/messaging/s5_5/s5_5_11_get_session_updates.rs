//! 5.5.11 GetSessionUpdates: Tables 30, 31.
//!
//! How much of the past the value still tells is left open: a device may show the last batch alone. So
//! these cases run alone, and look at once after each change.

use ctk_model::document::SessionUpdate;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::{stimulus, waits};
use serde_json::json;

use crate::arrange::Sessions;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        peer_asks(),
        peer_accepts(),
        left_and_joined(),
        told_to_both(),
    ]
}

const NEEDS: [Need; 2] = [Need::SessionMode, Need::Action(action::GET_SESSION_UPDATES)];

/// 5.5.11.2: right after a peer asks for a session and the TelCP accepts it, the answer tells of that session.
fn peer_asks() -> Case {
    Case::new(
        "5.5.11/incoming-session",
        "a session that a peer asks for is told of, Pending, then Running once accepted",
    )
    .clause("5.5.11.2")
    .covers(&[req::M_5_5_11_1])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::ACCEPT_SESSION),
        Need::Stimulus(stimulus::INCOMING_SESSION),
    ])
    .own_objects(0)
    .alone()
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::requested_by_peer)?;
        judge_told(t, &id, session_status::PENDING, "a peer asks for a session")?;
        let reply = t.invoke(action::ACCEPT_SESSION, &[("SessionID", &id)])?;
        t.arranged(&reply)?;
        judge_told(t, &id, session_status::RUNNING, action::ACCEPT_SESSION)
    })
}

/// 5.5.11.2: the same when the peer accepts.
fn peer_accepts() -> Case {
    Case::new(
        "5.5.11/peer-accepts",
        "a session that the peer has accepted is told of as Running",
    )
    .clause("5.5.11.2")
    .covers(&[req::M_5_5_11_1])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::CREATE_SESSION),
        Need::Recipient,
        Need::Stimulus(stimulus::PEER_ACCEPTS_SESSION),
    ])
    .own_objects(0)
    .alone()
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::pending)?;
        t.upper_tester()
            .stimulate(stimulus::PEER_ACCEPTS_SESSION, json!({ "session_id": id }))?;
        judge_told(
            t,
            &id,
            session_status::RUNNING,
            "the peer accepts the session",
        )
    })
}

/// 5.5.11.2: the last leave and the join of a Parked session change the status, and are told.
fn left_and_joined() -> Case {
    Case::new(
        "5.5.11/left-and-joined",
        "a session that the last TelCP leaves is told of as Parked, once joined as Running",
    )
    .clause("5.5.11.2")
    .covers(&[req::M_5_5_11_1])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::LEAVE_SESSION),
        Need::Action(action::JOIN_SESSION),
        Need::Recipient,
        Need::RunningSession,
    ])
    .own_objects(0)
    .alone()
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::parked)?;
        judge_told(
            t,
            &id,
            session_status::PARKED,
            "LeaveSession by the last TelCP",
        )?;
        let reply = t.invoke(action::JOIN_SESSION, &[("SessionID", &id)])?;
        t.arranged(&reply)?;
        judge_told(
            t,
            &id,
            session_status::RUNNING,
            "JoinSession on the Parked session",
        )
    })
}

/// So often one control point has to be told and the other, at once after it, not: in between the value may change.
const TIMES: usize = 3;

/// 5.5.11.2: whoever asks is told, whether another control point asked before or not.
fn told_to_both() -> Case {
    Case::new(
        "5.5.11/told-to-both",
        "a change that one control point was told of another one is told of, too",
    )
    .clause("5.5.11.2")
    .covers(&[req::M_5_5_11_1])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::LEAVE_SESSION),
        Need::Recipient,
        Need::RunningSession,
        Need::TwoAddresses,
    ])
    .own_objects(0)
    .alone()
    .body(|t| {
        let mut exchanges = Vec::new();
        for _ in 0..TIMES {
            let id = t.sessions().of_any_class(Sessions::parked)?;
            if last_update(t, &id)?.is_none() {
                return Err(Stop::inconclusive(
                    "the first control point is not told (5.5.11/left-and-joined judges that)",
                ));
            }
            let (exchange, told) = last_update_as(t, ControlPoint::Second, &id)?;
            exchanges.push(exchange);
            if told.is_some() {
                exchanges.clear();
                break;
            }
        }
        t.record(
            Judgement::met(req::M_5_5_11_1, exchanges.is_empty())
                .asked("GetSessionUpdates by one control point and at once by another, after a session was left")
                .accepts(["an update of the session for both"])
                .observed(if exchanges.is_empty() {
                    "both are told".to_owned()
                } else {
                    format!("of {TIMES} times the second one is never told")
                })
                .exchanges(&exchanges),
        )
    })
}

/// The answer holds an update of the session, and the last one agrees with GetSessions.
fn judge_told(t: &mut Tester<'_>, id: &str, status: &str, change: &str) -> Flow {
    let within = t.dut().settle_ms + waits::MODERATION.milliseconds;
    let last = t.await_until(
        within,
        |t| last_update(t, id),
        |last| last.as_ref().is_some_and(|update| update.status == status),
    )?;
    let shown = t.sessions().look_at(id)?.state().to_owned();
    if shown != status {
        return Err(Stop::inconclusive(format!(
            "session {id} is {shown} after {change}, not {status}"
        )));
    }
    let told = last.as_ref().map(|update| update.status.as_str());
    t.record(Judgement::met(req::M_5_5_11_1, told == Some(status))
.asked(format!("GetSessionUpdates right after: {change}"))
.accepts([&format!(
                "an update of session {id}, the last one with sessionStatus {status}, as GetSessions shows it"
            )])
.observed(match told {
                Some(told) => format!("the last update of the session has sessionStatus {told:?}"),
                None => "no update of the session".to_owned(),
            }))
}

fn last_update(t: &mut Tester<'_>, id: &str) -> Flow<Option<SessionUpdate>> {
    last_update_as(t, ControlPoint::First, id).map(|(_, update)| update)
}

/// The exchange, and the last update of the session.
fn last_update_as(
    t: &mut Tester<'_>,
    who: ControlPoint,
    id: &str,
) -> Flow<(u32, Option<SessionUpdate>)> {
    let reply = t.invoke_as(who, action::GET_SESSION_UPDATES, &[])?;
    t.arranged(&reply)?;
    let updates = t.documents().session_updates(&reply)?;
    let last = updates
        .0
        .into_iter()
        .rfind(|update| update.session_id == id);
    Ok((reply.exchange, last))
}
