//! 5.5.17 CancelFileTransfer: Tables 42, 43.

use ctk_model::event_text::EventText;
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_class, session_status};
use ctk_vectors::{stimulus, waits};
use serde_json::json;

use crate::arrange::files::{EVENTED_TRANSFER, TRANSFER};
use crate::case::{Case, Need, Things};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, FileManner};
use crate::stimulate::session_events::{FILE_SIZE, turns};
use crate::tester::eventing::Subscription;
use crate::tester::{Statement, Tester};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        cancelled_while_fetched(),
        cancelled_while_stalled(),
        fetch_ends(),
        session_afterwards(),
        nothing_going_on(),
        cancelled_before("completed", "ft-completed", FileManner::Whole),
        cancelled_before("failed", "ft-failed", FileManner::NotFound),
        class_without_files(),
        unknown_session(),
        close_ends_the_transfer(),
    ]
}

const CANCEL: &[Need] = &[Need::Action(action::CANCEL_FILE_TRANSFER)];

/// A transfer that takes longer than the case, in a session of its own; session, file and subscription.
fn going_on(t: &mut Tester<'_>) -> Flow<(String, u32)> {
    let class = t.classes().for_transfer()?;
    let session = t.sessions().running(class)?;
    let manner = FileManner::Slow { ms: 60_000 };
    let (file, list) = t.files().offer(&session, FILE_SIZE, manner, None)?;
    t.own_window()?;
    t.files().start(&list)?;
    let within = t.dut().delivery_ms;
    if t.files().fetches(file, 1, within)?.is_empty() {
        return Err(Stop::inconclusive(
            "the device has not begun to fetch the file (5.5.16/fetches-the-file judges that)",
        ));
    }
    Ok((session, file))
}

/// With `stalled` the transfer cannot be over unless the far side did not stall it.
fn judge_cancelled(
    t: &mut Tester<'_>,
    arrange: fn(&mut Tester<'_>) -> Flow<String>,
    stalled: bool,
) -> Flow {
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let session = arrange(t)?;
    let reply = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
    if stalled && !reply.succeeded() {
        let within = waits::EVENT_PROMPT.milliseconds;
        let over =
            t.subscriptions()
                .await_slug(&mut subscription, &session, "ft-completed", within)?;
        if over.is_some() {
            t.upper_tester()
                .in_vain(stimulus::STALL_FILE_TRANSFER, "the transfer was completed")?;
        }
    }
    t.judge(&reply, &Expectation::success(req::M_5_5_17_1))?;
    let seen = t.subscriptions().await_slug(
        &mut subscription,
        &session,
        "ft-cancelled",
        waits::EVENT.milliseconds,
    )?;
    t.subscriptions().heard(&subscription)?;
    let text = seen.as_ref().and_then(|seen| seen.event("ft-cancelled"));
    let mut exchanges = vec![reply.exchange];
    exchanges.extend(seen.iter().map(|seen| seen.exchange));
    let told: Vec<String> = subscription
        .updates_of(&session, 0)
        .iter()
        .map(crate::tester::notification::SeenUpdate::in_words)
        .collect();
    let about = Statement {
        asked: &reply.asked,
        accepted: &["the event `file transfer cancelled`"],
        observed: match &seen {
            Some(seen) => seen.in_words(),
            None => format!("not told; only {}", told.join("; ")),
        },
        exchanges: &exchanges,
    };
    match text {
        Some((EventText::AlmostStandard(_), _)) => t.remark(req::M_5_5_17_1, "R-22", &about),
        text => t.require(req::M_5_5_17_1, text.is_some(), &about),
    }
}

/// 5.5.17.3, R-23: a transfer that goes on is cancelled, and that is evented.
fn cancelled_while_fetched() -> Case {
    Case::new(
        "5.5.17/cancelled",
        "a transfer that is cancelled while a file is fetched is evented as cancelled",
    )
    .clause("5.5.17.3")
    .covers(&[req::M_5_5_17_1])
    .needs(EVENTED_TRANSFER)
    .needs(CANCEL)
    // What changes in another case's session brings an event that may carry this along.
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turns::TRANSFERRED)
    .waits(turns::TOLD_MS + 1_100)
    .demanding(turns::TOLD_MS)
    .body(|t| judge_cancelled(t, begun, false))
}

/// A session in which a transfer goes on, whose beginning has been told.
fn begun(t: &mut Tester<'_>) -> Flow<String> {
    let (session, _) = going_on(t)?;
    t.pause(turns::TOLD_MS)?;
    Ok(session)
}

