//! The lines of a journal.
//!
//! A journal is a file of JSON lines, appended as things happen. The first line is a [`Header`], then comes the
//! [`Plan`]; the last line of a run that came to its end is a [`Footer`]. A journal without a footer is a run that was
//! cut short, and every renderer says so.

use serde::{Deserialize, Serialize};

use crate::{CaseResult, Device, Exchange, Finding, Footer, Header, Judgement, Plan, Resumed};

/// The journal's schema id.
pub const JOURNAL_SCHEMA: &str = "messaging-ctk/journal/1";

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The first line: who runs what.
    Header(Header),
    /// What is known of the device after its description was read; may be absent when it was never reached.
    Device(Device),
    /// Which cases will be tried, and everything that coverage is counted against.
    Plan(Plan),
    /// A case begins.
    CaseStarted {
        /// The case.
        case: String,
        /// Milliseconds since the run began.
        at_ms: u64,
    },
    /// Something went over a wire, or the case asked the clock or the dice.
    Exchange(Box<Exchange>),
    /// What a closer reading noticed in an exchange that is already written: belongs to its `findings`.
    Findings {
        /// The case that made the exchange; empty for the preparation of the run.
        case: String,
        /// The exchange's number within the case.
        exchange: u32,
        /// What was noticed.
        findings: Vec<Finding>,
    },
    /// A requirement was judged.
    Judgement(Box<Judgement>),
    /// A case ended.
    CaseFinished(Box<CaseResult>),
    /// A word to the reader of the log that belongs to no case.
    Notice {
        /// Milliseconds since the run began.
        at_ms: u64,
        /// The sentence.
        text: String,
    },
    /// Another tester is at work on the device: what rests on being alone with it cannot be judged.
    Company {
        /// Milliseconds since the run began.
        at_ms: u64,
        /// By what it was noticed, in a clause.
        text: String,
    },
    /// A killed or interrupted run goes on.
    Resumed(Resumed),
    /// Closes what was written so far: written behind the plan and behind each case that ended.
    Seal {
        /// SHA-256 of all lines before this one, in base 16.
        digest: String,
    },
    /// The last line.
    Footer(Footer),
}
