//! Messages: what reading, deleting, delivering and lists of several do beside what they should.

use crate::defects::{DefectId, Deviations};
use crate::service::message::{Direction, Message};
use crate::service::store::Store;
use crate::service::values::{MessageClass, MessageFolder, MessageStatus};

/// What `search-cut-at-sixty` lists.
const SIXTY: usize = 60;
/// What `new-messages-cut-at-twenty` lists.
const TWENTY: usize = 20;

impl Store {
    /// What a defect does when a message has been read, and makes of what is shown of it; `before` is its status before.
    pub(in crate::service) fn read_deeply(&mut self, message: &mut Message, before: MessageStatus) {
        let again = before == MessageStatus::Read && message.class == MessageClass::EMail;
        if again && self.has(DefectId::SecondReadLosesAttachments) {
            message.attachments.clear();
        }
        if message.session_id.is_some() && self.has(DefectId::ReadMarksSession) {
            self.change_messages(|other| {
                if other.session_id == message.session_id {
                    other.status = MessageStatus::Read;
                }
            });
        }
    }

    /// What the defect `purge-empties-deleted` removes along with a message in Deleted.
    pub(in crate::service) fn purge_neighbours(&mut self, id: &str) {
        let deleted = |one: &Message| one.folder == MessageFolder::Deleted;
        if !self.has(DefectId::PurgeEmptiesDeleted) || !self.message(id).is_some_and(deleted) {
            return;
        }
        let others: Vec<String> = self
            .messages()
            .filter(|one| deleted(one) && one.id != id)
            .map(|one| one.id.clone())
            .collect();
        for other in others {
            self.forget_message(&other);
        }
    }

    /// The message that is delivered when the one named is.
    pub(in crate::service) fn delivered_for(&self, id: &str) -> String {
        let oldest = self.messages().find(|one| one.is_undelivered());
        let oldest = oldest.filter(|_| self.has(DefectId::DeliversOldestHeld));
        oldest.map_or_else(|| id.to_owned(), |one| one.id.clone())
    }

    /// What the defect `release-undeletes` does when messages are not held any more.
    pub(in crate::service) fn undelete_held(&mut self) {
        if self.has(DefectId::ReleaseUndeletes) {
            self.change_messages(|message| {
                if message.waits_deleted() {
                    message.folder = MessageFolder::Outgoing;
                }
            });
        }
    }

    /// Whether the defect `arrival-while-parked-lost` drops a message that arrives.
    pub(in crate::service) fn loses_arrival(&self, message: &Message) -> bool {
        use crate::service::values::SessionStatus::Parked;
        let session = message
            .session_id
            .as_deref()
            .and_then(|id| self.session(id));
        session.is_some_and(|one| one.status == Parked)
            && self.has(DefectId::ArrivalWhileParkedLost)
    }

    /// How many messages a search lists at most.
    pub(in crate::service) fn most_found(&self) -> usize {
        if self.has(DefectId::SearchCutAtSixty) {
            SIXTY
        } else {
            usize::MAX
        }
    }

    /// How many messages GetNewMessages lists at most.
    pub(in crate::service) fn most_new(&self) -> usize {
        if self.has(DefectId::NewMessagesCutAtTwenty) {
            TWENTY
        } else {
            usize::MAX
        }
    }

    /// What a defect makes of the messages of a session that has just been closed, before they change their folder.
    pub(in crate::service) fn alter_closed(&mut self, session_id: &str) {
        let d = self.deviations().clone();
        let of_session = |one: &Message| one.session_id.as_deref() == Some(session_id);
        if d.has(DefectId::ClosingMarksRead) {
            self.change_messages(|message| {
                if of_session(message) && message.direction == Direction::Incoming {
                    message.status = MessageStatus::Read;
                }
            });
        }
        if d.has(DefectId::ClosingLosesSent) {
            let sent = |one: &&Message| of_session(one) && one.direction == Direction::Outgoing;
            let ids: Vec<String> = self
                .messages()
                .filter(sent)
                .map(|one| one.id.clone())
                .collect();
            for id in ids {
                self.forget_message(&id);
            }
        }
    }

    /// Changes messages, all of them in turn.
    pub(in crate::service) fn change_messages(&mut self, mut change: impl FnMut(&mut Message)) {
        let ids: Vec<String> = self.messages().map(|one| one.id.clone()).collect();
        for id in ids {
            if let Some(message) = self.message_mut(&id) {
                change(message);
            }
        }
    }
}

impl Message {
    /// What a defect makes of a message that has been delivered.
    pub(in crate::service) fn apply_delivery_defects(&mut self, d: &Deviations) {
        if d.has(DefectId::DeliveryLosesReplyId) {
            self.reply_to = None;
        }
    }

    /// What the defect `deleting-loses-cc` makes of a message that moves to Deleted.
    pub(in crate::service) fn lose_cc(&mut self, d: &Deviations) {
        if d.has(DefectId::DeletingLosesCc) && !self.recipients.to.is_empty() {
            self.recipients.cc.clear();
        }
    }
}
