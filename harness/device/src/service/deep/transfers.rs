//! File transfers: one after the other, two at a time.

use crate::defects::DefectId;
use crate::service::documents::FileInfo;
use crate::service::effects::SessionEvent;
use crate::service::store::Store;
use crate::service::values::SessionStatus;

impl Store {
    /// A transfer has started, which defects may take for another one later.
    pub(in crate::service) fn note_transfer(&mut self, session_id: &str, files: &[FileInfo]) {
        if self.has(DefectId::MetadataOfLatest) || self.has(DefectId::CompletionNamesLatest) {
            self.remnants.transfer = Some((session_id.to_owned(), files.to_vec()));
        }
    }

    /// What the defect `refused-cancel-stops-next` does to a transfer that has just started.
    pub(in crate::service) fn cancel_at_once(&mut self, session_id: &str) {
        // Nothing is ever noted without the defect.
        let noted = self
            .session_mut(session_id)
            .is_some_and(|session| session.memory.take_cancelled());
        if noted {
            self.end_transfer(session_id, SessionEvent::TransferCancelled);
        }
    }

    /// The files that are shown for those of a closed session.
    pub(in crate::service) fn files_shown<'f>(&'f self, files: &'f [FileInfo]) -> &'f [FileInfo] {
        let latest = self.remnants.transfer.as_ref();
        latest
            .filter(|_| self.has(DefectId::MetadataOfLatest))
            .map_or(files, |(_, latest)| latest)
    }

    /// The session for which the end of a transfer is reported.
    pub(in crate::service) fn told_of(&self, session_id: &str, event: &SessionEvent) -> String {
        let latest = self.remnants.transfer.as_ref().map(|(id, _)| id.as_str());
        let runs = |id: &&str| {
            self.session(id)
                .is_some_and(|one| one.status == SessionStatus::Running)
        };
        let completed = *event == SessionEvent::TransferCompleted;
        latest
            .filter(|_| completed && self.has(DefectId::CompletionNamesLatest))
            .filter(runs)
            .unwrap_or(session_id)
            .to_owned()
    }

    /// The bytes from which a transfer counts.
    pub(in crate::service) fn counted_before(&self, session_id: &str) -> u64 {
        let counted = self.session(session_id).map(|one| one.memory.bytes);
        counted
            .filter(|_| self.has(DefectId::ProgressContinuesLast))
            .unwrap_or(0)
    }

    /// So many bytes have been transferred in a session.
    pub(in crate::service) fn remember_counted(&mut self, session_id: &str, bytes: u64) {
        if let Some(session) = self.session_mut(session_id) {
            session.memory.bytes = bytes;
        }
    }
}
