//! 5.5.16 StartFileTransfer: of several files one cannot be fetched, whichever it is. The others are, and it is told.

use ctk_model::document::FileInfoList;
use ctk_model::event_text::EventText;
use ctk_vectors::messaging_2::req;
use ctk_vectors::waits;

use super::end::told_instead;
use super::fetched::judge_fetched;
use crate::arrange::files::EVENTED_TRANSFER;
use crate::case::{Case, Things};
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

/// 5.5.16.3: each file is fetched from its link, and one that cannot be fetched is told of.
fn one_fails((place, name): (usize, &'static str)) -> Case {
    Case::new(
        format!("5.5.16/{name}-of-three-fails"),
        format!(
            "where the {name} of three files is missing, that is told and the others are fetched"
        ),
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_1, req::M_5_5_16_3])
    .needs(EVENTED_TRANSFER)
    // What changes in another case's session brings an event that may carry this along.
    .undisturbed(Things::SESSIONS)
    .waits(1_100)
    .derived()
    .body(move |t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        let (files, list) = offered(t, &session, place)?;
        let started = t.files().start(&list)?;
        let within = waits::EVENT.milliseconds;
        let told =
            t.subscriptions()
                .await_slug(&mut subscription, &session, "ft-failed", within)?;
        t.subscriptions().heard(&subscription)?;
        // A request of the file that is not there shows that the device reaches the kit.
        let asked = t.files().fetches(files[place], 1, 0)?;
        let whole: Vec<u32> = (0..FILES)
            .filter(|at| *at != place)
            .map(|at| files[at])
            .collect();
        let doubt = asked.is_empty().then_some(&mut subscription);
        judge_fetched(t, &session, &whole, started, doubt)?;
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

/// Three files, of which the one at this place is not there; their numbers in the lab, and the list that offers them.
fn offered(t: &mut Tester<'_>, session: &str, place: usize) -> Flow<(Vec<u32>, FileInfoList)> {
    let mut files = Vec::with_capacity(FILES);
    let mut whole = FileInfoList {
        session_id: session.to_owned(),
        ..FileInfoList::default()
    };
    for at in 0..FILES {
        let manner = match at == place {
            true => FileManner::NotFound,
            false => FileManner::Whole,
        };
        let (file, list) = t.files().offer(session, FILE_SIZE, manner, None)?;
        files.push(file);
        whole.files.extend(list.files);
    }
    Ok((files, whole))
}
