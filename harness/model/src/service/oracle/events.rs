//! What notifications say: nothing that did not happen, and nothing that was not so.

use super::requests::what;
use super::tale::Tale;
use super::things::{MessageThing, SessionThing, session_of_id};
use super::told::Telling;
use super::{Job, Oracle};
use crate::document::{SessionUpdate, SessionUpdates, read_new_messages, read_session_updates};
use crate::event_text::{EventText, StandardEvent, StatusFit};
use crate::service::call::output;
use crate::service::observation::{Observation, Source, Time};
use crate::service::rules::Blame;
use crate::service::session::LastMove;
use crate::service::track::Kind;
use crate::session_life::{Origin, SessionStatus};

/// What a notification says may be as old as this when it arrives: moderation, and another subscriber who lets the device
/// wait for 30 seconds.
const WINDOW: Time = 35_000;
/// What the initial event says may be as old as this: the value changes with a moderated event at the latest.
const INITIAL_WINDOW: Time = 5_000;

impl Oracle {
    pub(super) fn event(
        &mut self,
        observation: &Observation,
        (subscription, key): (&str, Option<u32>),
        properties: &[(String, String)],
    ) {
        let initial = key == Some(0);
        self.note_key(subscription, key);
        for (name, value) in properties {
            match name.as_str() {
                "NewMessages" => {
                    let Some(value) = output(read_new_messages, value) else {
                        continue;
                    };
                    let ids: Vec<&str> = value.0.iter().map(|it| it.id.as_str()).collect();
                    for id in &ids {
                        self.learn_told(observation, id);
                        self.judge_told_new(observation, id, initial);
                    }
                    self.settle_messages(observation, (subscription, key), &ids);
                }
                "SessionUpdates" => {
                    if self.is_repeated(subscription, value, properties.len() > 1) {
                        continue;
                    }
                    let Some(value) = output(read_session_updates, value) else {
                        continue;
                    };
                    self.session_updates(observation, (subscription, initial), &value);
                }
                _ => {}
            }
        }
    }

    /// Whether an event that another variable caused carries this one along, with the value of the event before: the last
    /// value that there was tells nothing anew.
    fn is_repeated(&mut self, subscription: &str, value: &str, beside_others: bool) -> bool {
        let Some(subscription) = self.subscriptions.get_mut(subscription) else {
            return false;
        };
        let before = subscription.updates.replace(value.to_owned());
        beside_others && before.is_some_and(|before| before == value)
    }

    fn session_updates(
        &mut self,
        observation: &Observation,
        (subscription, initial): (&str, bool),
        value: &SessionUpdates,
    ) {
        let mut latest = 0;
        let mut tales = Vec::new();
        if initial {
            let tale = |update| Tale::new(update, observation.from);
            tales.extend(value.0.iter().map(tale));
        }
        // What the initial event carries may be the last value that there was.
        for update in value.0.iter().filter(|_| !initial) {
            self.learn_session_told(observation, &update.session_id);
            self.tells_requests |= update.status == "Pending";
            let told = self.judge_update(
                &observation.source,
                &what(observation),
                update,
                observation.from,
            );
            let low = self.judge_order_told(observation, subscription, (&update.session_id, &told));
            latest = latest.max(low);
            tales.push(Tale::new(update, observation.from).of(&told));
            self.judge_progress(observation, subscription, update);
        }
        self.settle_sessions(observation, (subscription, initial), (tales, latest));
    }

    /// GetSessionUpdates tells what happened, however long ago.
    pub(super) fn end_updates(&mut self, job: &Job<'_>, value: &SessionUpdates) {
        self.judge_lately(job, value);
        for update in &value.0 {
            let words = what(job.observation);
            self.judge_update(&job.observation.source, &words, update, 0);
        }
    }

    /// A message that is told of, and was not known.
    fn learn_told(&mut self, observation: &Observation, id: &str) {
        if id.is_empty() || self.messages.contains_key(id) {
            return;
        }
        let mut thing = MessageThing::found(Vec::new(), session_of_id(id), observation.from);
        thing.incoming = Some(true);
        let moves = self.message_moves(&thing);
        thing.track.begin_anew(moves.everything());
        thing.track.remember(&observation.source);
        self.keep_message(id, thing);
    }

