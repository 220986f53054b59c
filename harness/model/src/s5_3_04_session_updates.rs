//! 5.3.4 SessionUpdates: what happened to sessions.

/// The content of `sessionUpdates`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionUpdates(pub Vec<SessionUpdate>);

/// One `sessionUpdate`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionUpdate {
    /// The session.
    pub session_id: String,
    /// What happened, in order (Table 2).
    pub events: Vec<String>,
    /// The session's status (Table 7); empty when absent.
    pub status: String,
}
