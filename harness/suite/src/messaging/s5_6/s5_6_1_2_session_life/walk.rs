//! 5.6.1.2 The life of a session, walked at random: after every step the device is where some reading allows it to be.
//!
//! The cells of Figure 3 are tried from a fresh session each; a walk finds what depends on the way there. The model
//! keeps every state that the readings allow, and each observation narrows them.

use ctk_model::session_life::{Came, Life, SessionAction, SessionStatus};
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_class, session_status};
use ctk_vectors::{facts, stimulus};
use serde_json::json;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, ControlPoint, StimulusStatus};
use crate::tester::{Tester, mismatch};

/// Steps of a walk.
const STEPS: usize = 16;

/// Walks of each kind; what each draws depends on its id.
const WALKS: usize = 5;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let created = (1..=WALKS).map(|number| walk(number, Origin::Created));
    let requested = (1..=WALKS).map(|number| walk(number, Origin::Requested));
    created.chain(requested).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Created,
    Requested,
}

/// What a step of a walk is.
#[derive(Clone, Copy)]
enum Step {
    Action(SessionAction, ControlPoint),
    PeerAccepts,
    PeerCloses,
}

/// What the walk's judgements may name: every edge and non-edge of the four actions, and those of the peers.
fn requirements() -> Vec<&'static str> {
    let cells = facts()
        .session_cells
        .iter()
        .filter(|cell| actions().any(|action| action.name() == cell.action))
        .map(|cell| cell.requirement.as_str());
    let edges = facts()
        .session_edges
        .iter()
        .map(|edge| edge.requirement.as_str());
    let mut all: Vec<&str> = cells.chain(edges).chain([req::M_F3_NON_EDGES]).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn actions() -> impl Iterator<Item = SessionAction> {
    [
        SessionAction::AcceptSession,
        SessionAction::JoinSession,
        SessionAction::LeaveSession,
        SessionAction::CloseSession,
    ]
    .into_iter()
}

fn walk(number: usize, origin: Origin) -> Case {
    let (kind, purpose, needs) = match origin {
        Origin::Created => (
            "created",
            "a created session is after each of many steps where Figure 3 leads",
            vec![Need::Action(action::CREATE_SESSION), Need::Recipient],
        ),
        Origin::Requested => (
            "requested",
            "a session that a peer asks for is after each of many steps where Figure 3 leads",
            vec![Need::Stimulus(stimulus::INCOMING_SESSION)],
        ),
    };
    Case::new(format!("5.6.1.2/walk-{kind}-{number}"), purpose)
        .covers(&requirements())
        .needs(&[Need::SessionMode, Need::Exhaustive])
        .needs(&needs)
        .own_objects(0)
        .derived()
        .body(move |t| {
            t.known_by_subscription(&[ControlPoint::First])?;
            if t.dut().two_addresses {
                t.known_by_subscription(&[ControlPoint::Second])?;
            }
            let class = t.classes().any_session()?;
            let (id, mut life) = match origin {
                Origin::Created => {
                    let invited = matches!(
                        class.as_str(),
                        session_class::CHAT | session_class::FILE_TRANSFER
                    );
                    (
                        t.sessions().created(&class)?,
                        Life::created("first", invited),
                    )
                }
                Origin::Requested => (t.sessions().requested_by_peer(&class)?, Life::requested()),
            };
            let state = t.sessions().look_at(&id)?.state().to_owned();
            let began = state
                .parse::<SessionStatus>()
                .is_ok_and(|status| life.observe(status).is_ok());
            if !began {
                return Err(Stop::inconclusive(format!("the new session is {state}")));
            }
            for number in 0..STEPS {
                let step = choose(t, origin, number)?;
                take(t, &mut life, &id, step)?;
            }
            Ok(())
        })
}

/// A step at random. Ends are rare at first, and what comes after an end is tried towards the end of the walk.
fn choose(t: &mut Tester<'_>, origin: Origin, number: usize) -> Flow<Step> {
    let drawn = match t.ask(&Ask::Draw)? {
        Answer::Number(drawn) => drawn,
        other => return Err(mismatch("a number", &other)),
    };
    let late = number + 3 >= STEPS;
    let who = if t.dut().two_addresses && (drawn >> 8).is_multiple_of(3) {
        ControlPoint::Second
    } else {
        ControlPoint::First
    };
    let step = match drawn % 10 {
        0 | 1 => Step::Action(SessionAction::AcceptSession, ControlPoint::First),
        2 | 3 => Step::PeerAccepts,
        4 | 5 => Step::Action(SessionAction::JoinSession, who),
        9 if late && (drawn >> 16).is_multiple_of(2) => Step::PeerCloses,
        9 if late => Step::Action(SessionAction::CloseSession, who),
        _ => Step::Action(SessionAction::LeaveSession, who),
    };
    Ok(match step {
        Step::Action(action, who) if !t.dut().ics.has_action(action.name()) => {
            let other = actions().find(|other| t.dut().ics.has_action(other.name()));
            Step::Action(other.unwrap_or(action), who)
        }
        Step::PeerAccepts
            if origin == Origin::Requested
                || !t.upper_tester().offers(stimulus::PEER_ACCEPTS_SESSION) =>
        {
            Step::Action(SessionAction::AcceptSession, ControlPoint::First)
        }
        Step::PeerCloses if !t.upper_tester().offers(stimulus::PEER_CLOSES_SESSION) => {
            Step::Action(SessionAction::CloseSession, who)
        }
        step => step,
    })
}

