//! From observations to judgements, and from those to the verdict of a case.

pub mod judgement;
pub(crate) mod life;
pub mod message_diff;
pub(crate) mod not_judged;
pub(crate) mod pending_session;
pub mod verdict;
