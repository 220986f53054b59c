//! The record of a run: what the journal holds, line by line.
//!
//! A journal is a file of JSON lines, appended as things happen. The first line is a [`Header`], then comes the
//! [`Plan`]; the last line of a run that came to its end is a [`Footer`]. A journal without a footer is a run that was
//! cut short, and every renderer says so.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The journal's schema id.
pub const JOURNAL_SCHEMA: &str = "messaging-ctk/journal/1";

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The first line: who runs what.
    Header(Header),
    /// What is known of the device after its description was read; may be absent when it was never reached.
    Device(Device),
    /// Which cases will be tried, and everything that coverage is counted against.
    Plan(Plan),
    /// A case begins.
    CaseStarted {
        /// The case.
        case: String,
        /// Milliseconds since the run began.
        at_ms: u64,
    },
    /// Something went over a wire, or the case asked the clock or the dice.
    Exchange(Box<Exchange>),
    /// What a closer reading noticed in an exchange that is already written: belongs to its `findings`.
    Findings {
        /// The case that made the exchange; empty for the preparation of the run.
        case: String,
        /// The exchange's number within the case.
        exchange: u32,
        /// What was noticed.
        findings: Vec<Finding>,
    },
    /// A requirement was judged.
    Judgement(Box<Judgement>),
    /// A case ended.
    CaseFinished(Box<CaseResult>),
    /// A word to the reader of the log that belongs to no case.
    Notice {
        /// Milliseconds since the run began.
        at_ms: u64,
        /// The sentence.
        text: String,
    },
    /// The last line.
    Footer(Footer),
}

/// The tool that wrote the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `messaging-ctk`.
    pub name: String,
    /// The program's version.
    pub version: String,
    /// `sha256:` and the digest of the facts that the cases judge by.
    pub vectors: String,
}

/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`JOURNAL_SCHEMA`].
    pub schema: String,
    /// The tool.
    pub tool: Tool,
    /// When the run began, RFC 3339 in UTC.
    pub started: String,
    /// The seed of everything drawn at random.
    pub seed: u64,
    /// The command line.
    pub command: Vec<String>,
    /// What a reproduction has to be called with besides `--case` and `--seed`, DEVICE first.
    pub target: Vec<String>,
    /// How the device was met: what a judge needs to read the journal again.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub bench: Value,
    /// Whether warned cases count as failed.
    #[serde(default)]
    pub strict: bool,
    /// Whether an inconclusive case among the claimed features makes the run incomplete.
    #[serde(default)]
    pub require_complete: bool,
}

/// What the device says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of the device description, named alike"
)]
pub struct Device {
    pub description_url: String,
    pub udn: String,
    pub friendly_name: String,
    pub manufacturer: String,
    pub model_name: String,
    pub device_type: String,
    pub service_type: String,
    pub server: String,
    pub uda: String,
    /// The implementation conformance statement: derived from the device, narrowed by the profile.
    #[serde(default)]
    pub ics: Value,
}

/// The plan of a run, and the universe that its coverage is counted against.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The cases, in the order of the report.
    pub cases: Vec<PlannedCase>,
    /// Whether these are all the cases of the suite: nothing was selected, skipped or sharded away.
    #[serde(default)]
    pub whole: bool,
    /// Every requirement that exists.
    pub requirements: Vec<PlannedRequirement>,
    /// Every state and session action of Figure 3: (state, action).
    pub session_cells: Vec<(String, String)>,
    /// Every folder and event of Figure 2: (folder, event).
    pub folder_cells: Vec<(String, String)>,
    /// Every action and own error code of Tables 11 to 45.
    pub error_pairs: Vec<(String, u16)>,
    /// How many messages the run may send at most.
    #[serde(default)]
    pub messages: u32,
    /// The longest chain of waits that the standard itself demands, in milliseconds.
    #[serde(default)]
    pub floor_ms: u64,
}

/// A case, as planned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedCase {
    /// The case's id.
    pub id: String,
    /// The clause where the behaviour is defined.
    pub clause: String,
    /// What it is about, in one sentence.
    pub purpose: String,
    /// The requirements it judges.
    pub requirements: Vec<String>,
    /// The strongest level among them: `shall`, `should` or `may`.
    pub level: String,
}

