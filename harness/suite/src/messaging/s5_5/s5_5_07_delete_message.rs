//! 5.5.7 DeleteMessage: Tables 22, 23.

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, message_folder, message_status, req};
use ctk_vectors::stimulus;

use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::judging::message_diff::judge_details;
use crate::tester::Tester;
use crate::under_test::ClaimKind;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        moves_to_deleted(),
        removes_from_deleted(),
        removes_without_folder(),
        keeps_status("received", Source::Received),
        keeps_status("read", Source::Read),
        keeps_status("outgoing", Source::Outgoing),
        keeps_status("sent", Source::Sent),
        in_a_session(),
        spares_others(),
        unknown_message(),
        gone_message(),
        malformed_id(),
    ]
}

fn deleting(id: impl Into<String>, purpose: impl Into<String>, requirement: &'static str) -> Case {
    Case::new(id.into(), purpose.into())
        .clause("5.5.7.3")
        .covers(&[requirement])
        .needs(&[
            Need::Action(action::DELETE_MESSAGE),
            Need::Action(action::READ_MESSAGE),
            Need::Action(action::SEND_MESSAGE),
            Need::Recipient,
        ])
        .own_objects(1)
}

/// 5.5.7.3, R-24: where there is a Deleted folder the message goes there, whole, and its id stays valid.
fn moves_to_deleted() -> Case {
    deleting(
        "5.5.7/moves-to-deleted",
        "a deleted message is in Deleted, and its id still leads to all of it",
        req::M_5_5_7_1,
    )
    .needs(&[Need::Folder(message_folder::DELETED)])
    .body(|t| {
        let class = t.classes().any_message()?;
        let message = t.messages().draft(&class)?;
        let id = t.messages().sent(&message)?;
        t.folders().delivered(&id)?;
        let Some(before) = t.messages().read(&id)? else {
            return Err(Stop::inconclusive(format!("message {id} cannot be read")));
        };
        let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
        t.judge(&reply, &Expectation::success(req::M_5_5_7_1))?;
        let within = t.dut().settle_ms;
        t.folders()
            .look_until(&id, within, &[message_folder::DELETED])?;
        let read = judge_details(t, req::M_5_5_7_1, &id, &before)?;
        t.record(
            Judgement::met(req::M_5_5_7_1, read.folder == message_folder::DELETED)
                .asked(&reply.asked)
                .accepts(["messageFolder Deleted"])
                .observed(format!("messageFolder {:?}", read.folder))
                .exchanges([reply.exchange]),
        )
    })
}

/// A message is nowhere any more: ReadMessage does not know it, and no search lists it.
fn judge_gone(t: &mut Tester<'_>, requirement: &str, id: &str) -> Flow {
    let within = t.dut().settle_ms;
    let reply = t.await_until(
        within,
        |t| t.invoke(action::READ_MESSAGE, &[("MessageID", id)]),
        |reply| !reply.succeeded(),
    )?;
    t.judge(
        &reply,
        &Expectation::fault(requirement, 701).by("R-30", "message-id"),
    )?;
    if !t.dut().ics.has_action(action::SEARCH_MESSAGES) {
        return Ok(());
    }
    let mut folders = vec![""];
    if t.dut().ics.has_folder(message_folder::DELETED) {
        folders.push(message_folder::DELETED);
    }
    for folder in folders {
        let listed = t.folders().found(Criteria {
            folder,
            ..Criteria::default()
        })?;
        let present = listed.iter().any(|message| message.id == id);
        t.record(
            Judgement::met(requirement, !present)
                .asked("SearchMessages after the message was removed")
                .accepts(["a list without it"])
                .observed(if present {
                    format!("{id} is listed")
                } else {
                    "it is not listed".to_owned()
                }),
        )?;
    }
    Ok(())
}

/// 5.5.7.3: deleting from Deleted removes for good.
fn removes_from_deleted() -> Case {
    deleting(
        "5.5.7/removes-from-deleted",
        "a message that is deleted from Deleted is gone",
        req::M_5_5_7_2,
    )
    .needs(&[Need::Folder(message_folder::DELETED)])
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.folders().in_deleted(&class)?;
        let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
        t.judge(&reply, &Expectation::success(req::M_5_5_7_2))?;
        judge_gone(t, req::M_5_5_7_2, &id)
    })
}

