//! The record of a run and its renderers.
//!
//! Every report is a pure function of the journal, so a run that was killed can still be reported and compared:
//! [`journal::read`] gives a [`Record`](journal::Record), and each renderer makes a text of it. A JSON report reads
//! back into the same record ([`json::Report::to_record`]), short of what was cut.

pub mod coverage;
pub mod journal;
pub mod json;
pub mod junit;
pub mod record;
pub mod summary;
pub mod terminal;
pub mod verdict;
pub mod visible;

mod evidence;
mod wire;

#[cfg(test)]
mod sample;
