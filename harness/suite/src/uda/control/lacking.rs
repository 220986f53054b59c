//! Requests that lack an in argument.

use ctk_record::Outcome;

use crate::tester::control_response::Came;

/// What comes of a request without an in argument that the action needs.
pub(super) fn missing(came: &Came, success: Outcome) -> Outcome {
    match came.fault() {
        Some(402) => Outcome::Pass,
        Some(401) => Outcome::Fail,
        Some(_) => Outcome::Warning,
        None if came.succeeded() => success,
        None => Outcome::Warning,
    }
}
