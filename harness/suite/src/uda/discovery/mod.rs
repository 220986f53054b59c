//! Device architecture, clause 1: discovery.
//!
//! Only datagrams whose USN begins with a UDN of the device under test count; others on its host are none of ours. An
//! expected answer is missing only when three searches brought none. Nothing harmful is multicast.

mod announcements;
mod answers;
mod kept_alive;
mod leaving;
mod named;
mod named_as_described;
mod one_by_one;
mod silence;
mod stay;
mod targets;
mod unicast;
mod watched;

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [
        answers::cases(),
        targets::cases(),
        silence::cases(),
        unicast::cases(),
        leaving::cases(),
        announcements::cases(),
        kept_alive::cases(),
        named_as_described::cases(),
        watched::cases(),
    ]
    .concat()
}
