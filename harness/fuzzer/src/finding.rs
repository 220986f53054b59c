//! What was found: kinds, what shows them, and a list in which the same thing stands once.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::sequence::{Sequence, Step};

/// The kinds, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The device, or what serves a connection, ended.
    Crash,
    /// It does not answer any more, or not this.
    Hang,
    /// It gives away what is not for who asked: another's message, memory, its own inner workings.
    Leak,
    /// It went where only the input named a place.
    Contact,
    /// What was there is gone, or changed.
    StateLost,
    /// It takes what the schema or a vector calls invalid.
    AcceptedInvalid,
    /// It sends what is not well-formed, not valid, or an error without a UPnP fault.
    InvalidOutput,
    /// It takes far longer than it usually does.
    Slow,
    /// It takes ever more memory, and keeps it.
    Growth,
}

impl Kind {
    /// All of them, the worst first.
    pub const ALL: [Self; 9] = [
        Self::Crash,
        Self::Hang,
        Self::Leak,
        Self::Contact,
        Self::StateLost,
        Self::AcceptedInvalid,
        Self::InvalidOutput,
        Self::Slow,
        Self::Growth,
    ];

    /// Its name in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Crash => "crash",
            Self::Hang => "hang",
            Self::Leak => "leak",
            Self::Contact => "contact",
            Self::StateLost => "state-lost",
            Self::AcceptedInvalid => "accepted-invalid",
            Self::InvalidOutput => "invalid-output",
            Self::Slow => "slow",
            Self::Growth => "growth",
        }
    }

    /// The weakness by its number in the Common Weakness Enumeration, where one fits.
    pub fn cwe(self) -> u16 {
        match self {
            Self::Crash => 248,
            Self::Hang => 835,
            Self::Leak => 200,
            Self::Contact => 918,
            Self::StateLost => 404,
            Self::AcceptedInvalid => 20,
            Self::InvalidOutput => 116,
            Self::Slow => 407,
            Self::Growth => 401,
        }
    }

    /// Whether it is the device that suffers, not an answer that is wrong: then only what was sent tells one from another.
    pub fn is_of_device(self) -> bool {
        matches!(
            self,
            Self::Crash | Self::Hang | Self::StateLost | Self::Slow | Self::Growth
        )
    }

    /// Whether the device has to come back before anything else can be tried.
    pub fn takes_device(self) -> bool {
        matches!(self, Self::Crash | Self::Hang)
    }
}

/// Something that should not be, as it was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symptom {
    /// What kind.
    pub kind: Kind,
    /// What it is about, without ids and times, to recognise it again.
    pub signature: String,
    /// In words, with what was seen.
    pub text: String,
}

impl Symptom {
    /// A symptom.
    pub fn new(kind: Kind, signature: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            kind,
            signature: signature.into(),
            text: text.into(),
        }
    }

    /// Whether the other one is the same again.
    pub fn is_like(&self, other: &Self) -> bool {
        self.kind == other.kind && self.signature == other.signature
    }
}

/// A finding with the smallest way to show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable over runs: of the kind, the signature, and what is sent.
    pub fingerprint: String,
    /// What kind.
    pub kind: Kind,
    /// What it is about.
    pub signature: String,
    /// In words.
    pub text: String,
    /// The action or method that it takes.
    pub action: String,
    /// The number in the Common Weakness Enumeration.
    pub cwe: u16,
    /// What to send, in order.
    pub sequences: Vec<Sequence>,
    /// Requests that show it, without the plain ones that are sent behind them.
    pub requests: usize,
    /// Plain requests that are sent behind it, while the fault may show.
    pub probes: usize,
    /// It was tried so often in the end …
    pub tried: u32,
    /// … and showed so often. Fewer: it is flaky.
    pub shown: u32,
    /// How often it was met in the run, this time included.
    pub met: u64,
    /// Milliseconds from the start of the run.
    pub at_ms: u64,
    /// The number of the request it showed at.
    pub at_request: u64,
    /// Requests and answers of its last trial, as they went over the wire, bounded.
    #[serde(default)]
    pub excerpt: Vec<Excerpt>,
    /// What the trial came to nothing for, when it could not be shown again; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One exchange of the last trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// What was sent.
    pub request: String,
    /// What came, or why nothing did.
    pub answer: String,
    /// Milliseconds.
    pub elapsed_ms: u64,
}

impl Finding {
    /// Whether it showed every time.
    pub fn is_reliable(&self) -> bool {
        self.tried > 0 && self.shown == self.tried
    }
}

/// A digest over what a finding is about: the kind, the signature, the action, and what is odd about the requests.
pub fn fingerprint(kind: Kind, signature: &str, sequences: &[Sequence]) -> String {
    let mut hash = Sha256::new();
    for word in [kind.name(), signature] {
        hash.update(word);
        hash.update([0]);
    }
    for step in sequences.iter().flat_map(|sequence| &sequence.steps) {
        if let Step::Request(request) = step {
            hash.update(request.subject());
            if let Some(call) = request.call() {
                for quirk in &call.quirks {
                    hash.update(quirk.name());
                }
                // What else is wrong is in the signature.
                let arguments = call.arguments.iter().filter(|_| kind.is_of_device());
                for (name, value) in arguments {
                    hash.update(name);
                    hash.update(sketch(value));
                }
            }
        }
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What is odd about a value, whatever filled it up: the kinds of its characters, or how long it is.
fn sketch(value: &str) -> String {
    const LONG: usize = 64;
    let length = value.chars().count();
    if length > LONG {
        return format!("long {}", length.ilog2());
    }
    let mut sketch: Vec<char> = value
        .chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() => 'a',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    sketch.dedup();
    sketch.into_iter().collect()
}

/// The findings of a run, each once, the worst first.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    findings: Vec<Finding>,
}

/// Findings kept at most.
const MOST: usize = 200;

impl Ledger {
    /// Adds a finding; whether it was new.
    pub fn add(&mut self, finding: Finding) -> bool {
        let same = |known: &&mut Finding| known.fingerprint == finding.fingerprint;
        if let Some(known) = self.findings.iter_mut().find(same) {
            known.met += finding.met;
            if finding.is_reliable() && !known.is_reliable() {
                let met = known.met;
                *known = Finding { met, ..finding };
            }
            return false;
        }
        let of_kind =
            |one: &Finding| one.kind == finding.kind && one.signature == finding.signature;
        if finding.shown == 0 {
            // A loss that could not be shown again is probably one that could.
            if let Some(known) = self.findings.iter_mut().find(|one| of_kind(one)) {
                known.met += 1;
                return false;
            }
        } else {
            self.findings.retain(|one| one.shown > 0 || !of_kind(one));
        }
        if self.findings.len() >= MOST {
            return false;
        }
        self.findings.push(finding);
        self.findings.sort_by_key(|one| (one.kind, one.at_request));
        true
    }

    /// The finding was met again.
    pub fn met_again(&mut self, fingerprint: &str) {
        if let Some(known) = self
            .findings
            .iter_mut()
            .find(|one| one.fingerprint == fingerprint)
        {
            known.met += 1;
        }
    }

    /// All of them, the worst first.
    pub fn all(&self) -> &[Finding] {
        &self.findings
    }
}
