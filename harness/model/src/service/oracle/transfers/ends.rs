//! How transfers end: what does not go on is not cancelled.

use super::Transfers;
use crate::service::oracle::requests::what;
use crate::service::oracle::{Job, Oracle};
use crate::service::rules::Blame;

impl Transfers {
    /// Whether anything was ever transferred, or may have been.
    pub(in crate::service::oracle) fn was_any(&self) -> bool {
        self.unclear || !self.started.is_empty()
    }

    /// Whether certainly nothing goes on: nothing was started, or what was is cancelled.
    pub(super) fn is_nothing(&self) -> bool {
        !self.unclear && (self.started.is_empty() || self.cancelled)
    }
}

impl Oracle {
    /// 5.5.17.7: where no transfer goes on there is none to cancel.
    pub(super) fn cancelled_nothing(&mut self, job: &Job<'_>, id: &str) {
        self.judged.apply("transfers");
        if !self.is_alone() {
            return;
        }
        let blame = Blame {
            rule: "transfers",
            requirement: "M-5.5.17-709",
            ruling: Some("R-11"),
            allowed: "fault 709".to_owned(),
        };
        let seen = format!(
            "CancelFileTransfer succeeds on session {id} {}",
            what(job.observation)
        );
        let possible = "nothing is transferred in it".to_owned();
        let thing = Some(format!("transfer of session {id}"));
        let source = &job.observation.source;
        self.exclude_of(thing, (source, blame), seen, possible, Vec::new());
    }

    /// A transfer may have begun in any session.
    pub(in crate::service::oracle) fn unclear_transfers(&mut self) {
        for thing in self.sessions.values_mut() {
            thing.transfers.unclear = true;
        }
    }
}
