//! Two control points: what one does, and what the other is told.

use crate::defects::DefectId;
use crate::service::caller::Caller;
use crate::service::session::Session;
use crate::service::store::Store;

/// Control points that `privilege-remembered` remembers.
const MOST_SERVED: usize = 256;

impl Store {
    /// What the defect `updates-consumed-by-reading` forgets once GetSessionUpdates has told it.
    pub(in crate::service) fn consume_updates(&mut self) {
        if !self.has(DefectId::UpdatesConsumedByReading) {
            return;
        }
        let ids: Vec<String> = self.sessions().map(|one| one.id.clone()).collect();
        for id in ids {
            if let Some(session) = self.session_mut(&id) {
                session.recent.clear();
            }
        }
        self.news.closed.clear();
        self.news.evented.clear();
    }

    /// Whether the list of sessions shows one to a control point.
    pub(in crate::service) fn shows_to(&self, caller: &Caller, session: &Session) -> bool {
        let own = session.creator.as_ref().is_none_or(|one| one == caller)
            || session.joined.contains(caller);
        own || !self.has(DefectId::GetSessionsListsOwn)
    }

    /// Whether the defect `privilege-remembered` serves a control point without the privilege.
    pub(in crate::service) fn remembers_privilege(&self, caller: &Caller, action: &str) -> bool {
        action == "GetSessions" && self.remnants.served.contains(caller)
    }

    pub(in crate::service) fn remember_privilege(&mut self, caller: &Caller, action: &str) {
        if action == "GetSessions"
            && self.has(DefectId::PrivilegeRemembered)
            && self.remnants.served.len() < MOST_SERVED
        {
            self.remnants.served.insert(caller.clone());
        }
    }
}
