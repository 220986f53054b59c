//! Events: the order within one, the statuses, what is left out, the names.

use crate::defects::DefectId;
use crate::service::documents::{Peer, SessionUpdate, write_new_messages};
use crate::service::effects::SessionEvent;
use crate::service::message::{Direction, Message};
use crate::service::store::Store;
use crate::service::values::MessageFolder;

/// What `ninth-arrival-lost` reports in one event.
const EIGHT: usize = 8;
/// What Table 2 says when a transfer is cancelled.
const CANCELLED: &str = "file transfer cancelled";
/// What `progress-rounded-up` counts in, in bytes.
const BLOCK: u64 = 1024;

impl Store {
    /// What a defect makes of the updates of one event.
    pub(in crate::service) fn alter_batch(&self, updates: &mut [SessionUpdate]) {
        if self.has(DefectId::BatchNewestFirst) {
            updates.reverse();
        }
        if self.has(DefectId::BatchRepeatsFirstId)
            && let Some((first, others)) = updates.split_first_mut()
        {
            for update in others {
                update.session_id.clone_from(&first.session_id);
            }
        }
        if self.has(DefectId::BatchShowsLastStatus) {
            for update in updates {
                if let Some(session) = self.session(&update.session_id) {
                    update.status = session.status;
                }
            }
        }
    }

    /// The text of an event, as it is handed on to be written.
    pub(in crate::service) fn handed_on(&self, text: String) -> String {
        if self.has(DefectId::EventNamesEscapedTwice) {
            text.replace('&', "&amp;").replace('<', "&lt;")
        } else {
            text
        }
    }

    /// Who is named when somebody types.
    pub(in crate::service) fn typist(&mut self, session_id: &str, name: &str) -> String {
        let stays = self.has(DefectId::TypingNamesFirstTypist);
        match self.session_mut(session_id).filter(|_| stays) {
            Some(session) => session.memory.first_typist(name),
            None => name.to_owned(),
        }
    }

    /// Who is named when somebody joins.
    pub(in crate::service) fn joiner(&self, session_id: &str, name: &str) -> String {
        let first = (self.session(session_id)).and_then(|one| one.recipients.receivers().next());
        let first = first.filter(|_| self.has(DefectId::PeerJoinedNamesFirst));
        first.map_or(name, Peer::display_name).to_owned()
    }

    /// What a defect leaves of the messages that one event reports.
    pub(in crate::service) fn alter_arrivals(&self, messages: &mut Vec<&Message>) {
        if !self.has(DefectId::SessionArrivalsMerged) {
            return;
        }
        let sessions: Vec<_> = (messages.iter())
            .map(|one| one.session_id.clone())
            .collect();
        let mut at = 0;
        messages.retain(|one| {
            at += 1;
            one.session_id.is_none() || !sessions[at..].contains(&one.session_id)
        });
    }

    /// How many messages one event reports at most.
    pub(in crate::service) fn most_arrived(&self) -> usize {
        if self.has(DefectId::NinthArrivalLost) {
            EIGHT
        } else {
            usize::MAX
        }
    }

    /// Whether a defect keeps an event of this text to itself, which has not been noted yet.
    pub(in crate::service) fn left_out(
        &self,
        session_id: &str,
        event: &SessionEvent,
        text: &str,
    ) -> bool {
        let requested = matches!(event, SessionEvent::Requested(_));
        let already = |update: &SessionUpdate| {
            let mut events = update.events.iter();
            events.any(|text| text.starts_with("session requested"))
        };
        let second = requested && self.news.updates.iter().any(already);
        let repeated = self
            .session(session_id)
            .is_some_and(|session| session.recent.iter().any(|one| one == text));
        let recent = self.session(session_id).map(|session| &session.recent);
        let again = *event == SessionEvent::TransferCompleted
            && recent.is_some_and(|all| all.iter().any(|one| one == CANCELLED));
        again && self.has(DefectId::TransferAfterCancelUntold)
            || second && self.has(DefectId::SecondRequestLost)
            || repeated && self.has(DefectId::RepeatedChangeUntold)
    }

    /// What the defect `parked-closing-untold` does once the peer has closed a session.
    pub(in crate::service) fn hush_closing(&mut self, was_parked: bool) {
        if was_parked && self.has(DefectId::ParkedClosingUntold) {
            self.news.updates.pop_back();
        }
    }

    /// NewMessages for an initial event.
    pub(in crate::service) fn initial_new_messages(&self) -> String {
        if !self.has(DefectId::InitialEventListsRead) {
            return self.new_messages();
        }
        let arrived = |one: &&Message| {
            one.direction == Direction::Incoming && one.folder != MessageFolder::Deleted
        };
        let new: Vec<_> = self
            .messages()
            .filter(arrived)
            .filter_map(|one| self.news_of(one))
            .collect();
        write_new_messages(&new, self.deviations())
    }

    /// The bytes of a progress event.
    pub(in crate::service) fn rounded(&self, bytes: u64) -> u64 {
        if self.has(DefectId::ProgressRoundedUp) {
            bytes.div_ceil(BLOCK).saturating_mul(BLOCK)
        } else {
            bytes
        }
    }
}
