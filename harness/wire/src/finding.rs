//! What a reader noticed: a row of the architecture digest, the way in which it is broken, and a sentence.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use ctk_vectors::{Deviation, Grade};
use serde::{Deserialize, Serialize};

use crate::Claim;

/// One deviation, tied to the architecture row it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The row, as `UDA-CTRL-26`.
    pub row: Cow<'static, str>,
    /// The name of the deviation within the row; empty: the row as such is broken.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub deviation: Cow<'static, str>,
    /// How heavily it weighs under the architecture that the device claims.
    pub grade: Grade,
    /// What it concerns in the message, where a name says so: the argument of an action, as `ACTION/ARGUMENT`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// What was seen, in one sentence.
    pub text: String,
}

impl Finding {
    /// Whether it is this deviation.
    pub fn is(&self, deviation: Deviation) -> bool {
        self.row == deviation.row && self.deviation == deviation.name
    }
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Findings {
    claim: Claim,
    checked: BTreeSet<&'static str>,
    found: Vec<Finding>,
}

impl Findings {
    /// A hostile document shall not bloat the record: findings beyond this count are dropped.
    pub(crate) const LIMIT: usize = 256;

    /// Nothing looked at yet, in a message of a device that claims this architecture.
    pub(crate) fn new(claim: Claim) -> Findings {
        Findings {
            claim,
            checked: BTreeSet::new(),
            found: Vec::new(),
        }
    }

    /// The row is looked at here; what is wrong by it, if anything, is added.
    pub(crate) fn checked(&mut self, row: &'static str) {
        self.checked.insert(row);
    }

    /// The row of the deviation is looked at here, if the architecture claimed grades the deviation at all.
    pub(crate) fn checked_for(&mut self, deviation: Deviation) {
        if deviation.grades.of(self.claim.into()).is_some() {
            self.checked(deviation.row);
        }
    }

    /// Adds a deviation, weighed by the architecture claimed; nothing, if it is none there.
    pub(crate) fn add(&mut self, deviation: Deviation, text: impl Into<String>) {
        self.add_on(deviation, String::new(), text);
    }

    /// Adds a deviation that concerns something of that name.
    pub(crate) fn add_on(
        &mut self,
        deviation: Deviation,
        subject: String,
        text: impl Into<String>,
    ) {
        let Some(grade) = deviation.grades.of(self.claim.into()) else {
            return;
        };
        self.checked(deviation.row);
        if self.found.len() < Findings::LIMIT {
            self.found.push(Finding {
                row: Cow::Borrowed(deviation.row),
                deviation: Cow::Borrowed(deviation.name),
                grade,
                subject,
                text: text.into(),
            });
        }
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
