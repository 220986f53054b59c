//! Cases that ask nothing but that the device lives after an attack.

use ctk_record::{Judgement, Outcome};

use crate::case::{Case, Phase};
use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// A case of the hostile phase, in which it is looked whether the device lives.
pub(super) fn survived(
    id: &'static str,
    purpose: &'static str,
    clause: &'static str,
    attack: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static,
) -> Case {
    Case::new(id, purpose)
        .clause(clause)
        .phase(Phase::Hostile)
        .body(attack)
}

pub(super) fn judge(
    t: &mut Tester<'_>,
    row: &str,
    outcome: Outcome,
    asked: &str,
    accepted: &str,
    observed: String,
    exchange: u32,
) -> Flow {
    t.record(
        Judgement::new(row, outcome)
            .asked(asked)
            .accepts([accepted])
            .observed(observed)
            .exchanges([exchange]),
    )
}
