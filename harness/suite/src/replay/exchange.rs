//! How questions and answers stand in the journal, so that a replay can give the same answers.
//!
//! Each question has one exchange of its own, whose `replay` holds the question's digest and the answer. What came in
//! several pieces (notifications, datagrams, the parts of a script) has an exchange a piece; the answer then names the
//! pieces by number. The bytes of a body are in the journal once: in the readable view, where it says it all.

use crate::lab::{Answer, Datagram, HttpAnswer, LabError, Notification, ScriptAnswer};
use ctk_record::{Exchange, Kind, Message};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::views;

/// What a replay needs of an exchange beyond its views.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Replay {
    /// The digest of the question that this exchange answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ask: Option<String>,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) answer: Option<Answer>,
    /// Why there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) error: Option<Refusal>,
    /// A piece of an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) piece: Option<Piece>,
    /// The bytes of the answer or piece go on with the body of the view.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) body: bool,
    /// The evidence was too long for the journal.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) cut: bool,
    /// What the response is read by: the method; what the request's URL begins with: the base.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) context: String,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// A piece of an answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Piece {
    Notification(Notification),
    Datagram(Datagram),
    Part(ScriptAnswer),
}

/// A [`LabError`] in the journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Refusal {
    DeviceLost,
    Stopped(String),
    Unavailable(String),
    GivenUp(String),
    Broken(String),
}

impl From<&LabError> for Refusal {
    fn from(error: &LabError) -> Self {
        match error {
            LabError::DeviceLost => Self::DeviceLost,
            LabError::Stopped(why) => Self::Stopped(why.clone()),
            LabError::Unavailable(why) => Self::Unavailable(why.clone()),
            LabError::GivenUp(why) => Self::GivenUp(why.clone()),
            LabError::Broken(why) => Self::Broken(why.clone()),
        }
    }
}

impl From<Refusal> for LabError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::DeviceLost => Self::DeviceLost,
            Refusal::Stopped(why) => Self::Stopped(why),
            Refusal::Unavailable(why) => Self::Unavailable(why),
            Refusal::GivenUp(why) => Self::GivenUp(why),
            Refusal::Broken(why) => Self::Broken(why),
        }
    }
}

/// An exchange on its way to the journal.
#[derive(Debug)]
pub struct Draft {
    /// The exchange's number within the case.
    pub number: u32,
    /// Where it is filed.
    pub kind: Kind,
    /// What was sent, or came in of the device's own accord.
    pub request: Option<Message>,
    /// What came back.
    pub response: Option<Message>,
    /// Why nothing, or nothing whole, came back.
    pub error: Option<String>,
    /// Milliseconds since the run began.
    pub at_ms: u64,
    /// Milliseconds until it was complete.
    pub elapsed_ms: u64,
    pub(super) replay: Replay,
}

impl Draft {
    /// Without content yet.
    pub fn new(number: u32, kind: Kind, at_ms: u64) -> Self {
        Self {
            number,
            kind,
            request: None,
            response: None,
            error: None,
            at_ms,
            elapsed_ms: 0,
            replay: Replay::default(),
        }
    }

    /// A notification that an inbox took; `base` is the inbox's URL up to the path.
    pub fn of_notification(notification: &Notification, base: &str) -> Self {
        let mut draft = Self::new(
            notification.exchange,
            Kind::Event,
            notification.at_us / 1000,
        );
        let request = views::of_request(&notification.bytes, base);
        let (bytes, elided) = elided(&notification.bytes, Some(&request));
        draft.replay.body = elided;
        draft.replay.piece = Some(Piece::Notification(Notification {
            bytes,
            from: notification.from.clone(),
            failure: notification.failure.clone(),
            ..*notification
        }));
        draft.replay.context = base.to_owned();
        draft.request = Some(request);
        draft.response = (notification.answered > 0).then(|| Message {
            status: Some(notification.answered),
            ..Message::default()
        });
        draft.error = notification.failure.as_ref().map(ToString::to_string);
        draft
    }

