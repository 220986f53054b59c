//! A contradiction, taken apart on the device: the fewest and plainest steps that show it.

use std::collections::BTreeSet;

use ctk_model::service::{Bench, Contradiction};
use ctk_model::walk::{Bounds, Shrunk, Stage, Step, shrink};

use super::walker::{SLOW_PACE_MS, Walker};
use crate::judging::judgement::{Flow, Stop};

/// What is left counts if it is seen so often, one time after the other.
const CONFIRMED: u32 = 3;
/// At most so many walks.
const TRIES: u32 = 400;
/// No walk begins after this time but to confirm, whatever is taken apart, in milliseconds.
const TIME_MS: u64 = 30_000;
/// To confirm what is left may take so much longer.
const CONFIRMING_MS: u64 = 10_000;

/// How a contradiction is taken apart, and until when.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Only to confirm it stimuli have their time.
    pub(super) hasty: bool,
    /// Not even then: the judge allows for the time that they may take.
    pub(super) firm: bool,
    /// It has to show again by this time, or it does not.
    pub(super) first_by: u64,
    /// In haste it is made shorter until this time.
    shrunk_by: u64,
    /// No walk begins after this time but to confirm it.
    pub(super) until: u64,
}

impl Pace {
    /// Beginning now, in milliseconds. What shows where stimuli had no time at all is most likely due to that.
    pub(super) fn new(hasty: bool, no_patience: bool, now: u64) -> Self {
        let until = now + TIME_MS;
        let half = now.midpoint(until);
        let first_by = match (hasty, no_patience) {
            (true, true) => now.midpoint(half),
            (true, false) => half,
            (false, _) => until,
        };
        Self {
            hasty,
            firm: false,
            first_by,
            shrunk_by: half,
            until,
        }
    }
}

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
        pace: Pace,
        bench: &Bench,
    ) -> Flow<(Shrunk, bool)> {
        let now = self.t.now()?;
        if !shown.listen {
            let half = Pace {
                first_by: now.max(now.midpoint(pace.first_by)),
                ..pace
            };
            let shrunk = self.shrink_with(steps, (shown, false), half, bench)?;
            if shrunk.confirmed {
                return Ok((shrunk, false));
            }
        }
        let shrunk = self.shrink_with(steps, (shown, true), pace, bench)?;
        Ok((shrunk, true))
    }

    fn shrink_with(
        &mut self,
        steps: &[Step],
        (shown, subscribed): (&Shown, bool),
        pace: Pace,
        bench: &Bench,
    ) -> Flow<Shrunk> {
        let bounds = Bounds {
            tries: TRIES,
            confirmed: CONFIRMED,
        };
        let mut repeated = Repeated {
            walker: self,
            shown,
            subscribed,
            bench,
            pace,
            took: None,
        };
        let shrunk = shrink(steps, &shown.wanted, bounds, &mut repeated);
        self.until = u64::MAX;
        shrunk
    }
}

/// Walks that are taken to see whether they show a contradiction again.
struct Repeated<'r, 't, 'a> {
    walker: &'r mut Walker<'t, 'a>,
    shown: &'r Shown,
    subscribed: bool,
    bench: &'r Bench,
    pace: Pace,
    /// To confirm the latest walk that showed it takes so long, in milliseconds.
    took: Option<u64>,
}

impl Repeated<'_, '_, '_> {
    fn repeat(&mut self, steps: &[Step]) -> Flow<bool> {
        let same = |it: &Contradiction| is_the_same(&self.shown.wrong, it);
        let from = self.walker.t.now()?;
        self.walker.until = match self.took {
            None => self.pace.first_by,
            Some(_) => self.pace.until + CONFIRMING_MS,
        };
        self.walker.begin(self.subscribed)?;
        let all = self.walker.take_all(steps)?.is_some();
        let found = match (all, self.shown.listen) {
            // Where the time was over nothing was seen.
            (false, _) => Vec::new(),
            (true, true) => self.walker.listen_for(self.bench, &same)?,
            (true, false) => self.walker.judge(self.bench).contradictions,
        };
        self.walker.end()?;
        let shows = found.iter().any(same);
        if shows {
            let took = self.walker.t.now()?.saturating_sub(from);
            self.took = Some(took + self.leisure(steps));
        }
        Ok(shows)
    }

    /// What the steps take longer at leisure, in milliseconds.
    fn leisure(&self, steps: &[Step]) -> u64 {
        let stimuli = steps
            .iter()
            .filter(|it| matches!(it, Step::Stimulate { .. }));
        let settles = self.walker.t.dut().settle_ms * (1 + stimuli.count() as u64);
        if self.walker.hasty && !self.pace.firm {
            settles + SLOW_PACE_MS * steps.len() as u64
        } else {
            0
        }
    }
}

impl Stage<Stop> for Repeated<'_, '_, '_> {
    fn shows(&mut self, steps: &[Step]) -> Flow<bool> {
        self.walker.hasty = self.pace.hasty;
        let shows = self.repeat(steps);
        self.walker.hasty = false;
        shows
    }

    fn confirms(&mut self, steps: &[Step]) -> Flow<bool> {
        self.walker.hasty = self.pace.hasty && self.pace.firm;
        let shows = self.repeat(steps);
        self.walker.hasty = false;
        shows
    }

    fn has_time(&mut self) -> Flow<bool> {
        let now = self.walker.t.now()?;
        Ok(match self.took {
            None => now < self.pace.first_by,
            // In haste a walk costs little.
            Some(_) if self.pace.hasty && now < self.pace.shrunk_by => true,
            // What is found has to be confirmed as well.
            Some(took) => now + took * u64::from(CONFIRMED + 1) < self.pace.until,
        })
    }
}

/// The same rule and requirement are broken.
pub(super) fn is_the_same(one: &Contradiction, other: &Contradiction) -> bool {
    one.rule == other.rule && one.requirement == other.requirement
}
