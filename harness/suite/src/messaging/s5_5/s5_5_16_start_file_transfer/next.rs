//! 5.5.16 StartFileTransfer: one transfer after another.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::waits;

use super::fetched::judge_fetched;
use crate::arrange::files::EVENTED_TRANSFER;
use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, FileManner};
use crate::stimulate::session_events::FILE_SIZE;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![next_transfer()]
}

/// 5.5.16.3: nothing bounds a session to one transfer: a like one starts when the first is over, and its file is fetched.
fn next_transfer() -> Case {
    Case::new(
        "5.5.16/next-transfer",
        "after a transfer is complete the session takes another one, whose file is fetched",
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_1])
    .needs(EVENTED_TRANSFER)
    .own_objects(0)
    .waits_for_events(1_100, 1)
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(class)?;
        complete_one(t, &session, &mut subscription)?;
        let (file, list) = t
            .files()
            .offer(&session, FILE_SIZE, FileManner::Whole, None)?;
        let reply = t.invoke(
            action::START_FILE_TRANSFER,
            &[("FileInfoList", &list.to_xml())],
        )?;
        t.judge(&reply, &Expectation::success(req::M_5_5_16_1))?;
        let heard = Some(&mut subscription);
        judge_fetched(t, &session, &[file], reply.exchange, heard)
    })
}

/// A transfer that is told to be complete, in a session that goes on.
fn complete_one(t: &mut Tester<'_>, session: &str, subscription: &mut Subscription) -> Flow {
    let (_, list) = t
        .files()
        .offer(session, FILE_SIZE, FileManner::Whole, None)?;
    t.files().start(&list)?;
    let within = waits::EVENT.milliseconds;
    let told = t
        .subscriptions()
        .await_slug(subscription, session, "ft-completed", within)?;
    t.subscriptions().heard(subscription)?;
    if told.is_none() {
        return Err(Stop::inconclusive(
            "the transfer was not told to be completed (5.5.16 judges that)",
        ));
    }
    let after = t.sessions().look_at(session)?;
    if after.state() != session_status::RUNNING {
        return Err(Stop::inconclusive(format!(
            "the session is {} after its first transfer",
            after.state()
        )));
    }
    Ok(())
}
