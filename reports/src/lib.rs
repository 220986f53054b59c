//! The record of a run and its renderers.
//!
//! Every report is a pure function of the journal, so a run that was killed can still be reported and compared:
//! [`journal::read`] gives a [`Record`](journal::Record), and each renderer makes a text of it.

pub mod journal;
pub mod record;
pub mod verdict;
pub mod visible;

#[cfg(test)]
mod sample;
