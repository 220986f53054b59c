//! 5.5.5 ReadMessage: Tables 18, 19.

use ctk_model::document::Message;
use ctk_model::expectation::Expectation;
use ctk_model::lexical::DateTime;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_class, message_status, req};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::folders::Criteria;
use crate::arrange::{as_field, peer_of};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::judging::message_diff::{differences, same_address};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        unread_becomes_read(),
        incoming_details(),
        incoming_attachments(),
        session_message(),
        session_message_incoming(),
        the_same_twice(),
        agrees_with_search(),
    ]
}

/// 5.5.5.6: reading turns an Unread message to Read. Whether the answer itself still says Unread is left open.
fn unread_becomes_read() -> Case {
    Case::new(
        "5.5.5/unread-becomes-read",
        "a message that was read is Read the next time",
    )
    .clause("5.5.5.6")
    .covers(&[req::M_5_5_5_1, req::M_5_5_5_2])
    .needs(&[
        Need::Action(action::READ_MESSAGE),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let first = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
        t.judge(&first, &Expectation::success(req::M_5_5_5_1))?;
        let again = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
        t.judge(&again, &Expectation::success(req::M_5_5_5_1))?;
        let message = t.documents().message(&again)?;
        t.record(
            Judgement::met(req::M_5_5_5_2, message.status == message_status::READ)
                .asked(&again.asked)
                .accepts(["messageStatus Read"])
                .observed(format!(
                    "messageStatus {:?} after it was read",
                    message.status
                ))
                .exchanges([first.exchange, again.exchange]),
        )
    })
}

fn reading_incoming(id: &'static str, purpose: &'static str) -> Case {
    Case::new(id, purpose)
        .clause("5.5.5.2")
        .covers(&[req::M_5_5_5_1])
        .needs(&[
            Need::Action(action::READ_MESSAGE),
            Need::Stimulus(stimulus::INCOMING_MESSAGE),
        ])
        .own_objects(0)
}

/// 5.5.5.2: class, sender, text, and in an e-Mail the subject of a message that arrived.
fn incoming_details() -> Case {
    reading_incoming(
        "5.5.5/incoming-details",
        "a message that arrived is read with its class, sender, subject and text",
    )
    .body(|t| {
        let class = t.classes().any_message()?;
        let class = t
            .classes()
            .first_message(&[
                message_class::E_MAIL,
                message_class::INSTANT_MESSAGE,
                message_class::SMS,
            ])
            .map_or(class, str::to_owned);
        let text = t.unique("Text of a peer ")?;
        let subject = (class == message_class::E_MAIL).then(|| format!("Subject of {text}"));
        let fields = match &subject {
            Some(subject) => json!({ "subject": subject }),
            None => json!({}),
        };
        let id = t.messages().incoming_with(&class, &text, fields)?;
        let known = arrived(&class, &text, subject);
        let read = read_incoming(t, &id, &known)?;
        // A sender that is missing or empty is judged in 5.3.14 and 5.3.10.
        let Some(from) = read
            .recipients
            .from
            .map(|peer| peer.id)
            .filter(|id| !id.is_empty())
        else {
            return Ok(());
        };
        t.record(
            Judgement::met(req::M_5_5_5_1, same_address(&from, peer_of(&class)))
                .asked("ReadMessage of a message that arrived")
                .accepts([peer_of(&class)])
                .observed(format!("recipientFrom {from:?}")),
        )
    })
}

fn arrived(class: &str, text: &str, subject: Option<String>) -> Message {
    Message {
        class: class.to_owned(),
        subject,
        text: Some(text.to_owned()),
        ..Message::default()
    }
}

