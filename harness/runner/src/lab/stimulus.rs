//! Stimuli, on their way to the upper tester.

use std::sync::{Arc, mpsc};
use std::time::Instant;

use ctk_record::{Kind, Message};
use ctk_suite::lab::{Answer, LabError, StimulusAnswer, StimulusStatus};
use serde_json::Value;

use super::deadline::SLICE;
use super::live::{LiveLab, Sheet};
use crate::upper_tester::{Kind as TesterKind, StimulusReply, UpperTester};

impl LiveLab {
    /// Carries out a stimulus.
    pub(super) fn stimulus(
        &mut self,
        name: &str,
        fields: &Value,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let shared = Arc::clone(&self.shared);
        let turn = shared.stimuli.turn(self.urgency, &self.deadline)?;
        self.deadline.extend(turn.queued);
        let tester = Arc::clone(&self.shared.setup.upper_tester);
        let mut draft = self.draft(Kind::UpperTester);
        let (method, url) = tester.target(name);
        let fields = &self.shared.others.signed(fields, tester.kind());
        draft.request = Some(Message {
            method,
            url,
            body: fields.to_string(),
            ..Message::default()
        });
        let began = Instant::now();
        // It is over so long after this, and not after it was drafted: between them a busy machine may do something else.
        draft.at_ms = self.shared.ms_at(began);
        let by_hand = tester.kind() == TesterKind::Interactive;
        let reply = self.reply(tester, name, fields);
        drop(turn);
        if by_hand {
            // A person's time is not the case's.
            self.deadline.extend(began.elapsed());
        }
        draft.elapsed_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let answer = reply.map(|reply| {
            if let Some(testers) = &reply.testers {
                self.shared.others.counted(testers);
            }
            if reply.status == StimulusStatus::Failed {
                draft.error = Some(reply.detail.clone());
            }
            draft.response = Some(Message {
                status: reply.http_status,
                body: reply.text.clone(),
                ..Message::default()
            });
            StimulusAnswer {
                exchange: draft.number,
                status: reply.status,
                detail: reply.detail,
                session_id: reply.session_id,
                message_id: reply.message_id,
                stimuli: reply.stimuli,
            }
        });
        sheet.own(draft);
        let answer = answer?;
        if matches!(name, "restart" | "reset") {
            self.shared.busy.released_all();
        }
        if name == "restart" && answer.status == StimulusStatus::Done {
            // The device may be away for a while, and the case knows it.
            self.shared.moved.restarts();
            self.hostile = true;
        }
        Ok(Answer::Stimulus(answer))
    }

    /// Waits for the tester's answer. One that hangs is left behind when the case must not go on.
    fn reply(
        &self,
        tester: Arc<dyn UpperTester>,
        name: &str,
        fields: &Value,
    ) -> Result<StimulusReply, LabError> {
        let by_hand = tester.kind() == TesterKind::Interactive;
        let (to, from) = mpsc::channel();
        let (stimulus, with) = (name.to_owned(), fields.clone());
        let asking = std::thread::Builder::new().spawn(move || {
            // Nobody listens any more when the case was stopped.
            let _ = to.send(tester.stimulate(&stimulus, &with));
        });
        asking.map_err(|error| {
            LabError::Unavailable(format!("the upper tester cannot be asked: {error}"))
        })?;
        loop {
            match from.recv_timeout(SLICE) {
                Ok(reply) => return Ok(reply),
                Err(mpsc::RecvTimeoutError::Timeout) if by_hand => {
                    self.deadline.check_interruption()?
                }
                Err(mpsc::RecvTimeoutError::Timeout) => self.deadline.check()?,
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    return Ok(StimulusReply::failed("the upper tester broke"));
                }
            }
        }
    }
}
