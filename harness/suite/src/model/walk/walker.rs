//! Takes the steps of a walk.

use ctk_vectors::messaging_2::action;
use std::collections::BTreeMap;

use ctk_model::service::{Bench, Contradiction, Judged};
use ctk_model::walk::{By, Step};
use ctk_vectors::stimulus;
use serde_json::json;

use super::far_side::HASTE_MS;
use super::reached::{MOST_REAL_MESSAGES, are_reserved, may_reset};
use super::recorder::Recorder;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;

/// Events follow within this time: the standard's second, and the way.
pub(super) const EVENTS_MS: u64 = 1_100;

/// How often events are looked at, in milliseconds.
const LOOK_MS: u64 = 50;

/// What a device has to tell at once comes within this time, unless moderation holds it back.
const PROMPT_MS: u64 = 150;

/// The variables that events carry.
const EVENTED: [&str; 2] = ["NewMessages", "SessionUpdates"];

/// Walks of so many steps are taken at leisure.
const PACED: usize = 40;
/// The time between steps then, in milliseconds, on a device that does at once what it is told.
const PACE_MS: u64 = 10;
/// The same on another, at leisure.
pub(super) const SLOW_PACE_MS: u64 = 100;

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// Something that it refers to is not there.
    Skipped,
    /// It was refused.
    Refused,
    /// It was done, and gave an id or not.
    Done { id: bool },
}

/// Takes steps, and records what it sees.
pub(super) struct Walker<'t, 'a> {
    pub(super) t: &'t mut Tester<'a>,
    pub(super) recorder: Recorder,
    /// The ids that steps gave.
    pub(super) made: BTreeMap<u32, String>,
    pub(super) subscriptions: Vec<(Subscription, usize)>,
    /// Events are subscribed to.
    subscribed: bool,
    /// When that was done, in milliseconds.
    subscribed_at: u64,
    /// Messages that went to somebody.
    sent: u32,
    /// What was seen last was over at this time, in milliseconds.
    pub(super) clock: u64,
    /// No step begins after this time, in milliseconds.
    pub(super) until: u64,
    /// Stimuli are hardly waited for: what shows so counts only if it shows again when each has its time.
    pub(super) hasty: bool,
    /// So much time a stimulus has in haste, in milliseconds.
    pub(super) haste_ms: u64,
    /// The device was away for long after a restart.
    pub(super) restarts_slowly: bool,
    /// It is known what undoes an identity that a step assigns.
    pub(super) identity_kept: bool,
}

impl<'t, 'a> Walker<'t, 'a> {
    pub(super) fn new(t: &'t mut Tester<'a>) -> Self {
        let recorder = Recorder::new(t.case_id());
        Self {
            t,
            recorder,
            made: BTreeMap::new(),
            subscriptions: Vec::new(),
            subscribed: true,
            subscribed_at: 0,
            sent: 0,
            clock: 0,
            until: u64::MAX,
            hasty: false,
            haste_ms: HASTE_MS,
            restarts_slowly: false,
            identity_kept: false,
        }
    }

    /// A chapter begins: with a device that holds nothing, where it can be brought to that.
    pub(super) fn begin(&mut self, subscribed: bool) -> Flow {
        self.subscribed = subscribed;
        self.recorder.begin_anew();
        self.made.clear();
        self.identity_kept = false;
        if may_reset(self.t.dut()) {
            self.stimulate(stimulus::RESET, json!({}))?;
            self.t.cleanup().forget_objects();
        } else if self.t.dut().upper_tester {
            // What was restored before may take effect only now.
            self.settle()?;
        }
        self.subscribe()
    }

    /// The chapter is over.
    pub(super) fn end(&mut self) -> Flow {
        for (subscription, _) in std::mem::take(&mut self.subscriptions) {
            self.t
                .subscriptions()
                .cancel(subscription.who, &subscription.sid)?;
        }
        if !may_reset(self.t.dut()) {
            self.t.clean_up();
        }
        Ok(())
    }

    /// Both control points are known by a subscription, and see the events.
    pub(super) fn subscribe(&mut self) -> Flow {
        if !self.subscribed {
            return Ok(());
        }
        let mut all = vec![ControlPoint::First];
        if self.t.dut().two_addresses {
            all.push(ControlPoint::Second);
        }
        for who in all {
            let from = self.t.now()?;
            let opened = self.t.subscriptions().open(who);
            match opened {
                Ok(subscription) => {
                    let to = self.t.now()?;
                    self.recorder
                        .subscribed(subscription.exchange, &subscription.sid, (from, to));
                    self.subscriptions.push((subscription, 0));
                }
                Err(Stop::Inconclusive { .. } | Stop::NotApplicable(_)) => {}
                Err(stop) => return Err(stop),
            }
        }
        self.subscribed_at = self.t.now()?;
        Ok(())
    }

    /// Takes all the steps, with time between them for what the device does by itself; those that were left out. `None`:
    /// the time was over before the last.
    pub(super) fn take_all(&mut self, steps: &[Step]) -> Flow<Option<Vec<Step>>> {
        let quick = self.hasty || self.t.dut().stimuli_at_once;
        let pace = match (steps.len() <= PACED, quick) {
            (false, _) => 0,
            (true, true) => PACE_MS,
            (true, false) => SLOW_PACE_MS,
        };
        let mut skipped = Vec::new();
        for step in steps {
            if self.is_late() {
                return Ok(None);
            }
            if self.take(step)? == Taken::Skipped {
                skipped.push(step.clone());
            } else if pace > 0 {
                self.t.pause(pace)?;
                self.clock += pace;
            }
        }
        Ok(Some(skipped))
    }

