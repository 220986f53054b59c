//! Everything the device remembers: messages in folders, sessions, identity and privileges.

use jiff::Timestamp;

use super::deep::{Reissued, Remnants};
use super::effects::{Job, News, SessionEvent};
use super::fault::Fault;
use super::message::Message;
use super::session::Session;
use super::setup::Setup;
use super::shelf::Shelf;
use super::values::{MessageFolder, MessageStatus, SessionStatus};
use crate::defects::{DefectId, Deviations, VariationId};

/// Messages in all folders together.
const MOST_MESSAGES: usize = 10_000;
/// Bytes of their texts together.
const MOST_MESSAGE_BYTES: usize = 32 << 20;
/// Sessions, closed ones included.
const MOST_SESSIONS: usize = 1_000;
/// Bytes of their texts together.
const MOST_SESSION_BYTES: usize = 16 << 20;
/// They are counted once in so many sessions, and whenever one of this size comes.
const COUNTED: u64 = 16;
const LARGE: usize = 64 << 10;

/// The device's memory. It does no I/O: what has to be done outside is put into `jobs` and `news`.
#[derive(Debug)]
pub(super) struct Store {
    pub(super) setup: Setup,
    messages: Shelf<Message>,
    sessions: Shelf<Session>,
    /// Distinguishes this device's ids from those of its earlier lives.
    prefix: String,
    counter: u64,
    /// How often a message was read.
    pub(super) reads: i64,
    /// None while the telephone network has assigned none.
    pub(super) identity: Option<String>,
    /// Whether control points hold the privileges.
    pub(super) authorized: bool,
    /// Whether sent messages wait in Outgoing.
    pub(super) hold_outgoing: bool,
    /// Whether transfers make no progress.
    pub(super) stall_transfers: bool,
    /// A session was closed in which files were being transferred.
    pub(super) transfer_cut: bool,
    pub(super) news: News,
    pub(super) jobs: Vec<Job>,
    pub(super) reissued: Reissued,
    pub(super) remnants: Remnants,
}

impl Store {
    pub(super) fn new(setup: Setup) -> Self {
        let prefix = uuid::Uuid::new_v4().simple().to_string()[..6].to_owned();
        Self {
            identity: Some(setup.identity.clone()),
            setup,
            messages: Shelf::default(),
            sessions: Shelf::default(),
            prefix,
            counter: 0,
            reads: 0,
            authorized: true,
            hold_outgoing: false,
            stall_transfers: false,
            transfer_cut: false,
            news: News::default(),
            jobs: Vec::new(),
            reissued: Reissued::default(),
            remnants: Remnants::default(),
        }
    }

    pub(super) fn deviations(&self) -> &Deviations {
        &self.setup.deviations
    }

    pub(super) fn has(&self, defect: DefectId) -> bool {
        self.setup.deviations.has(defect)
    }

    pub(super) fn varies(&self, variation: VariationId) -> bool {
        self.setup.deviations.varies(variation)
    }

    /// How the device calls itself when it has to be somebody's address.
    pub(super) fn own_address(&self) -> String {
        self.identity
            .clone()
            .unwrap_or_else(|| "sip:anonymous@anonymous.invalid".to_owned())
    }

    /// Forgets messages, sessions and settings; ids are not used again.
    pub(super) fn reset(&mut self) {
        self.stop_transfers();
        self.messages = Shelf::default();
        self.sessions = Shelf::default();
        self.identity = Some(self.setup.identity.clone());
        self.authorized = true;
        self.hold_outgoing = false;
        self.stall_transfers = false;
        self.transfer_cut = false;
        self.jobs.clear();
        self.remnants = Remnants::default();
        self.forget_news();
    }

    /// Ends every transfer without a word.
    pub(super) fn stop_transfers(&mut self) {
        for session in self.sessions.iter_mut() {
            if let Some(transfer) = session.transfer.take() {
                transfer.control.stop();
            }
        }
    }

    // Messages.

