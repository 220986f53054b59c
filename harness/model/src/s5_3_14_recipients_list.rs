//! 5.3.14 A_ARG_TYPE_RecipientsList: who a message goes to, or takes part in a session.

use crate::a_peer_type::Peer;
use crate::document::Writer;

/// The content of `recipientsList`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipients {
    /// `recipientTo`.
    pub to: Vec<Peer>,
    /// `recipientCc`.
    pub cc: Vec<Peer>,
    /// `recipientBcc`.
    pub bcc: Vec<Peer>,
    /// `recipientFrom`: exactly one by the schema; left out of the document when `None`.
    pub from: Option<Peer>,
}

impl Recipients {
    /// Recipients by their ids, with an empty `recipientFrom` for the device to fill in.
    pub fn to_ids<S: AsRef<str>>(ids: &[S]) -> Self {
        let to = ids.iter().map(|id| Peer::new(id.as_ref())).collect();
        Self {
            to,
            from: Some(Peer::default()),
            ..Self::default()
        }
    }

    /// The document `recipientsList` for CreateSession and ModifySession.
    pub fn to_xml(&self) -> String {
        let mut w = Writer::begin("recipientsList");
        self.write(&mut w);
        w.end("recipientsList")
    }

    pub(crate) fn write(&self, w: &mut Writer) {
        self.to.iter().for_each(|peer| peer.write(w, "recipientTo"));
        self.cc.iter().for_each(|peer| peer.write(w, "recipientCc"));
        self.bcc
            .iter()
            .for_each(|peer| peer.write(w, "recipientBcc"));
        self.from
            .iter()
            .for_each(|peer| peer.write(w, "recipientFrom"));
    }
}