    /// The time is over.
    pub(super) fn is_late(&self) -> bool {
        self.clock >= self.until
    }

    /// Takes a step.
    pub(super) fn take(&mut self, step: &Step) -> Flow<Taken> {
        self.recorder.step = step.number();
        match step {
            Step::Listen { .. } => {
                self.listen()?;
                Ok(Taken::Done { id: false })
            }
            Step::Stimulate {
                number,
                stimulus,
                fields,
            } => self.far_side(*number, stimulus, fields),
            Step::Invoke {
                number,
                by,
                action,
                arguments,
            } => {
                if action == action::SEND_MESSAGE && !self.may_send() {
                    return Ok(Taken::Skipped);
                }
                let Some(arguments) = self.arguments(action, arguments)? else {
                    return Ok(Taken::Skipped);
                };
                self.invoke(*number, *by, action, arguments)
            }
        }
    }

    /// The id that a step gave.
    pub(super) fn gave(&self, step: &Step) -> Option<&str> {
        self.made.get(&step.number()).map(String::as_str)
    }

    /// Messages to real people are counted, however often a walk is taken.
    fn may_send(&mut self) -> bool {
        if are_reserved(self.t.dut()) {
            return true;
        }
        self.sent += 1;
        self.sent <= MOST_REAL_MESSAGES
    }

    fn invoke(
        &mut self,
        number: u32,
        by: By,
        action: &str,
        arguments: Vec<(String, String)>,
    ) -> Flow<Taken> {
        let who = match by {
            By::First => ControlPoint::First,
            By::Second => ControlPoint::Second,
        };
        if who == ControlPoint::Second && !self.t.dut().two_addresses {
            return Ok(Taken::Skipped);
        }
        let plain: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let reply = self.t.invoke_as(who, action, &plain)?;
        self.clock = self.clock.max(reply.at_ms + reply.elapsed_ms);
        let agent = self.t.user_agent(who);
        self.recorder.action(&reply, agent, arguments);
        let id = match action {
            action::SEND_MESSAGE => reply.output("MessageID"),
            action::CREATE_SESSION => reply.output("SessionID"),
            _ => None,
        };
        if let Some(id) = id.map(str::to_owned) {
            if action == action::SEND_MESSAGE {
                self.t.cleanup().message(&id);
            } else {
                self.t.cleanup().session(&id);
            }
            self.made.insert(number, id);
        }
        Ok(if reply.succeeded() {
            Taken::Done {
                id: self.made.contains_key(&number),
            }
        } else {
            Taken::Refused
        })
    }

    /// Waits until the events of everything so far have had time to come, and takes them.
    pub(super) fn listen(&mut self) -> Flow {
        if self.subscriptions.is_empty() {
            return self.hear();
        }
        // What shows in haste counts only if it shows again when everything has its time.
        if !self.t.dut().stimuli_at_once && !self.hasty {
            self.t.pause(EVENTS_MS)?;
            self.clock += EVENTS_MS;
            return self.hear();
        }
        let from = self.t.now()?;
        loop {
            self.hear()?;
            let now = self.t.now()?;
            self.clock = self.clock.max(now);
            let left = self.told_by(from).saturating_sub(now);
            if left == 0 {
                return Ok(());
            }
            self.t.pause(left.min(LOOK_MS))?;
        }
    }

    /// When everything that was so at this time has been told: a variable that was told of since then owes nothing, another
    /// one is held back for a second after the last time.
    fn told_by(&self, from: u64) -> u64 {
        let mut all = from;
        for (subscription, _) in &self.subscriptions {
            for variable in EVENTED {
                let mut events = subscription.events.iter().rev();
                let last = events.find(|event| event.carries(variable));
                let last = last.map_or(self.subscribed_at, |event| event.at_us / 1_000);
                if last <= from {
                    all = all.max(last + EVENTS_MS).max(from + PROMPT_MS);
                }
            }
        }
        all.min(from + EVENTS_MS)
    }

    /// Waits for events until what is looked for shows in them, or they have had time to come.
    pub(super) fn listen_for(
        &mut self,
        bench: &Bench,
        shows: &dyn Fn(&Contradiction) -> bool,
    ) -> Flow<Vec<Contradiction>> {
        let mut waited = 0;
        loop {
            self.hear()?;
            let found = self.judge(bench).contradictions;
            if waited >= EVENTS_MS || found.iter().any(shows) {
                return Ok(found);
            }
            self.t.pause(LOOK_MS)?;
            waited += LOOK_MS;
        }
    }

    /// Takes the events that have come.
    fn hear(&mut self) -> Flow {
        for (subscription, known) in &mut self.subscriptions {
            self.t.subscriptions().listen(subscription)?;
            for event in subscription.events.iter().skip(*known) {
                self.recorder.event(event);
            }
            *known = subscription.events.len();
        }
        Ok(())
    }

    /// What the model makes of the chapter.
    pub(super) fn judge(&mut self, bench: &Bench) -> Judged {
        self.recorder.judge(bench)
    }
}