/// 5.5.17.3: so is one that makes no progress.
fn cancelled_while_stalled() -> Case {
    Case::new(
        "5.5.17/cancelled-while-stalled",
        "a transfer that is cancelled while the far side stalls it is evented as cancelled",
    )
    .clause("5.5.17.3")
    .covers(&[req::M_5_5_17_1])
    .needs(EVENTED_TRANSFER)
    .needs(CANCEL)
    .needs(&[Need::Stimulus(stimulus::STALL_FILE_TRANSFER)])
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turns::STALLED)
    .waits_for_events(1_100, 1)
    .body(|t| judge_cancelled(t, stalled, true))
}

/// A session in which a transfer is stalled by the far side.
fn stalled(t: &mut Tester<'_>) -> Flow<String> {
    let class = t.classes().for_transfer()?;
    let session = t.sessions().running(class)?;
    t.cleanup()
        .restore_with(stimulus::STALL_FILE_TRANSFER, json!({ "enabled": false }));
    t.upper_tester()
        .stimulate(stimulus::STALL_FILE_TRANSFER, json!({ "enabled": true }))?;
    let (_, list) = t
        .files()
        .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
    t.files().start(&list)?;
    t.own_window()?;
    Ok(session)
}

/// 5.5.17.3: the transfer ends: the device stops taking the file.
fn fetch_ends() -> Case {
    Case::new(
        "5.5.17/fetch-ends",
        "a cancelled transfer is over: a second CancelFileTransfer finds none",
    )
    .clause("5.5.17.3")
    .covers(&[req::M_5_5_17_1])
    .needs(TRANSFER)
    .needs(CANCEL)
    .own_objects(0)
    .body(|t| {
        let (session, _) = going_on(t)?;
        let first = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
        t.judge(&first, &Expectation::success(req::M_5_5_17_1))?;
        let within = t.dut().settle_ms;
        let again = t.await_until(
            within,
            |t| t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)]),
            |reply| !reply.succeeded(),
        )?;
        t.record(
            Judgement::met(req::M_5_5_17_1, !again.succeeded())
                .asked(&again.asked)
                .accepts(["an error, because nothing is going on any more"])
                .observed(again.describe(&again.observed(None)))
                .exchanges([first.exchange, again.exchange]),
        )
    })
}

/// the session goes on; that it is closed or gone is a remark.
fn session_afterwards() -> Case {
    Case::new(
        "5.5.17/session-afterwards",
        "the session of a cancelled transfer is Running afterwards",
    )
    .clause("5.5.17.3")
    .covers(&[req::M_5_5_17_1])
    .needs(TRANSFER)
    .needs(CANCEL)
    .own_objects(0)
    .body(|t| {
        let (session, _) = going_on(t)?;
        let reply = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
        let after = t.sessions().look_until(
            &session,
            &[
                session_status::RUNNING,
                session_status::CLOSED,
                session_status::NONEXISTENT,
            ],
        )?;
        let observed = reply.observed(Some(after.state()));
        let expectation = Expectation::of(req::M_5_5_17_1).by("R-49", "cancelled");
        t.judge_after(&reply, &expectation, &observed)
    })
}

/// 5.5.17.7: where nothing is transferred, 709.
fn nothing_going_on() -> Case {
    Case::new(
        "5.5.17/no-transfer",
        "CancelFileTransfer without a transfer answers 709",
    )
    .clause("5.5.17.7")
    .covers(&[req::M_5_5_17_709])
    .needs(TRANSFER)
    .needs(CANCEL)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let session = t.sessions().running(class)?;
        let reply = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
        let expectation = Expectation::fault(req::M_5_5_17_709, 709);
        t.judge_pair(&reply, &expectation, 709)
    })
}

/// 5.5.17.7: a transfer that has reached its end, one way or the other, is not going on.
fn cancelled_before(ending: &'static str, event: &'static str, manner: FileManner) -> Case {
    Case::new(
        format!("5.5.17/{ending}-transfer"),
        format!("CancelFileTransfer after the transfer was {ending} answers 709"),
    )
    .clause("5.5.17.7")
    .covers(&[req::M_5_5_17_709])
    .needs(EVENTED_TRANSFER)
    .needs(CANCEL)
    .own_objects(0)
    .waits_for_events(1_100, 1)
    .body(move |t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        let (file, list) = t.files().offer(&session, FILE_SIZE, manner, None)?;
        t.files().start(&list)?;
        let within = waits::EVENT.milliseconds;
        if t.subscriptions()
            .await_slug(&mut subscription, &session, event, within)?
            .is_none()
        {
            t.subscriptions().heard(&subscription)?;
            return Err(Stop::inconclusive(format!(
                "the transfer was not told to be {ending} (5.5.16 judges that)"
            )));
        }
        let before = t.files().fetches(file, 0, 0)?.len();
        let reply = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
        // A device that tries again has something to cancel.
        if reply.succeeded() && (before > 1 || t.files().fetches(file, 0, 0)?.len() > before) {
            return Err(Stop::inconclusive(
                "the file is fetched again after the end that was told",
            ));
        }
        let expectation = Expectation::fault(req::M_5_5_17_709, 709);
        t.judge_pair(&reply, &expectation, 709)
    })
}

