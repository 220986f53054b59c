//! The answers of the world.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::finding::Noticed;
use super::text_or_bytes;

/// An answer of the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// To [`Ask::Http`](super::Ask::Http).
    Http(HttpAnswer),
    /// To [`Ask::Script`](super::Ask::Script): what each reading step brought, in order.
    Script(Vec<ScriptAnswer>),
    /// To [`Ask::Stimulus`](super::Ask::Stimulus).
    Stimulus(StimulusAnswer),
    /// To [`Ask::Now`](super::Ask::Now) in milliseconds, to [`Ask::Draw`](super::Ask::Draw) and
    /// [`Ask::Unspoken`](super::Ask::Unspoken) and [`Ask::Unread`](super::Ask::Unread) the number.
    Number(u64),
    /// To [`Ask::Pause`](super::Ask::Pause), [`Ask::Window`](super::Ask::Window), [`Ask::Turn`](super::Ask::Turn) and
    /// [`Ask::InboxAnswers`](super::Ask::InboxAnswers).
    Done,
    /// To [`Ask::Noticed`](super::Ask::Noticed).
    Noticed(Noticed),
    /// To [`Ask::Search`](super::Ask::Search), [`Ask::SearchByTcp`](super::Ask::SearchByTcp) and
    /// [`Ask::Heard`](super::Ask::Heard).
    Datagrams(Vec<Datagram>),
    /// To [`Ask::OpenInbox`](super::Ask::OpenInbox) and [`Ask::OfferFile`](super::Ask::OfferFile).
    Opened {
        /// Names the inbox or the file in later questions.
        id: u32,
        /// Its URL.
        url: String,
    },
    /// To [`Ask::Inbox`](super::Ask::Inbox).
    Notifications(Vec<Notification>),
    /// To [`Ask::Fetches`](super::Ask::Fetches).
    Fetches(Vec<Fetch>),
}

/// What came of an HTTP request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HttpAnswer {
    /// The number of the exchange within the case: evidence is cited by it.
    pub exchange: u32,
    /// The bytes of the response as they came (interim responses included), cut at the lab's limits.
    #[serde(with = "text_or_bytes")]
    pub bytes: Vec<u8>,
    /// The other side closed the connection after them.
    pub closed: bool,
    /// Why there is no complete response.
    pub failure: Option<HttpFailure>,
    /// Milliseconds since the run began.
    pub at_ms: u64,
    /// Milliseconds from the first byte sent to the last byte received.
    pub elapsed_ms: u64,
}

/// Why there is no complete response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HttpFailure {
    /// Nobody listens there.
    Refused,
    /// The address cannot be reached.
    Unreachable(String),
    /// No complete answer within the time that the architecture gives (UDA 3.2.2: 30 s).
    TimedOut,
    /// The connection was closed or reset before the answer was complete.
    CutOff,
    /// More than the lab's limits.
    TooLarge,
    /// Bytes came that are no HTTP response.
    NotHttp(String),
}

impl fmt::Display for HttpFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused => f.write_str("the connection was refused"),
            Self::Unreachable(why) => write!(f, "the address cannot be reached ({why})"),
            Self::TimedOut => f.write_str("no complete answer within the time allowed"),
            Self::CutOff => f.write_str("the connection was closed before the answer was complete"),
            Self::TooLarge => f.write_str("the answer is larger than the kit reads"),
            Self::NotHttp(why) => write!(f, "the answer is not HTTP ({why})"),
        }
    }
}

/// What a reading step of a script brought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScriptAnswer {
    /// The number of the exchange within the case.
    pub exchange: u32,
    /// The bytes.
    #[serde(with = "text_or_bytes")]
    pub bytes: Vec<u8>,
    /// The other side has closed the connection.
    pub closed: bool,
    /// Why it is not what the step waited for.
    pub failure: Option<HttpFailure>,
    /// How long the step waited, in milliseconds.
    pub elapsed_ms: u64,
}

/// The upper tester's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StimulusAnswer {
    /// The number of the exchange within the case.
    pub exchange: u32,
    /// Done, unsupported or failed.
    pub status: StimulusStatus,
    /// What the tester says about it.
    pub detail: String,
    /// A session that came to be.
    pub session_id: Option<String>,
    /// A message that came to be.
    pub message_id: Option<String>,
    /// The stimuli offered, in the answer to `capabilities`.
    #[serde(default)]
    pub stimuli: Option<Vec<String>>,
}

/// Whether a stimulus was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StimulusStatus {
    /// It was.
    Done,
    /// This device or tester cannot do that.
    Unsupported,
    /// It should have worked and did not.
    Failed,
}

/// A UDP datagram of the discovery protocol.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Datagram {
    /// The number of the exchange within the case.
    pub exchange: u32,
    /// `host:port` of the sender.
    pub from: String,
    /// Its bytes.
    #[serde(with = "text_or_bytes")]
    pub bytes: Vec<u8>,
    /// Milliseconds since the run began.
    pub at_ms: u64,
    /// The time to live that it arrived with, where the system tells.
    pub ttl: Option<u8>,
}

/// A NOTIFY that an inbox took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notification {
    /// The number of the exchange within the case.
    pub exchange: u32,
    /// The request, as it came.
    #[serde(with = "text_or_bytes")]
    pub bytes: Vec<u8>,
    /// `host:port` of the sender.
    pub from: String,
    /// Microseconds since the run began, measured when the first byte was read.
    pub at_us: u64,
    /// The status it was answered with; 0 when it was left without answer.
    pub answered: u16,
    /// Why the request is not complete.
    pub failure: Option<HttpFailure>,
}

/// A GET of an offered file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetch {
    /// Milliseconds since the run began.
    pub at_ms: u64,
    /// Bytes of the file that were taken by the device's side of the connection.
    pub sent: u64,
    /// The whole file was sent.
    pub complete: bool,
    /// The query that it named the file with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}
