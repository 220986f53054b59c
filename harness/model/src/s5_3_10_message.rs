//! 5.3.10 A_ARG_TYPE_Message: one message of any class.

use crate::document::{
    Context, Direction, Kind, MESSAGE_FOLDER, MESSAGE_STATUS, Node, Read, Writer, meant, validate,
};
use crate::s5_3_14_recipients_list::Recipients;

/// The content of `message`, as sent; an element that shall exist and does not is empty here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// `messageID` (5.3.6); a control point leaves it empty.
    pub id: String,
    /// `sessionID`, in session mode.
    pub session_id: Option<String>,
    /// `messageClass` (Table 3).
    pub class: String,
    /// `messageFolder` (Table 4); a control point leaves it empty.
    pub folder: String,
    /// `messageStatus` (Table 5); a control point leaves it empty.
    pub status: String,
    /// `replyMessageID`.
    pub reply_to: Option<String>,
    /// `recipientsList`.
    pub recipients: Recipients,
    /// `subject`.
    pub subject: Option<String>,
    /// `text`.
    pub text: Option<String>,
    /// `attachments`.
    pub attachments: Vec<Attachment>,
    /// `dateSent`.
    pub date_sent: Option<String>,
    /// `dateReceived`.
    pub date_received: Option<String>,
}

/// One `attachment`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// `uRI`.
    pub uri: String,
    /// `size` in bytes.
    pub size: Option<String>,
    /// `mimeType`.
    pub mime_type: Option<String>,
}

impl Message {
    /// The document `message` for SendMessage.
    pub fn to_xml(&self) -> String {
        let mut w = Writer::begin("message");
        self.write(&mut w);
        w.end("message")
    }

    fn write(&self, w: &mut Writer) {
        w.text("messageID", &self.id);
        w.optional("sessionID", self.session_id.as_deref());
        w.text("messageClass", &self.class);
        w.text("messageFolder", &self.folder);
        w.text("messageStatus", &self.status);
        w.optional("replyMessageID", self.reply_to.as_deref());
        w.with("recipientsList", &[], |w| self.recipients.write(w));
        w.optional("subject", self.subject.as_deref());
        w.optional("text", self.text.as_deref());
        if !self.attachments.is_empty() {
            w.with("attachments", &[], |w| {
                self.attachments.iter().for_each(|a| a.write(w))
            });
        }
        w.optional("dateSent", self.date_sent.as_deref());
        w.optional("dateReceived", self.date_received.as_deref());
    }
}

impl Attachment {
    fn write(&self, w: &mut Writer) {
        w.with("attachment", &[], |w| {
            w.text("uRI", &self.uri);
            w.optional("size", self.size.as_deref());
            w.optional("mimeType", self.mime_type.as_deref());
        });
    }
}

impl Message {
    /// The meaning of a `message` element.
    pub fn from_node(node: &Node) -> Self {
        let text = |name: &str| node.text_of(name).unwrap_or_default();
        let attachments = node.child("attachments").into_iter();
        Self {
            id: text("messageID"),
            session_id: node.text_of("sessionID"),
            class: text("messageClass"),
            folder: meant(MESSAGE_FOLDER, text("messageFolder")),
            status: meant(MESSAGE_STATUS, text("messageStatus")),
            reply_to: node.text_of("replyMessageID"),
            recipients: node
                .child("recipientsList")
                .map(Recipients::from_node)
                .unwrap_or_default(),
            subject: node.text_of("subject"),
            text: node.text_of("text"),
            attachments: attachments
                .flat_map(|attachments| attachments.children_named("attachment"))
                .map(Attachment::from_node)
                .collect(),
            date_sent: node.text_of("dateSent"),
            date_received: node.text_of("dateReceived"),
        }
    }
}

impl Attachment {
    fn from_node(node: &Node) -> Self {
        Self {
            uri: node.text_of("uRI").unwrap_or_default(),
            size: node.text_of("size"),
            mime_type: node.text_of("mimeType"),
        }
    }
}

/// Reads `message`.
pub fn read_message(text: &str, direction: Direction, context: &Context) -> Read<Message> {
    validate(Kind::Message, text, direction, context).map(|node| Message::from_node(&node))
}
