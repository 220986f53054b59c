//! 5.5.14 LeaveSession: Tables 36, 37.
//!
//! How a device tells control points apart is not said. So the cases with two use two addresses and two
//! User-Agents and have two subscriptions, and where it matters the model of the session keeps every state that some
//! reading allows.

mod kept;

use ctk_model::document::SessionInfo;
use ctk_model::expectation::Expectation;
use ctk_model::session_life::{Came, Life, SessionAction, SessionStatus};
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::stimulus;

use crate::arrange::Sessions;
use crate::arrange::session_parts::{receivers, same_members};
use crate::case::{Case, Need};
use crate::derived::session_ids::unknown_session_cases;
use crate::judging::judgement::{Flow, Stop};
use crate::judging::pending_session::judge_on_pending;
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::reply::Reply;
use kept::{keeps_context, keeps_messages};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        last_parks(),
        others_remain(),
        creator_leaves_last(),
        as_often_as_joined(),
        stranger(),
        pending(),
        keeps_context(),
        keeps_messages(),
    ];
    cases.extend(unknown_session_cases(
        "5.5.14",
        action::LEAVE_SESSION,
        req::M_5_5_14_706,
    ));
    cases
}

/// The control point of a case with one, which is known before it takes part in a session.
const ONE: &[ControlPoint] = &[ControlPoint::First];

/// Those of a case with two.
const BOTH: &[ControlPoint] = &[ControlPoint::First, ControlPoint::Second];

const NEEDS: [Need; 4] = [
    Need::SessionMode,
    Need::Action(action::LEAVE_SESSION),
    Need::Recipient,
    Need::RunningSession,
];

fn leave(t: &mut Tester<'_>, who: ControlPoint, id: &str) -> Flow<Reply> {
    t.invoke_as(who, action::LEAVE_SESSION, &[("SessionID", id)])
}

/// A leave that has to succeed and leave the session in this state.
fn judge_leave(
    t: &mut Tester<'_>,
    requirements: &[&str],
    who: ControlPoint,
    id: &str,
    due: &str,
) -> Flow {
    let reply = leave(t, who, id)?;
    let seen = t.sessions().look_until(id, &[due])?;
    let observed = reply.observed(Some(seen.state()));
    for requirement in requirements {
        t.judge_after(
            &reply,
            &Expectation::success_then(*requirement, &[due]),
            &observed,
        )?;
    }
    Ok(())
}

/// A Running session in which both control points take part.
fn with_both(t: &mut Tester<'_>) -> Flow<String> {
    t.known_by_subscription(BOTH)?;
    let id = t.sessions().of_any_class(Sessions::running)?;
    let reply = t.invoke_as(
        ControlPoint::Second,
        action::JOIN_SESSION,
        &[("SessionID", &id)],
    )?;
    t.arranged(&reply)?;
    Ok(id)
}

/// 5.5.14.3: the only TelCP leaves, joins and leaves again: Parked each time.
fn last_parks() -> Case {
    Case::new(
        "5.5.14/last-parks",
        "a session is Parked when its only TelCP leaves, and again after a join",
    )
    .clause("5.5.14.3")
    .covers(&[req::M_5_5_14_1])
    .needs(&NEEDS)
    .needs(&[Need::Action(action::JOIN_SESSION)])
    .own_objects(0)
    .body(|t| {
        t.known_by_subscription(ONE)?;
        let id = t.sessions().of_any_class(Sessions::running)?;
        judge_leave(
            t,
            &[req::M_5_5_14_1],
            ControlPoint::First,
            &id,
            session_status::PARKED,
        )?;
        let reply = t.invoke(action::JOIN_SESSION, &[("SessionID", &id)])?;
        t.arranged(&reply)?;
        let seen = t.sessions().look_until(&id, &[session_status::RUNNING])?;
        if seen.state() != session_status::RUNNING {
            return Err(Stop::inconclusive(format!(
                "session {id} is {} after JoinSession",
                seen.state()
            )));
        }
        judge_leave(
            t,
            &[req::M_5_5_14_1],
            ControlPoint::First,
            &id,
            session_status::PARKED,
        )
    })
}

/// 5.5.14.3: while another TelCP is in it, the session goes on; with the last it is Parked.
fn others_remain() -> Case {
    Case::new(
        "5.5.14/others-remain",
        "a session runs on while another TelCP is in it, and is Parked when that leaves",
    )
    .clause("5.5.14.3")
    .covers(&[
        req::M_5_5_14_1,
        req::M_5_5_14_2,
        req::M_F3_RUNNING_LEAVESESSION_OTHERS_REMAIN,
        req::M_F3_RUNNING_LEAVESESSION_LAST,
    ])
    .needs(&NEEDS)
    .needs(&[Need::Action(action::JOIN_SESSION), Need::TwoAddresses])
    .own_objects(0)
    .body(|t| {
        let id = with_both(t)?;
        judge_leave(
            t,
            &[
                req::M_5_5_14_2,
                req::M_F3_RUNNING_LEAVESESSION_OTHERS_REMAIN,
            ],
            ControlPoint::First,
            &id,
            session_status::RUNNING,
        )?;
        judge_leave(
            t,
            &[req::M_5_5_14_1, req::M_F3_RUNNING_LEAVESESSION_LAST],
            ControlPoint::Second,
            &id,
            session_status::PARKED,
        )
    })
}

