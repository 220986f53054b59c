//! Which requirement a session breaks that is as it cannot be.

use std::collections::BTreeSet;

use ctk_vectors::facts;

use super::state::{State, Step};
use crate::service::rules::{Blame, RULES, Rule};
use crate::session_life::{Came, SessionAction, SessionStatus};

/// The rule on what an action that failed leaves.
const LEAVES_NOTHING: &str = "failure-leaves-nothing";

/// What moved a session last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::service) enum LastMove {
    Found,
    Created,
    Requested,
    Acted(SessionAction, Came),
    PeerAccepted,
    PeerClosed,
}

/// An action that failed, with its code.
pub(in crate::service) type Refusal = (SessionAction, u16);

/// The rule and the requirement that exclude a step, by what was possible instead.
///
/// `refusals`: what failed since something moved the session;
/// `intruder`: somebody tried in vain to accept it while it was Running; `was_parked`: it certainly was so before it was
/// acted on last.
pub(in crate::service) fn blame(
    possible: &[State],
    step: &Step,
    (last, refusals): (LastMove, &[Refusal]),
    (intruder, was_parked): (bool, bool),
) -> Blame {
    let refused = |it: &Refusal| refused(possible, step, *it);
    if let Some(requirement) = refusals.iter().rev().find_map(refused) {
        return Blame {
            rule: LEAVES_NOTHING,
            requirement,
            ruling: None,
            allowed: names(possible),
        };
    }
    let (rule, requirement, allowed) = match step {
        Step::Act { action, came, .. } => (
            "session-action",
            of_action(possible, *action),
            match came {
                Came::Success => "a fault".to_owned(),
                Came::Fault(_) => "success".to_owned(),
            },
        ),
        Step::Listed {
            wanted,
            status,
            by_class,
        } => {
            let there = possible.iter().flatten().any(|life| life.status == *status);
            if there && wanted.is_some() {
                let requirement = criteria(*wanted, *by_class);
                ("list-exact", requirement, names(possible))
            } else {
                let left = last == LastMove::Acted(SessionAction::LeaveSession, Came::Success);
                let stays = left && *status == SessionStatus::Running;
                let requirement = match intruder && stays {
                    true => "M-5.5.10-2",
                    false => of_status(*status, last, was_parked),
                };
                ("session-status", requirement, names(possible))
            }
        }
        Step::Unlisted { wanted, by_class } => (
            "list-complete",
            criteria(*wanted, *by_class),
            "a list with the session".to_owned(),
        ),
        Step::NotFound => ("session-there", "M-5.5.12-id", "the session".to_owned()),
        Step::There(_) => ("session-there", "M-5.5.4-706", "fault 706".to_owned()),
        Step::Create { .. } | Step::Request => {
            ("id-given-once", "M-5.3.12-2", "an id of its own".to_owned())
        }
        Step::PeerAccepts | Step::PeerCloses => (
            "session-status",
            "M-F3-running-peer-closes",
            names(possible),
        ),
    };
    Blame {
        rule,
        requirement,
        ruling: None,
        allowed,
    }
}

/// The requirement on a list by the criteria it was asked for by; without any, each of them means any.
fn criteria(wanted: Option<SessionStatus>, by_class: bool) -> &'static str {
    match (wanted, by_class) {
        (Some(_), true) => "M-5.5.12-combined",
        (Some(_), false) => "M-5.5.12-status",
        (None, true) => "M-5.5.12-class",
        (None, false) => "M-5.5.12-status",
    }
}

/// It is as if an action that failed had succeeded: the requirement on that failure.
fn refused(possible: &[State], step: &Step, (action, code): Refusal) -> Option<&'static str> {
    let seen = match step {
        Step::Listed { status, .. } => *status,
        Step::NotFound => SessionStatus::Closed,
        _ => return None,
    };
    let by = "the control point";
    let after = possible
        .iter()
        .flatten()
        .flat_map(|life| life.success(action, by));
    let as_if = after.into_iter().any(|life| life.status == seen);
    let clause = &facts().action(action.name())?.clause;
    let requirement = facts().requirement(&format!("M-{clause}-{code}"))?;
    // Of the other failures it is the state that is wrong.
    let listed = |rule: &&Rule| rule.requirements.contains(&requirement.id.as_str());
    let is_due = RULES
        .iter()
        .filter(listed)
        .any(|it| it.name == LEAVES_NOTHING);
    (as_if && is_due).then_some(requirement.id.as_str())
}

/// The requirement of the figure's cell; an action that has no effect on the figure has a requirement of its own.
fn of_action(possible: &[State], action: SessionAction) -> &'static str {
    let status = possible
        .iter()
        .flatten()
        .map(|life| life.status)
        .next()
        .unwrap_or(SessionStatus::Nonexistent);
    facts()
        .session_cell(status.name(), action.name())
        .map_or("M-F3-non-edges", |cell| cell.requirement.as_str())
}

