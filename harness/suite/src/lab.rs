//! The trait through which a case reaches the world, and the questions it may ask.
//!
//! There is one effectful method, [`Lab::perform`]. The live lab answers from sockets and the clock and writes question
//! and answer to the journal; the replay lab answers from the journal. A case that asks the same gets the same, so
//! judging a journal again gives the same verdicts.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::judgement::Judgement;

/// Which control point acts: they differ in User-Agent, in source address where there are two, and in subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ControlPoint {
    /// The one that most cases play.
    First,
    /// The other one (R-16, R-52).
    Second,
}

/// What kind of wire a question goes over; decides where the evidence is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are those of the report")]
pub enum Wire {
    Control,
    Event,
    Description,
    Discovery,
    UpperTester,
    Raw,
}

/// A question to the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// One HTTP request on a connection of its own, and its response.
    Http(HttpAsk),
    /// Bytes on a TCP connection as a script; for what a well-behaved client would not send.
    Script(ScriptAsk),
    /// A stimulus for the upper tester.
    Stimulus {
        /// Its name.
        name: String,
        /// Its fields, a JSON object.
        fields: Value,
    },
    /// Milliseconds since the run began.
    Now,
    /// A number drawn at random, from the run's seed and the case's id.
    Draw,
    /// Let time pass.
    Pause {
        /// How long, in milliseconds.
        ms: u64,
    },
    /// What has been noticed so far in the whole run about the requirements named (cases of the last phase).
    Noticed {
        /// `M-…` or `UDA-…`.
        requirements: Vec<String>,
    },
    /// Datagrams to the SSDP group or to the device, and what comes back within the time given.
    Search {
        /// The datagrams, sent from one socket with 50 ms between them.
        datagrams: Vec<String>,
        /// `host:port` to send them to; empty for the multicast group.
        to: String,
        /// Enough are this many answers that name the device under test; 0 listens until the time is over.
        enough: usize,
        /// How long to listen after the last was sent, in milliseconds.
        wait_ms: u64,
    },
    /// What the SSDP group has heard since the run began, of this device; waits up to the time given.
    Heard {
        /// How long to listen on, in milliseconds.
        wait_ms: u64,
    },
    /// A new callback URL, ready to be given in a SUBSCRIBE.
    OpenInbox {
        /// Whose.
        control_point: ControlPoint,
        /// Path and query of the URL; empty for one of the lab's own choosing.
        path: String,
    },
    /// How an inbox answers the notifications to come.
    InboxAnswers {
        /// The inbox.
        inbox: u32,
        /// What it does.
        manner: InboxManner,
    },
    /// The notifications of an inbox from the one numbered `from` (0 is the first): waits until there are `count` of
    /// them, or the time is over.
    Inbox {
        /// The inbox.
        inbox: u32,
        /// Skip this many.
        from: usize,
        /// Enough are this many.
        count: usize,
        /// Wait no longer than this, in milliseconds.
        wait_ms: u64,
    },
    /// Serve a file over HTTP for the device to fetch.
    OfferFile(FileOffer),
    /// How often an offered file was fetched, and how much of it was sent; waits until at least `count` or the time is over.
    Fetches {
        /// The file.
        file: u32,
        /// Enough are this many.
        count: usize,
        /// Wait no longer than this, in milliseconds.
        wait_ms: u64,
    },
}

/// One HTTP request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HttpAsk {
    /// Where the evidence is filed.
    pub wire: Wire,
    /// Who asks.
    pub control_point: ControlPoint,
    /// The absolute URL; host and port say where to connect.
    pub url: String,
    /// The method.
    pub method: String,
    /// The headers in order; the lab adds none but HOST, when there is none named so.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(with = "text_or_bytes")]
    pub body: Vec<u8>,
    /// The action, for people who read the log; empty where there is none.
    pub about: String,
}

/// A scripted TCP connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScriptAsk {
    /// Where the evidence is filed.
    pub wire: Wire,
    /// Who connects.
    pub control_point: ControlPoint,
    /// `host:port`.
    pub to: String,
    /// What to do, in order.
    pub steps: Vec<ScriptStep>,
    /// For people who read the log.
    pub about: String,
}

/// A step of a scripted connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ScriptStep {
    /// Send bytes.
    Send(#[serde(with = "text_or_bytes")] Vec<u8>),
    /// Read one response to a request of this method (1xx are remembered and skipped).
    Response {
        /// The method that was sent: a response to HEAD has no body.
        method: String,
        /// Wait no longer than this, in milliseconds.
        wait_ms: u64,
    },
    /// Wait for an interim (1xx) or final status line without consuming a body; for `Expect: 100-continue`.
    Interim {
        /// Wait no longer than this, in milliseconds.
        wait_ms: u64,
    },
    /// Wait until the other side closes, at most this long.
    AwaitClose {
        /// In milliseconds.
        wait_ms: u64,
    },
    /// Say nothing for a while.
    Idle {
        /// In milliseconds.
        ms: u64,
    },
    /// Close the sending half.
    ShutdownWrite,
}

