//! How long a run takes: an estimate before it, and what is dropped when it would take too long.
//!
//! Cases that are derived from a table are dropped first, then others, and never the only case of a requirement. The
//! estimate begins with the reply time that was measured when the device was met, and follows what the run really takes.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::case::{Case, Effect, Phase, Reach, Window};

use super::plan::Plan;
use super::schedule::only_judges;

/// Exchanges of a case that makes objects, for the estimate.
const EXCHANGES_WITH_OBJECTS: u64 = 6;

/// Exchanges of a case that makes none.
const EXCHANGES: u64 = 2;

/// Cases that have to be over before what they took counts for more than the estimate.
const ENOUGH: u64 = 8;

/// What was lost is expected so many times more at most: a bad beginning need not go on.
const MOST_MORE: u64 = 16;

/// By how many milliseconds an estimate has to be off to be worth another line.
const WORTH_SAYING: u64 = 5_000;

/// What a run on a real device takes at most, unless the user says otherwise: on a slow device cases are dropped for it.
pub const USUAL_LIMIT: Duration = Duration::from_secs(20 * 60);

/// How much time a run has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Budget {
    /// As much as it takes.
    Unlimited,
    /// As much as the user gives it.
    Given(Duration),
    /// As much as is usual; only a slow device needs more.
    Usual,
}

impl Budget {
    /// The limit.
    pub fn limit(self) -> Option<Duration> {
        match self {
            Self::Unlimited => None,
            Self::Given(limit) => Some(limit),
            Self::Usual => Some(USUAL_LIMIT),
        }
    }

    /// Why a case was not judged.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Usual => {
                "dropped, because the device, or its upper tester, takes long to answer (--budget gives more time)"
            }
            Self::Unlimited | Self::Given(_) => "dropped by --budget",
        }
    }
}

/// The pace of a run.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Services under test.
    pub services: u32,
    /// Cases in flight.
    pub jobs: u16,
    /// Requests at a time.
    pub connections: u16,
    /// What one exchange takes, in milliseconds.
    pub reply_ms: u64,
}

/// The estimate of a run.
#[derive(Debug)]
pub struct Estimate {
    limit_ms: Option<u64>,
    pace: Pace,
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
    /// What the run was thought to take when it began.
    guessed_ms: u64,
    /// What of it were the answers of the device.
    asks_ms: u64,
    /// What the user was last told that the whole run takes.
    told_ms: u64,
}

#[derive(Debug)]
struct Ahead {
    /// When it began, in milliseconds since the run did: what it has waited for since is over.
    began_ms: Option<u64>,
    waits_ms: u64,
    asks_ms: u64,
    company: Company,
    /// Whose wait it shares.
    window: Option<Window>,
    /// It judges what the run has seen, and can do so without the device.
    free: bool,
    derived: bool,
    requirements: Vec<String>,
}

/// In which company a case runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Company {
    Beside,
    /// It holds back others of its kind.
    Holding,
    Alone,
}

impl Ahead {
    fn of(case: &Case, pace: Pace) -> Self {
        let meta = &case.meta;
        let visits = match meta.reach {
            Reach::Device => 1,
            Reach::EachService | Reach::Run => u64::from(pace.services),
        };
        let (exchanges, company) = match (meta.phase, meta.effect) {
            (Phase::Last, _) => (0, Company::Alone),
            (Phase::Hostile, _) => (EXCHANGES, Company::Alone),
            (Phase::Main, Effect::None) => (EXCHANGES, Company::Beside),
            (Phase::Main, Effect::OwnObjects) => (EXCHANGES_WITH_OBJECTS, Company::Beside),
            (Phase::Main, Effect::Undisturbed(_)) => (EXCHANGES_WITH_OBJECTS, Company::Holding),
            (Phase::Main, Effect::WholeDevice) => (EXCHANGES_WITH_OBJECTS, Company::Alone),
        };
        Self {
            began_ms: None,
            waits_ms: visits * meta.waits_ms,
            asks_ms: visits * exchanges * pace.reply_ms.max(1),
            company,
            window: meta.shares_wait_with(),
            free: only_judges(case),
            derived: meta.derived,
            requirements: meta.requirements.iter().map(ToString::to_string).collect(),
        }
    }

