//! 5.3.15 A_ARG_TYPE_SessionInfo: one session.

use crate::s5_3_14_recipients_list::Recipients;

/// The content of `sessionInfo`, as sent; an element that shall exist and does not is empty here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionInfo {
    /// `sessionID` (5.3.12).
    pub id: String,
    /// `sessionClass` (Table 6).
    pub class: String,
    /// `subject`.
    pub subject: Option<String>,
    /// `sessionStatus` (Table 7).
    pub status: String,
    /// `supportedContentType` (5.3.17).
    pub supported_content_type: Option<String>,
    /// `recipientsList`.
    pub recipients: Recipients,
    /// The ids of `listOfMessages`, oldest first; `None` when the element is absent.
    pub messages: Option<Vec<String>>,
    /// `dateStarted`.
    pub date_started: Option<String>,
    /// `dateLastMessage`.
    pub date_last_message: Option<String>,
    /// `dateEnded`.
    pub date_ended: Option<String>,
}
