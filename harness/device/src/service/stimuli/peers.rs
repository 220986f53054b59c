//! The remote parties: they send messages, ask for sessions, accept, join, type, leave and close.

use serde_json::json;

use super::fields::Fields;
use super::{Answer, Refusal, done, failed};
use crate::defects::DefectId;
use crate::service::documents::{Peer, Recipients, is_content_types};
use crate::service::effects::SessionEvent;
use crate::service::message::{Direction, Message, incoming_recipients, meets_demands};
use crate::service::session::{Session, Step};
use crate::service::store::{Store, now};
use crate::service::values::{
    MessageClass, MessageFolder, MessageStatus, SessionClass, SessionStatus,
};

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

impl Store {
    /// Figure 2: a message arrives in Received, in page mode or in a session.
    pub(super) fn incoming_message(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        let class = fields.text("class")?;
        let class = MessageClass::from_text(class)
            .filter(|one| self.setup.message_classes.contains(one))
            .ok_or_else(|| Refusal::Unsupported(format!("no message class `{class}` here")))?;
        let from = peer(fields)?;
        let session_id = owned(fields.optional_text("session_id")?);
        if let Some(id) = &session_id {
            self.check_far_session(id, class)?;
        }
        let to = fields
            .texts("to")?
            .into_iter()
            .map(|id| Peer::new(id, None))
            .collect();
        let recipients = self.addressed(from, to, session_id.as_deref());
        let attachments = fields.attachments()?;
        if !meets_demands(class, &recipients, &attachments) {
            return Err(failed(format!(
                "this is not a valid {}: see 5.3.10.2",
                class.as_str()
            )));
        }
        self.make_room()
            .map_err(|fault| failed(fault.to_string()))?;
        let id = self.new_message_id(session_id.as_deref());
        if let Some(session_id) = session_id.as_ref().filter(|_| !self.leaves_class_open()) {
            self.decide_class(session_id, class);
        }
        let received = now();
        let message = Message {
            id: id.clone(),
            session_id,
            direction: Direction::Incoming,
            class,
            folder: MessageFolder::Received,
            status: MessageStatus::Unread,
            reply_to: None,
            recipients,
            subject: owned(fields.optional_text("subject")?),
            text: owned(fields.optional_text("text")?),
            attachments,
            date_sent: None,
            date_received: Some(received),
        };
        let message = self.alter_arrived(self.garbled(message));
        if !self.loses_arrival(&message) {
            self.store_message(message, received);
            self.arrived_afterwards(&id);
            self.announce_message(&id);
        }
        Ok(Answer::from_iter([("message_id".to_owned(), json!(id))]))
    }

    /// Whether messages of the class can arrive in the session.
    fn check_far_session(&mut self, id: &str, class: MessageClass) -> Result<(), Refusal> {
        let status = self.far_session(id)?.status;
        if !matches!(status, SessionStatus::Running | SessionStatus::Parked) {
            return Err(failed(format!("session `{id}` is {}", status.as_str())));
        }
        let takes = self
            .session(id)
            .is_some_and(|session| self.session_takes(session, class));
        if takes {
            Ok(())
        } else {
            Err(failed(format!(
                "session `{id}` takes no {}",
                class.as_str()
            )))
        }
    }

    /// 5.3.10.2: whom a message from the far side is for: those named, or the device; in a session the
    /// other participants too.
    fn addressed(&self, from: Peer, to: Vec<Peer>, session_id: Option<&str>) -> Recipients {
        let mut receivers = to;
        if receivers.is_empty() {
            receivers.push(Peer::new(&self.own_address(), None));
            let shared = session_id.filter(|_| !self.has(DefectId::SessionMessageAlone));
            if let Some(session) = shared.and_then(|id| self.session(id)) {
                let own = if session.creator.is_some() {
                    Some(&session.recipients.from)
                } else {
                    None
                };
                let own = own.map(|own| own.id.clone());
                for peer in session.recipients.receivers() {
                    let known = receivers.iter().any(|one| one.id == peer.id);
                    if !known && peer.id != from.id && Some(&peer.id) != own.as_ref() {
                        receivers.push(peer.clone());
                    }
                }
            }
        }
        incoming_recipients(from, receivers)
    }

    /// Figure 3: a peer asks for a session, which is Pending.
    pub(super) fn incoming_session(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        let class = match fields.text("class")? {
            "" => None,
            text => Some(
                SessionClass::from_text(text)
                    .filter(|one| self.setup.session_classes.contains(one))
                    .ok_or_else(|| {
                        Refusal::Unsupported(format!("no session class `{text}` here"))
                    })?,
            ),
        };
        let content_types = owned(fields.optional_text("supported_content_type")?);
        if content_types
            .as_deref()
            .is_some_and(|types| !is_content_types(types))
        {
            return Err(failed(
                "`supported_content_type` is not a list of MIME types",
            ));
        }
        let from = peer(fields)?;
        let name = if self.has(DefectId::RequestedNamesAddress) {
            from.id.clone()
        } else {
            from.display_name().to_owned()
        };
        let own = Peer::new(&self.own_address(), None);
        let id = self.new_session_id();
        let mut session = Session::new(
            id.clone(),
            class,
            incoming_recipients(from, vec![own]),
            None,
        );
        session.subject = owned(fields.optional_text("subject")?);
        session.content_types = content_types;
        if self.has(DefectId::RequestedSessionRunning) {
            session.status = SessionStatus::Running;
        }
        self.store_session(session)
            .map_err(|fault| failed(fault.to_string()))?;
        self.announce(&id, SessionEvent::Requested(name));
        Ok(Answer::from_iter([("session_id".to_owned(), json!(id))]))
    }

