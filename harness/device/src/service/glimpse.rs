//! What planted faults look at in the service.

use super::Service;

impl Service {
    /// The status of a session.
    pub(crate) fn session_status(&self, id: &str) -> Option<String> {
        self.with(|store| store.session(id).map(|one| one.status.as_str().to_owned()))
    }

    /// The ids of all sessions.
    pub(crate) fn session_ids(&self) -> Vec<String> {
        self.with(|store| store.sessions().map(|one| one.id.clone()).collect())
    }

    /// The folder of a message.
    pub(crate) fn message_folder(&self, id: &str) -> Option<String> {
        self.with(|store| store.message(id).map(|one| one.folder.as_str().to_owned()))
    }

    /// The id of the oldest message.
    pub(crate) fn oldest_message(&self) -> Option<String> {
        self.with(|store| store.messages().next().map(|one| one.id.clone()))
    }
}
