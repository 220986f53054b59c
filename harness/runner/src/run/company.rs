//! Which cases run beside each other, and in which order they begin.
//!
//! What a case changes is known, and so is what it must find undisturbed: of the cases that wait for their beginning the
//! first one begins that disturbs none of those at work, and is disturbed by none. First come those that keep others
//! waiting, each of which holds back those that change the same things, the shortest first: what a long one has begun may
//! go on after its end. Beside them and after them come the rest, the longest waits first, so that the run ends with its
//! longest chain and not behind it; then what is measured while the device has little to do, beside those that mostly wait;
//! then what takes the whole device.
//!
//! A case that must find things undisturbed leaves some of its own behind, and to clear them away disturbs the next of
//! its kind: an event of their end carries along what would not be told by itself. So that waits for the last of its kind,
//! as long as there are others who work.
//!
//! Those that take turns with each other begin together, when what any of them needs is undisturbed, and nobody who would
//! be in their way overtakes them; none of them tidies up before the last has had its turn.

use std::cmp::Reverse;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ctk_suite::case::applicability::Applicability;
use ctk_suite::case::{Case, CaseMeta, Claims, Effect, Things};

use crate::lab::Windows;

/// A case, and whether it can be tried.
pub type Planned<'c> = (&'c Case, &'c Applicability);

/// How often it is looked whether the run is to end.
const LOOK: Duration = Duration::from_millis(50);

/// Those that hold others back are more urgent than any wait makes them.
const HOLDS_BACK: u64 = 1_000_000;

/// The cases that are to be tried beside each other.
pub struct Company<'c> {
    /// So many at a time; those that wait with their tidying up are not counted.
    jobs: usize,
    windows: Arc<Windows>,
    state: Mutex<State<'c>>,
    changed: Condvar,
}

struct State<'c> {
    /// In the order in which they begin, if nothing is in the way.
    waiting: Vec<Planned<'c>>,
    /// What those at work use, each at its place.
    at_work: Vec<Option<Claims>>,
    /// So many are done but for their tidying up, which waits.
    untidy: usize,
    /// So many workers have come.
    workers: usize,
}

impl<'c> Company<'c> {
    /// Of these cases, so many at a time. Those that come first do so, whatever they need.
    pub fn new(
        mut cases: Vec<Planned<'c>>,
        jobs: usize,
        first: impl Fn(&Case) -> bool,
        windows: Arc<Windows>,
    ) -> Self {
        cases.sort_by_key(|(case, _)| {
            let meta = &case.meta;
            (!first(case), turn(meta), in_turn(meta))
        });
        Self {
            jobs,
            windows,
            state: Mutex::new(State {
                waiting: cases,
                at_work: Vec::new(),
                untidy: 0,
                workers: 0,
            }),
            changed: Condvar::new(),
        }
    }

    /// How many workers it takes: as many as there are jobs, and as many again that wait with their tidying up.
    pub fn workers(jobs: usize) -> usize {
        jobs + patient(jobs)
    }

    /// A worker comes. The system may have given fewer than it takes: one of them goes on in any case.
    pub fn joins(&self) {
        self.state().workers += 1;
    }

