//! The trait through which a case reaches the world, and the questions it may ask.
//!
//! There is one effectful method, [`Lab::perform`]. The live lab answers from sockets and the clock and writes question
//! and answer to the journal; the replay lab answers from the journal. A case that asks the same gets the same, so
//! judging a journal again gives the same verdicts.

use ctk_record::{Finding, Judgement};

mod answer;
mod ask;
mod finding;
mod text_or_bytes;

pub use answer::{
    Answer, Datagram, Fetch, HttpAnswer, HttpFailure, Notification, ScriptAnswer, StimulusAnswer,
    StimulusStatus,
};
pub use ask::{
    Ask, ControlPoint, FileManner, FileOffer, HttpAsk, InboxManner, ScriptAsk, ScriptStep,
    TCP_PORT, USER_AGENT, Wire,
};
pub use finding::{MOST_FINDINGS, Noticed, NoticedFinding};

/// Why the lab has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LabError {
    /// The device does not answer any more.
    #[error("the device was lost")]
    DeviceLost,
    /// The run was interrupted, or the case's time is over.
    #[error("{0}")]
    Stopped(String),
    /// This lab cannot do that: no second address, no multicast, no file server.
    #[error("{0}")]
    Unavailable(String),
    /// The device has left so many requests of this kind unanswered that it is not asked again.
    #[error("{0}")]
    GivenUp(String),
    /// The lab itself broke, or a replay asks something else than the journal holds.
    #[error("{0}")]
    Broken(String),
}

/// The world as a case sees it.
pub trait Lab {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// See [`LabError`]. A device that answers badly is an answer, not an error.
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError>;

    /// Files what a closer reading noticed in an exchange of this case, and which requirements it was able to judge.
    fn notice(&mut self, exchange: u32, checked: &[String], findings: &[Finding]);

    /// Files a judgement.
    fn judged(&mut self, judgement: &Judgement);

    /// From here on the case only tidies up: a lab that refuses to go on because of an interruption or a deadline
    /// allows it a few seconds more.
    fn clean_up_begins(&mut self);
}
