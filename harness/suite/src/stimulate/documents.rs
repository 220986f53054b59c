//! Bringing documents about: exchanges by which the requirements on documents can be judged.
//!
//! The cases of the last phase judge what the whole run showed. Each can also run by itself; then it makes the device
//! show a document of the kind it is about.

use ctk_model::document::{Image, Message};
use ctk_vectors::messaging_2::{action, message_folder, session_class, session_status};
use ctk_vectors::stimulus;

use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, FileManner};
use crate::passive::watch;
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// A case that judges what the run showed about a requirement, and brings an opportunity about when there was none.
pub(crate) fn watching(
    id: &'static str,
    purpose: &'static str,
    requirement: &'static str,
    provoke: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static,
) -> Case {
    watch::watching(id, purpose, requirement, move |t| {
        if watch::noticed(t, requirement)?.checked > 0 {
            return Ok(());
        }
        provoke(t)
    })
}

/// GetMessagingCapabilities' document.
pub(crate) fn capabilities(t: &mut Tester<'_>) -> Flow {
    let reply = t.invoke(action::GET_MESSAGING_CAPABILITIES, &[])?;
    t.arranged(&reply)?;
    t.documents().capabilities(&reply).map(drop)
}

/// GetNewMessages' document and an initial event, with a message that arrived in it where that is to be had.
pub(crate) fn new_messages(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_message()?;
    if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) {
        tolerant(t.messages().incoming(&class))?;
    }
    tolerant(t.subscriptions().open(ControlPoint::First))?;
    let reply = t.invoke(action::GET_NEW_MESSAGES, &[])?;
    t.arranged(&reply)?;
    t.documents().new_messages(&reply).map(drop)
}

/// GetSessionUpdates' document and an initial event, after a session was established and modified where that is to be had.
pub(crate) fn session_updates(t: &mut Tester<'_>) -> Flow {
    let class = session_class(t, &[session_class::CHAT])?;
    let flow = t.sessions().running(&class).and_then(|id| {
        let subject = t.unique("Changed ")?;
        t.sessions().modify(&id, &[("Subject", &subject)])
    });
    tolerant(flow)?;
    tolerant(t.subscriptions().open(ControlPoint::First))?;
    let reply = t.invoke(action::GET_SESSION_UPDATES, &[])?;
    t.arranged(&reply)?;
    t.documents().session_updates(&reply).map(drop)
}

/// A document of each kind that needs no file transfer; those that cannot be had are left out.
pub(crate) fn all_documents(t: &mut Tester<'_>) -> Flow {
    capabilities(t)?;
    tolerant(message_list(t))?;
    tolerant(new_messages(t))?;
    if t.dut().ics.session_mode() {
        tolerant(session(t, &[session_class::CHAT]))?;
        tolerant(session_updates(t))?;
    }
    Ok(())
}

/// A message of each of these classes that the device supports, sent and read, or arrived and read.
pub(crate) fn messages(t: &mut Tester<'_>, classes: &[&str]) -> Flow {
    let supported: Vec<&str> = classes
        .iter()
        .copied()
        .filter(|class| t.dut().ics.has_message_class(class))
        .collect();
    let Some(last) = supported.last() else {
        return Err(Stop::NotApplicable(format!(
            "message class {} is not supported",
            classes.join(", ")
        )));
    };
    let mut failed = None;
    for class in &supported {
        tolerant(arrived(t, class))?;
        match one_message(t, class) {
            Err(stop @ (Stop::Inconclusive { .. } | Stop::NotApplicable(_))) if class == last => {
                failed = Some(stop);
            }
            flow => tolerant(flow)?,
        };
    }
    failed.map_or(Ok(()), Err)
}

fn one_message(t: &mut Tester<'_>, class: &str) -> Flow {
    let id = match t.messages().draft(class) {
        Ok(draft) => t.messages().sent(&draft)?,
        // Nobody to send to; somebody may send to us.
        Err(Stop::Inconclusive { .. }) if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) => {
            t.messages().incoming(class)?
        }
        Err(stop) => return Err(stop),
    };
    t.messages().read(&id).map(drop)
}