    /// A session that is told of, and was not known.
    fn learn_session_told(&mut self, observation: &Observation, id: &str) {
        if id.is_empty() || self.sessions.contains_key(id) {
            return;
        }
        let mut thing = SessionThing::new(Vec::new(), Origin::Unknown, LastMove::Found);
        let moves = self.session_moves(&thing);
        thing.status.begin_anew(moves.everything());
        thing.status.remember(&observation.source);
        thing.note(observation.from);
        self.keep_session(id, thing);
    }

    /// what is listed came in, and was not read yet.
    fn judge_told_new(&mut self, observation: &Observation, id: &str, initial: bool) {
        let Some(thing) = self.messages.get_mut(id) else {
            return;
        };
        let at = observation.from;
        thing.note(at);
        self.judged.apply("new-messages");
        let window = if initial { INITIAL_WINDOW } else { WINDOW };
        if thing.incoming != Some(false) && thing.unread_until.saturating_add(window) >= at {
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

    /// An update tells what happened, and a status that the session had; gives what it tells.
    fn judge_update(
        &mut self,
        source: &Source,
        words: &str,
        update: &SessionUpdate,
        at: Time,
    ) -> Vec<Telling> {
        if let Some(thing) = self.sessions.get_mut(&update.session_id) {
            thing.note(self.now);
        }
        self.judge_told_status(source, words, update, at);
        let events: Vec<EventText> = update.events.iter().map(|it| EventText::read(it)).collect();
        let standard: Vec<&StandardEvent> = events.iter().filter_map(EventText::meant).collect();
        if let Some(last) = standard.last() {
            self.judge_fit(source, words, update, last);
        }
        let tellings = standard
            .iter()
            .map(|event| self.judge_told(source, words, &update.session_id, event));
        tellings.collect()
    }

    /// The status that is told is one that the session had.
    fn judge_told_status(
        &mut self,
        source: &Source,
        words: &str,
        update: &SessionUpdate,
        observed: Time,
    ) {
        let Ok(status) = update.status.parse::<SessionStatus>() else {
            return;
        };
        let Some(thing) = self.sessions.get(&update.session_id) else {
            return;
        };
        self.judged.apply("event-status");
        let at = SessionStatus::ALL.iter().position(|it| *it == status);
        let until = at.and_then(|at| thing.seen_until[at]);
        let lately = until.is_some_and(|until| until.saturating_add(WINDOW) >= observed);
        // What was told of a session that is over may be told again.
        let over = status == SessionStatus::Closed && thing.may_close;
        if lately || over || thing.status.is_lost() {
            return;
        }
        let possible = crate::service::session::names(&thing.status.possible());
        let blame = Blame {
            rule: "event-status",
            requirement: "M-5.3.4-2",
            ruling: Some("R-47"),
            allowed: possible.clone(),
        };
        let seen = format!(
            "session {} is told to be {status} {words}",
            update.session_id
        );
        let because = thing.status.evidence();
        // Whether it also is what it is told to be is another matter.
        let thing = Some(format!("status told of session {}", update.session_id));
        self.exclude_of(thing, (source, blame), seen, possible, because);
    }

    /// Table 2, R-47: the status goes with the last event.
    fn judge_fit(
        &mut self,
        source: &Source,
        words: &str,
        update: &SessionUpdate,
        last: &StandardEvent,
    ) {
        if update.status.is_empty() || last.fit(&update.status) != StatusFit::Misfit {
            return;
        }
        let blame = Blame {
            rule: "event-status",
            requirement: "M-5.3.4-3",
            ruling: Some("R-47"),
            allowed: last.statuses.join(" or "),
        };
        let seen = format!(
            "`{}` of session {} is told with the status {} {words}",
            last.slug, update.session_id, update.status
        );
        let possible = format!("it goes with {}", last.statuses.join(" or "));
        let thing = Some(format!("status told of session {}", update.session_id));
        self.exclude_of(thing, (source, blame), seen, possible, Vec::new());
    }
}
