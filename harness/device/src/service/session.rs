//! A session and its life (Figure 3).

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;

use super::caller::Caller;
use super::deep::Memory;
use super::documents::{FileInfo, Recipients};
use super::effects::TransferControl;
use super::values::{SessionClass, SessionStatus};

/// Control points in one session.
const MOST_JOINED: usize = 256;
/// Events of a session that GetSessionUpdates still tells.
const RECENT_EVENTS: usize = 4;

/// A messaging session.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: String,
    /// None until the first message decides it (5.5.8.3).
    pub(super) class: Option<SessionClass>,
    pub(super) status: SessionStatus,
    pub(super) subject: Option<String>,
    pub(super) content_types: Option<String>,
    pub(super) recipients: Recipients,
    /// Ids, in the order of arrival and submission.
    pub(super) messages: Vec<String>,
    /// The control points that take part; empty unless Running.
    pub(super) joined: BTreeSet<Caller>,
    /// The control point that created it; none when a peer did.
    pub(super) creator: Option<Caller>,
    pub(super) date_started: Option<Timestamp>,
    pub(super) date_last_message: Option<Timestamp>,
    pub(super) date_ended: Option<Timestamp>,
    /// The transfer that is going on.
    pub(super) transfer: Option<Transfer>,
    /// What the last transfer was about.
    pub(super) files: Option<Vec<FileInfo>>,
    /// The last events, for GetSessionUpdates.
    pub(super) recent: VecDeque<String>,
    /// What defects remember of it.
    pub(super) memory: Memory,
}

/// A file transfer that is going on.
#[derive(Debug)]
pub(super) struct Transfer {
    pub(super) control: Arc<TransferControl>,
    pub(super) files: Vec<FileInfo>,
}

/// What Figure 3 says to an action in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The action has its effect.
    Taken,
    /// The action succeeds without an effect.
    Unchanged,
    /// The state does not allow it.
    NotNow,
    /// Too many take part already.
    Full,
}

impl Session {
    /// A session that has just been asked for, by a control point or else by a peer.
    pub(super) fn new(
        id: String,
        class: Option<SessionClass>,
        recipients: Recipients,
        creator: Option<Caller>,
    ) -> Self {
        Self {
            id,
            class,
            status: SessionStatus::Pending,
            subject: None,
            content_types: None,
            recipients,
            messages: Vec::new(),
            joined: BTreeSet::new(),
            creator,
            date_started: None,
            date_last_message: None,
            date_ended: None,
            transfer: None,
            files: None,
            recent: VecDeque::new(),
            memory: Memory::default(),
        }
    }

    /// The bytes of its texts.
    pub(super) fn weight(&self) -> usize {
        let texts = [&self.subject, &self.content_types];
        let texts = texts.into_iter().flatten().map(String::len);
        let files = self.files.iter().flatten().map(FileInfo::weight);
        let recent = self.recent.iter().map(String::len);
        texts.chain(files).chain(recent).sum::<usize>() + self.recipients.weight()
    }

    /// Pending becomes Running. The creator takes part from then on, and so does who accepts, unless a
    /// peer does.
    pub(super) fn accept(&mut self, by: Option<&Caller>, now: Timestamp) -> Step {
        if self.status != SessionStatus::Pending {
            return Step::NotNow;
        }
        self.status = SessionStatus::Running;
        self.date_started = Some(now);
        self.memory = self.remembered();
        self.joined.extend(self.creator.iter().chain(by).cloned());
        Step::Taken
    }

    /// Parked becomes Running, Running stays so.
    pub(super) fn join(&mut self, by: &Caller) -> Step {
        if !matches!(self.status, SessionStatus::Running | SessionStatus::Parked) {
            return Step::NotNow;
        }
        if self.joined.len() >= MOST_JOINED && !self.joined.contains(by) {
            return Step::Full;
        }
        let new = self.joined.insert(by.clone());
        let parked = std::mem::replace(&mut self.status, SessionStatus::Running);
        if new || parked == SessionStatus::Parked {
            Step::Taken
        } else {
            Step::Unchanged
        }
    }

    /// A control point as it takes part for the nth time: the next time when it joins, the last when it leaves (R-16:
    /// named control points with a count of joins each).
    pub(super) fn joined_again(&self, caller: &Caller, comes: bool) -> Caller {
        let nth = |number: usize| Caller {
            // No header value has a line feed.
            user_agent: match number {
                0 => caller.user_agent.clone(),
                number => format!("{}\n{number}", caller.user_agent),
            },
            ..caller.clone()
        };
        let times = (0..MOST_JOINED)
            .take_while(|number| self.joined.contains(&nth(*number)))
            .count();
        nth(if comes {
            times
        } else {
            times.saturating_sub(1)
        })
    }

