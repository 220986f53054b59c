//! What the readings of a run noticed, and how it weighs.

use serde::{Deserialize, Serialize};

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
