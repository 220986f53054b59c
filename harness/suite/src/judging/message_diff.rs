//! What was sent against what is read: which differences count.

use ctk_model::document::{Attachment, Message, Peer, Recipients};
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::action;

use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// The differences that count between a message that was sent and the one that is read; none: all is there.
///
/// Instance ids, names and images of peers, an empty recipientFrom filled in, an attachment's uRI may differ; its size
/// may be left out, a repeated address be kept once, attachments and recipients stand in another order.
/// Addresses are compared without regard to case and, in telephone numbers, to visual separators.
pub fn differences(sent: &Message, read: &Message) -> Vec<String> {
    let mut differences = Vec::new();
    if !sent.class.is_empty() && sent.class != read.class {
        differences.push(format!(
            "messageClass {:?} instead of {:?}",
            read.class, sent.class
        ));
    }
    // In a session the recipients mirror the participants.
    let in_session = sent.session_id.is_some();
    compare_recipients(
        &sent.recipients,
        &read.recipients,
        in_session,
        &mut differences,
    );
    for (name, sent, read) in [
        ("sessionID", &sent.session_id, &read.session_id),
        ("replyMessageID", &sent.reply_to, &read.reply_to),
        ("subject", &sent.subject, &read.subject),
        ("text", &sent.text, &read.text),
    ] {
        if sent.is_some() && sent != read {
            differences.push(match read {
                Some(read) => format!("{name} {:?} instead of {:?}", short(read), short_of(sent)),
                None => format!("{name} {:?} is lost", short_of(sent)),
            });
        }
    }
    if sent.attachments.len() != read.attachments.len() {
        differences.push(format!(
            "{} attachments instead of {}",
            read.attachments.len(),
            sent.attachments.len()
        ));
    }
    for (sent, read) in paired(&sent.attachments, &read.attachments) {
        compare_attachments(sent, read, &mut differences);
    }
    differences
}

/// Each attachment that was sent beside the one that it is read as: that with its uRI, else one that does not differ
/// otherwise, else what is left.
fn paired<'m>(
    sent: &'m [Attachment],
    read: &'m [Attachment],
) -> Vec<(&'m Attachment, &'m Attachment)> {
    let mut sent: Vec<&Attachment> = sent.iter().collect();
    let mut read: Vec<&Attachment> = read.iter().collect();
    let mut pairs = Vec::new();
    let alike: [fn(&Attachment, &Attachment) -> bool; 3] = [
        |sent, read| sent.uri == read.uri,
        |sent, read| {
            let mut differences = Vec::new();
            compare_attachments(sent, read, &mut differences);
            differences.is_empty()
        },
        |_, _| true,
    ];
    for alike in alike {
        sent.retain(|&one| {
            let Some(at) = read.iter().position(|other| alike(one, other)) else {
                return true;
            };
            pairs.push((one, read.remove(at)));
            false
        });
    }
    pairs
}

fn compare_attachments(sent: &Attachment, read: &Attachment, differences: &mut Vec<String>) {
    if sent.mime_type.is_some() && sent.mime_type != read.mime_type {
        differences.push(format!(
            "mimeType {:?} instead of {:?}",
            read.mime_type.as_deref().unwrap_or_default(),
            sent.mime_type.as_deref().unwrap_or_default()
        ));
    }
    if let (Some(sent), Some(read)) = (&sent.size, &read.size)
        && bytes(sent) != bytes(read)
    {
        differences.push(format!("size {read:?} instead of {sent:?}"));
    }
}

/// A number without the outer white space, sign and leading zeros that xsd:unsignedLong and the like allow.
fn bytes(size: &str) -> &str {
    let digits = size.trim().trim_start_matches('+').trim_start_matches('0');
    if digits.is_empty() { "0" } else { digits }
}

/// Each recipient in each role; an address that was given in several may be kept in one of them.
fn compare_recipients(
    sent: &Recipients,
    read: &Recipients,
    more_are_fine: bool,
    differences: &mut Vec<String>,
) {
    let has = |list: &[Peer], peer: &Peer| list.iter().any(|one| same_address(&one.id, &peer.id));
    let roles = |list: &Recipients, peer: &Peer| {
        [&list.to, &list.cc, &list.bcc]
            .into_iter()
            .filter(|role| has(role, peer))
            .count()
    };
    for (name, sent_so, read_so) in [
        ("recipientTo", &sent.to, &read.to),
        ("recipientCc", &sent.cc, &read.cc),
        ("recipientBcc", &sent.bcc, &read.bcc),
    ] {
        for peer in sent_so.iter().filter(|peer| !has(read_so, peer)) {
            if roles(sent, peer) < 2 || roles(read, peer) == 0 {
                differences.push(format!("{name} {:?} is lost", peer.id));
            }
        }
        for peer in read_so.iter().filter(|peer| !has(sent_so, peer)) {
            if !more_are_fine {
                differences.push(format!("{name} {:?} was not among those sent", peer.id));
            }
        }
    }
}

/// Whether two addresses are the same.
pub fn same_address(one: &str, other: &str) -> bool {
    plain_address(one) == plain_address(other)
}

/// The address without what means nothing: case, visual separators of a telephone number, `mailto:`.
pub(crate) fn plain_address(address: &str) -> String {
    let address = address.trim().to_ascii_lowercase();
    match address.strip_prefix("tel:") {
        Some(number) => number
            .chars()
            .filter(|c| !matches!(c, '-' | '.' | '(' | ')'))
            .collect(),
        None => address
            .strip_prefix("mailto:")
            .map(str::to_owned)
            .unwrap_or(address),
    }
}

