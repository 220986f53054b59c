//! Device architecture, clause 4: eventing.

mod callback_urls;
pub(crate) mod change;
mod delivery;
mod endings;
mod initial;
mod initial_values;
mod lasting;
mod promised;
mod refusals;
mod renewal;
mod source;
pub(crate) mod subscribe;
mod subscribing;
mod unreachable;
mod watched;
mod wishes;

use crate::case::Case;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [
        subscribing::cases(),
        callback_urls::cases(),
        wishes::cases(),
        refusals::cases(),
        initial::cases(),
        initial_values::cases(),
        promised::cases(),
        renewal::cases(),
        delivery::cases(),
        endings::cases(),
        unreachable::cases(),
        watched::cases(),
    ]
    .concat()
}
