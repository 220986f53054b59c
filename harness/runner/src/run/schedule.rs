//! The order and the company in which cases run.
//!
//! Cases of the main phase run beside each other, as many as there are jobs, unless one changes what another must find
//! undisturbed; then the hostile ones, one by one; and at the very end those that judge what was noticed in the run.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;
use ctk_record::{Ended, Suspect, Verdict};
use ctk_suite::case::applicability::Applicability;
use ctk_suite::case::{Case, CaseMeta, Phase, Reach};
use ctk_suite::judging::verdict::{CaseOutcome, run_case_tidying};
use ctk_suite::under_test::Dut;

use super::budget::Budget;
use super::company::{Company, Planned};
use super::plan::Plan;
use crate::duration::{parse_duration, parse_time};
use crate::lab::Windows;

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
    /// How many steps of actions and stimuli drawn at random are held against the model; 1200 when absent, fewer without an upper tester
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub model_steps: Option<u32>,
    /// Cases in flight, 32 unless the profile says otherwise: their waits overlap, their requests do not (--connections)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub jobs: Option<u16>,
    /// Requests outstanding at the device at any time; 1 on a real device
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub connections: Option<u16>,
    /// The time of one case
    #[arg(long, value_name = "DUR", default_value = "120s", value_parser = parse_time)]
    pub timeout: Duration,
    /// Drop cases until the estimate fits: derived duplicates first, and never the only case of a requirement; 20m on a
    /// real device, unless --long or --exhaustive asks for everything
    #[arg(long, value_name = "DUR", value_parser = parse_duration)]
    pub budget: Option<Duration>,
    /// The seed of everything drawn at random; drawn itself when absent
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Stop at the first fail
    #[arg(long)]
    pub fail_fast: bool,
}

/// What a step of a walk may take, where the command line says how many there are: some wait for the far side.
const STEP: Duration = Duration::from_secs(3);

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

    /// How much time the run has.
    pub fn time(&self, embedded: bool) -> Budget {
        match self.budget {
            Some(limit) => Budget::Given(limit),
            None if embedded || self.long || self.exhaustive => Budget::Unlimited,
            None => Budget::Usual,
        }
    }

    /// How long the case that walks may take beyond the time of a case.
    pub fn walk_time(&self) -> Duration {
        STEP.saturating_mul(self.model_steps.unwrap_or(0))
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
    /// The lab for a case, in which the device is asked for nothing if there is a reason for that.
    fn lab(&self, case: &Case, spared: Option<&'static str>) -> Box<dyn ctk_suite::lab::Lab>;
    /// Whose turn it is, of the cases that take turns.
    fn windows(&self) -> Arc<Windows>;
    /// A case begins.
    fn started(&self, case: &Case);
    /// A case has ended; its result has no command yet that repeats it.
    fn finished(&self, case: &Case, outcome: &CaseOutcome);
    /// Why the case is left out, or judges without asking for anything more, if the time does not suffice for it.
    fn drops(&self, case: &Case) -> Option<&'static str>;
    /// Nothing more is to be started: interrupted.
    fn interrupted(&self) -> bool;
    /// The device does not answer any more.
    fn lost(&self) -> bool;
    /// The device does not answer any more: no later case is blamed.
    fn lose(&self);
    /// A hostile case failed: if the device did not survive it, it is lost.
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
    let run_one = |(case, applicability): Planned<'_>, tidying: &dyn Fn()| {
        let outcome = one(case, applicability, dut, context, (options.strict, tidying));
        if outcome.result.verdict == Verdict::Fail {
            failed.store(true, Ordering::SeqCst);
        }
    };
    let beside = plan.iter().filter(|planned| in_phase(planned, Phase::Main));
    let jobs = options.jobs.min(plan.cases().len());
    let first = |case: &Case| plan.comes_first(case);
    let company = Company::new(beside.collect(), jobs, first, context.windows());
    let work = || {
        company.joins();
        while let Some((place, planned)) = company.next(&stop) {
            run_one(planned, &|| {
                company.before_tidying(place, &planned.0.meta, &stop);
            });
            company.ended(place, &planned.0.meta);
        }
    };
    match jobs {
        ..=1 => work(),
        jobs => thread::scope(|scope| {
            let threads = (0..Company::workers(jobs))
                .map(|_| thread::Builder::new().spawn_scoped(scope, work));
            // Where the system gives no more threads, fewer cases run at the same time.
            if threads.filter(Result::is_ok).count() == 0 {
                work();
            }
        }),
    }
    for phase in [Phase::Hostile, Phase::Last] {
        let alone = plan.iter().filter(|planned| in_phase(planned, phase));
        // What was seen until an interruption is judged all the same.
        alone
            .filter(|(case, _)| !stop() || (context.interrupted() && only_judges(case)))
            .for_each(|planned| run_one(planned, &|| ()));
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

/// The case judges what the run has seen, and can do so without the device.
pub(super) fn only_judges(case: &Case) -> bool {
    case.meta.phase == Phase::Last && case.meta.reach == Reach::Run
}

fn in_phase((case, _): &Planned<'_>, phase: Phase) -> bool {
    case.meta.phase == phase
}

fn one(
    case: &Case,
    applicability: &Applicability,
    dut: &Dut,
    context: &dyn RunContext,
    (strict, tidying): (bool, &dyn Fn()),
) -> CaseOutcome {
    let begun = Instant::now();
    let waited = Cell::new(Duration::ZERO);
    let tidying = || {
        let from = Instant::now();
        tidying();
        waited.set(from.elapsed());
    };
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
        None if context.lost() && !only_judges(case) => {
            inconclusive("device lost", Suspect::Device)
        }
        None => match context.drops(case) {
            Some(why) if !only_judges(case) => inconclusive(why, Suspect::Operator),
            spared => tried(case, dut, context, spared, &tidying),
        },
    };
    if strict {
        outcome.result.make_strict();
    }
    // What it waited for others is not its own time.
    let took = begun.elapsed().saturating_sub(waited.get());
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    outcome.result.duration_ms = duration_ms;
    context.finished(case, &outcome);
    outcome
}

fn tried(
    case: &Case,
    dut: &Dut,
    context: &dyn RunContext,
    spared: Option<&'static str>,
    tidying: &dyn Fn(),
) -> CaseOutcome {
    let outcome = run_case_tidying(case, dut, &mut *context.lab(case, spared), tidying);
    if outcome.lost {
        context.lose();
    } else if case.meta.phase == Phase::Hostile && outcome.result.verdict == Verdict::Fail {
        // One that did not fail has looked itself.
        context.survived();
    }
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
