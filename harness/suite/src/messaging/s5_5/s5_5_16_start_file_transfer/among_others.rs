//! 5.5.16 StartFileTransfer: of several files one cannot be fetched, whichever it is, and that is told.

use ctk_model::document::FileInfoList;
use ctk_model::event_text::EventText;
use ctk_vectors::messaging_2::req;
use ctk_vectors::waits;

use super::end::told_instead;
use crate::arrange::files::EVENTED_TRANSFER;
use crate::case::Case;
use crate::judging::judgement::Flow;
use crate::lab::{ControlPoint, FileManner};
use crate::stimulate::session_events::FILE_SIZE;
use crate::tester::{Statement, Tester};

/// So many files are offered.
const FILES: usize = 3;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let places = ["first", "second", "third"];
    places.into_iter().enumerate().map(one_fails).collect()
}

/// 5.5.16.3: a file that cannot be fetched is told of. Whether the others are fetched all the same is the device's choice: the
/// standard does not say that the transfer goes on.
fn one_fails((place, name): (usize, &'static str)) -> Case {
    Case::new(
        format!("5.5.16/{name}-of-three-fails"),
        format!("where the {name} of three files is missing, that is told"),
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_3])
    .needs(EVENTED_TRANSFER)
    // Whether it is told by itself, or carried along by the event of another session, 5.5.16/download-… judges.
    .own_objects(0)
    .waits(1_100)
    .derived()
    .body(move |t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        let list = offered(t, &session, place)?;
        let started = t.files().start(&list)?;
        let within = waits::EVENT.milliseconds;
        let told =
            t.subscriptions()
                .await_slug(&mut subscription, &session, "ft-failed", within)?;
        t.subscriptions().heard(&subscription)?;
        let about = Statement {
            asked: "a transfer of three files, one of which answers 404",
            accepted: &["the event `file download failed`"],
            observed: told_instead(&subscription, &session, told.as_ref()),
            exchanges: &[started],
        };
        match told.as_ref().and_then(|seen| seen.event("ft-failed")) {
            Some((EventText::AlmostStandard(_), _)) => t.remark(req::M_5_5_16_3, "R-22", &about),
            seen => t.require(req::M_5_5_16_3, seen.is_some(), &about),
        }
    })
}

/// Three files, of which the one at this place is not there: the list that offers them.
fn offered(t: &mut Tester<'_>, session: &str, place: usize) -> Flow<FileInfoList> {
    let mut whole = FileInfoList {
        session_id: session.to_owned(),
        ..FileInfoList::default()
    };
    for at in 0..FILES {
        let manner = match at == place {
            true => FileManner::NotFound,
            false => FileManner::Whole,
        };
        let (_, list) = t.files().offer(session, FILE_SIZE, manner, None)?;
        whole.files.extend(list.files);
    }
    Ok(whole)
}
