//! Figure 3 as one session goes through it, with who takes part.

use crate::service::track::Kind;
use crate::session_life::{Came, Members, Origin, SessionAction, SessionStatus, State as Life};

/// The state of a session; `None`: it is still to come.
pub(in crate::service) type State = Option<Life>;

/// What happens to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) enum Step {
    /// CreateSession makes it; of a class that needs no invitation it may be Running at once.
    Create { by: String, invites: bool },
    /// A peer asks for it.
    Request,
    /// An action names it, and this came of it.
    Act {
        action: SessionAction,
        by: String,
        came: Came,
    },
    /// The peer accepts.
    PeerAccepts,
    /// The peer rejects or closes.
    PeerCloses,
    /// It is listed in this status; `wanted`: by a search for that status.
    Listed {
        wanted: Option<SessionStatus>,
        status: SessionStatus,
        /// A class was asked for, too.
        by_class: bool,
    },
    /// A search that would have to list it does not. `None`: any status was asked for.
    Unlisted {
        wanted: Option<SessionStatus>,
        /// A class was asked for, too.
        by_class: bool,
    },
    /// GetSessions by its id does not find it.
    NotFound,
    /// It has to be there, since an action on something in it says so, or not.
    There(bool),
}

/// What is known of the device and of the session while it moves.
#[derive(Clone, Copy, Debug)]
pub(in crate::service) struct Moves {
    /// How it came to be.
    pub(in crate::service) origin: Origin,
    /// Whether a device may take all control points for one.
    pub(in crate::service) one_address: bool,
    /// Whether peers close sessions unasked.
    pub(in crate::service) closed_unasked: bool,
    /// Whether the device may have lost it, as in a restart.
    pub(in crate::service) may_vanish: bool,
    /// Whether anything may happen at any time.
    pub(in crate::service) anything: bool,
}

impl Kind for Moves {
    type State = State;
    type Step = Step;

    fn after(&self, state: &State, step: &Step) -> Vec<State> {
        let Some(life) = state else {
            return self.unborn(step);
        };
        let when = |is: bool| {
            if is { vec![state.clone()] } else { Vec::new() }
        };
        match step {
            Step::Create { .. } | Step::Request => Vec::new(),
            Step::Act { action, by, came } => match came {
                Came::Success => life.success(*action, by).into_iter().map(Some).collect(),
                Came::Fault(code) => when(life.may_refuse(*action, by, *code, self.origin)),
            },
            Step::PeerAccepts if life.status == SessionStatus::Pending => {
                vec![Some(running(life))]
            }
            Step::PeerCloses if life.status != SessionStatus::Nonexistent => {
                vec![Some(closed(life))]
            }
            Step::PeerAccepts | Step::PeerCloses => when(true),
            Step::Listed { wanted, status, .. } => {
                when(life.status == *status && wanted.is_none_or(|wanted| wanted == *status))
            }
            Step::Unlisted { wanted, .. } => when(!has_to_match(life.status, *wanted)),
            Step::NotFound => when(life.status == SessionStatus::Nonexistent),
            Step::There(there) => when((life.status != SessionStatus::Nonexistent) == *there),
        }
    }

    fn drift(&self, state: &State) -> Vec<State> {
        let Some(life) = state else {
            return Vec::new();
        };
        if self.anything {
            return self.everything();
        }
        let mut next = Vec::new();
        let accepted_unasked = self.origin != Origin::Incoming || self.closed_unasked;
        if life.status == SessionStatus::Pending && accepted_unasked {
            next.push(Some(running(life)));
        }
        let active = !matches!(
            life.status,
            SessionStatus::Closed | SessionStatus::Nonexistent
        );
        if self.closed_unasked && active {
            next.push(Some(closed(life)));
        }
        // Nobody need take part any more after a restart.
        if self.may_vanish && active {
            next.push(Some(closed(life)));
            if life.status == SessionStatus::Running {
                next.push(Some(Life {
                    status: SessionStatus::Parked,
                    members: life.members.clone().none(),
                }));
                next.push(Some(Life {
                    status: SessionStatus::Running,
                    members: Members::Unknown,
                }));
            }
        }
        // a closed session is kept as long as the device likes.
        if life.status == SessionStatus::Closed || (self.may_vanish && active) {
            next.push(Some(Life {
                status: SessionStatus::Nonexistent,
                members: life.members.clone().none(),
            }));
        }
        next
    }

    fn only_looks(&self, step: &Step) -> bool {
        match step {
            Step::Act { came, .. } => matches!(came, Came::Fault(_)),
            Step::Listed { .. } | Step::Unlisted { .. } | Step::NotFound | Step::There(_) => true,
            _ => false,
        }
    }

    fn everything(&self) -> Vec<State> {
        SessionStatus::ALL
            .into_iter()
            .map(|status| {
                Some(Life {
                    status,
                    members: Members::Unknown,
                })
            })
            .collect()
    }
}

impl Moves {
    fn unborn(&self, step: &Step) -> Vec<State> {
        let together = |names: &[&str]| {
            let is_one = self
                .one_address
                .then_some(Members::Together(!names.is_empty()));
            is_one.into_iter()
        };
        let with = |status, names: &[&str]| {
            Members::readings(names)
                .into_iter()
                .chain(together(names))
                .map(move |members| Some(Life { status, members }))
        };
        match step {
            Step::Create { by, invites } => {
                let mut born: Vec<State> = with(SessionStatus::Pending, &[by]).collect();
                if !invites {
                    born.extend(with(SessionStatus::Running, &[by]));
                }
                born
            }
            Step::Request => with(SessionStatus::Pending, &[]).collect(),
            Step::Unlisted { .. } | Step::NotFound | Step::There(false) => vec![None],
            Step::Act {
                came: Came::Fault(_),
                ..
            } => vec![None],
            _ => Vec::new(),
        }
    }
}

fn running(life: &Life) -> Life {
    Life {
        status: SessionStatus::Running,
        ..life.clone()
    }
}

fn closed(life: &Life) -> Life {
    Life {
        status: SessionStatus::Closed,
        members: life.members.clone().none(),
    }
}

// closed sessions may be listed or not.
fn has_to_match(status: SessionStatus, wanted: Option<SessionStatus>) -> bool {
    let active = !matches!(status, SessionStatus::Closed | SessionStatus::Nonexistent);
    active && wanted.is_none_or(|wanted| wanted == status)
}
