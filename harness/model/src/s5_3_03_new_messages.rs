//! 5.3.3 NewMessages: incoming messages that were not read yet.

/// The content of `newMessages`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewMessages(pub Vec<NewMessage>);

/// One `newMessage`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewMessage {
    /// Id that ReadMessage takes.
    pub id: String,
    /// Free text about the message.
    pub overview: Option<String>,
}
