//! How long a run takes: an estimate before it, the waits that bound it from below, and what `--budget` drops.
//!
//! Only cases that are derived from a table are dropped, and never the only case of a requirement. The estimate begins
//! with the reply time that was measured when the device was met, and follows what the cases really take.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::case::{Case, Effect, Phase, Reach};

use super::plan::Plan;

/// Exchanges of a case, for the estimate.
const EXCHANGES: u64 = 12;

/// Cases that have to be over before what they took counts for more than the estimate.
const ENOUGH: u64 = 8;

/// Waits that are named one by one.
const NAMED: usize = 4;

/// Why a case was not judged.
pub const DROPPED: &str = "dropped by --budget";

/// The estimate of a run.
#[derive(Debug)]
pub struct Estimate {
    limit_ms: Option<u64>,
    jobs: u64,
    began: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The cases that are still to be tried.
    ahead: HashMap<String, Ahead>,
    /// How many cases judge each requirement, the dropped ones left out.
    judged_by: HashMap<String, usize>,
    dropped: HashSet<String>,
    over: u64,
    guessed_ms: u64,
    took_ms: u64,
}

#[derive(Debug)]
struct Ahead {
    ms: u64,
    alone: bool,
    derived: bool,
    requirements: Vec<String>,
}

impl Estimate {
    /// For the cases of the plan that can be tried, on so many services, so many at a time, with a limit of time or none.
    /// `reply_ms` is what one exchange takes.
    pub fn new(
        plan: &Plan,
        services: u32,
        jobs: u16,
        limit: Option<Duration>,
        reply_ms: u64,
    ) -> Self {
        let mut state = State::default();
        for case in plan.applicable() {
            let requirements: Vec<String> = case
                .meta
                .requirements
                .iter()
                .map(ToString::to_string)
                .collect();
            for requirement in requirements.iter().collect::<HashSet<_>>() {
                *state.judged_by.entry(requirement.clone()).or_default() += 1;
            }
            let visits = match case.meta.reach {
                Reach::Device => 1,
                Reach::EachService | Reach::Run => u64::from(services),
            };
            let ahead = Ahead {
                ms: visits * (case.meta.waits_ms + EXCHANGES * reply_ms.max(1)),
                alone: alone(case),
                derived: case.meta.derived,
                requirements,
            };
            state.ahead.insert(case.meta.id.to_string(), ahead);
        }
        let estimate = Self {
            limit_ms: limit.map(|limit| u64::try_from(limit.as_millis()).unwrap_or(u64::MAX)),
            jobs: u64::from(jobs.max(1)),
            began: Instant::now(),
            state: Mutex::new(state),
        };
        estimate.drop_what_does_not_fit();
        estimate
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The most expensive ones go first, until the rest fits.
    fn drop_what_does_not_fit(&self) {
        let Some(limit) = self.limit_ms else {
            return;
        };
        let mut state = self.state();
        let mut candidates: Vec<(u64, String)> = state
            .ahead
            .iter()
            .filter(|(_, ahead)| ahead.derived)
            .map(|(id, ahead)| (ahead.ms, id.clone()))
            .collect();
        candidates.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        for (_, id) in candidates {
            if state.estimate_ms(self.jobs) <= limit {
                return;
            }
            state.let_go(&id);
        }
    }

    /// What the rest of the run takes, as far as is known, in milliseconds.
    pub fn estimate_ms(&self) -> u64 {
        self.state().estimate_ms(self.jobs)
    }

    /// The case is to be tried.
    fn keeps(&self, case: &Case) -> bool {
        self.state().ahead.contains_key(case.meta.id.as_ref())
    }

    /// How many cases have been dropped.
    pub fn dropped(&self) -> usize {
        self.state().dropped.len()
    }

    /// Whether this case, which is about to begin, is dropped.
    pub fn drops(&self, case: &Case) -> bool {
        let Some(limit) = self.limit_ms else {
            return false;
        };
        let elapsed = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let mut state = self.state();
        let late = elapsed.saturating_add(state.estimate_ms(self.jobs)) > limit;
        state.dropped.contains(case.meta.id.as_ref())
            || late && case.meta.derived && state.let_go(case.meta.id.as_ref())
    }

    /// A case has been tried, and took so long.
    pub fn took(&self, case: &Case, ms: u64) {
        let mut state = self.state();
        if let Some(ahead) = state.ahead.remove(case.meta.id.as_ref()) {
            state.over += 1;
            state.guessed_ms += ahead.ms;
            state.took_ms += ms;
        }
    }
}

impl State {
    /// The cases that run beside each other share the jobs, and none is shorter than its own wait; the others come one
    /// after the other.
    fn estimate_ms(&self, jobs: u64) -> u64 {
        let sum = |alone: bool| -> u64 {
            self.ahead
                .values()
                .filter(|ahead| ahead.alone == alone)
                .map(|ahead| ahead.ms)
                .sum()
        };
        let longest = self
            .ahead
            .values()
            .filter(|ahead| !ahead.alone)
            .map(|ahead| ahead.ms)
            .max()
            .unwrap_or(0);
        let guess = longest.max(sum(false) / jobs) + sum(true);
        if self.over < ENOUGH || self.guessed_ms == 0 {
            return guess;
        }
        guess.saturating_mul(self.took_ms) / self.guessed_ms
    }

