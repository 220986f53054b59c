//! Whether everything that is there is known: the device was reset, and all that came to be since was told.

/// What is known in full. What a stimulus that failed may have left is of one kind; the others stay known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The messages that control points sent.
    pub(super) sent: bool,
    /// The messages that arrived.
    pub(super) arrived: bool,
    /// The sessions, whoever asked for them.
    pub(super) sessions: bool,
}

impl Known {
    /// All of it, or nothing.
    pub(super) fn all(known: bool) -> Self {
        Self {
            sent: known,
            arrived: known,
            sessions: known,
        }
    }

    /// All messages.
    pub(super) fn messages(self) -> bool {
        self.sent && self.arrived
    }
}
