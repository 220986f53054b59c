//! Defects of events in sessions: other texts, or no event at all.

use super::documents::SessionUpdate;
use super::effects::SessionEvent;
use super::store::Store;
use super::values::SessionStatus;
use crate::defects::DefectId;

impl Store {
    /// The text of an event: that of Table 2, unless a defect says otherwise.
    pub(super) fn worded(&self, event: &SessionEvent) -> String {
        let other = match event {
            SessionEvent::Requested(name) => (
                DefectId::RequestedEventText,
                format!("session wanted by {name}"),
            ),
            SessionEvent::Closed => (DefectId::ClosedEventText, "session terminated".to_owned()),
            SessionEvent::Modified => (DefectId::ModifiedEventText, "session changed".to_owned()),
            SessionEvent::Typing(name) => (DefectId::TypingEventText, format!("{name} types")),
            SessionEvent::TelCpLeft => (DefectId::TelcpLeftEventText, "TelCP gone".to_owned()),
            SessionEvent::TelCpJoined => (DefectId::TelcpJoinedEventText, "TelCP back".to_owned()),
            SessionEvent::PeerLeft(name) => {
                (DefectId::PeerLeftEventText, format!("{name} went away"))
            }
            SessionEvent::PeerJoined(name) => {
                (DefectId::PeerJoinedEventText, format!("{name} came in"))
            }
            SessionEvent::TransferStarted => {
                (DefectId::StartedEventText, "transfer begins".to_owned())
            }
            SessionEvent::TransferCompleted => {
                (DefectId::CompletedEventText, "transfer done".to_owned())
            }
            SessionEvent::TransferCancelled => {
                (DefectId::CancelledEventText, "transfer aborted".to_owned())
            }
            SessionEvent::DownloadFailed => (DefectId::FailedEventText, "file missing".to_owned()),
            SessionEvent::Accepted(_) | SessionEvent::TransferProgress(_) => return event.text(),
        };
        if self.has(other.0) {
            return other.1;
        }
        match event {
            SessionEvent::Typing(_) if self.has(DefectId::TypingEventName) => {
                SessionEvent::Typing(self.setup.own_name.clone()).text()
            }
            _ => event.text(),
        }
    }

    /// A defect keeps the event to itself.
    pub(super) fn unreported(&self, session_id: &str, event: &SessionEvent) -> bool {
        let status = self.session(session_id).map(|session| session.status);
        match event {
            SessionEvent::Closed => self.has(DefectId::CloseUnreported),
            SessionEvent::Accepted(_) => self.has(DefectId::AcceptUnreported),
            SessionEvent::TelCpLeft => {
                status == Some(SessionStatus::Parked) && self.has(DefectId::LeaveUnreported)
            }
            SessionEvent::TelCpJoined => self.has(DefectId::JoinUnreported),
            SessionEvent::TransferCompleted => self.has(DefectId::CompletionUnreported),
            SessionEvent::TransferCancelled => self.has(DefectId::CancelUnreported),
            SessionEvent::DownloadFailed => self.has(DefectId::FailureUnreported),
            _ => false,
        }
    }

    /// A defect: what becomes of a transfer is no reason for an event.
    pub(super) fn rides_along(&self, event: &SessionEvent) -> bool {
        let all = self.has(DefectId::TransferEventsRideAlong);
        match event {
            SessionEvent::TransferCompleted => all || self.has(DefectId::CompletionRidesAlong),
            SessionEvent::TransferCancelled => all || self.has(DefectId::CancellationRidesAlong),
            SessionEvent::TransferProgress(_) | SessionEvent::DownloadFailed => all,
            _ => false,
        }
    }

    /// What waited for an event of another session goes with it.
    pub(super) fn take_along(&mut self, updates: &mut Vec<SessionUpdate>) {
        let others = |waits: &SessionUpdate| {
            updates
                .iter()
                .any(|update| update.session_id != waits.session_id)
        };
        let (go, stay): (Vec<_>, Vec<_>) = self.news.riding.drain(..).partition(others);
        self.news.riding = stay.into();
        updates.extend(go);
    }

    /// Of the updates of all sessions that one control point created, the last.
    pub(super) fn last_of_creator(&self, updates: Vec<SessionUpdate>) -> Vec<SessionUpdate> {
        let creator = |update: &SessionUpdate| {
            self.session(&update.session_id)
                .and_then(|session| session.creator.clone())
        };
        let creators: Vec<_> = updates.iter().map(creator).collect();
        updates
            .into_iter()
            .enumerate()
            .filter(|(at, _)| {
                creators[*at].is_none() || !creators[at + 1..].contains(&creators[*at])
            })
            .map(|(_, update)| update)
            .collect()
    }
}
