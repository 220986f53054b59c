//! What the readings of a run noticed.

use ctk_record::Finding;
use serde::{Deserialize, Serialize};

/// A lab keeps so many findings of a requirement: enough to see how widespread a deviation is.
pub const MOST_FINDINGS: usize = 300;

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
