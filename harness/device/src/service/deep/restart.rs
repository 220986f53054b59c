//! What survives a restart, and what should not come again.

use std::collections::{BTreeSet, VecDeque};

use jiff::SignedDuration;

use crate::defects::DefectId;
use crate::service::Service;
use crate::service::message::{Direction, Message};
use crate::service::store::Store;
use crate::service::values::{MessageFolder, MessageStatus, SessionClass, SessionStatus};

/// By how much `restart-shifts-dates` is off.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The ids that a device which counts from the start again gives once more.
#[derive(Debug, Default)]
pub(in crate::service) struct Reissued {
    pub(in crate::service) messages: VecDeque<String>,
    pub(in crate::service) sessions: VecDeque<String>,
}

impl Service {
    /// The device has left the network and comes back. It keeps messages, sessions and ids (5.6.1).
    pub fn restarted(&self) {
        self.with(Store::restart);
    }
}

impl Store {
    /// What a defect makes of the memory in a restart, which keeps all of it.
    fn restart(&mut self) {
        let d = self.deviations().clone();
        if d.has(DefectId::RestartRepeatsMessageIds) {
            let page = self.messages().filter(|one| one.session_id.is_none());
            self.reissued.messages = page.map(|one| one.id.clone()).collect();
        }
        if d.has(DefectId::RestartRepeatsSessionIds) {
            self.reissued.sessions = self.sessions().map(|one| one.id.clone()).collect();
        }
        let lost = |one: &&Message| {
            d.has(DefectId::RestartLosesOutgoing) && one.folder == MessageFolder::Outgoing
                || d.has(DefectId::RestartLosesSessionMessages) && one.session_id.is_some()
        };
        let mut lost: Vec<String> = self
            .messages()
            .filter(lost)
            .map(|one| one.id.clone())
            .collect();
        if d.has(DefectId::RestartMergesLikes) {
            lost.extend(self.likes());
        }
        for id in lost {
            self.forget_message(&id);
        }
        self.change_messages(|message| {
            if d.has(DefectId::RestartShiftsDates) {
                for date in [&mut message.date_sent, &mut message.date_received] {
                    *date = date.and_then(|date| date.checked_add(HOUR).ok());
                }
            }
            if d.has(DefectId::RestartLosesAttachments) {
                message.attachments.clear();
            }
            let incoming = message.direction == Direction::Incoming;
            if incoming && d.has(DefectId::RestartMarksRead) {
                message.status = MessageStatus::Read;
            }
            if message.folder == MessageFolder::Sent && d.has(DefectId::RestartMakesSentUnread) {
                message.status = MessageStatus::Unread;
            }
            let deleted = message.folder == MessageFolder::Deleted;
            if incoming && deleted && d.has(DefectId::RestartUndeletes) {
                message.folder = MessageFolder::Received;
            }
        });
        self.restart_sessions(&d);
    }

    /// The messages that say what an earlier one of the same party says.
    fn likes(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let again = |one: &&Message| {
            let from = one.recipients.from.id.clone();
            !seen.insert((from, one.class, one.session_id.clone(), one.text.clone()))
        };
        let likes = self.messages().filter(again);
        likes.map(|one| one.id.clone()).collect()
    }

    fn restart_sessions(&mut self, d: &crate::defects::Deviations) {
        let ids: Vec<String> = self.sessions().map(|one| one.id.clone()).collect();
        for id in ids {
            let Some(session) = self.session_mut(&id) else {
                continue;
            };
            if session.status == SessionStatus::Closed && d.has(DefectId::RestartParksClosed) {
                session.status = SessionStatus::Parked;
                session.date_ended = None;
            }
            if session.status == SessionStatus::Parked && d.has(DefectId::RestartRunsParked) {
                session.status = SessionStatus::Running;
                session.joined.extend(session.creator.clone());
            }
            if session.status == SessionStatus::Pending {
                if d.has(DefectId::RestartRunsPending) {
                    session.status = SessionStatus::Running;
                    session.joined.extend(session.creator.clone());
                }
                continue;
            }
            if session.class == Some(SessionClass::Mixed) && d.has(DefectId::RestartForgetsMixed) {
                session.class = session.memory.class.or(session.class);
            }
            if session.date_started.is_some() && d.has(DefectId::RestartForgetsRecipients) {
                session.recipients = session.memory.recipients.clone();
            }
            if session.date_started.is_some() && d.has(DefectId::RestartForgetsSubject) {
                session.subject.clone_from(&session.memory.subject);
            }
        }
    }
}
