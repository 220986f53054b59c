//! 5.5.8 CreateSession: Tables 24, 25.

mod refused;
mod undecided;

use ctk_model::document::{Peer, Recipients, SessionInfo};
use ctk_model::event_text::EventText;
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::facts;
use ctk_vectors::messaging_2::{action, req, session_class, session_status};

use crate::arrange::SeenSession;
use crate::arrange::bad_recipients::{BAD_RECIPIENTS, BadRecipients};
use crate::arrange::message_class_in;
use crate::arrange::session_parts::{ids, left_out, same_members, same_types, session_id};
use crate::case::slug::slug;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::{Statement, Tester};
use refused::{
    invalid_class, no_recipient_to, recipients_empty, recipients_invalid, unsupported_class,
};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![class_and_recipients(), copies(), subject(), content_types()];
    let classes = || {
        facts()
            .values(6)
            .into_iter()
            .flat_map(|table| &table.values)
    };
    cases.extend(classes().map(|value| created_pending(&value.value)));
    cases.extend(
        facts()
            .values(3)
            .into_iter()
            .flat_map(|table| &table.values)
            .map(|value| first_message_decides(&value.value)),
    );
    cases.push(undecided::refused_message_decides_nothing());
    cases.push(recipients_empty());
    cases.extend(BAD_RECIPIENTS.iter().map(recipients_invalid));
    cases.extend([no_recipient_to(), invalid_class(), unsupported_class()]);
    cases
}

const NEEDS: [Need; 3] = [
    Need::SessionMode,
    Need::Action(action::CREATE_SESSION),
    Need::Recipient,
];

const TYPES: &str = "text/plain,image/png";

/// 5.5.8.2: GetSessions shows the class and the recipients that were given (R-63 for what else may stand there).
fn class_and_recipients() -> Case {
    Case::new(
        "5.5.8/class-and-recipients",
        "GetSessions shows the class and the recipients a session was created with",
    )
    .clause("5.5.8.2")
    .covers(&[req::M_5_5_8_1, req::M_5_5_8_3])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let to = t.recipients().up_to_two(&class)?;
        let list = Recipients::to_ids(&to);
        let subject = t.unique("Subject ")?;
        let reply = t
            .sessions()
            .create_with(&class, &list.to_xml(), &subject, TYPES)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_8_1))?;
        let info = shown(t, &session_id(&reply)?)?;
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        let seen = ids(&info.recipients.to);
        t.record(
            Judgement::met(
                req::M_5_5_8_3,
                info.class == class && same_members(&seen, &to),
            )
            .asked(&reply.asked)
            .accepts([&format!("sessionClass {class:?} and recipientTo {to:?}")])
            .observed(format!(
                "sessionClass {:?} and recipientTo {seen:?}",
                info.class
            ))
            .exchanges([reply.exchange]),
        )
    })
}

/// 5.5.8.2: recipients of copies stay what they are.
fn copies() -> Case {
    Case::new("5.5.8/copies", "a recipient of a copy is shown as such")
        .clause("5.5.8.2")
        .covers(&[req::M_5_5_8_3])
        .needs(&NEEDS)
        .needs(&[Need::SessionClass(session_class::E_MAIL)])
        .own_objects(0)
        .body(|t| {
            let addresses = t.recipients().several(session_class::E_MAIL, 2)?;
            let list = Recipients {
                to: vec![Peer::new(&addresses[0])],
                cc: vec![Peer::new(&addresses[1])],
                bcc: Vec::new(),
                from: Some(Peer::new("")),
            };
            let subject = t.unique("Subject ")?;
            let reply =
                t.sessions()
                    .create_with(session_class::E_MAIL, &list.to_xml(), &subject, TYPES)?;
            t.arranged(&reply)?;
            let info = shown(t, &session_id(&reply)?)?;
            let (to, cc) = (ids(&info.recipients.to), ids(&info.recipients.cc));
            t.record(
                Judgement::met(
                    req::M_5_5_8_3,
                    same_members(&to, &[&addresses[0]]) && same_members(&cc, &[&addresses[1]]),
                )
                .asked(&reply.asked)
                .accepts([&format!(
                    "recipientTo {:?} and recipientCc {:?}",
                    addresses[0], addresses[1]
                )])
                .observed(format!("recipientTo {to:?} and recipientCc {cc:?}"))
                .exchanges([reply.exchange]),
            )
        })
}

/// 5.5.8.2: GetSessions shows the subject that was given, where it shows one at all.
fn subject() -> Case {
    Case::new(
        "5.5.8/subject",
        "GetSessions shows the subject a session was created with",
    )
    .clause("5.5.8.2")
    .covers(&[req::M_5_5_8_3])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let to = t.recipients().up_to_two(&class)?;
        let subject = t.unique("Subject of several words ")?;
        let id = t.sessions().created_with(&class, &to, &subject, TYPES)?;
        let seen = shown(t, &id)?.subject.ok_or_else(|| left_out("subject"))?;
        judge_part(t, "subject", seen == subject, &subject, &seen)
    })
}

/// 5.5.8.2: GetSessions shows the content types that were given, where it shows them at all.
fn content_types() -> Case {
    Case::new(
        "5.5.8/content-types",
        "GetSessions shows the content types a session was created with",
    )
    .clause("5.5.8.2")
    .covers(&[req::M_5_5_8_3])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let to = t.recipients().up_to_two(&class)?;
        let subject = t.unique("Subject ")?;
        let id = t.sessions().created_with(&class, &to, &subject, TYPES)?;
        let seen = shown(t, &id)?
            .supported_content_type
            .ok_or_else(|| left_out("supportedContentType"))?;
        judge_part(
            t,
            "supportedContentType",
            same_types(&seen, TYPES),
            TYPES,
            &seen,
        )
    })
}

