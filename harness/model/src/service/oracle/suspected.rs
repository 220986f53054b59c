//! What a list shows of a message otherwise than it was given: the list is wrong, or the message itself. ReadMessage tells which.

use super::requests::what;
use super::{Job, Oracle};
use crate::service::contradiction::MOST;
use crate::service::message::Difference;
use crate::service::observation::Source;

/// Where something was shown.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) source: Source,
    /// The same in words.
    pub(super) what: String,
}

/// Something of a message that a list shows wrong.
#[derive(Clone, Debug)]
pub(super) struct Suspected {
    difference: Difference,
    shown: Shown,
    because: Vec<Source>,
}

impl Shown {
    pub(super) fn by(job: &Job<'_>) -> Self {
        Self {
            source: job.observation.source.clone(),
            what: what(job.observation),
        }
    }
}

impl Oracle {
    /// A list shows something of a message otherwise than it has to be: until the message is read nobody knows whose fault it is.
    pub(super) fn suspect(
        &mut self,
        job: &Job<'_>,
        id: &str,
        difference: Difference,
        because: Vec<Source>,
    ) {
        let shown = Shown::by(job);
        if self.suspected.contains_key(id) {
            return;
        }
        if self.suspected.len() >= MOST {
            return self.exclude_difference(&shown, id, difference, because);
        }
        let suspected = Suspected {
            difference,
            shown,
            because,
        };
        self.suspected.insert(id.to_owned(), suspected);
    }

    /// ReadMessage shows the message, with these differences: where the same is wrong, the list showed what there is.
    pub(super) fn settle_suspicion(&mut self, id: &str, differences: &[Difference]) {
        let Some(it) = self.suspected.remove(id) else {
            return;
        };
        let element = it.difference.element;
        if !differences.iter().any(|other| other.element == element) {
            self.exclude_difference(&it.shown, id, it.difference, it.because);
        }
    }

    /// What is suspected now was not read before it went: the list is what was seen.
    pub(super) fn settle_suspicions(&mut self) {
        for id in Vec::from_iter(self.suspected.keys().cloned()) {
            self.settle_suspicion(&id, &[]);
        }
    }
}
