//! What came of test case files, for people and for programs.

use std::fmt::Write as _;

use ctk_reports::visible::visible;
use serde::Serialize;

/// How a case came out, by one of the two readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "verdict", content = "reason")]
pub(super) enum Came {
    /// As it should be.
    Pass,
    /// Otherwise; why.
    Fail(String),
    /// It could not be judged; why.
    Inconclusive(String),
    /// It is not about this device; why.
    NotApplicable(String),
}

impl Came {
    fn word(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail(_) => "FAIL",
            Self::Inconclusive(_) => "open",
            Self::NotApplicable(_) => "n/a",
        }
    }

    fn reason(&self) -> &str {
        match self {
            Self::Pass => "",
            Self::Fail(why) | Self::Inconclusive(why) | Self::NotApplicable(why) => why,
        }
    }
}

/// A case.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CaseCame {
    /// The file.
    pub(super) file: String,
    /// Its id.
    pub(super) id: String,
    /// Its line.
    pub(super) line: u32,
    /// What was done.
    pub(super) action: String,
    /// By the rules of the file.
    pub(super) file_rules: Came,
    /// By the device architecture.
    pub(super) architecture: Came,
}

/// All cases.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Results {
    /// `messaging-ctk/uctt/1`.
    pub(super) schema: &'static str,
    /// The device's description.
    pub(super) device: String,
    /// The cases, in the order of the files.
    pub(super) cases: Vec<CaseCame>,
}

impl Results {
    /// For a terminal.
    pub(super) fn text(&self) -> String {
        let mut text = String::from("file rules  architecture\n");
        let applicable = |case: &&CaseCame| !matches!(case.file_rules, Came::NotApplicable(_));
        for case in self.cases.iter().filter(applicable) {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{:<11} {:<13} {}:{} {} {}",
                case.file_rules.word(),
                case.architecture.word(),
                visible(&case.file),
                case.line,
                visible(&case.id),
                visible(&case.action)
            );
            let (first, second) = (case.file_rules.reason(), case.architecture.reason());
            let mut reasons = vec![first];
            if second != first {
                reasons.push(second);
            }
            for reason in reasons.into_iter().filter(|reason| !reason.is_empty()) {
                let _ = writeln!(text, "{:25} {}", "", visible(reason));
            }
        }
        for (reason, cases) in self.not_applicable() {
            let ids: Vec<String> = cases
                .iter()
                .map(|case| format!("{} {}", case.id, case.action))
                .collect();
            let _ = writeln!(
                text,
                "not applicable ({}): {}",
                visible(reason),
                visible(&ids.join(", "))
            );
        }
        text.push_str(&self.summary());
        text
    }

    /// What is not about this device, by the reason.
    fn not_applicable(&self) -> Vec<(&str, Vec<&CaseCame>)> {
        let mut groups: Vec<(&str, Vec<&CaseCame>)> = Vec::new();
        for case in &self.cases {
            let Came::NotApplicable(reason) = &case.file_rules else {
                continue;
            };
            match groups.iter_mut().find(|(known, _)| known == reason) {
                Some((_, cases)) => cases.push(case),
                None => groups.push((reason, vec![case])),
            }
        }
        groups
    }

    fn summary(&self) -> String {
        let counts = |of: fn(&CaseCame) -> &Came| {
            let count = |word: &str| {
                self.cases
                    .iter()
                    .filter(|case| of(case).word() == word)
                    .count()
            };
            format!(
                "{} pass, {} fail, {} not judged, {} not applicable",
                count("pass"),
                count("FAIL"),
                count("open"),
                count("n/a")
            )
        };
        let wrong = self.cases.iter().filter(|case| {
            case.file_rules == Came::Pass && matches!(case.architecture, Came::Fail(_))
        });
        format!(
            "{} cases. By the file's rules: {}. By the architecture: {}. {} that pass by the file's rules are wrong results.\n",
            self.cases.len(),
            counts(|case| &case.file_rules),
            counts(|case| &case.architecture),
            wrong.count()
        )
    }

    /// Something failed, by either reading.
    pub(super) fn any_failed(&self) -> bool {
        let failed = |came: &Came| matches!(came, Came::Fail(_));
        let mut cases = self.cases.iter();
        cases.any(|case| failed(&case.file_rules) || failed(&case.architecture))
    }

    /// Something was judged.
    pub(super) fn any_judged(&self) -> bool {
        let judged = |came: &Came| matches!(came, Came::Pass | Came::Fail(_));
        self.cases.iter().any(|case| judged(&case.file_rules))
    }
}
