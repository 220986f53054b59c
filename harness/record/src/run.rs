//! How a run begins and ends, and which device it is about.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The tool that wrote the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `messaging-ctk`.
    pub name: String,
    /// The program's version.
    pub version: String,
    /// The commit that the program was built from; empty where nobody knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub commit: String,
    /// `sha256:` and the digest of the facts that the cases judge by.
    pub vectors: String,
}

impl Tool {
    /// Name, version and, where it is known, the first digits of the commit.
    pub fn title(&self) -> String {
        let Self { name, version, .. } = self;
        match self.commit.get(..12) {
            Some(commit) => format!("{name} {version} ({commit})"),
            None => format!("{name} {version}"),
        }
    }
}

/// The first line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`JOURNAL_SCHEMA`](crate::JOURNAL_SCHEMA).
    pub schema: String,
    /// The tool.
    pub tool: Tool,
    /// When the run began, RFC 3339 in UTC.
    pub started: String,
    /// The seed of everything drawn at random.
    pub seed: u64,
    /// The command line.
    pub command: Vec<String>,
    /// What a reproduction has to be called with besides `--case` and `--seed`, DEVICE first.
    pub target: Vec<String>,
    /// How the device was met: what a judge needs to read the journal again.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub bench: Value,
    /// What the command line selected; absent in a record that does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selection: Option<Selection>,
    /// Whether warned cases count as failed.
    #[serde(default)]
    pub strict: bool,
    /// Whether an inconclusive case among the claimed features makes the run incomplete.
    #[serde(default)]
    pub require_complete: bool,
    /// Whether it is a run for certification: nothing was left out that could have been judged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub certify: bool,
    /// What the run is about, in the user's words: a firmware version, for one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
}

/// Which cases a run was asked for: the patterns of `--case` and `--skip`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// Only these; empty: all.
    #[serde(default)]
    pub case: Vec<String>,
    /// Not these.
    #[serde(default)]
    pub skip: Vec<String>,
}

/// A run goes on that was killed or interrupted: everything before this line is from the journal that it continues.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resumed {
    /// When it went on, RFC 3339 in UTC.
    pub started: String,
    /// The command line.
    pub command: Vec<String>,
    /// Milliseconds since the first run began, by the clock of the journal: what follows counts from here on.
    pub at_ms: u64,
    /// How many cases had a result already.
    pub cases: usize,
    /// How the device was met this time: what a judge needs to read the rest of the journal again.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub bench: Value,
}

/// What the device says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of the device description, named alike"
)]
pub struct Device {
    pub description_url: String,
    pub udn: String,
    pub friendly_name: String,
    pub manufacturer: String,
    pub model_name: String,
    pub device_type: String,
    pub service_type: String,
    pub server: String,
    pub uda: String,
    /// The implementation conformance statement: derived from the device, narrowed by the profile.
    #[serde(default)]
    pub ics: Value,
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Everything planned was tried.
    Finished,
    /// Somebody stopped it, or it was cut short.
    Interrupted,
    /// The device stopped answering.
    DeviceLost,
    /// `--fail-fast`.
    FailFast,
}

/// The last line of a journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Footer {
    /// Why it ended.
    pub ended: Ended,
    /// The exit code of the program.
    pub exit_code: u8,
    /// The verdict in one line.
    pub verdict: String,
    /// How long the run took.
    pub duration_ms: u64,
    /// What speaks against the run beyond its failed cases, one sentence each: regressions against the baseline, known
    /// failures that pass now or have expired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// The failures that the ledger of known failures foresaw: the case, and the reason that the ledger gives.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub known_failures: BTreeMap<String, String>,
    /// The cases by verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<Tally>,
    /// SHA-256 in base 16 of all lines before this one, and of this one with an empty digest.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
}

/// Cases by verdict. The five verdicts add up to `cases`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "the fields are those of the report's summary, named alike"
)]
pub struct Tally {
    pub cases: usize,
    pub pass: usize,
    pub fail: usize,
    pub inconclusive: usize,
    pub not_applicable: usize,
    pub error: usize,
    pub warnings: usize,
}

impl Footer {
    /// The end of a run of which nothing more is known yet.
    pub fn new(ended: Ended) -> Self {
        Self {
            ended,
            exit_code: 0,
            verdict: String::new(),
            duration_ms: 0,
            remarks: Vec::new(),
            known_failures: BTreeMap::new(),
            tally: None,
            digest: String::new(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_json_report() {
        for ended in [
            Ended::Finished,
            Ended::Interrupted,
            Ended::DeviceLost,
            Ended::FailFast,
        ] {
            assert_eq!(serde_json::to_value(ended).unwrap(), ended.word());
        }
    }
}
