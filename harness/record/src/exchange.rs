//! What went over a wire, readable.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Finding;

/// On which kind of wire an exchange went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A SOAP action.
    Control,
    /// A subscription or a notification.
    Event,
    /// A device or service description.
    Description,
    /// An SSDP datagram.
    Discovery,
    /// A stimulus.
    UpperTester,
    /// Bytes that no library would send.
    Raw,
    /// The clock, the dice, a pause: kept for the replay, not shown in reports.
    Internal,
}

/// A request or a response, readable.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// The request's method; empty in a response.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// The request's URL; empty in a response.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// The response's status; absent in a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Name and value, in the order and case of the wire.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The body as text; what is not UTF-8 is shown with replacement characters.
    #[serde(default)]
    pub body: String,
    /// Base64 of the body where the text does not say it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
}

/// One thing that a case did and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// The case that did it; empty for the preparation of the run.
    pub case: String,
    /// Counts from 1 within the case.
    pub number: u32,
    /// The wire.
    pub kind: Kind,
    /// What was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Message>,
    /// What came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Message>,
    /// What the wire noticed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Why there is no response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Milliseconds since the run began.
    pub at_ms: u64,
    /// Milliseconds from the first byte sent to the last byte received.
    pub elapsed_ms: u64,
    /// What the replay needs beyond the above: the runner's own.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub replay: Value,
}

impl Kind {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Control => "control",
            Kind::Event => "event",
            Kind::Description => "description",
            Kind::Discovery => "discovery",
            Kind::UpperTester => "upper-tester",
            Kind::Raw => "raw",
            Kind::Internal => "internal",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_json_report() {
        for kind in [Kind::Control, Kind::UpperTester, Kind::Raw, Kind::Internal] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
    }
}
