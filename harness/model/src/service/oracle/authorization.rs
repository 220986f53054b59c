//! Whether control points may invoke actions: 606 everywhere but in GetMessagingCapabilities.

use ctk_vectors::facts;

use super::requests::what;
use super::{Job, Oracle, actor};
use crate::service::observation::Outcome;
use crate::service::rules::Blame;

/// So many pairs of a control point and an action that it was served are remembered.
const MOST_SERVED: usize = 256;

/// What actions do, by the requirements that say so.
const DUE: &[(&str, &str)] = &[
    ("GetTelephonyIdentity", "M-5.5.1-1"),
    ("GetNewMessages", "M-5.5.3-1"),
    ("SearchMessages", "M-5.5.4-1"),
    ("ReadMessage", "M-5.5.5-1"),
    ("SendMessage", "M-5.5.6-1"),
    ("DeleteMessage", "M-5.5.7-1"),
    ("CreateSession", "M-5.5.8-1"),
    ("ModifySession", "M-5.5.9-2"),
    ("AcceptSession", "M-5.5.10-1"),
    ("GetSessionUpdates", "M-5.5.11-1"),
    ("GetSessions", "M-5.5.12-status"),
    ("JoinSession", "M-5.5.13-1"),
    ("LeaveSession", "M-5.5.14-1"),
    ("CloseSession", "M-5.5.15-1"),
    ("StartFileTransfer", "M-5.5.16-1"),
    ("CancelFileTransfer", "M-5.5.17-1"),
];

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
        self.judge_served(job, name, (begun == over && over.0 == Some(true), outcome));
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

    /// What a control point may do it may do again once the privileges are back: no action fails for want of them.
    fn judge_served(&mut self, job: &Job<'_>, name: &str, (throughout, outcome): (bool, &Outcome)) {
        let by = actor(&job.observation.who).to_owned();
        if !throughout {
            return;
        }
        if let Outcome::Success(_) = outcome {
            if self.served.len() < MOST_SERVED {
                self.served.insert((by, name.to_owned()));
            }
            return;
        }
        // Before anything was taken from anybody, a control point may be one that never had it.
        let requirement = DUE.iter().find(|(action, _)| *action == name);
        let Some((_, requirement)) = requirement.filter(|_| *outcome == Outcome::Fault(606)) else {
            return;
        };
        if self.authorized.is().1 == 0 || !self.served.contains(&(by, name.to_owned())) {
            return;
        }
        let blame = Blame {
            rule: "authorization",
            requirement,
            ruling: None,
            allowed: "what the action does".to_owned(),
        };
        let seen = format!("{name} fails with 606 {}", what(job.observation));
        let possible = "the control points are authorized, and it has succeeded before".to_owned();
        self.exclude(&job.observation.source, blame, seen, possible, Vec::new());
    }
}