/// 5.5.7.3: without a Deleted folder the first DeleteMessage removes for good.
fn removes_without_folder() -> Case {
    deleting(
        "5.5.7/removes-without-deleted",
        "without a Deleted folder a deleted message is gone",
        req::M_5_5_7_3,
    )
    .needs(&[Need::NoFolder(message_folder::DELETED)])
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.folders().in_sent(&class)?;
        let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
        t.judge(&reply, &Expectation::success(req::M_5_5_7_3))?;
        judge_gone(t, req::M_5_5_7_3, &id)
    })
}

/// Where the message is before it is deleted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Received,
    Read,
    Outgoing,
    Sent,
}

/// 5.5.7.3: Unread stays Unread, Read stays Read.
fn keeps_status(name: &str, source: Source) -> Case {
    let what = match source {
        Source::Received => "an unread incoming message is still Unread",
        Source::Read => "an incoming message that was read is still Read",
        Source::Outgoing => "a message from Outgoing has the status it had there",
        Source::Sent => "a message from Sent is still Read",
    };
    let case = deleting(
        format!("5.5.7/keeps-status-{name}"),
        format!("in Deleted {what}"),
        req::M_5_5_7_4,
    )
    .needs(&[
        Need::Folder(message_folder::DELETED),
        Need::Action(action::SEARCH_MESSAGES),
    ]);
    let case = match source {
        Source::Received | Source::Read => {
            case.needs(&[Need::Stimulus(stimulus::INCOMING_MESSAGE)])
        }
        Source::Outgoing => case
            .needs(&[Need::Stimulus(stimulus::HOLD_OUTGOING)])
            .alone(),
        Source::Sent => case,
    };
    case.body(move |t| judge_keeps_status(t, source))
}

fn judge_keeps_status(t: &mut Tester<'_>, source: Source) -> Flow {
    let class = t.classes().any_message()?;
    let id = match source {
        Source::Outgoing => t.folders().in_outgoing(&class)?,
        Source::Sent => t.folders().in_sent(&class)?,
        Source::Received | Source::Read => t.messages().incoming(&class)?,
    };
    if source == Source::Read {
        t.messages().read(&id)?;
    }
    // The second look tells what the first one changed, if it did.
    t.folders().look_at(&id)?;
    let before = t.folders().look_at(&id)?;
    if source == Source::Received && before.status() != Some(message_status::UNREAD) {
        return Err(Stop::inconclusive("a message that arrived is not Unread"));
    }
    let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
    t.arranged(&reply)?;
    let after = status_in_deleted(t, &id)?;
    let Some(status) = before.status() else {
        return Err(Stop::inconclusive(
            "a search of everything does not list the message",
        ));
    };
    if source == Source::Outgoing && after != status {
        t.folders().expect_held(&class)?;
    }
    t.record(
        Judgement::met(req::M_5_5_7_4, after == status)
            .asked(&reply.asked)
            .accepts([status])
            .observed(format!("messageStatus {after:?} in Deleted"))
            .exchanges([reply.exchange]),
    )
}

fn status_in_deleted(t: &mut Tester<'_>, id: &str) -> Flow<String> {
    let within = t.dut().settle_ms;
    let deleted = Criteria {
        folder: message_folder::DELETED,
        ..Criteria::default()
    };
    let listed = t.await_until(
        within,
        |t| t.folders().found(deleted),
        |listed| listed.iter().any(|message| message.id == id),
    )?;
    listed
        .into_iter()
        .find(|message| message.id == id && message.folder == message_folder::DELETED)
        .map(|message| message.status)
        .ok_or_else(|| {
            Stop::inconclusive(format!("a search in Deleted does not list message {id}"))
        })
}

/// 5.5.7.3: a message in a session is deleted like any other.
fn in_a_session() -> Case {
    deleting(
        "5.5.7/in-a-session",
        "a message in a running session is deleted by its id",
        req::M_5_5_7_1,
    )
    .covers(&[req::M_5_5_7_3])
    .needs(&[Need::SessionMode, Need::RunningSession])
    .body(|t| {
        let (session_class, class) = t.classes().conversation()?;
        let session = t.sessions().running(session_class)?;
        let message = t.messages().draft_in(&session, class)?;
        let id = t.messages().sent(&message)?;
        t.folders().delivered(&id)?;
        let (requirement, due) = after_deletion(t);
        let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
        let within = t.dut().settle_ms;
        let after = t.folders().look_until(&id, within, due)?;
        let expectation = Expectation::success_then(requirement, due);
        let observed = reply.observed(Some(after.folder()));
        t.judge_after(&reply, &expectation, &observed)
    })
}

