//! Defects that concern a whole message, as it is sent, arrives, is read or deleted.

use super::documents::{Invalid, MESSAGING, Peer, SubmittedMessage, read_message};
use super::fault::Fault;
use super::message::{Direction, Message};
use super::store::{Store, now};
use super::values::{MessageFolder, MessageStatus};
use crate::defects::DefectId;

/// What the defect `send-cuts-text` leaves of a text, in characters.
const SHORT: usize = 160;

impl Store {
    /// The fault with which a defect refuses a message that is in order.
    pub(super) fn refused_for_no_reason(&self, submitted: &SubmittedMessage) -> Option<Fault> {
        let recipients = &submitted.recipients;
        let reasons = [
            (
                DefectId::SendRefusesEmptyClass,
                submitted.class.is_empty() && submitted.session_id.is_none(),
            ),
            (
                DefectId::SendRefusesEmptyClassInSession,
                submitted.class.is_empty() && submitted.session_id.is_some(),
            ),
            (DefectId::SendNeedsTo, recipients.to.is_empty()),
            (
                DefectId::SendRefusesInstanceIds,
                recipients.receivers().any(Peer::is_in_address_book),
            ),
            (
                DefectId::SendRefusesAttachments,
                submitted.attachments.len() > 1,
            ),
        ];
        if self.hold_outgoing && self.has(DefectId::SendRefusesWhileHeld) {
            return Some(Fault::new(Fault::ACTION_FAILED));
        }
        reasons
            .into_iter()
            .any(|(defect, applies)| applies && self.has(defect))
            .then(|| Fault::new(Fault::MESSAGE))
    }

    /// What a defect makes of a message before it is stored.
    pub(super) fn tampered(&self, mut submitted: SubmittedMessage) -> SubmittedMessage {
        let recipients = &mut submitted.recipients;
        if self.has(DefectId::SendLosesCc) {
            recipients.cc.clear();
        }
        if self.has(DefectId::SendLosesBcc) {
            recipients.bcc.clear();
        }
        if self.has(DefectId::SendLosesReplyId) {
            submitted.reply_to = None;
        }
        if self.has(DefectId::SendForgetsTypes) && submitted.attachments.len() > 1 {
            for attachment in &mut submitted.attachments {
                attachment.mime_type = None;
            }
        }
        for text in [&mut submitted.subject, &mut submitted.text]
            .into_iter()
            .flatten()
        {
            if self.has(DefectId::SendCutsText) {
                *text = text.chars().take(SHORT).collect();
            }
            if self.has(DefectId::SendFlattensText) {
                *text = text
                    .chars()
                    .map(|c| if c.is_ascii() { c } else { '?' })
                    .collect();
            }
            if self.has(DefectId::SendUnescapesText) {
                *text = text.replace("&lt;", "<").replace("&amp;", "&");
            }
        }
        submitted
    }

    /// What a defect takes a message for that cannot be read.
    ///
    /// # Errors
    /// The mistake given.
    pub(super) fn forgiven(&self, xml: &str, why: Invalid) -> Result<SubmittedMessage, Invalid> {
        let mended = if self.has(DefectId::SendTakesOtherNamespace) {
            root_namespace(xml).map(|value| {
                let (before, after) = (&xml[..value.start], &xml[value.end..]);
                format!("{before}{MESSAGING}{after}")
            })
        } else if self.has(DefectId::SendTakesNegativeSize) {
            Some(xml.replace("<size>-", "<size>"))
        } else if self.has(DefectId::SendTakesBadSessionId) {
            xml.find("<sessionID>")
                .zip(xml.find("</sessionID>"))
                .map(|(from, to)| format!("{}{}", &xml[..from], &xml[to + "</sessionID>".len()..]))
        } else {
            None
        };
        match mended {
            Some(mended) => read_message(&mended),
            None => Err(why),
        }
    }

    /// The folder a message that was sent goes to.
    pub(super) fn folder_of_sent(&self, submitted: &SubmittedMessage) -> MessageFolder {
        let named = MessageFolder::from_text(&submitted.folder);
        match named {
            Some(folder) if self.has(DefectId::SendTakesFolder) => folder,
            _ if self.has(DefectId::SendSkipsOutgoing) => MessageFolder::Sent,
            _ => MessageFolder::Outgoing,
        }
    }

    /// The id that a defect gives to a message which says what another one says.
    pub(super) fn id_of_like(&self, message: &Message) -> Option<String> {
        if !self.has(DefectId::MessageIdRepeated) || message.session_id.is_some() {
            return None;
        }
        self.messages()
            .find(|other| other.direction == Direction::Outgoing && other.text == message.text)
            .map(|other| other.id.clone())
    }

    /// What a defect makes of a message that arrives.
    pub(super) fn garbled(&self, mut message: Message) -> Message {
        if self.has(DefectId::ArrivalCutsText) {
            message.text = message.text.map(|text| text.chars().take(12).collect());
        }
        if self.has(DefectId::ArrivalLosesSubject) {
            message.subject = None;
        }
        if self.has(DefectId::ArrivalLosesAttachment) {
            message.attachments.truncate(1);
        }
        if self.has(DefectId::ArrivalFiledAsSent) && message.session_id.is_none() {
            message.folder = MessageFolder::Sent;
        }
        message
    }

