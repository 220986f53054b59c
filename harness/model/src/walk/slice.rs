//! The steps of a walk that matter for one of them: it, what it refers to, and what was done to the same things.

use std::collections::BTreeSet;

use super::step::Step;

/// What is kept beside the steps wanted and what they refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// Nothing.
    Nothing,
    /// What concerns the whole device: deliveries that are held, a restart.
    Device,
    /// That, and what was done to the same things.
    SameThings,
}

/// The steps up to the last one wanted that matter for them, in their order.
pub(super) fn sliced(steps: &[Step], wanted: &BTreeSet<u32>, beside: Beside) -> Vec<Step> {
    let last = steps
        .iter()
        .rposition(|step| wanted.contains(&step.number()));
    let steps = &steps[..last.map_or(0, |last| last + 1)];
    let made = with_referred(steps, wanted.clone());
    let is_kept = |step: &&Step| {
        made.contains(&step.number())
            || match beside {
                Beside::Nothing => false,
                Beside::Device => concerns_device(step),
                Beside::SameThings => concerns_device(step) || !step.refers_to().is_disjoint(&made),
            }
    };
    let chosen = steps.iter().filter(is_kept).map(Step::number).collect();
    let chosen = with_referred(steps, chosen);
    let all = steps.iter();
    all.filter(|step| chosen.contains(&step.number()))
        .cloned()
        .collect()
}

/// A stimulus that is about no message and no session, and makes none.
fn concerns_device(step: &Step) -> bool {
    match step {
        Step::Stimulate { stimulus, .. } => {
            step.refers_to().is_empty() && !stimulus.starts_with("incoming-")
        }
        _ => false,
    }
}

/// The steps chosen and what they refer to: references go back, so one pass from the end finds all.
fn with_referred(steps: &[Step], mut chosen: BTreeSet<u32>) -> BTreeSet<u32> {
    for step in steps.iter().rev() {
        if chosen.contains(&step.number()) {
            chosen.extend(step.refers_to());
        }
    }
    chosen
}

/// The same steps, numbered from 1.
pub(super) fn renumbered(steps: &[Step]) -> Vec<Step> {
    let place = |number: u32| {
        let at = steps.iter().position(|step| step.number() == number);
        at.and_then(|at| u32::try_from(at + 1).ok())
            .unwrap_or(number)
    };
    steps.iter().map(|step| step.renumbered(&place)).collect()
}
