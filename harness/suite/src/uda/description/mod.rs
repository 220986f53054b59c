//! Device architecture, clause 2: the device description, and HTTP as descriptions are fetched by it.

mod connections;
mod documents;
mod fetched;
mod requests;
mod watched;

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [
        documents::cases(),
        requests::cases(),
        connections::cases(),
        watched::cases(),
    ]
    .concat()
}
