//! What a case made or changed, and how it is undone.

use ctk_vectors::messaging_2::{action, message_folder};
use serde_json::Value;

use super::Tester;
use crate::judging::judgement::Flow;
use crate::lab::{Answer, Ask, ControlPoint, StimulusStatus};

/// How often the upper tester is asked to undo something that it fails at.
const RESTORE_TRIES: u32 = 3;

/// What a case made or changed, and tidies up.
#[derive(Default)]
pub struct CleanupList {
    pub(super) sessions: Vec<String>,
    pub(super) messages: Vec<String>,
    pub(super) restore: Vec<(String, Value)>,
    pub(super) subscriptions: Vec<(ControlPoint, String)>,
    /// What the case has closed or deleted itself, as often as it stands here.
    gone: Vec<String>,
}

impl<'a> Tester<'a> {
    /// What this case made or changed, to be undone when it is over.
    pub fn cleanup(&mut self) -> &mut CleanupList {
        &mut self.made
    }

    /// Cancels the subscriptions, closes the sessions and deletes the messages of this case. Nothing is judged, and
    /// nothing can go wrong.
    pub fn clean_up(&mut self) {
        self.clean_up_after(|_| ());
    }

    /// The same. What has sessions or messages left closes and deletes them after this: other cases may be told of it, so
    /// that it may have to wait for them; what the whole device notices is undone before.
    pub(crate) fn clean_up_after(&mut self, wait: impl FnOnce(&mut Self)) {
        self.turn_to(self.dut);
        let mut left = std::mem::take(&mut self.left);
        for (dut, made) in &mut left {
            self.dut = *dut;
            if self.restore(made).is_err() {
                return;
            }
        }
        if left.iter().any(|(_, made)| made.has_objects()) {
            wait(self);
        }
        for (dut, made) in left {
            self.dut = dut;
            if self.undo(made).is_err() {
                return;
            }
        }
    }

    fn restore(&mut self, made: &mut CleanupList) -> Flow {
        for (who, sid) in std::mem::take(&mut made.subscriptions) {
            self.subscriptions().cancel(who, &sid)?;
        }
        for (name, fields) in std::mem::take(&mut made.restore).into_iter().rev() {
            self.bring_back(&name, &fields)?;
        }
        Ok(())
    }

    /// What all later cases take for granted is undone, though the upper tester fails at it once or twice.
    fn bring_back(&mut self, name: &str, fields: &Value) -> Flow {
        for _ in 0..RESTORE_TRIES {
            let ask = Ask::Stimulus {
                name: name.to_owned(),
                fields: fields.clone(),
            };
            match self.ask(&ask)? {
                Answer::Stimulus(answer) if answer.status == StimulusStatus::Failed => {}
                _ => break,
            }
        }
        Ok(())
    }

    fn undo(&mut self, made: CleanupList) -> Flow {
        if self.dut.ics.has_action(action::CLOSE_SESSION) {
            let left = |id: &String| !made.gone.contains(id);
            for id in dedup(made.sessions).into_iter().filter(left) {
                self.invoke(action::CLOSE_SESSION, &[("SessionID", &id)])?;
            }
        }
        if self.dut.ics.has_action(action::DELETE_MESSAGE) {
            // Once into the folder of the deleted, and once out of it.
            let folders = &self.dut.ics.folders;
            let needed = 1 + usize::from(folders.iter().any(|one| one == message_folder::DELETED));
            for id in dedup(made.messages) {
                let done = made.gone.iter().filter(|one| **one == id).count();
                for _ in done..needed {
                    let reply = self.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
                    if !reply.succeeded() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

impl CleanupList {
    /// The session was made by this case: it is closed when the case is over.
    pub fn session(&mut self, id: &str) {
        self.sessions.push(id.to_owned());
    }

    /// The message was made by this case: it is deleted when the case is over.
    pub fn message(&mut self, id: &str) {
        self.messages.push(id.to_owned());
    }

    /// Sessions that are open still, or messages.
    fn has_objects(&self) -> bool {
        let open = |id: &String| !self.gone.contains(id);
        self.sessions.iter().any(open) || !self.messages.is_empty()
    }

    /// The sessions and messages of this case are gone.
    pub(crate) fn forget_objects(&mut self) {
        self.sessions.clear();
        self.messages.clear();
        self.gone.clear();
    }

    /// The action has succeeded: what it closed or deleted need not be closed or deleted again.
    pub(super) fn has_done(&mut self, action: &str, arguments: &[(&str, &str)]) {
        if matches!(action, action::CLOSE_SESSION | action::DELETE_MESSAGE)
            && let [(_, id)] = arguments
        {
            self.gone.push((*id).to_owned());
        }
    }

    /// As [`CleanupList::restore_with`], once for each stimulus.
    pub(crate) fn restore_once_with(&mut self, stimulus: &str, fields: Value) {
        if !self.restore.iter().any(|(known, _)| known == stimulus) {
            self.restore_with(stimulus, fields);
        }
    }

    /// The subscription was made by this case: it is cancelled when the case is over.
    pub fn subscription(&mut self, who: ControlPoint, sid: &str) {
        let known = &mut self.subscriptions;
        if !known.iter().any(|(_, known)| known == sid) {
            known.push((who, sid.to_owned()));
        }
    }

    /// The control point has a subscription of this case's.
    pub(crate) fn has_subscription(&self, who: ControlPoint) -> bool {
        self.subscriptions.iter().any(|(known, _)| *known == who)
    }

    /// A subscription of this id is there.
    pub(super) fn has(&self, sid: &str) -> bool {
        self.subscriptions.iter().any(|(_, known)| known == sid)
    }

    /// The subscription is over, or about to be: nothing is left to be cancelled.
    pub fn forget_subscription(&mut self, sid: &str) {
        self.subscriptions.retain(|(_, known)| known != sid);
    }

    /// A stimulus that undoes, when the case is over, what the next one does to the whole device. Said before it is done,
    /// so that an interruption in between leaves nothing behind.
    pub fn restore_with(&mut self, stimulus: &str, fields: Value) {
        self.restore.push((stimulus.to_owned(), fields));
    }
}

fn dedup(ids: Vec<String>) -> Vec<String> {
    let mut seen = Vec::with_capacity(ids.len());
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen
}