/// A requirement, with what to say when no case of this run judged it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedRequirement {
    /// `M-…` or `UDA-…`.
    pub id: String,
    /// Its level.
    pub level: String,
    /// What it demands, in our own words.
    #[serde(default)]
    pub text: String,
    /// Why it is not judged, when no case of the suite covers it; else empty.
    #[serde(default)]
    pub reason: String,
}

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

/// What the wire noticed in an exchange, whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The requirement: `UDA-…` or `M-…`.
    pub row: String,
    /// `fail`, `warning` or `note`: how heavy it weighs for the version that the device claims.
    pub grade: String,
    /// What was seen.
    pub text: String,
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

/// How a requirement came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Met.
    Pass,
    /// Met, or excusable, with a remark.
    Warning,
    /// Missed.
    Fail,
    /// It could not be told.
    Inconclusive,
}

/// A requirement was judged by a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The case.
    pub case: String,
    /// The requirement.
    pub requirement: String,
    /// Its clause.
    pub clause: String,
    /// Its level.
    pub level: String,
    /// How it came out.
    pub outcome: Outcome,
    /// What was asked of the device.
    #[serde(default)]
    pub asked: String,
    /// What would have been accepted, each alternative with the ruling that allows it.
    #[serde(default)]
    pub accepted: Vec<String>,
    /// What came.
    #[serde(default)]
    pub observed: String,
    /// The ruling that decided, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
    /// The exchanges it rests on, by number.
    #[serde(default)]
    pub exchanges: Vec<u32>,
    /// Other cases in which the evidence turned up (a run with these and this case shows it again).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen_in: Vec<String>,
    /// The cell of Figure 3 that this judges: (state, action).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_cell: Option<(String, String)>,
    /// The cell of Figure 2 that this judges: (folder, event).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder_cell: Option<(String, String)>,
    /// The own error code that was provoked: (action, code).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_pair: Option<(String, u16)>,
}

/// The verdict of a case (ISO/IEC 9646).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything judged was met.
    Pass,
    /// A requirement was missed.
    Fail,
    /// It could not be judged.
    Inconclusive,
    /// The device does not claim the feature.
    NotApplicable,
    /// The suite itself broke.
    Error,
}

/// Who is to blame, at the first look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Suspect {
    Device,
    Network,
    Kit,
    Standard,
    Operator,
}

/// A remark on a case that is not a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The ruling, or the requirement of level `should`, that it comes from.
    pub ruling: String,
    /// The remark.
    pub text: String,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// The case.
    pub case: String,
    /// The verdict.
    pub verdict: Verdict,
    /// One sentence; empty on pass.
    #[serde(default)]
    pub reason: String,
    /// Whom to suspect; absent on pass.
    #[serde(default)]
    pub suspect: Option<Suspect>,
    /// What would have been accepted where it failed.
    #[serde(default)]
    pub accepted: Vec<String>,
    /// What came where it failed.
    #[serde(default)]
    pub observed: String,
    /// A fingerprint of the failure without ids and times; empty on pass.
    #[serde(default)]
    pub symptom: String,
    /// The remarks.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// How long it took.
    pub duration_ms: u64,
    /// The command that repeats it.
    #[serde(default)]
    pub reproduce: String,
    /// The reason given in the ledger of known failures that foresaw this failure; absent when none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_failure: Option<String>,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Everything planned was tried.
    Finished,
    /// Somebody stopped it, or it was cut short.
    Interrupted,
    /// The device stopped answering.
    DeviceLost,
    /// `--fail-fast`.
    FailFast,
}

/// The last line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Footer {
    /// Why it ended.
    pub ended: Ended,
    /// The exit code of the program.
    pub exit_code: u8,
    /// The verdict in one line.
    pub verdict: String,
    /// How long the run took.
    pub duration_ms: u64,
    /// What speaks against the run beyond its failed cases, one sentence each: regressions against the baseline, known
    /// failures that pass now or have expired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// SHA-256 of all lines before this one, in base 16.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
}
