//! What a reader noticed: a row of the architecture digest, its grade and a sentence.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// How heavily a deviation weighs under the device's claimed architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Worth telling, breaks nothing.
    Note,
    /// A deviation that does not fail the device.
    Warning,
    /// A broken requirement.
    Fail,
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Grade::Note => "note",
            Grade::Warning => "warning",
            Grade::Fail => "fail",
        })
    }
}

/// One deviation, tied to the architecture row it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The row, as `UDA-CTRL-26`.
    pub row: Cow<'static, str>,
    /// How heavily it weighs.
    pub grade: Grade,
    /// What was seen, in one sentence.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.grade, self.row, self.text)
    }
}

/// The findings of one reading, in the order they were made; at most [`Findings::LIMIT`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// A hostile document shall not bloat the record: findings beyond this count are dropped.
    pub const LIMIT: usize = 256;

    /// No findings.
    pub fn new() -> Findings {
        Findings::default()
    }

    /// Adds a finding of the given grade.
    pub fn add(&mut self, row: &'static str, grade: Grade, text: impl Into<String>) {
        if self.0.len() < Findings::LIMIT {
            self.0.push(Finding {
                row: Cow::Borrowed(row),
                grade,
                text: text.into(),
            });
        }
    }

    /// Adds a broken requirement.
    pub fn fail(&mut self, row: &'static str, text: impl Into<String>) {
        self.add(row, Grade::Fail, text);
    }

    /// Adds a warning.
    pub fn warn(&mut self, row: &'static str, text: impl Into<String>) {
        self.add(row, Grade::Warning, text);
    }

    /// Adds the findings of another reading.
    pub fn extend(&mut self, more: impl IntoIterator<Item = Finding>) {
        let room = Findings::LIMIT.saturating_sub(self.0.len());
        self.0.extend(more.into_iter().take(room));
    }

    /// The findings as a list.
    pub fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}
