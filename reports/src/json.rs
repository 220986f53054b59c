//! The JSON report, `messaging-ctk/run/1`: names and order of its fields are a contract; fields may be added.
//!
//! The schema is published as `schema/run-1.schema.json`. A report holds enough to render every other report from it.

mod read;
mod run_part;
mod write;

pub use read::{ReportError, read_report};
pub use run_part::RunPart;
pub use write::{Source, full, outline, report, write, write_full};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::causes::Cause;
use crate::summary::Counts;
use crate::visible;
use ctk_record::{
    Device, Finding, Grade, Judgement, Kind, Resumed, Suspect, Tool, Verdict, Warning,
};

/// The report's schema id.
pub const RUN_SCHEMA: &str = "messaging-ctk/run/1";

/// The JSON Schema of the report.
pub const RUN_JSON_SCHEMA: &str = include_str!("../schema/run-1.schema.json");

/// The JSON Schema of a line of the journal.
pub const JOURNAL_JSON_SCHEMA: &str = include_str!("../schema/journal-1.schema.json");

/// The report of a run. `C` are its cases, `P` the exchanges of its preparation: lists, or what is written as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report<C = Vec<CasePart>, P = Vec<ExchangePart>> {
    /// [`RUN_SCHEMA`].
    pub schema: String,
    /// The tool.
    pub tool: Tool,
    /// When the run began, RFC 3339 in UTC.
    pub started: String,
    /// How long it took.
    pub duration_ms: u64,
    /// The seed of everything drawn at random.
    pub seed: u64,
    /// The command line.
    pub command: Vec<String>,
    /// How it went.
    pub run: RunPart,
    /// What the device says of itself; null when it was never reached.
    pub device: Option<DevicePart>,
    /// The implementation conformance statement.
    pub ics: Value,
    /// What the failed and open cases go back to, the worst first.
    #[serde(default)]
    pub causes: Vec<Cause>,
    /// Cases by verdict.
    pub summary: Counts,
    /// Every planned case.
    pub cases: C,
    /// What of the standard was judged.
    pub coverage: CoveragePart,
    /// The exchanges that belong to no case.
    #[serde(
        default = "nothing",
        bound(deserialize = "P: Deserialize<'de> + Default")
    )]
    pub preparation: P,
    /// Words to the reader.
    #[serde(default)]
    pub notices: Vec<NoticePart>,
    /// Each time that a killed or interrupted run went on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resumed: Vec<Resumed>,
    /// What speaks against the journal that this was made of; empty where nothing does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub integrity: String,
}

fn nothing<P: Default>() -> P {
    P::default()
}

/// What the device says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of the device description, named alike"
)]
pub struct DevicePart {
    pub description_url: String,
    pub udn: String,
    pub friendly_name: String,
    pub manufacturer: String,
    pub model_name: String,
    pub device_type: String,
    pub service_type: String,
    pub server: String,
    pub uda: String,
}

/// A case. `E` are its exchanges: a list, or what is written as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of `PlannedCase` and `CaseResult`, named alike"
)]
pub struct CasePart<E = Vec<ExchangePart>> {
    pub id: String,
    pub clause: String,
    pub purpose: String,
    pub requirements: Vec<String>,
    pub level: String,
    pub verdict: Verdict,
    pub reason: String,
    pub suspect: Option<Suspect>,
    pub accepted: Vec<String>,
    pub observed: String,
    pub symptom: String,
    pub warnings: Vec<Warning>,
    pub known_failure: Option<String>,
    pub duration_ms: u64,
    pub exchanges: E,
    pub reproduce: String,
    /// What the case judged, in order.
    #[serde(default)]
    pub judgements: Vec<JudgementPart>,
    /// Whether the case has a result of its own: false when it was never executed to its end.
    #[serde(default = "yes")]
    pub executed: bool,
    /// When it began, in milliseconds since the run began; null when it never did.
    #[serde(default)]
    pub started_ms: Option<u64>,
}

fn yes() -> bool {
    true
}

