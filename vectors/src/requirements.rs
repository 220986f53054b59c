//! The normative statements of Messaging:2, numbered.

use serde::Deserialize;

/// Force of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Binding: only such a statement can fail a device.
    Shall,
    /// Recommended: at most a warning.
    Should,
    /// Allowed.
    May,
    /// The text leaves it open, or states it without force.
    Open,
}

impl Level {
    /// The word that reports use: what is left open counts as `may`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shall => "shall",
            Self::Should => "should",
            Self::May | Self::Open => "may",
        }
    }
}

/// How a requirement can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// From outside, by the device's behaviour.
    BlackBox,
    /// Only by looking into the device.
    Inspection,
}

/// One normative statement that a device can meet or miss.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Stable id, `M-…`.
    pub id: String,
    /// Clause in the standard's numbering.
    pub clause: String,
    /// Force.
    pub level: Level,
    /// The statement.
    pub text: String,
    /// Upper tester stimuli that are all required to judge it.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Alternatives, one of which is required: stimuli or [`OTHER_NEEDS`].
    #[serde(default)]
    pub needs_one_of: Vec<String>,
    /// The feature of [`FEATURES`] without which it is not applicable.
    pub when: Option<String>,
    /// How it can be judged.
    pub check: Check,
    /// Rulings that widen or narrow it.
    #[serde(default)]
    pub rulings: Vec<String>,
    /// A remark for the reader.
    pub note: Option<String>,
}

/// The features that `when` may name.
pub const FEATURES: [&str; 4] = [
    "file transfer",
    "folder ClosedSession",
    "folder Deleted",
    "session mode",
];

/// What `needs_one_of` may name besides stimuli: the control point's own AcceptSession works, or the device
/// delivers by itself.
pub const OTHER_NEEDS: [&str; 2] = ["R-15", "automatic delivery"];

/// One look over requirements and architecture rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Norm<'a> {
    /// `M-…` or `UDA-…`.
    pub id: &'a str,
    /// Clause in its own document's numbering.
    pub clause: &'a str,
    /// Force.
    pub level: Level,
    /// The statement.
    pub text: &'a str,
}
