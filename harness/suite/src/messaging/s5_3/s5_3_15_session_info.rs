//! 5.3.15 A_ARG_TYPE_SessionInfo: the messages of a session, and 5.3.10.2: whom they are for.

use std::cmp::Ordering;

use ctk_model::document::Message;
use ctk_model::lexical::{DateTime, split_session_message_id};
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::session_parts::{everybody, has_member, left_out, receivers};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        list_of_messages(),
        incoming_listed(),
        search_agrees(),
        message_recipients(),
    ]
}

const NEEDS: [Need; 5] = [
    Need::SessionMode,
    Need::Action(action::SEND_MESSAGE),
    Need::Action(action::READ_MESSAGE),
    Need::Recipient,
    Need::RunningSession,
];

/// A message that the first TelCP sends into the session, once it is delivered, or the delivery time is over.
fn sent_into(t: &mut Tester<'_>, session: &str, class: &str) -> Flow<String> {
    let mut message = t.messages().draft(class)?;
    message.session_id = Some(session.to_owned());
    let id = t.messages().sent(&message)?;
    let within = t.dut().delivery_ms;
    t.await_until(
        within,
        |t| t.messages().read(&id),
        |seen| seen.as_ref().is_none_or(|seen| seen.date_sent.is_some()),
    )?;
    Ok(id)
}

/// When a message was sent or received.
fn moment(message: &Message) -> Option<DateTime> {
    message
        .date_sent
        .as_ref()
        .or(message.date_received.as_ref())
        .and_then(|text| DateTime::read(text).ok())
}

/// Whether the second moment is known to be after the first.
fn later(t: &mut Tester<'_>, first: &str, second: &str) -> Flow<bool> {
    let mut moments = Vec::with_capacity(2);
    for id in [first, second] {
        moments.push(t.messages().read(id)?.as_ref().and_then(moment));
    }
    Ok(match (&moments[0], &moments[1]) {
        (Some(first), Some(second)) => first.order(second) == Some(Ordering::Less),
        _ => false,
    })
}

/// The session's list of messages, once all of these are in it.
fn list_with(t: &mut Tester<'_>, session: &str, sent: &[String]) -> Flow<Vec<String>> {
    let info = t.sessions().info_until(session, |info| {
        info.messages
            .as_ref()
            .is_none_or(|list| sent.iter().all(|id| list.contains(id)))
    })?;
    info.messages.ok_or_else(|| left_out("listOfMessages"))
}

/// 5.3.15.2: listOfMessages is chronological, and has ids of the session's form. Messages of the same moment have no
/// order, so it is made sure that there are two of different moments.
fn list_of_messages() -> Case {
    Case::new(
        "5.3.15/list-of-messages",
        "listOfMessages has the messages of a session, oldest first",
    )
    .clause("5.3.15.2")
    .covers(&[req::M_5_3_15_3])
    .needs(&NEEDS)
    .own_objects(4)
    .body(|t| {
        let (class, message_class) = t.classes().conversation()?;
        let session = t.sessions().running(class)?;
        let mut sent = vec![sent_into(t, &session, message_class)?];
        list_with(t, &session, &sent)?;
        for pause in [0, 0, 1_100] {
            // Dates may have seconds only.
            if pause > 0 && later(t, &sent[0], &sent[sent.len() - 1])? {
                break;
            }
            t.pause(pause)?;
            sent.push(sent_into(t, &session, message_class)?);
        }
        judge_list(t, &session, &sent)
    })
}

/// 5.3.15.2: so are messages from both sides.
fn incoming_listed() -> Case {
    Case::new(
        "5.3.15/messages-of-both-sides",
        "listOfMessages has the messages of both sides, oldest first",
    )
    .clause("5.3.15.2")
    .covers(&[req::M_5_3_15_3])
    .needs(&NEEDS)
    .needs(&[Need::Stimulus(stimulus::INCOMING_MESSAGE)])
    .own_objects(2)
    .body(|t| {
        let (class, message_class) = t.classes().conversation()?;
        let session = t.sessions().running(class)?;
        let mut ids = vec![sent_into(t, &session, message_class)?];
        list_with(t, &session, &ids)?;
        let text = t.unique("Text of a peer ")?;
        ids.push(t.messages().incoming_with(
            message_class,
            &text,
            json!({ "session_id": session }),
        )?);
        judge_list(t, &session, &ids)
    })
}

