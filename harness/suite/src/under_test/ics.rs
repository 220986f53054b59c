//! The implementation conformance statement: what the device claims of the service.

use ctk_vectors::messaging_2::action;
use serde::{Deserialize, Serialize};

/// The implementation conformance statement: what the device claims, derived from its service description and
/// GetMessagingCapabilities, and narrowed by the profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ics {
    /// The actions.
    pub actions: Vec<String>,
    /// The message classes.
    pub message_classes: Vec<String>,
    /// The session classes.
    pub session_classes: Vec<String>,
    /// The folders.
    pub folders: Vec<String>,
    /// Events carry ids only, details come over TLS (5.4).
    pub secure_eventing: bool,
    /// The profile claims no action at all: nothing applies.
    #[serde(default)]
    pub claims_nothing: bool,
    /// The revision of the architecture, `2020-04` for one.
    pub uda_revision: Option<String>,
}

impl Ics {
    /// The action is declared and claimed.
    pub fn has_action(&self, name: &str) -> bool {
        self.actions.iter().any(|action| action == name)
    }

    /// The folder is supported and claimed.
    pub fn has_folder(&self, name: &str) -> bool {
        self.folders.iter().any(|folder| folder == name)
    }

    /// The message class is supported and claimed.
    pub fn has_message_class(&self, name: &str) -> bool {
        self.message_classes.iter().any(|class| class == name)
    }

    /// The session class is supported and claimed.
    pub fn has_session_class(&self, name: &str) -> bool {
        self.session_classes.iter().any(|class| class == name)
    }

    /// Sessions can come to be, and can be looked at.
    pub fn session_mode(&self) -> bool {
        self.has_action(action::GET_SESSIONS)
            && (self.has_action(action::CREATE_SESSION) || self.has_action(action::ACCEPT_SESSION))
    }
}
