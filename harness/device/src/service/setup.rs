//! What the device has and lacks: classes, folders, actions, identity, deviations.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::values::{MessageClass, MessageFolder, MessageStatus, SessionClass, SessionStatus};
use crate::defects::Deviations;

/// Table 9: the actions every device has.
pub const REQUIRED_ACTIONS: [&str; 5] = [
    "GetTelephonyIdentity",
    "GetMessagingCapabilities",
    "ReadMessage",
    "SendMessage",
    "DeleteMessage",
];

/// Table 9: the allowed actions of page mode.
pub const PAGE_ACTIONS: [&str; 2] = ["GetNewMessages", "SearchMessages"];

/// Table 9: the allowed actions of session mode, without those of file transfer.
pub const SESSION_ACTIONS: [&str; 8] = [
    "CreateSession",
    "ModifySession",
    "AcceptSession",
    "GetSessionUpdates",
    "GetSessions",
    "JoinSession",
    "LeaveSession",
    "CloseSession",
];

/// Table 9: the allowed actions of file transfer.
pub const FILE_TRANSFER_ACTIONS: [&str; 3] = [
    "StartFileTransfer",
    "CancelFileTransfer",
    "GetFileTransferSession",
];

/// Something optional that a device can lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// `folder:Deleted`, `folder:ClosedSession`
    Folder(MessageFolder),
    /// `message-class:MMS`
    MessageClass(MessageClass),
    /// `session-class:Mixed`
    SessionClass(SessionClass),
    /// `action:GetSessions`: one of the thirteen that Table 9 allows
    Action(String),
    /// `session-mode`: no sessions at all
    SessionMode,
    /// `events`: no SessionUpdates, evented or asked for (NewMessages is required)
    Events,
    /// `file-transfer`: neither its class nor its actions
    FileTransfer,
    /// `all-optional`: only what the standard requires
    AllOptional,
}

/// Why a device cannot lack what was named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// The word is none of the items.
    #[error(
        "`{0}` is nothing a device can lack; use folder:NAME, message-class:NAME, session-class:NAME, action:NAME, session-mode, events, file-transfer or all-optional"
    )]
    Unknown(String),
    /// The standard requires it.
    #[error("a device cannot lack `{0}`: the standard requires it")]
    Required(String),
    /// Clause 5.3.7: at least one message class is supported.
    #[error("no message class is left; leave at least one in")]
    NoMessageClass,
}

impl FromStr for Item {
    type Err = ItemError;

    fn from_str(text: &str) -> Result<Self, ItemError> {
        let unknown = || ItemError::Unknown(text.chars().take(80).collect());
        let required = || ItemError::Required(text.to_owned());
        match text {
            "session-mode" => return Ok(Item::SessionMode),
            "events" => return Ok(Item::Events),
            "file-transfer" => return Ok(Item::FileTransfer),
            "all-optional" => return Ok(Item::AllOptional),
            _ => {}
        }
        let (kind, name) = text.split_once(':').ok_or_else(unknown)?;
        match kind {
            "folder" => match MessageFolder::from_text(name).ok_or_else(unknown)? {
                folder @ (MessageFolder::Deleted | MessageFolder::ClosedSession) => {
                    Ok(Item::Folder(folder))
                }
                _ => Err(required()),
            },
            "message-class" => MessageClass::from_text(name)
                .map(Item::MessageClass)
                .ok_or_else(unknown),
            "session-class" => SessionClass::from_text(name)
                .map(Item::SessionClass)
                .ok_or_else(unknown),
            "action" if REQUIRED_ACTIONS.contains(&name) => Err(required()),
            "action" if allowed_actions().any(|one| one == name) => {
                Ok(Item::Action(name.to_owned()))
            }
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Item::Folder(folder) => write!(f, "folder:{}", folder.as_str()),
            Item::MessageClass(class) => write!(f, "message-class:{}", class.as_str()),
            Item::SessionClass(class) => write!(f, "session-class:{}", class.as_str()),
            Item::Action(name) => write!(f, "action:{name}"),
            Item::SessionMode => f.write_str("session-mode"),
            Item::Events => f.write_str("events"),
            Item::FileTransfer => f.write_str("file-transfer"),
            Item::AllOptional => f.write_str("all-optional"),
        }
    }
}

fn allowed_actions() -> impl Iterator<Item = &'static str> {
    PAGE_ACTIONS
        .into_iter()
        .chain(SESSION_ACTIONS)
        .chain(FILE_TRANSFER_ACTIONS)
}

