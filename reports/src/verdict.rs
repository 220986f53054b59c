//! Verdicts, their words and their order.

use crate::record::{Ended, Kind, Outcome, Suspect, Verdict};

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

impl Kind {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Control => "control",
            Kind::Event => "event",
            Kind::Description => "description",
            Kind::Discovery => "discovery",
            Kind::UpperTester => "upper-tester",
            Kind::Raw => "raw",
            Kind::Internal => "internal",
        }
    }
}

impl Ended {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Ended::Finished => "finished",
            Ended::Interrupted => "interrupted",
            Ended::DeviceLost => "device-lost",
            Ended::FailFast => "fail-fast",
        }
    }

    /// Why a case has no result when the run ended like this.
    pub fn why_not_executed(self) -> &'static str {
        match self {
            Ended::Finished => "not executed: the record holds no result of it",
            Ended::Interrupted => "not executed: run was cut short",
            Ended::DeviceLost => "not executed: the device was lost before",
            Ended::FailFast => "not executed: the run stopped at the first failure",
        }
    }
}

/// The head of a case id, by which reports group: a clause, an annex, `model`, or `uda/` and the layer.
pub fn head(case: &str) -> &str {
    let from = if case.starts_with("uda/") {
        "uda/".len()
    } else {
        0
    };
    match case[from..].find('/') {
        Some(at) => &case[..from + at],
        None => case,
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
        for kind in [Kind::Control, Kind::UpperTester, Kind::Raw, Kind::Internal] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        for ended in [
            Ended::Finished,
            Ended::Interrupted,
            Ended::DeviceLost,
            Ended::FailFast,
        ] {
            assert_eq!(serde_json::to_value(ended).unwrap(), ended.word());
        }
        for outcome in [
            Outcome::Pass,
            Outcome::Warning,
            Outcome::Fail,
            Outcome::Inconclusive,
        ] {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.word());
        }
        assert_eq!(
            serde_json::to_value(Suspect::Operator).unwrap(),
            Suspect::Operator.word()
        );
    }

    #[test]
    fn heads() {
        assert_eq!(head("5.5.13/pending"), "5.5.13");
        assert_eq!(head("uda/control/no-soapaction"), "uda/control");
        assert_eq!(head("annex-a/peer"), "annex-a");
        assert_eq!(head("odd"), "odd");
        assert_eq!(head("uda/odd"), "uda/odd");
    }
}
