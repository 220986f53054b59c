//! Annex A: peerType, wherever in the documents of the run it turned up.

use ctk_vectors::messaging_2::{action, req};

use crate::case::{Case, Need};
use crate::stimulate::documents::{message, pictured_peer, watching};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let to_send = &[
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEND_MESSAGE),
    ];
    vec![
        //
        watching(
            "annex-a/valid",
            "each peer fits the schema of peerType",
            req::M_A_1,
            message,
        )
        .clause("Annex A")
        .needs(to_send)
        .own_objects(1),
        watching(
            "annex-a/thumbnail",
            "a thumbnail carries its content type and transfer encoding",
            req::M_A_2,
            pictured_peer,
        )
        .clause("Annex A")
        .needs(to_send)
        .own_objects(1),
    ]
}
