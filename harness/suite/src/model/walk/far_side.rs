//! What a walk makes the far side do, and the time that it takes.

use std::collections::BTreeMap;

use ctk_model::walk::Field;
use ctk_vectors::messaging_2::{action, message_class};
use ctk_vectors::{stimulus, waits};
use serde_json::{Map, Value as Json, json};

use super::reached::may_reset;
use super::walker::{Taken, Walker};
use crate::arrange::peer_of;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAsk, StimulusAnswer, StimulusStatus, Wire};
use crate::tester::{Tester, response_of};

/// In haste a stimulus has so much time to take effect, in milliseconds: most devices do at once what they are made to.
pub(super) const HASTE_MS: u64 = 30;
/// So many messages arrive to see whether they are there when the upper tester says so.
const PROBES: usize = 4;
/// A device that is away for longer, in milliseconds, is restarted once.
const QUICK_RESTART_MS: u64 = 2_000;

impl Walker<'_, '_> {
    pub(super) fn far_side(
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
        self.restore_after(name)?;
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
    fn restore_after(&mut self, name: &str) -> Flow {
        let fields = match name {
            stimulus::HOLD_OUTGOING | stimulus::STALL_FILE_TRANSFER => json!({ "enabled": false }),
            stimulus::AUTHORIZE => json!({ "enabled": true }),
            stimulus::ASSIGN_IDENTITY if !self.identity_kept => {
                self.identity_kept = true;
                json!({ "uri": self.identity()? })
            }
            _ => return Ok(()),
        };
        self.t.cleanup().restore_once_with(name, fields);
        Ok(())
    }

    /// The identity that the device has; `None`: none that anybody can ask for.
    fn identity(&mut self) -> Flow<Option<String>> {
        let asks = action::GET_TELEPHONY_IDENTITY;
        if !self.t.dut().ics.actions.iter().any(|it| it == asks) {
            return Ok(None);
        }
        let reply = self.t.invoke(asks, &[])?;
        Ok(reply.output("TelephonyIdentity").map(str::to_owned))
    }

    pub(super) fn stimulate(&mut self, name: &str, fields: Json) -> Flow<StimulusAnswer> {
        let from = self.t.now()?;
        let answer = self.t.upper_tester().attempt(name, fields.clone())?;
        if may_follow(name, answer.status) {
            // Its effect has to be there before the next step, or nobody can say which came first.
            self.settle()?;
        }
        let to = self.t.now()?;
        self.clock = self.clock.max(to);
        if answer.status != StimulusStatus::Unsupported {
            self.recorder.stimulus(name, &fields, &answer, (from, to));
        }
        Ok(answer)
    }

    /// Waits until what the far side was made to do has taken effect.
    pub(super) fn settle(&mut self) -> Flow {
        let settles = self.t.dut().settle_ms;
        match (self.t.dut().stimuli_at_once, self.hasty) {
            (true, _) => Ok(()),
            (false, true) if self.haste_ms == 0 => Ok(()),
            (false, true) => self.t.pause(self.haste_ms.min(settles)),
            (false, false) => self.t.pause(settles),
        }
    }

    /// In haste stimuli have no time at all.
    pub(super) fn has_no_patience(&self) -> bool {
        self.haste_ms == 0
    }

    /// Haste was too much: where stimuli had no time at all they have a little now, which is enough for most devices.
    pub(super) fn slow_down(&mut self) {
        if self.has_no_patience() {
            self.haste_ms = HASTE_MS;
            self.hasty = true;
        }
    }

    /// Whether what arrives is there when the upper tester says so, each of a few times. What shows in haste counts only
    /// if it shows at leisure too, so that nothing rests on this but the time that a walk takes.
    pub(super) fn is_prompt(&mut self) -> Flow<bool> {
        let dut = self.t.dut();
        let plain = [
            message_class::SMS,
            message_class::INSTANT_MESSAGE,
            message_class::E_MAIL,
        ];
        let class = plain
            .into_iter()
            .find(|class| dut.ics.message_classes.iter().any(|it| it == class));
        let asks = action::GET_NEW_MESSAGES;
        let Some(class) = class.filter(|_| may_reset(dut) && dut.ics.has_action(asks)) else {
            return Ok(false);
        };
        for _ in 0..PROBES {
            let text = self.t.unique("ctk")?;
            let fields =
                json!({ "class": class, "from": peer_of(class), "subject": text, "text": text });
            let answer = self
                .t
                .upper_tester()
                .attempt(stimulus::INCOMING_MESSAGE, fields)?;
            let Some(id) = answer.message_id else {
                return Ok(false);
            };
            self.t.cleanup().message(&id);
            if !self.t.messages().new_ids()?.contains(&id) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Waits until the device is there again; its subscriptions are gone.
    fn come_back(&mut self) -> Flow {
        for (subscription, _) in std::mem::take(&mut self.subscriptions) {
            self.t.cleanup().forget_subscription(&subscription.sid);
        }
        let within = waits::LIVENESS.milliseconds;
        let from = self.t.now()?;
        let back = self.t.await_until(within, is_there, |there| *there)?;
        if !back {
            return Err(Stop::inconclusive(
                "the device did not come back after its restart",
            ));
        }
        self.clock = self.t.now()?;
        self.restarts_slowly |= self.clock.saturating_sub(from) > QUICK_RESTART_MS;
        self.subscribe()
    }
}

/// The effect of the stimulus may follow its answer. What switches the whole device may do so after a failure too.
fn may_follow(name: &str, status: StimulusStatus) -> bool {
    let switches = [
        stimulus::AUTHORIZE,
        stimulus::HOLD_OUTGOING,
        stimulus::STALL_FILE_TRANSFER,
        stimulus::RESET,
        stimulus::RESTART,
    ];
    match status {
        StimulusStatus::Done => true,
        StimulusStatus::Failed => switches.contains(&name),
        StimulusStatus::Unsupported => false,
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