/// As [`judge_details`](crate::judging::message_diff::judge_details); whom a peer's message is addressed to is the peer's affair.
fn read_incoming(t: &mut Tester<'_>, id: &str, known: &Message) -> Flow<Message> {
    let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", id)])?;
    t.judge(&reply, &Expectation::success(req::M_5_5_5_1))?;
    let read = t.documents().message(&reply)?;
    let mut known = known.clone();
    known.recipients = read.recipients.clone();
    let found = differences(&known, &read);
    t.record(
        Judgement::met(req::M_5_5_5_1, found.is_empty())
            .asked(&reply.asked)
            .accepts(["the message as the peer sent it"])
            .observed(if found.is_empty() {
                "so it is".to_owned()
            } else {
                found.join("; ")
            })
            .exchanges([reply.exchange]),
    )?;
    Ok(read)
}

/// 5.5.5.2: the attachments of a message that arrived.
fn incoming_attachments() -> Case {
    reading_incoming(
        "5.5.5/incoming-attachments",
        "a message that arrived is read with all its attachments",
    )
    .body(|t| {
        let Some(class) = t
            .classes()
            .first_message(&[message_class::MMS, message_class::E_MAIL])
        else {
            return Err(Stop::NotApplicable(
                "neither MMS nor e-Mail is supported".to_owned(),
            ));
        };
        let text = t.unique("Text with two attachments ")?;
        let attachments = vec![
            t.files().attachment()?,
            t.files().attachment_of("text/csv")?,
        ];
        let fields: Vec<_> = attachments.iter().map(as_field).collect();
        let id = t
            .messages()
            .incoming_with(class, &text, json!({ "attachments": fields }))?;
        let mut known = arrived(class, &text, None);
        known.attachments = attachments
            .into_iter()
            .map(|attachment| ctk_model::document::Attachment {
                mime_type: attachment.mime_type,
                ..Default::default()
            })
            .collect();
        read_incoming(t, &id, &known).map(drop)
    })
}

/// 5.5.5.2: in session mode the id carries the session's id.
fn session_message() -> Case {
    Case::new(
        "5.5.5/session-message",
        "a message in a session is read with all its details and the session's id",
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_5_1])
    .needs(&[
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEND_MESSAGE),
        Need::SessionMode,
        Need::RunningSession,
        Need::Recipient,
    ])
    .own_objects(1)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let message = t.messages().draft_in(&session, class)?;
        let id = t.messages().sent(&message)?;
        // Whether sessionID shows is judged where documents are; here it is left out of what is compared.
        let known = Message {
            session_id: None,
            recipients: Default::default(),
            ..message
        };
        read_incoming(t, &id, &known).map(drop)
    })
}

/// 5.5.5.2: the same for a message that a peer sends in the session.
fn session_message_incoming() -> Case {
    reading_incoming(
        "5.5.5/session-message-incoming",
        "a message that arrived in a session is read, and Read then",
    )
    .covers(&[req::M_5_5_5_2])
    .needs(&[Need::SessionMode, Need::RunningSession, Need::Recipient])
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let text = t.unique("http://page.example.invalid/")?;
        let id = t
            .messages()
            .incoming_with(class, &text, json!({ "session_id": session }))?;
        let known = arrived(class, &text, None);
        let mut known = known;
        if class == message_class::MMS {
            known.attachments = vec![Default::default()];
        }
        read_incoming(t, &id, &known)?;
        let again = t.messages().read(&id)?;
        let status = again.map(|message| message.status).unwrap_or_default();
        t.record(
            Judgement::met(req::M_5_5_5_2, status == message_status::READ)
                .asked("ReadMessage twice of a message that arrived in a session")
                .accepts(["messageStatus Read"])
                .observed(format!("messageStatus {status:?}")),
        )
    })
}

