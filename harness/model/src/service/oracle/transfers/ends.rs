//! How transfers end: the far side completes one, which is told, and what does not go on is not cancelled.

use super::Transfers;
use crate::service::oracle::requests::what;
use crate::service::oracle::{Job, Oracle};
use crate::service::rules::Blame;
use crate::service::session::State;
use crate::session_life::SessionStatus;

impl Transfers {
    /// The far side completes it: what is completed so need not have been fetched.
    pub(in crate::service::oracle) fn completes(&mut self, stalled: (Option<bool>, u64)) {
        let held = self
            .stalled
            .is_some_and(|turn| stalled == (Some(true), turn));
        let quiet = self.started.last().is_some_and(|list| {
            let mut files = list.files.iter();
            files.all(|file| matches!(file.progress.as_str(), "0" | "false" | "no"))
        });
        self.told_at_end = held && quiet && !self.over && !self.unclear;
        self.unclear = true;
    }

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
    /// the end of a transfer that nobody wants to be told the progress of is told.
    pub(in crate::service::oracle) fn tells_completion(&self, session: &str) -> bool {
        let runs = |state: &State| {
            state
                .as_ref()
                .is_some_and(|life| life.status == SessionStatus::Running)
        };
        let thing = self.sessions.get(session);
        thing.is_some_and(|thing| thing.transfers.told_at_end && thing.status.is_certain(runs))
    }

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
