//! 5.5.5.7 ReadMessage, ids that name no message: Table 19.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, message_folder, req};

use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;
use crate::under_test::ClaimKind;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![unknown_message(), malformed_id(), ids_of_other_things()]
}

/// 5.5.5.7: an id that no message has gives 701.
fn unknown_message() -> Case {
    Case::new(
        "5.5.5/unknown-message",
        "an id that no message has answers 701",
    )
    .clause("5.5.5.7")
    .covers(&[req::M_5_5_5_701])
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .body(|t| {
        let id = t.unique("CtkNone")?;
        let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
        t.judge_pair(
            &reply,
            &Expectation::fault(req::M_5_5_5_701, 701).by("R-30", "message-id"),
            701,
        )
    })
}

/// 5.3.6, R-30: an empty id, and ids with characters that none has, name no message.
fn malformed_id() -> Case {
    Case::new(
        "5.5.5/malformed-id",
        "an empty id and ids with illegal characters answer 701",
    )
    .clause("5.5.5.7")
    .covers(&[req::M_5_5_5_701])
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .body(|t| {
        let word = t.unique("ctk")?;
        for id in [
            String::new(),
            format!("{word} /&é"),
            format!("{word}."),
            format!("a.{word}.b"),
        ] {
            let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
            let expectation = Expectation::fault(req::M_5_5_5_701, 701).by("R-30", "message-id");
            t.judge(&reply, &expectation)?;
        }
        Ok(())
    })
}

/// 5.3.6: a session's id is no message's, nor is a message's id of page mode one of the session.
fn ids_of_other_things() -> Case {
    Case::new(
        "5.5.5/ids-of-other-things",
        "a session's id, and a page mode id in a session, answer 701",
    )
    .clause("5.5.5.7")
    .covers(&[req::M_5_5_5_701])
    .needs(&[
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEND_MESSAGE),
        Need::SessionMode,
        Need::Action(action::CREATE_SESSION),
        Need::Recipient,
    ])
    .own_objects(1)
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let message = t.messages().draft(class)?;
        let page = t.messages().sent(&message)?;
        let session = t.sessions().created(session_class)?;
        for id in [session.clone(), format!("{session}.{page}")] {
            let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
            // Where messages and sessions are counted by themselves, a message may be called as the session is.
            if reply.succeeded() && is_listed(t, &id)? {
                continue;
            }
            let expectation = Expectation::fault(req::M_5_5_5_701, 701).by("R-30", "message-id");
            t.judge(&reply, &expectation)?;
        }
        Ok(())
    })
}

/// A search lists a message of this id: of everything, or of a folder that a search of everything may leave out.
fn is_listed(t: &mut Tester<'_>, id: &str) -> Flow<bool> {
    if !t.dut().ics.has_action(action::SEARCH_MESSAGES) {
        return Ok(false);
    }
    for folder in ["", message_folder::DELETED, message_folder::CLOSED_SESSION] {
        if !folder.is_empty() && !t.dut().ics.shows(ClaimKind::Folders, folder) {
            continue;
        }
        let listed = t.folders().found(Criteria {
            folder,
            ..Criteria::default()
        })?;
        if listed.iter().any(|message| message.id == id) {
            return Ok(true);
        }
    }
    Ok(false)
}