/// A message of any class, sent and read, and one that arrived where that is to be had.
pub(crate) fn message(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_message()?;
    tolerant(arrived(t, &class))?;
    one_message(t, &class)
}

fn arrived(t: &mut Tester<'_>, class: &str) -> Flow {
    if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) {
        let id = t.messages().incoming(class)?;
        t.messages().read(&id)?;
    }
    Ok(())
}

/// A message that was delivered, read.
pub(crate) fn sent_message(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_message()?;
    let draft = t.messages().draft(&class)?;
    let id = t.messages().sent(&draft)?;
    let within = t.dut().delivery_ms;
    let sent = |seen: &Option<Message>| {
        seen.as_ref()
            .is_none_or(|it| it.folder == message_folder::SENT)
    };
    t.await_until(within, |t| t.messages().read(&id), sent)
        .map(drop)
}

/// A message of a running session, sent and read.
pub(crate) fn session_message(t: &mut Tester<'_>) -> Flow {
    let carries = |class: &&String| {
        !matches!(
            class.as_str(),
            session_class::FILE_TRANSFER | session_class::MIXED
        )
    };
    let class = t.dut().ics.session_classes.iter().find(carries).cloned();
    let class = class.ok_or_else(|| {
        Stop::NotApplicable("no session class that carries messages is supported".to_owned())
    })?;
    let session = t.sessions().running(&class)?;
    let mut message = t
        .messages()
        .draft(crate::arrange::message_class_in(&class))?;
    message.session_id = Some(session);
    let id = t.messages().sent(&message)?;
    t.messages().read(&id).map(drop)
}

/// A message that arrived, read.
pub(crate) fn received_message(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_message()?;
    let id = t.messages().incoming(&class)?;
    t.messages().read(&id).map(drop)
}

/// SearchMessages' document, with a message of ours in it where one can be sent.
pub(crate) fn message_list(t: &mut Tester<'_>) -> Flow {
    tolerant(message(t))?;
    let all = [
        ("MessageClass", ""),
        ("MessageFolder", ""),
        ("MessageStatus", ""),
        ("SessionID", ""),
    ];
    let reply = t.invoke(action::SEARCH_MESSAGES, &all)?;
    t.arranged(&reply)?;
    t.documents().messages(&reply).map(drop)
}

/// GetSessions' document, with a session of ours in it.
pub(crate) fn session(t: &mut Tester<'_>, classes: &[&str]) -> Flow {
    let class = session_class(t, classes)?;
    let id = match t.sessions().created(&class) {
        Ok(id) => id,
        Err(Stop::Inconclusive { .. }) if t.upper_tester().offers(stimulus::INCOMING_SESSION) => {
            t.sessions().requested_by_peer(&class)?
        }
        Err(stop) => return Err(stop),
    };
    t.sessions().look_at(&id).map(drop)
}

/// GetSessions' document, with a session of ours that is Running where that is to be had: it has dates (5.3.15.2).
pub(crate) fn running_session(t: &mut Tester<'_>) -> Flow {
    let class = session_class(t, &[session_class::CHAT])?;
    let flow = t
        .sessions()
        .running(&class)
        .and_then(|id| t.sessions().look_at(&id));
    tolerant(flow)?;
    session(t, &[session_class::CHAT])
}

/// GetSessions' document, with a session whose class is left open (5.5.8, R-43) where one can be created so.
pub(crate) fn undecided_session(t: &mut Tester<'_>) -> Flow {
    let flow = t
        .sessions()
        .created("")
        .and_then(|id| t.sessions().look_at(&id));
    tolerant(flow)
}

