//! Actions by what they mean: the arguments read once, the answer too.

use crate::document::{
    Context, Direction, FileInfoList, Message, NewMessages, Recipients, SessionInfo,
    SessionUpdates, read_file_info_list, read_message, read_message_list, read_new_messages,
    read_recipients, read_session_updates, read_sessions,
};
use crate::session_life::SessionAction;

/// An action with its in arguments.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Call {
    GetNewMessages,
    SearchMessages {
        class: String,
        folder: String,
        status: String,
        session: String,
    },
    ReadMessage(String),
    DeleteMessage(String),
    /// The message, as far as it can be understood.
    SendMessage(Option<Box<Message>>),
    CreateSession {
        class: String,
        recipients: Option<Box<Recipients>>,
        subject: String,
        types: String,
    },
    ModifySession(Box<Modification>),
    /// One of the actions that name a session and nothing else.
    OnSession(SessionAction, String),
    StartFileTransfer(Option<Box<FileInfoList>>),
    GetSessions {
        id: String,
        class: String,
        status: String,
    },
    GetSessionUpdates,
    /// What says nothing about messages and sessions.
    Other,
}

/// The arguments of ModifySession.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Modification {
    pub(super) id: String,
    /// `None`: something that cannot be understood.
    pub(super) add: Option<Recipients>,
    pub(super) remove: Option<Recipients>,
    pub(super) subject: String,
    pub(super) types: String,
    pub(super) class: String,
}

/// The out arguments of an action that succeeded.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Told {
    Message(Box<Message>),
    Messages(Vec<Message>),
    NewMessages(NewMessages),
    Sessions(Vec<SessionInfo>),
    Updates(SessionUpdates),
    Files(Box<FileInfoList>),
    /// The id of what was made.
    Id(String),
    /// Nothing, or nothing that can be understood.
    Nothing,
}

impl Call {
    /// Reads the in arguments; `None` when one is missing, doubled or unknown: what the device makes of that is not the
    /// model's matter.
    pub(super) fn read(name: &str, arguments: &[(String, String)]) -> Option<Self> {
        let action = ctk_vectors::facts().action(name)?;
        let regular = action.inputs.len() == arguments.len()
            && action
                .inputs
                .iter()
                .zip(arguments)
                .all(|(due, (name, _))| due.name == *name);
        if !regular {
            return None;
        }
        let get = |at: usize| arguments.get(at).map_or("", |(_, value)| value.as_str());
        let text = |at: usize| get(at).to_owned();
        Some(match name {
            "GetNewMessages" => Self::GetNewMessages,
            "SearchMessages" => Self::SearchMessages {
                class: text(0),
                folder: text(1),
                status: text(2),
                session: text(3),
            },
            "ReadMessage" => Self::ReadMessage(text(0)),
            "DeleteMessage" => Self::DeleteMessage(text(0)),
            "SendMessage" => Self::SendMessage(input(read_message, get(0)).map(Box::new)),
            "CreateSession" => Self::CreateSession {
                class: text(0),
                recipients: input(read_recipients, get(1)).map(Box::new),
                subject: text(2),
                types: text(3),
            },
            "ModifySession" => Self::ModifySession(Box::new(Modification {
                id: text(0),
                add: people(get(1)),
                remove: people(get(2)),
                subject: text(3),
                types: text(4),
                class: text(5),
            })),
            "StartFileTransfer" => {
                Self::StartFileTransfer(input(read_file_info_list, get(0)).map(Box::new))
            }
            "GetSessions" => Self::GetSessions {
                id: text(0),
                class: text(1),
                status: text(2),
            },
            "GetSessionUpdates" => Self::GetSessionUpdates,
            _ => match name.parse::<SessionAction>() {
                Ok(action) => Self::OnSession(action, text(0)),
                Err(_) => Self::Other,
            },
        })
    }

    /// Reads the out arguments.
    pub(super) fn told(&self, outputs: &[(String, String)]) -> Told {
        let [(_, value)] = outputs else {
            return Told::Nothing;
        };
        let told = match self {
            Self::GetNewMessages => output(read_new_messages, value).map(Told::NewMessages),
            Self::SearchMessages { .. } => output(read_message_list, value).map(Told::Messages),
            Self::ReadMessage(_) => {
                output(read_message, value).map(|message| Told::Message(Box::new(message)))
            }
            Self::SendMessage(_) | Self::CreateSession { .. } => Some(Told::Id(value.clone())),
            Self::GetSessions { .. } => output(read_sessions, value).map(Told::Sessions),
            Self::GetSessionUpdates => output(read_session_updates, value).map(Told::Updates),
            Self::OnSession(SessionAction::GetFileTransferSession, _) => {
                output(read_file_info_list, value).map(|list| Told::Files(Box::new(list)))
            }
            _ => None,
        };
        told.unwrap_or(Told::Nothing)
    }
}

type Reader<T> = fn(&str, Direction, &Context) -> crate::document::Read<T>;

fn input<T>(read: Reader<T>, text: &str) -> Option<T> {
    read(text, Direction::Input, &Context::default()).value
}

pub(super) fn output<T>(read: Reader<T>, text: &str) -> Option<T> {
    read(text, Direction::Output, &Context::default()).value
}

/// An empty list of recipients leaves them as they are.
fn people(text: &str) -> Option<Recipients> {
    if text.is_empty() {
        return Some(Recipients::default());
    }
    input(read_recipients, text)
}
