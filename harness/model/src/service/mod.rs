//! A conformant service, followed from outside: whatever was seen is held against everything that it may have come to.
//!
//! An [`Observation`] is an exchange of a run. [`Oracle`] keeps, for each message and each session, the states that it
//! may be in: usually one or two. Each observation narrows them; one that leaves none is a [`Contradiction`].

mod bench;
mod call;
mod contradiction;
mod emptied;
mod message;
mod observation;
mod oracle;
mod rules;
mod session;
mod track;

pub use bench::{Bench, FarSide};
pub use contradiction::{Contradiction, Judged, MOST};
pub use emptied::emptied_at;
pub use message::MOST_SERVED;
pub use observation::{Observation, Outcome, Source, Time, What, Who};
pub use oracle::{Oracle, judge};
pub use rules::{RULES, Rule};