fn judge_part(t: &mut Tester<'_>, name: &str, right: bool, given: &str, seen: &str) -> Flow {
    t.record(
        Judgement::met(req::M_5_5_8_3, right)
            .asked(format!(
                "CreateSession with {name} {given:?}, then GetSessions"
            ))
            .accepts([&format!("{name} {given:?}")])
            .observed(format!("{name} {seen:?}")),
    )
}

/// What GetSessions shows of a session that has just been created.
fn shown(t: &mut Tester<'_>, id: &str) -> Flow<SessionInfo> {
    let within = t.dut().settle_ms;
    let seen = t.await_until(
        within,
        |t| t.sessions().look_at(id),
        |seen| seen.info().is_some(),
    )?;
    match seen {
        SeenSession::Listed(info) => Ok(*info),
        SeenSession::Nonexistent => Err(Stop::inconclusive(format!(
            "GetSessions does not know session {id}, which has just been created"
        ))),
    }
}

/// 5.6.1.2 a: a created session is Pending. It counts as Running where the acceptance is shown, and without it as a
/// remark where nobody is invited; where somebody is, that is wrong.
fn created_pending(class: &'static str) -> Case {
    Case::new(
        format!("5.5.8/pending-{}", slug(class)),
        format!("a session of class {class} that was created is Pending"),
    )
    .clause("5.6.1.2")
    .covers(&[req::M_5_5_8_2, req::M_F3_NONE_CREATESESSION])
    .needs(&NEEDS)
    .needs(&[Need::SessionClass(class)])
    .own_objects(0)
    .derived()
    .body(move |t| {
        let reply = t.sessions().create(class)?;
        t.arranged(&reply)?;
        let id = session_id(&reply)?;
        let listed = [session_status::PENDING, session_status::RUNNING];
        let seen = t.sessions().look_until(&id, &listed)?;
        let state = seen.state().to_owned();
        let invited = matches!(class, session_class::CHAT | session_class::FILE_TRANSFER);
        for requirement in [req::M_5_5_8_2, req::M_F3_NONE_CREATESESSION] {
            let accepted = [
                session_status::PENDING,
                "Running, after an acceptance that is shown (R-67)",
            ];
            let statement = Statement {
                asked: &reply.asked,
                accepted: &accepted,
                observed: format!("GetSessions shows it {state}"),
                exchanges: &[reply.exchange],
            };
            if state == session_status::RUNNING && !acceptance_shown(t, &id)? && !invited {
                t.remark(requirement, "R-67", &statement)?;
            } else {
                let right = state == session_status::PENDING
                    || state == session_status::RUNNING && acceptance_shown(t, &id)?;
                t.require(requirement, right, &statement)?;
            }
        }
        Ok(())
    })
}

/// Whether GetSessionUpdates tells that the session was accepted.
fn acceptance_shown(t: &mut Tester<'_>, id: &str) -> Flow<bool> {
    if !t.dut().ics.has_action(action::GET_SESSION_UPDATES) {
        return Err(Stop::inconclusive(
            "the session is Running, and without GetSessionUpdates it cannot be told whether somebody accepted it",
        ));
    }
    let reply = t.invoke(action::GET_SESSION_UPDATES, &[])?;
    t.arranged(&reply)?;
    let updates = t.documents().session_updates(&reply)?;
    Ok(updates
        .0
        .iter()
        .filter(|update| update.session_id == id)
        .flat_map(|update| &update.events)
        .any(|event| {
            EventText::read(event)
                .meant()
                .is_some_and(|meant| meant.slug == "accepted")
        }))
}

/// 5.5.8.3: of a session that was created without class, the first message decides the class. What is shown before is
/// left open.
fn first_message_decides(class: &'static str) -> Case {
    Case::new(
        format!("5.5.8/first-message-decides-{}", slug(class)),
        format!("a first message of class {class} decides the class of a session without one"),
    )
    .clause("5.5.8.3")
    .covers(&[req::M_5_5_8_4])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::SEND_MESSAGE),
        Need::MessageClass(class),
        Need::RunningSession,
    ])
    .own_objects(1)
    .derived()
    .body(move |t| {
        let wanted = session_class_of(class);
        if !t.dut().ics.has_session_class(wanted) {
            return Err(Stop::NotApplicable(format!(
                "session class {wanted} is not supported"
            )));
        }
        let to = t.recipients().several(class, 1)?;
        let subject = t.unique("Subject ")?;
        let list = Recipients::to_ids(&to).to_xml();
        let reply = t.sessions().create_with("", &list, &subject, "")?;
        t.judge(&reply, &Expectation::success(req::M_5_5_8_4))?;
        let id = session_id(&reply)?;
        if !t.sessions().establish(&id, "")? {
            return Err(Stop::inconclusive(
                "the session without class does not become Running",
            ));
        }
        t.messages().sent_in(&id, class)?;
        let info = t.sessions().info_until(&id, |info| info.class == wanted)?;
        t.record(
            Judgement::met(req::M_5_5_8_4, info.class == wanted)
                .asked(format!(
                    "CreateSession without class, then a first message of class {class}"
                ))
                .accepts([&format!("sessionClass {wanted:?}")])
                .observed(format!("sessionClass {:?}", info.class))
                .exchanges([reply.exchange]),
        )
    })
}

/// The session class whose messages are of this class.
fn session_class_of(message: &str) -> &'static str {
    facts()
        .values(6)
        .into_iter()
        .flat_map(|table| &table.values)
        .map(|value| value.value.as_str())
        .find(|class| *class != session_class::FILE_TRANSFER && message_class_in(class) == message)
        .unwrap_or(session_class::CHAT)
}
