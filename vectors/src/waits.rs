//! How long to wait for what, and who says so.

use std::time::Duration;

use serde::Deserialize;

/// One wait, tolerance or grace.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// Name, in kebab-case.
    pub name: String,
    /// Milliseconds.
    pub milliseconds: u64,
    /// Clause of the standard, row of the architecture, or `-` for a choice of the kit.
    pub clause: String,
    /// What for.
    pub reason: String,
}

impl Wait {
    /// The wait as a duration.
    pub fn duration(&self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }
}
