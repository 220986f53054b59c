//! The order and the company in which cases run.
//!
//! Cases of the main phase run beside each other, as many as there are jobs; those that others would notice run alone,
//! after them; then the hostile ones, one by one; and at the very end those that judge what was noticed in the run.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Instant;

use ctk_suite::case::{Case, Effect, Phase};
use ctk_suite::judging::judgement::Suspect;
use ctk_suite::judging::verdict::{CaseOutcome, Verdict, run_case};
use ctk_suite::under_test::ics::Dut;

use crate::run::budget::DROPPED;
use ctk_suite::case::applicability::{Applicability, applicability};

/// What the scheduler asks of its surroundings.
pub trait RunContext: Sync {
    /// The lab for a case.
    fn lab(&self, case: &Case) -> Box<dyn ctk_suite::lab::Lab>;
    /// A case begins.
    fn started(&self, case: &Case);
    /// A case has ended.
    fn finished(&self, case: &Case, outcome: &CaseOutcome, duration_ms: u64);
    /// The case is left out, because the time does not suffice.
    fn drops(&self, case: &Case) -> bool;
    /// Nothing more is to be started: interrupted.
    fn interrupted(&self) -> bool;
    /// The device does not answer any more.
    fn lost(&self) -> bool;
    /// A hostile case has ended: if the device did not survive it, it is lost, and no later case is blamed.
    fn survived(&self);
}

/// How to run.
#[derive(Debug, Clone, Copy)]
pub struct ScheduleOptions {
    /// Cases at the same time.
    pub jobs: usize,
    /// Stop at the first fail.
    pub fail_fast: bool,
    /// A warned case fails.
    pub strict: bool,
}

/// Why it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the report")]
pub enum Ended {
    Finished,
    Interrupted,
    DeviceLost,
    FailFast,
}

/// Runs the cases.
pub fn execute(
    cases: &[Case],
    dut: &Dut,
    context: &dyn RunContext,
    options: ScheduleOptions,
) -> Ended {
    let failed = AtomicBool::new(false);
    let stop = || context.interrupted() || (options.fail_fast && failed.load(Ordering::SeqCst));
    let run_one = |case: &Case| {
        let outcome = one(case, dut, context, options.strict);
        if outcome.verdict == Verdict::Fail {
            failed.store(true, Ordering::SeqCst);
        }
    };
    for batch in batches(cases) {
        let jobs = if batch.alone {
            1
        } else {
            options.jobs.min(batch.cases.len()).max(1)
        };
        let next = AtomicUsize::new(0);
        let work = || {
            while !stop() {
                let Some(case) = batch.cases.get(next.fetch_add(1, Ordering::SeqCst)) else {
                    break;
                };
                run_one(case);
            }
        };
        if jobs == 1 {
            work();
        } else {
            std::thread::scope(|scope| {
                for _ in 0..jobs {
                    scope.spawn(work);
                }
            });
        }
    }
    if context.interrupted() {
        Ended::Interrupted
    } else if context.lost() {
        Ended::DeviceLost
    } else if options.fail_fast && failed.load(Ordering::SeqCst) {
        Ended::FailFast
    } else {
        Ended::Finished
    }
}

struct Batch<'c> {
    cases: Vec<&'c Case>,
    alone: bool,
}

/// The longest waits first, so that the run ends with its longest chain and not behind it.
fn batches(cases: &[Case]) -> Vec<Batch<'_>> {
    let of = |phase: Phase, alone: bool| {
        let mut cases: Vec<&Case> = cases
            .iter()
            .filter(|case| case.phase == phase)
            .filter(|case| phase != Phase::Main || alone == (case.effect == Effect::WholeDevice))
            .collect();
        if phase == Phase::Main && !alone {
            cases.sort_by_key(|case| std::cmp::Reverse(case.waits_ms));
        }
        Batch { cases, alone }
    };
    vec![
        of(Phase::Main, false),
        of(Phase::Main, true),
        of(Phase::Hostile, true),
        of(Phase::Last, true),
    ]
}

fn one(case: &Case, dut: &Dut, context: &dyn RunContext, strict: bool) -> CaseOutcome {
    let begun = Instant::now();
    context.started(case);
    let mut outcome = match applicability(case, dut) {
        Applicability::NotApplicable(why) => untried(Verdict::NotApplicable, why, None),
        Applicability::Inconclusive(why) => {
            untried(Verdict::Inconclusive, why, Some(Suspect::Operator))
        }
        Applicability::Applicable if context.lost() => untried(
            Verdict::Inconclusive,
            "device lost".to_owned(),
            Some(Suspect::Device),
        ),
        Applicability::Applicable if context.drops(case) => untried(
            Verdict::Inconclusive,
            DROPPED.to_owned(),
            Some(Suspect::Operator),
        ),
        Applicability::Applicable => {
            let outcome = run_case(case, dut, &mut *context.lab(case));
            if case.phase == Phase::Hostile {
                context.survived();
            }
            outcome
        }
    };
    if strict {
        make_strict(&mut outcome);
    }
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    context.finished(case, &outcome, duration_ms);
    outcome
}

/// `--strict`: a case that passed with warnings fails.
pub fn make_strict(outcome: &mut CaseOutcome) {
    if outcome.verdict == Verdict::Pass
        && let Some(first) = outcome.warnings.first()
    {
        outcome.verdict = Verdict::Fail;
        outcome.reason = format!(
            "{} (a warning; --strict makes it a fail): {}",
            first.source, first.text
        );
        outcome.suspect = Some(Suspect::Device);
        outcome.observed.clone_from(&first.text);
        outcome.symptom = format!(
            "strict {} {}",
            first.source,
            ctk_suite::judging::verdict::fingerprint(&first.text)
        );
    }
}

/// The outcome of a case that was not tried.
pub fn untried(verdict: Verdict, reason: String, suspect: Option<Suspect>) -> CaseOutcome {
    CaseOutcome {
        verdict,
        symptom: if verdict == Verdict::Inconclusive {
            format!("inconclusive {reason}")
        } else {
            String::new()
        },
        reason,
        suspect,
        accepted: Vec::new(),
        observed: String::new(),
        warnings: Vec::new(),
        judgements: Vec::new(),
        seen_in: Vec::new(),
        lost: false,
    }
}
