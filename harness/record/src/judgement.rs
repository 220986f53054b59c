//! A requirement, judged by a case.

use serde::{Deserialize, Serialize};

use crate::Outcome;

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
