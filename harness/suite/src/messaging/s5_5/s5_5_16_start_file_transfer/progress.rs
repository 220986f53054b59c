//! 5.5.16 StartFileTransfer: what is told of a transfer while it lasts, and of its end.

use crate::judging::judgement::Flow;
use crate::tester::Tester;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::{stimulus, waits};

use super::counted::progress_of;
use super::end::{ended, is_taken, progressed, told_instead};
use crate::arrange::files::EVENTED_TRANSFER;
use crate::case::{Case, Need, Things};
use crate::judging::judgement::Stop;
use crate::lab::{ControlPoint, FileManner};
use crate::stimulate::session_events::{FILE_SIZE, turns};
use crate::tester::Statement;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        progress(),
        period(),
        completion_only(),
        completed_by_the_far_side(),
    ]
}

/// How long the file takes whose progress is looked for.
const SLOW_FILE_MS: u64 = 2_600;
/// How long the file takes whose progress is measured.
const PERIOD_FILE_MS: u64 = 3_800;

/// 5.5.16.2, R-23: progressNotif 1 asks for progress; none at all fails.
fn progress() -> Case {
    Case::new(
        "5.5.16/progress-on-request",
        "with progressNotif 1 the progress of a slow transfer is evented",
    )
    .clause("5.5.16.2")
    .covers(&[req::M_5_5_16_2])
    .needs(EVENTED_TRANSFER)
    // What changes in another case's session brings an event that may carry along what would not be told by itself.
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turns::PROGRESS)
    .waits(SLOW_FILE_MS + 1_100)
    .demanding(waits::PROGRESS_PERIOD.milliseconds)
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        let manner = FileManner::Slow { ms: SLOW_FILE_MS };
        let (file, list) = t.files().offer(&session, FILE_SIZE, manner, Some(1))?;
        t.own_window()?;
        let started = t.files().start(&list)?;
        let seen = progressed(t, &mut subscription, &session)?;
        t.subscriptions().heard(&subscription)?;
        let told = progress_of(&subscription, &session).len();
        let completed = seen
            .as_ref()
            .is_some_and(|seen| seen.event("ft-completed").is_some());
        // Where not even the end is told, the file was taken all the same.
        let taken = seen.is_none() && is_taken(&t.files().fetches(file, 1, 0)?);
        if told == 0 && !completed && !taken {
            return Err(Stop::inconclusive(format!(
                "the transfer did not come to its end: {}",
                told_instead(&subscription, &session, seen.as_ref())
            )));
        }
        t.record(
            Judgement::met(req::M_5_5_16_2, told > 0)
                .asked("a transfer of 2.6 s with progressNotif 1, time 1")
                .accepts(["at least one `file transfer progress: N Bytes`"])
                .observed(format!("{told} progress events"))
                .exchanges([started]),
        )
    })
}

/// 5.3.20.2, R-69: progress comes at the period asked for, in seconds; more than twice or less than half of it is a
/// remark.
fn period() -> Case {
    Case::new(
        "5.5.16/progress-period",
        "progress comes at the period that progressNotif's time asks for",
    )
    .clause("5.3.20.2")
    .covers(&[req::M_5_5_16_4])
    .needs(EVENTED_TRANSFER)
    // When the device counted is told by the bytes, whatever else is in the events.
    .own_objects(0)
    .waits(4_700)
    .demanding(PERIOD_FILE_MS)
    .body(judge_period)
}

fn judge_period(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().for_transfer()?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let session = t.sessions().running(class)?;
    let manner = FileManner::Slow { ms: PERIOD_FILE_MS };
    let (_, list) = t.files().offer(&session, FILE_SIZE, manner, Some(1))?;
    let started = t.files().start(&list)?;
    let seen = ended(t, &mut subscription, &session)?;
    t.subscriptions().heard(&subscription)?;
    let told = progress_of(&subscription, &session);
    // The file comes at an even pace, so the bytes say when the device counted them, however long moderation kept the
    // event back; the last one may stand for the end.
    let mut counted: Vec<u64> = told
        .iter()
        .filter_map(|(_, bytes)| bytes.filter(|bytes| *bytes < FILE_SIZE))
        .map(|bytes| bytes.saturating_mul(PERIOD_FILE_MS) / FILE_SIZE)
        .collect();
    counted.sort_unstable();
    counted.dedup();
    let (Some(first), Some(last)) = (counted.first(), counted.last()) else {
        return Err(Stop::inconclusive(format!(
            "no progress was told before the end: {}",
            told_instead(&subscription, &session, seen.as_ref())
        )));
    };
    if counted.len() < 2 {
        return Err(Stop::inconclusive(
            "only one progress event came before the end: no period can be measured",
        ));
    }
    let periods = u64::try_from(counted.len() - 1).unwrap_or(1);
    let mean_ms = (last - first) / periods;
    let asked_ms = waits::PROGRESS_PERIOD.milliseconds;
    let about = Statement {
        asked: "a transfer of 3.8 s with progressNotif 1, time 1",
        accepted: &["a progress event every second, more or less by a factor of 2"],
        observed: format!("one every {mean_ms} ms, {} in all", counted.len()),
        exchanges: &[started],
    };
    if (asked_ms / 2..=asked_ms * 2).contains(&mean_ms) {
        t.require(req::M_5_5_16_4, true, &about)
    } else {
        t.remark(req::M_5_5_16_4, "R-69", &about)
    }
}