/// What GetSessions shows of sessions with content types and without: those of the TelCP's, and one that a peer asks
/// for. A device that shows none at all may do so.
pub(crate) fn content_types(t: &mut Tester<'_>) -> Flow {
    let class = session_class(t, &[session_class::CHAT])?;
    if t.upper_tester().offers(stimulus::INCOMING_SESSION) {
        let flow = t
            .sessions()
            .requested_by_peer(&class)
            .and_then(|id| t.sessions().look_at(&id));
        tolerant(flow)?;
    }
    let id = t.sessions().created(&class)?;
    let seen = t.sessions().look_at(&id)?;
    match seen.info() {
        Some(info) if info.supported_content_type.is_none() => Err(Stop::NotApplicable(
            "GetSessions leaves supportedContentType out, which is allowed (R-61)".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// GetFileTransferSession's document, after a transfer with progress.
pub(crate) fn file_info_list(t: &mut Tester<'_>) -> Flow {
    let id = t.sessions().running(session_class::FILE_TRANSFER)?;
    let (file, list) = t.files().offer(&id, 2_000, FileManner::Whole, Some(1))?;
    let reply = t.invoke(
        action::START_FILE_TRANSFER,
        &[("FileInfoList", &list.to_xml())],
    )?;
    t.arranged(&reply)?;
    let within = t.dut().settle_ms;
    t.files().fetches(file, 1, within)?;
    let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", &id)])?;
    t.arranged(&reply)?;
    let seen = t
        .sessions()
        .look_until(&id, &[session_status::CLOSED, session_status::NONEXISTENT])?;
    if seen.state() == session_status::NONEXISTENT {
        return Err(Stop::NotApplicable(
            "the device keeps no closed session, which is allowed (R-59)".to_owned(),
        ));
    }
    let reply = t.invoke(action::GET_FILE_TRANSFER_SESSION, &[("SessionID", &id)])?;
    t.arranged(&reply)?;
    t.documents().file_infos(&reply).map(drop)
}

/// A message to somebody with a picture, sent and read: the device may show the picture again.
pub(crate) fn pictured_peer(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_message()?;
    let mut draft = t.messages().draft(&class)?;
    for to in &mut draft.recipients.to {
        to.image = Some(Image {
            kind: Some("thumbnail".to_owned()),
            content_type: Some("image/png".to_owned()),
            content_transfer_encoding: Some("base64".to_owned()),
            image_data: Some("iVBORw0KGgo=".to_owned()),
        });
    }
    let id = t.messages().sent(&draft)?;
    let seen = t.messages().read(&id)?;
    let pictured = seen
        .iter()
        .flat_map(|message| &message.recipients.to)
        .any(|peer| peer.image.is_some());
    if pictured {
        return Ok(());
    }
    Err(Stop::NotApplicable(
        "the device shows no pictures of peers".to_owned(),
    ))
}

/// A fault: a message id that no message has.
pub(crate) fn fault(t: &mut Tester<'_>) -> Flow {
    let id = t.unique("CtkNone")?;
    let reply: Reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
    match reply.fault() {
        Some(_) => Ok(()),
        None => Err(Stop::inconclusive(format!(
            "no fault could be provoked: {} gave {}",
            reply.asked,
            reply.describe(&reply.observed(None))
        ))),
    }
}

/// A session class of the device's, one of these rather than another.
fn session_class(t: &Tester<'_>, preferred: &[&str]) -> Flow<String> {
    let supported = &t.dut().ics.session_classes;
    preferred
        .iter()
        .find(|class| supported.iter().any(|known| known == *class))
        .map(|class| (*class).to_owned())
        .or_else(|| supported.first().cloned())
        .ok_or_else(|| Stop::NotApplicable("no session class is supported".to_owned()))
}

/// What could not be arranged is left out here; only what ends every case ends this one.
fn tolerant<T>(flow: Flow<T>) -> Flow {
    match flow {
        Ok(_) | Err(Stop::Inconclusive { .. } | Stop::NotApplicable(_)) => Ok(()),
        Err(stop) => Err(stop),
    }
}
