//! 5.6.1.2 and 5.3.19 The life of a session as the remote peers see to it.

use ctk_model::expectation::Expectation;
use serde_json::json;

use crate::case::{Case, Need};
use crate::judgement::Flow;
use crate::tester::{Statement, Tester};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        request(),
        acceptance(),
        rejection(),
        withdrawal(),
        closes_running(),
        closes_parked(),
        closed_stays_closed(),
    ]
}

/// What the peer did brings the session into one of these states within the settle time.
fn judge_state(
    t: &mut Tester<'_>,
    requirement: &str,
    id: &str,
    happened: &str,
    due: &[&str],
) -> Flow {
    let seen = t.session_until(id, due)?;
    t.require(
        requirement,
        due.contains(&seen.state()),
        &Statement {
            asked: &format!("GetSessions, after {happened}"),
            accepted: &[&due.join(" or ")],
            observed: format!("session {id} is {}", seen.state()),
            ..Statement::default()
        },
    )
}

/// Figure 3: what a peer asks for is Pending.
fn request() -> Case {
    Case::new(
        "5.6.1.2/peer-request",
        "a session that a peer asks for is Pending",
    )
    .covers(&["M-F3-none-peer-request"])
    .needs(&[Need::SessionMode, Need::Stimulus("incoming-session")])
    .own_objects(0)
    .body(|t| {
        let class = t.session_class()?;
        let id = t.asked_for(&class)?;
        judge_state(
            t,
            "M-F3-none-peer-request",
            &id,
            "a peer asked for the session",
            &["Pending"],
        )
    })
}

/// 5.3.19, C.2: a created session is Running when the peer has accepted it.
fn acceptance() -> Case {
    Case::new(
        "5.6.1.2/peer-accepts",
        "a created session is Running when the peer has accepted it",
    )
    .covers(&["M-F3-pending-peer-acceptance"])
    .needs(&CREATED)
    .needs(&[Need::Stimulus("peer-accepts-session")])
    .own_objects(0)
    .body(|t| {
        let class = t.session_class()?;
        let id = t.pending(&class)?;
        t.stimulate("peer-accepts-session", json!({ "session_id": id }))?;
        judge_state(
            t,
            "M-F3-pending-peer-acceptance",
            &id,
            "the peer accepted the session",
            &["Running"],
        )
    })
}

const CREATED: [Need; 3] = [
    Need::SessionMode,
    Need::Action("CreateSession"),
    Need::Recipient,
];

/// 5.3.19, Table 2: a created session is Closed when the peer has refused it.
fn rejection() -> Case {
    Case::new(
        "5.6.1.2/peer-rejects",
        "a created session is Closed when the peer has refused it",
    )
    .covers(&["M-F3-pending-peer-rejection"])
    .needs(&CREATED)
    .needs(&[Need::Stimulus("peer-rejects-session")])
    .own_objects(0)
    .body(|t| {
        let class = t.session_class()?;
        let id = t.pending(&class)?;
        t.stimulate("peer-rejects-session", json!({ "session_id": id }))?;
        judge_state(
            t,
            "M-F3-pending-peer-rejection",
            &id,
            "the peer refused the session",
            &["Closed", "Nonexistent"],
        )
    })
}

/// 5.3.19: a request that the peer takes back is Closed.
fn withdrawal() -> Case {
    Case::new(
        "5.6.1.2/peer-withdraws",
        "a session that a peer asked for is Closed when the peer gives up",
    )
    .covers(&["M-F3-pending-peer-rejection"])
    .needs(&[
        Need::SessionMode,
        Need::Stimulus("incoming-session"),
        Need::Stimulus("peer-closes-session"),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.session_class()?;
        let id = t.requested(&class)?;
        t.stimulate("peer-closes-session", json!({ "session_id": id }))?;
        judge_state(
            t,
            "M-F3-pending-peer-rejection",
            &id,
            "the peer took its request back",
            &["Closed", "Nonexistent"],
        )
    })
}

/// 5.3.19, Table 2: a Running session is Closed when the peer ends it.
fn closes_running() -> Case {
    Case::new(
        "5.6.1.2/peer-closes-running",
        "a Running session is Closed when the peer ends it",
    )
    .covers(&["M-F3-running-peer-closes"])
    .needs(&[
        Need::SessionMode,
        Need::Recipient,
        Need::RunningSession,
        Need::Stimulus("peer-closes-session"),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.session_class()?;
        let id = t.running(&class)?;
        t.stimulate("peer-closes-session", json!({ "session_id": id }))?;
        judge_state(
            t,
            "M-F3-running-peer-closes",
            &id,
            "the peer ended the session",
            &["Closed", "Nonexistent"],
        )
    })
}

/// 5.3.19: so is a Parked one.
fn closes_parked() -> Case {
    Case::new(
        "5.6.1.2/peer-closes-parked",
        "a Parked session is Closed when the peer ends it",
    )
    .covers(&["M-5.3.19-2"])
    .needs(&[
        Need::SessionMode,
        Need::Action("LeaveSession"),
        Need::Recipient,
        Need::RunningSession,
        Need::Stimulus("peer-closes-session"),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.session_class()?;
        let id = t.parked(&class)?;
        t.stimulate("peer-closes-session", json!({ "session_id": id }))?;
        judge_state(
            t,
            "M-5.3.19-2",
            &id,
            "the peer ended the Parked session",
            &["Closed", "Nonexistent"],
        )
    })
}

/// 5.5.10.3, 5.5.13.3, 5.5.14.3: what the peer has closed is not accepted, joined or left any more.
fn closed_stays_closed() -> Case {
    Case::new(
        "5.6.1.2/closed-by-peer-stays-closed",
        "what a peer has closed is not accepted, joined or left any more",
    )
    .covers(&["M-F3-non-edges"])
    .needs(&[
        Need::SessionMode,
        Need::Stimulus("incoming-session"),
        Need::Stimulus("peer-closes-session"),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.session_class()?;
        let id = t.requested(&class)?;
        t.stimulate("peer-closes-session", json!({ "session_id": id }))?;
        let gone = ["Closed", "Nonexistent"];
        let seen = t.session_until(&id, &gone)?;
        if !gone.contains(&seen.state()) {
            return Err(crate::judgement::Stop::inconclusive(format!(
                "session {id} is {} after the peer closed it",
                seen.state()
            )));
        }
        for action in ["AcceptSession", "JoinSession", "LeaveSession"] {
            if !t.dut().ics.has_action(action) {
                continue;
            }
            let reply = t.invoke(action, &[("SessionID", &id)])?;
            let seen = t.session(&id)?;
            let expectation = [706, 708, 501]
                .into_iter()
                .fold(Expectation::of("M-F3-non-edges"), |built, code| {
                    built.allow_fault(code, "R-59")
                });
            t.judge(&reply, &expectation)?;
            t.require(
                "M-F3-non-edges",
                gone.contains(&seen.state()),
                &Statement {
                    asked: &reply.asked,
                    accepted: &["the session stays Closed, or is forgotten (R-59)"],
                    observed: format!("GetSessions shows it {}", seen.state()),
                    exchanges: &[reply.exchange],
                    ..Statement::default()
                },
            )?;
        }
        Ok(())
    })
}
