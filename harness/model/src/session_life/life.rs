//! The states that a session may be in, given what was done to it and what was seen.

use std::collections::BTreeSet;

use ctk_vectors::{Answered, Mark, facts};

use super::members::Members;
use super::status::{SessionAction, SessionStatus};

/// What came of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// It succeeded.
    Success,
    /// It failed with this code.
    Fault(u16),
}

/// Something happened that no reading of the standard allows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{happened}, while the session can only be {}", names(.before))]
pub struct Impossible {
    /// What happened.
    pub happened: String,
    /// The states that were possible before it.
    pub before: Vec<SessionStatus>,
}

/// The states that a session may be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    states: BTreeSet<State>,
    origin: Origin,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct State {
    pub(crate) status: SessionStatus,
    pub(crate) members: Members,
}

/// How a session came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A peer asked for it.
    Incoming,
    /// A control point created it.
    Created,
    /// It was found.
    Unknown,
}

impl Life {
    /// A session found in this status; who takes part in it is not known.
    pub fn new(status: SessionStatus) -> Self {
        let mut states = BTreeSet::new();
        for members in Members::readings(&[])
            .into_iter()
            .chain(Members::readings(&["somebody else"]))
        {
            if members.is_empty() || status == SessionStatus::Running {
                states.insert(State { status, members });
            }
        }
        Self {
            states,
            origin: Origin::Unknown,
        }
    }

    /// A session in this status in which exactly these control points take part.
    pub fn with_members(status: SessionStatus, members: &[&str]) -> Self {
        let states = Members::readings(members)
            .into_iter()
            .map(|members| State { status, members })
            .collect();
        Self {
            states,
            origin: Origin::Unknown,
        }
    }

    /// A session that a peer asks for.
    pub fn requested() -> Self {
        Self {
            origin: Origin::Incoming,
            ..Self::with_members(SessionStatus::Pending, &[])
        }
    }

    /// A session that a control point created. Of a class that needs no invitation it may be Running at once.
    pub fn created(by: &str, needs_invitation: bool) -> Self {
        let mut life = Self {
            origin: Origin::Created,
            ..Self::with_members(SessionStatus::Pending, &[by])
        };
        if !needs_invitation {
            life.states
                .extend(Self::with_members(SessionStatus::Running, &[by]).states);
        }
        life
    }

    /// The statuses that are possible now.
    pub fn possible(&self) -> Vec<SessionStatus> {
        let mut statuses: Vec<SessionStatus> =
            self.forgetful().iter().map(|state| state.status).collect();
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }

    /// An action was performed by a control point, and this came of it.
    ///
    /// Whether the code of a fault is the right one is not asked here; a fault leaves the session as it was.
    ///
    /// # Errors
    /// When no reading allows it. The life is unchanged then.
    pub fn after(&mut self, action: SessionAction, by: &str, came: Came) -> Result<(), Impossible> {
        let mut next = BTreeSet::new();
        for state in self.forgetful() {
            match came {
                Came::Success => next.extend(state.success(action, by)),
                Came::Fault(code) => {
                    if state.may_refuse(action, by, code, self.origin) {
                        next.insert(state);
                    }
                }
            }
        }
        let came = match came {
            Came::Success => "succeeds".to_owned(),
            Came::Fault(code) => format!("fails with {code}"),
        };
        self.become_one_of(next, || format!("{action} {came}"))
    }

    /// The peer, or somebody at the device, accepts the session.
    ///
    /// # Errors
    /// When it cannot be Pending. The life is unchanged then.
    pub fn accepted_remotely(&mut self) -> Result<(), Impossible> {
        let running = |state: State| State {
            status: SessionStatus::Running,
            ..state
        };
        let pending = |state: &State| state.status == SessionStatus::Pending;
        let next = self
            .forgetful()
            .into_iter()
            .filter(pending)
            .map(running)
            .collect();
        self.become_one_of(next, || "the peer accepts the session".to_owned())
    }

    /// The peer rejects or closes the session.
    ///
    /// # Errors
    /// When it cannot be there. The life is unchanged then.
    pub fn closed_remotely(&mut self) -> Result<(), Impossible> {
        let there = |state: &State| state.status != SessionStatus::Nonexistent;
        let closed = |state: State| State {
            status: SessionStatus::Closed,
            members: state.members.none(),
        };
        let next = self
            .forgetful()
            .into_iter()
            .filter(there)
            .map(closed)
            .collect();
        self.become_one_of(next, || "the peer closes the session".to_owned())
    }

