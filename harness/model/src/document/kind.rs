//! The nine documents and the peer.

use ctk_vectors::facts;

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// 5.3.2 `messagingCapabilities`.
    MessagingCapabilities,
    /// 5.3.3 `newMessages`.
    NewMessages,
    /// 5.3.4 `sessionUpdates`.
    SessionUpdates,
    /// 5.3.10 `message`; sent by a device it is ReadMessage's answer.
    Message,
    /// 5.3.11 `messageList`.
    MessageList,
    /// 5.3.14 `recipientsList`.
    RecipientsList,
    /// 5.3.15 `sessionInfo`.
    SessionInfo,
    /// 5.3.16 `sessionsList`.
    SessionsList,
    /// 5.3.20 `fileInfoList`.
    FileInfoList,
    /// Annex A `peerType`, which no argument holds by itself.
    Peer,
}

impl Kind {
    /// All of them, in the order of the clauses.
    pub const ALL: [Self; 10] = [
        Self::MessagingCapabilities,
        Self::NewMessages,
        Self::SessionUpdates,
        Self::Message,
        Self::MessageList,
        Self::RecipientsList,
        Self::SessionInfo,
        Self::SessionsList,
        Self::FileInfoList,
        Self::Peer,
    ];

    /// The document of a root element.
    pub fn of_root(root: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.is_root(root))
    }

    /// Whether this is the local name of its root element; a peer by itself is called as its type, or `peer`.
    pub fn is_root(self, name: &str) -> bool {
        self.root() == name || (self == Self::Peer && name == "peer")
    }

    /// The document that a state variable holds.
    pub fn of_variable(variable: &str) -> Option<Self> {
        let document = facts()
            .documents
            .iter()
            .find(|document| document.variable == variable)?;
        Self::of_root(&document.root)
    }

    /// Local name of the root element.
    pub fn root(self) -> &'static str {
        match self {
            Self::MessagingCapabilities => "messagingCapabilities",
            Self::NewMessages => "newMessages",
            Self::SessionUpdates => "sessionUpdates",
            Self::Message => "message",
            Self::MessageList => "messageList",
            Self::RecipientsList => "recipientsList",
            Self::SessionInfo => "sessionInfo",
            Self::SessionsList => "sessionsList",
            Self::FileInfoList => "fileInfoList",
            Self::Peer => "peerType",
        }
    }

    /// The clause that describes it.
    pub fn clause(self) -> &'static str {
        match self {
            Self::Peer => "Annex A",
            _ => facts()
                .document(self.root())
                .map_or("5.3", |document| document.clause.as_str()),
        }
    }

    /// The requirement that it validates.
    pub fn requirement(self) -> &'static str {
        match self {
            Self::Peer => "M-A-1",
            _ => facts()
                .document(self.root())
                .map_or("M-5.3-ns", |document| document.requirement.as_str()),
        }
    }

    /// Whether it declares the peer namespace beside its own (M-5.3-ns).
    pub(crate) fn declares_peer(self) -> bool {
        matches!(
            self,
            Self::Message
                | Self::MessageList
                | Self::RecipientsList
                | Self::SessionInfo
                | Self::SessionsList
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_of_the_vector_files_has_a_kind() {
        for document in &facts().documents {
            let kind = Kind::of_root(&document.root).expect("a kind of that root");
            assert_eq!(
                (kind.clause(), kind.requirement()),
                (&*document.clause, &*document.requirement)
            );
            assert_eq!(Kind::of_variable(&document.variable), Some(kind));
        }
        assert_eq!(facts().documents.len() + 1, Kind::ALL.len());
    }
}
