//! How each situation is brought about.

use ctk_model::document::{Peer, Recipients};
use ctk_vectors::messaging_2::{action, session_class, session_status};
use ctk_vectors::{stimulus, waits};
use serde_json::json;

use super::{FILE_SIZE, Provoked, called, provoked_by};
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
    t.subscriptions().listen(subscription)?;
    Ok(subscription.mark())
}

pub(super) fn requested(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let mark = mark(t, s)?;
    let session = t.sessions().requested_by_peer(&class)?;
    let (mut names, named) = called(t, &session)?;
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
    let class = t.classes().for_conversation()?;
    // A peer may accept by itself.
    let mark = mark(t, s)?;
    let session = t.sessions().created(&class)?;
    t.own_window()?;
    if t.sessions().look_at(&session)?.state() == session_status::PENDING {
        t.upper_tester().stimulate(
            stimulus::PEER_ACCEPTS_SESSION,
            json!({ "session_id": session }),
        )?;
    }
    let (names, named) = called(t, &session)?;
    Ok(Provoked {
        session,
        mark,
        asked: "a peer's acceptance of the session".to_owned(),
        exchanges: Vec::new(),
        names: if named { names } else { Vec::new() },
    })
}

pub(super) fn accepted_by_telcp(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().requested_by_peer(&class)?;
    t.own_window()?;
    let mark = mark(t, s)?;
    let reply = t.invoke(action::ACCEPT_SESSION, &[("SessionID", &session)])?;
    provoked_by(t, session, mark, &reply)
}

pub(super) fn closed(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    t.own_window()?;
    let mark = mark(t, s)?;
    let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", &session)])?;
    provoked_by(t, session, mark, &reply)
}

pub(super) fn rejected_by_peer(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().pending(&class)?;
    by_far_side(t, s, session, stimulus::PEER_REJECTS_SESSION)
}

pub(super) fn closed_by_peer(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    by_far_side(t, s, session, stimulus::PEER_CLOSES_SESSION)
}

fn by_far_side(
    t: &mut Tester<'_>,
    s: &mut Subscription,
    session: String,
    stimulus: &str,
) -> Flow<Provoked> {
    t.own_window()?;
    let mark = mark(t, s)?;
    let answer = t
        .upper_tester()
        .stimulate(stimulus, json!({ "session_id": session }))?;
    Ok(Provoked {
        session,
        mark,
        asked: format!("stimulus {stimulus}"),
        exchanges: vec![answer.exchange],
        names: Vec::new(),
    })
}

pub(super) fn modified(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    let subject = t.unique("Changed ")?;
    let mark = mark(t, s)?;
    let reply = t.sessions().modify(&session, &[("Subject", &subject)])?;
    provoked_by(t, session, mark, &reply)
}

/// A participant of the session acts, under the name that the session shows.
fn by_participant(
    t: &mut Tester<'_>,
    s: &mut Subscription,
    session: String,
    stimulus: &str,
    peer: &str,
) -> Flow<Provoked> {
    let (mut names, _) = called(t, &session)?;
    let mark = mark(t, s)?;
    let answer = t
        .upper_tester()
        .stimulate(stimulus, json!({ "session_id": session, "peer": peer }))?;
    let (after, _) = called(t, &session)?;
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
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    let peer = participant(t, &session)?;
    by_participant(t, s, session, stimulus::PEER_TYPING, &peer)
}

/// One types, and once that was told another one does.
pub(super) fn another_typing(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    let first = participant(t, &session)?;
    let before = mark(t, s)?;
    let fields = json!({ "session_id": session, "peer": first });
    t.upper_tester().stimulate(stimulus::PEER_TYPING, fields)?;
    let within = waits::MODERATION.milliseconds + waits::EVENT_PROMPT.milliseconds;
    let told = t
        .subscriptions()
        .await_update(s, &session, before, within, |update| {
            update.event("typing").is_some()
        })?;
    if told.is_none() {
        return Err(Stop::NotApplicable(
            "the device does not tell that somebody types (R-23)".to_owned(),
        ));
    }
    let another = t.unique("Peer ")?;
    let mark = mark(t, s)?;
    let fields = json!({ "session_id": session, "peer": another });
    let answer = t.upper_tester().stimulate(stimulus::PEER_TYPING, fields)?;
    Ok(Provoked {
        session,
        mark,
        asked: format!("stimulus peer-typing with the peer {another:?} after {first:?}"),
        exchanges: vec![answer.exchange],
        names: vec![another],
    })
}

