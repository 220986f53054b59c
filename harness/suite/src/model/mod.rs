//! The whole run held against the model of a conformant service, and walks that the model judges.

mod bench;
mod following;
mod history;
mod kept;
mod observe;
mod rules;
pub mod walk;

use crate::case::Case;

pub use following::FollowingLab;
pub use history::History;
pub use observe::observations;

/// The case that walks, and one for each rule of the model.
pub(crate) fn cases() -> Vec<Case> {
    [walk::cases(), rules::cases()].concat()
}

/// Whether the case is that of a rule: it judges what others saw.
pub fn is_model(case: &str) -> bool {
    is_of_model(case) && case != walk::ID
}

/// Whether the model judges in the case.
pub fn is_of_model(case: &str) -> bool {
    case.starts_with("model/")
}
