//! The one-second rule of Table 8: what changes within the interval goes into one event when it ends.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{io, mem};

use ctk_vectors::facts;

use super::{EVENTED, Subscriptions};
use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::{Evented, Service};

/// Beyond the interval, because the subscriber's clock sees our events with a delay of their own.
const MARGIN: Duration = Duration::from_millis(60);
/// The same for a device that keeps 1 100 ms.
const WIDER_MARGIN: Duration = Duration::from_millis(100);
/// Changes that happen together go into one event (UDA-EVNT-39).
const TOGETHER: Duration = Duration::from_millis(10);

#[derive(Default)]
struct Pending {
    /// When the first change since the last event came, for each evented variable.
    since: [Option<Instant>; EVENTED.len()],
    stop: bool,
}

/// Where the service says that a variable changed; never blocks for long.
#[derive(Clone, Default)]
pub(crate) struct Signals(Arc<(Mutex<Pending>, Condvar)>);

impl Signals {
    pub(crate) fn raise(&self, evented: Evented) {
        let mut pending = self.pending();
        let since = &mut pending.since[place(evented)];
        // Who waits knows of a change that has come before, and when its event is due.
        if since.is_some() {
            return;
        }
        *since = Some(Instant::now());
        drop(pending);
        self.0.1.notify_all();
    }

