//! The record of a run and its renderers.
//!
//! Every report is a pure function of the journal, so a run that was killed can still be reported and compared.

pub mod record;
