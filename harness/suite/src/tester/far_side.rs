//! The far side, time and chance.

use serde_json::Value;

use super::{Tester, mismatch};
use crate::judging::judgement::{Flow, Stop, Suspect};
use crate::lab::{Answer, Ask, StimulusAnswer, StimulusStatus};

impl Tester<'_> {
    /// Makes the far side act.
    ///
    /// # Errors
    /// Inconclusive when the upper tester cannot or does not.
    pub fn stimulate(&mut self, name: &str, fields: Value) -> Flow<StimulusAnswer> {
        let answer = self.try_stimulus(name, fields)?;
        match answer.status {
            StimulusStatus::Done => Ok(answer),
            StimulusStatus::Unsupported => Err(Stop::Inconclusive {
                reason: format!("needs stimulus `{name}`"),
                suspect: Suspect::Operator,
            }),
            StimulusStatus::Failed => Err(Stop::Inconclusive {
                reason: format!("stimulus `{name}` failed: {}", answer.detail),
                suspect: Suspect::Operator,
            }),
        }
    }

    /// Asks the upper tester, and takes what it says.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn try_stimulus(&mut self, name: &str, fields: Value) -> Flow<StimulusAnswer> {
        match self.ask(&Ask::Stimulus {
            name: name.to_owned(),
            fields,
        })? {
            Answer::Stimulus(answer) => {
                self.made.sessions.extend(answer.session_id.clone());
                self.made.messages.extend(answer.message_id.clone());
                Ok(answer)
            }
            other => Err(mismatch("a stimulus", &other)),
        }
    }

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