    fn ms(&self) -> u64 {
        self.waits_ms + self.asks_ms
    }

    /// What is left of it.
    fn left_ms(&self, now_ms: u64) -> u64 {
        let waited = self
            .began_ms
            .map_or(0, |began| now_ms.saturating_sub(began));
        self.waits_ms.saturating_sub(waited) + self.asks_ms
    }
}

impl Estimate {
    /// For the cases of the plan that can be tried, at this pace, with a limit of time or none.
    pub fn new(plan: &Plan, pace: Pace, limit: Option<Duration>) -> Self {
        let mut state = State::default();
        for case in plan.applicable() {
            let ahead = Ahead::of(case, pace);
            for requirement in ahead.requirements.iter().collect::<HashSet<_>>() {
                *state.judged_by.entry(requirement.clone()).or_default() += 1;
            }
            state.ahead.insert(case.meta.id.to_string(), ahead);
        }
        let estimate = Self {
            limit_ms: limit.map(|limit| u64::try_from(limit.as_millis()).unwrap_or(u64::MAX)),
            pace,
            began: Instant::now(),
            state: Mutex::new(state),
        };
        estimate.drop_what_does_not_fit();
        estimate.begins();
        estimate
    }

    fn begins(&self) {
        let mut state = self.state();
        state.guessed_ms = state.guess_ms(self.pace, 0);
        state.asks_ms = state.asks_ahead_ms();
        state.told_ms = state.guessed_ms;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Derived ones go first, and the most expensive of them, until the rest fits.
    fn drop_what_does_not_fit(&self) {
        let Some(limit) = self.limit_ms else {
            return;
        };
        let mut state = self.state();
        let candidate =
            |(id, ahead): (&String, &Ahead)| (!ahead.derived, u64::MAX - ahead.ms(), id.clone());
        let mut candidates: Vec<(bool, u64, String)> = state.ahead.iter().map(candidate).collect();
        candidates.sort();
        for (_, _, id) in candidates {
            if state.guess_ms(self.pace, 0) <= limit {
                return;
            }
            state.let_go(&id);
        }
    }

    /// What the rest of the run takes, as far as is known, in milliseconds.
    pub fn estimate_ms(&self) -> u64 {
        self.rest_ms(&self.state(), self.elapsed_ms())
    }

    /// What the rest takes, if it is as much more or less than was guessed as what is over.
    fn rest_ms(&self, state: &State, elapsed_ms: u64) -> u64 {
        let rest = state.guess_ms(self.pace, elapsed_ms);
        let over = state.guessed_ms.saturating_sub(rest);
        if state.over < ENOUGH || over < state.guessed_ms / 10 {
            return rest;
        }
        let took = elapsed_ms.clamp(over / 4, over.saturating_mul(4));
        rest.saturating_mul(took) / over.max(1)
    }

    /// What the rest takes, as the user should know it. What was lost is lost on answers, so that as much more will be as there
    /// are answers left; while too little is over to say that, what is late already is expected once more.
    fn rest_to_tell_ms(&self, state: &State, elapsed_ms: u64) -> u64 {
        if state.ahead.is_empty() {
            return self.rest_ms(state, elapsed_ms);
        }
        let guess = state.guess_ms(self.pace, elapsed_ms);
        let lost = elapsed_ms.saturating_sub(state.guessed_ms.saturating_sub(guess));
        let rest = self.rest_ms(state, elapsed_ms);
        let ahead = state.asks_ahead_ms();
        let answered = state.asks_ms.saturating_sub(ahead);
        if state.over < ENOUGH || answered == 0 {
            return rest.max(lost.min(rest.saturating_mul(4)));
        }
        let more = lost.saturating_mul(ahead) / answered;
        rest.max(guess.saturating_add(more.min(lost.saturating_mul(MOST_MORE))))
    }

    /// What the rest takes now, in milliseconds; and whether that is so much more or less than was said that it has to be
    /// said again.
    pub fn corrected(&self) -> (u64, bool) {
        self.corrected_at(self.elapsed_ms())
    }

    fn corrected_at(&self, elapsed_ms: u64) -> (u64, bool) {
        let mut state = self.state();
        let rest_ms = self.rest_to_tell_ms(&state, elapsed_ms);
        let whole_ms = elapsed_ms.saturating_add(rest_ms);
        let (less, more) = (whole_ms.min(state.told_ms), whole_ms.max(state.told_ms));
        let anew = more - less > WORTH_SAYING && more - less > less / 2;
        if anew {
            state.told_ms = whole_ms;
        }
        (rest_ms, anew)
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// The case is to be tried.
    pub fn keeps(&self, case: &Case) -> bool {
        self.state().ahead.contains_key(case.meta.id.as_ref())
    }

    /// How many cases have been dropped.
    pub fn dropped(&self) -> usize {
        self.state().dropped.len()
    }

    /// Whether this case, which is about to begin, is dropped; one that only judges the run loses no more than its
    /// questions, and none where no other case judges what it does.
    pub fn drops(&self, case: &Case) -> bool {
        let Some(limit) = self.limit_ms else {
            return false;
        };
        let elapsed = self.elapsed_ms();
        let mut state = self.state();
        let late = elapsed.saturating_add(self.rest_ms(&state, elapsed)) > limit;
        late && only_judges(case) && !state.is_the_only_one(case.meta.id.as_ref())
            || state.dropped.contains(case.meta.id.as_ref())
            || late && case.meta.derived && state.let_go(case.meta.id.as_ref())
            || elapsed > limit && state.let_go(case.meta.id.as_ref())
    }

    /// A case begins.
    pub fn begins_with(&self, case: &Case) {
        let now_ms = self.elapsed_ms();
        if let Some(ahead) = self.state().ahead.get_mut(case.meta.id.as_ref()) {
            ahead.began_ms = Some(now_ms);
        }
    }

    /// A case has been tried.
    pub fn took(&self, case: &Case) {
        let mut state = self.state();
        if state.ahead.remove(case.meta.id.as_ref()).is_some() {
            state.over += 1;
        }
    }
}

impl State {
    /// What the answers take that are still to come, as it was guessed.
    fn asks_ahead_ms(&self) -> u64 {
        self.ahead.values().map(|ahead| ahead.asks_ms).sum()
    }

    /// No other case that is to be tried judges one of its requirements.
    fn is_the_only_one(&self, id: &str) -> bool {
        let alone = |requirement: &String| self.judged_by.get(requirement).copied() <= Some(1);
        let ahead = self.ahead.get(id);
        ahead.is_some_and(|ahead| ahead.requirements.iter().any(alone))
    }

    /// The cases that run beside each other share the jobs and the connections, and none is shorter than its own wait;
    /// those that hold others back come one after the other, and so do those that run alone.
    fn guess_ms(&self, pace: Pace, now_ms: u64) -> u64 {
        let (mut asks, mut waits, mut longest, mut holding, mut alone) = (0, 0, 0, 0, 0);
        let mut turns: HashMap<Window, u64> = HashMap::new();
        for ahead in self.ahead.values() {
            let left_ms = ahead.left_ms(now_ms);
            match ahead.company {
                Company::Alone => alone += left_ms,
                Company::Holding | Company::Beside => {
                    asks += ahead.asks_ms;
                    waits += left_ms;
                }
            }
            match ahead.company {
                Company::Alone => {}
                Company::Holding => match ahead.window {
                    Some(window) => {
                        let turn = turns.entry(window).or_default();
                        *turn = left_ms.max(*turn);
                    }
                    None => holding += left_ms,
                },
                Company::Beside => longest = left_ms.max(longest),
            }
        }
        holding += turns.values().sum::<u64>();
        let asks = asks / u64::from(pace.connections.max(1));
        let waits = waits / u64::from(pace.jobs.max(1));
        asks.max(waits).max(holding + longest) + alone
    }

    /// Drops the case, unless it is the only one that judges one of its requirements, or only judges the run. Whether it
    /// was dropped.
    fn let_go(&mut self, id: &str) -> bool {
        if self.ahead.get(id).is_none_or(|ahead| ahead.free) || self.is_the_only_one(id) {
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

#[cfg(test)]
mod tests;
