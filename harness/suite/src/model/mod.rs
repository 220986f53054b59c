//! The whole run held against the model of a conformant service.

mod following;
mod history;
mod observe;
mod rules;

use crate::case::Case;

pub use following::FollowingLab;
pub use history::History;
pub use observe::observations;

/// A case for each rule of the model.
pub(crate) fn cases() -> Vec<Case> {
    rules::cases()
}

/// Whether the case is one of them.
pub fn is_model(case: &str) -> bool {
    case.starts_with("model/")
}
