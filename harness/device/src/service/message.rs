//! A message and its life (Figure 2), and what each class demands of one.

use jiff::Timestamp;

use super::documents::{Attachment, Peer, Recipients};
use super::values::{MessageClass, MessageFolder, MessageStatus};

/// Where a message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Incoming,
    Outgoing,
}

/// A stored message.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// Alphanumeric in page mode, `SessionID.MessageID` in session mode.
    pub(super) id: String,
    pub(super) session_id: Option<String>,
    pub(super) direction: Direction,
    pub(super) class: MessageClass,
    pub(super) folder: MessageFolder,
    pub(super) status: MessageStatus,
    pub(super) reply_to: Option<String>,
    pub(super) recipients: Recipients,
    pub(super) subject: Option<String>,
    pub(super) text: Option<String>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) date_sent: Option<Timestamp>,
    pub(super) date_received: Option<Timestamp>,
}

impl Message {
    /// The beginning of what it says, for NewMessages.
    pub(super) fn overview(&self) -> Option<String> {
        let said = [&self.subject, &self.text]
            .into_iter()
            .flatten()
            .find(|text| !text.is_empty())?;
        Some(said.chars().take(40).collect())
    }

    /// The bytes of its texts.
    pub(super) fn weight(&self) -> usize {
        let texts = [&self.reply_to, &self.subject, &self.text];
        let texts = texts.into_iter().flatten().map(String::len);
        let attachments = self.attachments.iter().map(Attachment::weight);
        let own = size_of::<Self>() + self.id.len();
        texts.chain(attachments).sum::<usize>() + own + self.recipients.weight()
    }

    /// Whether it waits to be delivered.
    pub(super) fn is_undelivered(&self) -> bool {
        self.direction == Direction::Outgoing
            && self.date_sent.is_none()
            && matches!(
                self.folder,
                MessageFolder::Outgoing | MessageFolder::ClosedSession
            )
    }

    /// Whether it was deleted before it could be delivered.
    pub(super) fn waits_deleted(&self) -> bool {
        self.direction == Direction::Outgoing
            && self.date_sent.is_none()
            && self.folder == MessageFolder::Deleted
    }

    /// Whether it came in, is not read, and was not deleted (5.5.3).
    pub(super) fn is_new(&self) -> bool {
        self.direction == Direction::Incoming
            && self.status == MessageStatus::Unread
            && self.folder != MessageFolder::Deleted
    }
}

/// Whether recipients and attachments are what 5.3.10.2 demands of a message of this class.
pub(super) fn meets_demands(
    class: MessageClass,
    recipients: &Recipients,
    attachments: &[Attachment],
) -> bool {
    match class {
        MessageClass::EMail => recipients.reach_somebody(),
        MessageClass::Sms | MessageClass::InstantMessage => {
            !recipients.to.is_empty() && recipients.reach_somebody()
        }
        MessageClass::Mms => {
            !recipients.to.is_empty() && recipients.reach_somebody() && !attachments.is_empty()
        }
        MessageClass::WebpageUrl => {
            recipients.receivers().next().is_none() || recipients.reach_somebody()
        }
    }
}

/// 5.5.6.2: the class for a message that was sent without one, by its attachments and its recipients'
/// addresses; none when no supported class fits.
pub(super) fn choose_class(
    recipients: &Recipients,
    attachments: &[Attachment],
    supported: &[MessageClass],
) -> Option<MessageClass> {
    let all = |kind: fn(&str) -> bool| recipients.receivers().all(|one| kind(one.id.trim()));
    let mut wanted = Vec::new();
    if !attachments.is_empty() {
        wanted.push(MessageClass::Mms);
    }
    if all(is_mail_address) {
        wanted.push(MessageClass::EMail);
    }
    if all(is_sip_address) {
        wanted.push(MessageClass::InstantMessage);
    }
    wanted.extend([
        MessageClass::Sms,
        MessageClass::InstantMessage,
        MessageClass::EMail,
    ]);
    wanted
        .into_iter()
        .find(|class| supported.contains(class) && meets_demands(*class, recipients, attachments))
}

/// Whether the telephone network reaches everybody: an SMS or MMS goes to no SIP address.
pub(super) fn fits_telephone_network(recipients: &Recipients) -> bool {
    recipients
        .receivers()
        .all(|one| !is_sip_address(one.id.trim()))
}

fn is_mail_address(id: &str) -> bool {
    let address = scheme_less(id, "mailto").unwrap_or(id);
    let local_and_domain = address.split_once('@');
    local_and_domain.is_some_and(|(local, domain)| {
        !local.is_empty() && !local.contains(':') && !domain.is_empty()
    })
}

fn is_sip_address(id: &str) -> bool {
    ["sip", "sips", "im", "xmpp"]
        .iter()
        .any(|scheme| scheme_less(id, scheme).is_some())
}

fn scheme_less<'a>(id: &'a str, scheme: &str) -> Option<&'a str> {
    id.split_once(':')
        .and_then(|(given, rest)| given.eq_ignore_ascii_case(scheme).then_some(rest))
}

/// The recipients of a message that a peer sends: those named, or the device itself.
pub(super) fn incoming_recipients(from: Peer, to: Vec<Peer>) -> Recipients {
    Recipients {
        to,
        from,
        ..Recipients::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(id: &str) -> Recipients {
        incoming_recipients(Peer::default(), vec![Peer::new(id, None)])
    }

    fn picture() -> Vec<Attachment> {
        vec![Attachment {
            uri: "http://h/p".to_owned(),
            size: None,
            mime_type: None,
        }]
    }

    #[test]
    fn the_class_follows_addresses_and_attachments() {
        let choose = |id: &str| choose_class(&to(id), &[], MessageClass::ALL);
        assert_eq!(choose("a@example.invalid"), Some(MessageClass::EMail));
        assert_eq!(
            choose("mailto:a@example.invalid"),
            Some(MessageClass::EMail)
        );
        assert_eq!(
            choose("SIP:a@example.invalid"),
            Some(MessageClass::InstantMessage)
        );
        assert_eq!(choose("tel:+12015550100"), Some(MessageClass::Sms));
        let with_picture = choose_class(&to("tel:+12015550100"), &picture(), MessageClass::ALL);
        assert_eq!(with_picture, Some(MessageClass::Mms));
    }

    #[test]
    fn only_supported_classes_are_chosen() {
        let number = to("tel:+12015550100");
        assert_eq!(
            choose_class(&number, &[], &[MessageClass::EMail]),
            Some(MessageClass::EMail)
        );
        assert_eq!(choose_class(&number, &[], &[MessageClass::Mms]), None);
        assert_eq!(
            choose_class(&Recipients::default(), &[], MessageClass::ALL),
            None
        );
    }

    #[test]
    fn each_class_has_its_demands() {
        let number = to("tel:+12015550100");
        let copy = Recipients {
            cc: number.to.clone(),
            ..Recipients::default()
        };
        assert!(!meets_demands(MessageClass::Mms, &number, &[]));
        assert!(meets_demands(MessageClass::Mms, &number, &picture()));
        assert!(!meets_demands(MessageClass::Sms, &copy, &[]));
        assert!(!meets_demands(MessageClass::InstantMessage, &copy, &[]));
        assert!(meets_demands(MessageClass::EMail, &copy, &[]));
        assert!(!meets_demands(
            MessageClass::EMail,
            &Recipients::default(),
            &[]
        ));
        assert!(meets_demands(
            MessageClass::WebpageUrl,
            &Recipients::default(),
            &[]
        ));
        assert!(!meets_demands(MessageClass::Sms, &to(" "), &[]));
    }
}
