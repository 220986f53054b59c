//! What a reader noticed: a row of the architecture digest, its grade and a sentence.

use std::borrow::Cow;
use std::collections::BTreeSet;
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

/// What a reader made of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<T> {
    /// What the message says.
    pub value: T,
    /// The rows that the reader looked at and could judge by this message, sorted, each once: those of the findings,
    /// and those by which nothing was wrong. What a row speaks of was not there where it is missing here.
    pub checked: Vec<&'static str>,
    /// What is wrong or odd, in the order in which it was met.
    pub findings: Vec<Finding>,
}

impl<T> Reading<T> {
    /// The same about another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Reading<U> {
        Reading {
            value: change(self.value),
            checked: self.checked,
            findings: self.findings,
        }
    }
}

/// What a reader looked at and what it found, in the order it was met; at most [`Findings::LIMIT`] findings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Findings {
    checked: BTreeSet<&'static str>,
    found: Vec<Finding>,
}

impl Findings {
    /// A hostile document shall not bloat the record: findings beyond this count are dropped.
    pub(crate) const LIMIT: usize = 256;

    /// Nothing looked at yet.
    pub(crate) fn new() -> Findings {
        Findings::default()
    }

    /// The row is looked at here; what is wrong by it, if anything, is added.
    pub(crate) fn checked(&mut self, row: &'static str) {
        self.checked.insert(row);
    }

    /// Adds a finding of the given grade.
    pub(crate) fn add(&mut self, row: &'static str, grade: Grade, text: impl Into<String>) {
        self.checked(row);
        if self.found.len() < Findings::LIMIT {
            self.found.push(Finding {
                row: Cow::Borrowed(row),
                grade,
                text: text.into(),
            });
        }
    }

    /// Adds a broken requirement.
    pub(crate) fn fail(&mut self, row: &'static str, text: impl Into<String>) {
        self.add(row, Grade::Fail, text);
    }

    /// Adds a warning.
    pub(crate) fn warn(&mut self, row: &'static str, text: impl Into<String>) {
        self.add(row, Grade::Warning, text);
    }

    /// Adds what another part of the reader looked at and found.
    pub(crate) fn merge(&mut self, more: Findings) {
        self.checked.extend(more.checked);
        let room = Findings::LIMIT.saturating_sub(self.found.len());
        self.found.extend(more.found.into_iter().take(room));
    }

    /// The reading is over, and this is what the message says.
    pub(crate) fn reading<T>(self, value: T) -> Reading<T> {
        Reading {
            value,
            checked: self.checked.into_iter().collect(),
            findings: self.found,
        }
    }
}
