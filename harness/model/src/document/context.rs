//! Who wrote a document, and what is known of the device it belongs to.

/// Which way a document goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The device sent it.
    Output,
    /// A control point sends it: ids, folder, status and class may be empty, `yes` and `no` are booleans (4.2, R-04).
    Input,
}

/// What the device says about itself, as far as documents are judged by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Message classes of its capabilities; empty: not known.
    pub message_classes: Vec<String>,
    /// Session classes of its capabilities.
    pub session_classes: Vec<String>,
    /// Folders of its capabilities; empty: not known.
    pub folders: Vec<String>,
    /// Whether its conformance statement says that events may carry ids only (5.4).
    pub secure_eventing: bool,
}

impl Context {
    /// Whether the capabilities were read: a device has at least one message class (5.3.7).
    pub fn is_known(&self) -> bool {
        !self.message_classes.is_empty()
    }
}
