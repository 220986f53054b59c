//! 5.3.4.2, Table 2: progress counts from the start of the transfer, over all its files, and nothing of an earlier one.

use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};

use super::counted::{progress_after, progress_of};
use super::end::{ended, ended_after, told_instead};
use crate::arrange::files::EVENTED_TRANSFER;
use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, FileManner};
use crate::stimulate::session_events::FILE_SIZE;
use crate::tester::Tester;

/// How long each file takes: a period, and some more.
const FILE_MS: u64 = 1_700;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![progress_of_two_files(), progress_of_second_transfer()]
}

/// Table 2: N counts from the start, and never falls.
fn progress_of_two_files() -> Case {
    Case::new(
        "5.5.16/progress-of-two-files",
        "the progress of two files, one after the other, never falls",
    )
    .clause("5.3.4.2")
    .covers(&[req::M_T2_FT_PROGRESS])
    .needs(EVENTED_TRANSFER)
    // What is told of another session says nothing of this one.
    .own_objects(0)
    .waits(2 * FILE_MS + 900)
    .demanding(2 * FILE_MS)
    .body(judge_progress)
}

fn judge_progress(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().for_transfer()?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let session = t.sessions().running(class)?;
    let manner = FileManner::Slow { ms: FILE_MS };
    let (_, mut list) = t.files().offer(&session, FILE_SIZE, manner, Some(1))?;
    let (_, second) = t.files().offer(&session, FILE_SIZE, manner, Some(1))?;
    list.files.extend(second.files);
    let started = t.files().start(&list)?;
    let seen = ended(t, &mut subscription, &session)?;
    t.subscriptions().heard(&subscription)?;
    let told = progress_of(&subscription, &session);
    let counts: Vec<u64> = told.into_iter().filter_map(|(_, bytes)| bytes).collect();
    let falls = counts.windows(2).find(|two| two[1] < two[0]);
    // A device may tell of the end of each file alone, or of none.
    let beyond = counts.iter().any(|count| *count > FILE_SIZE);
    if falls.is_none() && !beyond {
        return Err(Stop::inconclusive(format!(
            "no progress was told while the second file was taken: {}",
            told_instead(&subscription, &session, seen.as_ref())
        )));
    }
    let words: Vec<String> = counts.iter().map(u64::to_string).collect();
    t.record(
        Judgement::met(req::M_T2_FT_PROGRESS, falls.is_none())
            .asked("a transfer of two files of 1.7 s each with progressNotif 1, time 1")
            .accepts(["bytes that never fall, counted from the start of the transfer"])
            .observed(format!("{} Bytes", words.join(", ")))
            .exchanges([started]),
    )
}

/// Table 2: N counts from the start of the transfer, whatever was transferred in the session before.
fn progress_of_second_transfer() -> Case {
    Case::new(
        "5.5.16/progress-of-second-transfer",
        "the progress of a second transfer in a session does not count the first",
    )
    .clause("5.3.4.2")
    .covers(&[req::M_T2_FT_PROGRESS])
    .needs(EVENTED_TRANSFER)
    .own_objects(0)
    .waits(FILE_MS + 2_000)
    .demanding(FILE_MS)
    .body(judge_second)
}

fn judge_second(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().for_transfer()?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let session = t.sessions().running(class)?;
    let (_, first) = t
        .files()
        .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
    t.files().start(&first)?;
    let over = ended(t, &mut subscription, &session)?;
    if over.is_none_or(|seen| seen.event("ft-completed").is_none()) {
        return Err(Stop::inconclusive(
            "no event tells that the first transfer is complete (5.5.16/completion-only judges that)",
        ));
    }
    let mark = subscription.mark();
    let manner = FileManner::Slow { ms: FILE_MS };
    let (_, second) = t.files().offer(&session, FILE_SIZE, manner, Some(1))?;
    let reply = t.invoke(
        action::START_FILE_TRANSFER,
        &[("FileInfoList", &second.to_xml())],
    )?;
    t.arranged(&reply)?;
    let seen = ended_after(t, &mut subscription, &session, mark)?;
    t.subscriptions().heard(&subscription)?;
    let told = progress_after(&subscription, &session, mark);
    let counts: Vec<u64> = told.into_iter().filter_map(|(_, bytes)| bytes).collect();
    if counts.is_empty() {
        return Err(Stop::inconclusive(format!(
            "no progress of the second transfer was told: {}",
            told_instead(&subscription, &session, seen.as_ref())
        )));
    }
    let words: Vec<String> = counts.iter().map(u64::to_string).collect();
    t.record(
        Judgement::met(
            req::M_T2_FT_PROGRESS,
            counts.iter().all(|count| *count <= FILE_SIZE),
        )
        .asked("a second transfer in a session, with progressNotif 1, time 1")
        .accepts([&format!("bytes up to the size of its file, {FILE_SIZE}")])
        .observed(format!("{} Bytes", words.join(", ")))
        .exchanges([reply.exchange]),
    )
}
