//! How a run went, as its report says.

use ctk_record::{Ended, NotSelected, Shard};
use serde::{Deserialize, Serialize};

/// How a run went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunPart {
    /// Whether it came to its end with a result for every planned case.
    pub complete: bool,
    /// Why it ended.
    pub ended: Ended,
    /// The exit code.
    pub exit_code: u8,
    /// The verdict in one line.
    pub verdict: String,
    /// The longest chain of waits that the standard itself demands, in milliseconds.
    pub floor_ms: u64,
    /// [`floor_ms`](Self::floor_ms) divided by how long the run took; absent where either is nothing, or the run was cut
    /// short.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub efficiency: Option<f64>,
    /// Whether the plan was the whole suite.
    #[serde(default)]
    pub whole: bool,
    /// Whether warned cases count as failed.
    #[serde(default)]
    pub strict: bool,
    /// Whether an inconclusive case makes the run incomplete.
    #[serde(default)]
    pub require_complete: bool,
    /// Whether it was a run for certification.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub certify: bool,
    /// What it is about, in the user's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// How many messages it could send at most.
    #[serde(default)]
    pub messages: u32,
    /// Cases of the suite that were not planned, and why.
    #[serde(default)]
    pub not_selected: Vec<NotSelected>,
    /// Required actions that the device does not have, or that its profile does not claim.
    #[serde(default)]
    pub unclaimed: Vec<String>,
    /// Which part of the selected cases it was; absent for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// What a reproduction is called with, DEVICE first.
    #[serde(default)]
    pub target: Vec<String>,
    /// By what another tester was noticed at work on the device; absent when the run was alone with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// What speaks against the run beyond its cases.
    #[serde(default)]
    pub remarks: Vec<String>,
}
