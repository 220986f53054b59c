//! Whether control points may invoke actions: 606 everywhere but in GetMessagingCapabilities.

use ctk_vectors::facts;

use super::requests::what;
use super::{Job, Oracle};
use crate::service::observation::Outcome;
use crate::service::rules::Blame;

impl Oracle {
    /// 5.5: an action fails while the control points hold no privilege.
    pub(super) fn judge_authorization(&mut self, job: &Job<'_>, name: &str, outcome: &Outcome) {
        let (begun, over) = (job.authorized, self.authorized.is());
        let throughout = begun == over && over.0 == Some(false);
        if *outcome == Outcome::Fault(606) {
            self.authorized.is_seen_off(job.from);
        }
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
