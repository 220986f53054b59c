//! Judgements and the ways a case can end early.

use ctk_record::Suspect;
use serde::{Deserialize, Serialize};

pub use ctk_model::expectation::Outcome;

use crate::lab::LabError;

/// A requirement was judged. Its level has been applied: a missed `should` is a warning here already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// `M-…` or `UDA-…`.
    pub requirement: String,
    /// How it came out.
    pub outcome: Outcome,
    /// What was asked of the device.
    pub asked: String,
    /// What would have been accepted, each alternative with the ruling that allows it.
    pub accepted: Vec<String>,
    /// What came.
    pub observed: String,
    /// The ruling that decided.
    pub ruling: Option<String>,
    /// The exchanges it rests on.
    pub exchanges: Vec<u32>,
    /// Other cases in which the evidence turned up.
    pub seen_in: Vec<String>,
    /// What the judgement counts for beside its requirement.
    pub marks: Vec<Mark>,
}

/// A cell or pair of the standard's tables and figures that a judgement settles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Figure 3: a state and a session action.
    SessionCell {
        /// One of Table 7, or `Nonexistent`.
        state: String,
        /// The action.
        action: String,
    },
    /// Figure 2: a folder and what happens to a message in it.
    FolderCell {
        /// One of Table 4.
        folder: String,
        /// `ReadMessage`, `DeleteMessage` or `delivery`.
        event: String,
    },
    /// Tables 11 to 45: an action and one of its own error codes, provoked.
    ErrorPair {
        /// The action.
        action: String,
        /// The code.
        code: u16,
    },
}

/// Why a case ends before its last line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// A judgement said all there is to say.
    Judged,
    /// It cannot be told.
    Inconclusive {
        /// Why, in one sentence.
        reason: String,
        /// Whom to suspect.
        suspect: Suspect,
    },
    /// The feature turned out not to be there.
    NotApplicable(String),
    /// The device does not answer any more.
    Lost,
    /// The run was interrupted, or the case's time is over.
    Stopped(String),
    /// The suite itself broke.
    Broken(String),
}

impl Stop {
    /// What could not be told, because of the device.
    pub fn inconclusive(reason: impl Into<String>) -> Self {
        Self::Inconclusive {
            reason: reason.into(),
            suspect: Suspect::Device,
        }
    }
}

impl From<LabError> for Stop {
    fn from(error: LabError) -> Self {
        match error {
            LabError::DeviceLost => Self::Lost,
            LabError::Stopped(why) => Self::Stopped(why),
            LabError::Unavailable(why) => Self::Inconclusive {
                reason: why,
                suspect: Suspect::Operator,
            },
            LabError::Broken(why) => Self::Broken(why),
        }
    }
}

/// What a case's body and its parts return.
pub type Flow<T = ()> = Result<T, Stop>;