/// One thing that a case did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExchangePart {
    /// The wire.
    pub kind: Kind,
    /// What was sent; null when nothing was.
    pub request: Option<RequestPart>,
    /// What came back; null when nothing did.
    pub response: Option<ResponsePart>,
    /// What the wire noticed.
    pub findings: Vec<FindingPart>,
    /// Milliseconds since the run began.
    pub at_ms: u64,
    /// Milliseconds from the first byte sent to the last byte received.
    pub elapsed_ms: u64,
    /// Counts from 1 within the case; judgements name exchanges by it.
    #[serde(default)]
    pub number: u32,
    /// Why there is no response; null when there is one.
    #[serde(default)]
    pub error: Option<String>,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestPart {
    /// The method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// Name and value, in the order and case of the wire.
    pub headers: Vec<(String, String)>,
    /// The body as text, cut when it is long.
    pub body: String,
    /// Base64 of the body where the text does not say it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponsePart {
    /// The status; 0 when the answer had none.
    pub status: u16,
    /// Name and value, in the order and case of the wire.
    pub headers: Vec<(String, String)>,
    /// The body as text, cut when it is long.
    pub body: String,
    /// Base64 of the body where the text does not say it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_base64: Option<String>,
}

/// What the wire noticed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingPart {
    /// The requirement.
    pub row: String,
    /// What was seen.
    pub text: String,
    /// How heavy it weighs.
    #[serde(default = "note")]
    pub grade: Grade,
}

fn note() -> Grade {
    Grade::Note
}

impl From<&Finding> for FindingPart {
    fn from(finding: &Finding) -> Self {
        Self {
            row: finding.requirement.clone(),
            text: finding.sentence().into_owned(),
            grade: finding.grade,
        }
    }
}

/// A judgement; its case is the one that holds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of `Judgement`, named alike"
)]
pub struct JudgementPart {
    pub requirement: String,
    pub clause: String,
    pub level: String,
    pub outcome: ctk_record::Outcome,
    #[serde(default)]
    pub asked: String,
    #[serde(default)]
    pub accepted: Vec<String>,
    #[serde(default)]
    pub observed: String,
    #[serde(default)]
    pub ruling: Option<String>,
    #[serde(default)]
    pub exchanges: Vec<u32>,
    #[serde(default)]
    pub seen_in: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_cell: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder_cell: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_pair: Option<(String, u16)>,
    /// A file that shows it again, for `replay`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script: Option<String>,
}

/// What of the standard was judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `Coverage`")]
pub struct CoveragePart {
    pub requirements: Vec<RequirementPart>,
    pub session_state_action: Vec<SessionPart>,
    pub message_folder_action: Vec<FolderPart>,
    pub error_codes: Vec<ErrorPart>,
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of `RequirementRow`, named alike"
)]
pub struct RequirementPart {
    pub id: String,
    pub cases: Vec<String>,
    pub verdict: Verdict,
    pub reason: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub text: String,
    /// What the plan said why no case covers it, else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub planned_reason: String,
    /// The rulings that say how it is read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rulings: Vec<String>,
    /// The cases that judged it, with what they rest on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<JudgedPart>,
}

/// A case that judged a requirement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `JudgedIn`")]
pub struct JudgedPart {
    pub case: String,
    pub verdict: Verdict,
    pub judgements: usize,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchanges: Vec<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_in: Vec<String>,
}

/// A cell of Figure 3.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `CellRow`")]
pub struct SessionPart {
    pub state: String,
    pub action: String,
    pub attempts: u32,
    pub verdict: Verdict,
}

/// A cell of Figure 2.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `CellRow`")]
pub struct FolderPart {
    pub folder: String,
    pub action: String,
    pub attempts: u32,
    pub verdict: Verdict,
}

/// An action and one of its error codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are those of `ErrorRow`")]
pub struct ErrorPart {
    pub action: String,
    pub code: u16,
    pub provoked: bool,
    pub verdict: Verdict,
}

/// A word to the reader that belongs to no case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoticePart {
    /// Milliseconds since the run began.
    pub at_ms: u64,
    /// The sentence.
    pub text: String,
}

impl Report {
    /// The report as indented JSON, with a line feed at its end.
    pub fn to_json(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or(Value::Object(Map::new()));
        visible::json(&format!("{value:#}\n")).into_owned()
    }
}

impl From<&Device> for DevicePart {
    fn from(device: &Device) -> Self {
        let device = device.clone();
        Self {
            description_url: device.description_url,
            udn: device.udn,
            friendly_name: device.friendly_name,
            manufacturer: device.manufacturer,
            model_name: device.model_name,
            device_type: device.device_type,
            service_type: device.service_type,
            server: device.server,
            uda: device.uda,
        }
    }
}

#[cfg(test)]
mod tests;
