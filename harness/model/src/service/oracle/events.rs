//! What notifications say: nothing that did not happen, and nothing that was not so.

use super::requests::what;
use super::things::SessionThing;
use super::{Oracle, messages::cut};
use crate::document::{SessionUpdate, read_new_messages, read_session_updates};
use crate::event_text::{EventText, StandardEvent};
use crate::service::call::output;
use crate::service::observation::{Observation, Time};
use crate::service::rules::Blame;
use crate::session_life::{Origin, SessionStatus};

/// What a notification says may be as old as this when it arrives: moderation, and another subscriber who lets the device
/// wait for 30 seconds.
const WINDOW: Time = 35_000;

impl Oracle {
    pub(super) fn event(
        &mut self,
        observation: &Observation,
        (subscription, key): (&str, Option<u32>),
        properties: &[(String, String)],
    ) {
        // What the initial event carries may be the last value that there was.
        let initial = key == Some(0);
        self.note_key(subscription, key);
        for (name, value) in properties {
            match name.as_str() {
                "NewMessages" => {
                    let Some(value) = output(read_new_messages, value) else {
                        continue;
                    };
                    let ids: Vec<&str> = value.0.iter().map(|it| it.id.as_str()).collect();
                    for id in ids.iter().filter(|_| !initial) {
                        self.judge_told_new(observation, id);
                    }
                    self.settle_messages(observation, (subscription, key), &ids);
                }
                "SessionUpdates" => {
                    let Some(value) = output(read_session_updates, value) else {
                        continue;
                    };
                    for update in value.0.iter().filter(|_| !initial) {
                        self.judge_update(observation, update);
                        self.judge_progress(observation, subscription, update);
                    }
                    self.settle_sessions(observation, (subscription, key), &value.0);
                }
                _ => {}
            }
        }
    }

    /// what is listed came in, and was not read yet.
    fn judge_told_new(&mut self, observation: &Observation, id: &str) {
        let Some(thing) = self.messages.get_mut(id) else {
            return;
        };
        let at = observation.from;
        thing.note(at);
        self.judged.apply("new-messages");
        if thing.incoming != Some(false) && thing.unread_until.saturating_add(WINDOW) >= at {
            return;
        }
        let because = thing.track.evidence();
        let possible = match thing.incoming {
            Some(false) => "it was sent".to_owned(),
            _ => "it was read".to_owned(),
        };
        let blame = Blame {
            rule: "new-messages",
            requirement: "M-5.5.3-1",
            ruling: Some("R-42"),
            allowed: "incoming messages that were not read yet".to_owned(),
        };
        let seen = format!("message {id} is told as new {}", what(observation));
        let thing = Some(format!("message {id}"));
        self.exclude_of(thing, (&observation.source, blame), seen, possible, because);
    }

    fn judge_update(&mut self, observation: &Observation, update: &SessionUpdate) {
        let Some(thing) = self.sessions.get_mut(&update.session_id) else {
            return;
        };
        thing.note(observation.from);
        let thing = thing.clone();
        self.judge_told_status(observation, update, &thing);
        if thing.origin == Origin::Unknown || thing.status.is_lost() {
            return;
        }
        for text in &update.events {
            if let Some(event) = EventText::read(text).meant() {
                self.judge_told(observation, &update.session_id, event, &thing);
            }
        }
    }

    /// The status that is told is one that the session had.
    fn judge_told_status(
        &mut self,
        observation: &Observation,
        update: &SessionUpdate,
        thing: &SessionThing,
    ) {
        let Ok(status) = update.status.parse::<SessionStatus>() else {
            return;
        };
        self.judged.apply("event-status");
        let at = SessionStatus::ALL.iter().position(|it| *it == status);
        let until = at.and_then(|at| thing.seen_until[at]);
        let lately = until.is_some_and(|until| until.saturating_add(WINDOW) >= observation.from);
        // What was told of a session that is over may be told again.
        let over = status == SessionStatus::Closed && thing.may_close;
        if lately || over || thing.status.is_lost() {
            return;
        }
        let blame = Blame {
            rule: "event-status",
            requirement: "M-5.3.4-2",
            ruling: Some("R-47"),
            allowed: crate::service::session::names(&thing.status.possible()),
        };
        let seen = format!(
            "session {} is told to be {status} {}",
            update.session_id,
            what(observation)
        );
        let possible = crate::service::session::names(&thing.status.possible());
        let because = thing.status.evidence();
        let thing = Some(format!("session {}", update.session_id));
        self.exclude_of(thing, (&observation.source, blame), seen, possible, because);
    }

    /// What is told has happened, to somebody of that name.
    fn judge_told(
        &mut self,
        observation: &Observation,
        id: &str,
        event: &StandardEvent,
        thing: &SessionThing,
    ) {
        self.judged.apply("event-true");
        let slug = match event.slug {
            "ft-progress" | "ft-completed" | "ft-failed" => "ft-started",
            // A peer may accept unasked, a modification may be the device's own, as when a class is decided.
            "accepted" if thing.origin == Origin::Created => return,
            "modified" => return,
            slug => slug,
        };
        let mut causes = thing
            .causes
            .iter()
            .filter(|cause| cause.slug == slug)
            .peekable();
        let excused = slug == "closed" && thing.may_close || slug.starts_with("ft-");
        if causes.peek().is_none() && excused {
            return;
        }
        let fits = |name: &Option<String>| match (name, &event.name) {
            (Some(due), Some(told)) => due == told || told.is_empty(),
            _ => true,
        };
        let names: Vec<String> = causes
            .clone()
            .filter_map(|cause| cause.name.clone())
            .collect();
        if causes.any(|cause| fits(&cause.name)) {
            return;
        }
        let blame = Blame {
            rule: "event-true",
            requirement: event.requirement,
            ruling: Some("R-48"),
            allowed: if names.is_empty() {
                "no such event".to_owned()
            } else {
                names.join(" or ")
            },
        };
        let seen = format!(
            "`{}` {}is told of session {id} {}",
            event.slug,
            event
                .name
                .as_ref()
                .map_or_else(String::new, |name| format!("of {:?} ", cut(name))),
            what(observation)
        );
        let possible = if names.is_empty() {
            "nothing of the kind happened".to_owned()
        } else {
            format!("it was {}", names.join(" or "))
        };
        let because = thing.status.evidence();
        self.exclude(&observation.source, blame, seen, possible, because);
    }
}
