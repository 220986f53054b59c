//! One subscription: its queue, its numbers, and the thread that delivers.

use std::collections::VecDeque;
use std::net::{IpAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::callback::Callback;
use super::notify;
use crate::defects::{DefectId, Deviations, VariationId};
use crate::net::bounded_io::Stop;
use crate::service::Evented;

/// Events that wait for a slow subscriber; beyond it the oldest is given up, and its number with it.
const MAX_WAITING: usize = 64;
/// Connections that a device leaves open which opens one for every event and closes none.
const MAX_KEPT: usize = 256;
/// Between the answer to the subscription and the initial event: two connections race to the subscriber, and the
/// answer has to win (UDA-EVNT-20).
const AFTER_ANSWER: Duration = Duration::from_millis(20);

struct Event {
    seq: u32,
    body: Arc<[u8]>,
}

struct State {
    sid: String,
    waiting: VecDeque<Event>,
    next_seq: u32,
    expires: Instant,
    /// The answer to the subscription is out.
    answered: bool,
    /// Cancelled: the initial event is still sent, nothing else (UDA-EVNT-21).
    cancelled: bool,
}

/// Who subscribed, and to what.
pub(crate) struct Subscriber {
    pub(super) callbacks: Vec<Callback>,
    /// None: every evented variable.
    pub(super) only: Option<Vec<Evented>>,
    pub(super) user_agent: String,
    /// Where it subscribed from.
    pub(super) peer: IpAddr,
    /// Subscribed by HTTP/1.0.
    pub(super) old_http: bool,
}

/// The connections of a device that closes none of those that it opens for events.
#[derive(Clone, Default)]
pub(super) struct KeptConnections(Arc<Mutex<VecDeque<TcpStream>>>);

/// How late a device sends its events that is late.
const LATE: Duration = Duration::from_millis(700);

impl KeptConnections {
    fn keep(&self, connection: Option<TcpStream>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.pop_front();
        }
        kept.extend(connection);
    }
}

/// A subscription, shared by the registry and its delivering thread.
pub(super) struct Subscription {
    pub(super) subscriber: Subscriber,
    deviations: Deviations,
    kept: KeptConnections,
    state: Mutex<State>,
    wake: Condvar,
    stop: Stop,
}