    /// Drops the case, unless it is the only one that judges one of its requirements. Whether it was dropped.
    fn let_go(&mut self, id: &str) -> bool {
        let Some(ahead) = self.ahead.get(id) else {
            return false;
        };
        let others = |requirement: &String| self.judged_by.get(requirement).copied() > Some(1);
        if !ahead.requirements.iter().all(others) {
            return false;
        }
        if let Some(ahead) = self.ahead.remove(id) {
            for requirement in ahead.requirements.iter().collect::<HashSet<_>>() {
                if let Some(count) = self.judged_by.get_mut(requirement) {
                    *count -= 1;
                }
            }
        }
        self.dropped.insert(id.to_owned())
    }
}

fn alone(case: &Case) -> bool {
    case.meta.phase != Phase::Main || case.meta.effect == Effect::WholeDevice
}

/// What the waits of the standard alone take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowerBound {
    /// In milliseconds.
    pub ms: u64,
    /// The chain of waits, in words.
    pub chain: String,
}

/// The chain of waits that no machine shortens, of the cases that are to be tried: the longest beside which all others
/// fit, or their share of the jobs; then the cases that run one by one.
pub fn lower_bound(cases: &[Case], estimate: &Estimate) -> LowerBound {
    let jobs = estimate.jobs;
    let waiting: Vec<&Case> = cases
        .iter()
        .filter(|case| case.meta.waits_ms > 0 && estimate.keeps(case))
        .collect();
    let seconds = |ms: u64| format!("{}.{} s", ms / 1000, ms % 1000 / 100);
    let beside: Vec<&&Case> = waiting.iter().filter(|case| !alone(case)).collect();
    let share = beside.iter().map(|case| case.meta.waits_ms).sum::<u64>() / jobs;
    let longest = beside.iter().max_by_key(|case| case.meta.waits_ms);
    let longest_ms = longest.map_or(0, |case| case.meta.waits_ms);
    let mut links = Vec::new();
    if share > longest_ms {
        links.push(format!(
            "{} waits shared by {jobs} jobs {}",
            beside.len(),
            seconds(share)
        ));
    } else if let Some(longest) = longest {
        links.push(format!("{} {}", longest.meta.id, seconds(longest_ms)));
    }
    let mut single: Vec<&&Case> = waiting.iter().filter(|case| alone(case)).collect();
    single.sort_by_key(|case| std::cmp::Reverse(case.meta.waits_ms));
    let single_ms: u64 = single.iter().map(|case| case.meta.waits_ms).sum();
    let (named, rest) = single.split_at(single.len().min(NAMED));
    links.extend(
        named
            .iter()
            .map(|case| format!("{} {}", case.meta.id, seconds(case.meta.waits_ms))),
    );
    if !rest.is_empty() {
        let ms = rest.iter().map(|case| case.meta.waits_ms).sum();
        links.push(format!("{} more {}", rest.len(), seconds(ms)));
    }
    LowerBound {
        ms: share.max(longest_ms) + single_ms,
        chain: links.join(", then "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(cases: &[(&str, u64, bool, &[&str])]) -> State {
        let mut state = State::default();
        for (id, ms, derived, requirements) in cases {
            let requirements: Vec<String> = requirements.iter().map(ToString::to_string).collect();
            for requirement in &requirements {
                *state.judged_by.entry(requirement.clone()).or_default() += 1;
            }
            let ahead = Ahead {
                ms: *ms,
                alone: false,
                derived: *derived,
                requirements,
            };
            state.ahead.insert((*id).to_owned(), ahead);
        }
        state
    }

    fn estimate(state: State, limit_ms: u64) -> Estimate {
        let estimate = Estimate {
            limit_ms: Some(limit_ms),
            jobs: 1,
            began: Instant::now(),
            state: Mutex::new(state),
        };
        estimate.drop_what_does_not_fit();
        estimate
    }

    #[test]
    fn the_only_case_of_a_requirement_stays() {
        let estimate = estimate(
            state(&[
                ("a/one", 5_000, true, &["M-1"]),
                ("a/two", 4_000, true, &["M-1"]),
                ("a/three", 3_000, true, &["M-2"]),
                ("a/four", 2_000, false, &["M-1"]),
            ]),
            1,
        );
        assert_eq!(estimate.dropped(), 2);
        let one = Case::new("a/one", "p").derived();
        let three = Case::new("a/three", "p").derived();
        assert!(estimate.drops(&one));
        assert!(!estimate.drops(&three));
        assert_eq!(estimate.estimate_ms(), 5_000);
    }

    #[test]
    fn nothing_is_dropped_that_fits() {
        let cases: [(&str, u64, bool, &[&str]); 2] = [
            ("a/one", 5_000, true, &["M-1"]),
            ("a/two", 4_000, true, &["M-1"]),
        ];
        assert_eq!(estimate(state(&cases), 9_000).dropped(), 0);
        assert_eq!(estimate(state(&cases), 4_000).dropped(), 1);
    }

    #[test]
    fn the_estimate_follows_what_cases_take() {
        let ids: Vec<String> = (0..20).map(|n| format!("a/{n}")).collect();
        let cases: Vec<(&str, u64, bool, &[&str])> = ids
            .iter()
            .map(|id| (id.as_str(), 100, true, ["M-1"].as_slice()))
            .collect();
        let estimate = estimate(state(&cases), 1_000_000);
        assert_eq!(estimate.estimate_ms(), 2_000);
        for id in &ids[..10] {
            estimate.took(&Case::new(id.clone(), "p"), 300);
        }
        assert_eq!(estimate.estimate_ms(), 3_000);
    }
}
