//! The Messaging service: cases by the clauses of the standard, then its annexes.

pub(crate) mod a_peer_type;
pub(crate) mod c_flows;
mod change;
mod claims;
mod events;
mod faults;
pub(crate) mod ics;
mod needs;
pub(crate) mod s4_general;
pub(crate) mod s5_1_service_type;
pub(crate) mod s5_3;
pub(crate) mod s5_4;
pub(crate) mod s5_5;
pub(crate) mod s5_6;
pub(crate) mod s6_service_description;
mod service;

use crate::case::Case;
use crate::model;

pub(crate) use service::SERVICE;

/// The name of the service.
pub(crate) const NAME: &str = SERVICE.name;

/// The cases, in the order of the standard, then those of the model of a whole run.
pub(crate) fn cases() -> Vec<Case> {
    [
        ics::cases(),
        s4_general::cases(),
        s5_1_service_type::cases(),
        s5_3::cases(),
        s5_4::cases(),
        s5_5::cases(),
        s5_6::cases(),
        s6_service_description::cases(),
        a_peer_type::cases(),
        c_flows::cases(),
        model::cases(),
    ]
    .concat()
    .into_iter()
    .map(|case| case.of(NAME))
    .collect()
}
