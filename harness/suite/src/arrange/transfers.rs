//! Sessions in which files were transferred.

use ctk_model::document::FileInfoList;
use ctk_vectors::messaging_2::{action, session_status};

use super::Sessions;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, FileManner};
use crate::stimulate::session_events::FILE_SIZE;

impl Sessions<'_, '_> {
    /// A closed session of this class in which files were transferred, one for each period of progress; its id and the
    /// list that was given. The transfer is over when the session is closed: nothing is cut off.
    ///
    /// # Errors
    /// Inconclusive when the transfer does not come to its end, or the session cannot be closed.
    pub(crate) fn closed_after_transfer(
        &mut self,
        class: &str,
        progress: &[Option<u32>],
    ) -> Flow<(String, FileInfoList)> {
        let mut subscription = if self.t.dut().events("SessionUpdates") {
            Some(self.t.subscriptions().open(ControlPoint::First)?)
        } else {
            None
        };
        let session = self.running(class)?;
        let mut given: Option<FileInfoList> = None;
        let mut last = 0;
        for period in progress {
            let (file, list) =
                self.t
                    .files()
                    .offer(&session, FILE_SIZE, FileManner::Whole, *period)?;
            last = file;
            match &mut given {
                Some(given) => given.files.extend(list.files),
                None => given = Some(list),
            }
        }
        let given = given.unwrap_or_default();
        self.t.files().start(&given)?;
        let within = self.t.dut().delivery_ms;
        let fetches = self.t.await_until(
            within,
            |t| t.files().fetches(last, 1, 0),
            |fetches| fetches.iter().any(|fetch| fetch.complete),
        )?;
        if !fetches.iter().any(|fetch| fetch.complete) {
            return Err(Stop::inconclusive(format!(
                "the transfer was not over after {within} ms (5.5.16 judges that)"
            )));
        }
        if let Some(subscription) = &mut subscription {
            self.t
                .subscriptions()
                .await_slug(subscription, &session, "ft-completed", within)?;
        }
        let reply = self
            .t
            .invoke(action::CLOSE_SESSION, &[("SessionID", &session)])?;
        self.t.arranged(&reply)?;
        self.look_until(
            &session,
            &[session_status::CLOSED, session_status::NONEXISTENT],
        )?;
        Ok((session, given))
    }
}
