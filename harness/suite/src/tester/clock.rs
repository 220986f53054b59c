//! Time and chance.

use super::{Tester, mismatch};
use crate::judging::judgement::Flow;
use crate::lab::{Answer, Ask};

impl Tester<'_> {
    /// Milliseconds since the run began.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn now(&mut self) -> Flow<u64> {
        match self.ask(&Ask::Now)? {
            Answer::Number(ms) => Ok(ms),
            other => Err(mismatch("the time", &other)),
        }
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn pause(&mut self, ms: u64) -> Flow {
        self.ask(&Ask::Pause { ms }).map(drop)
    }

    /// What the case arranges is there: goes on when its turn has come, among those that it takes turns with. A case that
    /// takes no turns goes on at once.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform); inconclusive when its subscriptions were over before.
    pub(crate) fn own_window(&mut self) -> Flow {
        if self.takes_turns() {
            self.wait_for(&Ask::Window)?;
        }
        Ok(())
    }

    /// The same for another of its turns, which comes after the first one.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub(crate) fn next_window(&mut self, turn: u8) -> Flow {
        if self.takes_turns() {
            self.wait_for(&Ask::Turn { turn })?;
        }
        Ok(())
    }

    /// A wait for others, which may be long.
    fn wait_for(&mut self, ask: &Ask) -> Flow {
        self.subscriptions().renew_short()?;
        self.ask(ask)?;
        self.subscriptions().outlast()
    }

    /// Repeats a look until it shows what is waited for, or the time is over; the last look is returned either way.
    ///
    /// # Errors
    /// Those of the look.
    pub fn await_until<T>(
        &mut self,
        within_ms: u64,
        mut look: impl FnMut(&mut Self) -> Flow<T>,
        enough: impl Fn(&T) -> bool,
    ) -> Flow<T> {
        let deadline = self.now()? + within_ms;
        let mut pause = 5;
        loop {
            // The last look begins when the time is over: one that was asked for earlier shows what was so then.
            let last = self.now()? >= deadline;
            let seen = look(self)?;
            if enough(&seen) || last {
                return Ok(seen);
            }
            let left = deadline.saturating_sub(self.now()?);
            self.pause(pause.min(left))?;
            pause = (pause * 2).min(200);
        }
    }

    /// A word that has not been used in this run: a prefix and eight letters or digits.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn unique(&mut self, prefix: &str) -> Flow<String> {
        match self.ask(&Ask::Draw)? {
            Answer::Number(drawn) => Ok(format!("{prefix}{:08x}", drawn & 0xffff_ffff)),
            other => Err(mismatch("a number", &other)),
        }
    }
}
