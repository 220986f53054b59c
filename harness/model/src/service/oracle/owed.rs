//! What subscribers have to be told: everything that happened, in one of the next two events.

use std::collections::{BTreeMap, BTreeSet};

use super::Oracle;
use super::requests::what;
use super::tale::{Tale, Tales};
use crate::service::bench::FarSide;
use crate::service::message::{Folder, Place};
use crate::service::observation::{Observation, Source, Time};
use crate::service::rules::Blame;

/// So much is owed to a subscription at most; the oldest is let go.
const MOST_OWED: usize = 64;
/// Of a subscription that has told so many messages nothing is owed any more.
const MOST_TOLD: usize = 4_096;
/// What happens within this time of each other is accumulated (5.4.1, 5.4.2).
const TOGETHER: Time = 1_000;

/// A subscription.
#[derive(Clone, Debug)]
pub(super) struct Subscription {
    since: Time,
    /// The key of the latest event.
    key: Option<u32>,
    messages: Vec<Owed>,
    sessions: Vec<Owed>,
    /// The latest events of each variable were made after this.
    messages_made: Time,
    sessions_made: Time,
    /// The messages that were told.
    told_messages: BTreeSet<String>,
    /// The earliest time at which what was told last of each session may have happened.
    pub(super) told: BTreeMap<String, Time>,
    /// The value of SessionUpdates in the latest event that had one, where it was not told anew.
    pub(super) updates: Option<String>,
    /// What was told lately: it may tell what is seen to be over only afterwards.
    tales: Tales,
}

/// Something that has to be told.
#[derive(Clone, Debug)]
pub(super) struct Owed {
    /// The id of the message or the session.
    pub(super) id: String,
    /// The event of Table 2 that tells it, and the status that goes with it.
    pub(super) telling: Option<(&'static str, &'static str)>,
    /// When it began.
    pub(super) from: Time,
    /// It has happened by then.
    pub(super) by: Time,
    /// Where it was made to happen.
    pub(super) source: Source,
    /// Other things happened within the same second.
    crowded: bool,
    /// How many events without it there were.
    missed: u32,
}

impl Owed {
    pub(super) fn new(id: &str, (from, by): (Time, Time), source: &Source) -> Self {
        Self {
            id: id.to_owned(),
            telling: None,
            from,
            by,
            source: source.clone(),
            crowded: false,
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
            messages_made: 0,
            sessions_made: 0,
            told_messages: BTreeSet::new(),
            told: BTreeMap::new(),
            updates: None,
            tales: Tales::default(),
        }
    }

    /// Nothing is owed any more that began up to now.
    fn let_go(&mut self, now: Time) {
        self.since = self.since.max(now);
        self.messages.clear();
        self.sessions.clear();
        self.told.clear();
        self.tales = Tales::default();
    }
}

impl Oracle {
    /// Something happened that everybody who subscribed before has to be told.
    pub(super) fn owe(&mut self, owed: &Owed) {
        for subscription in self.subscriptions.values_mut() {
            if subscription.since >= owed.from {
                continue;
            }
            // An event may overtake the answer to what it tells.
            let list = if owed.telling.is_some() {
                if subscription.tales.may_tell(owed) {
                    continue;
                }
                &mut subscription.sessions
            } else {
                let told = &subscription.told_messages;
                if told.contains(&owed.id) || told.len() >= MOST_TOLD {
                    continue;
                }
                &mut subscription.messages
            };
            if list.len() == MOST_OWED {
                list.remove(0);
            }
            let mut owed = owed.clone();
            if let Some(last) = list.last_mut()
                && owed.from.saturating_sub(last.by) < TOGETHER
            {
                last.crowded = true;
                owed.crowded = true;
            }
            list.push(owed);
        }
    }

    /// Whatever was owed may be lost.
    pub(super) fn let_go_owed(&mut self) {
        for subscription in self.subscriptions.values_mut() {
            subscription.let_go(self.now);
        }
    }

