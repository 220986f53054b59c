//! What is done now is right, and something else is wrong later for its sake.

use std::collections::{BTreeMap, BTreeSet};

use crate::defects::DefectId;
use crate::service::actions::{Arguments, Outputs};
use crate::service::caller::Caller;
use crate::service::documents::{SubmittedMessage, read_file_info_list};
use crate::service::fault::Fault;
use crate::service::message::{Direction, Message};
use crate::service::store::{Store, now};
use crate::service::values::{
    MessageClass, MessageFolder, MessageStatus, SessionClass, SessionStatus,
};

/// Of each kind, what is remembered at most.
const MOST: usize = 4096;
/// The peer at whose leaving `second-peer-leaving-parks` does.
const SECOND: u32 = 2;

/// What defects remember of the whole service.
#[derive(Debug, Default)]
pub(in crate::service) struct Later {
    /// The folder that was searched last.
    folder: Option<String>,
    /// The class of the message sent last.
    class: Option<MessageClass>,
    /// Who sent a message.
    senders: BTreeMap<String, Caller>,
    /// Who was refused for want of a privilege.
    refused: BTreeSet<Caller>,
    /// Messages that were read in Outgoing.
    seen: BTreeSet<String>,
    /// Messages that were read on the device's screen.
    screened: BTreeSet<String>,
}

/// What defects remember of a session.
#[derive(Clone, Debug, Default)]
pub(in crate::service) struct Trail {
    /// How many peers have left.
    gone: u32,
    /// Who left it last.
    pub(super) parker: Option<Caller>,
    /// Whether a transfer was refused while it was Parked.
    held: bool,
}

impl Trail {
    /// Whether a transfer that was refused is held for active, until it is asked.
    pub(in crate::service) fn take_held(&mut self) -> bool {
        std::mem::take(&mut self.held)
    }
}

impl Store {
    /// The fault that a defect gives to a control point for what was done before, or by another one.
    pub(in crate::service) fn denied(
        &self,
        caller: &Caller,
        action: &str,
        arguments: &Arguments<'_>,
    ) -> Option<Fault> {
        let later = &self.remnants.later;
        let session = self.session(arguments.get("SessionID"));
        let fault = match action {
            "ReadMessage" => {
                let sender = later.senders.get(arguments.get("MessageID"));
                sender
                    .is_some_and(|one| one != caller)
                    .then_some(Fault::MESSAGE_ID)
            }
            "DeleteMessage" => later
                .refused
                .contains(caller)
                .then_some(Fault::NOT_AUTHORIZED),
            "JoinSession" => session
                .filter(|one| one.status == SessionStatus::Parked)
                .and_then(|one| one.memory.trail.parker.as_ref())
                .filter(|one| *one != caller && self.has(DefectId::ParkedJoinedByParkerOnly))
                .map(|_| Fault::NOT_NOW),
            "CloseSession" => session
                .filter(|one| one.status == SessionStatus::Running)
                .filter(|one| !one.joined.contains(caller))
                .filter(|_| self.has(DefectId::CloseByParticipantsOnly))
                .map(|_| Fault::NOT_NOW),
            _ => None,
        };
        fault.map(Fault::new)
    }

    /// A control point was refused for want of a privilege.
    pub(in crate::service) fn note_refused(&mut self, caller: &Caller) {
        if self.has(DefectId::RefusalRemembered) {
            self.remnants.later.refused.insert(caller.clone());
        }
    }

    /// The arguments of a search as a defect takes them: with the folder of the one before, or without a status.
    pub(in crate::service) fn misunderstood(
        &self,
        action: &str,
        arguments: &Arguments<'_>,
    ) -> Option<Vec<(String, String)>> {
        let folder = self.remnants.later.folder.as_ref();
        let folder = folder.filter(|_| {
            !arguments.get("MessageClass").is_empty() && arguments.get("MessageFolder").is_empty()
        });
        let given = arguments.get("MessageStatus");
        let listed = given.contains(',')
            && (given.split(',')).all(|one| MessageStatus::from_text(one).is_some())
            && self.has(DefectId::SearchStatusTakesList);
        let (name, value) = match folder {
            _ if action != "SearchMessages" => return None,
            _ if listed => ("MessageStatus", ""),
            Some(folder) => ("MessageFolder", folder.as_str()),
            None => return None,
        };
        let mut all = arguments.0.to_vec();
        for (_, given) in all.iter_mut().filter(|(one, _)| one == name) {
            value.clone_into(given);
        }
        Some(all)
    }

