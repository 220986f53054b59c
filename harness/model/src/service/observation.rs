//! What a run exchanged with a device, in one form: from a live lab, from a journal and from a test alike.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Milliseconds since the run began.
pub type Time = u64;

/// Something that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Where it stands in the record.
    pub source: Source,
    /// Not before this time.
    pub from: Time,
    /// Over by this time; `None`: it was never answered.
    pub to: Option<Time>,
    /// Who made it happen.
    pub who: Who,
    /// What it was.
    pub what: What,
}

/// Where an observation stands in the record: the exchange of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The case; what one case does, it does in order.
    pub case: String,
    /// The exchange within the case, from 1.
    pub exchange: u32,
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// A control point of the kit, by whatever a device can tell it apart with.
    ControlPoint(String),
    /// The telephone network, or a person at the device.
    FarSide,
    /// The device itself.
    Device,
}

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// An action was invoked.
    Action {
        /// Its name.
        name: String,
        /// The in arguments by name, as sent.
        arguments: Vec<(String, String)>,
        /// What came of it.
        outcome: Outcome,
    },
    /// A subscription begins; its events carry this name.
    Subscribed {
        /// The subscription, SID or another name.
        subscription: String,
    },
    /// A subscription ends.
    Unsubscribed {
        /// The subscription.
        subscription: String,
    },
    /// A notification arrived.
    Event {
        /// The subscription.
        subscription: String,
        /// The event key.
        key: Option<u32>,
        /// The variables and their values.
        properties: Vec<(String, String)>,
    },
    /// The far side was made to act.
    Stimulus {
        /// The stimulus.
        name: String,
        /// Its fields; what is no text is written as JSON, and those of a list's members also by their place:
        /// `attachments.0.size`.
        fields: BTreeMap<String, String>,
        /// Whether the upper tester says that it is done.
        done: bool,
        /// A session that came to be.
        session_id: Option<String>,
        /// A message that came to be.
        message_id: Option<String>,
    },
    /// Something may have been done that nobody can make out, to whatever the text names.
    Gap {
        /// What was sent, as far as it is text.
        text: String,
    },
}

/// What came of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It succeeded, with these out arguments.
    Success(Vec<(String, String)>),
    /// It failed with this code.
    Fault(u16),
    /// Nothing that can be understood came back: it may have taken effect or not.
    Unknown,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.case.is_empty() {
            write!(f, "exchange {}", self.exchange)
        } else {
            write!(f, "exchange {} of {}", self.exchange, self.case)
        }
    }
}
