//! How a case ended.

use serde::{Deserialize, Serialize};

use crate::{Suspect, Verdict};

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
