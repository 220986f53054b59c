//! Table 46: the errors of the service, and those of the architecture that it uses.

use super::documents::Invalid;

/// Why an action failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("error {code}: {description}")]
pub struct Fault {
    /// The errorCode.
    pub code: u16,
    /// The errorDescription, as Table 46 or the architecture words it.
    pub description: String,
}

impl Fault {
    pub(super) const INVALID_ACTION: u16 = 401;
    pub(super) const INVALID_ARGS: u16 = 402;
    pub(super) const ACTION_FAILED: u16 = 501;
    pub(super) const OUT_OF_MEMORY: u16 = 603;
    pub(super) const TOO_LONG: u16 = 605;
    pub(super) const NOT_AUTHORIZED: u16 = 606;
    pub(super) const MESSAGE_ID: u16 = 701;
    pub(super) const MESSAGE_CLASS: u16 = 702;
    pub(super) const MESSAGE: u16 = 703;
    pub(super) const RECIPIENTS: u16 = 704;
    pub(super) const MESSAGE_STATUS: u16 = 705;
    pub(super) const SESSION_ID: u16 = 706;
    pub(super) const FOLDER: u16 = 707;
    pub(super) const NOT_NOW: u16 = 708;
    pub(super) const NO_TRANSFER: u16 = 709;
    pub(super) const SESSION_CLASS: u16 = 710;
    pub(super) const SESSION_STATUS: u16 = 711;
    pub(super) const NO_IDENTITY: u16 = 714;

    /// The fault with this code and the description that goes with it.
    pub(super) fn new(code: u16) -> Self {
        let description = match code {
            Self::INVALID_ACTION => "Invalid Action",
            Self::INVALID_ARGS => "Invalid Args",
            Self::OUT_OF_MEMORY => "Out of Memory",
            Self::TOO_LONG => "String Argument Too Long",
            Self::NOT_AUTHORIZED => "Action not Authorized",
            Self::MESSAGE_ID => "Invalid Message ID",
            Self::MESSAGE_CLASS => "Invalid Message class",
            Self::MESSAGE => "Invalid Message",
            Self::RECIPIENTS => "Invalid recipients",
            Self::MESSAGE_STATUS => "Invalid Message status",
            Self::SESSION_ID => "Invalid Session ID",
            Self::FOLDER => "Invalid folder",
            Self::NOT_NOW => "Invalid action",
            Self::NO_TRANSFER => "No active file transfer",
            Self::SESSION_CLASS => "Invalid Session class",
            Self::SESSION_STATUS => "Invalid Session status",
            Self::NO_IDENTITY => "Identity does not exist",
            _ => "Action Failed",
        };
        Self {
            code,
            description: description.to_owned(),
        }
    }

    /// The fault for a document that cannot be taken: `code`, unless it is only too long.
    pub(super) fn for_document(why: &Invalid, code: u16) -> Self {
        match why {
            Invalid::TooLarge(_) => Self::new(Self::TOO_LONG),
            Invalid::Malformed(_) | Invalid::Schema(_) => Self::new(code),
        }
    }
}
