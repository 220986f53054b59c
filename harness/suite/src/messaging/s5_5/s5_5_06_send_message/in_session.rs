//! 5.5.6 SendMessage in session mode: where the message belongs, and which classes a session takes.

use ctk_model::document::{Peer, Recipients, SessionInfo};
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::facts;
use ctk_vectors::messaging_2::{action, message_class, req, session_class};
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::folders::Criteria;
use crate::arrange::message_class_in;
use crate::arrange::session_parts::{everybody, has_member};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::under_test::ClaimKind;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let table = facts().values(6);
    let classes = table.into_iter().flat_map(|table| &table.values);
    let mut cases: Vec<Case> = classes
        .map(|class| class.value.as_str())
        .filter(|class| *class != session_class::FILE_TRANSFER)
        .map(belongs)
        .collect();
    cases.extend([
        empty_class(),
        mixed_takes_any(),
        other_class(),
        listed_everywhere(),
        answer(),
    ]);
    cases
}

fn in_session(
    id: impl Into<String>,
    purpose: impl Into<String>,
    requirement: &'static str,
) -> Case {
    Case::new(id.into(), purpose.into())
        .clause("5.5.6")
        .covers(&[requirement])
        .needs(&[
            Need::Action(action::SEND_MESSAGE),
            Need::Action(action::READ_MESSAGE),
            Need::SessionMode,
            Need::RunningSession,
            Need::Recipient,
        ])
        .own_objects(1)
}

/// 5.5.6: a message of the session's class is taken; it is the session's.
fn belongs(session_class: &'static str) -> Case {
    let slug = session_class.to_lowercase();
    in_session(
        format!("5.5.6/in-session-{slug}"),
        format!("a message sent in a session of class {session_class} belongs to it"),
        req::M_5_5_6_7,
    )
    .needs(&[Need::SessionClass(session_class)])
    .derived()
    .body(move |t| {
        let class = t
            .classes()
            .first_message(&[message_class_in(session_class)])
            .or_else(|| {
                let any = [
                    message_class::INSTANT_MESSAGE,
                    message_class::SMS,
                    message_class::E_MAIL,
                    message_class::MMS,
                ];
                (session_class == session_class::MIXED)
                    .then(|| t.classes().first_message(&any))
                    .flatten()
            })
            .ok_or_else(|| {
                Stop::NotApplicable(format!(
                    "no message class goes with session class {session_class}"
                ))
            })?;
        let session = t.sessions().running(session_class)?;
        let message = t.messages().draft_in(&session, class)?;
        let reply = t.messages().send(&message)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_6_7))?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        judge_belongs(t, &session, &id, reply.exchange)
    })
}

/// The message names the session; where it does not, its id does. What the id looks like is judged in 5.3.6.
fn judge_belongs(t: &mut Tester<'_>, session: &str, id: &str, exchange: u32) -> Flow {
    let read = t.messages().read(id)?;
    let shown = read.as_ref().and_then(|message| {
        let by_id = id.split_once('.').map(|(first, _)| first.to_owned());
        message.session_id.clone().or(by_id)
    });
    t.record(
        Judgement::met(req::M_5_5_6_7, shown.as_deref() == Some(session))
            .asked("SendMessage in a session, ReadMessage")
            .accepts(["a message of the session"])
            .observed(match (&read, &shown) {
                (None, _) => format!("no message has the id {id:?}"),
                (Some(_), Some(shown)) => {
                    format!("{id:?} in session {shown:?}; sent in {session:?}")
                }
                (Some(_), None) => format!("{id:?} in no session; sent in {session:?}"),
            })
            .exchanges([exchange]),
    )
}

