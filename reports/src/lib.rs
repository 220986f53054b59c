//! The record of a run and its renderers.
//!
//! Every report is a pure function of the journal, so a run that was killed can still be reported and compared:
//! [`journal::read`] gives a [`Record`](journal::Record), and each renderer makes a text of it. A JSON report reads
//! back into the same record ([`json::Report::to_record`]), short of what was cut.

pub mod coverage;
pub mod diff;
pub mod har;
pub mod html;
pub mod journal;
pub mod json;
pub mod junit;
pub mod known_failures;
pub mod markdown;
pub mod normalize;
pub mod pattern;
pub mod record;
pub mod run;
pub mod sarif;
pub mod summary;
pub mod tap;
pub mod terminal;
pub mod verdict;
pub mod visible;

mod evidence;
mod wire;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod sample;
