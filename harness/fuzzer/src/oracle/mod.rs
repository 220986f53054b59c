//! What is wrong with an answer, by itself. What it takes several requests to see is the engine's.

mod event;
mod invalid;
mod known;
mod leak;
mod output;
mod response;

pub use event::{EVENT, wrong_event};
pub use invalid::accepted_invalid;
pub use known::Known;
pub use leak::{SECRET, gives_away, gives_more};
pub use output::invalid_documents;
pub use response::{Judged, Meaning, Sent, judge};

#[cfg(test)]
mod tests;
