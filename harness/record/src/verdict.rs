//! Verdicts, their words and their order.

use serde::{Deserialize, Serialize};

/// The verdict of a case (ISO/IEC 9646).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Everything judged was met.
    Pass,
    /// A requirement was missed.
    Fail,
    /// It could not be judged.
    Inconclusive,
    /// The device does not claim the feature.
    NotApplicable,
    /// The suite itself broke.
    Error,
}

/// Who is to blame, at the first look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Suspect {
    Device,
    Network,
    Kit,
    Standard,
    Operator,
}

impl Verdict {
    /// The five, the gravest first.
    pub const ALL: [Verdict; 5] = [
        Verdict::Fail,
        Verdict::Error,
        Verdict::Inconclusive,
        Verdict::Pass,
        Verdict::NotApplicable,
    ];

    /// The word that reports use: that of the JSON report.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Fail => "fail",
            Verdict::Inconclusive => "inconclusive",
            Verdict::NotApplicable => "not-applicable",
            Verdict::Error => "error",
        }
    }

    /// The word for people.
    pub fn spoken(self) -> &'static str {
        match self {
            Verdict::NotApplicable => "not applicable",
            other => other.word(),
        }
    }

    /// A sign that can be told from the others without colour.
    pub fn sign(self) -> &'static str {
        match self {
            Verdict::Pass => "✓",
            Verdict::Fail => "✗",
            Verdict::Inconclusive => "?",
            Verdict::NotApplicable => "–",
            Verdict::Error => "!",
        }
    }

    /// The worst of several, in the order fail, error, inconclusive, pass, not applicable; nothing of nothing.
    pub fn worst(several: impl IntoIterator<Item = Verdict>) -> Option<Verdict> {
        several
            .into_iter()
            .min_by_key(|verdict| Self::ALL.iter().position(|one| one == verdict))
    }

    /// Whether the device was judged: it passed or failed.
    pub fn is_judged(self) -> bool {
        matches!(self, Verdict::Pass | Verdict::Fail)
    }
}

impl Suspect {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Suspect::Device => "device",
            Suspect::Network => "network",
            Suspect::Kit => "kit",
            Suspect::Standard => "standard",
            Suspect::Operator => "operator",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_is_the_gravest() {
        use Verdict::*;
        assert_eq!(Verdict::worst([Pass, NotApplicable]), Some(Pass));
        assert_eq!(
            Verdict::worst([Pass, Inconclusive, NotApplicable]),
            Some(Inconclusive)
        );
        assert_eq!(Verdict::worst([Inconclusive, Error]), Some(Error));
        assert_eq!(Verdict::worst([Error, Fail, Pass]), Some(Fail));
        assert_eq!(Verdict::worst([]), None);
    }

    #[test]
    fn words_are_those_of_the_json_report() {
        for verdict in Verdict::ALL {
            assert_eq!(serde_json::to_value(verdict).unwrap(), verdict.word());
        }
        assert_eq!(
            serde_json::to_value(Suspect::Operator).unwrap(),
            Suspect::Operator.word()
        );
    }
}
