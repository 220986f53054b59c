//! What was noticed in an exchange beside the question of the case.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How heavy a finding weighs, for the version of the architecture that the device claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Worth a line in the log, held against nobody.
    Note,
    /// A remark on the device; fails the run only when the user asks for strictness.
    Warning,
    /// A requirement is broken.
    Fail,
}

impl Grade {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Grade::Note => "note",
            Grade::Warning => "warning",
            Grade::Fail => "fail",
        }
    }
}

/// What a reading noticed about a requirement, whoever asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The requirement: `UDA-…` or `M-…`; `row` in the journal.
    #[serde(rename = "row", alias = "requirement")]
    pub requirement: String,
    /// How heavy it weighs.
    pub grade: Grade,
    /// What was seen, and where.
    pub text: String,
    /// What would have been right, where there is more to say than the requirement does; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub expected: String,
    /// The ruling that made it so, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
    /// The requirement by which the same deviation is judged, where that is not this one: one deviation, one failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<String>,
}

impl Finding {
    /// A finding with nothing but what was seen.
    pub fn new(requirement: impl Into<String>, grade: Grade, text: impl Into<String>) -> Self {
        Self {
            requirement: requirement.into(),
            grade,
            text: text.into(),
            expected: String::new(),
            ruling: None,
            superseded_by: None,
        }
    }

    /// What was seen and what would have been right, for reports.
    pub fn sentence(&self) -> Cow<'_, str> {
        if self.expected.is_empty() {
            Cow::Borrowed(&self.text)
        } else {
            Cow::Owned(format!("{}; expected {}", self.text, self.expected))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_journal() {
        for grade in [Grade::Note, Grade::Warning, Grade::Fail] {
            assert_eq!(serde_json::to_value(grade).unwrap(), grade.word());
        }
    }

    #[test]
    fn a_sentence_says_what_was_expected() {
        let mut finding = Finding::new("UDA-CTRL-26", Grade::Fail, "text/plain");
        assert_eq!(finding.sentence(), "text/plain");
        finding.expected = "text/xml".to_owned();
        assert_eq!(finding.sentence(), "text/plain; expected text/xml");
    }
}