/// How an inbox answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InboxManner {
    /// 200, at once.
    Accept,
    /// This status for the next `count` notifications, then 200.
    Status {
        /// The status.
        code: u16,
        /// How many.
        count: u32,
    },
    /// Takes the next `count` notifications and never answers them, then 200.
    Silent {
        /// How many.
        count: u32,
    },
}

/// A file that the lab serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOffer {
    /// How many bytes it has.
    pub size: u64,
    /// Its media type.
    pub content_type: String,
    /// What happens to a GET.
    pub manner: FileManner,
}

/// What happens to a GET of an offered file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileManner {
    /// The whole file.
    Whole,
    /// 404.
    NotFound,
    /// The connection is cut after half of the bytes.
    CutOff,
    /// The length announced is not the length sent.
    WrongLength,
    /// Nobody listens at the URL.
    Refused,
    /// The bytes trickle, so that the transfer takes about this many milliseconds.
    Slow {
        /// In milliseconds.
        ms: u64,
    },
}

/// An answer of the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// To [`Ask::Http`].
    Http(HttpAnswer),
    /// To [`Ask::Script`]: what each reading step brought, in order.
    Script(Vec<ScriptAnswer>),
    /// To [`Ask::Stimulus`].
    Stimulus(StimulusAnswer),
    /// To [`Ask::Now`] in milliseconds, to [`Ask::Draw`] the number.
    Number(u64),
    /// To [`Ask::Pause`] and [`Ask::InboxAnswers`].
    Done,
    /// To [`Ask::Noticed`].
    Noticed(Noticed),
    /// To [`Ask::Search`] and [`Ask::Heard`].
    Datagrams(Vec<Datagram>),
    /// To [`Ask::OpenInbox`] and [`Ask::OfferFile`].
    Opened {
        /// Names the inbox or the file in later questions.
        id: u32,
        /// Its URL.
        url: String,
    },
    /// To [`Ask::Inbox`].
    Notifications(Vec<Notification>),
    /// To [`Ask::Fetches`].
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

/// What has been noticed in the run so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    /// How often one of the requirements could be judged.
    pub checked: u64,
    /// What was found, in the order of the plan, at most a few hundred.
    pub findings: Vec<NoticedFinding>,
}

/// A finding, and where it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticedFinding {
    /// The case.
    pub case: String,
    /// The exchange within it.
    pub exchange: u32,
    /// What.
    pub finding: Finding,
}

/// What a reading noticed about a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// `M-…` or `UDA-…`.
    pub requirement: String,
    /// How heavy it weighs, for the architecture that the device claims.
    pub grade: Grade,
    /// The ruling that made it so, if one did.
    pub ruling: Option<String>,
    /// What was seen, and where.
    pub text: String,
    /// What would have been right, where there is more to say than the requirement does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
}

/// How heavy a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Worth a line in the log.
    Note,
    /// A remark on the device.
    Warning,
    /// A `shall` is broken.
    Fail,
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
}

/// Why the lab has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LabError {
    /// The device does not answer any more.
    #[error("the device was lost")]
    DeviceLost,
    /// The run was interrupted, or the case's time is over.
    #[error("{0}")]
    Stopped(String),
    /// This lab cannot do that: no second address, no multicast, no file server.
    #[error("{0}")]
    Unavailable(String),
    /// The lab itself broke, or a replay asks something else than the journal holds.
    #[error("{0}")]
    Broken(String),
}

/// The world as a case sees it.
pub trait Lab {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// See [`LabError`]. A device that answers badly is an answer, not an error.
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError>;

    /// Files what a closer reading noticed in an exchange of this case, and which requirements it was able to judge.
    fn notice(&mut self, exchange: u32, checked: &[String], findings: &[Finding]);

    /// Files a judgement.
    fn judged(&mut self, judgement: &Judgement);

    /// From here on the case only tidies up: a lab that refuses to go on because of an interruption or a deadline
    /// allows it a few seconds more.
    fn clean_up_begins(&mut self);
}

/// Bytes in the journal: text where they are UTF-8, else base 16.
mod text_or_bytes {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[derive(Serialize, Deserialize)]
    enum Form {
        #[serde(rename = "text")]
        Text(String),
        #[serde(rename = "hex")]
        Hex(String),
    }

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Form::Text(text.to_owned()),
            Err(_) => Form::Hex(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
        }
        .serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        match Form::deserialize(from)? {
            Form::Text(text) => Ok(text.into_bytes()),
            Form::Hex(digits) => {
                if !digits.is_ascii() || digits.len() % 2 != 0 {
                    return Err(D::Error::custom(
                        "bytes in base 16 need an even number of digits",
                    ));
                }
                (0..digits.len())
                    .step_by(2)
                    .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).map_err(D::Error::custom))
                    .collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_journal() {
        for bytes in [
            b"plain".to_vec(),
            vec![0xff, 0x00, 0x80],
            Vec::new(),
            "é\u{0}\n".into(),
        ] {
            let ask = ScriptStep::Send(bytes.clone());
            let line = serde_json::to_string(&ask).expect("a step is plain data");
            assert_eq!(
                serde_json::from_str::<ScriptStep>(&line).expect("what was written can be read"),
                ask
            );
        }
        assert!(serde_json::from_str::<ScriptStep>(r#"{"Send":{"hex":"abc"}}"#).is_err());
    }
}