    pub(super) fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter()
    }

    pub(super) fn message(&self, id: &str) -> Option<&Message> {
        self.messages.get(id)
    }

    pub(super) fn message_mut(&mut self, id: &str) -> Option<&mut Message> {
        self.messages.get_mut(id)
    }

    /// A message that a control point names.
    pub(super) fn known_message(&mut self, id: &str) -> Result<&mut Message, Fault> {
        let hidden = self.has(DefectId::DeletedIdUnknown);
        self.messages
            .get_mut(id)
            .filter(|message| !(hidden && message.folder == MessageFolder::Deleted))
            .ok_or_else(|| Fault::new(Fault::MESSAGE_ID))
    }

    /// An id for a message, new and unique (5.3.6).
    pub(super) fn new_message_id(&mut self, session_id: Option<&str>) -> String {
        let reissued = &mut self.reissued.messages;
        if session_id.is_none()
            && let Some(id) = reissued.pop_front()
        {
            return id;
        }
        self.counter += 1;
        if let Some(id) = self.counted_id(session_id) {
            return id;
        }
        if let Some(number) = self.habitual(false) {
            let session = session_id.map(|id| format!("{id}.")).unwrap_or_default();
            return format!("{session}{number}");
        }
        let number = if self.varies(VariationId::LongMessageIds) {
            format!("{}{}", uuid::Uuid::new_v4().simple(), self.counter)
        } else if session_id.is_some() {
            self.counter.to_string()
        } else {
            format!("{}m{}", self.prefix, self.counter)
        };
        match session_id {
            Some(_) if self.has(DefectId::SessionMessageIdBare) => {
                format!("{}m{number}", self.prefix)
            }
            Some(session_id) => format!("{session_id}.{number}"),
            None if self.has(DefectId::MessageIdPunctuated) => {
                format!("{}-m{}", self.prefix, self.counter)
            }
            None => number,
        }
    }

    /// Makes room for one more message, by giving up the oldest of Deleted.
    pub(super) fn make_room(&mut self) -> Result<(), Fault> {
        loop {
            let bytes: usize = self.messages.iter().map(Message::weight).sum();
            if self.messages.len() < MOST_MESSAGES && bytes < MOST_MESSAGE_BYTES {
                return Ok(());
            }
            let oldest = self
                .messages
                .iter()
                .find(|one| one.folder == MessageFolder::Deleted);
            let id = oldest
                .map(|one| one.id.clone())
                .ok_or_else(|| Fault::new(Fault::OUT_OF_MEMORY))?;
            self.forget_message(&id);
        }
    }

    /// Stores a message, in its session too; room has been made.
    pub(super) fn store_message(&mut self, message: Message, now: Timestamp) {
        if let Some(session) = message
            .session_id
            .as_deref()
            .and_then(|id| self.sessions.get_mut(id))
        {
            session.messages.push(message.id.clone());
            session.date_last_message = Some(now);
        }
        let id = message.id.clone();
        self.messages.put(&id, message);
    }

    /// Removes a message for good.
    pub(super) fn forget_message(&mut self, id: &str) {
        let Some(message) = self.messages.remove(id) else {
            return;
        };
        if let Some(session) = message.session_id.and_then(|id| self.sessions.get_mut(&id)) {
            session.messages.retain(|one| one != id);
        }
    }

    /// Figure 2: the remote party has got a message. Returns whether one was waiting.
    pub(super) fn deliver(&mut self, id: &str) -> bool {
        let d = self.deviations().clone();
        let stranded = self.is_stranded(id);
        let Some(message) = self.messages.get_mut(id) else {
            return false;
        };
        // what is deleted may have left for the network already; it stays where it is.
        if message.waits_deleted() && d.varies(VariationId::DeletedDelivered) {
            message.date_sent = Some(now());
            return true;
        }
        if !message.is_undelivered() {
            return false;
        }
        if stranded {
            return true;
        }
        message.date_sent = Some(now());
        if !d.has(DefectId::SentStaysUnread) {
            message.status = MessageStatus::Read;
        }
        // a message of a closed session goes to Sent, or stays in the session's folder.
        let leaves =
            message.folder == MessageFolder::Outgoing || d.varies(VariationId::SentAfterClose);
        if leaves && !d.has(DefectId::SentStaysOutgoing) {
            message.folder = MessageFolder::Sent;
        }
        message.apply_delivery_defects(&d);
        self.reopen(id);
        true
    }

    // Sessions.

    pub(super) fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.iter()
    }

    pub(super) fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.get(id)
    }

    pub(super) fn session_mut(&mut self, id: &str) -> Option<&mut Session> {
        self.sessions.get_mut(id)
    }

    /// A session that a control point names.
    pub(super) fn known_session(&mut self, id: &str) -> Result<&mut Session, Fault> {
        self.sessions
            .get_mut(id)
            .ok_or_else(|| Fault::new(Fault::SESSION_ID))
    }

    /// The fault of an action that the session's state does not allow, where the action's own table
    /// lists no code for it.
    pub(super) fn not_now(&self) -> Fault {
        let failed = self.varies(VariationId::StateErrors501);
        Fault::new(if failed {
            Fault::ACTION_FAILED
        } else {
            Fault::NOT_NOW
        })
    }

    /// An id for a session, new and unique (5.3.12).
    pub(super) fn new_session_id(&mut self) -> String {
        if let Some(id) = self.reissued.sessions.pop_front() {
            return id;
        }
        self.counter += 1;
        if let Some(id) = self.habitual(true) {
            return id;
        }
        let mark = if self.has(DefectId::SessionIdPunctuated) {
            "_s"
        } else {
            "s"
        };
        format!("{}{mark}{}", self.prefix, self.counter)
    }

    /// Stores a session, and gives up the oldest closed one when there are too many.
    pub(super) fn store_session(&mut self, session: Session) -> Result<(), Fault> {
        let counts = self.sessions.came().is_multiple_of(COUNTED) || session.weight() > LARGE;
        loop {
            let bytes: usize = match counts {
                true => self.sessions.iter().map(Session::weight).sum(),
                false => 0,
            };
            if self.sessions.len() < MOST_SESSIONS && bytes < MOST_SESSION_BYTES {
                break;
            }
            let closed = self
                .sessions
                .iter()
                .find(|one| one.status == SessionStatus::Closed);
            let id = closed.map(|one| one.id.clone());
            self.forget_session(&id.ok_or_else(|| Fault::new(Fault::OUT_OF_MEMORY))?);
        }
        let id = session.id.clone();
        self.sessions.put(&id, session);
        self.overwrite_oldest();
        Ok(())
    }

    pub(super) fn forget_session(&mut self, id: &str) {
        self.forget_messages_of(id);
        self.sessions.remove(id);
    }

    pub(super) fn forget_messages_of(&mut self, session_id: &str) {
        let of_session = |one: &&Message| one.session_id.as_deref() == Some(session_id);
        let ids: Vec<_> = self
            .messages
            .iter()
            .filter(of_session)
            .map(|one| one.id.clone())
            .collect();
        for id in ids {
            self.messages.remove(&id);
        }
    }

    /// Figure 3: a session ends, by whoever it is. Its messages go to ClosedSession; where that folder
    /// is not supported, session and messages are forgotten.
    pub(super) fn close_session(&mut self, id: &str) -> Result<(), Fault> {
        let not_now = self.not_now();
        let d = self.deviations().clone();
        let session = self.known_session(id)?;
        if session.status == SessionStatus::Closed {
            return Err(not_now);
        }
        let transfer = if d.has(DefectId::CloseKeepsTransfer) {
            None
        } else {
            session.transfer.take()
        };
        if let Some(transfer) = transfer {
            transfer.control.stop();
            self.transfer_cut = true;
            if !self.varies(VariationId::CloseDropsTransferSilently) {
                self.announce(id, SessionEvent::TransferCancelled);
            }
        }
        self.known_session(id)?.close(now());
        self.announce(id, SessionEvent::Closed);
        self.alter_closed(id);
        if !self.setup.has_folder(MessageFolder::ClosedSession)
            || self.varies(VariationId::ClosedForgotten)
        {
            self.forget_session(id);
        } else if self.has(DefectId::CloseLosesMessages) {
            self.forget_messages_of(id);
        } else if !self.varies(VariationId::ClosedKeepFolder) {
            let of_session = |one: &&mut Message| one.session_id.as_deref() == Some(id);
            for message in self.messages.iter_mut().filter(of_session) {
                if message.folder != MessageFolder::Deleted {
                    message.folder = MessageFolder::ClosedSession;
                }
            }
        }
        Ok(())
    }
}

/// The time, to the millisecond.
pub(super) fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

mod ids;
mod shelf_life;
#[cfg(test)]
mod tests;