fn judge_list(t: &mut Tester<'_>, session: &str, ids: &[String]) -> Flow {
    let list = list_with(t, session, ids)?;
    let mut wrong = Vec::new();
    for id in ids {
        match list.iter().position(|listed| listed == id) {
            None => wrong.push(format!("message {id} is not in the list")),
            Some(_) if split_session_message_id(id).is_none_or(|(of, _)| of != session) => {
                wrong.push(format!("{id:?} is not in the form {session:?}.MessageID"));
            }
            Some(_) => {}
        }
    }
    let place = |id: &String| list.iter().position(|listed| listed == id);
    for (at, earlier) in ids.iter().enumerate() {
        for after in &ids[at + 1..] {
            if place(earlier) > place(after) && later(t, earlier, after)? {
                wrong.push(format!(
                    "message {after} stands before {earlier}, which is older"
                ));
            }
        }
    }
    t.record(
        Judgement::met(req::M_5_3_15_3, wrong.is_empty())
            .asked(format!(
                "GetSessions by id {session:?}, after messages {}",
                ids.join(", ")
            ))
            .accepts(["each of them in listOfMessages, oldest first"])
            .observed(if wrong.is_empty() {
                "so it is".to_owned()
            } else {
                wrong.join("; ")
            }),
    )
}

/// 5.3.15.2, 5.5.4: listOfMessages and a search in the session find the same messages of ours.
fn search_agrees() -> Case {
    Case::new(
        "5.3.15/search-agrees",
        "a search in a session finds the messages that listOfMessages has",
    )
    .clause("5.3.15.2")
    .covers(&[req::M_5_3_15_3])
    .needs(&NEEDS)
    .needs(&[Need::Action(action::SEARCH_MESSAGES)])
    .own_objects(2)
    .body(|t| {
        let (class, message_class) = t.classes().conversation()?;
        let session = t.sessions().running(class)?;
        let sent = vec![
            sent_into(t, &session, message_class)?,
            sent_into(t, &session, message_class)?,
        ];
        let listed = list_with(t, &session, &sent)?;
        let reply = t.invoke(
            action::SEARCH_MESSAGES,
            &[
                ("MessageClass", ""),
                ("MessageFolder", ""),
                ("MessageStatus", ""),
                ("SessionID", &session),
            ],
        )?;
        t.arranged(&reply)?;
        let found: Vec<String> = t
            .documents()
            .messages(&reply)?
            .into_iter()
            .map(|message| message.id)
            .collect();
        // Messages in Deleted may be left out of the one or the other; none of ours is there.
        let only: Vec<&String> = sent
            .iter()
            .filter(|id| listed.contains(id) != found.contains(id))
            .collect();
        t.record(
            Judgement::met(req::M_5_3_15_3, only.is_empty())
                .asked(&reply.asked)
                .accepts(["the messages that are in the session's listOfMessages"])
                .observed(if only.is_empty() {
                    "the same messages".to_owned()
                } else {
                    format!("listed {listed:?}, found {found:?}")
                })
                .exchanges([reply.exchange]),
        )
    })
}

/// 5.3.10.2: the recipients of a message in a session are those who take part in it when it comes: one who was added is
/// there, one who was removed is not.
fn message_recipients() -> Case {
    Case::new(
        "5.3.10/recipients-of-session",
        "a message in a session shows those who take part in it at that time",
    )
    .clause("5.3.10.2")
    .covers(&[req::M_5_3_10_8])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::MODIFY_SESSION),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .body(judge_message_recipients)
}

fn judge_message_recipients(t: &mut Tester<'_>) -> Flow {
    let (class, message_class) = t.classes().conversation()?;
    let session = t.sessions().running(class)?;
    let before = t.sessions().info(&session)?;
    let guest = t.recipients().somebody_else(class, &before)?;
    let list = ctk_model::document::Recipients::to_ids(&[&guest]).to_xml();
    for (argument, present) in [
        ("SessionRecipientsToAdd", true),
        ("SessionRecipientsToRemove", false),
    ] {
        let reply = t.sessions().modify(&session, &[(argument, &list)])?;
        t.arranged(&reply)?;
        let fits = |info: &ctk_model::document::SessionInfo| {
            has_member(&receivers(&info.recipients), &guest) == present
        };
        let info = t.sessions().info_until(&session, fits)?;
        if !fits(&info) {
            return Err(Stop::inconclusive(format!(
                "{argument} with {guest} has no effect on session {session}"
            )));
        }
        let text = t.unique("Text of a peer ")?;
        let id =
            t.messages()
                .incoming_with(message_class, &text, json!({ "session_id": session }))?;
        let message = t
            .messages()
            .read(&id)?
            .ok_or_else(|| Stop::inconclusive(format!("message {id} cannot be read")))?;
        let people = everybody(&message.recipients);
        let word = if present { "takes" } else { "does not take" };
        t.record(
            Judgement::met(req::M_5_3_10_8, has_member(&people, &guest) == present)
                .asked(format!(
                    "ReadMessage of {id}, which came while {guest} {word} part"
                ))
                .accepts([if present {
                    "the participant that was added is among the recipients"
                } else {
                    "the participant that was removed is not among the recipients"
                }])
                .observed(format!("the message is for {people:?}")),
        )?;
    }
    Ok(())
}