    /// The session was seen in this status.
    ///
    /// # Errors
    /// When no reading allows it. The life is unchanged then.
    pub fn observe(&mut self, status: SessionStatus) -> Result<(), Impossible> {
        let next = self
            .forgetful()
            .into_iter()
            .filter(|state| state.status == status)
            .collect();
        self.become_one_of(next, || format!("the session is {status}"))
    }

    // 5.5.15, R-32: a closed session is kept as long as the device likes.
    fn forgetful(&self) -> BTreeSet<State> {
        let mut states = self.states.clone();
        for state in &self.states {
            if state.status == SessionStatus::Closed {
                states.insert(State {
                    status: SessionStatus::Nonexistent,
                    ..state.clone()
                });
            }
        }
        states
    }

    fn become_one_of(
        &mut self,
        next: BTreeSet<State>,
        happened: impl Fn() -> String,
    ) -> Result<(), Impossible> {
        if next.is_empty() {
            return Err(Impossible {
                happened: happened(),
                before: self.possible(),
            });
        }
        self.states = next;
        Ok(())
    }
}

impl State {
    /// The states after the action succeeded: everything that the cells of Figure 3 let pass or call a warning; who
    /// takes part is beyond them.
    pub(crate) fn success(&self, action: SessionAction, by: &str) -> Vec<State> {
        use SessionStatus::{Closed, Parked, Running};
        match (self.status, action) {
            (Running, SessionAction::LeaveSession) => return self.leave(by),
            // The cells know a session without a transfer only; with one, R-49.
            (Running, SessionAction::CancelFileTransfer) => {
                let closed = Self {
                    status: Closed,
                    members: self.members.clone().none(),
                };
                return vec![self.clone(), closed];
            }
            (Parked, SessionAction::CancelFileTransfer) => {
                return vec![
                    self.clone(),
                    Self {
                        status: Closed,
                        ..self.clone()
                    },
                ];
            }
            _ => {}
        }
        let Some(cell) = facts().session_cell(self.status.name(), action.name()) else {
            return Vec::new();
        };
        let allowed = |status: &SessionStatus| {
            matches!(
                cell.mark(Answered::Success, status.name()),
                Some(Mark::Pass | Mark::Warning)
            )
        };
        let enters = matches!(
            action,
            SessionAction::AcceptSession | SessionAction::JoinSession
        );
        SessionStatus::ALL
            .into_iter()
            .filter(allowed)
            .map(|status| {
                let members = match status {
                    Running if enters || self.status != Running => self.members.clone().joined(by),
                    Running | SessionStatus::Pending => self.members.clone(),
                    _ => self.members.clone().none(),
                };
                Self { status, members }
            })
            .collect()
    }

    // 5.5.14, R-53: Parked when nobody else takes part; by one who does not take part it has no effect while others do.
    fn leave(&self, by: &str) -> Vec<State> {
        let members = self.members.clone().left(by);
        let parked = || Self {
            status: SessionStatus::Parked,
            members: members.clone().none(),
        };
        if members.is_empty() {
            let without_effect = (self.members.has(by) == Some(false)).then(|| self.clone());
            return std::iter::once(parked()).chain(without_effect).collect();
        }
        let unknown = (members == Members::Unknown).then(parked);
        std::iter::once(Self {
            status: SessionStatus::Running,
            members: members.clone(),
        })
        .chain(unknown)
        .collect()
    }

    /// Whether the action may fail with this code. 706 and 708 speak of the session's state; any other code may speak of
    /// the arguments or the control point.
    pub(crate) fn may_refuse(
        &self,
        action: SessionAction,
        by: &str,
        code: u16,
        origin: Origin,
    ) -> bool {
        use SessionStatus::{Pending, Running};
        if !matches!(code, 706 | 708) {
            return true;
        }
        let takes_part = self.members.has(by);
        match (self.status, action) {
            (Pending, SessionAction::AcceptSession) => {
                return code == 708 && origin != Origin::Incoming;
            }
            (Running, SessionAction::LeaveSession) => {
                return code == 708 && takes_part != Some(true);
            }
            (Running, SessionAction::JoinSession) if takes_part == Some(false) => return false,
            (_, SessionAction::AcceptSession | SessionAction::JoinSession) => {}
            (_, SessionAction::LeaveSession | SessionAction::CloseSession) => {}
            // Their arguments and the session's class have a say too.
            _ => return true,
        }
        let cell = facts().session_cell(self.status.name(), action.name());
        let mark = cell.and_then(|cell| cell.mark(Answered::Fault(code), self.status.name()));
        mark != Some(Mark::Fail)
    }
}

fn names(statuses: &[SessionStatus]) -> String {
    let names: Vec<&str> = statuses.iter().map(|status| status.name()).collect();
    names.join(" or ")
}

#[cfg(test)]
#[path = "life_tests.rs"]
mod tests;