/// 5.5.14.3: whoever leaves first.
fn creator_leaves_last() -> Case {
    Case::new(
        "5.5.14/first-comer-leaves-last",
        "a session runs on when the TelCP leaves that joined later",
    )
    .clause("5.5.14.3")
    .covers(&[req::M_5_5_14_1, req::M_5_5_14_2])
    .needs(&NEEDS)
    .needs(&[Need::Action(action::JOIN_SESSION), Need::TwoAddresses])
    .own_objects(0)
    .body(|t| {
        let id = with_both(t)?;
        judge_leave(
            t,
            &[req::M_5_5_14_2],
            ControlPoint::Second,
            &id,
            session_status::RUNNING,
        )?;
        judge_leave(
            t,
            &[req::M_5_5_14_1],
            ControlPoint::First,
            &id,
            session_status::PARKED,
        )
    })
}

/// a TelCP that joined twice is out after one leave, or after as many as it joined; never later.
fn as_often_as_joined() -> Case {
    Case::new(
        "5.5.14/as-often-as-joined",
        "after as many leaves as joins and the acceptance, the session is Parked",
    )
    .clause("5.5.14.3")
    .covers(&[req::M_5_5_14_1])
    .needs(&NEEDS)
    .needs(&[Need::Action(action::JOIN_SESSION)])
    .own_objects(0)
    .body(|t| {
        t.known_by_subscription(ONE)?;
        let id = t.sessions().of_any_class(Sessions::running)?;
        let mut life = Life::with_members(SessionStatus::Running, &["first"]);
        let joined = t.invoke(action::JOIN_SESSION, &[("SessionID", &id)])?;
        step(t, &mut life, &joined, SessionAction::JoinSession, &id)?;
        for _ in 0..2 {
            if life.possible() == [SessionStatus::Parked] {
                break;
            }
            let left = leave(t, ControlPoint::First, &id)?;
            step(t, &mut life, &left, SessionAction::LeaveSession, &id)?;
        }
        Ok(())
    })
}

/// Takes an action by the first control point, and the status seen after it, into the model.
fn step(
    t: &mut Tester<'_>,
    life: &mut Life,
    reply: &Reply,
    action: SessionAction,
    id: &str,
) -> Flow {
    let came = match reply.fault() {
        Some(code) => Came::Fault(u16::try_from(code).unwrap_or(u16::MAX)),
        None => {
            t.arranged(reply)?;
            Came::Success
        }
    };
    let before = words(&life.possible());
    let happened = life.after(action, "first", came);
    let due = life.possible();
    let due: Vec<&str> = due.iter().map(|status| status.name()).collect();
    let state = t.sessions().look_until(id, &due)?.state().to_owned();
    let seen = happened.and_then(|()| match state.parse() {
        Ok(status) => life.observe(status),
        Err(_) => Ok(()),
    });
    t.record(
        Judgement::met(
            req::M_5_5_14_1,
            seen.is_ok() && state.parse::<SessionStatus>().is_ok(),
        )
        .asked(format!("{} on a session that is {before}", reply.asked))
        .accepts([&format!("{} afterwards", due.join(" or "))])
        .observed(match seen {
            Ok(()) => format!("the session is {state}"),
            Err(impossible) => format!("{impossible}; GetSessions shows it {state}"),
        })
        .exchanges([reply.exchange]),
    )
}

fn words(statuses: &[SessionStatus]) -> String {
    let names: Vec<&str> = statuses.iter().map(|status| status.name()).collect();
    names.join(" or ")
}

/// 5.5.14: a TelCP that is not in the session leaves without effect, or is told so. A device that only counts
/// cannot know.
fn stranger() -> Case {
    Case::new(
        "5.5.14/stranger",
        "a TelCP that is not in the session leaves it without effect, or gets 708",
    )
    .clause("5.5.14.7")
    .covers(&[req::M_5_5_14_708])
    .needs(&NEEDS)
    .needs(&[Need::TwoAddresses])
    .own_objects(0)
    .body(|t| {
        t.known_by_subscription(BOTH)?;
        let id = t.sessions().of_any_class(Sessions::running)?;
        let reply = leave(t, ControlPoint::Second, &id)?;
        let state = t.sessions().look_at(&id)?.state().to_owned();
        let expectation = Expectation::of(req::M_5_5_14_708).by("R-53", "not-in-session");
        let observed = reply.observed(Some(&state));
        t.judge_after(&reply, &expectation, &observed)
    })
}

/// 5.5.14.3: a session that was not accepted yet cannot be left.
fn pending() -> Case {
    Case::new(
        "5.5.14/pending",
        "leaving a session that a peer asks for, before it is accepted, answers 708",
    )
    .clause("5.5.14.7")
    .covers(&[req::M_5_5_14_708, req::M_F3_NON_EDGES])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::LEAVE_SESSION),
        Need::Stimulus(stimulus::INCOMING_SESSION),
    ])
    .own_objects(0)
    .body(|t| judge_on_pending(t, action::LEAVE_SESSION, req::M_5_5_14_708))
}
