//! The order and the company in which cases run.
//!
//! Cases of the main phase run beside each other, as many as there are jobs; those that others would notice run alone,
//! after them; then the hostile ones, one by one; and at the very end those that judge what was noticed in the run.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use ctk_record::{Ended, Suspect, Verdict};
use ctk_suite::case::applicability::Applicability;
use ctk_suite::case::{Case, CaseMeta, Effect, Phase};
use ctk_suite::judging::verdict::{CaseOutcome, run_case};
use ctk_suite::under_test::Dut;

use super::budget::DROPPED;
use super::plan::Plan;
use crate::duration::parse_duration;

/// How cases are tried.
#[derive(Debug, Clone, Args)]
pub struct ScheduleArgs {
    /// Cases with warnings fail
    #[arg(long)]
    pub strict: bool,
    /// Anything that could not be judged among the claimed features makes the run incomplete (exit 3)
    #[arg(long)]
    pub require_complete: bool,
    /// Say what would be done, and how many messages would be sent; send nothing to the device but questions
    #[arg(long)]
    pub dry_run: bool,
    /// Also the cases that wait longer than 10 s
    #[arg(long)]
    pub long: bool,
    /// Every derived case, not a selection
    #[arg(long)]
    pub exhaustive: bool,
    /// Also hold everything that the run saw against a model of the whole service (on trial: look at what it fails)
    #[arg(long)]
    pub model: bool,
    /// Cases in flight, 32 unless the profile says otherwise: their waits overlap, their requests do not (--connections)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub jobs: Option<u16>,
    /// Requests outstanding at the device at any time; 1 on a real device
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub connections: Option<u16>,
    /// The time of one case
    #[arg(long, value_name = "DUR", default_value = "120s", value_parser = parse_duration)]
    pub timeout: Duration,
    /// Drop derived duplicates until the estimate fits
    #[arg(long, value_name = "DUR", value_parser = parse_duration)]
    pub budget: Option<Duration>,
    /// The seed of everything drawn at random; drawn itself when absent
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Stop at the first fail
    #[arg(long)]
    pub fail_fast: bool,
}

/// The most requests at a time.
const MOST: u16 = 64;

/// Cases in flight, where nobody says how many.
const JOBS: u16 = 32;

impl ScheduleArgs {
    /// Cases in flight: as the command line says, or else the profile; one where a person is the upper tester, who is
    /// asked for one thing after the other.
    pub fn jobs(&self, profile: Option<u16>, by_hand: bool) -> u16 {
        let usual = if by_hand { 1 } else { JOBS };
        self.jobs.or(profile).unwrap_or(usual)
    }

    /// Requests outstanding at the device at any time: one on a real device, as many as there are cases on the embedded.
    pub fn connections(&self, embedded: bool) -> u16 {
        let usual = if embedded { MOST } else { 1 };
        self.connections.unwrap_or(usual)
    }

    /// How the scheduler runs, with so many cases at the same time.
    pub fn options(&self, jobs: u16) -> ScheduleOptions {
        ScheduleOptions {
            jobs: usize::from(jobs),
            fail_fast: self.fail_fast,
            strict: self.strict,
        }
    }
}

/// What the scheduler asks of its surroundings.
pub trait RunContext: Sync {
    /// The lab for a case.
    fn lab(&self, case: &Case) -> Box<dyn ctk_suite::lab::Lab>;
    /// A case begins.
    fn started(&self, case: &Case);
    /// A case has ended; its result has no command yet that repeats it.
    fn finished(&self, case: &Case, outcome: &CaseOutcome);
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

/// Runs the cases.
pub fn execute(
    plan: &Plan,
    dut: &Dut,
    context: &dyn RunContext,
    options: ScheduleOptions,
) -> Ended {
    let failed = AtomicBool::new(false);
    let stop = || context.interrupted() || (options.fail_fast && failed.load(Ordering::SeqCst));
    let run_one = |(case, applicability): Planned<'_>| {
        let outcome = one(case, applicability, dut, context, options.strict);
        if outcome.result.verdict == Verdict::Fail {
            failed.store(true, Ordering::SeqCst);
        }
    };
    for batch in batches(plan) {
        let jobs = if batch.alone {
            1
        } else {
            options.jobs.min(batch.cases.len()).max(1)
        };
        let next = AtomicUsize::new(0);
        let work = || {
            while !stop() {
                let Some(planned) = batch.cases.get(next.fetch_add(1, Ordering::SeqCst)) else {
                    break;
                };
                run_one(*planned);
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

type Planned<'c> = (&'c Case, &'c Applicability);

struct Batch<'c> {
    cases: Vec<Planned<'c>>,
    alone: bool,
}

/// The longest waits first, so that the run ends with its longest chain and not behind it.
fn batches(plan: &Plan) -> Vec<Batch<'_>> {
    let of = |phase: Phase, alone: bool| {
        let mut cases: Vec<Planned<'_>> = plan
            .iter()
            .filter(|(case, _)| case.meta.phase == phase)
            .filter(|(case, _)| {
                phase != Phase::Main || alone == (case.meta.effect == Effect::WholeDevice)
            })
            .collect();
        if phase == Phase::Main && !alone {
            cases.sort_by_key(|(case, _)| std::cmp::Reverse(case.meta.waits_ms));
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

fn one(
    case: &Case,
    applicability: &Applicability,
    dut: &Dut,
    context: &dyn RunContext,
    strict: bool,
) -> CaseOutcome {
    let begun = Instant::now();
    context.started(case);
    let inconclusive = |why: &str, suspect| {
        CaseOutcome::not_run(
            &case.meta,
            Verdict::Inconclusive,
            why.to_owned(),
            Some(suspect),
        )
    };
    let mut outcome = match not_tried(&case.meta, applicability) {
        Some(outcome) => outcome,
        None if context.lost() => inconclusive("device lost", Suspect::Device),
        None if context.drops(case) => inconclusive(DROPPED, Suspect::Operator),
        None => {
            let outcome = run_case(case, dut, &mut *context.lab(case));
            if case.meta.phase == Phase::Hostile {
                context.survived();
            }
            outcome
        }
    };
    if strict {
        outcome.result.make_strict();
    }
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    outcome.result.duration_ms = duration_ms;
    context.finished(case, &outcome);
    outcome
}

/// The outcome of a case that cannot be tried; nothing when it can.
pub fn not_tried(case: &CaseMeta, applicability: &Applicability) -> Option<CaseOutcome> {
    let (verdict, why, suspect) = match applicability {
        Applicability::Applicable => return None,
        Applicability::NotApplicable(why) => (Verdict::NotApplicable, why, None),
        Applicability::Inconclusive(why) => (Verdict::Inconclusive, why, Some(Suspect::Operator)),
    };
    Some(CaseOutcome::not_run(case, verdict, why.clone(), suspect))
}
