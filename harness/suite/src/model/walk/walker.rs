//! Takes the steps of a walk.

use std::collections::BTreeMap;

use ctk_model::service::{Bench, Contradiction, Judged};
use ctk_model::walk::{By, Field, Step};
use ctk_vectors::{stimulus, waits};
use serde_json::{Map, Value as Json, json};

use super::reached::{MOST_REAL_MESSAGES, are_reserved, may_reset};
use super::recorder::Recorder;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAsk, StimulusStatus, Wire};
use crate::tester::eventing::Subscription;
use crate::tester::{Tester, response_of};

/// Events follow within this time: the standard's second, and the way.
pub(super) const EVENTS_MS: u64 = 1_100;

/// How often events are looked at, in milliseconds.
const LOOK_MS: u64 = 50;

/// Walks of so many steps are taken at leisure.
const PACED: usize = 40;
/// The time between steps then, in milliseconds, on a device that does at once what it is told.
const PACE_MS: u64 = 10;
/// The same on another.
const SLOW_PACE_MS: u64 = 100;

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
    subscriptions: Vec<(Subscription, usize)>,
    /// Events are subscribed to.
    subscribed: bool,
    /// Messages that went to somebody.
    sent: u32,
    /// Until when walks are repeated, once one is.
    pub(super) repeats_until: Option<u64>,
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
            sent: 0,
            repeats_until: None,
        }
    }

    /// A chapter begins: with a device that holds nothing, where it can be brought to that.
    pub(super) fn begin(&mut self, subscribed: bool) -> Flow {
        self.subscribed = subscribed;
        self.recorder.begin_anew();
        self.made.clear();
        if may_reset(self.t.dut()) {
            self.stimulate(stimulus::RESET, json!({}))?;
            self.t.cleanup().forget_objects();
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
    fn subscribe(&mut self) -> Flow {
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
        Ok(())
    }

    /// Takes all the steps, with time between them for what the device does by itself; those that were left out.
    pub(super) fn take_all(&mut self, steps: &[Step]) -> Flow<Vec<Step>> {
        let pace = match (steps.len() <= PACED, self.t.dut().stimuli_at_once) {
            (false, _) => 0,
            (true, true) => PACE_MS,
            (true, false) => SLOW_PACE_MS,
        };
        let mut skipped = Vec::new();
        for step in steps {
            if self.take(step)? == Taken::Skipped {
                skipped.push(step.clone());
            } else if pace > 0 {
                self.t.pause(pace)?;
            }
        }
        Ok(skipped)
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
                if action == "SendMessage" && !self.may_send() {
                    return Ok(Taken::Skipped);
                }
                let Some(arguments) = self.arguments(action, arguments)? else {
                    return Ok(Taken::Skipped);
                };
                self.invoke(*number, *by, action, arguments)
            }
        }
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
        let agent = self.t.user_agent(who);
        self.recorder.action(&reply, agent, arguments);
        let id = match action {
            "SendMessage" => reply.output("MessageID"),
            "CreateSession" => reply.output("SessionID"),
            _ => None,
        };
        if let Some(id) = id.map(str::to_owned) {
            if action == "SendMessage" {
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

    fn far_side(
        &mut self,
        number: u32,
        name: &str,
        given: &BTreeMap<String, Field>,
    ) -> Flow<Taken> {
        let mut fields = Map::new();
        for (field, value) in given {
            let value = match value {
                Field::Flag(flag) => json!(flag),
                Field::Text(text) => match self.filled(text) {
                    Some(text) => json!(text),
                    None => return Ok(Taken::Skipped),
                },
                Field::Files(files) => {
                    let mut list = Vec::new();
                    for file in files {
                        let uri = self.serve(file)?;
                        list.push(json!({ "uri": uri, "size": file.size, "mime_type": file.mime }));
                    }
                    json!(list)
                }
            };
            fields.insert(field.clone(), value);
        }
        self.restore_after(name);
        let fields = Json::Object(fields);
        let answer = self.stimulate(name, fields)?;
        let id = answer.session_id.or(answer.message_id);
        if let Some(id) = id {
            self.made.insert(number, id);
        }
        if answer.status != StimulusStatus::Done {
            return Ok(Taken::Refused);
        }
        if name == stimulus::RESTART {
            self.come_back()?;
        }
        Ok(Taken::Done {
            id: self.made.contains_key(&number),
        })
    }

    /// What concerns the whole device is undone when the case is over.
    fn restore_after(&mut self, name: &str) {
        let enabled = match name {
            stimulus::HOLD_OUTGOING | stimulus::STALL_FILE_TRANSFER => false,
            stimulus::AUTHORIZE => true,
            _ => return,
        };
        self.t
            .cleanup()
            .restore_once_with(name, json!({ "enabled": enabled }));
    }

    fn stimulate(&mut self, name: &str, fields: Json) -> Flow<crate::lab::StimulusAnswer> {
        let from = self.t.now()?;
        let answer = self.t.upper_tester().attempt(name, fields.clone())?;
        if !self.t.dut().stimuli_at_once && answer.status == StimulusStatus::Done {
            // Its effect has to be there before the next step, or nobody can say which came first.
            let settles = self.t.dut().settle_ms;
            self.t.pause(settles)?;
        }
        let to = self.t.now()?;
        if answer.status != StimulusStatus::Unsupported {
            self.recorder.stimulus(name, &fields, &answer, (from, to));
        }
        Ok(answer)
    }

    /// Waits until the device is there again; its subscriptions are gone.
    fn come_back(&mut self) -> Flow {
        for (subscription, _) in std::mem::take(&mut self.subscriptions) {
            self.t.cleanup().forget_subscription(&subscription.sid);
        }
        let within = waits::LIVENESS.milliseconds;
        let back = self.t.await_until(within, is_there, |there| *there)?;
        if !back {
            return Err(Stop::inconclusive(
                "the device did not come back after its restart",
            ));
        }
        self.subscribe()
    }

    /// Waits until the events of everything so far have had time to come, and takes them.
    pub(super) fn listen(&mut self) -> Flow {
        if !self.subscriptions.is_empty() {
            self.t.pause(EVENTS_MS)?;
        }
        self.hear()
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

/// The description can be fetched.
fn is_there(t: &mut Tester<'_>) -> Flow<bool> {
    let answer = t.http(HttpAsk {
        wire: Wire::Description,
        control_point: ControlPoint::First,
        url: t.dut().description_url.clone(),
        method: "GET".to_owned(),
        headers: vec![("CONNECTION".to_owned(), "close".to_owned())],
        body: Vec::new(),
        about: String::new(),
    })?;
    Ok(response_of(&answer, "GET").is_ok_and(|response| response.head.status == 200))
}
