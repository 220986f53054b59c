//! 5.3.4.2, Table 2: the progress of a transfer of several files counts all of them.

use ctk_record::Judgement;
use ctk_vectors::messaging_2::req;

use super::end::{ended, told_instead};
use super::progress::progress_of;
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
    vec![progress_of_two_files()]
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
