//! What a session lists of its messages: each that is in it, in the order in which they came about.

use super::requests::what;
use super::things::MessageThing;
use super::{Job, Oracle};
use crate::document::SessionInfo;
use crate::service::message::{Folder, Place};
use crate::service::observation::Time;
use crate::service::rules::Blame;

impl MessageThing {
    /// When it came about: when it arrived, or was delivered. `None`: nobody can say.
    fn came_about(&self) -> Option<(Time, Time)> {
        let (from, to) = self.born?;
        match self.incoming? {
            true => Some((from, to)),
            false => self.sent_by.map(|sent| (from, sent)),
        }
    }

    /// It is certainly there, in the folder of what came in or of what was delivered.
    fn has_come_about(&self) -> bool {
        let filed = [Folder::Received, Folder::Sent].map(Place::In);
        self.track.is_certain(|state| filed.contains(&state.place)) && self.track.is_quiet()
    }
}

impl Oracle {
    /// 5.3.15.2: the messages of a session are listed in the order in which they came about.
    pub(super) fn judge_order(&mut self, job: &Job<'_>, info: &SessionInfo) {
        let Some(ids) = &info.messages else { return };
        let dated: Vec<(&String, (Time, Time))> = ids
            .iter()
            .filter_map(|id| Some((id, self.messages.get(id)?.came_about()?)))
            .collect();
        self.judged.apply("session-messages");
        let wrong = dated
            .iter()
            .enumerate()
            .find_map(|(at, (first, (begun, _)))| {
                let mut later = dated[at + 1..].iter();
                let earlier = later.find(|(_, (_, over))| over < begun)?;
                Some(((*first).clone(), earlier.0.clone()))
            });
        let Some((first, second)) = wrong else {
            return self.judge_listed_whole(job, info, ids);
        };
        let blame = Blame {
            rule: "session-messages",
            requirement: "M-5.3.15-3",
            ruling: None,
            allowed: format!("{second} before {first}"),
        };
        let seen = format!(
            "session {} lists {first} before {second} {}",
            info.id,
            what(job.observation)
        );
        let possible = format!("{second} came about before {first}");
        let thing = Some(format!("messages of session {}", info.id));
        let source = &job.observation.source;
        self.exclude_of(thing, (source, blame), seen, possible, Vec::new());
    }

    /// a list of messages that is there has to be right: what has arrived or was delivered in the session, and
    /// was not touched since, is in it, and nothing of another session.
    fn judge_listed_whole(&mut self, job: &Job<'_>, info: &SessionInfo, ids: &[String]) {
        let Some(session) = self.sessions.get(&info.id) else {
            return;
        };
        if session.may_close || !self.is_alone() {
            return;
        }
        let from = job.observation.from;
        let lost = self.messages.iter().find(|(id, thing)| {
            thing.session.as_deref() == Some(&info.id)
                && !thing.deleted
                && !thing.restarted
                && thing.came_about().is_some_and(|(_, to)| to < from)
                && thing.has_come_about()
                && !ids.contains(id)
        });
        let foreign = ids.iter().find(|id| {
            let thing = self.messages.get(*id);
            let other = thing.and_then(|thing| thing.session.as_ref());
            other.is_some_and(|other| *other != info.id)
        });
        let (seen, possible) = match (lost, foreign) {
            (Some((id, _)), _) => (
                format!("session {} does not list its message {id}", info.id),
                format!("message {id} is in it"),
            ),
            (None, Some(id)) => (
                format!("session {} lists message {id}", info.id),
                "that message is in another session".to_owned(),
            ),
            (None, None) => return,
        };
        let because = lost.map_or_else(Vec::new, |(_, thing)| thing.track.evidence());
        let blame = Blame {
            rule: "session-messages",
            requirement: "M-5.3.15-3",
            ruling: Some("R-61"),
            allowed: "every message of the session, or no list".to_owned(),
        };
        let seen = format!("{seen} {}", what(job.observation));
        let thing = Some(format!("messages of session {}", info.id));
        let source = &job.observation.source;
        self.exclude_of(thing, (source, blame), seen, possible, because);
    }
}