impl Subscription {
    /// A subscription whose initial event waits for [`Subscription::answered`].
    pub(super) fn new(
        sid: String,
        subscriber: Subscriber,
        granted: Duration,
        deviations: Deviations,
        kept: KeptConnections,
    ) -> Subscription {
        let first = u32::from(deviations.has(DefectId::SeqStartsAtOne));
        Subscription {
            subscriber,
            deviations,
            kept,
            state: Mutex::new(State {
                sid,
                waiting: VecDeque::new(),
                next_seq: first,
                expires: Instant::now() + granted,
                answered: false,
                cancelled: false,
            }),
            wake: Condvar::new(),
            stop: Stop::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address of its first callback URL.
    pub(super) fn address(&self) -> Option<IpAddr> {
        self.subscriber
            .callbacks
            .first()
            .map(|callback| callback.address.ip())
    }

    pub(super) fn wants(&self, evented: Evented) -> bool {
        self.subscriber
            .only
            .as_ref()
            .is_none_or(|only| only.contains(&evented))
    }

    pub(super) fn enqueue(&self, body: Arc<[u8]>) {
        let mut state = self.state();
        if state.cancelled {
            return;
        }
        let seq = state.next_seq;
        // 4294967295 is followed by 1: 0 marks the initial event (UDA-EVNT-33).
        let skips = self.deviations.has(DefectId::SeqSkips) && seq == 1;
        let step = if skips { 2 } else { 1 };
        state.next_seq = seq.checked_add(step).unwrap_or(1);
        if state.waiting.len() == MAX_WAITING {
            state.waiting.pop_front();
        }
        state.waiting.push_back(Event { seq, body });
        self.wake.notify_all();
    }

    /// The answer to the subscription is out.
    pub(super) fn answered(&self) {
        self.state().answered = true;
        self.wake.notify_all();
    }

    pub(super) fn renew(&self, granted: Duration) {
        let mut state = self.state();
        state.expires = Instant::now() + granted;
        if self.deviations.has(DefectId::SeqSkipsOnRenewal) {
            state.next_seq += 1;
        }
        drop(state);
        self.wake.notify_all();
    }

    /// Sets the number of the next event; returns what it would have been.
    pub(super) fn number(&self, next: u32) -> u32 {
        std::mem::replace(&mut self.state().next_seq, next)
    }

    pub(super) fn rename(&self, sid: &str) {
        self.state().sid = sid.to_owned();
    }

    /// The subscriber cancelled.
    pub(super) fn cancel(&self) {
        let mut state = self.state();
        state.cancelled = true;
        state.waiting.retain(|event| event.seq == 0);
        self.wake.notify_all();
    }

    /// The device ends it, whatever is under way.
    pub(super) fn drop_now(&self) {
        self.stop.request();
        let mut state = self.state();
        state.cancelled = true;
        state.waiting.clear();
        self.wake.notify_all();
    }

    /// No renewal is possible any more.
    pub(super) fn is_over(&self) -> bool {
        let state = self.state();
        state.cancelled || state.expires <= Instant::now()
    }

    /// Delivers until the end of the subscription.
    pub(super) fn run(&self) {
        let mut first = true;
        let mut open = None;
        while let Some((event, sid)) = self.next() {
            if first && !self.stop.sleep(AFTER_ANSWER) {
                return;
            }
            first = false;
            let chunked = if self.subscriber.old_http {
                self.deviations.has(DefectId::ChunksToOldSubscribers)
            } else {
                self.deviations.varies(VariationId::ChunkedEvents)
            };
            let message = notify::Message {
                sid: &sid,
                seq: event.seq,
                body: &event.body,
                chunked,
            };
            let late = event.seq > 0 && self.deviations.varies(VariationId::EventsLate);
            if late && !self.stop.sleep(LATE) {
                return;
            }
            let deliver = |mut open: Option<TcpStream>| {
                self.subscriber.callbacks.iter().find_map(|callback| {
                    let open = open.take();
                    notify::deliver(callback, &message, &self.deviations, &self.stop, open).ok()
                })
            };
            let delivered = deliver(open.take());
            if event.seq > 0 && self.deviations.has(DefectId::EventsRepeated) {
                deliver(None);
                deliver(None);
            }
            if delivered.is_none() && self.deviations.varies(VariationId::LostEventsUncounted) {
                self.count_back(event.seq);
            }
            // A message may be lost, the subscription goes on (UDA-EVNT-46, -47).
            if delivered.is_none()
                && self
                    .deviations
                    .has(DefectId::FailedDeliveryEndsSubscription)
            {
                self.drop_now();
            }
            if self.deviations.varies(VariationId::EventConnectionsKept) {
                self.kept.keep(delivered);
            } else if self.deviations.varies(VariationId::EventsOnOneConnection) {
                open = delivered;
            }
        }
    }

    /// The number of an event that nobody took is given to the next one; the initial event's stays its own.
    fn count_back(&self, seq: u32) {
        if seq == 0 {
            return;
        }
        let mut state = self.state();
        state.next_seq = state.next_seq.saturating_sub(1).max(1);
        for event in &mut state.waiting {
            event.seq = event.seq.saturating_sub(1).max(1);
        }
    }

    fn next(&self) -> Option<(Event, String)> {
        let mut state = self.state();
        loop {
            let left = state.expires.saturating_duration_since(Instant::now());
            if self.stop.requested() {
                return None;
            }
            if state.answered {
                let initial = state.waiting.front().is_some_and(|event| event.seq == 0);
                if (!left.is_zero() || initial)
                    && let Some(event) = state.waiting.pop_front()
                {
                    return Some((event, state.sid.clone()));
                }
                if state.cancelled || left.is_zero() {
                    return None;
                }
            } else if left.is_zero() {
                // The answer never went out.
                return None;
            }
            let wait = left.min(Duration::from_secs(5));
            (state, _) = self
                .wake
                .wait_timeout(state, wait)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}
