//! Messages: what reading, deleting, delivering and lists of several do beside what they should.

use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::caller::Caller;
use crate::service::message::{Direction, Message};
use crate::service::store::Store;
use crate::service::values::{MessageClass, MessageFolder, MessageStatus, SessionClass};

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
        if self.is_of_parked(&message.id) && self.has(DefectId::ParkedReadingUnmarked) {
            message.status = before;
            if let Some(stored) = self.message_mut(&message.id) {
                stored.status = before;
            }
        }
        self.read_afterwards(message);
        if self.has(DefectId::ReadingDropsArrivals) {
            self.news.arrived.clear();
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

    /// The id that the defect `session-ids-count-messages` gives to the next message of a session.
    pub(in crate::service) fn counted_id(&self, session_id: Option<&str>) -> Option<String> {
        let session = session_id.and_then(|id| self.session(id));
        let session = session.filter(|_| self.has(DefectId::SessionIdsCountMessages))?;
        Some(format!("{}.{}", session.id, session.messages.len() + 1))
    }

    /// What the defect `deleting-takes-answers` removes along with a message that moves to Deleted.
    pub(in crate::service) fn take_answers(&mut self, id: &str) {
        if !self.has(DefectId::DeletingTakesAnswers) {
            return;
        }
        let answers = self
            .messages()
            .filter(|one| one.reply_to.as_deref() == Some(id));
        let answers: Vec<String> = answers.map(|one| one.id.clone()).collect();
        for answer in answers {
            self.forget_message(&answer);
        }
    }

    /// What a defect makes of a session, and of its messages, that a control point has joined.
    pub(in crate::service) fn alter_joined(&mut self, caller: &Caller, session_id: &str) {
        if self.has(DefectId::SecondJoinReplacesFirst)
            && let Some(session) = self.session_mut(session_id)
        {
            session.joined.retain(|one| one == caller);
        }
        if self.has(DefectId::JoiningMarksRead) {
            self.change_messages(|message| {
                if message.session_id.as_deref() == Some(session_id) {
                    message.status = MessageStatus::Read;
                }
            });
        }
    }

    /// What a defect makes of the messages of a session whose class has changed, as `asked` for.
    pub(in crate::service) fn alter_mixed(&mut self, session_id: &str, asked: &str) {
        self.keep_creator(session_id);
        let class = SessionClass::from_text(asked).and_then(SessionClass::carries);
        if let Some(class) = class.filter(|_| self.has(DefectId::MixingReclassifies)) {
            self.change_messages(|message| {
                if message.session_id.as_deref() == Some(session_id) {
                    message.class = class;
                }
            });
        }
    }

    /// What the defect `answering-marks-read` does to the message that is answered.
    pub(in crate::service) fn mark_answered(&mut self, reply_to: Option<&str>) {
        if self.has(DefectId::AnsweringMarksRead)
            && let Some(message) = reply_to.and_then(|id| self.message_mut(id))
        {
            message.status = MessageStatus::Read;
        }
    }

    /// Whether a defect keeps a message from being delivered.
    pub(in crate::service) fn is_stranded(&self, id: &str) -> bool {
        self.was_seen(id) || self.is_of_parked(id) && self.has(DefectId::ParkingStrandsOutgoing)
    }

    /// Whether the session of a message is Parked.
    fn is_of_parked(&self, id: &str) -> bool {
        use crate::service::values::SessionStatus::Parked;
        let session = self.message(id).and_then(|one| one.session_id.as_deref());
        let session = session.and_then(|id| self.session(id));
        session.is_some_and(|one| one.status == Parked)
    }

    /// How many of the messages held are delivered when the network works again.
    pub(in crate::service) fn most_released(&self) -> usize {
        if self.varies(VariationId::ReleaseDeliversFirst) {
            1
        } else {
            usize::MAX
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

    /// Whether a defect drops a message that arrives.
    pub(in crate::service) fn loses_arrival(&self, message: &Message) -> bool {
        use crate::service::values::SessionStatus::Parked;
        let like = |one: &Message| {
            one.direction == Direction::Incoming
                && one.recipients.from.id == message.recipients.from.id
                && (one.class, &one.session_id, &one.text)
                    == (message.class, &message.session_id, &message.text)
        };
        if self.has(DefectId::RepeatedArrivalDropped) && self.messages().any(like) {
            return true;
        }
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
        self.drop_waiting(session_id);
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

    /// What a defect makes of a message that moves to Deleted.
    pub(in crate::service) fn lose_deleted(&mut self, d: &Deviations) {
        if d.has(DefectId::DeletingLosesCc) && !self.recipients.to.is_empty() {
            self.recipients.cc.clear();
        }
        if d.has(DefectId::DeletingUnlinksSession) {
            self.session_id = None;
        }
        if d.has(DefectId::DeletingLosesAttachments) {
            self.attachments.clear();
        }
    }
}
