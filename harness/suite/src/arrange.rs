//! Arranging: bringing a device into the situation that a case is about.
//!
//! When an arrangement does not work the case is inconclusive: the step that failed has a case of its own.

use ctk_model::document::{
    Attachment, FileInfo, FileInfoList, Message, Peer, Recipients, SessionInfo,
};
use serde_json::{Value, json};

use crate::judgement::{Flow, Stop, Suspect};
use crate::lab::{Answer, Ask, ControlPoint, FileManner, FileOffer};
use crate::reply::Reply;
use crate::tester::{Tester, mismatch};

/// How often a TelCP leaves before a session that stays Running counts as not to be parked: as often as it may have
/// been counted in, and once more.
const LEAVES: usize = 3;

/// A session, as GetSessions shows it.
#[derive(Debug, Clone, PartialEq)]
pub enum SeenSession {
    /// It is listed.
    Listed(Box<SessionInfo>),
    /// No session has this id.
    Nonexistent,
}

impl SeenSession {
    /// The status of Table 7, or `Nonexistent`.
    pub fn state(&self) -> &str {
        match self {
            Self::Listed(info) => &info.status,
            Self::Nonexistent => "Nonexistent",
        }
    }

    /// What GetSessions shows of it.
    pub fn info(&self) -> Option<&SessionInfo> {
        match self {
            Self::Listed(info) => Some(info),
            Self::Nonexistent => None,
        }
    }
}

