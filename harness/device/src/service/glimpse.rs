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

    /// Whether a session was closed, since this was asked last, in which files were being transferred.
    pub(crate) fn has_cut_transfer(&self) -> bool {
        self.with(|store| std::mem::take(&mut store.transfer_cut))
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