    /// The session that the far side acts on.
    fn far_session(&mut self, id: &str) -> Result<&mut Session, Refusal> {
        self.session_mut(id)
            .ok_or_else(|| failed(format!("no session has the id `{id}`")))
    }

    /// C.2: the remote party accepts what a control point asked for.
    pub(super) fn peer_accepts(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        let id = fields.text("session_id")?;
        let d = self.deviations().clone();
        let session = self.far_session(id)?;
        if session.creator.is_none() {
            return Err(failed(format!(
                "session `{id}` was asked for by the peer itself"
            )));
        }
        if d.has(DefectId::PeerAcceptanceIgnored) {
            return done();
        }
        let invited = session.memory.subject.clone();
        if session.accept(None, now()) != Step::Taken {
            return Err(failed(format!(
                "session `{id}` is {}",
                session.status.as_str()
            )));
        }
        if d.has(DefectId::AcceptanceRestoresSubject) {
            session.subject = invited;
        }
        let name = session.recipients.receivers().next().map(|one| {
            let address = d.has(DefectId::AcceptedNamesAddress);
            let name = if address { &one.id } else { one.display_name() };
            name.to_owned()
        });
        if d.has(DefectId::AcceptanceDropsCc) && !session.recipients.to.is_empty() {
            session.recipients.cc.clear();
        }
        if d.has(DefectId::AcceptanceCutsTypes) {
            let types = session.content_types.as_deref();
            let first = types.and_then(|types| types.split(',').next());
            session.content_types = first.map(str::to_owned);
        }
        self.announce(id, SessionEvent::Accepted(name.unwrap_or_default()));
        done()
    }

    /// 5.3.19: the remote party refuses.
    pub(super) fn peer_rejects(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        let id = fields.text("session_id")?;
        let status = self.far_session(id)?.status;
        if status != SessionStatus::Pending {
            return Err(failed(format!("session `{id}` is {}", status.as_str())));
        }
        if self.has(DefectId::PeerRejectionIgnored) {
            return done();
        }
        self.close_session(id)
            .map_err(|fault| failed(fault.to_string()))?;
        self.refuse_others();
        done()
    }

    /// 5.3.19: the remote party ends the session, Parked or not.
    pub(super) fn peer_closes(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        let id = fields.text("session_id")?;
        let status = self.far_session(id)?.status;
        let kept = match status {
            SessionStatus::Pending => self.has(DefectId::PeerCloseKeepsPending),
            SessionStatus::Running => self.has(DefectId::PeerCloseKeepsRunning),
            SessionStatus::Parked => self.has(DefectId::PeerCloseKeepsParked),
            SessionStatus::Closed => false,
        };
        if !kept {
            self.close_session(id)
                .map_err(|fault| failed(fault.to_string()))?;
            self.hush_closing(status == SessionStatus::Parked);
            if self.has(DefectId::PeerClosingLosesMessages) {
                self.forget_messages_of(id);
            }
        }
        done()
    }

    /// A participant comes in. The event has to go with Running (Table 2).
    pub(super) fn peer_joins(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        let (id, name) = (fields.text("session_id")?, fields.text("peer")?);
        let session = self.going_on(id)?;
        if !session.recipients.receivers().any(|one| is(one, name)) {
            session.recipients.to.push(Peer::new(name, Some(name)));
        }
        let name = self.joiner(id, name);
        self.announce_if_running(id, SessionEvent::PeerJoined(name));
        done()
    }

    /// A participant goes. The last receiver stays on the list, which could not be valid without.
    pub(super) fn peer_leaves(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        let (id, name) = (fields.text("session_id")?, fields.text("peer")?);
        let names_first = self.has(DefectId::PeerLeftNamesFirst);
        let recipients = &mut self.going_on(id)?.recipients;
        let first = recipients.receivers().next();
        let named = first
            .filter(|_| names_first)
            .map_or(name, Peer::display_name)
            .to_owned();
        if recipients.to.len() > 1
            && let Some(at) = recipients.to.iter().position(|one| is(one, name))
        {
            recipients.to.remove(at);
        }
        recipients.cc.retain(|one| !is(one, name));
        recipients.bcc.retain(|one| !is(one, name));
        if self.parks_for_peer(id) {
            self.announce(id, SessionEvent::PeerLeft(named));
        } else {
            self.announce_if_running(id, SessionEvent::PeerLeft(named));
        }
        done()
    }

    /// A participant is typing.
    pub(super) fn peer_typing(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        let (id, name) = (fields.text("session_id")?, fields.text("peer")?);
        self.going_on(id)?;
        let name = self.typist(id, name);
        self.announce_if_running(id, SessionEvent::Typing(name));
        done()
    }

    /// A session that the remote parties are in, with control points or without.
    fn going_on(&mut self, id: &str) -> Result<&mut Session, Refusal> {
        let session = self.far_session(id)?;
        match session.status {
            SessionStatus::Running | SessionStatus::Parked => Ok(session),
            status => Err(failed(format!("session `{id}` is {}", status.as_str()))),
        }
    }

    fn announce_if_running(&mut self, id: &str, event: SessionEvent) {
        if self
            .session(id)
            .is_some_and(|session| session.status == SessionStatus::Running)
        {
            self.announce(id, event);
        }
    }
}

/// Whether a participant is the one of this name or address.
fn is(peer: &Peer, name: &str) -> bool {
    peer.id == name || peer.name.as_deref() == Some(name)
}

/// `from` and `from_name`: the peer that acts.
fn peer(fields: &Fields<'_>) -> Result<Peer, Refusal> {
    let id = fields.text("from")?;
    if id.trim().is_empty() {
        return Err(failed("the field `from` is empty"));
    }
    Ok(Peer::new(id, fields.optional_text("from_name")?))
}
