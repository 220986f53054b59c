//! What a walk sees, as observations of the model.

use std::collections::BTreeMap;

use ctk_model::service::{Bench, Judged, Observation, Outcome, Source, Time, What, Who, judge};
use serde_json::Value as Json;

use crate::lab::StimulusAnswer;
use crate::model::observe::flat;
use crate::tester::notification::Event;
use crate::tester::reply::Reply;

/// Times are whole milliseconds, cut off: something may have been over this much later.
const CUT_OFF_MS: u64 = 2;

/// What was seen since a chapter began, and in which step.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    case: String,
    seen: Vec<Observation>,
    steps: BTreeMap<u32, u32>,
    /// The step that is being taken.
    pub(super) step: u32,
}

impl Recorder {
    pub(super) fn new(case: &str) -> Self {
        Self {
            case: case.to_owned(),
            ..Self::default()
        }
    }

    /// Everything seen so far belongs to an earlier chapter.
    pub(super) fn begin_anew(&mut self) {
        self.seen.clear();
        self.steps.clear();
        self.step = 0;
    }

    /// The step in which an exchange was seen; 0: in none.
    pub(super) fn step_of(&self, source: &Source) -> u32 {
        self.steps.get(&source.exchange).copied().unwrap_or(0)
    }

    /// The exchange is a notification.
    pub(super) fn is_event(&self, source: &Source) -> bool {
        let at = self.seen.iter().find(|it| it.source == *source);
        at.is_some_and(|it| matches!(it.what, What::Event { .. }))
    }

    fn note(&mut self, exchange: u32, (from, to): (Time, Option<Time>), who: Who, what: What) {
        self.steps.insert(exchange, self.step);
        self.seen.push(Observation {
            source: Source {
                case: self.case.clone(),
                exchange,
            },
            from,
            to,
            who,
            what,
        });
    }

    pub(super) fn action(
        &mut self,
        reply: &Reply,
        agent: String,
        arguments: Vec<(String, String)>,
    ) {
        let outcome = outcome(reply);
        let over = reply.at_ms + reply.elapsed_ms + CUT_OFF_MS;
        let to = (outcome != Outcome::Unknown).then_some(over);
        let what = What::Action {
            name: reply.action.clone(),
            arguments,
            outcome,
        };
        self.note(
            reply.exchange,
            (reply.at_ms, to),
            Who::ControlPoint(agent),
            what,
        );
    }

    pub(super) fn stimulus(
        &mut self,
        name: &str,
        fields: &Json,
        answer: &StimulusAnswer,
        (from, to): (Time, Time),
    ) {
        let what = What::Stimulus {
            name: name.to_owned(),
            fields: flat(fields),
            done: answer.status == crate::lab::StimulusStatus::Done,
            session_id: answer.session_id.clone(),
            message_id: answer.message_id.clone(),
        };
        let over = Some(to + CUT_OFF_MS);
        self.note(answer.exchange, (from, over), Who::FarSide, what);
    }

    pub(super) fn subscribed(&mut self, exchange: u32, sid: &str, (from, to): (Time, Time)) {
        let what = What::Subscribed {
            subscription: sid.to_owned(),
        };
        self.note(exchange, (from, Some(to + CUT_OFF_MS)), Who::Device, what);
    }

    pub(super) fn event(&mut self, event: &Event) {
        let Some(subscription) = event.notify.sid.clone() else {
            return;
        };
        let at = event.at_us / 1_000;
        let what = What::Event {
            subscription,
            key: event.notify.seq,
            properties: event.notify.properties.clone(),
        };
        self.note(
            event.exchange,
            (at, Some(at + CUT_OFF_MS)),
            Who::Device,
            what,
        );
    }

    /// What the model makes of it.
    pub(super) fn judge(&mut self, bench: &Bench) -> Judged {
        self.seen.sort_by_key(|it| (it.from, it.source.exchange));
        judge(bench, &self.seen)
    }
}

fn outcome(reply: &Reply) -> Outcome {
    if let Some(outputs) = reply.outputs() {
        return Outcome::Success(outputs.clone());
    }
    let code = reply.fault().and_then(|code| u16::try_from(code).ok());
    match code {
        Some(code) => Outcome::Fault(code),
        None if reply.status >= 400 => Outcome::Fault(0),
        None => Outcome::Unknown,
    }
}
