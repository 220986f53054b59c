//! The cases on the device: the labs they work in, and what is written of them as they end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use ctk_record::{CaseResult, Ended, Event};
use ctk_suite::case::{Case, Phase, Reach};
use ctk_suite::judging::verdict::CaseOutcome;
use ctk_suite::lab::Lab;
use ctk_suite::model::walk;
use ctk_suite::under_test::Dut;

use super::budget::{Budget, Estimate};
use super::company;
use super::floor::seconds;
use super::plan::Plan;
use super::reproduction;
use super::schedule::{self, RunContext, ScheduleOptions, only_judges};
use crate::interrupt;
use crate::lab::{LabShared, LiveLab, Windows};
use crate::output::journal::JournalWriter;
use crate::output::progress::Progress;

/// After so many cases, memory that is free between blocks in use is given back: each case takes and leaves thousands of small ones.
const GIVEN_BACK_AFTER: u32 = 8;

/// The scheduler's surroundings in a live run.
pub struct LiveContext<'a> {
    /// What all cases share.
    pub shared: &'a Arc<LabShared>,
    /// The journal.
    pub journal: &'a JournalWriter,
    /// What the user sees.
    pub progress: &'a Progress,
    /// How long the rest takes, and what is dropped for it.
    pub estimate: &'a Estimate,
    /// How much time there is.
    pub budget: Budget,
    /// The time of one case on one service.
    pub timeout: Duration,
    /// What the case that walks has beyond that.
    pub walk_time: Duration,
    /// What a reproduction has to be called with, the device first.
    pub target: &'a [String],
    /// The seed of the run.
    pub seed: u64,
    /// Services under test.
    pub services: u32,
    /// Cases that have ended.
    pub over: AtomicU32,
}

/// Tries the cases of the plan; why it ended.
pub fn execute(
    plan: &Plan,
    dut: &Dut,
    context: &LiveContext<'_>,
    options: ScheduleOptions,
) -> Ended {
    // What it took to read the facts and to probe the device.
    ctk_memory::give_back_now();
    schedule::execute(plan, dut, context, options)
}

impl LiveContext<'_> {
    /// On a device for which cases have been dropped, what only judges the run asks for nothing more where it has seen
    /// something to judge.
    fn has_seen_enough(&self, case: &Case) -> bool {
        if self.estimate.dropped() == 0 || !only_judges(case) {
            return false;
        }
        let requirements = case.meta.requirements.iter().map(ToString::to_string);
        let requirements: Vec<String> = requirements.collect();
        self.shared.noticed(&requirements).checked > 0
    }
}

impl RunContext for LiveContext<'_> {
    fn lab(&self, case: &Case, spared: Option<&'static str>) -> Box<dyn Lab> {
        // Cases that run alone may restart the device: it is no loss when it is gone for a moment.
        let hostile = case.meta.phase == Phase::Hostile;
        // A case has its time for each service that it visits.
        let visits = match case.meta.reach {
            Reach::Device => 1,
            Reach::EachService | Reach::Run => self.services,
        };
        let mut time = self.timeout.saturating_mul(visits);
        if case.meta.id == walk::ID {
            time = time.saturating_add(self.walk_time);
        }
        let lab = LiveLab::new(self.shared, &case.meta.id, time);
        let lab = lab.hostile(hostile).spared(spared);
        Box::new(lab.urgency(company::urgency(&case.meta)))
    }

    fn windows(&self) -> Arc<Windows> {
        Arc::clone(&self.shared.windows)
    }

    fn started(&self, case: &Case) {
        self.estimate.begins_with(case);
        self.journal.write(Event::CaseStarted {
            case: case.meta.id.to_string(),
            at_ms: self.shared.now_ms(),
        });
    }

    fn finished(&self, case: &Case, outcome: &CaseOutcome) {
        let result = CaseResult {
            reproduce: reproduction::of_case(self.target, self.seed, case, outcome),
            ..outcome.result.clone()
        };
        self.journal.write(Event::CaseFinished(Box::new(result)));
        let over = self.over.fetch_add(1, Ordering::Relaxed);
        if over.is_multiple_of(GIVEN_BACK_AFTER) {
            ctk_memory::give_back_now();
        }
        self.estimate.took(case);
        let (rest_ms, anew) = self.estimate.corrected();
        let rest = format!("about {} to go", seconds(rest_ms));
        self.progress.finished(&outcome.result, &rest);
        if anew {
            self.progress.say(&rest);
        }
    }

    fn drops(&self, case: &Case) -> Option<&'static str> {
        let late = self.estimate.drops(case) || self.has_seen_enough(case);
        late.then(|| self.budget.reason())
    }

    fn interrupted(&self) -> bool {
        interrupt::interrupted()
    }

    fn lost(&self) -> bool {
        self.shared.is_lost()
    }

    fn lose(&self) {
        self.shared.lose();
    }

    fn survived(&self) {
        if !self.shared.is_alive() {
            self.shared.lose();
        }
    }
}