    /// What a defect remembers of an action that succeeded.
    pub(in crate::service) fn note_done(
        &mut self,
        caller: &Caller,
        action: &str,
        arguments: &Arguments<'_>,
        outputs: &Outputs,
    ) {
        if action == "SearchMessages" && self.has(DefectId::SearchFolderSticks) {
            let folder = arguments.get("MessageFolder");
            self.remnants.later.folder = (!folder.is_empty()).then(|| folder.to_owned());
        }
        let id = outputs.first().map(|(_, id)| id.as_str());
        if action == "SendMessage"
            && let Some(id) = id
        {
            let senders = &self.remnants.later.senders;
            if self.has(DefectId::SentReadBySenderOnly) && senders.len() < MOST {
                let senders = &mut self.remnants.later.senders;
                senders.insert(id.to_owned(), caller.clone());
            }
            let class = self.message(id).map(|one| one.class);
            self.remnants.later.class = class.filter(|_| self.has(DefectId::ChosenClassSticks));
        }
    }

    /// The class of the message sent before, which a defect gives to one without.
    pub(in crate::service) fn stuck_class(&self) -> Option<MessageClass> {
        self.remnants.later.class
    }

    /// Whether a defect takes a message that lacks what its class demands.
    pub(in crate::service) fn waives_demands(&self, submitted: &SubmittedMessage) -> bool {
        if submitted.session_id.is_some() && self.has(DefectId::InSessionRecipientsUnchecked) {
            return true;
        }
        let reached = submitted.recipients.reach_somebody();
        let stuck = submitted.class.is_empty() && self.stuck_class().is_some();
        let answers = submitted.reply_to.is_some() && self.has(DefectId::AnswersUnchecked);
        reached && (stuck || answers)
    }

    /// A message has moved to Deleted, or is gone.
    pub(in crate::service) fn note_deleted(&mut self, id: &str) {
        let page = self
            .message(id)
            .is_some_and(|one| one.session_id.is_none() && one.folder == MessageFolder::Deleted);
        if page && self.has(DefectId::DeletedIdReissued) {
            self.reissued.messages = [id.to_owned()].into();
        }
    }

    /// What a defect does when a message has been read, and makes of what is shown of it.
    pub(in crate::service) fn read_afterwards(&mut self, message: &mut Message) {
        let incoming = message.direction == Direction::Incoming;
        if incoming && self.has(DefectId::ReadingRedates) {
            message.date_received = Some(now());
        }
        if incoming
            && message.folder == MessageFolder::Deleted
            && self.has(DefectId::ReadingDeletedRestores)
        {
            message.folder = MessageFolder::Received;
        }
        let altered =
            self.has(DefectId::ReadingRedates) || self.has(DefectId::ReadingDeletedRestores);
        if let Some(stored) = self.message_mut(&message.id).filter(|_| altered) {
            stored.date_received = message.date_received;
            stored.folder = message.folder;
        }
        let later = &self.remnants.later;
        if message.folder == MessageFolder::Outgoing
            && later.seen.len() < MOST
            && self.has(DefectId::ReadingOutgoingStrands)
        {
            self.remnants.later.seen.insert(message.id.clone());
        }
        if incoming && self.has(DefectId::LikeMessagesShareStatus) {
            self.change_messages(|other| {
                if like(other, message) && other.text == message.text {
                    other.status = MessageStatus::Read;
                }
            });
        }
    }

    /// Whether a defect leaves a message in Outgoing for its having been read there.
    pub(in crate::service) fn was_seen(&self, id: &str) -> bool {
        self.remnants.later.seen.contains(id)
    }