/// What says where a message is after it was deleted once, and where: in Deleted where the device has that folder, else
/// nowhere. Where it shows no folders either will do.
fn after_deletion(t: &Tester<'_>) -> (&'static str, &'static [&'static str]) {
    const DELETED: &[&str] = &[message_folder::DELETED];
    const NOWHERE: &[&str] = &[message_folder::NONEXISTENT];
    const EITHER: &[&str] = &[message_folder::DELETED, message_folder::NONEXISTENT];
    let ics = &t.dut().ics;
    let kind = ClaimKind::Folders;
    match ics.shows(kind, message_folder::DELETED) {
        true => (req::M_5_5_7_1, DELETED),
        false if ics.lacks(kind, message_folder::DELETED) => (req::M_5_5_7_3, NOWHERE),
        false => (req::M_5_5_7_3, EITHER),
    }
}

/// 5.5.7.3: no other message is touched.
fn spares_others() -> Case {
    deleting(
        "5.5.7/spares-others",
        "of two messages that say the same the other one stays",
        req::M_5_5_7_1,
    )
    .covers(&[req::M_5_5_7_3])
    .own_objects(2)
    .body(|t| {
        let class = t.classes().any_message()?;
        let message = t.messages().draft(&class)?;
        let gone = t.messages().sent(&message)?;
        let stays = t.messages().sent(&message)?;
        if gone == stays {
            return Err(Stop::inconclusive("both messages have one id"));
        }
        t.folders().delivered(&gone)?;
        let before = t.folders().delivered(&stays)?;
        if before.folder() != message_folder::SENT {
            return Err(Stop::inconclusive(format!(
                "message {stays} was {} before the other one was deleted (5.5.6/sent-and-read judges that)",
                before.describe()
            )));
        }
        let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &gone)])?;
        t.arranged(&reply)?;
        let seen = t.folders().look_at(&stays)?;
        let (requirement, _) = after_deletion(t);
        t.record(
            Judgement::met(requirement, seen.folder() == message_folder::SENT)
                .asked(&reply.asked)
                .accepts(["the other message is in Sent"])
                .observed(seen.describe())
                .exchanges([reply.exchange]),
        )
    })
}

/// 5.5.7.7: an id that no message has gives 701.
fn unknown_message() -> Case {
    Case::new(
        "5.5.7/unknown-message",
        "deleting an id that no message has answers 701",
    )
    .clause("5.5.7.7")
    .covers(&[req::M_5_5_7_701])
    .needs(&[Need::Action(action::DELETE_MESSAGE)])
    .body(|t| {
        let id = t.unique("CtkNone")?;
        let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
        let expectation = Expectation::fault(req::M_5_5_7_701, 701).by("R-30", "message-id");
        t.judge_pair(&reply, &expectation, 701)
    })
}

/// 5.5.7.7: nor is there one any more that was removed.
fn gone_message() -> Case {
    deleting(
        "5.5.7/removed-message",
        "deleting a message that was removed answers 701",
        req::M_5_5_7_701,
    )
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.folders().in_sent(&class)?;
        let (_, due) = after_deletion(t);
        let times = if due.contains(&message_folder::DELETED) {
            2
        } else {
            1
        };
        for _ in 0..times {
            let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
            t.arranged(&reply)?;
        }
        let within = t.dut().settle_ms;
        if t.folders()
            .look_until(&id, within, &[message_folder::NONEXISTENT])?
            .folder()
            != message_folder::NONEXISTENT
        {
            return Err(Stop::inconclusive(format!("message {id} was not removed")));
        }
        let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
        let expectation = Expectation::fault(req::M_5_5_7_701, 701).by("R-30", "message-id");
        t.judge(&reply, &expectation)
    })
}

/// 5.3.6, R-30: an empty id, and ids with characters that none has, name no message.
fn malformed_id() -> Case {
    Case::new(
        "5.5.7/malformed-id",
        "deleting an empty id or one with illegal characters answers 701",
    )
    .clause("5.5.7.7")
    .covers(&[req::M_5_5_7_701])
    .needs(&[Need::Action(action::DELETE_MESSAGE)])
    .body(|t| {
        let word = t.unique("ctk")?;
        for id in [String::new(), format!("{word} /&é"), format!("{word}.")] {
            let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
            let expectation = Expectation::fault(req::M_5_5_7_701, 701).by("R-30", "message-id");
            t.judge(&reply, &expectation)?;
        }
        Ok(())
    })
}