fn message_classes(without: &[Item]) -> Vec<MessageClass> {
    MessageClass::ALL
        .iter()
        .copied()
        .filter(|class| !without.contains(&Item::MessageClass(*class)))
        .collect()
}

/// What one device is like, from its start to its end.
#[derive(Clone, Debug)]
pub struct Setup {
    pub(super) message_classes: Vec<MessageClass>,
    pub(super) session_classes: Vec<SessionClass>,
    pub(super) folders: Vec<MessageFolder>,
    actions: BTreeSet<&'static str>,
    session_updates: bool,
    pub(super) identity: String,
    pub(super) own_name: String,
    pub(super) deviations: Deviations,
    /// Files are fetched from any host.
    pub(crate) follow_hosts: bool,
}

impl Setup {
    /// The device with everything but the items given. `own_name` is what it calls itself.
    ///
    /// # Errors
    /// When no message class is left.
    pub fn new(
        without: &[Item],
        deviations: Deviations,
        own_name: String,
    ) -> Result<Self, ItemError> {
        let lacks = |item: Item| without.contains(&item) || without.contains(&Item::AllOptional);
        let message_classes = message_classes(without);
        if message_classes.is_empty() {
            return Err(ItemError::NoMessageClass);
        }
        let session_mode = !lacks(Item::SessionMode);
        let session_classes: Vec<_> = SessionClass::ALL
            .iter()
            .copied()
            .filter(|class| session_mode && !lacks(Item::SessionClass(*class)))
            .filter(|class| *class != SessionClass::FileTransfer || !lacks(Item::FileTransfer))
            .collect();
        let transfers = !lacks(Item::FileTransfer)
            && session_classes.iter().any(|class| class.transfers_files());
        let session_updates = session_mode && !lacks(Item::Events);
        let has_folder = |folder: &MessageFolder| match folder {
            MessageFolder::Deleted => !lacks(Item::Folder(*folder)),
            MessageFolder::ClosedSession => session_mode && !lacks(Item::Folder(*folder)),
            _ => true,
        };
        let folders = MessageFolder::ALL
            .iter()
            .copied()
            .filter(has_folder)
            .collect();
        let actions = allowed_actions()
            .filter(|action| !lacks(Item::Action((*action).to_owned())))
            .filter(|action| session_mode || !SESSION_ACTIONS.contains(action))
            .filter(|action| session_updates || *action != "GetSessionUpdates")
            .filter(|action| transfers || !FILE_TRANSFER_ACTIONS.contains(action))
            .chain(REQUIRED_ACTIONS)
            .collect();
        Ok(Self {
            message_classes,
            session_classes,
            folders,
            actions,
            session_updates,
            identity: "sip:device@example.invalid".to_owned(),
            own_name,
            deviations,
            follow_hosts: false,
        })
    }

    /// Whether the device has the action.
    pub fn implements(&self, action: &str) -> bool {
        self.actions.contains(action)
    }

    /// Whether the device has sessions.
    pub fn session_mode(&self) -> bool {
        SESSION_ACTIONS.iter().any(|action| self.implements(action))
    }

    /// Whether the device has SessionUpdates, as a variable that it events.
    pub fn session_updates(&self) -> bool {
        self.session_updates
    }

    /// Whether the device transfers files.
    pub fn file_transfer(&self) -> bool {
        self.implements("StartFileTransfer")
    }

    pub(super) fn has_folder(&self, folder: MessageFolder) -> bool {
        self.folders.contains(&folder)
    }

    /// Whether the service description declares the state variable, because the standard requires it
    /// or an action that the device has relates to it.
    pub fn declares(&self, variable: &str) -> bool {
        let any = |actions: &[&str]| actions.iter().any(|action| self.implements(action));
        match variable.strip_prefix("A_ARG_TYPE_").unwrap_or(variable) {
            "MessagingCapabilities"
            | "NewMessages"
            | "TelephonyServerIdentity"
            | "MessageID"
            | "Message" => true,
            "SessionUpdates" => self.session_updates,
            "MessageClass" | "MessageFolder" | "MessageStatus" | "MessageList" => {
                self.implements("SearchMessages")
            }
            "SessionID" => {
                any(&SESSION_ACTIONS) || any(&FILE_TRANSFER_ACTIONS) || any(&["SearchMessages"])
            }
            "SessionClass" => any(&["CreateSession", "ModifySession", "GetSessions"]),
            "RecipientsList" | "Subject" | "SupportedContentType" => {
                any(&["CreateSession", "ModifySession"])
            }
            "SessionInfo" | "SessionsList" | "SessionStatus" => self.implements("GetSessions"),
            "FileInfoList" => any(&["StartFileTransfer", "GetFileTransferSession"]),
            _ => false,
        }
    }

