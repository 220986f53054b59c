//! How each situation is brought about.

use ctk_model::document::{Peer, Recipients};
use serde_json::json;

use super::{FILE_SIZE, Provoked};
use crate::arrange::{LEAVES, peer_of};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, FileManner};
use crate::tester::Tester;
use crate::tester::eventing::Subscription;

pub(super) fn everybody(recipients: &Recipients) -> Vec<&Peer> {
    recipients
        .to
        .iter()
        .chain(&recipients.cc)
        .chain(&recipients.bcc)
        .chain(&recipients.from)
        .collect()
}

pub(super) fn mark(t: &mut Tester<'_>, subscription: &mut Subscription) -> Flow<usize> {
    t.listen(subscription)?;
    Ok(subscription.mark())
}

pub(super) fn requested(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let mark = mark(t, s)?;
    let session = t.requested(&class)?;
    let (mut names, named) = t.called(&session)?;
    if named {
        names.push("Peer".to_owned());
    } else {
        names.clear();
    }
    Ok(Provoked {
        session,
        mark,
        asked: format!("a peer's request for a {class} session"),
        exchanges: Vec::new(),
        names,
    })
}

pub(super) fn accepted_by_peer(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let mark = mark(t, s)?;
    let session = t.created(&class)?;
    if t.session(&session)?.state() == "Pending" {
        t.stimulate("peer-accepts-session", json!({ "session_id": session }))?;
    }
    let (names, named) = t.called(&session)?;
    Ok(Provoked {
        session,
        mark,
        asked: "a peer's acceptance of the session".to_owned(),
        exchanges: Vec::new(),
        names: if named { names } else { Vec::new() },
    })
}

pub(super) fn accepted_by_telcp(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.requested(&class)?;
    let mark = mark(t, s)?;
    let reply = t.invoke("AcceptSession", &[("SessionID", &session)])?;
    t.provoked_by(session, mark, &reply)
}

pub(super) fn closed(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    let mark = mark(t, s)?;
    let reply = t.invoke("CloseSession", &[("SessionID", &session)])?;
    t.provoked_by(session, mark, &reply)
}

pub(super) fn rejected_by_peer(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.pending(&class)?;
    by_far_side(t, s, session, "peer-rejects-session")
}

pub(super) fn closed_by_peer(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    by_far_side(t, s, session, "peer-closes-session")
}

fn by_far_side(
    t: &mut Tester<'_>,
    s: &mut Subscription,
    session: String,
    stimulus: &str,
) -> Flow<Provoked> {
    let mark = mark(t, s)?;
    let answer = t.stimulate(stimulus, json!({ "session_id": session }))?;
    Ok(Provoked {
        session,
        mark,
        asked: format!("stimulus {stimulus}"),
        exchanges: vec![answer.exchange],
        names: Vec::new(),
    })
}

pub(super) fn modified(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    let subject = t.unique("Changed ")?;
    let mark = mark(t, s)?;
    let reply = t.modify(&session, &[("Subject", &subject)])?;
    t.provoked_by(session, mark, &reply)
}

/// A participant of the session acts, under the name that the session shows.
fn by_participant(
    t: &mut Tester<'_>,
    s: &mut Subscription,
    session: String,
    stimulus: &str,
    peer: &str,
) -> Flow<Provoked> {
    let (mut names, _) = t.called(&session)?;
    let mark = mark(t, s)?;
    let answer = t.stimulate(stimulus, json!({ "session_id": session, "peer": peer }))?;
    let (after, _) = t.called(&session)?;
    names.extend(after);
    names.push(peer.to_owned());
    Ok(Provoked {
        session,
        mark,
        asked: format!("stimulus {stimulus} with the peer {peer:?}"),
        exchanges: vec![answer.exchange],
        names,
    })
}

pub(super) fn typing(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    let peer = participant(t, &session)?;
    by_participant(t, s, session, "peer-typing", &peer)
}

/// Somebody in the session, by name where it shows one.
pub(super) fn participant(t: &mut Tester<'_>, session: &str) -> Flow<String> {
    let seen = t.session(session)?;
    let peer = seen.info().and_then(|info| {
        let peer = info.recipients.to.first()?;
        Some(
            peer.name
                .clone()
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| peer.id.clone()),
        )
    });
    Ok(peer.unwrap_or_else(|| peer_of("Chat").to_owned()))
}

pub(super) fn last_left(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    for _ in 0..LEAVES {
        let mark = mark(t, s)?;
        let reply = t.invoke("LeaveSession", &[("SessionID", &session)])?;
        let provoked = t.provoked_by(session.clone(), mark, &reply)?;
        if t.session(&session)?.state() == "Parked" {
            return Ok(provoked);
        }
    }
    if t.session_until(&session, &["Parked"])?.state() != "Parked" {
        return Err(Stop::inconclusive(
            "the session does not become Parked when its last control point leaves",
        ));
    }
    Ok(Provoked {
        session,
        mark: 0,
        asked: "LeaveSession".to_owned(),
        exchanges: Vec::new(),
        names: Vec::new(),
    })
}

pub(super) fn one_of_two_left(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    let joined = t.invoke_as(
        ControlPoint::Second,
        "JoinSession",
        &[("SessionID", &session)],
    )?;
    t.arranged(&joined)?;
    let mark = mark(t, s)?;
    let reply = t.invoke_as(
        ControlPoint::Second,
        "LeaveSession",
        &[("SessionID", &session)],
    )?;
    t.provoked_by(session, mark, &reply)
}

pub(super) fn peer_left(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    let mut peer = participant(t, &session)?;
    if t.may_stimulate("peer-joins") {
        let another = t.unique("Peer ")?;
        let fields = json!({ "session_id": session, "peer": another });
        if t.try_stimulus("peer-joins", fields)?.status == crate::lab::StimulusStatus::Done {
            peer = another;
        }
    }
    by_participant(t, s, session, "peer-leaves", &peer)
}

pub(super) fn parked_joined(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.parked(&class)?;
    let mark = mark(t, s)?;
    let reply = t.invoke("JoinSession", &[("SessionID", &session)])?;
    t.provoked_by(session, mark, &reply)
}

pub(super) fn second_joined(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    let mark = mark(t, s)?;
    let reply = t.invoke_as(
        ControlPoint::Second,
        "JoinSession",
        &[("SessionID", &session)],
    )?;
    t.provoked_by(session, mark, &reply)
}

pub(super) fn peer_joined(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.conversation_class()?;
    let session = t.running(&class)?;
    let peer = t.unique("Peer ")?;
    by_participant(t, s, session, "peer-joins", &peer)
}

pub(super) fn transfer(
    t: &mut Tester<'_>,
    s: &mut Subscription,
    manner: FileManner,
    progress: Option<u32>,
) -> Flow<Provoked> {
    let class = t.transfer_class()?;
    let session = t.running(class)?;
    let (_, list) = t.offer(&session, FILE_SIZE, manner, progress)?;
    let mark = mark(t, s)?;
    let reply = t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
    t.provoked_by(session, mark, &reply)
}

pub(super) fn cancelled(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.transfer_class()?;
    let session = t.running(class)?;
    let (file, list) = t.offer(&session, FILE_SIZE, FileManner::Slow { ms: 60_000 }, None)?;
    let started = t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])?;
    t.arranged(&started)?;
    let within = t.dut().settle_ms;
    t.fetches(file, 1, within)?;
    let mark = mark(t, s)?;
    let reply = t.invoke("CancelFileTransfer", &[("SessionID", &session)])?;
    t.provoked_by(session, mark, &reply)
}
