//! Messages: sent ones, and ones that arrive.

use ctk_model::document::{Attachment, Message, Peer, Recipients};
use ctk_record::Suspect;
use ctk_vectors::messaging_2::{action, message_class};
use ctk_vectors::stimulus;
use serde_json::{Value, json};

use super::{peer_of, values};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// Messages: drafted and sent, arrived from peers, and read.
pub struct Messages<'t, 'a> {
    t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// Messages: drafted and sent, arrived from peers, and read.
    pub fn messages(&mut self) -> Messages<'_, 'a> {
        Messages { t: self }
    }
}

impl Messages<'_, '_> {
    /// A message of this class to send, with a text that no other message has.
    ///
    /// # Errors
    /// Inconclusive when there is nobody to send it to, or the kit cannot serve the attachment of an MMS.
    pub fn draft(&mut self, class: &str) -> Flow<Message> {
        let to = self.t.recipients().one(class)?;
        let word = self.t.unique("ctk")?;
        let mut message = Message {
            class: class.to_owned(),
            recipients: Recipients {
                to: vec![Peer::new(&to)],
                from: Some(Peer::new("")),
                ..Recipients::default()
            },
            text: Some(values::text(class, &word)),
            ..Message::default()
        };
        match class {
            message_class::E_MAIL => message.subject = Some(values::subject(&word)),
            message_class::MMS => {
                message.attachments = vec![self.t.files().attachment()?];
            }
            message_class::WEBPAGE_URL => {
                message.text = Some(format!("http://page.example.invalid/{word}?a=1&b=%20"))
            }
            _ => {}
        }
        Ok(message)
    }