/// The requirement on what the last move brings about, where what is seen is what it was before.
fn of_status(seen: SessionStatus, last: LastMove, was_parked: bool) -> &'static str {
    use SessionAction::{AcceptSession, CloseSession, JoinSession, LeaveSession};
    use SessionStatus::{Closed, Parked, Pending, Running};
    let acted = |action| LastMove::Acted(action, Came::Success);
    match (last, seen) {
        (LastMove::Created, Running | Parked | Closed) => "M-5.5.8-2",
        (LastMove::Requested, Running | Parked | Closed) => "M-F3-none-peer-request",
        (LastMove::PeerAccepted, Pending) => "M-F3-pending-peer-acceptance",
        (LastMove::PeerClosed, Running) => "M-F3-running-peer-closes",
        (LastMove::PeerClosed, Parked) => "M-5.3.19-2",
        (LastMove::PeerClosed, Pending) => "M-F3-pending-peer-rejection",
        // a leave that was refused is none, and others may be in it.
        (LastMove::Acted(LeaveSession, Came::Fault(_)), Parked) => "M-5.5.14-2",
        _ if last == acted(AcceptSession) && seen == Pending => "M-5.5.10-1",
        _ if last == acted(JoinSession) && seen == Parked => "M-5.5.13-1",
        _ if last == acted(LeaveSession) && seen == Running => "M-5.5.14-1",
        _ if last == acted(LeaveSession) && seen == Parked => "M-5.5.14-2",
        _ if last == acted(CloseSession) && seen == Running => "M-5.5.15-1",
        _ if last == acted(CloseSession) && seen == Pending => "M-5.5.15-2",
        _ if last == acted(CloseSession) && seen == Parked => match was_parked {
            true => "M-5.5.15-3",
            false => "M-5.5.15-1",
        },
        (_, Closed) if last == acted(CloseSession) => "M-5.5.12-706",
        // Only the last one that leaves parks a session.
        (_, Parked) => "M-F3-running-leavesession-last",
        _ => "M-F3-non-edges",
    }
}

/// What was done to a session, where one of its parts is not what it has to be.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::service) struct Done {
    /// The part was right when the session was parked or joined, and nothing was modified since.
    pub(in crate::service) kept: bool,
    /// The part was right when ModifySession changed others and left it alone.
    pub(in crate::service) spared: bool,
    /// ModifySession gave the part a value.
    pub(in crate::service) changed: bool,
    /// It changed another one.
    pub(in crate::service) modified: bool,
    /// The session was parked or joined since.
    pub(in crate::service) moved: bool,
    /// It was shown as Mixed before.
    pub(in crate::service) was_mixed: bool,
    /// It is shown as Mixed.
    pub(in crate::service) is_mixed: bool,
    /// A peer asked for it.
    pub(in crate::service) asked_for: bool,
}

/// The requirement on a part of a session.
pub(in crate::service) fn part_requirement(part: &str, done: Done) -> &'static str {
    match (part, done.changed) {
        ("subject" | "recipients", _) if done.kept => "M-5.5.14-3",
        ("subject" | "recipients" | "content types", _) if done.spared => "M-5.5.9-3",
        ("class", _) if done.was_mixed => "M-5.5.9-5",
        ("class", true) => "M-5.5.9-4",
        ("class", false) if done.is_mixed => "M-5.5.9-4",
        ("recipients", true) => "M-5.5.9-1",
        (_, true) => "M-5.5.9-2",
        _ if done.modified => "M-5.5.9-3",
        _ if done.moved => "M-5.5.14-3",
        _ if done.asked_for => "M-5.5.12-id",
        _ => "M-5.5.8-3",
    }
}

/// The statuses, as words.
pub(in crate::service) fn names(possible: &[State]) -> String {
    let name = |state: &State| match state {
        None => "not there yet",
        Some(life) => life.status.name(),
    };
    let names: BTreeSet<&str> = possible.iter().map(name).collect();
    let names: Vec<&str> = names.into_iter().collect();
    names.join(" or ")
}

/// The rule that a step gives an opportunity to apply.
pub(in crate::service) fn rule(step: &Step) -> &'static str {
    match step {
        Step::Act { .. } => "session-action",
        Step::Listed { .. } => "session-status",
        Step::Unlisted { .. } => "list-complete",
        Step::NotFound | Step::There(_) => "session-there",
        Step::Create { .. } | Step::Request | Step::PeerAccepts | Step::PeerCloses => {
            "id-given-once"
        }
    }
}

/// The step in words, of a session of this id.
pub(in crate::service) fn described(id: &str, step: &Step) -> String {
    match step {
        Step::Act { action, came, .. } => match came {
            Came::Success => format!("{action} succeeds on session {id}"),
            Came::Fault(code) => format!("{action} on session {id} fails with {code}"),
        },
        Step::Listed { status, .. } => format!("session {id} is {status}"),
        Step::Unlisted { .. } => format!("session {id} is not in the list"),
        Step::NotFound => format!("session {id} is not found"),
        Step::There(true) => format!("session {id} is searched"),
        Step::There(false) => format!("session {id} is not there"),
        Step::Create { .. } | Step::Request => format!("a new session gets the id {id}"),
        Step::PeerAccepts => format!("the peer accepts session {id}"),
        Step::PeerCloses => format!("the peer closes session {id}"),
    }
}
