//! The class of a session that was created without one: its first message decides it.

use super::requests::what;
use super::things::Said;
use super::{Job, Oracle};
use crate::document::SessionInfo;
use crate::service::rules::Blame;
use crate::service::session::Value;
use crate::session_life::Origin;

impl Oracle {
    /// A message was taken into the session: its class is decided.
    pub(super) fn end_decided(&mut self, id: &str) {
        if let Some(thing) = self.sessions.get_mut(id)
            && thing.undecided
        {
            thing.undecided = false;
            thing.said = Said::First;
            thing.class.begin_anew(vec![Value::Any]);
        }
    }

    /// The first message of a session without class is in it by now.
    pub(super) fn note_decided(&mut self, id: &str) {
        if let Some(thing) = self.sessions.get_mut(id)
            && thing.said == Said::First
        {
            thing.said = Said::By(self.now);
        }
    }

    /// 5.5.8.3: once there was a first message, a session that was created without class has one.
    pub(super) fn judge_decided(&mut self, job: &Job<'_>, info: &SessionInfo) {
        let Some(thing) = self.sessions.get(&info.id) else {
            return;
        };
        let Said::By(since) = thing.said else { return };
        self.judged.apply("session-parts");
        if !info.class.is_empty()
            || thing.origin != Origin::Created
            || job.observation.from <= since
        {
            return;
        }
        let blame = Blame {
            rule: "session-parts",
            requirement: "M-5.5.8-4",
            ruling: Some("R-43"),
            allowed: "the class that the first message decides".to_owned(),
        };
        let seen = format!("session {} has no class {}", info.id, what(job.observation));
        let possible = "there was a message in it".to_owned();
        let thing = Some(format!("class of session {}", info.id));
        let source = &job.observation.source;
        self.exclude_of(thing, (source, blame), seen, possible, Vec::new());
    }
}
