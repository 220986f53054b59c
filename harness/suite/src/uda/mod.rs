//! The device architecture, which every service is built on.

pub(crate) mod control;
pub(crate) mod description;
pub(crate) mod discovery;
pub(crate) mod eventing;
pub(crate) mod scpd;
pub(crate) mod security;
pub(crate) mod version;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        discovery::cases(),
        description::cases(),
        scpd::cases(),
        control::cases(),
        eventing::cases(),
        security::cases(),
    ]
    .concat()
}
