//! One line of the doctor.

use std::fmt;

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It works.
    Works,
    /// It works, with something to know.
    Note,
    /// It is not there: what needs it cannot be judged.
    Missing,
}

/// What was looked at, what was seen, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    /// What.
    pub(super) name: &'static str,
    /// How it stands.
    pub(super) state: State,
    /// What was seen.
    pub(super) seen: String,
    /// What to do about it; empty when nothing.
    pub(super) advice: String,
}

impl Check {
    /// It works.
    pub(super) fn works(name: &'static str, seen: impl Into<String>) -> Self {
        Self {
            name,
            state: State::Works,
            seen: seen.into(),
            advice: String::new(),
        }
    }

    /// It works, with something to know.
    pub(super) fn note(
        name: &'static str,
        seen: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            name,
            state: State::Note,
            seen: seen.into(),
            advice: advice.into(),
        }
    }

    /// It is not there.
    pub(super) fn missing(
        name: &'static str,
        seen: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            name,
            state: State::Missing,
            seen: seen.into(),
            advice: advice.into(),
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.state {
            State::Works => "ok",
            State::Note => "note",
            State::Missing => "MISSING",
        };
        write!(f, "{word:<8} {:<14} {}", self.name, self.seen)?;
        match self.advice.as_str() {
            "" => Ok(()),
            advice => write!(f, "\n{:23} -> {advice}", ""),
        }
    }
}
