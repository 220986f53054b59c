//! The states of Figure 3 and the actions tried in them.

use std::fmt;
use std::str::FromStr;

/// The status of a session (Table 7), or that there is none of this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionStatus {
    /// Requested or created, not accepted yet.
    Pending,
    /// Accepted, and a control point takes part.
    Running,
    /// Accepted, and no control point takes part.
    Parked,
    /// Over, and still listed.
    Closed,
    /// Not there, or not any more.
    Nonexistent,
}

/// The nine actions on a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are those of the standard")]
pub enum SessionAction {
    AcceptSession,
    JoinSession,
    LeaveSession,
    CloseSession,
    ModifySession,
    SendMessage,
    StartFileTransfer,
    CancelFileTransfer,
    GetFileTransferSession,
}

/// A text that names no status or no action on a session.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a status nor an action of Figure 3")]
pub struct UnknownName(String);

impl SessionStatus {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Pending,
        Self::Running,
        Self::Parked,
        Self::Closed,
        Self::Nonexistent,
    ];

    /// As the standard spells it; `Nonexistent` is ours.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Running => "Running",
            Self::Parked => "Parked",
            Self::Closed => "Closed",
            Self::Nonexistent => "Nonexistent",
        }
    }
}

impl SessionAction {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::AcceptSession,
        Self::JoinSession,
        Self::LeaveSession,
        Self::CloseSession,
        Self::ModifySession,
        Self::SendMessage,
        Self::StartFileTransfer,
        Self::CancelFileTransfer,
        Self::GetFileTransferSession,
    ];

    /// As the standard spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AcceptSession => "AcceptSession",
            Self::JoinSession => "JoinSession",
            Self::LeaveSession => "LeaveSession",
            Self::CloseSession => "CloseSession",
            Self::ModifySession => "ModifySession",
            Self::SendMessage => "SendMessage",
            Self::StartFileTransfer => "StartFileTransfer",
            Self::CancelFileTransfer => "CancelFileTransfer",
            Self::GetFileTransferSession => "GetFileTransferSession",
        }
    }
}

impl fmt::Display for SessionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for SessionAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SessionStatus {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL
            .into_iter()
            .find(|status| status.name() == name)
            .ok_or_else(|| UnknownName(name.to_owned()))
    }
}

impl FromStr for SessionAction {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        Self::ALL
            .into_iter()
            .find(|action| action.name() == name)
            .ok_or_else(|| UnknownName(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_the_figure_is_named() {
        for status in SessionStatus::ALL {
            for action in SessionAction::ALL {
                assert!(
                    ctk_vectors::facts()
                        .session_cell(status.name(), action.name())
                        .is_some(),
                    "{status} {action}"
                );
            }
            assert_eq!(status.name().parse(), Ok(status));
        }
        assert!("running".parse::<SessionStatus>().is_err());
        assert!("ReadMessage".parse::<SessionAction>().is_err());
    }
}
