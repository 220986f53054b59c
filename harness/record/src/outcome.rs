//! How a requirement came out.

use serde::{Deserialize, Serialize};

use crate::Verdict;

/// How a requirement came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Met: as the standard or a ruling has it.
    Pass,
    /// Met, or excusable, with a remark; fails the run only when the user asks for strictness.
    Warning,
    /// It could not be judged.
    Inconclusive,
    /// Missed.
    Fail,
}

impl Outcome {
    /// What this outcome makes of a requirement. A warning counts as pass, in a strict run as fail.
    pub fn verdict(self, strict: bool) -> Verdict {
        match self {
            Outcome::Pass => Verdict::Pass,
            Outcome::Warning if strict => Verdict::Fail,
            Outcome::Warning => Verdict::Pass,
            Outcome::Fail => Verdict::Fail,
            Outcome::Inconclusive => Verdict::Inconclusive,
        }
    }

    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Warning => "warning",
            Outcome::Fail => "fail",
            Outcome::Inconclusive => "inconclusive",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_json_report() {
        for outcome in [
            Outcome::Pass,
            Outcome::Warning,
            Outcome::Fail,
            Outcome::Inconclusive,
        ] {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.word());
        }
    }
}
