//! What is made of the record of a run: reports, comparisons, known failures.
//!
//! Every report is a pure function of the journal, so a run that was killed can still be reported and compared:
//! [`ctk_record::journal::read`] gives a [`Record`](ctk_record::Record), and each renderer makes a text of it. A JSON
//! report reads back into the same record ([`json::Report::to_record`]), short of what was cut.

pub mod causes;
pub mod coverage;
pub mod diff;
pub mod fleet;
pub mod formats;
pub mod history;
pub mod json;
pub mod known_failures;
pub mod ledger_draft;
pub mod merge;
pub mod normalize;
pub mod run;
pub mod summary;
pub mod terminal;
pub mod traceability;
pub mod visible;

mod bounded;
mod evidence;
mod wire;

#[cfg(test)]
mod hostile;