/// Takes the step, and judges what came of it and where the session is then.
fn take(t: &mut Tester<'_>, life: &mut Life, id: &str, step: Step) -> Flow {
    let before = life.possible();
    let (asked, exchanges, happened) = match step {
        Step::Action(action, who) => {
            if !t.dut().ics.has_action(action.name()) {
                return Ok(());
            }
            let reply = t.invoke_as(who, action.name(), &[("SessionID", id)])?;
            let came = match reply.fault() {
                Some(code) => Came::Fault(u16::try_from(code).unwrap_or(u16::MAX)),
                None => {
                    t.arranged(&reply)?;
                    Came::Success
                }
            };
            let name = match who {
                ControlPoint::First => "first",
                ControlPoint::Second => "second",
            };
            let asked = format!("{} by the {name} control point", reply.asked);
            (
                asked,
                vec![reply.exchange],
                life.after(action, name, came)
                    .map_err(|why| why.to_string()),
            )
        }
        Step::PeerAccepts | Step::PeerCloses => match by_peer(t, life, id, (step, &before))? {
            Some(taken) => taken,
            None => return Ok(()),
        },
    };
    let due = life.possible();
    let names: Vec<&str> = due.iter().map(|status| status.name()).collect();
    let state = t.sessions().look_until(id, &names)?.state().to_owned();
    let seen = happened.and_then(|()| match state.parse::<SessionStatus>() {
        Ok(status) => life.observe(status).map_err(|why| why.to_string()),
        Err(why) => Err(why.to_string()),
    });
    t.record(
        Judgement::met(requirement(step, &before, &due), seen.is_ok())
            .asked(format!("{asked}, on a session that is {}", words(&before)))
            .accepts([&format!("{} afterwards", words(&due))])
            .observed(match seen {
                Ok(()) => format!("the session is {state}"),
                Err(why) => format!("{why}; GetSessions shows it {state}"),
            })
            .exchanges(&exchanges),
    )
}

/// What was done, by which exchanges, and whether the session is as the figure has it then.
type Done = (String, Vec<u32>, Result<(), String>);

fn by_peer(
    t: &mut Tester<'_>,
    life: &mut Life,
    id: &str,
    (step, before): (Step, &[SessionStatus]),
) -> Flow<Option<Done>> {
    let accepts = matches!(step, Step::PeerAccepts);
    let due = if accepts {
        before == [SessionStatus::Pending]
    } else {
        !before.contains(&SessionStatus::Closed) && !before.contains(&SessionStatus::Nonexistent)
    };
    if !due {
        return Ok(None);
    }
    let stimulus = if accepts {
        stimulus::PEER_ACCEPTS_SESSION
    } else {
        stimulus::PEER_CLOSES_SESSION
    };
    let answer = t
        .upper_tester()
        .attempt(stimulus, json!({ "session_id": id }))?;
    if answer.status != StimulusStatus::Done {
        return Ok(None);
    }
    let happened = if accepts {
        life.accepted_remotely()
    } else {
        life.closed_remotely()
    };
    Ok(Some((
        stimulus.to_owned(),
        Vec::new(),
        happened.map_err(|why| why.to_string()),
    )))
}

/// The requirement that a step is judged by: that of the cell or edge of Figure 3.
fn requirement(step: Step, before: &[SessionStatus], due: &[SessionStatus]) -> &'static str {
    let from = before
        .first()
        .map_or(session_status::NONEXISTENT, |status| status.name());
    match step {
        Step::Action(SessionAction::LeaveSession, _)
            if from == session_status::RUNNING && due == [SessionStatus::Running] =>
        {
            req::M_F3_RUNNING_LEAVESESSION_OTHERS_REMAIN
        }
        Step::Action(action, _) => facts()
            .session_cell(from, action.name())
            .map_or(req::M_F3_NON_EDGES, |cell| cell.requirement.as_str()),
        Step::PeerAccepts => req::M_F3_PENDING_PEER_ACCEPTANCE,
        Step::PeerCloses => match from {
            session_status::PENDING => req::M_F3_PENDING_PEER_REJECTION,
            session_status::PARKED => req::M_5_3_19_2,
            _ => req::M_F3_RUNNING_PEER_CLOSES,
        },
    }
}

fn words(statuses: &[SessionStatus]) -> String {
    let names: Vec<&str> = statuses.iter().map(|status| status.name()).collect();
    names.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_requirement_of_the_case() {
        let known = requirements();
        for before in SessionStatus::ALL {
            for action in actions() {
                for due in SessionStatus::ALL {
                    let step = Step::Action(action, ControlPoint::First);
                    assert!(known.contains(&requirement(step, &[before], &[due])));
                }
            }
            for step in [Step::PeerAccepts, Step::PeerCloses] {
                assert!(known.contains(&requirement(step, &[before], &[])));
            }
        }
    }
}
