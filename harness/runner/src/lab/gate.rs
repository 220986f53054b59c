//! How many requests are outstanding at the device at a time, and whose is next.
//!
//! Cases wait beside each other, but a device gets no more requests at once than it can be expected to take. Who has to
//! wait longest for something else later goes first; those who came first go first among equals. A device that refuses
//! connections, says 503 or becomes slow gets fewer at a time, and a moment to breathe, until it has answered for a while.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::lab::LabError;

use super::deadline::{Deadline, SLICE};

/// Answers in a row, for each request at a time, before the device is trusted with one more.
const TRUST: usize = 8;

/// The first pause after a refusal; each further one doubles it.
const BREATH: Duration = Duration::from_millis(50);

/// The longest pause after a refusal.
const BREATH_AT_MOST: Duration = Duration::from_secs(2);

/// Answers that are quicker than this never count as slow, in milliseconds.
const NEVER_SLOW_MS: u64 = 1_000;

/// A device is slower than it was when its answers take so many times as long.
const SLOWER: u64 = 3;

/// Lets so many pass at a time.
#[derive(Debug)]
pub(super) struct Gate {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Debug)]
struct State {
    /// The most that pass at a time.
    limit: usize,
    /// So many does the device take, as far as it has shown.
    pace: usize,
    out: usize,
    tickets: u64,
    /// Who waits: the urgent ones first, then by ticket.
    waiting: BTreeSet<(Reverse<u64>, u64)>,
    /// Answers since the pace changed.
    answered: usize,
    breath: Duration,
    not_before: Option<Instant>,
    /// What an answer takes lately, and what it took at best, in milliseconds.
    lately_ms: u64,
    best_ms: Option<u64>,
}

/// How a request went, as far as the pace is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Went {
    /// There was an answer, after so many milliseconds.
    Answered(u64),
    /// The connection was refused, or the device said that it has too much to do.
    Refused,
    /// Something that says nothing about the pace.
    Otherwise,
}

/// The right to have a request outstanding; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Turn<'g> {
    gate: &'g Gate,
    went: Went,
    /// It was given back although the answer is still awaited.
    aside: bool,
    /// How long it was waited for.
    pub(super) queued: Duration,
    /// Others had theirs at that moment.
    pub(super) beside_others: bool,
}

impl Gate {
    /// Lets so many pass at a time, one at least.
    pub(super) fn new(limit: usize) -> Self {
        let limit = limit.max(1);
        Self {
            state: Mutex::new(State {
                limit,
                pace: limit,
                out: 0,
                tickets: 0,
                waiting: BTreeSet::new(),
                answered: 0,
                breath: Duration::ZERO,
                not_before: None,
                lately_ms: 0,
                best_ms: None,
            }),
            freed: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Counts and a list of numbers: nothing that is done under the lock leaves them in pieces.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn. The time of the case does not count meanwhile; an interruption does.
    ///
    /// # Errors
    /// [`LabError::Stopped`] when the run was interrupted.
    pub(super) fn turn(&self, urgency: u64, deadline: &Deadline) -> Result<Turn<'_>, LabError> {
        let begun = Instant::now();
        let mut state = self.state();
        let place = (Reverse(urgency), state.tickets);
        state.tickets += 1;
        state.waiting.insert(place);
        loop {
            let pause = state.pause();
            if pause.is_zero() && state.out < state.pace && state.waiting.first() == Some(&place) {
                state.waiting.remove(&place);
                let beside_others = state.out > 0;
                state.out += 1;
                drop(state);
                // There may be room for the next one too.
                self.freed.notify_all();
                return Ok(Turn {
                    gate: self,
                    went: Went::Otherwise,
                    aside: false,
                    queued: begun.elapsed(),
                    beside_others,
                });
            }
            let stretch = if pause.is_zero() {
                SLICE
            } else {
                pause.min(SLICE)
            };
            let waited = self.freed.wait_timeout(state, stretch);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
            if let Err(stopped) = deadline.check_queueing() {
                state.waiting.remove(&place);
                drop(state);
                self.freed.notify_all();
                return Err(stopped);
            }
        }
    }
}

impl State {
    /// How long nobody may pass yet.
    fn pause(&self) -> Duration {
        self.not_before.map_or(Duration::ZERO, |at| {
            at.saturating_duration_since(Instant::now())
        })
    }

    fn learn(&mut self, went: Went) {
        match went {
            Went::Otherwise => {}
            Went::Refused => {
                self.pace = (self.pace / 2).max(1);
                self.answered = 0;
                self.breath = (self.breath * 2).clamp(BREATH, BREATH_AT_MOST);
                self.not_before = Some(Instant::now() + self.breath);
            }
            Went::Answered(ms) => {
                self.breath = Duration::ZERO;
                self.not_before = None;
                self.answered += 1;
                self.lately_ms = (3 * self.lately_ms + ms) / 4;
                let best_ms = self.best_ms.map_or(ms, |best| best.min(ms));
                self.best_ms = Some(best_ms);
                if self.answered < TRUST * self.pace {
                    return;
                }
                self.answered = 0;
                if self.lately_ms > NEVER_SLOW_MS && self.lately_ms > SLOWER * best_ms {
                    self.pace = (self.pace / 2).max(1);
                } else if self.pace < self.limit {
                    self.pace += 1;
                }
            }
        }
    }
}

impl Turn<'_> {
    /// Says how the request went.
    pub(super) fn went(&mut self, went: Went) {
        self.went = went;
    }

