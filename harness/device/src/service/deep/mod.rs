//! The deep defects at work, by kind: each is consulted where the store decides what it perverts.

mod afterwards;
mod batches;
mod messages;
mod near_misses;
mod refusals;
mod restart;
mod sessions;
mod stale;
mod together;
mod transfers;
mod values;

pub(super) use restart::Reissued;
pub(super) use sessions::Memory;
pub(super) use stale::Remnants;
