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
    pub pass: Vec<String>,
    /// Tokens that are reported.
    #[serde(default)]
    pub warning: Vec<String>,
    /// Tokens that fail.
    #[serde(default)]
    pub fail: Vec<String>,
    /// A remark for the reader.
    pub note: Option<String>,
}

impl AnswerSet {
    /// What a fault with this code is worth; the token that names the fewest codes decides. `None`: the set does not
    /// say, R-58 does.
    pub fn mark_fault(&self, code: u16) -> Option<Mark> {
        self.tokens()
            .filter_map(|(mark, token)| {
                let answer: Answer = token.parse().ok()?;
                let breadth = answer.breadth().filter(|_| answer.fits_fault(code))?;
                Some((breadth, mark))
            })
            .min()
            .map(|(_, mark)| mark)
    }

    /// What a token other than a fault is worth, such as `success`, `success Mixed` or `absent`. A plain `success` of
    /// the set stands for every success that it does not list with a state of its own.
    pub fn mark(&self, token: &str) -> Option<Mark> {
        let listed = |wanted: &str| {
            self.tokens()
                .find(|(_, token)| *token == wanted)
                .map(|(mark, _)| mark)
        };
        listed(token).or_else(|| {
            if token.starts_with("success ") {
                listed("success")
            } else {
                None
            }
        })
    }

    /// All tokens with their marks, in the order pass, warning, fail.
    pub fn tokens(&self) -> impl Iterator<Item = (Mark, &str)> {
        let pass = self.pass.iter().map(|token| (Mark::Pass, token.as_str()));
        let warning = self
            .warning
            .iter()
            .map(|token| (Mark::Warning, token.as_str()));
        let fail = self.fail.iter().map(|token| (Mark::Fail, token.as_str()));
        pass.chain(warning).chain(fail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set() -> AnswerSet {
        let list = |tokens: &[&str]| tokens.iter().map(|&token| token.to_owned()).collect();
        AnswerSet {
            situation: "here".to_owned(),
            pass: list(&["fault 708", "success Mixed"]),
            warning: list(&["any fault", "absent"]),
            fail: list(&["success", "fault 800-899"]),
            note: None,
        }
    }

    #[test]
    fn the_narrowest_fault_token_decides() {
        assert_eq!(set().mark_fault(708), Some(Mark::Pass));
        assert_eq!(set().mark_fault(602), Some(Mark::Warning));
        assert_eq!(set().mark_fault(850), Some(Mark::Fail));
    }

    #[test]
    fn a_plain_success_stands_for_the_states_not_listed() {
        assert_eq!(set().mark("success Mixed"), Some(Mark::Pass));
        assert_eq!(set().mark("success Chat"), Some(Mark::Fail));
        assert_eq!(set().mark("absent"), Some(Mark::Warning));
        assert_eq!(set().mark("present"), None);
    }
}
