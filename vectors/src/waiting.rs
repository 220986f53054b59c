//! How long to wait for what, and who says so.

use std::time::Duration;

use serde::Deserialize;

/// One wait, tolerance or grace: a constant of [`crate::waits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Name, in kebab-case.
    pub name: &'static str,
    /// Milliseconds.
    pub milliseconds: u64,
    /// Clause of the standard, row of the architecture, ruling, or `-` for a choice of the kit.
    pub clause: &'static str,
}

impl Wait {
    /// The wait as a duration.
    pub const fn duration(self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }

    /// The wait in whole seconds.
    pub const fn seconds(self) -> u64 {
        self.milliseconds / 1000
    }
}

/// A wait as the vector files have it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitEntry {
    /// Name, in kebab-case.
    pub name: String,
    /// Milliseconds.
    pub milliseconds: u64,
    /// Clause of the standard, row of the architecture, or `-` for a choice of the kit.
    pub clause: String,
    /// What for.
    pub reason: String,
}
