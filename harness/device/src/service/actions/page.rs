//! 5.5.1 GetTelephonyIdentity, 5.5.2 GetMessagingCapabilities, 5.5.5 ReadMessage, 5.5.7 DeleteMessage.

use super::{Arguments, Outputs, one_output};
use crate::defects::{DefectId, VariationId};
use crate::service::documents::{Recipients, write_capabilities, write_message};
use crate::service::fault::Fault;
use crate::service::message::{Direction, Message};
use crate::service::store::Store;
use crate::service::values::{MessageClass, MessageFolder, MessageStatus};

impl Store {
    /// 5.5.1: the identity, or 714.
    pub(super) fn get_telephony_identity(&self) -> Result<Outputs, Fault> {
        let identity = match &self.identity {
            Some(_) if self.has(DefectId::IdentityNotAUri) => "+12015550100".to_owned(),
            Some(_) if self.has(DefectId::IdentityStale) => self.setup.identity.clone(),
            Some(identity) => identity.clone(),
            None if self.has(DefectId::IdentityEmptyInsteadOf714) => String::new(),
            None if self.has(DefectId::NoIdentity801) => return Err(Fault::new(801)),
            None => return Err(Fault::new(Fault::NO_IDENTITY)),
        };
        one_output("TelephonyIdentity", identity)
    }

    /// 5.5.2: what is supported.
    pub(super) fn get_messaging_capabilities(&self) -> Result<Outputs, Fault> {
        one_output("SupportedCapabilities", write_capabilities(&self.setup))
    }

    /// 5.5.3: what is new.
    pub(super) fn get_new_messages(&self) -> Result<Outputs, Fault> {
        if self.has(DefectId::NothingNew501) && !self.messages().any(Message::is_new) {
            return Err(Fault::new(Fault::ACTION_FAILED));
        }
        one_output("NewMessages", self.new_messages())
    }

    /// 5.5.5: the whole message, which is Read from then on.
    pub(super) fn read_message(&mut self, arguments: &Arguments<'_>) -> Result<Outputs, Fault> {
        let id = arguments.get("MessageID");
        let mistaken = self.mistaken_for(id);
        let id = mistaken.as_deref().unwrap_or(id);
        let d = self.deviations().clone();
        if d.has(DefectId::ReadUnknownSucceeds) && self.message(id).is_none() {
            return one_output(
                "MessageRequested",
                write_message(&blank(id), MessageStatus::Read, self.deviations()),
            );
        }
        let message = self.known_message(id)?;
        let before = message.status;
        // what reading does to a message that waits in Outgoing is open.
        let waits = message.folder == MessageFolder::Outgoing;
        let open = waits && d.varies(VariationId::OutgoingStaysUnread);
        if !open && !d.has(DefectId::ReadKeepsUnread) {
            message.status = MessageStatus::Read;
        }
        let message = message.clone();
        let mut message = self.misread(id, message);
        self.read_deeply(&mut message, before);
        // whether the answer shows the status before or after is open.
        let shown = if self.varies(VariationId::ReadShowsUnread) {
            before
        } else {
            message.status
        };
        one_output(
            "MessageRequested",
            write_message(&message, shown, self.deviations()),
        )
    }

    /// 5.5.7: to Deleted where there is such a folder, and from there out of the world.
    pub(super) fn delete_message(&mut self, arguments: &Arguments<'_>) -> Result<Outputs, Fault> {
        let id = arguments.get("MessageID");
        if self.has(DefectId::DeleteUnknownSucceeds) && self.message(id).is_none() {
            return Ok(Outputs::new());
        }
        let moves = self.setup.has_folder(MessageFolder::Deleted)
            && !self.has(DefectId::DeleteSkipsDeleted);
        if self.known_message(id)?.folder == MessageFolder::ClosedSession
            && self.varies(VariationId::DeleteInClosedRefused)
        {
            return Err(self.not_now());
        }
        if self.deleted_otherwise(id)? {
            return Ok(Outputs::new());
        }
        self.purge_neighbours(id);
        let message = self.known_message(id)?;
        if moves && message.folder != MessageFolder::Deleted {
            message.folder = MessageFolder::Deleted;
            self.apply_deletion_defects(id);
            self.take_answers(id);
            self.note_deleted(id);
        } else if !self.has(DefectId::DeleteKeepsMessage) {
            self.forget_message(id);
        }
        Ok(Outputs::new())
    }
}

/// The message that the defect `read-unknown-succeeds` makes up.
fn blank(id: &str) -> Message {
    Message {
        id: id.to_owned(),
        session_id: None,
        direction: Direction::Incoming,
        class: MessageClass::EMail,
        folder: MessageFolder::Received,
        status: MessageStatus::Read,
        reply_to: None,
        recipients: Recipients::default(),
        subject: None,
        text: None,
        attachments: Vec::new(),
        date_sent: None,
        date_received: None,
    }
}
