//! 5.3.10 message and 5.3.11 messageList.

use super::MESSAGING;
use super::invalid::Invalid;
use super::peer::{Recipients, recipients};
use super::sequence::Sequence;
use super::simple_types::{any_uri, date_time, message_id, non_negative_integer, session_id};
use super::tree::{Element, read};
use super::writer::Writer;
use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::message::{Direction, Message};
use crate::service::values::{MessageClass, MessageStatus};

/// One file that goes with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct Attachment {
    pub(in crate::service) uri: String,
    /// Bytes, as a number without bound.
    pub(in crate::service) size: Option<String>,
    pub(in crate::service) mime_type: Option<String>,
}

impl Attachment {
    /// The bytes that it takes, roughly.
    pub(in crate::service) fn weight(&self) -> usize {
        let texts = [&self.size, &self.mime_type].into_iter().flatten();
        size_of::<Self>() + self.uri.len() + texts.map(String::len).sum::<usize>()
    }
}

/// What a control point submits. Its ids, folder, status and dates are the device's to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct SubmittedMessage {
    /// None in page mode.
    pub(in crate::service) session_id: Option<String>,
    /// Empty: the device chooses.
    pub(in crate::service) class: String,
    /// The folder that it names; the device's to choose.
    pub(in crate::service) folder: String,
    /// It names an id, a folder or a status, which are the device's to give.
    pub(in crate::service) fills_in: bool,
    pub(in crate::service) reply_to: Option<String>,
    pub(in crate::service) recipients: Recipients,
    pub(in crate::service) subject: Option<String>,
    pub(in crate::service) text: Option<String>,
    pub(in crate::service) attachments: Vec<Attachment>,
}

/// Reads a message that a control point sends.
///
/// # Errors
/// When the text is not well-formed, or not valid by Annexes A and B.
pub(in crate::service) fn read_message(xml: &str) -> Result<SubmittedMessage, Invalid> {
    let root = read(xml)?.expect(MESSAGING, "message")?;
    let mut children = root.no_attributes()?.sequence()?;
    let id = required(&mut children, "messageID")?;
    message_id(&id)?;
    let session = optional(&mut children, "sessionID")?;
    session.as_deref().map(session_id).transpose()?;
    let class = required(&mut children, "messageClass")?;
    let folder = required(&mut children, "messageFolder")?;
    let status = required(&mut children, "messageStatus")?;
    let reply_to = optional(&mut children, "replyMessageID")?;
    reply_to.as_deref().map(message_id).transpose()?;
    let recipients = recipients(children.required("", "recipientsList")?)?;
    let subject = optional(&mut children, "subject")?;
    let text = optional(&mut children, "text")?;
    let attachments = match children.optional("", "attachments") {
        Some(element) => attachments(element)?,
        None => Vec::new(),
    };
    for local in ["dateSent", "dateReceived"] {
        optional(&mut children, local)?
            .as_deref()
            .map(date_time)
            .transpose()?;
    }
    children.end()?;
    Ok(SubmittedMessage {
        session_id: session.filter(|id| !id.is_empty()),
        class,
        fills_in: [&id, &folder, &status].iter().any(|text| !text.is_empty()),
        folder,
        reply_to,
        recipients,
        subject,
        text,
        attachments,
    })
}

fn attachments(element: &Element) -> Result<Vec<Attachment>, Invalid> {
    let mut children = element.no_attributes()?.sequence()?;
    let mut found = vec![attachment(children.required("", "attachment")?)?];
    for another in children.many("", "attachment") {
        found.push(attachment(another)?);
    }
    children.end()?;
    Ok(found)
}

fn attachment(element: &Element) -> Result<Attachment, Invalid> {
    let mut children = element.no_attributes()?.sequence()?;
    let uri = any_uri(&required(&mut children, "uRI")?)?;
    let size = optional(&mut children, "size")?
        .as_deref()
        .map(non_negative_integer)
        .transpose()?;
    let mime_type = optional(&mut children, "mimeType")?;
    children.end()?;
    Ok(Attachment {
        uri,
        size,
        mime_type,
    })
}

/// A required child with text and no attributes.
pub(super) fn required(children: &mut Sequence<'_>, local: &str) -> Result<String, Invalid> {
    children.required("", local)?.no_attributes()?.text()
}

