//! The evented variables: what has changed since their last events, and what they are now.

use std::collections::VecDeque;

use super::documents::{NewMessage, SessionUpdate, write_new_messages, write_session_updates};
use super::effects::{Evented, News, SessionEvent};
use super::message::Message;
use super::store::Store;
use super::values::SessionStatus;
use crate::defects::{DefectId, VariationId};

/// What waits to be evented; the oldest goes when nobody asks.
const MOST_WAITING: usize = 4096;
/// Closed sessions that GetSessionUpdates still tells of.
const MOST_CLOSED: usize = 32;

fn push_bounded<T>(queue: &mut VecDeque<T>, most: usize, item: T) {
    if queue.len() >= most {
        queue.pop_front();
    }
    queue.push_back(item);
}

impl Store {
    /// A message has arrived.
    pub(super) fn announce_message(&mut self, id: &str) {
        if !self.has(DefectId::ArrivalUnreported) {
            push_bounded(&mut self.news.arrived, MOST_WAITING, id.to_owned());
            let in_session = self
                .message(id)
                .is_some_and(|message| message.session_id.is_some());
            if !(in_session && self.has(DefectId::SessionArrivalUnreported)) {
                self.news.note(Evented::NewMessages);
            }
        }
    }

    /// Something has happened in a session, which has its new status already.
    pub(super) fn announce(&mut self, session_id: &str, event: SessionEvent) {
        let text = self.handed_on(self.worded(&event));
        let unreported =
            self.unreported(session_id, &event) || self.left_out(session_id, &event, &text);
        let optional = matches!(
            event,
            SessionEvent::Modified
                | SessionEvent::Typing(_)
                | SessionEvent::TransferStarted
                | SessionEvent::PeerJoined(_)
                | SessionEvent::PeerLeft(_)
        );
        let unreported = unreported || optional && self.varies(VariationId::OptionalEventsUntold);
        let as_pending =
            matches!(event, SessionEvent::Accepted(_)) && self.has(DefectId::AcceptedEventPending);
        let rides = self.rides_along(&event);
        let as_running = event == SessionEvent::TelCpLeft && self.has(DefectId::LeftEventRunning);
        let Some(session) = self.session_mut(session_id) else {
            return;
        };
        session.remember(&text);
        let status = if as_pending {
            SessionStatus::Pending
        } else if as_running {
            SessionStatus::Running
        } else {
            session.status
        };
        let update = SessionUpdate {
            session_id: session_id.to_owned(),
            events: vec![text],
            status,
        };
        if status == SessionStatus::Closed {
            push_bounded(&mut self.news.closed, MOST_CLOSED, update.clone());
        }
        if !unreported && rides {
            push_bounded(&mut self.news.riding, MOST_WAITING, update);
        } else if !unreported {
            push_bounded(&mut self.news.updates, MOST_WAITING, update);
            self.news.note(Evented::SessionUpdates);
        }
    }

    /// 5.5.3: every message that is new now.
    pub(super) fn new_messages(&self) -> String {
        let read_too = self.has(DefectId::NewMessagesListRead);
        let listed = |message: &&Message| {
            message.is_new()
                || self.stays_new(message)
                || (read_too && message.date_received.is_some())
        };
        let mut new: Vec<_> = self
            .messages()
            .filter(listed)
            .filter_map(|one| self.news_of(one))
            .take(self.most_new())
            .collect();
        if self.has(DefectId::NewMessagesLatestOnly) {
            new.drain(..new.len().saturating_sub(1));
        }
        write_new_messages(&new, self.deviations())
    }

    pub(super) fn news_of(&self, message: &Message) -> Option<NewMessage> {
        if message.session_id.is_some() && self.has(DefectId::NewMessagesWithoutSessions) {
            return None;
        }
        Some(NewMessage {
            id: message.id.clone(),
            overview: message.overview(),
        })
    }

    /// 5.5.11: the last events of every active session, and of those closed last.
    pub(super) fn session_updates(&self) -> String {
        if self.varies(VariationId::UpdatesLastBatch) {
            let waiting: Vec<_> = self.news.updates.iter().cloned().collect();
            let batch = if waiting.is_empty() {
                &self.news.evented
            } else {
                &waiting
            };
            return write_session_updates(batch, self.deviations());
        }
        let active = self
            .sessions()
            .filter(|session| session.status != SessionStatus::Closed && !session.recent.is_empty())
            .map(|session| SessionUpdate {
                session_id: session.id.clone(),
                events: session.recent.iter().cloned().collect(),
                status: if self.has(DefectId::UpdatesOutdated) {
                    SessionStatus::Pending
                } else {
                    self.status_told(session)
                },
            });
        let mut updates: Vec<_> = self.news.closed.iter().cloned().chain(active).collect();
        if self.has(DefectId::UpdatesAlwaysEmpty) {
            updates.clear();
        }
        write_session_updates(&updates, self.deviations())
    }