    /// Running becomes Parked when nobody else is in it. Who is not in it cannot leave.
    pub(super) fn leave(&mut self, by: &Caller) -> Step {
        if self.status != SessionStatus::Running || !self.joined.remove(by) {
            return Step::NotNow;
        }
        if self.joined.is_empty() {
            self.status = SessionStatus::Parked;
        }
        Step::Taken
    }

    /// Anything but Closed becomes Closed.
    pub(super) fn close(&mut self, now: Timestamp) -> Step {
        if self.status == SessionStatus::Closed {
            return Step::NotNow;
        }
        self.status = SessionStatus::Closed;
        self.date_ended = Some(now);
        self.joined.clear();
        Step::Taken
    }

    /// What ModifySession may change.
    pub(super) fn described(
        &self,
    ) -> (
        Option<SessionClass>,
        Recipients,
        Option<String>,
        Option<String>,
    ) {
        (
            self.class,
            self.recipients.clone(),
            self.subject.clone(),
            self.content_types.clone(),
        )
    }

    /// Keeps an event for GetSessionUpdates.
    pub(super) fn remember(&mut self, event: &str) {
        if self.recent.len() == RECENT_EVENTS {
            self.recent.pop_front();
        }
        self.recent.push_back(event.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::SessionStatus::{Closed, Parked, Pending, Running};
    use super::*;

    fn caller(user_agent: &str) -> Caller {
        Caller {
            address: [127, 0, 0, 1].into(),
            user_agent: user_agent.to_owned(),
        }
    }

    fn session(status: SessionStatus) -> Session {
        let creator = Some(caller("a"));
        let mut session = Session::new("s".to_owned(), None, Recipients::default(), creator);
        session.status = status;
        if status == Running {
            session.joined.insert(caller("a"));
        }
        session
    }

    /// Figure 3, every state against every action: what becomes of it.
    #[test]
    fn figure_3() {
        type Action = fn(&mut Session) -> Step;
        let accept: Action = |session| session.accept(Some(&caller("a")), Timestamp::UNIX_EPOCH);
        let join: Action = |session| session.join(&caller("b"));
        let leave: Action = |session| session.leave(&caller("a"));
        let close: Action = |session| session.close(Timestamp::UNIX_EPOCH);
        let table = [
            (Pending, accept, Some(Running)),
            (Pending, join, None),
            (Pending, leave, None),
            (Pending, close, Some(Closed)),
            (Running, accept, None),
            (Running, join, Some(Running)),
            (Running, leave, Some(Parked)),
            (Running, close, Some(Closed)),
            (Parked, accept, None),
            (Parked, join, Some(Running)),
            (Parked, leave, None),
            (Parked, close, Some(Closed)),
            (Closed, accept, None),
            (Closed, join, None),
            (Closed, leave, None),
            (Closed, close, None),
        ];
        for (row, (from, action, to)) in table.into_iter().enumerate() {
            let mut session = session(from);
            let step = action(&mut session);
            let expected = if to.is_some() {
                Step::Taken
            } else {
                Step::NotNow
            };
            assert_eq!(
                (step, session.status),
                (expected, to.unwrap_or(from)),
                "row {row}"
            );
        }
    }

    #[test]
    fn a_session_runs_until_the_last_has_left() {
        let mut session = session(Pending);
        session.accept(Some(&caller("b")), Timestamp::UNIX_EPOCH);
        assert_eq!(session.joined.len(), 2, "creator and acceptor");
        assert_eq!(session.leave(&caller("a")), Step::Taken);
        assert_eq!(session.status, Running);
        assert_eq!(session.leave(&caller("a")), Step::NotNow, "left already");
        assert_eq!(session.leave(&caller("b")), Step::Taken);
        assert_eq!(session.status, Parked);
    }

    #[test]
    fn joining_twice_counts_once() {
        let mut session = session(Running);
        assert_eq!(session.join(&caller("a")), Step::Unchanged);
        assert_eq!(session.leave(&caller("a")), Step::Taken);
        assert_eq!(session.status, Parked);
    }

    #[test]
    fn participants_are_bounded() {
        let mut session = session(Running);
        for number in 1..MOST_JOINED {
            assert_eq!(session.join(&caller(&format!("x{number}"))), Step::Taken);
        }
        assert_eq!(session.join(&caller("one more")), Step::Full);
    }
}