/// 5.5.6.3: in a session the class that is left to the device is the session's.
fn empty_class() -> Case {
    in_session(
        "5.5.6/in-session-empty-class",
        "a message without class gets the class of its session",
        req::M_5_5_6_5,
    )
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let mut message = t.messages().draft_in(&session, class)?;
        message.class = String::new();
        let reply = t.messages().send(&message)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_6_5))?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        let Some(read) = t.messages().read(&id)? else {
            return Err(Stop::inconclusive(format!("message {id} cannot be read")));
        };
        // In a Mixed session, which takes any class, the choice is the device's.
        let mixed = session_class == session_class::MIXED;
        let accepted = match mixed {
            true => "a class of the device's capabilities",
            false => class,
        };
        let right = match mixed {
            true => !t.dut().ics.lacks(ClaimKind::MessageClasses, &read.class),
            false => read.class == class,
        };
        t.record(
            Judgement::met(req::M_5_5_6_5, right)
                .asked(&reply.asked)
                .accepts([accepted])
                .observed(format!("messageClass {:?}", read.class))
                .exchanges([reply.exchange]),
        )
    })
}

/// 5.5.6.4: once its class was changed, and so became Mixed, a session takes messages of any class.
fn mixed_takes_any() -> Case {
    in_session(
        "5.5.6/mixed-session-takes-any-class",
        "a session that was made Mixed takes messages of every class",
        req::M_5_5_6_7,
    )
    .clause("5.5.6.4")
    .needs(&[
        Need::SessionClass(session_class::MIXED),
        Need::Action(action::MODIFY_SESSION),
    ])
    .own_objects(4)
    .body(|t| {
        let (session_class, _) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let reply = t
            .sessions()
            .modify(&session, &[("SessionClass", session_class::MIXED)])?;
        t.arranged(&reply)?;
        let is_mixed = t
            .sessions()
            .look_at(&session)?
            .info()
            .is_some_and(|info| info.class == session_class::MIXED);
        if !is_mixed {
            return Err(Stop::inconclusive(
                "the session is not Mixed after its class was changed",
            ));
        }
        let mut tried = false;
        for class in [
            message_class::INSTANT_MESSAGE,
            message_class::SMS,
            message_class::E_MAIL,
            message_class::MMS,
        ] {
            if !t.dut().ics.has_message_class(class) {
                continue;
            }
            // To an address that fits the class, whose owner takes part.
            let message = t.messages().draft_in(&session, class)?;
            if !invites(t, &session, &message.recipients.to)? {
                continue;
            }
            let reply = t.messages().send(&message)?;
            t.judge(&reply, &Expectation::success(req::M_5_5_6_7))?;
            let id = reply.output("MessageID").unwrap_or_default().to_owned();
            judge_belongs(t, &session, &id, reply.exchange)?;
            tried = true;
        }
        if !tried {
            return Err(Stop::inconclusive(
                "nobody whom a message could go to took part in the session (5.5.9/adds-recipient)",
            ));
        }
        Ok(())
    })
}

/// Whether all of them take part in the session, now that those were added who did not.
fn invites(t: &mut Tester<'_>, session: &str, peers: &[Peer]) -> Flow<bool> {
    for peer in peers {
        let is_in = |info: &SessionInfo| has_member(&everybody(&info.recipients), &peer.id);
        if is_in(&t.sessions().info(session)?) {
            continue;
        }
        let list = Recipients::to_ids(&[&peer.id]).to_xml();
        let added = t
            .sessions()
            .modify(session, &[("SessionRecipientsToAdd", &list)])?;
        if !added.succeeded() || !is_in(&t.sessions().info_until(session, is_in)?) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// 5.5.6.4, R-10: a session that is not Mixed takes its own class alone; to see to that is the control point's duty.
fn other_class() -> Case {
    in_session(
        "5.5.6/in-session-other-class",
        "a message of another class than its session's is not taken",
        req::M_5_5_6_8,
    )
    .clause("5.5.6.4")
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let others = [
            message_class::SMS,
            message_class::E_MAIL,
            message_class::INSTANT_MESSAGE,
        ];
        let Some(other) = others
            .into_iter()
            .find(|other| *other != class && t.dut().ics.has_message_class(other))
        else {
            return Err(Stop::NotApplicable(
                "no second message class is supported".to_owned(),
            ));
        };
        let session = t.sessions().running(session_class)?;
        let mut message = t.messages().draft_in(&session, other)?;
        message.recipients.to = vec![Peer::new(&t.recipients().one(session_class)?)];
        let reply = t.messages().send(&message)?;
        let expectation = Expectation::of(req::M_5_5_6_8).by("R-10", "class-mismatch");
        t.judge(&reply, &expectation)
    })
}