    /// The value of a variable when there is nothing to tell.
    pub(super) fn nothing_new(&self, variable: Evented) -> String {
        match variable {
            Evented::NewMessages => write_new_messages(&[], self.deviations()),
            Evented::SessionUpdates => write_session_updates(&[], self.deviations()),
        }
    }

    /// The event that is due for a variable; none when nothing has changed since the last.
    pub(super) fn collect(&mut self, variable: Evented) -> Option<String> {
        match variable {
            Evented::NewMessages => self.collect_messages(),
            Evented::SessionUpdates => self.collect_updates(),
        }
    }

    fn collect_messages(&mut self) -> Option<String> {
        let arrived = std::mem::take(&mut self.news.arrived);
        if arrived.is_empty() {
            return None;
        }
        if self.varies(VariationId::EventsListAllUnread) {
            return Some(self.new_messages());
        }
        let mut messages: Vec<&Message> = arrived
            .iter()
            .filter_map(|id| self.message(id).filter(|message| message.is_new()))
            .take(self.most_arrived())
            .collect();
        self.alter_arrivals(&mut messages);
        if self.has(DefectId::EventForgetsEarlier) {
            messages = last_of_a_kind(&messages);
        }
        if self.has(DefectId::EventsListRead) {
            messages = self
                .messages()
                .filter(|message| message.date_received.is_some())
                .collect();
        }
        let mut new: Vec<NewMessage> = messages
            .into_iter()
            .filter_map(|message| self.news_of(message))
            .collect();
        if self.has(DefectId::EventIdsBare) {
            for one in &mut new {
                if let Some((_, bare)) = one.id.split_once('.') {
                    one.id = bare.to_owned();
                }
            }
        }
        (!new.is_empty()).then(|| write_new_messages(&new, self.deviations()))
    }

    fn collect_updates(&mut self) -> Option<String> {
        let mut updates: Vec<_> = std::mem::take(&mut self.news.updates).into();
        if updates.is_empty() {
            return None;
        }
        self.take_along(&mut updates);
        if self.has(DefectId::UpdatesForgetEarlier) {
            updates = self.last_of_creator(updates);
        }
        if self.varies(VariationId::UpdatesMerged) {
            updates = merge(updates);
        }
        self.alter_batch(&mut updates);
        self.news.evented = updates;
        Some(write_session_updates(&self.news.evented, self.deviations()))
    }

    /// Forgets everything that waits to be evented.
    pub(super) fn forget_news(&mut self) {
        self.news = News::default();
    }
}

/// Of messages of one sender and one text, the last.
fn last_of_a_kind<'m>(messages: &[&'m Message]) -> Vec<&'m Message> {
    let kind = |message: &Message| (message.recipients.from.id.clone(), message.text.clone());
    messages
        .iter()
        .enumerate()
        .filter(|(at, one)| {
            !messages[at + 1..]
                .iter()
                .any(|later| kind(later) == kind(one))
        })
        .map(|(_, one)| *one)
        .collect()
}

/// One update a session, with all its events and its last status.
fn merge(updates: Vec<SessionUpdate>) -> Vec<SessionUpdate> {
    let mut merged: Vec<SessionUpdate> = Vec::new();
    for update in updates {
        match merged
            .iter_mut()
            .find(|one| one.session_id == update.session_id)
        {
            Some(one) => {
                one.events.extend(update.events);
                one.status = update.status;
            }
            None => merged.push(update),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_updates_keep_their_order_and_last_status() {
        let update = |id: &str, event: &str, status| SessionUpdate {
            session_id: id.to_owned(),
            events: vec![event.to_owned()],
            status,
        };
        let merged = merge(vec![
            update("a", "1", SessionStatus::Running),
            update("b", "2", SessionStatus::Pending),
            update("a", "3", SessionStatus::Parked),
        ]);
        assert_eq!(merged.len(), 2);
        assert_eq!(merged[0].events, ["1", "3"]);
        assert_eq!(merged[0].status, SessionStatus::Parked);
    }
}
