//! What is said before a run: what can be tried, and how many messages will be sent.

use std::fmt::Write as _;
use std::time::Duration;

use ctk_suite::case::Case;
use ctk_suite::under_test::ics::Dut;

use crate::run::budget::{Estimate, LowerBound};
use ctk_suite::case::applicability::{Applicability, applicability};

/// How many messages the run sends at most.
pub fn messages(cases: &[Case], dut: &Dut) -> u32 {
    cases
        .iter()
        .filter(|case| applicability(case, dut) == Applicability::Applicable)
        .map(|case| case.messages)
        .sum()
}

/// The first line of a run.
pub fn announcement(cases: &[Case], dut: &Dut, messages: u32, seed: u64) -> String {
    let applicable = cases
        .iter()
        .filter(|case| applicability(case, dut) == Applicability::Applicable)
        .count();
    let name = dut
        .description
        .device(&dut.udn)
        .map_or("the device", |device| device.friendly_name.as_str());
    format!(
        "{name} at {} (UDA {}): {applicable} of {} cases can be tried; at most {messages} messages will be sent; seed {seed}",
        dut.description_url,
        dut.claim,
        cases.len()
    )
}

/// What would be tried.
pub fn dry_run(cases: &[Case], dut: &Dut, messages: u32) -> String {
    let mut text = String::new();
    let mut counts = [0usize; 3];
    for case in cases {
        let (index, word, why) = match applicability(case, dut) {
            Applicability::Applicable => (0, "try", String::new()),
            Applicability::NotApplicable(why) => (1, "not-applicable", format!(": {why}")),
            Applicability::Inconclusive(why) => (2, "inconclusive", format!(": {why}")),
        };
        counts[index] += 1;
        let _ = writeln!(text, "{word:15} {}{why}", case.id);
    }
    let _ = writeln!(
        text,
        "{} cases: {} can be tried, {} not applicable, {} cannot be judged here; at most {messages} messages would be sent",
        cases.len(),
        counts[0],
        counts[1],
        counts[2]
    );
    text
}

/// How long the run will take, and what bounds it from below.
pub fn estimate(estimate: &Estimate, lower_bound: &LowerBound, budget: Option<Duration>) -> String {
    let seconds = |ms: u64| format!("{}.{} s", ms / 1000, ms % 1000 / 100);
    let mut text = format!("about {} to go", seconds(estimate.estimate_ms()));
    if lower_bound.ms > 0 {
        let _ = write!(
            text,
            ", {} of it the waits of the standard ({})",
            seconds(lower_bound.ms),
            lower_bound.chain
        );
    }
    if let Some(budget) = budget {
        let _ = write!(
            text,
            "; {} derived cases are dropped to fit into {} s",
            estimate.dropped(),
            budget.as_secs()
        );
    }
    text
}
