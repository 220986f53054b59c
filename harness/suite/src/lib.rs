//! The cases of the conformance suite, a file a clause, and the little they need to speak the standard's words.
//!
//! Cases are plain functions over a [`Tester`](tester::Tester). They know the trait [`Lab`](lab::Lab), never a socket
//! or a clock, so that a case can be judged again from the journal of a run.

use case::Case;
use ctk_vectors::{Norm, facts};
use service::{SERVICES, norm};

pub mod arrange;
pub mod case;
pub(crate) mod derived;
pub mod judging;
pub mod lab;
pub(crate) mod messaging;
pub mod model;
pub mod passive;
pub mod published;
pub mod replay;
pub mod service;
pub(crate) mod stimulate;
pub mod tester;
pub(crate) mod uda;
pub mod under_test;

/// The cases, in the order of the standard: those of the service, then those of the architecture, then those of services
/// that are known by a file.
pub fn cases() -> Vec<Case> {
    let of_services = SERVICES.iter().flat_map(|service| (service.cases)());
    of_services
        .chain(uda::cases())
        .chain(published::cases())
        .collect()
}

/// Every requirement there is: those of the service, then those of the architecture.
pub fn universe() -> Vec<Norm<'static>> {
    let of_services = SERVICES.iter().filter_map(|service| service.facts());
    let ids = of_services.flat_map(|facts| facts.requirements.iter().map(|it| it.id.as_str()));
    let rows = facts().architecture.iter().map(|row| row.id.as_str());
    ids.chain(rows).filter_map(norm).collect()
}

pub use judging::not_judged::why_not_judged;