/// 5.5.4, 5.5.12: SearchMessages, ReadMessage and GetSessions agree about a session's messages.
fn listed_everywhere() -> Case {
    in_session(
        "5.5.6/in-session-listed-everywhere",
        "a session's message is in the session's list, and in a search of the session",
        req::M_5_5_6_7,
    )
    .needs(&[Need::Action(action::SEARCH_MESSAGES)])
    .own_objects(2)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let mut ids = Vec::new();
        for _ in 0..2 {
            let message = t.messages().draft_in(&session, class)?;
            ids.push(t.messages().sent(&message)?);
        }
        let within = t.dut().settle_ms;
        let missing = t.await_until(
            within,
            |t| missing_somewhere(t, &session, &ids),
            Vec::is_empty,
        )?;
        t.record(
            Judgement::met(req::M_5_5_6_7, missing.is_empty())
                .asked("SendMessage twice in a session, SearchMessages, GetSessions")
                .accepts(["both messages in both lists", "no listOfMessages (R-61)"])
                .observed(if missing.is_empty() {
                    "both messages are listed".to_owned()
                } else {
                    missing.join("; ")
                }),
        )
    })
}

/// 5.3.10.2, 5.3.6: the message that is answered has an id in the form of session mode, and all of it comes back.
fn answer() -> Case {
    in_session(
        "5.5.6/in-session-reply-id",
        "the id of a session's message that is answered is read as it was sent",
        req::M_5_5_6_6,
    )
    .clause("5.5.5.2")
    .own_objects(2)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let answered = if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) {
            let text = t.unique("Question ")?;
            let within = json!({ "session_id": session });
            t.messages().incoming_with(class, &text, within)?
        } else {
            t.messages().sent_in(&session, class)?
        };
        let mut message = t.messages().draft_in(&session, class)?;
        message.reply_to = Some(answered.clone());
        let reply = t.messages().send(&message)?;
        t.arranged(&reply)?;
        let id = reply.output("MessageID").unwrap_or_default().to_owned();
        let Some(read) = t.messages().read(&id)? else {
            return Err(Stop::inconclusive(format!("message {id} cannot be read")));
        };
        let observed = match &read.reply_to {
            Some(seen) => format!("replyMessageID {seen:?}"),
            None => "no replyMessageID".to_owned(),
        };
        t.record(
            Judgement::met(req::M_5_5_6_6, read.reply_to.as_ref() == Some(&answered))
                .asked("SendMessage in a session in answer to a message of it, ReadMessage")
                .accepts([&format!("replyMessageID {answered:?}")])
                .observed(observed)
                .exchanges([reply.exchange]),
        )
    })
}

/// Where the messages are missing: in a search of the session, or in its list.
fn missing_somewhere(t: &mut Tester<'_>, session: &str, ids: &[String]) -> Flow<Vec<String>> {
    let found = t.folders().found(Criteria {
        session,
        ..Criteria::default()
    })?;
    let seen = t.sessions().look_at(session)?;
    let in_list = seen.info().and_then(|info| info.messages.clone());
    let mut missing = Vec::new();
    for id in ids {
        if !found.iter().any(|message| message.id == *id) {
            missing.push(format!("{id} is not in a search of the session"));
        }
        if in_list.as_ref().is_some_and(|list| !list.contains(id)) {
            missing.push(format!("{id} is not in listOfMessages"));
        }
    }
    Ok(missing)
}
