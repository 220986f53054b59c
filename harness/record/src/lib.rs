//! What a run leaves behind: plan, exchanges, findings, judgements and verdicts, and the journal that holds them.
//!
//! The one vocabulary of results: the suite judges in it, the runner writes it down as things happen
//! ([`journal::Writer`]), and every report is a function of what [`journal::read`] gives back.

pub mod journal;
pub mod pattern;

mod case_result;
mod company;
mod cut;
mod emptied;
mod event;
mod exchange;
mod finding;
mod judgement;
mod outcome;
mod plan;
mod record;
mod reproduce;
mod run;
mod verdict;

#[cfg(any(test, feature = "sample"))]
pub mod sample;

pub use case_result::{CaseResult, Warning, fingerprint};
pub use company::COMPANY;
pub use cut::{as_cut, cut, is_cut};
pub use emptied::{EMPTIED, emptied_between};
pub use event::{Event, JOURNAL_SCHEMA};
pub use exchange::{Exchange, Kind, Message};
pub use finding::{Finding, Grade};
pub use judgement::Judgement;
pub use outcome::Outcome;
pub use plan::{NotSelected, Plan, PlannedCase, PlannedRequirement, Shard, head};
pub use record::{CaseRecord, Integrity, Record};
pub use reproduce::quote;
pub use run::{Device, Ended, Footer, Header, Resumed, Selection, Tally, Tool};
pub use verdict::{Suspect, Verdict};
