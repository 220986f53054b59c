//! What every answer to SUBSCRIBE and every notification shows. Judged once, in the last phase, from all of the run.

use ctk_vectors::ShownBy;

use crate::case::Case;
use crate::judging::judgement::Flow;
use crate::lab::ControlPoint;
use crate::passive::rows;
use crate::tester::Tester;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    rows::cases(ShownBy::Events, provoke)
}

/// A subscription and its initial event.
fn provoke(t: &mut Tester<'_>) -> Flow {
    t.subscriptions().open(ControlPoint::First).map(drop)
}
