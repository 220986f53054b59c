//! The worth of an answer, and what changes it: the requirement's level, the profile's rulings.

use std::collections::BTreeMap;

use ctk_record::{Grade, Outcome};
use ctk_vectors::{Level, Mark};
use serde::{Deserialize, Serialize};

use crate::document::Finding;

/// What an answer with this mark is worth.
pub(super) fn outcome_of(mark: Mark) -> Outcome {
    match mark {
        Mark::Pass => Outcome::Pass,
        Mark::Warning => Outcome::Warning,
        Mark::Fail => Outcome::Fail,
    }
}

/// The outcome once the requirement's level is applied: a missed `should` is a warning, a missed `may` passes, and a
/// statement without force never fails a device.
pub fn by_level(outcome: Outcome, level: Level) -> Outcome {
    match (outcome, level) {
        (Outcome::Fail, Level::Should | Level::Open) => Outcome::Warning,
        (Outcome::Fail | Outcome::Warning, Level::May) => Outcome::Pass,
        (outcome, _) => outcome,
    }
}

/// What the profile makes of the rulings' warnings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RulingOverrides {
    by_ruling: BTreeMap<String, Outcome>,
}

impl RulingOverrides {
    /// Without any, every ruling stands as it is.
    pub fn new() -> Self {
        Self::default()
    }

    /// What this ruling calls a warning becomes the outcome.
    pub fn set(&mut self, ruling: impl Into<String>, outcome: Outcome) {
        self.by_ruling.insert(ruling.into(), outcome);
    }

    /// What the profile says of the ruling.
    pub fn get(&self, ruling: &str) -> Option<Outcome> {
        self.by_ruling.get(ruling).copied()
    }

    /// The outcome with the profile's word on the ruling that decided it; only warnings are open to it.
    pub fn apply(&self, outcome: Outcome, ruling: Option<&str>) -> Outcome {
        match outcome {
            // Several rulings may have decided together.
            Outcome::Warning => ruling
                .and_then(|ids| ids.split(", ").find_map(|id| self.get(id)))
                .unwrap_or(outcome),
            _ => outcome,
        }
    }

    /// The grade of a finding with the profile's word on its ruling.
    pub fn grade(&self, finding: &Finding) -> Grade {
        match finding.grade {
            Grade::Warning => match self.apply(Outcome::Warning, finding.ruling.as_deref()) {
                Outcome::Pass => Grade::Note,
                Outcome::Fail => Grade::Fail,
                Outcome::Warning | Outcome::Inconclusive => Grade::Warning,
            },
            grade => grade,
        }
    }
}

impl FromIterator<(String, Outcome)> for RulingOverrides {
    fn from_iter<I: IntoIterator<Item = (String, Outcome)>>(pairs: I) -> Self {
        Self {
            by_ruling: pairs.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_shall_fails_a_device() {
        use Outcome::{Fail, Inconclusive, Pass, Warning};
        for (level, fail, warning) in [
            (Level::Shall, Fail, Warning),
            (Level::Should, Warning, Warning),
            (Level::May, Pass, Pass),
            (Level::Open, Warning, Warning),
        ] {
            assert_eq!(by_level(Fail, level), fail);
            assert_eq!(by_level(Warning, level), warning);
            assert_eq!(by_level(Pass, level), Pass);
            assert_eq!(by_level(Inconclusive, level), Inconclusive);
        }
    }

    #[test]
    fn a_profile_changes_the_warnings_of_a_ruling_only() {
        let overrides: RulingOverrides = [("R-18".to_owned(), Outcome::Fail)].into_iter().collect();
        assert_eq!(
            overrides.apply(Outcome::Warning, Some("R-18")),
            Outcome::Fail
        );
        assert_eq!(
            overrides.apply(Outcome::Warning, Some("R-19")),
            Outcome::Warning
        );
        // Several rulings decide together: the profile's word on any of them counts.
        for rulings in ["R-19, R-18", "R-18, R-19"] {
            assert_eq!(
                overrides.apply(Outcome::Warning, Some(rulings)),
                Outcome::Fail
            );
        }
        assert_eq!(overrides.apply(Outcome::Warning, None), Outcome::Warning);
        assert_eq!(overrides.apply(Outcome::Pass, Some("R-18")), Outcome::Pass);
    }
}