fn short_of(text: &Option<String>) -> String {
    short(text.as_deref().unwrap_or_default())
}

fn short(text: &str) -> String {
    if text.chars().count() > 60 {
        format!(
            "{}… ({} characters)",
            text.chars().take(50).collect::<String>(),
            text.chars().count()
        )
    } else {
        text.to_owned()
    }
}

/// ReadMessage, judged for what it says of a message whose details are known.
pub(crate) fn judge_details(
    t: &mut Tester<'_>,
    requirement: &str,
    id: &str,
    known: &Message,
) -> Flow<Message> {
    let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", id)])?;
    t.judge(&reply, &Expectation::success(requirement))?;
    let read = t.documents().message(&reply)?;
    let mut found = differences(known, &read);
    if read.id != id {
        found.insert(0, format!("messageID {:?} instead of {id:?}", read.id));
    }
    t.record(
        Judgement::met(requirement, found.is_empty())
            .asked(&reply.asked)
            .accepts(["all the details of the message (R-63)"])
            .observed(if found.is_empty() {
                "all of them".to_owned()
            } else {
                found.join("; ")
            })
            .exchanges([reply.exchange]),
    )?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_vectors::messaging_2::{message_class, message_folder};

    fn message() -> Message {
        Message {
            class: message_class::E_MAIL.to_owned(),
            recipients: Recipients {
                to: vec![Peer::new("alice@example.invalid")],
                ..Recipients::default()
            },
            subject: Some("s".to_owned()),
            text: Some("t".to_owned()),
            attachments: vec![Attachment {
                uri: "http://a/1".to_owned(),
                size: Some("1".to_owned()),
                mime_type: Some("image/png".to_owned()),
            }],
            ..Message::default()
        }
    }

    #[test]
    fn what_a_device_adds_or_replaces_is_no_difference() {
        let sent = message();
        let mut read = message();
        read.id = "m1".to_owned();
        read.folder = message_folder::SENT.to_owned();
        read.recipients.to[0].name = Some("Alice".to_owned());
        read.recipients.to[0].contact_instance_id = Some("7".to_owned());
        read.recipients.from = Some(Peer::new("sip:me@example.invalid"));
        read.attachments[0].uri = "http://device/1".to_owned();
        read.attachments[0].size = None;
        assert_eq!(differences(&sent, &read), Vec::<String>::new());
    }

    #[test]
    fn the_order_of_attachments_and_recipients_is_free() {
        let mut sent = message();
        let second = Attachment {
            uri: "http://a/2".to_owned(),
            size: Some("2".to_owned()),
            mime_type: Some("text/plain".to_owned()),
        };
        sent.attachments.push(second);
        sent.recipients.to.push(Peer::new("bob@example.invalid"));
        sent.recipients.to.push(Peer::new("alice@example.invalid"));
        let mut read = sent.clone();
        read.attachments.reverse();
        read.attachments[0].uri = "http://device/2".to_owned();
        read.attachments[1].size = Some("01".to_owned());
        read.recipients.to.truncate(2);
        read.recipients.to.reverse();
        assert_eq!(differences(&sent, &read), Vec::<String>::new());
        read.attachments[0].mime_type = Some("image/png".to_owned());
        assert_eq!(differences(&sent, &read).len(), 1);
    }

    #[test]
    fn an_address_in_two_roles_may_be_kept_in_one() {
        let mut sent = message();
        sent.recipients.bcc = sent.recipients.to.clone();
        let mut read = message();
        assert_eq!(differences(&sent, &read), Vec::<String>::new());
        read.recipients.to.clear();
        read.recipients.bcc = sent.recipients.bcc.clone();
        assert_eq!(differences(&sent, &read), Vec::<String>::new());
        read.recipients.bcc.clear();
        assert_eq!(differences(&sent, &read).len(), 2);
    }

    #[test]
    fn what_is_lost_or_changed_is_told() {
        let change: [fn(&mut Message); 8] = [
            |m| m.class = message_class::SMS.to_owned(),
            |m| m.recipients.to[0].id = "bob@example.invalid".to_owned(),
            |m| m.recipients.cc = vec![Peer::new("bob@example.invalid")],
            |m| m.subject = None,
            |m| m.text = Some("T".to_owned()),
            |m| m.attachments.clear(),
            |m| m.attachments[0].mime_type = None,
            |m| m.attachments[0].size = Some("2".to_owned()),
        ];
        for (number, change) in change.iter().enumerate() {
            let mut read = message();
            change(&mut read);
            assert!(!differences(&message(), &read).is_empty(), "{number}");
        }
    }

    #[test]
    fn each_list_of_recipients_is_compared() {
        let lists: [fn(&mut Recipients) -> &mut Vec<Peer>; 3] =
            [|to| &mut to.to, |to| &mut to.cc, |to| &mut to.bcc];
        for list in lists {
            let mut sent = message();
            list(&mut sent.recipients).push(Peer::new("carol@example.invalid"));
            assert_eq!(differences(&sent, &sent.clone()), Vec::<String>::new());
            let lost = differences(&sent, &message());
            assert_eq!(lost.len(), 1, "{lost:?}");
            assert!(lost[0].contains("carol"), "{lost:?}");
        }
    }

    #[test]
    fn addresses_differ_in_what_they_say_alone() {
        assert!(same_address("tel:+1-201-555-0100", "tel:+12015550100"));
        assert!(same_address(
            "SIP:alice@example.invalid",
            "sip:alice@example.invalid"
        ));
        assert!(same_address(
            "mailto:a@example.invalid",
            "a@example.invalid"
        ));
        assert!(!same_address("tel:+1-201-555-0100", "tel:+1-201-555-0101"));
    }
}
