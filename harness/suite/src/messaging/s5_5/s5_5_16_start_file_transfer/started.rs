//! 5.5.16 StartFileTransfer: Tables 40, 41.
//!
//! The device answers, and fetches the files afterwards from their links, which the kit serves. What comes of a
//! transfer is seen in the fetches and in SessionUpdates.

use ctk_model::document::FileInfoList;
use ctk_model::event_text::EventText;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::req;
use ctk_vectors::waits;

use super::end::{ended, ended_after, told_by_itself, told_instead};
use super::fetched::judge_fetched;
use crate::arrange::files::EVENTED_TRANSFER;
use crate::arrange::files::TRANSFER;
use crate::case::{Case, Things};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, FileManner};
use crate::stimulate::session_events::turns::TOLD_MS;
use crate::stimulate::session_events::{FILE_SIZE, turns};
use crate::tester::eventing::Subscription;
use crate::tester::notification::SeenUpdate;
use crate::tester::{Statement, Tester};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        fetches_the_file(),
        fetches_every_file(),
        fetches_a_long_list(),
    ];
    cases.extend(FAILURES.iter().map(download_failed));
    cases.push(wrong_length_ends());
    cases
}

fn fetches_the_file() -> Case {
    Case::new(
        "5.5.16/fetches-the-file",
        "the device fetches the file from its fileLink",
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_1])
    .needs(TRANSFER)
    .own_objects(0)
    .body(|t| transfer_of(t, 1))
}

fn fetches_every_file() -> Case {
    Case::new(
        "5.5.16/fetches-every-file",
        "of a list of three files the device fetches every one",
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_1])
    .needs(TRANSFER)
    .own_objects(0)
    .body(|t| transfer_of(t, 3))
}

fn fetches_a_long_list() -> Case {
    Case::new(
        "5.5.16/fetches-a-long-list",
        "of a list of nine files the device fetches every one",
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_1])
    .needs(TRANSFER)
    .own_objects(0)
    .derived()
    .body(|t| transfer_of(t, 9))
}

fn transfer_of(t: &mut Tester<'_>, count: usize) -> Flow {
    let class = t.classes().for_transfer()?;
    let mut subscription = if t.dut().events("SessionUpdates") {
        Some(t.subscriptions().open(ControlPoint::First)?)
    } else {
        None
    };
    let session = t.sessions().running(class)?;
    let mut files = Vec::new();
    let mut whole: Option<FileInfoList> = None;
    for _ in 0..count {
        let (file, list) = t
            .files()
            .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        files.push(file);
        match &mut whole {
            Some(whole) => whole.files.extend(list.files),
            None => whole = Some(list),
        }
    }
    let list = whole.unwrap_or_default();
    let exchange = t.files().start(&list)?;
    judge_fetched(t, &session, &files, exchange, subscription.as_mut())
}

/// A link that cannot be fetched: its name in case ids, what it does, in words. Where that takes a while, the beginning has
/// been told by then.
const FAILURES: &[(&str, FileManner, &str)] = &[
    (
        "refused",
        FileManner::Refused,
        "a fileLink where nobody listens",
    ),
    (
        "not-found",
        FileManner::NotFoundAfter { ms: TOLD_MS },
        "a fileLink that answers 404",
    ),
    (
        "cut-off",
        FileManner::CutOffAfter { ms: TOLD_MS },
        "a file that breaks off halfway",
    ),
];

/// 5.5.16.3, Table 2, R-23: a file that cannot be fetched is told of.
fn download_failed(failure: &'static (&str, FileManner, &str)) -> Case {
    let (name, manner, words) = *failure;
    let turn = match manner {
        FileManner::Refused => turns::FAILED,
        _ => turns::TRANSFERRED,
    };
    Case::new(
        format!("5.5.16/download-{name}"),
        format!("{words} gives the event `file download failed`"),
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_3])
    .needs(EVENTED_TRANSFER)
    // What changes in another case's session brings an event that may carry this along.
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turn)
    .waits(TOLD_MS + 1_100)
    .demanding(waits::MODERATION.milliseconds)
    .body(move |t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        let (started, seen, file) = told_failure(t, &session, &mut subscription, manner)?;
        t.subscriptions().heard(&subscription)?;
        if seen.is_none() {
            still_tried(t, file)?;
        }
        let (met, ruling) = match seen.as_ref().and_then(|seen| seen.event("ft-failed")) {
            Some((EventText::AlmostStandard(_), _)) => (true, Some("R-22")),
            Some(_) => (true, None),
            None => (false, None),
        };
        let mut exchanges = vec![started];
        exchanges.extend(seen.iter().map(|seen| seen.exchange));
        let about = Statement {
            asked: words,
            accepted: &["the event `file download failed`"],
            observed: told_instead(&subscription, &session, seen.as_ref()),
            exchanges: &exchanges,
        };
        match ruling {
            Some(ruling) => t.remark(req::M_5_5_16_3, ruling, &about),
            None => t.require(req::M_5_5_16_3, met, &about),
        }
    })
}

/// A transfer of such a file, and the event of its end. Where that event tells of other sessions too, and of something
/// else than what became of transfers, it may owe its coming to them, so that one more is looked at.
fn told_failure(
    t: &mut Tester<'_>,
    session: &str,
    subscription: &mut Subscription,
    manner: FileManner,
) -> Flow<(u32, Option<SeenUpdate>, u32)> {
    let mut again = true;
    loop {
        let (file, list) = t.files().offer(session, FILE_SIZE, manner, None)?;
        t.own_window()?;
        t.subscriptions().listen(subscription)?;
        let mark = subscription.mark();
        let started = t.files().start(&list)?;
        let seen = ended_after(t, subscription, session, mark)?;
        let doubtful = seen
            .as_ref()
            .is_some_and(|seen| !told_by_itself(subscription, seen));
        if !(doubtful && again) {
            return Ok((started, seen, file));
        }
        again = false;
    }
}

/// How often a device tries before it gives a file up, and how long, the standard leaves to it.
fn still_tried(t: &mut Tester<'_>, file: u32) -> Flow {
    match t.files().fetches(file, 0, 0)?.len() {
        0 | 1 => Ok(()),
        tries => Err(Stop::inconclusive(format!(
            "the device has tried {tries} times to fetch the file, and has not said yet that it cannot"
        ))),
    }
}

/// 5.5.16.3: an answer whose length is not the one announced has an end all the same. Which one is left open: all the
/// bytes that fileSize tells of were there.
fn wrong_length_ends() -> Case {
    Case::new(
        "5.5.16/download-wrong-length",
        "a file shorter than its answer announced ends the transfer, one way or the other",
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_3])
    .needs(EVENTED_TRANSFER)
    // Whether an end is told by itself, or carried along by the event of another session, the cases above judge.
    .own_objects(0)
    .waits_for_events(1_100, 1)
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        let (_, list) = t
            .files()
            .offer(&session, FILE_SIZE, FileManner::WrongLength, None)?;
        let started = t.files().start(&list)?;
        let seen = ended(t, &mut subscription, &session)?;
        t.subscriptions().heard(&subscription)?;
        t.record(
            Judgement::met(req::M_5_5_16_3, seen.is_some())
                .asked("a file shorter than its answer announced")
                .accepts(["`file download failed`", "`file transfer completed`"])
                .observed(told_instead(&subscription, &session, seen.as_ref()))
                .exchanges([started]),
        )
    })
}