    /// A datagram.
    pub fn of_datagram(datagram: &Datagram) -> Self {
        let mut draft = Self::new(datagram.exchange, Kind::Discovery, datagram.at_ms);
        let view = Some(views::of_datagram(&datagram.bytes, &datagram.from));
        if datagram.bytes.starts_with(b"HTTP/") {
            draft.response = view;
        } else {
            draft.request = view;
        }
        draft.replay.piece = Some(Piece::Datagram(datagram.clone()));
        draft
    }

    /// What a reading step of a script brought.
    pub fn add_part(&mut self, answer: &ScriptAnswer, method: &str) {
        self.response = views::of_response(&answer.bytes, method);
        self.error = answer.failure.as_ref().map(ToString::to_string);
        let (bytes, elided) = elided(&answer.bytes, self.response.as_ref());
        self.replay.body = elided;
        let failure = answer.failure.clone();
        self.replay.piece = Some(Piece::Part(ScriptAnswer {
            bytes,
            failure,
            ..*answer
        }));
        self.replay.context = method.to_owned();
    }

    /// This exchange is that of a question, and this is its outcome.
    pub fn answers(&mut self, ask: String, outcome: &Result<Answer, LabError>) {
        self.replay.ask = Some(ask);
        match outcome {
            Ok(Answer::Http(http)) => {
                let (bytes, elided) = elided(&http.bytes, self.response.as_ref());
                self.replay.body = elided;
                let failure = http.failure.clone();
                self.replay.answer = Some(Answer::Http(HttpAnswer {
                    bytes,
                    failure,
                    ..*http
                }));
            }
            Ok(answer) => self.replay.answer = Some(without_pieces(answer)),
            Err(error) => {
                self.error.get_or_insert_with(|| error.to_string());
                self.replay.error = Some(Refusal::from(error));
            }
        }
    }

    /// As it is written.
    pub fn into_exchange(self, case: &str) -> Exchange {
        Exchange {
            case: case.to_owned(),
            number: self.number,
            kind: self.kind,
            request: self.request,
            response: self.response,
            findings: Vec::new(),
            error: self.error,
            at_ms: self.at_ms,
            elapsed_ms: self.elapsed_ms,
            // It holds strings and numbers: writing it cannot fail.
            replay: serde_json::to_value(&self.replay).unwrap_or(Value::Null),
        }
    }
}

/// The bytes, without the body at their end where the view has it too. Whether it has. An answer may have megabytes: they
/// are not copied to be taken off.
fn elided(bytes: &[u8], view: Option<&Message>) -> (Vec<u8>, bool) {
    let body = view
        .filter(|view| view.body_base64.is_none())
        .map_or("", |view| view.body.as_str());
    let head = bytes.strip_suffix(body.as_bytes());
    match head.filter(|_| !body.is_empty()) {
        Some(head) => (head.to_vec(), true),
        None => (bytes.to_vec(), false),
    }
}

/// An answer without the bytes of its pieces, each of which has an exchange of its own.
fn without_pieces(answer: &Answer) -> Answer {
    match answer {
        Answer::Notifications(all) => {
            let bare = |it: &Notification| Notification {
                bytes: Vec::new(),
                from: it.from.clone(),
                failure: it.failure.clone(),
                ..*it
            };
            Answer::Notifications(all.iter().map(bare).collect())
        }
        Answer::Datagrams(all) => {
            let bare = |it: &Datagram| Datagram {
                bytes: Vec::new(),
                from: it.from.clone(),
                ..*it
            };
            Answer::Datagrams(all.iter().map(bare).collect())
        }
        Answer::Script(all) => {
            let bare = |it: &ScriptAnswer| ScriptAnswer {
                bytes: Vec::new(),
                failure: it.failure.clone(),
                ..*it
            };
            Answer::Script(all.iter().map(bare).collect())
        }
        other => other.clone(),
    }
}

/// Puts it back.
pub(super) fn restore(bytes: &mut Vec<u8>, view: Option<&Message>) {
    if let Some(view) = view {
        bytes.extend_from_slice(view.body.as_bytes());
    }
}
