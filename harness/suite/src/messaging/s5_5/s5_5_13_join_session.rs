//! 5.5.13 JoinSession: Tables 34, 35.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::stimulus;

use crate::arrange::Sessions;
use crate::case::{Case, Need};
use crate::derived::session_ids::unknown_session_cases;
use crate::judging::judgement::Flow;
use crate::judging::pending_session::judge_on_pending;
use crate::lab::ControlPoint;
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        parked(),
        parked_by_another(),
        second_control_point(),
        pending(),
        again(),
    ];
    cases.extend(unknown_session_cases(
        "5.5.13",
        action::JOIN_SESSION,
        req::M_5_5_13_706,
    ));
    cases
}

const NEEDS: [Need; 4] = [
    Need::SessionMode,
    Need::Action(action::JOIN_SESSION),
    Need::Recipient,
    Need::RunningSession,
];

/// JoinSession, and what it did: success, and the session Running.
fn judge_join(t: &mut Tester<'_>, requirement: &str, id: &str, who: ControlPoint) -> Flow {
    let reply = t.invoke_as(who, action::JOIN_SESSION, &[("SessionID", id)])?;
    let seen = t.sessions().look_until(id, &[session_status::RUNNING])?;
    t.judge_after(
        &reply,
        &Expectation::success_then(requirement, &[session_status::RUNNING]),
        &reply.observed(Some(seen.state())),
    )
}

/// 5.5.13.3: a Parked session becomes Running when the TelCP that left it comes back.
fn parked() -> Case {
    Case::new(
        "5.5.13/parked",
        "a Parked session becomes Running when the TelCP that left it joins again",
    )
    .clause("5.5.13.3")
    .covers(&[req::M_5_5_13_1])
    .needs(&NEEDS)
    .needs(&[Need::Action(action::LEAVE_SESSION)])
    .own_objects(0)
    .body(|t| {
        let id = t.sessions().of_any_class(Sessions::parked)?;
        judge_join(t, req::M_5_5_13_1, &id, ControlPoint::First)
    })
}

/// 5.5.13.3: any TelCP can take a Parked session up.
fn parked_by_another() -> Case {
    Case::new(
        "5.5.13/parked-by-another",
        "a Parked session becomes Running when a TelCP joins that was never in it",
    )
    .clause("5.5.13.3")
    .covers(&[req::M_5_5_13_1])
    .needs(&NEEDS)
    .needs(&[Need::Action(action::LEAVE_SESSION), Need::TwoAddresses])
    .own_objects(0)
    .body(|t| {
        t.known_by_subscription(&[ControlPoint::First, ControlPoint::Second])?;
        let id = t.sessions().of_any_class(Sessions::parked)?;
        judge_join(t, req::M_5_5_13_1, &id, ControlPoint::Second)
    })
}

/// 5.5.13.3: a Running session takes one more TelCP.
fn second_control_point() -> Case {
    Case::new(
        "5.5.13/second-control-point",
        "a second TelCP joins a Running session, which stays Running",
    )
    .clause("5.5.13.3")
    .covers(&[req::M_5_5_13_2])
    .needs(&NEEDS)
    .needs(&[Need::TwoAddresses])
    .own_objects(0)
    .body(|t| {
        t.known_by_subscription(&[ControlPoint::First, ControlPoint::Second])?;
        let id = t.sessions().of_any_class(Sessions::running)?;
        judge_join(t, req::M_5_5_13_2, &id, ControlPoint::Second)
    })
}

/// 5.5.13.3: who takes part already joins without effect, or is told that this is not possible.
fn again() -> Case {
    Case::new(
        "5.5.13/again",
        "a TelCP that joins a session it is in changes nothing",
    )
    .clause("5.5.13.3")
    .covers(&[req::M_F3_RUNNING_JOINSESSION])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        t.known_by_subscription(&[ControlPoint::First])?;
        let id = t.sessions().of_any_class(Sessions::running)?;
        let reply = t.invoke(action::JOIN_SESSION, &[("SessionID", &id)])?;
        let state = t.sessions().look_at(&id)?.state().to_owned();
        let expectation = Expectation::of(req::M_F3_RUNNING_JOINSESSION).by("R-66", "participant");
        let observed = reply.observed(Some(&state));
        t.judge_after(&reply, &expectation, &observed)
    })
}

/// 5.5.13.3: a session that was not accepted yet cannot be joined.
fn pending() -> Case {
    Case::new(
        "5.5.13/pending",
        "joining a session that a peer asks for, before it is accepted, answers 708",
    )
    .clause("5.5.13.7")
    .covers(&[req::M_5_5_13_708, req::M_F3_NON_EDGES])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::JOIN_SESSION),
        Need::Stimulus(stimulus::INCOMING_SESSION),
    ])
    .own_objects(0)
    .body(|t| judge_on_pending(t, action::JOIN_SESSION, req::M_5_5_13_708))
}
