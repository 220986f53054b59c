//! Device architecture as a stranger meets it: input that is hostile, addresses that are not the sender's.
//!
//! These cases run after all others, one by one. The device is free in how it refuses; afterwards it has to serve as
//! before. Nobody else is bothered: addresses that lead nowhere are those reserved for documentation, and everything
//! is sent to the device alone.

mod addresses;
mod connections;
mod documents;
mod survival;

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [addresses::cases(), documents::cases(), connections::cases()].concat()
}