fn optional(children: &mut Sequence<'_>, local: &str) -> Result<Option<String>, Invalid> {
    children
        .optional("", local)
        .map(|child| child.no_attributes()?.text())
        .transpose()
}

/// How much of a message is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of it (5.5.5).
    Whole,
    /// What shall be there, always or for this message (5.5.4.3, R-18).
    Required,
}

/// 5.3.10: one message, whole, showing the given status.
pub(in crate::service) fn write_message(
    message: &Message,
    status: MessageStatus,
    deviations: &Deviations,
) -> String {
    let mut writer = Writer::new("message", true, deviations);
    writer.message(message, status, Extent::Whole);
    writer.finish()
}

/// 5.3.11: the required elements of several messages.
pub(in crate::service) fn write_messages<'m>(
    messages: impl Iterator<Item = &'m Message>,
    deviations: &Deviations,
) -> String {
    let mut writer = Writer::new("messageList", true, deviations);
    for message in messages {
        writer.open("message");
        writer.message(message, message.status, Extent::Required);
        writer.close();
    }
    writer.finish()
}

impl Writer<'_> {
    fn message(&mut self, message: &Message, status: MessageStatus, extent: Extent) {
        let whole = extent == Extent::Whole;
        let deviations = self.deviations;
        let has = |defect| deviations.has(defect);
        let received = whole && message.direction == Direction::Incoming;
        let session_id = message.session_id.as_deref();
        self.leaf("messageID", &message.id);
        self.optional_leaf(
            "sessionID",
            session_id.filter(|_| !has(DefectId::SessionIdLeftOut)),
        );
        self.leaf(
            "messageClass",
            match message.class.as_str() {
                "SMS" if received && has(DefectId::MessageClassAltered) => "sms",
                class => class,
            },
        );
        let swapped = !whole && has(DefectId::MessageListOrder);
        self.folder_and_status(message.folder.as_str(), status.as_str(), swapped);
        if whole {
            self.optional_leaf("replyMessageID", message.reply_to.as_deref());
        }
        self.message_recipients(message, received);
        let titled = self.deviations.varies(VariationId::ListsShowSubject);
        if whole || titled || has(DefectId::SearchListsText) {
            self.optional_leaf("subject", message.subject.as_deref());
        }
        if whole || has(DefectId::SearchListsText) {
            self.optional_leaf("text", message.text.as_deref());
        }
        let lost = message.direction == Direction::Outgoing && has(DefectId::ReadLosesAttachments)
            || received && has(DefectId::ReceivedWithoutAttachments);
        let shown = (whole && !lost) || (!whole && message.class == MessageClass::Mms);
        if shown && !message.attachments.is_empty() {
            self.attachments(&message.attachments);
        }
        self.date(
            "dateSent",
            message
                .date_sent
                .filter(|_| !has(DefectId::SentWithoutDate)),
        );
        self.date(
            "dateReceived",
            message
                .date_received
                .filter(|_| !has(DefectId::ReceivedWithoutDate)),
        );
    }

    fn folder_and_status(&mut self, folder: &str, status: &str, swapped: bool) {
        if swapped {
            self.leaf("messageStatus", status);
        }
        self.leaf("messageFolder", folder);
        if !swapped {
            self.leaf("messageStatus", status);
        }
    }

    fn message_recipients(&mut self, message: &Message, received: bool) {
        let mut recipients = message.recipients.clone();
        match message.class {
            MessageClass::Sms
                if received && self.deviations.has(DefectId::ReceivedWithoutRecipient) =>
            {
                recipients.to.clear();
            }
            MessageClass::Mms if received && self.deviations.has(DefectId::SenderEmpty) => {
                recipients.from.id.clear();
            }
            _ => {}
        }
        self.recipients(&recipients);
    }

    fn attachments(&mut self, attachments: &[Attachment]) {
        self.open("attachments");
        for attachment in attachments {
            self.open("attachment");
            self.leaf("uRI", &attachment.uri);
            self.optional_leaf("size", attachment.size.as_deref());
            self.optional_leaf("mimeType", attachment.mime_type.as_deref());
            self.close();
        }
        self.close();
    }
}