    fn state(&self) -> MutexGuard<'_, State<'c>> {
        // Entries are put in and taken out whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next case that may begin, with its place among those at work; waits until there is one. Nothing when all have
    /// begun, or the run is to stop.
    pub fn next(&self, stop: &dyn Fn() -> bool) -> Option<(usize, Planned<'c>)> {
        let mut state = self.state();
        while !stop() && !state.waiting.is_empty() {
            let busy = state.at_work.iter().flatten().count();
            if busy < self.jobs
                && let Some(found) = state.begin(&self.windows)
            {
                return Some(found);
            }
            let waited = self.changed.wait_timeout(state, LOOK);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        None
    }

    /// The case at this place is done but for its tidying up: waits until that disturbs nobody, unless too many do; and in
    /// any case until all those with whom it takes turns are done. Who waits for those alone keeps its place meanwhile, and
    /// beside one that tidies up nobody begins for the sake of taking turns with it.
    pub fn before_tidying(&self, place: usize, case: &CaseMeta, stop: &dyn Fn() -> bool) {
        let claims = Claims {
            together: None,
            ..case.claims()
        };
        if case.window.is_some() {
            self.windows.over(&case.id);
        }
        let turns_are_taken = || {
            let window = case.window;
            window.is_some_and(|window| self.windows.are_taken(window))
        };
        let mut state = self.state();
        let most = patient(self.jobs).min(state.workers.saturating_sub(1));
        let is_patient = turn(case) == 0 && state.untidy < most;
        state.at_work[place] = (!is_patient).then_some(claims);
        if !is_patient && !turns_are_taken() {
            return;
        }
        state.untidy += usize::from(is_patient);
        self.changed.notify_all();
        while !stop() && (turns_are_taken() || is_patient && state.would_disturb(claims.touches)) {
            let waited = self.changed.wait_timeout(state, LOOK);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.untidy -= usize::from(is_patient);
        state.at_work[place] = Some(Claims {
            undisturbed: Things::NOTHING,
            ..claims
        });
    }

    /// The case at this place is over.
    pub fn ended(&self, place: usize, case: &CaseMeta) {
        if case.window.is_some() {
            self.windows.over(&case.id);
        }
        if let Some(claims) = self.state().at_work.get_mut(place) {
            *claims = None;
        }
        self.changed.notify_all();
    }
}

/// So many may wait with their tidying up: where there is only one job, everything is done in its order.
fn patient(jobs: usize) -> usize {
    if jobs > 1 { jobs } else { 0 }
}

impl<'c> State<'c> {
    fn begin(&mut self, windows: &Windows) -> Option<(usize, Planned<'c>)> {
        let at = self.next_place(windows)?;
        let planned = self.waiting.remove(at);
        let own = uses(planned.0, planned.1);
        if let Some(window) = planned.0.meta.window.filter(|_| own.together.is_some()) {
            windows.begins(&planned.0.meta.id, window);
        }
        // The place of one that waits to tidy up is its own.
        self.at_work.push(Some(own));
        Some((self.at_work.len() - 1, planned))
    }

    /// Where the first one waits that may begin.
    fn next_place(&self, windows: &Windows) -> Option<usize> {
        let mut used: Vec<Claims> = Vec::new();
        for claims in self.at_work.iter().flatten() {
            if !used.contains(claims) {
                used.push(*claims);
            }
        }
        // What those need who are to take turns, and have not all begun.
        let mut kept: Option<Claims> = None;
        for (at, (case, applicability)) in self.waiting.iter().enumerate() {
            let own = uses(case, applicability);
            let window = case.meta.window.filter(|_| own.together.is_some());
            let is_admitted = window.is_none_or(|window| windows.admits(window));
            let wanted = match window {
                Some(window) if is_admitted && !windows.are_taken(window) => self.all_of(own),
                _ => own,
            };
            let free = |used: &Claims| wanted.may_run_beside(*used);
            if is_admitted && used.iter().all(free) && kept.iter().all(free) {
                return Some(at);
            }
            if window.is_some() && is_admitted && kept.is_none() {
                kept = Some(wanted);
            }
        }
        None
    }

    /// What those who take turns with this one use, and wait for their beginning.
    fn all_of(&self, own: Claims) -> Claims {
        let waiting = self.waiting.iter();
        let others = waiting.map(|(case, applicability)| uses(case, applicability));
        let together = others.filter(|other| other.together == own.together);
        together.fold(own, |all, other| Claims {
            touches: all.touches.and(other.touches),
            undisturbed: all.undisturbed.and(other.undisturbed),
            ..all
        })
    }

    /// Whether who touches these things disturbs one at work, or one of those that hold others back and are to come.
    fn would_disturb(&self, touched: Things) -> bool {
        let at_work = self.at_work.iter().flatten().copied();
        let holding = |(case, _): &&Planned<'_>| turn(&case.meta) == 0;
        let to_come = self.waiting.iter().filter(holding);
        let to_come = to_come.map(|(case, applicability)| uses(case, applicability));
        at_work
            .chain(to_come)
            .any(|claims| claims.undisturbed.meets(touched))
    }
}

/// A case that cannot be tried uses nothing.
fn uses(case: &Case, applicability: &Applicability) -> Claims {
    match applicability {
        Applicability::Applicable => case.meta.claims(),
        _ => Claims::default(),
    }
}

/// Which cases come first.
fn turn(case: &CaseMeta) -> u8 {
    match case.effect {
        Effect::Undisturbed(of) if of.traffic => 2,
        Effect::Undisturbed(_) => 0,
        Effect::None | Effect::OwnObjects => 1,
        Effect::WholeDevice => 3,
    }
}

/// Of those that come in the same turn: the longest wait first. Those that hold others back follow one another anyway, and
/// among them those that take turns come last, and the longest.
fn in_turn(case: &CaseMeta) -> (bool, u64, Reverse<u64>) {
    match turn(case) {
        // Those that take turns wait for each other.
        0 => (case.window.is_some(), case.waits_ms, Reverse(0)),
        _ => (false, 0, Reverse(case.waits_ms)),
    }
}

/// How urgent the requests of a case are: the longer it has to wait for something else, and above all when others wait
/// for its end.
pub fn urgency(case: &CaseMeta) -> u64 {
    match case.effect {
        Effect::Undisturbed(_) => HOLDS_BACK.saturating_add(case.waits_ms),
        _ => case.waits_ms,
    }
}

#[cfg(test)]
mod tidying;

#[cfg(test)]
mod tests;
