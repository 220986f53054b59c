//! What subscribers have to be told: everything that happened, in one of the next two events.

use super::Oracle;
use super::requests::what;
use crate::document::SessionUpdate;
use crate::event_text::EventText;
use crate::service::message::{Folder, Place};
use crate::service::observation::{Observation, Source, Time};
use crate::service::rules::Blame;

/// An event that arrives this long after something happened was made after it: moderation, and the way.
const UNDER_WAY: Time = 1_000;
/// So much is owed to a subscription at most; the oldest is let go.
const MOST_OWED: usize = 64;

/// A subscription.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    since: Time,
    /// The key of the latest event.
    key: Option<u32>,
    messages: Vec<Owed>,
    sessions: Vec<Owed>,
}

/// Something that has to be told.
#[derive(Clone, Debug)]
pub(super) struct Owed {
    /// The id of the message or the session.
    pub(super) id: String,
    /// The event of Table 2 that tells it, and the status that goes with it.
    pub(super) telling: Option<(&'static str, &'static str)>,
    /// It has happened by then.
    pub(super) by: Time,
    /// Where it was made to happen.
    pub(super) source: Source,
    /// How many events without it there were.
    missed: u32,
}

impl Owed {
    pub(super) fn new(id: &str, by: Time, source: &Source) -> Self {
        Self {
            id: id.to_owned(),
            telling: None,
            by,
            source: source.clone(),
            missed: 0,
        }
    }
}

impl Subscription {
    pub(super) fn new(since: Time) -> Self {
        Self {
            since,
            key: None,
            messages: Vec::new(),
            sessions: Vec::new(),
        }
    }
}

impl Oracle {
    /// Something happened that everybody who subscribed before has to be told.
    pub(super) fn owe(&mut self, began: Time, owed: &Owed) {
        for subscription in self.subscriptions.values_mut() {
            if subscription.since >= began {
                continue;
            }
            let list = if owed.telling.is_some() {
                &mut subscription.sessions
            } else {
                &mut subscription.messages
            };
            if list.len() == MOST_OWED {
                list.remove(0);
            }
            list.push(owed.clone());
        }
    }

    /// After a gap in the event keys, nothing is owed any more: what was lost may have told it.
    pub(super) fn note_key(&mut self, subscription: &str, key: Option<u32>) {
        let Some(subscription) = self.subscriptions.get_mut(subscription) else {
            return;
        };
        let follows = match (subscription.key, key) {
            (None, key) => key.is_none_or(|key| key < 2),
            (Some(before), Some(key)) => before.checked_add(1) == Some(key),
            (Some(_), None) => false,
        };
        if !follows {
            subscription.messages.clear();
            subscription.sessions.clear();
        }
        subscription.key = key;
    }

    /// An event tells these messages.
    pub(super) fn settle_messages(
        &mut self,
        observation: &Observation,
        (name, key): (&str, Option<u32>),
        told: &[&str],
    ) {
        let Some(subscription) = self.subscriptions.get_mut(name) else {
            return;
        };
        let messages = &self.messages;
        let at = observation.from;
        subscription.messages.retain_mut(|owed| {
            let is_new = messages.get(&owed.id).is_some_and(|thing| {
                let received = Place::In(Folder::Received);
                thing
                    .track
                    .is_certain(|state| state.unread && state.place == received)
                    && thing.track.is_quiet()
                    && thing.session.is_none()
            });
            count(owed, at, key);
            is_new && !told.contains(&owed.id.as_str())
        });
        let late = take_late(&mut subscription.messages);
        self.judged.apply("event-owed");
        for owed in late {
            let seen = format!("message {} is told in none of two events", owed.id);
            self.exclude_owed(observation, (owed, "M-5.4-3"), seen);
        }
    }

    /// An event tells these updates.
    pub(super) fn settle_sessions(
        &mut self,
        observation: &Observation,
        (name, key): (&str, Option<u32>),
        told: &[SessionUpdate],
    ) {
        let Some(subscription) = self.subscriptions.get_mut(name) else {
            return;
        };
        let at = observation.from;
        subscription.sessions.retain_mut(|owed| {
            count(owed, at, key);
            !told.iter().any(|update| tells(update, owed))
        });
        let late = take_late(&mut subscription.sessions);
        self.judged.apply("event-owed");
        for owed in late {
            let telling = owed.telling.map_or("", |(slug, _)| slug);
            let seen = format!(
                "`{telling}` of session {} is told in none of two events",
                owed.id
            );
            self.exclude_owed(observation, (owed, "M-5.4-5"), seen);
        }
    }

    fn exclude_owed(
        &mut self,
        observation: &Observation,
        (owed, requirement): (Owed, &'static str),
        seen: String,
    ) {
        let blame = Blame {
            rule: "event-owed",
            requirement,
            ruling: Some("R-60"),
            allowed: "an event that tells it".to_owned(),
        };
        let seen = format!("{seen} {}", what(observation));
        let thing = Some(format!("events of {}", owed.id));
        let possible = "it has happened".to_owned();
        let source = &observation.source;
        self.exclude_of(thing, (source, blame), seen, possible, vec![owed.source]);
    }
}

/// Counts an event that was made after it happened; the initial event is none of the two.
fn count(owed: &mut Owed, at: Time, key: Option<u32>) {
    if at >= owed.by.saturating_add(UNDER_WAY) && key != Some(0) {
        owed.missed += 1;
    }
}

fn take_late(list: &mut Vec<Owed>) -> Vec<Owed> {
    let (late, left) = std::mem::take(list)
        .into_iter()
        .partition(|owed| owed.missed >= 2);
    *list = left;
    late
}

/// by its text, or by the status where the text is a vendor's or kept back.
fn tells(update: &SessionUpdate, owed: &Owed) -> bool {
    let Some((slug, status)) = owed.telling else {
        return true;
    };
    let by_text = |text: &String| {
        EventText::read(text)
            .meant()
            .is_none_or(|event| event.slug == slug)
    };
    update.session_id == owed.id
        && (update.events.iter().any(by_text)
            || update.status == status
            || update.status.is_empty())
}
