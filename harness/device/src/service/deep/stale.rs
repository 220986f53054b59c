//! What was right a moment ago, and is given again.

use std::collections::BTreeSet;

use super::afterwards::Later;
use crate::defects::DefectId;
use crate::service::actions::Arguments;
use crate::service::caller::Caller;
use crate::service::documents::{FileInfo, SubmittedMessage};
use crate::service::store::Store;
use crate::service::values::SessionStatus;

/// The sessions that `seventeenth-session-replaces` keeps.
const SIXTEEN: usize = 16;

/// What defects remember from one action to the next.
#[derive(Debug, Default)]
pub(in crate::service) struct Remnants {
    search: Option<Search>,
    /// Of the message sent last.
    subject: Option<String>,
    /// Control points that had a privilege.
    pub(super) served: BTreeSet<Caller>,
    /// What is wrong later for the sake of what was done.
    pub(super) later: Later,
    /// The session in which a transfer started last, and its files.
    pub(super) transfer: Option<(String, Vec<FileInfo>)>,
}

/// The last search: its criteria, how many messages there were, and its answer.
#[derive(Debug)]
struct Search {
    criteria: Vec<(String, String)>,
    messages: usize,
    list: String,
}

impl Store {
    /// What the defect `search-repeats-answer` answers to a search.
    pub(in crate::service) fn repeated_search(&self, arguments: &Arguments<'_>) -> Option<String> {
        let search = self.remnants.search.as_ref()?;
        let same = search.criteria == arguments.0 && search.messages == self.messages().count();
        same.then(|| search.list.clone())
    }

    pub(in crate::service) fn remember_search(&mut self, arguments: &Arguments<'_>, list: &str) {
        if self.has(DefectId::SearchRepeatsAnswer) {
            self.remnants.search = Some(Search {
                criteria: arguments.0.to_vec(),
                messages: self.messages().count(),
                list: list.to_owned(),
            });
        }
    }

    /// What the defect `session-info-repeats` shows of a session.
    pub(in crate::service) fn repeated_info(&self, id: &str) -> Option<String> {
        let session = self.session(id)?;
        let (status, list) = session.memory.shown.as_ref()?;
        (*status == session.status).then(|| list.clone())
    }

    pub(in crate::service) fn remember_info(&mut self, id: &str, list: &str) {
        if self.has(DefectId::SessionInfoRepeats)
            && let Some(session) = self.session_mut(id)
        {
            session.memory.shown = Some((session.status, list.to_owned()));
        }
    }

    /// What the defect `sent-subject-sticks` makes of a message that is sent.
    pub(in crate::service) fn stick_subject(&mut self, submitted: &mut SubmittedMessage) {
        if self.has(DefectId::SentSubjectSticks) {
            let earlier = self.remnants.subject.take();
            submitted.subject = submitted.subject.take().or(earlier);
            self.remnants.subject.clone_from(&submitted.subject);
        }
    }

    /// What the defect `seventeenth-session-replaces` forgets when there is one more session.
    pub(in crate::service) fn overwrite_oldest(&mut self) {
        if !self.has(DefectId::SeventeenthSessionReplaces) {
            return;
        }
        let mut kept = self
            .sessions()
            .filter(|one| one.status != SessionStatus::Closed);
        let oldest = kept.next().map(|one| one.id.clone());
        if kept.count() >= SIXTEEN
            && let Some(oldest) = oldest
        {
            self.forget_session(&oldest);
        }
    }
}
