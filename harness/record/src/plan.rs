//! What a run sets out to do, and what its coverage is counted against.

use serde::{Deserialize, Serialize};

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
    /// Cases of the suite that were not planned, and why: `summary.not_selected` counts them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_selected: Vec<NotSelected>,
    /// Required actions that the device does not have, or that its profile does not claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unclaimed: Vec<String>,
    /// The longest chain of waits that the standard itself demands, in milliseconds.
    #[serde(default)]
    pub floor_ms: u64,
    /// Which part of the selected cases this is, where several workers share them; absent for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
}

/// A part of the selected cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which one, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
    /// How many of the selected cases the others have; they are among those not selected.
    pub elsewhere: usize,
    /// Whether all parts together are the whole suite.
    pub whole: bool,
}

/// Cases that were left out for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotSelected {
    /// Which flags would take them in; empty when the selection (`--case`, `--skip`) left them out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// How many.
    pub cases: usize,
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
    /// The clause that states it; empty when the run was written by a version that did not say it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clause: String,
    /// Its level.
    pub level: String,
    /// What it demands, in our own words.
    #[serde(default)]
    pub text: String,
    /// Why it is not judged, when no case of the suite covers it; else empty.
    #[serde(default)]
    pub reason: String,
}

/// The head of a case id, by which reports group: a clause, an annex, `model`, or `uda/` and the layer.
pub fn head(case: &str) -> &str {
    let from = if case.starts_with("uda/") {
        "uda/".len()
    } else {
        0
    };
    match case[from..].find('/') {
        Some(at) => &case[..from + at],
        None => case,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        assert_eq!(head("5.5.13/pending"), "5.5.13");
        assert_eq!(head("uda/control/no-soapaction"), "uda/control");
        assert_eq!(head("annex-a/peer"), "annex-a");
        assert_eq!(head("odd"), "odd");
        assert_eq!(head("uda/odd"), "uda/odd");
    }
}
