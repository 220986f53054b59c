//! How a case ended.

use serde::{Deserialize, Serialize};

use crate::{Suspect, Verdict};

/// A remark on a case that is not a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The ruling, or the requirement of level `should`, that it comes from.
    pub ruling: String,
    /// The remark.
    pub text: String,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// The case.
    pub case: String,
    /// The verdict.
    pub verdict: Verdict,
    /// One sentence; empty on pass.
    #[serde(default)]
    pub reason: String,
    /// Whom to suspect; absent on pass.
    #[serde(default)]
    pub suspect: Option<Suspect>,
    /// What would have been accepted where it failed.
    #[serde(default)]
    pub accepted: Vec<String>,
    /// What came where it failed.
    #[serde(default)]
    pub observed: String,
    /// A fingerprint of the failure without ids and times; empty on pass.
    #[serde(default)]
    pub symptom: String,
    /// The remarks.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// How long it took.
    pub duration_ms: u64,
    /// The command that repeats it.
    #[serde(default)]
    pub reproduce: String,
    /// The reason given in the ledger of known failures that foresaw this failure; absent when none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_failure: Option<String>,
}

impl CaseResult {
    /// A case that ended with this verdict, and nothing more to say.
    pub fn new(case: impl Into<String>, verdict: Verdict) -> Self {
        Self {
            case: case.into(),
            verdict,
            reason: String::new(),
            suspect: None,
            accepted: Vec::new(),
            observed: String::new(),
            symptom: String::new(),
            warnings: Vec::new(),
            duration_ms: 0,
            reproduce: String::new(),
            known_failure: None,
        }
    }

    /// `--strict`: a case that passed with warnings fails, for the first of them.
    pub fn make_strict(&mut self) {
        if self.verdict != Verdict::Pass {
            return;
        }
        let Some(Warning { ruling, text }) = self.warnings.first() else {
            return;
        };
        self.verdict = Verdict::Fail;
        self.reason = format!("{ruling} (a warning; --strict makes it a fail): {text}");
        self.suspect = Some(Suspect::Device);
        self.symptom = format!("strict {ruling} {}", fingerprint(text));
        self.observed.clone_from(text);
    }
}

/// A text without what changes from run to run: words with digits in them become `#`, but codes after `fault` and
/// `HTTP` stay.
pub fn fingerprint(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in text.split_whitespace().take(40) {
        let kept = words
            .last()
            .is_some_and(|&before| before == "fault" || before == "HTTP");
        words.push(if kept || !word.bytes().any(|byte| byte.is_ascii_digit()) {
            word
        } else {
            "#"
        });
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_keeps_codes_and_drops_ids() {
        assert_eq!(
            fingerprint("fault 706 \"x1\" after  HTTP 500 in 12 ms"),
            "fault 706 # after HTTP 500 in # ms"
        );
    }

    #[test]
    fn a_strict_run_fails_passes_with_warnings_alone() {
        let warned = |verdict| {
            let mut result = CaseResult::new("5.5.1/identity", verdict);
            result.warnings = ["one", "two"]
                .map(|text| Warning {
                    ruling: "R-01".to_owned(),
                    text: text.to_owned(),
                })
                .into();
            result.make_strict();
            result
        };
        let strict = warned(Verdict::Pass);
        assert_eq!(
            (strict.verdict, strict.suspect, strict.observed.as_str()),
            (Verdict::Fail, Some(Suspect::Device), "one")
        );
        assert_eq!(strict.symptom, "strict R-01 one");
        assert_eq!(warned(Verdict::Inconclusive).verdict, Verdict::Inconclusive);
        let mut clean = CaseResult::new("5.5.1/identity", Verdict::Pass);
        clean.make_strict();
        assert_eq!(clean.verdict, Verdict::Pass);
    }
}
