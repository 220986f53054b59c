//! Long evidence: in memory for one case at a time.
//!
//! An answer of some megabytes is read, written down and parsed, and is there several times over meanwhile. A device that
//! gives every case one would fill the memory. So the case that has one holds the turn until it asks its next question,
//! and whoever receives the next one waits, with the turn of its request: nothing more is asked for meanwhile.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Evidence of more bytes is long.
pub(super) const LONG: usize = 256 * 1024;

/// Nobody waits longer for a turn: the bound is for memory, and no reason to stand still.
const PATIENCE: Duration = Duration::from_secs(60);

/// Who has long evidence in memory.
#[derive(Debug, Default)]
pub(super) struct LongEvidence {
    taken: Mutex<bool>,
    freed: Condvar,
}

/// The turn of whoever has long evidence; over when it is dropped.
#[derive(Debug)]
pub(super) struct LongTurn {
    of: Arc<LongEvidence>,
    /// Whether it came in time; else it was not waited for any longer, and is none.
    owned: bool,
}

impl LongEvidence {
    fn taken(&self) -> MutexGuard<'_, bool> {
        // A flag is never half set.
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn, and how long it was waited for.
    pub(super) fn turn(self: &Arc<Self>) -> (LongTurn, Duration) {
        self.turn_within(PATIENCE)
    }

    fn turn_within(self: &Arc<Self>, patience: Duration) -> (LongTurn, Duration) {
        let begun = Instant::now();
        let waiting = self
            .freed
            .wait_timeout_while(self.taken(), patience, |taken| *taken);
        let (mut taken, waited) = waiting.unwrap_or_else(PoisonError::into_inner);
        let owned = !waited.timed_out();
        *taken = true;
        drop(taken);
        let of = Arc::clone(self);
        (LongTurn { of, owned }, begun.elapsed())
    }
}

impl Drop for LongTurn {
    fn drop(&mut self) {
        if self.owned {
            *self.of.taken() = false;
            self.of.freed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_has_long_evidence() {
        let long: Arc<LongEvidence> = Arc::default();
        let first = long.turn();
        let (second, waited) = long.turn_within(Duration::ZERO);
        assert!(!second.owned && first.0.owned, "after {waited:?}");
        drop(second);
        assert!(*long.taken(), "who did not wait gives nothing back");
        drop(first);
        assert!(!*long.taken());
        let next = std::thread::scope(|scope| {
            let held = long.turn();
            let next = scope.spawn(|| long.turn().0.owned);
            drop(held);
            next.join()
        });
        assert!(next.is_ok_and(|owned| owned));
        assert!(!*long.taken());
    }
}
