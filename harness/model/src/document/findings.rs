//! What a reading of a document finds.

use ctk_record::Grade;
use serde::{Deserialize, Serialize};

/// Which layer a mistake lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// The text is not XML, or not XML that we read.
    NotWellFormed,
    /// The XML does not fit the schema.
    NotValid,
    /// The document fits the schema and breaks a rule beyond it.
    Rule,
}

/// One mistake, told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The requirement that it breaks most directly, `M-5.3.10-2`.
    pub requirement: String,
    /// Further requirements that the same mistake breaks, such as those of the enclosing documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// How grave it is.
    pub grade: Grade,
    /// Where it lies.
    pub layer: Layer,
    /// The ruling that decided the grade.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// The element, like `/m:message/recipientsList/recipientTo[2]/peer:id`.
    pub path: String,
    /// Clause of the standard.
    pub clause: String,
    /// What would have been right.
    pub expected: String,
    /// What is wrong.
    pub text: String,
}

impl Finding {
    /// Whether this finding counts against the requirement.
    pub fn concerns(&self, requirement: &str) -> bool {
        self.requirement == requirement || self.also.iter().any(|id| id == requirement)
    }
}

/// A document as it was understood, and what is to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T> {
    /// The meaning, wherever it can be understood, mistakes or not.
    pub value: Option<T>,
    /// The mistakes, in the order of the text where it is known.
    pub findings: Vec<Finding>,
    /// Requirements that this document gave an opportunity to judge, sorted, each once.
    pub checked: Vec<String>,
}

impl<T> Read<T> {
    /// Whether nothing was found that breaks a requirement or calls for a warning.
    pub fn is_clean(&self) -> bool {
        self.worst().is_none_or(|grade| grade == Grade::Note)
    }

    /// The gravest grade found.
    pub fn worst(&self) -> Option<Grade> {
        self.findings.iter().map(|f| f.grade).max()
    }

    /// The findings that count against the requirement.
    pub fn against<'a>(&'a self, requirement: &'a str) -> impl Iterator<Item = &'a Finding> {
        self.findings
            .iter()
            .filter(move |f| f.concerns(requirement))
    }

    /// The same findings with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Read<U> {
        Read {
            value: self.value.map(f),
            findings: self.findings,
            checked: self.checked,
        }
    }
}
