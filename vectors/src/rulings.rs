//! What the suite does where the standard is ambiguous, silent or contradicts itself.

use serde::Deserialize;

use crate::{Answer, Mark};

/// One ruling.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// Stable id, `R-07`.
    pub id: String,
    /// Clauses and tables concerned.
    pub place: String,
    /// What is ambiguous.
    pub trouble: String,
    /// What is decided.
    pub reading: String,
    /// The decision as data, by situation.
    #[serde(default, rename = "answer")]
    pub answers: Vec<AnswerSet>,
}

/// What passes, warns and fails in one situation. A token may stand in one of the lists only.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerSet {
    /// The situation, in kebab-case, unique in its ruling.
    pub situation: String,
    /// Tokens that pass.
    #[serde(default)]
    pub pass: Vec<Answer>,
    /// Tokens that are reported.
    #[serde(default)]
    pub warning: Vec<Answer>,
    /// Tokens that fail.
    #[serde(default)]
    pub fail: Vec<Answer>,
    /// A remark for the reader.
    pub note: Option<String>,
}

impl AnswerSet {
    /// All answers with their marks, in the order pass, warning, fail.
    pub fn answers(&self) -> impl Iterator<Item = (Mark, &Answer)> {
        let pass = self.pass.iter().map(|answer| (Mark::Pass, answer));
        let warning = self.warning.iter().map(|answer| (Mark::Warning, answer));
        let fail = self.fail.iter().map(|answer| (Mark::Fail, answer));
        pass.chain(warning).chain(fail)
    }
}
