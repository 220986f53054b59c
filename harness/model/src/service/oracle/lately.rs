//! What GetSessionUpdates holds right after a session has changed.

use super::requests::what;
use super::{Job, Oracle};
use crate::document::SessionUpdates;
use crate::service::observation::{Observation, Source, Time, What};
use crate::service::rules::Blame;
use crate::service::session::State;
use crate::session_life::SessionStatus;

/// For so long the answer holds the update of the session that changed last, in milliseconds.
const RIGHT_AFTER: Time = 5_000;

/// The change of a session that nothing followed.
#[derive(Clone, Debug, Default)]
pub(super) struct Lately {
    changed: Option<(String, Time, Source)>,
    /// So many requests that may change a session are under way.
    under_way: u32,
}

/// Whether a session may be another afterwards, or have more to tell.
fn may_change(observation: &Observation) -> bool {
    match &observation.what {
        What::Action { name, .. } => matches!(
            name.as_str(),
            "AcceptSession"
                | "CancelFileTransfer"
                | "CloseSession"
                | "CreateSession"
                | "JoinSession"
                | "LeaveSession"
                | "ModifySession"
                | "StartFileTransfer"
        ),
        What::Stimulus { name, .. } => !matches!(name.as_str(), "incoming-message" | "local-read"),
        What::Gap { .. } => true,
        _ => false,
    }
}

impl Oracle {
    /// Something begins that may change a session.
    pub(super) fn begin_lately(&mut self, observation: &Observation) {
        if may_change(observation) {
            self.lately.changed = None;
            // What comes to no end may go on for ever.
            self.lately.under_way = self.lately.under_way.saturating_add(1);
        }
    }

    /// It is over.
    pub(super) fn end_lately(&mut self, observation: &Observation) {
        if may_change(observation) {
            self.lately.under_way = self.lately.under_way.saturating_sub(1);
        }
    }

    /// An action has changed the status of a session.
    pub(super) fn note_lately(&mut self, job: &Job<'_>, id: &str) {
        if self.lately.under_way == 1 {
            let source = job.observation.source.clone();
            self.lately.changed = Some((id.to_owned(), self.now, source));
        }
    }

    /// The answer of GetSessionUpdates holds the session that has just changed.
    pub(super) fn judge_lately(&mut self, job: &Job<'_>, value: &SessionUpdates) {
        let Some((id, at, source)) = self.lately.changed.clone() else {
            return;
        };
        let from = job.observation.from;
        let active = |state: &State| {
            state.as_ref().is_some_and(|life| {
                matches!(life.status, SessionStatus::Running | SessionStatus::Parked)
            })
        };
        let thing = self.sessions.get(&id);
        // A transfer tells of itself at any time.
        let by_itself = (self.sessions.values()).any(|thing| thing.transfers.was_any());
        let is_due = from > at
            && from - at <= RIGHT_AFTER
            && self.lately.under_way == 0
            && self.is_alone()
            && !by_itself
            && thing.is_some_and(|it| it.status.is_certain(active) && !it.may_close);
        if !is_due {
            return;
        }
        self.judged.apply("event-owed");
        if value.0.iter().any(|update| update.session_id == id) {
            return;
        }
        let blame = Blame {
            rule: "event-owed",
            requirement: "M-5.5.11-1",
            ruling: Some("R-25"),
            allowed: format!("an update of session {id}"),
        };
        let seen = format!(
            "there is no update of session {id} {}",
            what(job.observation)
        );
        let possible = "it has just changed".to_owned();
        let thing = Some(format!("updates of session {id}"));
        let at = &job.observation.source;
        self.exclude_of(thing, (at, blame), seen, possible, vec![source]);
    }
}