    /// What a defect makes of a message that is read.
    pub(super) fn misread(&mut self, id: &str, mut message: Message) -> Message {
        if self.has(DefectId::ReadTellsOtherDates) {
            self.reads += 1;
            let later = jiff::SignedDuration::from_secs(self.reads);
            message.date_sent = message
                .date_sent
                .and_then(|date| date.checked_add(later).ok());
        }
        if self.has(DefectId::SessionReadLosesText) && message.session_id.is_some() {
            message.text = None;
        }
        let moved = match message.folder {
            MessageFolder::Outgoing if self.has(DefectId::ReadMovesOutgoing) => {
                Some(MessageFolder::Sent)
            }
            MessageFolder::Sent if self.has(DefectId::ReadMovesSent) => {
                Some(MessageFolder::Received)
            }
            MessageFolder::Deleted if self.has(DefectId::ReadMovesDeleted) => {
                Some(MessageFolder::Received)
            }
            _ => None,
        };
        if let (Some(folder), Some(stored)) = (moved, self.message_mut(id)) {
            stored.folder = folder;
            match folder {
                MessageFolder::Sent => stored.date_sent = Some(now()),
                _ => stored.date_received = stored.date_received.or(stored.date_sent),
            }
        }
        message
    }

    /// Does, in place of DeleteMessage, what a defect does; false: nothing.
    pub(super) fn deleted_otherwise(&mut self, id: &str) -> Result<bool, Fault> {
        let Some(message) = self.message(id).cloned() else {
            return Ok(false);
        };
        let deleted = message.folder == MessageFolder::Deleted;
        if message.session_id.is_some() && self.has(DefectId::DeleteRefusedInSession) {
            return Err(Fault::new(Fault::NOT_NOW));
        }
        let is_new =
            message.direction == Direction::Incoming && message.status == MessageStatus::Unread;
        if deleted && is_new && self.has(DefectId::DeleteRevivesUnread) {
            if let Some(stored) = self.message_mut(id) {
                stored.folder = MessageFolder::Received;
            }
            return Ok(true);
        }
        if !deleted && self.has(DefectId::DeleteTakesLikes) {
            let like = |other: &&Message| {
                other.id != id && other.text.is_some() && other.text == message.text
            };
            let ids: Vec<_> = self
                .messages()
                .filter(like)
                .map(|other| other.id.clone())
                .collect();
            for id in ids {
                self.forget_message(&id);
            }
        }
        Ok(false)
    }

    /// What a defect makes of a message as it moves to Deleted.
    pub(super) fn apply_deletion_defects(&mut self, id: &str) {
        let d = self.deviations().clone();
        let Some(message) = self.message_mut(id) else {
            return;
        };
        message.lose_deleted(&d);
        if d.has(DefectId::DeleteMarksRead) {
            message.status = MessageStatus::Read;
        }
        if d.has(DefectId::DeleteMarksUnread) {
            message.status = MessageStatus::Unread;
        }
        if d.has(DefectId::DeleteLosesText) {
            message.text = None;
        }
    }

    /// The message that a defect takes an id for which names none: of a session's message that of page mode.
    pub(super) fn mistaken_for(&self, id: &str) -> Option<String> {
        let (_, own) = id.split_once('.')?;
        let page = self.message(own)?;
        (self.has(DefectId::ReadTakesPageId) && page.session_id.is_none()).then(|| own.to_owned())
    }

    /// A defect serves the action to control points without the privilege.
    pub(super) fn serves_anybody(&self, action: &str) -> bool {
        let defect = match action {
            "GetTelephonyIdentity" => DefectId::UnauthorizedGetTelephonyIdentity,
            "GetNewMessages" => DefectId::UnauthorizedGetNewMessages,
            "SearchMessages" => DefectId::UnauthorizedServed,
            "ReadMessage" => DefectId::UnauthorizedReadMessage,
            "SendMessage" => DefectId::UnauthorizedSendMessage,
            "DeleteMessage" => DefectId::UnauthorizedDeleteMessage,
            "CreateSession" => DefectId::UnauthorizedCreateSession,
            "ModifySession" => DefectId::UnauthorizedModifySession,
            "AcceptSession" => DefectId::UnauthorizedAcceptSession,
            "GetSessionUpdates" => DefectId::UnauthorizedGetSessionUpdates,
            "GetSessions" => DefectId::UnauthorizedGetSessions,
            "JoinSession" => DefectId::UnauthorizedJoinSession,
            "LeaveSession" => DefectId::UnauthorizedLeaveSession,
            "CloseSession" => DefectId::UnauthorizedCloseSession,
            "StartFileTransfer" => DefectId::UnauthorizedStartFileTransfer,
            "CancelFileTransfer" => DefectId::UnauthorizedCancelFileTransfer,
            "GetFileTransferSession" => DefectId::UnauthorizedGetFileTransferSession,
            _ => return false,
        };
        self.has(defect)
    }
}

/// Where the first namespace that a text declares stands.
fn root_namespace(xml: &str) -> Option<std::ops::Range<usize>> {
    let declared = xml.find("xmlns")?;
    let from = declared + xml[declared..].find('"')? + 1;
    let to = from + xml[from..].find('"')?;
    Some(from..to)
}
