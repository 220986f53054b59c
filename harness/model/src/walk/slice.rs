//! The steps of a walk that matter for one of them: it, what it refers to, and what was done to the same things.

use std::collections::BTreeSet;

use super::step::Step;

/// The steps up to and with the one numbered `last` that are about the same things as the steps wanted (and their own
/// references), in their order.
pub fn sliced(steps: &[Step], wanted: &BTreeSet<u32>, related: bool) -> Vec<Step> {
    let mut kept = wanted.clone();
    // References go back, so one pass from the end finds what is referred to.
    for step in steps.iter().rev() {
        if kept.contains(&step.number()) {
            kept.extend(step.refers_to());
        }
    }
    let made: BTreeSet<u32> = kept.clone();
    let last = steps
        .iter()
        .rposition(|step| wanted.contains(&step.number()));
    let before = last.map_or(0, |last| last + 1);
    let about = |step: &Step| related && !step.refers_to().is_disjoint(&made);
    let chosen: BTreeSet<u32> = steps[..before]
        .iter()
        .filter(|step| kept.contains(&step.number()) || about(step))
        .map(Step::number)
        .collect();
    closed(&steps[..before], chosen)
}

/// The steps chosen and what they refer to, in their order.
fn closed(steps: &[Step], mut chosen: BTreeSet<u32>) -> Vec<Step> {
    for step in steps.iter().rev() {
        if chosen.contains(&step.number()) {
            chosen.extend(step.refers_to());
        }
    }
    let all = steps.iter();
    all.filter(|step| chosen.contains(&step.number()))
        .cloned()
        .collect()
}

/// The same steps, numbered from 1.
pub fn renumbered(steps: &[Step]) -> Vec<Step> {
    let place = |number: u32| {
        let at = steps.iter().position(|step| step.number() == number);
        at.and_then(|at| u32::try_from(at + 1).ok())
            .unwrap_or(number)
    };
    steps.iter().map(|step| step.renumbered(&place)).collect()
}
