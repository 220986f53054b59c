//! Whether control points may invoke actions: 606 everywhere but in GetMessagingCapabilities.

use ctk_vectors::facts;

use super::requests::what;
use super::{Job, Oracle};
use crate::service::observation::Outcome;
use crate::service::rules::Blame;

/// Whether the control points hold the privileges to invoke the actions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Authorization {
    /// Nothing was said about it.
    #[default]
    Granted,
    /// It is changing.
    Unsettled,
    /// They do not.
    Withdrawn,
}

impl Oracle {
    /// It changes, from the beginning of a stimulus to its end.
    pub(super) fn authorize(&mut self, enabled: &str, is_over: bool) {
        self.authorization = match (enabled, is_over) {
            ("true", true) => Authorization::Granted,
            ("false", true) => Authorization::Withdrawn,
            _ => Authorization::Unsettled,
        };
    }

    /// 5.5: an action fails while the control points hold no privilege.
    pub(super) fn judge_authorization(&mut self, job: &Job<'_>, name: &str, outcome: &Outcome) {
        let throughout = job.authorization == Authorization::Withdrawn
            && self.authorization == Authorization::Withdrawn;
        let row = facts()
            .action(name)
            .map(|action| format!("M-{}-606", action.clause));
        let requirement = row.and_then(|row| facts().requirement(&row));
        let (true, Some(requirement)) = (throughout, requirement) else {
            return;
        };
        self.judged.apply("authorization");
        if !matches!(outcome, Outcome::Success(_)) {
            return;
        }
        let blame = Blame {
            rule: "authorization",
            requirement: &requirement.id,
            ruling: None,
            allowed: "fault 606".to_owned(),
        };
        let seen = format!("{name} succeeds {}", what(job.observation));
        let possible = "the control points are not authorized".to_owned();
        self.exclude(&job.observation.source, blame, seen, possible, Vec::new());
    }
}