/// 5.5.16.2, R-23: progressNotif 0 asks for one notification, at completion.
fn completion_only() -> Case {
    Case::new(
        "5.5.16/completion-only",
        "with progressNotif 0 there is one notification, when the transfer is complete",
    )
    .clause("5.5.16.2")
    .covers(&[req::M_5_5_16_2])
    .needs(EVENTED_TRANSFER)
    // What changes in another case's session brings an event that may carry along what would not be told by itself.
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turns::TRANSFERRED)
    .waits(2_700)
    .demanding(1_600)
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        let manner = FileManner::Slow { ms: 1_600 };
        let (_, list) = t.files().offer(&session, FILE_SIZE, manner, None)?;
        t.own_window()?;
        let started = t.files().start(&list)?;
        let seen = ended(t, &mut subscription, &session)?;
        t.subscriptions().heard(&subscription)?;
        if let Some(seen) = &seen
            && seen.event("ft-completed").is_none()
        {
            return Err(Stop::inconclusive(format!(
                "the transfer did not succeed: {}",
                seen.in_words()
            )));
        }
        let early = progress_of(&subscription, &session)
            .iter()
            .filter(|(_, bytes)| bytes.is_none_or(|bytes| bytes < FILE_SIZE))
            .count();
        t.record(
            Judgement::met(req::M_5_5_16_2, seen.is_some() && early == 0)
                .asked("a transfer of 1.6 s with progressNotif 0")
                .accepts(["`file transfer completed`, and no progress before it"])
                .observed(format!(
                    "{}; {early} progress events before the end",
                    told_instead(&subscription, &session, seen.as_ref())
                ))
                .exchanges([started]),
        )
    })
}

/// A transfer is going on: it can be cancelled, which is not so for one that is over (5.5.17).
fn goes_on(t: &mut Tester<'_>, session: &str) -> Flow<bool> {
    if t.upper_tester().is_trusted() || !t.dut().ics.has_action(action::CANCEL_FILE_TRANSFER) {
        return Ok(true);
    }
    let reply = t.invoke(action::CANCEL_FILE_TRANSFER, &[("SessionID", session)])?;
    Ok(reply.succeeded())
}

/// 5.5.16.2: the far side has everything, whatever the device had to fetch.
fn completed_by_the_far_side() -> Case {
    Case::new(
        "5.5.16/completed-by-far-side",
        "a transfer that the far side brings to its end is evented as completed",
    )
    .clause("5.5.16.2")
    .covers(&[req::M_5_5_16_2])
    .needs(EVENTED_TRANSFER)
    .needs(&[
        Need::Stimulus(stimulus::STALL_FILE_TRANSFER),
        Need::Stimulus(stimulus::COMPLETE_FILE_TRANSFER),
    ])
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turns::COMPLETED)
    .waits_at_most(1_100)
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        let (_, list) = t
            .files()
            .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        t.own_window()?;
        t.cleanup().restore_with(
            stimulus::STALL_FILE_TRANSFER,
            serde_json::json!({ "enabled": false }),
        );
        t.upper_tester().stimulate(
            stimulus::STALL_FILE_TRANSFER,
            serde_json::json!({ "enabled": true }),
        )?;
        let started = t.files().start(&list)?;
        t.upper_tester().stimulate(
            stimulus::COMPLETE_FILE_TRANSFER,
            serde_json::json!({ "session_id": session }),
        )?;
        let seen = ended(t, &mut subscription, &session)?;
        t.subscriptions().heard(&subscription)?;
        let completed = seen
            .as_ref()
            .is_some_and(|seen| seen.event("ft-completed").is_some());
        if !completed && goes_on(t, &session)? {
            t.upper_tester().in_vain(
                stimulus::COMPLETE_FILE_TRANSFER,
                "the transfer could still be cancelled",
            )?;
        }
        t.record(
            Judgement::met(req::M_5_5_16_2, completed)
                .asked("complete-file-transfer on a stalled transfer")
                .accepts(["`file transfer completed`"])
                .observed(told_instead(&subscription, &session, seen.as_ref()))
                .exchanges([started]),
        )
    })
}