    /// After a gap in the event keys, nothing is owed any more: what was lost may have told it, even what is under way.
    pub(super) fn note_key(&mut self, name: &str, key: Option<u32>) {
        let Some(subscription) = self.subscriptions.get_mut(name) else {
            return;
        };
        let follows = match (subscription.key, key) {
            (None, key) => key.is_none_or(|key| key < 2),
            (Some(before), Some(key)) => before.checked_add(1) == Some(key),
            (Some(_), None) => false,
        };
        if !follows {
            subscription.let_go(self.now);
            for thing in self.sessions.values_mut() {
                thing.transfers.forget_told(name);
            }
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
        let (messages, sessions) = (&self.messages, &self.sessions);
        let free = self.bench.far_side == FarSide::Free;
        // What is said in a session that may be over is not new any more.
        let goes_on =
            |session: &String| !free && sessions.get(session).is_some_and(|thing| !thing.may_close);
        if subscription.told_messages.len() < MOST_TOLD {
            let ids = told.iter().map(|id| (*id).to_owned());
            subscription.told_messages.extend(ids);
        }
        // It was made after the latest of what it tells came in; the initial event is none of the two.
        let born = told.iter().filter_map(|id| messages.get(*id)?.born);
        let made = born.map(|(from, _)| from).max().unwrap_or(0);
        let made = made.max(subscription.messages_made);
        subscription.messages_made = made;
        subscription.messages.retain_mut(|owed| {
            let is_new = messages.get(&owed.id).is_some_and(|thing| {
                let received = Place::In(Folder::Received);
                thing
                    .track
                    .is_certain(|state| state.unread && state.place == received)
                    && thing.track.is_quiet()
                    && thing.session.as_ref().is_none_or(goes_on)
            });
            owed.missed += u32::from(made > owed.by && key != Some(0));
            is_new && !told.contains(&owed.id.as_str())
        });
        let late = take_late(&mut subscription.messages);
        self.judged.apply("event-owed");
        for owed in late {
            let seen = format!("message {} is told in none of two events", owed.id);
            // What is told in no event is not told; and where others came within the second, it was not accumulated.
            let also = owed.crowded.then_some("M-5.4-3");
            for requirement in ["M-5.4-6"].into_iter().chain(also) {
                self.exclude_owed(observation, (owed.clone(), requirement), seen.clone());
            }
        }
    }

    /// An event tells this; the latest of it happened at this time or later.
    pub(super) fn settle_sessions(
        &mut self,
        observation: &Observation,
        (name, initial): (&str, bool),
        (told, made): (Vec<Tale>, Time),
    ) {
        let Some(subscription) = self.subscriptions.get_mut(name) else {
            return;
        };
        for tale in told {
            tale.settle(&mut subscription.sessions);
            subscription.tales.keep(tale);
        }
        // The initial event is none of the two.
        if !initial {
            let made = made.max(subscription.sessions_made);
            subscription.sessions_made = made;
            for owed in &mut subscription.sessions {
                owed.missed += u32::from(made > owed.by);
            }
        }
        let late = take_late(&mut subscription.sessions);
        self.judged.apply("event-owed");
        for owed in late {
            let telling = owed.telling.map_or("", |(slug, _)| slug);
            let seen = format!(
                "`{telling}` of session {} is told in none of two events",
                owed.id
            );
            let requirement = match owed.telling {
                Some(("ft-cancelled", _)) => "M-5.5.17-1",
                _ => "M-5.4-7",
            };
            let also = owed.crowded.then_some("M-5.4-5");
            for requirement in [requirement].into_iter().chain(also) {
                self.exclude_owed(observation, (owed.clone(), requirement), seen.clone());
            }
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
        let thing = Some(format!("events of {} by {requirement}", owed.id));
        let possible = "it has happened".to_owned();
        let source = &observation.source;
        self.exclude_of(thing, (source, blame), seen, possible, vec![owed.source]);
    }
}

fn take_late(list: &mut Vec<Owed>) -> Vec<Owed> {
    let (late, left) = std::mem::take(list)
        .into_iter()
        .partition(|owed| owed.missed >= 2);
    *list = left;
    late
}