    /// The values that the service description lists for a variable (Tables 3 to 7), in their order.
    pub fn allowed_values(&self, variable: &str) -> Option<Vec<&'static str>> {
        let values = match variable.strip_prefix("A_ARG_TYPE_")? {
            "MessageClass" => self
                .message_classes
                .iter()
                .map(|one| one.as_str())
                .collect(),
            "MessageFolder" => self.folders.iter().map(|one| one.as_str()).collect(),
            "MessageStatus" => MessageStatus::ALL.iter().map(|one| one.as_str()).collect(),
            "SessionClass" => self
                .session_classes
                .iter()
                .map(|one| one.as_str())
                .collect(),
            "SessionStatus" => SessionStatus::ALL.iter().map(|one| one.as_str()).collect(),
            _ => return None,
        };
        Some(values)
    }

    /// The default that Tables 3, 4 and 6 name for a variable, if the device has that value.
    pub fn default_value(&self, variable: &str) -> Option<&'static str> {
        let default = match variable.strip_prefix("A_ARG_TYPE_")? {
            "MessageClass" => MessageClass::Sms.as_str(),
            "MessageFolder" => MessageFolder::Received.as_str(),
            "SessionClass" => SessionClass::Chat.as_str(),
            _ => return None,
        };
        self.allowed_values(variable)?
            .contains(&default)
            .then_some(default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(without: &[&str]) -> Setup {
        let items: Vec<Item> = without
            .iter()
            .map(|one| one.parse().expect("an item"))
            .collect();
        Setup::new(&items, Deviations::default(), "device".to_owned()).expect("a setup")
    }

    #[test]
    fn everything_is_there_by_default() {
        let setup = setup(&[]);
        assert!(
            allowed_actions()
                .chain(REQUIRED_ACTIONS)
                .all(|action| setup.implements(action))
        );
        assert_eq!(setup.session_classes.len(), 7);
        assert!(setup.declares("SessionUpdates") && setup.declares("A_ARG_TYPE_FileInfoList"));
        assert_eq!(setup.default_value("A_ARG_TYPE_SessionClass"), Some("Chat"));
    }

    #[test]
    fn without_all_optional_the_required_remains() {
        let setup = setup(&["all-optional"]);
        assert!(
            REQUIRED_ACTIONS
                .iter()
                .all(|action| setup.implements(action))
        );
        assert!(!allowed_actions().any(|action| setup.implements(action)));
        assert_eq!(
            setup
                .allowed_values("A_ARG_TYPE_MessageFolder")
                .map(|all| all.len()),
            Some(3)
        );
        assert!(!setup.session_mode() && !setup.declares("SessionUpdates"));
        assert!(setup.declares("NewMessages"));
    }

    #[test]
    fn items_narrow_what_depends_on_them() {
        assert!(!setup(&["session-mode"]).implements("StartFileTransfer"));
        assert!(!setup(&["session-mode"]).has_folder(MessageFolder::ClosedSession));
        let no_files = setup(&["file-transfer"]);
        assert!(
            !no_files
                .session_classes
                .contains(&SessionClass::FileTransfer)
        );
        assert!(no_files.implements("CreateSession") && !no_files.implements("CancelFileTransfer"));
        assert!(
            setup(&["session-class:File-Transfer"]).file_transfer(),
            "Mixed transfers files"
        );
        let no_chat = setup(&["session-class:Chat"]);
        assert_eq!(no_chat.default_value("A_ARG_TYPE_SessionClass"), None);
    }

    #[test]
    fn items_are_read_as_written_and_refused_with_a_reason() {
        for text in [
            "folder:Deleted",
            "message-class:Instant Message",
            "action:GetSessions",
            "events",
        ] {
            assert_eq!(
                text.parse::<Item>().map(|item| item.to_string()),
                Ok(text.to_owned())
            );
        }
        assert!(matches!(
            "folder:Sent".parse::<Item>(),
            Err(ItemError::Required(_))
        ));
        assert!(matches!(
            "action:SendMessage".parse::<Item>(),
            Err(ItemError::Required(_))
        ));
        assert!(matches!(
            "action:Nothing".parse::<Item>(),
            Err(ItemError::Unknown(_))
        ));
        let none: Vec<Item> = MessageClass::ALL
            .iter()
            .copied()
            .map(Item::MessageClass)
            .collect();
        let refused = Setup::new(&none, Deviations::default(), String::new());
        assert!(matches!(refused, Err(ItemError::NoMessageClass)));
    }
}
