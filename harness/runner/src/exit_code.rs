//! The exit codes, and the failures that carry one.

use std::fmt::Display;

/// No case failed, and something was judged.
pub const OK: u8 = 0;
/// At least one fail, or a regression.
pub const FAIL: u8 = 1;
/// Bad command line, file or profile.
pub const USAGE: u8 = 2;
/// Incomplete: no device, no such service, nothing executed, the device lost.
pub const INCOMPLETE: u8 = 3;
/// The suite itself broke.
pub const BROKEN: u8 = 4;
/// After Ctrl-C.
pub const INTERRUPTED: u8 = 130;

/// A command that could not do its work, with what to tell the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub code: u8,
    /// What, where, and what to do about it.
    pub message: String,
}

impl Failure {
    /// The user's words or files are wrong.
    pub fn usage(message: impl Display) -> Self {
        Self {
            code: USAGE,
            message: message.to_string(),
        }
    }

    /// There is no device, or not the right one.
    pub fn incomplete(message: impl Display) -> Self {
        Self {
            code: INCOMPLETE,
            message: message.to_string(),
        }
    }

    /// Our own fault, or the machine's.
    pub fn broken(message: impl Display) -> Self {
        Self {
            code: BROKEN,
            message: message.to_string(),
        }
    }
}
