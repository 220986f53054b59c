//! 5.5.6 SendMessage.

use super::{Arguments, Outputs, check_length, one_output};
use crate::defects::{DefectId, VariationId};
use crate::service::documents::{Peer, Recipients, SubmittedMessage, read_message};
use crate::service::effects::Job;
use crate::service::fault::Fault;
use crate::service::message::{
    Direction, Message, choose_class, fits_telephone_network, meets_demands,
};
use crate::service::session::Session;
use crate::service::store::{Store, now};
use crate::service::values::{MessageClass, MessageStatus, SessionClass, SessionStatus};

impl Store {
    /// 5.5.6: stores the message in Outgoing, and answers before it is delivered.
    pub(super) fn send_message(&mut self, arguments: &Arguments<'_>) -> Result<Outputs, Fault> {
        let xml = arguments.get("MessageToSend");
        let mut submitted = match read_message(xml).or_else(|why| self.forgiven(xml, why)) {
            Ok(submitted) => submitted,
            Err(_) if self.has(DefectId::SendTakesMalformed) => made_up(),
            Err(why) => return Err(Fault::for_document(&why, Fault::MESSAGE)),
        };
        for text in [&submitted.subject, &submitted.text].into_iter().flatten() {
            check_length(text)?;
        }
        // what a control point fills in for the device may be ignored or refused.
        if submitted.fills_in && self.varies(VariationId::PlaceholdersRefused) {
            return Err(Fault::new(Fault::MESSAGE));
        }
        if let Some(fault) = self.refused_for_no_reason(&submitted) {
            return Err(fault);
        }
        if self.has(DefectId::SendIgnoresSession) {
            submitted.session_id = None;
        }
        let class = match &submitted.session_id {
            Some(id) => self.class_in_session(id, &submitted)?,
            None => self.class_of(&submitted)?,
        };
        let demands = meets_demands(class, &submitted.recipients, &submitted.attachments)
            || (class == MessageClass::Mms
                && submitted.attachments.is_empty()
                && submitted.recipients.reach_somebody()
                && self.has(DefectId::SendTakesBareMms))
            || self.waives_demands(&submitted);
        if !demands && !self.has(DefectId::SendTakesNoRecipient) {
            return Err(Fault::new(Fault::MESSAGE));
        }
        self.check_network(class, &submitted)?;
        self.make_room()?;
        let session_id = submitted.session_id.clone();
        if let Some(session_id) = &session_id {
            self.decide_class(session_id, class);
        }
        let id = self.new_message_id(session_id.as_deref());
        self.stick_subject(&mut submitted);
        let mut message = self.outgoing(id, class, submitted);
        if let Some(id) = self.id_of_like(&message) {
            message.id = id;
        }
        let id = message.id.clone();
        let reply_to = message.reply_to.clone();
        self.store_message(message, now());
        self.mark_answered(reply_to.as_deref());
        if !self.hold_outgoing {
            self.jobs.push(Job::Deliver(id.clone()));
        }
        one_output("MessageID", id)
    }

    /// what the network of the class cannot carry, or whom it cannot reach, may be refused.
    fn check_network(
        &self,
        class: MessageClass,
        submitted: &SubmittedMessage,
    ) -> Result<(), Fault> {
        let by_telephone = matches!(class, MessageClass::Sms | MessageClass::Mms);
        if by_telephone
            && self.varies(VariationId::AddressesFitClass)
            && !fits_telephone_network(&submitted.recipients)
        {
            return Err(Fault::new(Fault::MESSAGE));
        }
        let beyond = |text: &String| text.chars().any(|c| c > '\u{FFFF}');
        if self.varies(VariationId::AstralRefused)
            && [&submitted.subject, &submitted.text]
                .into_iter()
                .flatten()
                .any(beyond)
        {
            return Err(Fault::new(Fault::MESSAGE));
        }
        Ok(())
    }

    /// The class a page mode message has, or that the device chooses for it.
    fn class_of(&self, submitted: &SubmittedMessage) -> Result<MessageClass, Fault> {
        let supported = &self.setup.message_classes;
        let class = if submitted.class.is_empty() {
            let choose = || choose_class(&submitted.recipients, &submitted.attachments, supported);
            self.stuck_class().or_else(choose)
        } else {
            MessageClass::from_text(&submitted.class)
                .or_else(|| self.near_class(&submitted.class))
                .or_else(|| {
                    let takes_any = self.has(DefectId::SendTakesUnknownClass);
                    supported.first().copied().filter(|_| takes_any)
                })
                .filter(|one| supported.contains(one))
        };
        class.ok_or_else(|| Fault::new(Fault::MESSAGE))
    }