/// Somebody in the session, by name where it shows one.
pub(super) fn participant(t: &mut Tester<'_>, session: &str) -> Flow<String> {
    let seen = t.sessions().look_at(session)?;
    let peer = seen.info().and_then(|info| {
        let peer = info.recipients.to.first()?;
        Some(
            peer.name
                .clone()
                .filter(|name| !name.is_empty())
                .unwrap_or_else(|| peer.id.clone()),
        )
    });
    Ok(peer.unwrap_or_else(|| peer_of(session_class::CHAT).to_owned()))
}

pub(super) fn last_left(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    t.own_window()?;
    for _ in 0..LEAVES {
        let mark = mark(t, s)?;
        let reply = t.invoke(action::LEAVE_SESSION, &[("SessionID", &session)])?;
        let provoked = provoked_by(t, session.clone(), mark, &reply)?;
        if t.sessions().look_at(&session)?.state() == session_status::PARKED {
            return Ok(provoked);
        }
    }
    if t.sessions()
        .look_until(&session, &[session_status::PARKED])?
        .state()
        != session_status::PARKED
    {
        return Err(Stop::inconclusive(
            "the session does not become Parked when its last control point leaves",
        ));
    }
    Ok(Provoked {
        session,
        mark: 0,
        asked: action::LEAVE_SESSION.to_owned(),
        exchanges: Vec::new(),
        names: Vec::new(),
    })
}

pub(super) fn one_of_two_left(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    t.known_by_subscription(&[ControlPoint::Second])?;
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    let joined = t.invoke_as(
        ControlPoint::Second,
        action::JOIN_SESSION,
        &[("SessionID", &session)],
    )?;
    t.arranged(&joined)?;
    let mark = mark(t, s)?;
    let reply = t.invoke_as(
        ControlPoint::Second,
        action::LEAVE_SESSION,
        &[("SessionID", &session)],
    )?;
    provoked_by(t, session, mark, &reply)
}

pub(super) fn peer_left(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    let mut peer = participant(t, &session)?;
    if t.upper_tester().offers(stimulus::PEER_JOINS) {
        let another = t.unique("Peer ")?;
        let fields = json!({ "session_id": session, "peer": another });
        if t.upper_tester()
            .attempt(stimulus::PEER_JOINS, fields)?
            .status
            == crate::lab::StimulusStatus::Done
        {
            peer = another;
        }
    }
    by_participant(t, s, session, stimulus::PEER_LEAVES, &peer)
}

pub(super) fn parked_joined(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().parked(&class)?;
    t.own_window()?;
    let mark = mark(t, s)?;
    let reply = t.invoke(action::JOIN_SESSION, &[("SessionID", &session)])?;
    provoked_by(t, session, mark, &reply)
}

pub(super) fn second_joined(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    t.known_by_subscription(&[ControlPoint::Second])?;
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    let mark = mark(t, s)?;
    let reply = t.invoke_as(
        ControlPoint::Second,
        action::JOIN_SESSION,
        &[("SessionID", &session)],
    )?;
    provoked_by(t, session, mark, &reply)
}

pub(super) fn peer_joined(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    let peer = t.unique("Peer ")?;
    by_participant(t, s, session, stimulus::PEER_JOINS, &peer)
}

pub(super) fn transfer(
    t: &mut Tester<'_>,
    s: &mut Subscription,
    manner: FileManner,
    progress: Option<u32>,
) -> Flow<Provoked> {
    let class = t.classes().for_transfer()?;
    let session = t.sessions().running(class)?;
    let (_, list) = t.files().offer(&session, FILE_SIZE, manner, progress)?;
    let mark = mark(t, s)?;
    let reply = t.invoke(
        action::START_FILE_TRANSFER,
        &[("FileInfoList", &list.to_xml())],
    )?;
    provoked_by(t, session, mark, &reply)
}

pub(super) fn cancelled(t: &mut Tester<'_>, s: &mut Subscription) -> Flow<Provoked> {
    let class = t.classes().for_transfer()?;
    let session = t.sessions().running(class)?;
    let (file, list) =
        t.files()
            .offer(&session, FILE_SIZE, FileManner::Slow { ms: 60_000 }, None)?;
    let started = t.invoke(
        action::START_FILE_TRANSFER,
        &[("FileInfoList", &list.to_xml())],
    )?;
    t.arranged(&started)?;
    let within = t.dut().settle_ms;
    t.files().fetches(file, 1, within)?;
    let mark = mark(t, s)?;
    let reply = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
    provoked_by(t, session, mark, &reply)
}