    /// Others may pass, though the answer is still awaited: the device serves them meanwhile.
    pub(super) fn step_aside(&mut self) {
        if !std::mem::replace(&mut self.aside, true) {
            self.gate.state().out -= 1;
            self.gate.freed.notify_all();
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = self.gate.state();
        if !self.aside {
            state.out -= 1;
        }
        state.learn(self.went);
        drop(state);
        self.gate.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    fn patient() -> Deadline {
        Deadline::new(Duration::from_secs(60), Arc::default())
    }

    fn pace(gate: &Gate) -> usize {
        gate.state().pace
    }

    #[test]
    fn no_more_than_the_limit_pass_at_a_time() {
        for limit in [1, 3] {
            let gate = Gate::new(limit);
            let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            thread::scope(|scope| {
                for urgency in 0..12 {
                    let (gate, inside, most) = (&gate, &inside, &most);
                    scope.spawn(move || {
                        for _ in 0..50 {
                            let turn = gate.turn(urgency % 3, &patient()).expect("its turn comes");
                            let now = inside.fetch_add(1, Ordering::SeqCst) + 1;
                            most.fetch_max(now, Ordering::SeqCst);
                            thread::yield_now();
                            inside.fetch_sub(1, Ordering::SeqCst);
                            drop(turn);
                        }
                    });
                }
            });
            assert!((1..=limit).contains(&most.load(Ordering::SeqCst)));
            assert_eq!(gate.state().out, 0);
        }
    }

    #[test]
    fn the_urgent_go_first_and_then_who_came_first() {
        let gate = Gate::new(1);
        let held = gate.turn(0, &patient()).expect("nobody else is there");
        let (passed, order) = mpsc::channel();
        thread::scope(|scope| {
            for (name, urgency, before) in [("a", 0, 0), ("b", 0, 1), ("c", 9, 2)] {
                while gate.state().waiting.len() < before {
                    thread::yield_now();
                }
                let (gate, passed) = (&gate, passed.clone());
                scope.spawn(move || {
                    let turn = gate.turn(urgency, &patient()).expect("its turn comes");
                    passed.send(name).expect("somebody listens");
                    drop(turn);
                });
            }
            while gate.state().waiting.len() < 3 {
                thread::yield_now();
            }
            drop(held);
        });
        drop(passed);
        assert_eq!(order.iter().collect::<String>(), "cab");
    }

    #[test]
    fn who_steps_aside_lets_one_pass_and_no_more() {
        let gate = Gate::new(1);
        let mut slow = gate.turn(0, &patient()).expect("nobody else is there");
        slow.step_aside();
        slow.step_aside();
        let next = gate.turn(0, &patient()).expect("it has room");
        assert_eq!(gate.state().out, 1);
        drop(slow);
        assert_eq!(gate.state().out, 1);
        drop(next);
        assert_eq!(gate.state().out, 0);
    }

    #[test]
    fn who_waits_is_interrupted_but_for_tidying_up() {
        let gate = Gate::new(1);
        let interrupt = Arc::new(AtomicBool::new(true));
        let mut deadline = Deadline::new(Duration::ZERO, interrupt);
        let held = gate.turn(0, &deadline).expect("nobody else is there");
        let stopped = gate.turn(0, &deadline).map(drop);
        assert_eq!(stopped, Err(LabError::Stopped("interrupted".to_owned())));
        assert!(gate.state().waiting.is_empty());
        deadline.tidy_up();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| gate.turn(0, &deadline).map(drop));
            while gate.state().waiting.is_empty() {
                thread::yield_now();
            }
            drop(held);
            assert_eq!(waiting.join().ok(), Some(Ok(())));
        });
    }

    #[test]
    fn a_device_that_refuses_gets_fewer_until_it_has_answered_for_a_while() {
        let gate = Gate::new(8);
        let mut turn = gate.turn(0, &patient()).expect("nobody else is there");
        turn.went(Went::Refused);
        drop(turn);
        assert_eq!(pace(&gate), 4);
        assert!(!gate.state().pause().is_zero());
        for _ in 0..TRUST * 4 {
            gate.state().learn(Went::Answered(1));
        }
        assert_eq!(pace(&gate), 5);
        assert!(gate.state().pause().is_zero());
    }

    #[test]
    fn a_device_that_becomes_slow_gets_fewer() {
        let gate = Gate::new(4);
        for _ in 0..TRUST * 4 {
            gate.state().learn(Went::Answered(100));
        }
        assert_eq!(pace(&gate), 4);
        for _ in 0..TRUST * 8 {
            gate.state().learn(Went::Answered(3_000));
        }
        assert_eq!(pace(&gate), 1);
        // One that was slow all along is not slower than it was.
        let gate = Gate::new(4);
        for _ in 0..TRUST * 8 {
            gate.state().learn(Went::Answered(3_000));
        }
        assert_eq!(pace(&gate), 4);
    }
}
