//! The ways a case can end early.

use std::fmt;

use ctk_record::Suspect;

use crate::lab::LabError;

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
    /// What came is beyond what the kit reads, and may well be right: nothing is held against the device for that.
    pub fn beyond_bounds(what: impl fmt::Display) -> Self {
        Self::Inconclusive {
            reason: format!("{what}: a limit of the kit, which the device need not keep to"),
            suspect: Suspect::Kit,
        }
    }

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
            LabError::GivenUp(why) => Self::inconclusive(why),
            LabError::Broken(why) => Self::Broken(why),
        }
    }
}

/// What a case's body and its parts return.
pub type Flow<T = ()> = Result<T, Stop>;
