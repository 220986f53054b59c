//! The implementation conformance statement: what the device claims of the service.

use std::collections::BTreeMap;

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
    /// What the profile lists, by kind, beside what the device shows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub profile: BTreeMap<ClaimKind, Listed>,
}

/// A kind of thing that a profile lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// Actions of Table 9, and vendors'.
    Actions,
    /// Message classes of Table 3, and vendors'.
    MessageClasses,
    /// Session classes of Table 6, and vendors'.
    SessionClasses,
    /// Folders of Table 4.
    Folders,
}

/// What a profile lists of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// What it claims, whether the device shows it or not.
    pub claimed: Vec<String>,
    /// What the device shows, and it leaves out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
}

impl ClaimKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::Actions,
        Self::MessageClasses,
        Self::SessionClasses,
        Self::Folders,
    ];

    /// In words, of several.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Actions => "actions",
            Self::MessageClasses => "message classes",
            Self::SessionClasses => "session classes",
            Self::Folders => "folders",
        }
    }

    /// In words, of one.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Actions => "action",
            Self::MessageClasses => "message class",
            Self::SessionClasses => "session class",
            Self::Folders => "folder",
        }
    }
}

impl Ics {
    /// What is claimed of the kind, and shown.
    pub fn of(&self, kind: ClaimKind) -> &[String] {
        match kind {
            ClaimKind::Actions => &self.actions,
            ClaimKind::MessageClasses => &self.message_classes,
            ClaimKind::SessionClasses => &self.session_classes,
            ClaimKind::Folders => &self.folders,
        }
    }

    /// What the profile claims, and the device does not show.
    pub fn contradicted(&self) -> impl Iterator<Item = (ClaimKind, &str)> {
        self.profile.iter().flat_map(|(kind, listed)| {
            let shown = self.of(*kind);
            let claimed = listed.claimed.iter().filter(|name| !shown.contains(name));
            claimed.map(|name| (*kind, name.as_str()))
        })
    }

    /// What the device shows of the kind: what is claimed of it, and what the profile leaves out.
    pub fn shown(&self, kind: ClaimKind) -> impl Iterator<Item = &str> {
        let left_out = self.profile.get(&kind).map(|listed| &listed.left_out);
        let left_out = left_out.into_iter().flatten();
        self.of(kind).iter().chain(left_out).map(String::as_str)
    }

    /// The device has it, whether the profile claims it or not.
    pub fn shows(&self, kind: ClaimKind, name: &str) -> bool {
        self.shown(kind).any(|it| it == name)
    }

    /// The device does not have it: it shows others of the kind. Where it shows none, nobody can say.
    pub fn lacks(&self, kind: ClaimKind, name: &str) -> bool {
        self.shown(kind).next().is_some() && !self.shows(kind, name)
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_profile_leaves_out_is_not_lacking() {
        let folders = |names: &[&str]| names.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();
        let listed = Listed {
            claimed: folders(&["Sent", "ClosedSession"]),
            left_out: folders(&["Deleted"]),
        };
        let ics = Ics {
            folders: folders(&["Sent"]),
            profile: BTreeMap::from([(ClaimKind::Folders, listed)]),
            ..Ics::default()
        };
        let kind = ClaimKind::Folders;
        assert!(!ics.has_folder("Deleted") && ics.shows(kind, "Deleted"));
        assert!(!ics.lacks(kind, "Deleted") && !ics.lacks(kind, "Sent"));
        // What the profile alone claims is not there.
        assert!(ics.lacks(kind, "ClosedSession"));
    }

    #[test]
    fn of_a_device_that_shows_nothing_nobody_knows_what_it_lacks() {
        let ics = Ics::default();
        assert!(!ics.lacks(ClaimKind::Folders, "Deleted"));
        assert!(!ics.shows(ClaimKind::Folders, "Deleted"));
    }
}