impl Tester<'_> {
    /// An address to send to in this class (do no harm: only the profile's, or reserved ones on a test bench).
    ///
    /// # Errors
    /// Inconclusive when there is none.
    pub fn recipient(&mut self, class: &str) -> Flow<String> {
        self.recipients(class, 1).map(|mut list| list.remove(0))
    }

    /// So many different addresses to send to in this class.
    ///
    /// # Errors
    /// Inconclusive when there are not as many.
    pub fn recipients(&mut self, class: &str, count: usize) -> Flow<Vec<String>> {
        let all = &self.dut().recipients;
        let list = all.get(class).or_else(|| match class {
            "Chat" | "File-Transfer" | "WebpageSync" | "WebpageURL" | "Mixed" | "" => {
                ["Chat", "Instant Message", "SMS", "e-Mail"]
                    .iter()
                    .find_map(|like| all.get(*like))
            }
            "Instant Message" => all.get("Chat"),
            "MMS" => all.get("SMS"),
            _ => None,
        });
        match list {
            Some(list) if list.len() >= count && count > 0 => Ok(list[..count].to_vec()),
            _ => Err(Stop::Inconclusive {
                reason: format!(
                    "no recipient: {count} needed for class {class:?} (profile [ixit] recipients)"
                ),
                suspect: Suspect::Operator,
            }),
        }
    }

    /// The first of the classes given that the device supports.
    pub fn message_class<'c>(&self, preferred: &[&'c str]) -> Option<&'c str> {
        preferred
            .iter()
            .copied()
            .find(|class| self.dut().ics.has_message_class(class))
    }

    /// A message class that the device supports, the default of Table 3 first.
    ///
    /// # Errors
    /// Inconclusive when the device names none of Table 3.
    pub fn any_message_class(&self) -> Flow<String> {
        let preferred = ["SMS", "Instant Message", "e-Mail", "MMS", "WebpageURL"];
        self.message_class(&preferred)
            .map(str::to_owned)
            .ok_or_else(|| Stop::inconclusive("the capabilities name no message class of Table 3"))
    }

    /// ModifySession with the arguments given; the others are empty, which leaves their part as it is.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn modify(&mut self, id: &str, changes: &[(&str, &str)]) -> Flow<Reply> {
        let value = |name: &str| {
            changes
                .iter()
                .find(|(known, _)| *known == name)
                .map_or("", |(_, value)| value)
        };
        self.invoke(
            "ModifySession",
            &[
                ("SessionID", id),
                ("SessionRecipientsToAdd", value("SessionRecipientsToAdd")),
                (
                    "SessionRecipientsToRemove",
                    value("SessionRecipientsToRemove"),
                ),
                ("Subject", value("Subject")),
                ("SupportedContentType", value("SupportedContentType")),
                ("SessionClass", value("SessionClass")),
            ],
        )
    }

    // --- messages -----------------------------------------------------------------------------------------------

    /// A message of this class to send, with a text that no other message has.
    ///
    /// # Errors
    /// Inconclusive when there is nobody to send it to.
    pub fn draft(&mut self, class: &str) -> Flow<Message> {
        let to = self.recipient(class)?;
        let word = self.unique("ctk")?;
        let mut message = Message {
            class: class.to_owned(),
            recipients: Recipients {
                to: vec![Peer::new(&to)],
                from: Some(Peer::new("")),
                ..Recipients::default()
            },
            text: Some(format!("Text {word} of the conformance test kit")),
            ..Message::default()
        };
        match class {
            "e-Mail" => message.subject = Some(format!("Subject {word}")),
            "MMS" => {
                message.attachments = vec![Attachment {
                    uri: format!("http://attachment.example.invalid/{word}.png"),
                    size: Some("68".to_owned()),
                    mime_type: Some("image/png".to_owned()),
                }];
            }
            "WebpageURL" => message.text = Some(format!("http://page.example.invalid/{word}")),
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
        let reply = self.invoke_as(who, "SendMessage", &[("MessageToSend", &message.to_xml())])?;
        if let Some(id) = reply.output("MessageID") {
            let id = id.to_owned();
            self.owns_message(&id);
        }
        Ok(reply)
    }

    /// A message of this class that was sent; its id.
    ///
    /// # Errors
    /// Inconclusive when the device does not take it.
    pub fn sent(&mut self, message: &Message) -> Flow<String> {
        let reply = self.send(message)?;
        self.arranged(&reply)?;
        reply
            .output("MessageID")
            .map(str::to_owned)
            .ok_or_else(|| Stop::inconclusive("SendMessage returned no MessageID"))
    }

    /// A message that arrived from a peer; its id.
    ///
    /// # Errors
    /// Inconclusive without the stimulus, or when the message cannot be found.
    pub fn incoming(&mut self, class: &str) -> Flow<String> {
        let word = self.unique("ctk")?;
        let text = if class == "WebpageURL" {
            format!("http://page.example.invalid/{word}")
        } else {
            format!("Text {word} of a peer")
        };
        self.incoming_with(class, &text, json!({}))
    }

    /// A message with this text that arrived from a peer, with further fields of the stimulus; its id.
    ///
    /// # Errors
    /// As [`Tester::incoming`].
    pub fn incoming_with(&mut self, class: &str, text: &str, more: Value) -> Flow<String> {
        let mut fields = json!({ "class": class, "from": peer_of(class), "text": text });
        if let (Some(fields), Value::Object(more)) = (fields.as_object_mut(), more) {
            fields.extend(more);
        }
        if class == "MMS" && fields.get("attachments").is_none() {
            fields["attachments"] = json!([{ "uri": "http://attachment.example.invalid/in.png", "size": 68, "mime_type": "image/png" }]);
        }
        let before = self.new_message_ids()?;
        let answer = self.stimulate("incoming-message", fields)?;
        if let Some(id) = answer.message_id {
            self.owns_message(&id);
            let within = self.dut().settle_ms;
            self.await_until(
                within,
                |t| t.new_message_ids(),
                |ids| ids.is_none_or_contains(&id),
            )?;
            return Ok(id);
        }
        // The tester does not know the id: it is the one that was not new before.
        let within = self.dut().settle_ms;
        let fresh = |ids: &NewIds| {
            ids.0
                .iter()
                .flatten()
                .find(|id| !before.contains(id))
                .cloned()
        };
        let seen = self.await_until(within, |t| t.new_message_ids(), |ids| fresh(ids).is_some())?;
        let id = fresh(&seen).ok_or_else(|| {
            Stop::inconclusive("the message that arrived cannot be told: the upper tester gave no message_id, and GetNewMessages shows none")
        })?;
        self.owns_message(&id);
        Ok(id)
    }

    fn new_message_ids(&mut self) -> Flow<NewIds> {
        if !self.dut().ics.has_action("GetNewMessages") {
            return Ok(NewIds(None));
        }
        let reply = self.invoke("GetNewMessages", &[])?;
        let list = self.new_messages(&reply)?;
        Ok(NewIds(list.map(|list| {
            list.0.into_iter().map(|message| message.id).collect()
        })))
    }

    /// ReadMessage; the message as the device shows it, or nothing when it has none of that id.
    ///
    /// # Errors
    /// Inconclusive when ReadMessage fails with another code than 701.
    pub fn message(&mut self, id: &str) -> Flow<Option<Message>> {
        let reply = self.invoke("ReadMessage", &[("MessageID", id)])?;
        if reply.fault() == Some(701) {
            return Ok(None);
        }
        self.arranged(&reply)?;
        self.message_read(&reply).map(Some)
    }

    // --- sessions -----------------------------------------------------------------------------------------------

    /// GetSessions by id.
    ///
    /// # Errors
    /// Inconclusive when it fails with another code than 706, or its answer cannot be read.
    pub fn session(&mut self, id: &str) -> Flow<SeenSession> {
        let reply = self.invoke(
            "GetSessions",
            &[
                ("SessionID", id),
                ("SessionClass", ""),
                ("SessionStatus", ""),
            ],
        )?;
        if reply.fault() == Some(706) {
            return Ok(SeenSession::Nonexistent);
        }
        self.arranged(&reply)?;
        let list = self.sessions_list(&reply)?;
        Ok(list
            .into_iter()
            .find(|info| info.id == id)
            .map_or(SeenSession::Nonexistent, |info| {
                SeenSession::Listed(Box::new(info))
            }))
    }

    /// Waits until the session is in one of the states, or the settle time is over; what it is in then.
    ///
    /// # Errors
    /// As [`Tester::session`].
    pub fn session_until(&mut self, id: &str, states: &[&str]) -> Flow<SeenSession> {
        let within = self.dut().settle_ms;
        self.await_until(
            within,
            |t| t.session(id),
            |seen| states.contains(&seen.state()),
        )
    }

    /// A recipientsList with somebody to invite to a session of this class.
    ///
    /// # Errors
    /// Inconclusive when there is nobody.
    pub fn draft_recipients(&mut self, class: &str) -> Flow<String> {
        let to = self.recipient(class)?;
        Ok(Recipients {
            to: vec![Peer::new(&to)],
            from: Some(Peer::new("")),
            ..Recipients::default()
        }
        .to_xml())
    }

    /// CreateSession; a session that came of it is this case's.
    ///
    /// # Errors
    /// As [`Tester::invoke`]; inconclusive when there is nobody to invite.
    pub fn create(&mut self, class: &str) -> Flow<Reply> {
        let recipients = self.draft_recipients(class)?;
        let subject = self.unique("Subject ")?;
        self.create_with(class, &recipients, &subject, "text/plain")
    }

    /// CreateSession with these arguments.
    ///
    /// # Errors
    /// As [`Tester::invoke`].
    pub fn create_with(
        &mut self,
        class: &str,
        recipients: &str,
        subject: &str,
        types: &str,
    ) -> Flow<Reply> {
        let reply = self.invoke(
            "CreateSession",
            &[
                ("SessionClass", class),
                ("SessionRecipients", recipients),
                ("Subject", subject),
                ("SupportedContentType", types),
            ],
        )?;
        if let Some(id) = reply.output("SessionID") {
            let id = id.to_owned();
            self.owns_session(&id);
        }
        Ok(reply)
    }

    /// A session that this TelCP created; its id. It is Pending, unless the device is quick.
    ///
    /// # Errors
    /// Inconclusive when CreateSession fails.
    pub fn created(&mut self, class: &str) -> Flow<String> {
        let reply = self.create(class)?;
        self.arranged(&reply)?;
        reply
            .output("SessionID")
            .map(str::to_owned)
            .ok_or_else(|| Stop::inconclusive("CreateSession returned no SessionID"))
    }

    /// A session that a peer asks for; its id. It is Pending.
    ///
    /// # Errors
    /// Inconclusive without the stimulus, or when the session cannot be found or is not Pending.
    pub fn requested(&mut self, class: &str) -> Flow<String> {
        let id = self.asked_for(class)?;
        let seen = self.session_until(&id, &["Pending"])?;
        self.expect_state(&id, &seen, "Pending")?;
        Ok(id)
    }

    /// A session that a peer asks for, in whatever state; its id.
    ///
    /// # Errors
    /// Inconclusive without the stimulus, or when the upper tester does not give the id.
    pub fn asked_for(&mut self, class: &str) -> Flow<String> {
        let answer = self.stimulate(
            "incoming-session",
            json!({ "class": class, "from": peer_of(class), "from_name": "Peer" }),
        )?;
        answer.session_id.ok_or_else(|| Stop::Inconclusive {
            reason: "the upper tester gave no session_id for the session that a peer asks for"
                .to_owned(),
            suspect: Suspect::Operator,
        })
    }

    /// A Pending session of this class, created by the TelCP; its id.
    ///
    /// # Errors
    /// Inconclusive when it is not to be had.
    pub fn pending(&mut self, class: &str) -> Flow<String> {
        let id = self.created(class)?;
        let seen = self.session(&id)?;
        self.expect_state(&id, &seen, "Pending")?;
        Ok(id)
    }

    /// A Running session of this class that the first TelCP takes part in; its id. The ways there, in turn: the peer
    /// accepts a created session; the TelCP accepts it itself; the TelCP accepts one that a peer asks for.
    ///
    /// # Errors
    /// Inconclusive when none of them works.
    pub fn running(&mut self, class: &str) -> Flow<String> {
        if self.dut().ics.has_action("CreateSession") {
            let id = self.created(class)?;
            if self.establish(&id)? {
                return Ok(id);
            }
        }
        if self.may_stimulate("incoming-session") {
            let id = self.requested(class)?;
            let reply = self.invoke("AcceptSession", &[("SessionID", &id)])?;
            self.arranged(&reply)?;
            let seen = self.session_until(&id, &["Running"])?;
            self.expect_state(&id, &seen, "Running")?;
            return Ok(id);
        }
        Err(Stop::Inconclusive {
            reason: "needs a Running session: stimulus `peer-accepts-session` or `incoming-session`, or a device that lets the TelCP accept its own (R-15)".to_owned(),
            suspect: Suspect::Operator,
        })
    }

    /// A Parked session of this class; its id.
    ///
    /// # Errors
    /// Inconclusive when it is not to be had.
    pub fn parked(&mut self, class: &str) -> Flow<String> {
        let id = self.running(class)?;
        for _ in 0..LEAVES {
            let reply = self.invoke("LeaveSession", &[("SessionID", &id)])?;
            self.arranged(&reply)?;
            let seen = self.session(&id)?;
            if seen.state() == "Parked" {
                return Ok(id);
            }
        }
        let seen = self.session_until(&id, &["Parked"])?;
        self.expect_state(&id, &seen, "Parked")?;
        Ok(id)
    }

    /// A session of this class that was Running and was closed by the TelCP; its id. Whether it is still listed is the
    /// device's affair.
    ///
    /// # Errors
    /// Inconclusive when it cannot be closed.
    pub fn closed(&mut self, class: &str) -> Flow<String> {
        let id = self.running(class)?;
        let reply = self.invoke("CloseSession", &[("SessionID", &id)])?;
        self.arranged(&reply)?;
        let seen = self.session_until(&id, &["Closed", "Nonexistent"])?;
        if matches!(seen.state(), "Closed" | "Nonexistent") {
            return Ok(id);
        }
        Err(Stop::inconclusive(format!(
            "session {id} is {} after CloseSession",
            seen.state()
        )))
    }

    /// An id of the right form that no session has.
    ///
    /// # Errors
    /// As [`Tester::unique`].
    pub fn no_session(&mut self) -> Flow<String> {
        self.unique("CtkNone")
    }

    /// Whether the upper tester may know the stimulus.
    pub fn may_stimulate(&self, name: &str) -> bool {
        match &self.dut().stimuli {
            Some(list) => list.iter().any(|known| known == name),
            None => self.dut().upper_tester,
        }
    }

    fn expect_state(&mut self, id: &str, seen: &SeenSession, state: &str) -> Flow {
        if seen.state() == state {
            return Ok(());
        }
        Err(Stop::inconclusive(format!(
            "a {state} session could not be arranged: {id} is {}",
            seen.state()
        )))
    }

    // --- files --------------------------------------------------------------------------------------------------

    /// A file that the kit serves, and the FileInfoList that offers it in the session.
    ///
    /// # Errors
    /// Inconclusive when the kit cannot serve files.
    pub fn offer(
        &mut self,
        session: &str,
        size: u64,
        manner: FileManner,
        progress: Option<u32>,
    ) -> Flow<(u32, FileInfoList)> {
        let content_type = "application/octet-stream".to_owned();
        let ask = Ask::OfferFile(FileOffer {
            size,
            content_type: content_type.clone(),
            manner,
        });
        let (file, url) = match self.ask(&ask)? {
            Answer::Opened { id, url } => (id, url),
            other => return Err(mismatch("a file to offer", &other)),
        };
        let info = FileInfo {
            file_type: content_type,
            size: size.to_string(),
            link: url,
            progress: if progress.is_some() { "1" } else { "0" }.to_owned(),
            time: progress.map(|seconds| seconds.to_string()),
        };
        Ok((
            file,
            FileInfoList {
                session_id: session.to_owned(),
                files: vec![info],
            },
        ))
    }
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

/// The address of a peer who sends in this class; reserved for examples.
pub fn peer_of(class: &str) -> &'static str {
    match class {
        "e-Mail" => "peer@example.invalid",
        "SMS" | "MMS" => "tel:+1-201-555-0150",
        _ => "sip:peer@example.invalid",
    }
}
