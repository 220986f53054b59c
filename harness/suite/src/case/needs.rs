//! What a case needs before it can be tried.

use ctk_vectors::messaging_2::action;
use ctk_vectors::stimulus;

use crate::under_test::ClaimKind;

/// What a case needs before it can be tried.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Need {
    /// The service description declares the action. Without it: not applicable.
    Action(&'static str),
    /// Session mode: CreateSession or AcceptSession, and GetSessions. Without it: not applicable.
    SessionMode,
    /// StartFileTransfer is declared. Without it: not applicable.
    FileTransfer,
    /// The service description declares the variable as evented. Without it: not applicable.
    Evented(&'static str),
    /// The folder of Table 4 is in the capabilities. Without it: not applicable.
    Folder(&'static str),
    /// The folder is *not* in the capabilities. With it: not applicable.
    NoFolder(&'static str),
    /// The message class of Table 3 is in the capabilities. Without it: not applicable.
    MessageClass(&'static str),
    /// The session class of Table 6 is in the capabilities. Without it: not applicable.
    SessionClass(&'static str),
    /// The upper tester offers the stimulus. Without it: inconclusive.
    Stimulus(&'static str),
    /// One of these stimuli, or the TelCP's own AcceptSession, which is found out in the case itself.
    RunningSession,
    /// Somebody to send to: the profile's recipients, or a test bench. Without it: inconclusive.
    Recipient,
    /// The control points can be told apart by their addresses. Without it: inconclusive.
    TwoAddresses,
    /// The device claims at least this version of the architecture (major, minor). Else: not applicable.
    UdaAtLeast(u8, u8),
    /// The device claims at most this version of the architecture (major, minor). Else: not applicable.
    UdaAtMost(u8, u8),
    /// Waits longer than 10 s: only with `--long`. Else: not applicable.
    Long,
    /// Only with `--exhaustive`. Else: not applicable.
    Exhaustive,
    /// The kit can hear and send multicast on the device's network. Without it: inconclusive.
    Multicast,
    /// An action without in arguments that may really be called. Without it: not applicable.
    PlainAction,
    /// The action takes no effect, or the operator named it. Without that: inconclusive.
    Allowed(&'static str),
    /// The service is of this version at least. Else: not applicable.
    ServiceVersion(u32),
    /// The profile lists what it claims of this kind. Else: not applicable.
    Claim(ClaimKind),
}

/// Actions that bring about or change a session.
const OF_SESSIONS: &[&str] = &[
    action::CREATE_SESSION,
    action::MODIFY_SESSION,
    action::ACCEPT_SESSION,
    action::JOIN_SESSION,
    action::LEAVE_SESSION,
    action::CLOSE_SESSION,
    action::START_FILE_TRANSFER,
    action::CANCEL_FILE_TRANSFER,
];

/// Stimuli that are about messages alone; all others may change a session.
const OF_MESSAGES: &[&str] = &[
    stimulus::INCOMING_MESSAGE,
    stimulus::HOLD_OUTGOING,
    stimulus::DELIVER_OUTGOING,
    stimulus::LOCAL_READ,
];

impl Need {
    /// Whether a case with this need may bring about or change sessions.
    pub(super) fn is_of_sessions(&self) -> bool {
        match self {
            Self::SessionMode
            | Self::FileTransfer
            | Self::SessionClass(_)
            | Self::RunningSession => true,
            Self::Action(name) => OF_SESSIONS.contains(name),
            Self::Stimulus(name) => !OF_MESSAGES.contains(name),
            _ => false,
        }
    }
}
