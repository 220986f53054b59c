//! How long a case may still wait: its deadline, an interruption, and the grace for tidying up.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ctk_suite::lab::LabError;

/// Nothing blocks for longer than this without a look at the deadline and the interruption.
pub(super) const SLICE: Duration = Duration::from_millis(50);

/// What tidying up may take beyond the case's time.
const GRACE: Duration = Duration::from_secs(5);

/// The bounds of every wait of a case.
#[derive(Debug, Clone)]
pub(super) struct Deadline {
    limit: Duration,
    deadline: Instant,
    tidying_until: Option<Instant>,
    interrupt: Arc<AtomicBool>,
}

impl Deadline {
    /// From now on, for `limit`, or until the interruption.
    pub(super) fn new(limit: Duration, interrupt: Arc<AtomicBool>) -> Self {
        let now = Instant::now();
        // A limit beyond what the clock can count is as good as a day.
        let deadline = now
            .checked_add(limit)
            .unwrap_or(now + Duration::from_secs(86_400));
        Self {
            limit,
            deadline,
            tidying_until: None,
            interrupt,
        }
    }

    /// Tidying up begins.
    pub(super) fn tidy_up(&mut self) {
        self.tidying_until = Some(Instant::now() + GRACE);
    }

    /// Says why the case must not go on.
    ///
    /// # Errors
    /// [`LabError::Stopped`] with the reason.
    pub(super) fn check(&self) -> Result<(), LabError> {
        let now = Instant::now();
        if self.tidying_until.is_some_and(|until| now < until) {
            return Ok(());
        }
        self.check_interruption()?;
        if now >= self.deadline {
            return Err(LabError::Stopped(format!(
                "the case's time is over ({})",
                in_words(self.limit)
            )));
        }
        Ok(())
    }

    /// Says whether the run was interrupted, whatever the time.
    ///
    /// # Errors
    /// [`LabError::Stopped`] if so.
    pub(super) fn check_interruption(&self) -> Result<(), LabError> {
        if self.interrupt.load(Ordering::Relaxed) {
            return Err(LabError::Stopped("interrupted".to_owned()));
        }
        Ok(())
    }

    /// Says whether a wait for others, whose time is not the case's, has to end: when the run was interrupted, and the
    /// case is not tidying up.
    ///
    /// # Errors
    /// [`LabError::Stopped`] if so.
    pub(super) fn check_queueing(&self) -> Result<(), LabError> {
        match self.tidying_until {
            Some(_) => Ok(()),
            None => self.check_interruption(),
        }
    }

    /// The case may take that much longer.
    pub(super) fn extend(&mut self, by: Duration) {
        self.deadline = later(self.deadline, by);
        self.tidying_until = self.tidying_until.map(|until| later(until, by));
    }

    /// The next stretch of a wait that ends at `until`; zero when it is over.
    pub(super) fn slice(&self, until: Instant) -> Duration {
        until.saturating_duration_since(Instant::now()).min(SLICE)
    }

    /// Sleeps.
    ///
    /// # Errors
    /// As [`Deadline::check`], as soon as it says so.
    pub(super) fn sleep(&self, how_long: Duration) -> Result<(), LabError> {
        let begun = Instant::now();
        loop {
            self.check()?;
            let left = how_long.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(());
            }
            std::thread::sleep(left.min(SLICE));
        }
    }
}

/// A moment that much later; as it is where the clock cannot count so far.
fn later(at: Instant, by: Duration) -> Instant {
    at.checked_add(by).unwrap_or(at)
}

fn in_words(time: Duration) -> String {
    if time.subsec_millis() == 0 {
        format!("{} s", time.as_secs())
    } else {
        format!("{} ms", time.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_stops_when_its_time_is_over_or_someone_says_so() {
        let interrupt = Arc::new(AtomicBool::new(false));
        let over = Deadline::new(Duration::ZERO, Arc::clone(&interrupt));
        assert_eq!(
            over.check(),
            Err(LabError::Stopped(
                "the case's time is over (0 s)".to_owned()
            ))
        );
        let mut deadline = Deadline::new(Duration::MAX, Arc::clone(&interrupt));
        assert_eq!(deadline.check(), Ok(()));
        interrupt.store(true, Ordering::Relaxed);
        assert_eq!(
            deadline.sleep(Duration::from_secs(600)),
            Err(LabError::Stopped("interrupted".to_owned()))
        );
        deadline.tidy_up();
        assert_eq!(deadline.check(), Ok(()));
    }

    #[test]
    fn a_person_s_time_is_given_back() {
        let mut deadline = Deadline::new(Duration::ZERO, Arc::default());
        deadline.extend(Duration::from_secs(600));
        assert_eq!(deadline.check(), Ok(()));
        deadline.extend(Duration::MAX);
        assert_eq!(deadline.check(), Ok(()));
    }

    #[test]
    fn times_are_written_for_people() {
        assert_eq!(in_words(Duration::from_secs(120)), "120 s");
        assert_eq!(in_words(Duration::from_millis(1500)), "1500 ms");
    }
}
