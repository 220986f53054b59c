//! 5.4 Eventing and moderation.

mod bursts;
pub(crate) mod s5_4_accumulation;
pub(crate) mod s5_4_eventing;
pub(crate) mod s5_4_intervals;

use crate::case::Case;

/// The cases, in the order of the standard.
pub(crate) fn cases() -> Vec<Case> {
    [
        s5_4_eventing::cases(),
        s5_4_intervals::cases(),
        s5_4_accumulation::cases(),
    ]
    .concat()
}
