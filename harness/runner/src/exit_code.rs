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

/// The system's numbers for too many open files: in all, and of this process.
const NO_FILES: i32 = 23;
const NO_FILES_HERE: i32 = 24;

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

    /// A file that cannot be made where the user wants it; or the machine has no room for it, wherever.
    pub fn of_file(error: &std::io::Error, message: impl Display) -> Self {
        use std::io::ErrorKind::{OutOfMemory, StorageFull};
        let scarce = matches!(error.kind(), OutOfMemory | StorageFull)
            || matches!(error.raw_os_error(), Some(NO_FILES | NO_FILES_HERE));
        match scarce {
            true => Self::broken(message),
            false => Self::usage(message),
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
