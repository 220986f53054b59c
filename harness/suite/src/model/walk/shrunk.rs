//! A contradiction, taken apart on the device: the fewest and plainest steps that show it.

use std::collections::BTreeSet;

use ctk_model::service::{Bench, Contradiction};
use ctk_model::walk::{Bounds, Shrunk, Stage, Step, shrink};

use super::walker::Walker;
use crate::judging::judgement::{Flow, Stop};

/// What is left counts if it is seen so often, one time after the other.
const CONFIRMED: u32 = 3;
/// At most so many walks.
const TRIES: u32 = 400;
/// No new walk begins after this time, whatever is taken apart, in milliseconds.
const TIME_MS: u64 = 30_000;

/// A contradiction, and where it stands among the steps of its chapter.
pub(super) struct Shown {
    pub(super) wrong: Contradiction,
    /// It was seen in an event: the events have to be waited for.
    pub(super) listen: bool,
    /// The steps that it rests on.
    wanted: BTreeSet<u32>,
}

impl Walker<'_, '_> {
    /// Where a contradiction of this chapter stands.
    pub(super) fn shown(&self, wrong: &Contradiction) -> Shown {
        let listen = self.recorder.is_event(&wrong.at);
        let rests_on = wrong.because.iter().chain((!listen).then_some(&wrong.at));
        let mut wanted: BTreeSet<u32> = rests_on.map(|it| self.recorder.step_of(it)).collect();
        wanted.remove(&0);
        Shown {
            wrong: wrong.clone(),
            listen,
            wanted,
        }
    }

    /// The fewest and plainest of the steps that show it, and whether it takes subscriptions.
    pub(super) fn shrink(
        &mut self,
        steps: &[Step],
        shown: &Shown,
        bench: &Bench,
    ) -> Flow<(Shrunk, bool)> {
        if !shown.listen {
            let shrunk = self.shrink_with(steps, (shown, false), bench)?;
            if shrunk.confirmed {
                return Ok((shrunk, false));
            }
        }
        Ok((self.shrink_with(steps, (shown, true), bench)?, true))
    }

    fn shrink_with(
        &mut self,
        steps: &[Step],
        (shown, subscribed): (&Shown, bool),
        bench: &Bench,
    ) -> Flow<Shrunk> {
        let until = match self.repeats_until {
            Some(until) => until,
            None => self.t.now()? + TIME_MS,
        };
        self.repeats_until = Some(until);
        let bounds = Bounds {
            tries: TRIES,
            confirmed: CONFIRMED,
        };
        let mut repeated = Repeated {
            walker: self,
            shown,
            subscribed,
            bench,
            until,
        };
        shrink(steps, &shown.wanted, bounds, &mut repeated)
    }
}

/// Walks that are taken to see whether they show a contradiction again.
struct Repeated<'r, 't, 'a> {
    walker: &'r mut Walker<'t, 'a>,
    shown: &'r Shown,
    subscribed: bool,
    bench: &'r Bench,
    until: u64,
}

impl Stage<Stop> for Repeated<'_, '_, '_> {
    fn shows(&mut self, steps: &[Step]) -> Flow<bool> {
        let same = |it: &Contradiction| is_the_same(&self.shown.wrong, it);
        self.walker.begin(self.subscribed)?;
        self.walker.take_all(steps)?;
        let found = if self.shown.listen {
            self.walker.listen_for(self.bench, &same)?
        } else {
            self.walker.judge(self.bench).contradictions
        };
        self.walker.end()?;
        Ok(found.iter().any(same))
    }

    fn has_time(&mut self) -> Flow<bool> {
        Ok(self.walker.t.now()? < self.until)
    }
}

/// The same rule and requirement are broken.
pub(super) fn is_the_same(one: &Contradiction, other: &Contradiction) -> bool {
    one.rule == other.rule && one.requirement == other.requirement
}
