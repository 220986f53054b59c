//! 5.5.10 AcceptSession: Tables 28, 29.

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::{facts, stimulus};

use crate::arrange::Sessions;
use crate::case::slug::slug;
use crate::case::{Case, Need};
use crate::derived::session_ids::unknown_session_cases;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let classes = facts()
        .values(6)
        .into_iter()
        .flat_map(|table| &table.values);
    let mut cases: Vec<Case> = classes.map(|value| incoming(&value.value)).collect();
    cases.extend([own_session(), not_pending(), second_control_point()]);
    cases.extend(unknown_session_cases(
        "5.5.10",
        action::ACCEPT_SESSION,
        req::M_5_5_10_706,
    ));
    cases
}

/// 5.5.10.3: a session that a peer asks for becomes Running when the TelCP accepts it.
fn incoming(class: &'static str) -> Case {
    Case::new(
        format!("5.5.10/incoming-{}", slug(class)),
        format!("accepting a session of class {class} that a peer asks for makes it Running"),
    )
    .clause("5.5.10.3")
    .covers(&[req::M_5_5_10_1])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::ACCEPT_SESSION),
        Need::SessionClass(class),
        Need::Stimulus(stimulus::INCOMING_SESSION),
    ])
    .own_objects(0)
    .derived()
    .body(move |t| {
        let id = t.sessions().requested_by_peer(class)?;
        let reply = t.invoke(action::ACCEPT_SESSION, &[("SessionID", &id)])?;
        let seen = t.sessions().look_until(&id, &[session_status::RUNNING])?;
        t.judge_after(
            &reply,
            &Expectation::success_then(req::M_5_5_10_1, &[session_status::RUNNING]),
            &reply.observed(Some(seen.state())),
        )
    })
}

/// 5.5.10, Figure 3: accepting a session of one's own makes it Running or is refused; refused, it stays Pending.
fn own_session() -> Case {
    Case::new(
        "5.5.10/own-session",
        "a TelCP that accepts its own session makes it Running, or changes nothing",
    )
    .clause("5.5.10")
    .covers(&[req::M_F3_PENDING_ACCEPTSESSION, req::M_5_5_10_2])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::CREATE_SESSION),
        Need::Action(action::ACCEPT_SESSION),
        Need::Recipient,
    ])
    .own_objects(0)
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::pending)?;
        let reply = t.invoke(action::ACCEPT_SESSION, &[("SessionID", &id)])?;
        let due = if reply.succeeded() {
            session_status::RUNNING
        } else {
            session_status::PENDING
        };
        let seen = t.sessions().look_until(&id, &[due])?;
        t.judge_after(
            &reply,
            &Expectation::of(req::M_F3_PENDING_ACCEPTSESSION).by("R-15", "own-session"),
            &reply.observed(Some(seen.state())),
        )?;
        if reply.succeeded() {
            return Ok(());
        }
        unchanged(t, &reply, seen.state(), session_status::PENDING)
    })
}

/// 5.5.10.3: what was accepted cannot be accepted again. No code is listed.
fn not_pending() -> Case {
    Case::new(
        "5.5.10/not-pending",
        "accepting a session a second time fails and changes nothing",
    )
    .clause("5.5.10.3")
    .covers(&[req::M_5_5_10_2])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::ACCEPT_SESSION),
        Need::Stimulus(stimulus::INCOMING_SESSION),
    ])
    .own_objects(0)
    .body(|t| {
        let id = accepted(t)?;
        let again = t.invoke(action::ACCEPT_SESSION, &[("SessionID", &id)])?;
        judge_again(t, &id, &again)
    })
}

/// 5.5.10.3: nor by another control point, which joins instead.
fn second_control_point() -> Case {
    Case::new(
        "5.5.10/second-control-point",
        "what one TelCP has accepted is no longer there for another to accept",
    )
    .clause("5.5.10.3")
    .covers(&[req::M_5_5_10_2])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::ACCEPT_SESSION),
        Need::Stimulus(stimulus::INCOMING_SESSION),
        Need::TwoAddresses,
    ])
    .own_objects(0)
    .body(|t| {
        let id = accepted(t)?;
        let again = t.invoke_as(
            ControlPoint::Second,
            action::ACCEPT_SESSION,
            &[("SessionID", &id)],
        )?;
        judge_again(t, &id, &again)
    })
}

/// A session that a peer asked for and the first TelCP accepted.
fn accepted(t: &mut Tester<'_>) -> Flow<String> {
    let id = t.sessions().of_any_class(Sessions::requested_by_peer)?;
    let reply = t.invoke(action::ACCEPT_SESSION, &[("SessionID", &id)])?;
    t.arranged(&reply)?;
    let seen = t.sessions().look_until(&id, &[session_status::RUNNING])?;
    if seen.state() == session_status::RUNNING {
        return Ok(id);
    }
    Err(Stop::inconclusive(format!(
        "session {id} is {} after it was accepted",
        seen.state()
    )))
}

fn judge_again(t: &mut Tester<'_>, id: &str, again: &Reply) -> Flow {
    let seen = t.sessions().look_at(id)?;
    t.judge(
        again,
        &Expectation::of(req::M_5_5_10_2).by("R-05", "not-pending"),
    )?;
    unchanged(t, again, seen.state(), session_status::RUNNING)
}

fn unchanged(t: &mut Tester<'_>, reply: &Reply, state: &str, due: &str) -> Flow {
    t.record(
        Judgement::met(req::M_5_5_10_2, state == due)
            .asked(&reply.asked)
            .accepts([&format!("the session stays {due}")])
            .observed(format!("GetSessions shows it {state}"))
            .exchanges([reply.exchange]),
    )
}
