//! 5.3.2 A_ARG_TYPE_MessagingCapabilities: what the device supports.

/// The content of `messagingCapabilities`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Supported message classes (Table 3 or a vendor's).
    pub message_classes: Vec<String>,
    /// Supported session classes (Table 6 or a vendor's).
    pub session_classes: Vec<String>,
    /// Supported folders (Table 4).
    pub folders: Vec<String>,
}