    fn stop(&self) {
        self.pending().stop = true;
        self.0.1.notify_all();
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for variables whose event is due; None: stopping.
    fn wait(
        &self,
        last: &[Option<Instant>; EVENTED.len()],
        intervals: &[Duration; EVENTED.len()],
    ) -> Option<Vec<Evented>> {
        let mut pending = self.pending();
        loop {
            if pending.stop {
                return None;
            }
            let now = Instant::now();
            let dues = pending.dues(last, intervals);
            let due: Vec<usize> = (0..EVENTED.len())
                .filter(|at| dues[*at].is_some_and(|due| due <= now))
                .collect();
            if !due.is_empty() {
                return Some(due.into_iter().map(|at| pending.take(at)).collect());
            }
            pending = match dues.iter().flatten().min() {
                Some(next) => {
                    let wait = next
                        .saturating_duration_since(now)
                        .max(Duration::from_millis(1));
                    self.0
                        .1
                        .wait_timeout(pending, wait)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
                None => self
                    .0
                    .1
                    .wait(pending)
                    .unwrap_or_else(PoisonError::into_inner),
            };
        }
    }
}

impl Pending {
    /// When the event of each variable is due; none where nothing has changed.
    fn dues(
        &self,
        last: &[Option<Instant>; EVENTED.len()],
        intervals: &[Duration; EVENTED.len()],
    ) -> [Option<Instant>; EVENTED.len()] {
        std::array::from_fn(|at| {
            let since = self.since[at]? + TOGETHER;
            Some(last[at].map_or(since, |last| since.max(last + intervals[at])))
        })
    }

    /// The variable, which is evented now.
    fn take(&mut self, at: usize) -> Evented {
        self.since[at] = None;
        EVENTED[at]
    }
}

fn place(evented: Evented) -> usize {
    EVENTED.iter().position(|one| *one == evented).unwrap_or(0)
}

/// The interval of an evented variable, from Table 8, as this device keeps it.
fn interval(evented: Evented, deviations: &Deviations) -> Duration {
    let too_fast = deviations.has(DefectId::EventsTooFast)
        || evented == Evented::SessionUpdates && deviations.has(DefectId::UpdatesTooFast);
    if too_fast {
        return Duration::ZERO;
    }
    let variables = facts().state_variables.iter();
    let slowest = variables
        .filter_map(|one| one.max_rate_seconds)
        .max()
        .unwrap_or(1);
    let margin = if deviations.varies(VariationId::WiderModeration) {
        WIDER_MARGIN
    } else {
        MARGIN
    };
    Duration::from_secs(slowest.into()) + margin
}

/// The thread that turns changes into events.
pub(crate) struct Moderator {
    signals: Signals,
    thread: Option<JoinHandle<()>>,
}

impl Moderator {
    pub(crate) fn start(
        signals: Signals,
        service: Arc<Service>,
        subscriptions: Arc<Subscriptions>,
        evented: Vec<Evented>,
        deviations: &Deviations,
    ) -> io::Result<Moderator> {
        let intervals = EVENTED.map(|one| interval(one, deviations));
        let waiting = signals.clone();
        let whole = deviations.varies(VariationId::EventsCarryAll);
        let thread = thread::Builder::new()
            .name("gena-moderator".to_owned())
            .spawn(move || {
                let mut last = [None; EVENTED.len()];
                let mut told: [Option<String>; EVENTED.len()] = Default::default();
                while let Some(due) = waiting.wait(&last, &intervals) {
                    // Collected also when nobody listens: what was then is not news to who comes later.
                    let mut changes: Vec<(Evented, String)> = due
                        .into_iter()
                        .filter_map(|one| Some((one, service.collect(one)?)))
                        .filter(|(one, _)| evented.contains(one))
                        .collect();
                    if whole && !changes.is_empty() {
                        changes = with_the_others(changes, &mut told, &evented, &service);
                    }
                    for (one, _) in &changes {
                        last[place(*one)] = Some(Instant::now());
                    }
                    if !changes.is_empty() {
                        subscriptions.publish(&changes);
                    }
                }
            })?;
        Ok(Moderator {
            signals,
            thread: Some(thread),
        })
    }

    pub(crate) fn stop(&mut self) {
        self.signals.stop();
        if let Some(thread) = mem::take(&mut self.thread) {
            let _ended = thread.join();
        }
    }
}

impl Drop for Moderator {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What changed, and the variables that did not: as they were told last, or are.
fn with_the_others(
    changes: Vec<(Evented, String)>,
    told: &mut [Option<String>; EVENTED.len()],
    evented: &[Evented],
    service: &Service,
) -> Vec<(Evented, String)> {
    for (one, value) in changes {
        told[place(one)] = Some(value);
    }
    let all = evented.iter().map(|one| {
        let value = told[place(*one)].clone();
        (*one, value.unwrap_or_else(|| service.value_now(*one)))
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::super::variable;
    use super::*;

    #[test]
    fn the_interval_of_table_8_is_kept() {
        for evented in EVENTED {
            assert!(interval(evented, &Deviations::default()) >= Duration::from_secs(1));
            let known = facts()
                .state_variables
                .iter()
                .find(|one| one.name == variable(evented));
            assert!(known.is_some_and(|one| one.evented), "{evented:?}");
        }
    }

    /// A change within the interval waits for its end, and others with it.
    #[test]
    fn what_happens_within_a_second_is_one_event() {
        let evented = Instant::now();
        let interval = Duration::from_secs(1);
        let after = |millis| Some(evented + Duration::from_millis(millis));
        let due = |since| {
            let pending = Pending {
                since: [since, None],
                stop: false,
            };
            pending.dues(&[Some(evented), None], &[interval; 2])
        };
        assert_eq!(due(after(1)), [after(1000), None]);
        assert_eq!(due(after(989)), [after(1000), None]);
        assert_eq!(due(after(5000)), [after(5010), None]);
        let signals = Signals::default();
        for _ in 0..8 {
            signals.raise(Evented::NewMessages);
        }
        assert_eq!(
            signals.wait(&[None; 2], &[interval; 2]),
            Some(vec![Evented::NewMessages])
        );
        assert_eq!(
            signals.pending().since,
            [None; 2],
            "eight changes, one event"
        );
    }

    #[test]
    fn a_change_is_due_when_the_interval_is_over() {
        let signals = Signals::default();
        signals.raise(Evented::SessionUpdates);
        signals.raise(Evented::NewMessages);
        let hour = [Duration::from_secs(3600); EVENTED.len()];
        assert_eq!(
            signals.wait(&[None; 2], &hour).map(|due| due.len()),
            Some(2)
        );
        // NewMessages was evented just now: only the other one is due.
        signals.raise(Evented::SessionUpdates);
        signals.raise(Evented::NewMessages);
        let due = signals.wait(&[Some(Instant::now()), None], &hour);
        assert_eq!(due, Some(vec![Evented::SessionUpdates]));
        signals.stop();
        assert_eq!(signals.wait(&[None; 2], &hour), None);
    }
}
