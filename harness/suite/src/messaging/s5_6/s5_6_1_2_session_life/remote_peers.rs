//! 5.6.1.2 and 5.3.19 The life of a session as the remote peers see to it.

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::Sessions;
use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let edges = EDGES.into_iter().map(edge);
    [request()]
        .into_iter()
        .chain(edges)
        .chain([closed_stays_closed()])
        .collect()
}

/// What the peer did brings the session into one of these states within the settle time.
fn judge_state(
    t: &mut Tester<'_>,
    requirement: &str,
    id: &str,
    happened: &str,
    due: &[&str],
) -> Flow {
    let seen = t.sessions().look_until(id, due)?;
    t.record(
        Judgement::met(requirement, due.contains(&seen.state()))
            .asked(format!("GetSessions, after {happened}"))
            .accepts([&due.join(" or ")])
            .observed(format!("session {id} is {}", seen.state())),
    )
}

/// Figure 3: what a peer asks for is Pending.
fn request() -> Case {
    Case::new(
        "5.6.1.2/peer-request",
        "a session that a peer asks for is Pending",
    )
    .covers(&[req::M_F3_NONE_PEER_REQUEST])
    .needs(REQUESTED)
    .own_objects(0)
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::request_by_peer)?;
        let seen = t.sessions().look_until(&id, &[session_status::PENDING])?;
        if seen.state() == session_status::NONEXISTENT {
            let seen = format!("the device knows no session {id}");
            t.upper_tester()
                .in_vain(stimulus::INCOMING_SESSION, &seen)?;
        }
        judge_state(
            t,
            req::M_F3_NONE_PEER_REQUEST,
            &id,
            "a peer asked for the session",
            &[session_status::PENDING],
        )
    })
}

/// What a peer does to a session in a state, and where that leads.
struct Edge {
    id: &'static str,
    purpose: &'static str,
    requirement: &'static str,
    /// What the state needs before anything happens.
    needs: &'static [Need],
    begins: fn(&mut Tester<'_>, &str) -> Flow<String>,
    stimulus: &'static str,
    happened: &'static str,
    leads_to: &'static [&'static str],
}

/// Closed, or forgotten.
const GONE: &[&str] = &[session_status::CLOSED, session_status::NONEXISTENT];

const REQUESTED: &[Need] = &[
    Need::SessionMode,
    Need::Stimulus(stimulus::INCOMING_SESSION),
];
const CREATED: &[Need] = &[
    Need::SessionMode,
    Need::Action(action::CREATE_SESSION),
    Need::Recipient,
];
const RUNNING: &[Need] = &[Need::SessionMode, Need::Recipient, Need::RunningSession];
const PARKED: &[Need] = &[
    Need::SessionMode,
    Need::Action(action::LEAVE_SESSION),
    Need::Recipient,
    Need::RunningSession,
];

const EDGES: [Edge; 5] = [
    // 5.3.19, C.2.
    Edge {
        id: "5.6.1.2/peer-accepts",
        purpose: "a created session is Running when the peer has accepted it",
        requirement: req::M_F3_PENDING_PEER_ACCEPTANCE,
        needs: CREATED,
        begins: |t, class| t.sessions().pending(class),
        stimulus: stimulus::PEER_ACCEPTS_SESSION,
        happened: "the peer accepted the session",
        leads_to: &[session_status::RUNNING],
    },
    // 5.3.19, Table 2.
    Edge {
        id: "5.6.1.2/peer-rejects",
        purpose: "a created session is Closed when the peer has refused it",
        requirement: req::M_F3_PENDING_PEER_REJECTION,
        needs: CREATED,
        begins: |t, class| t.sessions().pending(class),
        stimulus: stimulus::PEER_REJECTS_SESSION,
        happened: "the peer refused the session",
        leads_to: GONE,
    },
    // 5.3.19.
    Edge {
        id: "5.6.1.2/peer-withdraws",
        purpose: "a session that a peer asked for is Closed when the peer gives up",
        requirement: req::M_F3_PENDING_PEER_REJECTION,
        needs: REQUESTED,
        begins: |t, class| t.sessions().requested_by_peer(class),
        stimulus: stimulus::PEER_CLOSES_SESSION,
        happened: "the peer took its request back",
        leads_to: GONE,
    },
    // 5.3.19, Table 2.
    Edge {
        id: "5.6.1.2/peer-closes-running",
        purpose: "a Running session is Closed when the peer ends it",
        requirement: req::M_F3_RUNNING_PEER_CLOSES,
        needs: RUNNING,
        begins: |t, class| t.sessions().running(class),
        stimulus: stimulus::PEER_CLOSES_SESSION,
        happened: "the peer ended the session",
        leads_to: GONE,
    },
    // 5.3.19.
    Edge {
        id: "5.6.1.2/peer-closes-parked",
        purpose: "a Parked session is Closed when the peer ends it",
        requirement: req::M_5_3_19_2,
        needs: PARKED,
        begins: |t, class| t.sessions().parked(class),
        stimulus: stimulus::PEER_CLOSES_SESSION,
        happened: "the peer ended the Parked session",
        leads_to: GONE,
    },
];

