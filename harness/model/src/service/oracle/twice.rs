//! What a list names, it names once.

use std::collections::BTreeSet;

use super::requests::what;
use super::{Job, Oracle};
use crate::service::rules::Blame;

/// The first that stands there a second time.
fn twice<'i>(ids: impl IntoIterator<Item = &'i str>) -> Option<&'i str> {
    let mut seen = BTreeSet::new();
    ids.into_iter()
        .find(|id| !id.is_empty() && !seen.insert(*id))
}

impl Oracle {
    /// A list of messages names each once; of a closed session it may do so in either folder.
    pub(super) fn judge_messages_once<'i>(
        &mut self,
        job: &Job<'_>,
        ids: impl IntoIterator<Item = &'i str>,
        (rule, requirement): (&'static str, &'static str),
    ) {
        let of_closed = |id: &&str| {
            let thing = self.messages.get(*id);
            thing.is_none_or(|thing| self.message_moves(thing).closing)
        };
        let ids: Vec<&str> = ids.into_iter().filter(|id| !of_closed(id)).collect();
        if let Some(id) = twice(ids) {
            self.exclude_twice(job, &format!("message {id}"), (rule, requirement));
        }
    }

    /// A list of sessions names each once.
    pub(super) fn judge_sessions_once<'i>(
        &mut self,
        job: &Job<'_>,
        ids: impl IntoIterator<Item = &'i str>,
        requirement: &'static str,
    ) {
        if let Some(id) = twice(ids) {
            self.exclude_twice(job, &format!("session {id}"), ("list-exact", requirement));
        }
    }

    fn exclude_twice(
        &mut self,
        job: &Job<'_>,
        thing: &str,
        (rule, requirement): (&'static str, &'static str),
    ) {
        let blame = Blame {
            rule,
            requirement,
            ruling: None,
            allowed: format!("{thing} once"),
        };
        let seen = format!("{thing} is listed twice {}", what(job.observation));
        let possible = format!("there is one {thing}");
        let of = Some(format!("twice {thing}"));
        let source = &job.observation.source;
        self.exclude_of(of, (source, blame), seen, possible, Vec::new());
    }
}