/// 5.5.5.2: reading takes nothing away.
fn the_same_twice() -> Case {
    Case::new(
        "5.5.5/the-same-twice",
        "a delivered message is read twice with the same answer",
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_5_1])
    .needs(&[
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEND_MESSAGE),
        Need::Recipient,
    ])
    .own_objects(1)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.folders().in_sent(&class)?;
        let first = t.messages().read(&id)?.map(in_any_order);
        let again = t.messages().read(&id)?.map(in_any_order);
        t.record(
            Judgement::met(req::M_5_5_5_1, first.is_some() && first == again)
                .asked("ReadMessage twice of a message in Sent")
                .accepts(["the same message twice"])
                .observed(if first == again && first.is_some() {
                    "the same message twice".to_owned()
                } else {
                    format!("{first:?}, then {again:?}")
                }),
        )
    })
}

/// The message without what may be another each time: the order of its recipients, and the addresses under which the device
/// itself serves the attachments.
fn in_any_order(mut message: Message) -> Message {
    let list = &mut message.recipients;
    for peers in [&mut list.to, &mut list.cc, &mut list.bcc] {
        peers.sort_by(|one, other| one.id.cmp(&other.id));
    }
    for attachment in &mut message.attachments {
        attachment.uri.clear();
    }
    message
        .attachments
        .sort_by(|one, other| one.mime_type.cmp(&other.mime_type));
    message
}

/// Two dates mean the same second, however they are written.
fn same_second(one: Option<&str>, other: Option<&str>) -> bool {
    let second = |text: Option<&str>| {
        text.and_then(|text| DateTime::read(text).ok())
            .map(|date| date.unix_seconds())
    };
    one == other || second(one).is_some_and(|one| second(other) == Some(one))
}

/// 5.5.4.3, 5.5.5.2: what the list says of a message, ReadMessage says too.
fn agrees_with_search() -> Case {
    Case::new(
        "5.5.5/agrees-with-search",
        "ReadMessage and SearchMessages say the same of a delivered message",
    )
    .clause("5.5.5.2")
    .covers(&[req::M_5_5_5_1])
    .needs(&[
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEARCH_MESSAGES),
        Need::Action(action::SEND_MESSAGE),
        Need::Recipient,
    ])
    .own_objects(1)
    .body(judge_agrees_with_search)
}

fn judge_agrees_with_search(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_message()?;
    let id = t.folders().in_sent(&class)?;
    t.messages().read(&id)?;
    let listed = t.folders().found(Criteria::default())?;
    let listed = listed.into_iter().find(|message| message.id == id);
    let (Some(listed), Some(read)) = (listed, t.messages().read(&id)?) else {
        return Err(Stop::inconclusive(format!(
            "message {id} is not both listed and readable"
        )));
    };
    let mut wrong = Vec::new();
    for (name, in_list, in_read) in [
        ("messageClass", &listed.class, &read.class),
        ("messageFolder", &listed.folder, &read.folder),
        ("messageStatus", &listed.status, &read.status),
    ] {
        if in_list != in_read {
            wrong.push(format!(
                "{name} {in_list:?} in the list, {in_read:?} when read"
            ));
        }
    }
    let ids = |peers: &[ctk_model::document::Peer]| -> Vec<String> {
        let mut ids: Vec<String> = peers.iter().map(|peer| peer.id.clone()).collect();
        ids.sort_unstable();
        ids
    };
    // A list need not have what its class does not demand; that it does is judged in 5.3.10.
    let in_list = ids(&listed.recipients.to);
    if !in_list.is_empty() && in_list != ids(&read.recipients.to) {
        wrong.push("recipientTo differs".to_owned());
    }
    let dates = [listed.date_sent.as_deref(), read.date_sent.as_deref()];
    if listed.date_sent.is_some() && !same_second(dates[0], dates[1]) {
        wrong.push("dateSent differs".to_owned());
    }
    t.record(
        Judgement::met(req::M_5_5_5_1, wrong.is_empty())
            .asked("SearchMessages and ReadMessage about one message in Sent")
            .accepts(["the same class, folder, status, recipients and date"])
            .observed(if wrong.is_empty() {
                "the same".to_owned()
            } else {
                wrong.join("; ")
            }),
    )
}