fn edge(edge: Edge) -> Case {
    Case::new(edge.id, edge.purpose)
        .covers(&[edge.requirement])
        .needs(edge.needs)
        .needs(&[Need::Stimulus(edge.stimulus)])
        .own_objects(0)
        .body(move |t| {
            let class = t.classes().any_session()?;
            let id = (edge.begins)(t, &class)?;
            let before = t.sessions().look_at(&id)?;
            t.upper_tester()
                .stimulate(edge.stimulus, json!({ "session_id": id }))?;
            let after = t.sessions().look_until(&id, edge.leads_to)?;
            if after.state() == before.state() {
                let seen = format!("session {id} is {} as before", after.state());
                t.upper_tester().in_vain(edge.stimulus, &seen)?;
            }
            judge_state(t, edge.requirement, &id, edge.happened, edge.leads_to)
        })
}

/// 5.5.10.3, 5.5.13.3, 5.5.14.3: what the peer has closed is not accepted, joined or left any more.
fn closed_stays_closed() -> Case {
    Case::new(
        "5.6.1.2/closed-by-peer-stays-closed",
        "what a peer has closed is not accepted, joined or left any more",
    )
    .covers(&[req::M_F3_NON_EDGES])
    .needs(REQUESTED)
    .needs(&[Need::Stimulus(stimulus::PEER_CLOSES_SESSION)])
    .own_objects(0)
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::requested_by_peer)?;
        t.upper_tester()
            .stimulate(stimulus::PEER_CLOSES_SESSION, json!({ "session_id": id }))?;
        let seen = t.sessions().look_until(&id, GONE)?;
        if !GONE.contains(&seen.state()) {
            return Err(t.upper_tester().no_effect(
                stimulus::PEER_CLOSES_SESSION,
                &format!("session {id} is {}", seen.state()),
            ));
        }
        for action in [
            action::ACCEPT_SESSION,
            action::JOIN_SESSION,
            action::LEAVE_SESSION,
        ] {
            if !t.dut().ics.has_action(action) {
                continue;
            }
            let reply = t.invoke(action, &[("SessionID", &id)])?;
            let seen = t.sessions().look_at(&id)?;
            let expectation = Expectation::of(req::M_F3_NON_EDGES)
                .allow_fault(706, "R-59")
                .allow_fault(708, "R-59");
            // JoinSession and LeaveSession have 708 for it, so that 501 is R-58's warning there.
            let expectation = if action == action::ACCEPT_SESSION {
                expectation.allow_fault(501, "R-05")
            } else {
                expectation
            };
            t.judge(&reply, &expectation)?;
            t.record(
                Judgement::met(req::M_F3_NON_EDGES, GONE.contains(&seen.state()))
                    .asked(&reply.asked)
                    .accepts(["the session stays Closed, or is forgotten (R-59)"])
                    .observed(format!("GetSessions shows it {}", seen.state()))
                    .exchanges([reply.exchange]),
            )?;
        }
        Ok(())
    })
}