    /// What a defect does to earlier messages, or to the session, when a message has arrived.
    pub(in crate::service) fn arrived_afterwards(&mut self, id: &str) {
        let Some(message) = self.message(id).cloned() else {
            return;
        };
        if self.has(DefectId::ArrivalUnreadsThread) {
            self.change_messages(|other| {
                if like(other, &message) {
                    other.status = MessageStatus::Unread;
                }
            });
        }
        let unparks = self.has(DefectId::ArrivalUnparks);
        let session = message.session_id.and_then(|id| self.session_mut(&id));
        if let Some(session) = session.filter(|one| unparks && one.status == SessionStatus::Parked)
        {
            session.status = SessionStatus::Running;
            session.joined.extend(session.creator.clone());
        }
    }

    /// A message was read on the device's own screen.
    pub(in crate::service) fn note_screened(&mut self, id: &str) {
        if id.contains('.') && self.has(DefectId::LocalReadInSessionStaysNew) {
            self.remnants.later.screened.insert(id.to_owned());
        }
    }

    /// Whether a defect lists a message as new that was read.
    pub(in crate::service) fn stays_new(&self, message: &Message) -> bool {
        self.remnants.later.screened.contains(&message.id)
    }

    /// What a defect makes of a closed session one of whose messages is delivered.
    pub(in crate::service) fn reopen(&mut self, message_id: &str) {
        let reopens = self.has(DefectId::LateDeliveryReopens);
        let session = self
            .message(message_id)
            .and_then(|one| one.session_id.clone());
        if let Some(session) = session.and_then(|id| self.session_mut(&id))
            && session.status == SessionStatus::Closed
            && reopens
        {
            session.status = SessionStatus::Running;
            session.joined.extend(session.creator.clone());
        }
    }

    /// Whether a defect parks a session for the peer that leaves it.
    pub(in crate::service) fn parks_for_peer(&mut self, id: &str) -> bool {
        let parks = self.has(DefectId::SecondPeerLeavingParks);
        let Some(session) = self.session_mut(id).filter(|_| parks) else {
            return false;
        };
        session.memory.trail.gone += 1;
        let parks = session.memory.trail.gone == SECOND && session.status == SessionStatus::Running;
        if parks {
            session.status = SessionStatus::Parked;
            session.joined.clear();
        }
        parks
    }

    /// What a defect holds for active of a transfer that was refused.
    pub(in crate::service) fn hold_refused_transfer(&mut self, arguments: &Arguments<'_>) {
        let list = read_file_info_list(arguments.get("FileInfoList"), self.deviations());
        let holds = self.has(DefectId::RefusedStartHoldsTransfer);
        if let Some((id, _)) = list.ok().filter(|_| holds)
            && let Some(session) = self.session_mut(&id)
            && session.status == SessionStatus::Parked
            && session.class.is_some_and(SessionClass::transfers_files)
        {
            session.memory.trail.held = true;
        }
    }

    /// The status of a session that GetSessionUpdates tells.
    pub(in crate::service) fn status_told(
        &self,
        session: &crate::service::session::Session,
    ) -> SessionStatus {
        let parked = session.memory.trail.parker.is_some();
        if parked && self.has(DefectId::UpdatesForgetRejoin) {
            SessionStatus::Parked
        } else {
            session.status
        }
    }

    /// What a defect forgets of the other sessions' news when one is closed.
    pub(in crate::service) fn drop_waiting(&mut self, session_id: &str) {
        if self.has(DefectId::ClosingDropsWaitingUpdates) {
            let updates = &mut self.news.updates;
            updates.retain(|update| update.session_id == session_id);
        }
    }

    /// Who a defect leaves in a session whose class has changed.
    pub(in crate::service) fn keep_creator(&mut self, session_id: &str) {
        let keeps = self.has(DefectId::ClassChangeKeepsCreatorOnly);
        if let Some(session) = self.session_mut(session_id).filter(|_| keeps)
            && let Some(creator) = session.creator.clone()
        {
            session.joined.retain(|one| *one == creator);
        }
    }

    /// Whether the class of a session without stays open when its first message comes in.
    pub(in crate::service) fn leaves_class_open(&self) -> bool {
        self.has(DefectId::ArrivalLeavesClassOpen)
    }
}

/// Whether another message of page mode, or of the same session, came from the same party.
fn like(one: &Message, other: &Message) -> bool {
    one.direction == Direction::Incoming
        && one.id != other.id
        && one.class == other.class
        && one.session_id == other.session_id
        && one.recipients.from.id == other.recipients.from.id
}
