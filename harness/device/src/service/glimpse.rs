//! What planted faults look at in the service, and change.

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

    /// Whether files are being transferred in a session.
    pub(crate) fn is_transferring(&self, id: &str) -> bool {
        self.with(|store| store.session(id).is_some_and(|one| one.transfer.is_some()))
    }

    /// Another text in a message that there is.
    pub(crate) fn overwrite_message(&self, id: &str) {
        self.with(|store| {
            if let Some(message) = store.message_mut(id) {
                message.text = Some("overwritten".to_owned());
            }
        });
    }

    /// The id of the oldest message.
    pub(crate) fn oldest_message(&self) -> Option<String> {
        self.with(|store| store.messages().next().map(|one| one.id.clone()))
    }
}
