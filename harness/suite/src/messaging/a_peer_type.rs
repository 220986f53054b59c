//! Annex A: peerType, wherever in the documents of the run it turned up.

use crate::case::{Case, Need};
use crate::stimulate::documents::{message, pictured_peer, watching};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let to_send = &[Need::Action("ReadMessage"), Need::Action("SendMessage")];
    vec![
        //
        watching(
            "annex-a/valid",
            "each peer fits the schema of peerType",
            "M-A-1",
            message,
        )
        .clause("Annex A")
        .needs(to_send)
        .own_objects(1),
        watching(
            "annex-a/thumbnail",
            "a thumbnail carries its content type and transfer encoding",
            "M-A-2",
            pictured_peer,
        )
        .clause("Annex A")
        .needs(to_send)
        .own_objects(1),
    ]
}