    /// SendMessage; a message that came of it is this case's.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn send(&mut self, message: &Message) -> Flow<Reply> {
        self.send_as(ControlPoint::First, message)
    }

    /// SendMessage as the control point named.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn send_as(&mut self, who: ControlPoint, message: &Message) -> Flow<Reply> {
        let reply = self.t.invoke_as(
            who,
            action::SEND_MESSAGE,
            &[("MessageToSend", &message.to_xml())],
        )?;
        if let Some(id) = reply.output("MessageID") {
            let id = id.to_owned();
            self.t.cleanup().message(&id);
        }
        Ok(reply)
    }

    /// A message of this class that was sent; its id.
    ///
    /// # Errors
    /// Inconclusive when the device does not take it.
    pub fn sent(&mut self, message: &Message) -> Flow<String> {
        let reply = self.send(message)?;
        self.t.arranged(&reply)?;
        reply
            .output("MessageID")
            .map(str::to_owned)
            .ok_or_else(|| Stop::inconclusive("SendMessage returned no MessageID"))
    }

    /// A message of this class that was sent in a session; its id.
    ///
    /// # Errors
    /// Inconclusive when the device does not take it.
    pub fn sent_in(&mut self, session: &str, class: &str) -> Flow<String> {
        let message = self.draft_in(session, class)?;
        self.sent(&message)
    }

    /// A message that arrived from a peer; its id.
    ///
    /// # Errors
    /// Inconclusive without the stimulus, or when the message cannot be found.
    pub fn incoming(&mut self, class: &str) -> Flow<String> {
        let word = self.t.unique("ctk")?;
        let text = if class == message_class::WEBPAGE_URL {
            format!("http://page.example.invalid/{word}")
        } else if self.t.dut().stimuli_at_once {
            values::text(class, &word)
        } else {
            // A person or a modem types it: what comes of more than plain words is theirs.
            format!("Text {word} of a peer")
        };
        self.incoming_with(class, &text, json!({}))
    }

    /// A message with this text that arrived from a peer, with further fields of the stimulus; its id.
    ///
    /// # Errors
    /// As [`Messages::incoming`](crate::arrange::Messages::incoming).
    pub fn incoming_with(&mut self, class: &str, text: &str, more: Value) -> Flow<String> {
        let mut fields = json!({ "class": class, "from": peer_of(class), "text": text });
        if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
            fields.extend(more);
        }
        if class == message_class::MMS && fields.get("attachments").is_none() {
            let attachment = self.t.files().attachment()?;
            fields["attachments"] = json!([as_field(&attachment)]);
        }
        let before = self.new_message_ids()?;
        let answer = self
            .t
            .upper_tester()
            .stimulate(stimulus::INCOMING_MESSAGE, fields)?;
        if let Some(id) = answer.message_id {
            self.t.cleanup().message(&id);
            let within = self.t.dut().settle_ms;
            let ids = self.t.await_until(
                within,
                |t| t.messages().new_message_ids(),
                |ids| ids.is_none_or_contains(&id),
            )?;
            if !ids.is_none_or_contains(&id) {
                self.expect_somewhere(&id)?;
            }
            return Ok(id);
        }
        // The tester does not know the id: it is the one that was not new before.
        let within = self.t.dut().settle_ms;
        let all_fresh = |ids: &NewIds| -> Vec<String> {
            let ids = ids.0.iter().flatten();
            ids.filter(|id| !before.contains(id)).cloned().collect()
        };
        let fresh = |ids: &NewIds| all_fresh(ids).into_iter().next();
        let seen = self.t.await_until(
            within,
            |t| t.messages().new_message_ids(),
            |ids| fresh(ids).is_some(),
        )?;
        let Some(id) = fresh(&seen) else {
            return Err(self.t.upper_tester().no_effect(
                stimulus::INCOMING_MESSAGE,
                "gave no message_id, and GetNewMessages shows no new message",
            ));
        };
        if all_fresh(&seen).len() > 1 {
            return Err(Stop::Inconclusive {
                reason: "the upper tester gave no message_id, and several messages are new: which one it is cannot be told"
                    .to_owned(),
                suspect: Suspect::Operator,
            });
        }
        self.t.cleanup().message(&id);
        Ok(id)
    }

    /// A message that the upper tester says has arrived, and that is not listed as new, is there all the same.
    ///
    /// # Errors
    /// Inconclusive when no action knows it: then the stimulus had no effect, and whatever follows says nothing.
    fn expect_somewhere(&mut self, id: &str) -> Flow {
        if !self.t.dut().ics.has_action(action::READ_MESSAGE) {
            return Ok(());
        }
        let reply = self.t.invoke(action::READ_MESSAGE, &[("MessageID", id)])?;
        if reply.fault() != Some(701) {
            return Ok(());
        }
        Err(self.t.upper_tester().no_effect(
            stimulus::INCOMING_MESSAGE,
            &format!("the device knows no message {id}"),
        ))
    }

    fn new_message_ids(&mut self) -> Flow<NewIds> {
        if !self.t.dut().ics.has_action(action::GET_NEW_MESSAGES) {
            return Ok(NewIds(None));
        }
        let reply = self.t.invoke(action::GET_NEW_MESSAGES, &[])?;
        let list = self.t.documents().new_messages(&reply)?;
        Ok(NewIds(list.map(|list| {
            list.0.into_iter().map(|message| message.id).collect()
        })))
    }

    /// ReadMessage; the message as the device shows it, or nothing when it has none of that id.
    ///
    /// # Errors
    /// Inconclusive when ReadMessage fails with another code than 701.
    pub fn read(&mut self, id: &str) -> Flow<Option<Message>> {
        let reply = self.t.invoke(action::READ_MESSAGE, &[("MessageID", id)])?;
        if reply.fault() == Some(701) {
            return Ok(None);
        }
        self.t.arranged(&reply)?;
        self.t.documents().message(&reply).map(Some)
    }

    /// A message to send into a session.
    ///
    /// # Errors
    /// As [`Messages::draft`](crate::arrange::Messages::draft).
    pub fn draft_in(&mut self, session: &str, class: &str) -> Flow<Message> {
        let mut message = self.draft(class)?;
        message.session_id = Some(session.to_owned());
        Ok(message)
    }

    /// The ids that GetNewMessages lists.
    ///
    /// # Errors
    /// Inconclusive when it fails, or its answer cannot be understood.
    pub(crate) fn new_ids(&mut self) -> Flow<Vec<String>> {
        let reply = self.t.invoke(action::GET_NEW_MESSAGES, &[])?;
        self.t.arranged(&reply)?;
        let list = self.t.documents().new_messages(&reply)?;
        Ok(list
            .into_iter()
            .flat_map(|list| list.0)
            .map(|message| message.id)
            .collect())
    }
}

/// An attachment as the stimulus `incoming-message` takes it.
pub(crate) fn as_field(attachment: &Attachment) -> Value {
    let size: Option<u64> = attachment.size.as_ref().and_then(|size| size.parse().ok());
    json!({ "uri": attachment.uri, "size": size, "mime_type": attachment.mime_type })
}

/// The ids in GetNewMessages; nothing when the device does not have the action, or its answer cannot be read.
struct NewIds(Option<Vec<String>>);

impl NewIds {
    fn contains(&self, id: &str) -> bool {
        self.0.iter().flatten().any(|known| known == id)
    }

    fn is_none_or_contains(&self, id: &str) -> bool {
        self.0.is_none() || self.contains(id)
    }
}