    /// 5.5.6.4: the session runs, and the class is the session's, unless that is Mixed or still open.
    fn class_in_session(
        &self,
        session_id: &str,
        submitted: &SubmittedMessage,
    ) -> Result<MessageClass, Fault> {
        let refused = || Fault::new(Fault::MESSAGE);
        let session = self.session(session_id).ok_or_else(refused)?;
        let takes = session.status == SessionStatus::Running
            || (session.status == SessionStatus::Closed && self.has(DefectId::SendIntoClosed));
        if !takes {
            return Err(refused());
        }
        let carried = session.class.and_then(SessionClass::carries);
        let class = match carried {
            Some(class) if submitted.class.is_empty() => class,
            _ => self.class_of(submitted)?,
        };
        if !self.setup.message_classes.contains(&class) {
            return Err(refused());
        }
        let mixed = session.class == Some(SessionClass::Mixed);
        let narrow = mixed
            && class != MessageClass::InstantMessage
            && self.has(DefectId::MixedTakesOneClass);
        let wide = self.has(DefectId::SessionTakesAnyClass);
        if (self.session_takes(session, class) && !narrow) || wide {
            Ok(class)
        } else if self.varies(VariationId::MismatchRefused708) {
            Err(Fault::new(Fault::NOT_NOW))
        } else {
            Err(refused())
        }
    }

    /// Whether messages of the class can be in the session.
    pub(in crate::service) fn session_takes(&self, session: &Session, class: MessageClass) -> bool {
        match session.class {
            Some(SessionClass::Mixed) => true,
            Some(of_session) => of_session.carries() == Some(class),
            None => self.class_decided_by(class).is_some(),
        }
    }

    /// 5.5.8.3: the class that a session gets from its first message.
    fn class_decided_by(&self, class: MessageClass) -> Option<SessionClass> {
        let supported = &self.setup.session_classes;
        [SessionClass::of_messages(class), SessionClass::Mixed]
            .into_iter()
            .find(|one| supported.contains(one))
    }

    /// 5.5.8.3: the first message of a session without class decides it.
    pub(in crate::service) fn decide_class(&mut self, session_id: &str, class: MessageClass) {
        if self.has(DefectId::ClassNeverDecided) {
            return;
        }
        let decided = self.class_decided_by(class);
        if let Some(session) = self.session_mut(session_id) {
            session.class = session.class.or(decided);
        }
    }

    /// what may differ between what was sent and what is read.
    fn vary_stored(&self, id: &str, submitted: &mut SubmittedMessage) {
        let d = self.deviations();
        let recipients = &mut submitted.recipients;
        if d.varies(VariationId::AddressesRewritten) {
            recipients.rewrite();
        }
        if d.varies(VariationId::RepeatedAddressesOnce) {
            let once = Recipients {
                from: recipients.from.clone(),
                ..Recipients::default()
            };
            let all = std::mem::replace(recipients, once);
            recipients.add(all);
        }
        if d.varies(VariationId::RecipientsReordered) {
            recipients.to.reverse();
            recipients.cc.reverse();
            recipients.bcc.reverse();
        }
        if d.varies(VariationId::PeersNamed) {
            for peer in recipients.to.iter_mut().chain(&mut recipients.cc) {
                peer.name.get_or_insert_with(|| "Somebody".to_owned());
            }
        }
        if d.varies(VariationId::AttachmentsReordered) {
            submitted.attachments.reverse();
        }
        for (number, attachment) in submitted.attachments.iter_mut().enumerate() {
            if d.varies(VariationId::AttachmentsCopied) {
                attachment.uri = format!("http://copies.example.invalid/{id}/{number}");
            }
            if d.varies(VariationId::AttachmentSizesLeftOut) {
                attachment.size = None;
            }
        }
    }

    /// The message as it is stored.
    pub(in crate::service) fn outgoing(
        &self,
        id: String,
        class: MessageClass,
        submitted: SubmittedMessage,
    ) -> Message {
        let folder = self.folder_of_sent(&submitted);
        let mut submitted = self.tampered(submitted);
        self.alter_sent(&mut submitted);
        self.vary_stored(&id, &mut submitted);
        let SubmittedMessage {
            session_id,
            mut recipients,
            ..
        } = submitted;
        if recipients.from.id.trim().is_empty() {
            recipients.from.id = self.own_address();
        }
        if self.has(DefectId::ReadLosesSecondRecipient) {
            recipients.to.truncate(1);
        }
        let read = self.has(DefectId::OutgoingIsRead);
        Message {
            id,
            session_id,
            direction: Direction::Outgoing,
            class,
            folder,
            status: if read {
                MessageStatus::Read
            } else {
                MessageStatus::Unread
            },
            reply_to: submitted.reply_to,
            recipients,
            subject: submitted.subject,
            text: submitted.text,
            attachments: submitted.attachments,
            date_sent: None,
            date_received: None,
        }
    }
}

/// What the defect `send-takes-malformed` takes for the message.
fn made_up() -> SubmittedMessage {
    let to = vec![Peer::new("tel:+12015550100", None)];
    SubmittedMessage {
        session_id: None,
        class: String::new(),
        folder: String::new(),
        fills_in: false,
        reply_to: None,
        recipients: Recipients {
            to,
            ..Recipients::default()
        },
        subject: None,
        text: None,
        attachments: Vec::new(),
    }
}
