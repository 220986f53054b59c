//! What was noticed in an exchange beside the question of the case.

use serde::{Deserialize, Serialize};

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
