//! The answer to a SUBSCRIBE.

use ctk_wire::gena::Timeout;

/// What came of a SUBSCRIBE.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The exchange.
    pub exchange: u32,
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
    /// Why there is no answer.
    pub failure: Option<String>,
    /// The subscription's id, where one was granted.
    pub sid: Option<String>,
    /// For how long.
    pub timeout: Option<Timeout>,
    /// When the answer was complete, in milliseconds since the run began.
    pub answered_ms: u64,
}

impl Grant {
    /// What came instead of a subscription.
    pub(crate) fn in_words(&self) -> String {
        match &self.failure {
            Some(why) => why.clone(),
            None if self.status == 200 => "200 without SID".to_owned(),
            None => format!("HTTP {}", self.status),
        }
    }
}