/// in a session of a class without files nothing is going on either.
fn class_without_files() -> Case {
    Case::new(
        "5.5.17/class-without-files",
        "CancelFileTransfer in a Chat session is refused",
    )
    .clause("5.5.17.7")
    .covers(&[req::M_5_5_17_709])
    .needs(TRANSFER)
    .needs(CANCEL)
    .needs(&[Need::SessionClass(session_class::CHAT)])
    .own_objects(0)
    .body(|t| {
        let session = t.sessions().running(session_class::CHAT)?;
        let reply = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
        let expectation = Expectation::of(req::M_5_5_17_709).by("R-11", "class-without-files");
        t.judge(&reply, &expectation)
    })
}

/// 5.5.17.7: a session that does not exist gives 706.
fn unknown_session() -> Case {
    Case::new(
        "5.5.17/unknown-session",
        "CancelFileTransfer in a session that does not exist answers 706",
    )
    .clause("5.5.17.7")
    .covers(&[req::M_5_5_17_706])
    .needs(&[Need::SessionMode, Need::FileTransfer])
    .needs(CANCEL)
    .body(|t| {
        let session = t.sessions().unknown_id()?;
        let reply = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", &session)])?;
        t.judge_pair(&reply, &Expectation::fault(req::M_5_5_17_706, 706), 706)
    })
}

/// 5.5.15, R-50: closing the session ends the transfer in it, with or without a word of its own. What a device still
/// has to take of the file says nothing, so it is the far end that is looked at: nothing is told as completed.
fn close_ends_the_transfer() -> Case {
    Case::new(
        "5.5.17/close-ends-transfer",
        "a transfer is over when its session is closed",
    )
    .clause("5.5.15.3")
    .covers(&[req::M_5_5_15_1])
    .needs(EVENTED_TRANSFER)
    .needs(&[Need::Action(action::CLOSE_SESSION)])
    .own_objects(0)
    .waits_for_events(2_200, 1)
    .body(|t| {
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let class = t.classes().for_transfer()?;
        let session = t.sessions().running(class)?;
        let manner = FileManner::Slow { ms: 1_500 };
        let (file, list) = t.files().offer(&session, FILE_SIZE, manner, None)?;
        t.files().start(&list)?;
        let within = t.dut().delivery_ms;
        t.files().fetches(file, 1, within)?;
        let closed = t.invoke(action::CLOSE_SESSION, &[("SessionID", &session)])?;
        t.arranged(&closed)?;
        let within = waits::EVENT.milliseconds;
        let told = t
            .subscriptions()
            .await_slug(&mut subscription, &session, "closed", within)?;
        t.subscriptions().heard(&subscription)?;
        let told = told.ok_or_else(|| {
            Stop::inconclusive(
                "no event tells that the session was closed (5.4.2/closed judges that)",
            )
        })?;
        if came_first(&subscription, &session, "ft-completed", "closed") {
            return Err(Stop::inconclusive(
                "the transfer was complete before its session could be closed",
            ));
        }
        // Longer than the rest of the file would take, and the moderation interval.
        let late =
            t.subscriptions()
                .await_slug(&mut subscription, &session, "ft-completed", 2_600)?;
        t.record(
            Judgement::met(req::M_5_5_15_1, late.is_none())
                .asked(&closed.asked)
                .accepts(["no `file transfer completed` after `session closed`"])
                .observed(late.as_ref().map_or_else(
                    || "the transfer was not told to be completed".to_owned(),
                    crate::tester::notification::SeenUpdate::in_words,
                ))
                .exchanges([closed.exchange, told.exchange]),
        )
    })
}

/// Whether the one event of the session was told before the other. Their order is kept, so that it does not
/// matter how late either arrives.
fn came_first(subscription: &Subscription, session: &str, one: &str, other: &str) -> bool {
    subscription
        .updates_of(session, 0)
        .iter()
        .flat_map(|update| &update.update.events)
        .filter_map(|text| EventText::read(text).meant().map(|meant| meant.slug))
        .find(|slug| *slug == one || *slug == other)
        == Some(one)
}
