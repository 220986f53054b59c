//! An inbox: the notifications that arrive at one callback URL.

use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::lab::{HttpFailure, InboxManner, LabError, Notification};
use ctk_wire::uri::HttpUrl;

use super::acquaintance::Acquaintance;
use super::deadline::{Deadline, SLICE};
use super::incoming::Incoming;
use super::room::{FILED, Share};

/// Notifications kept in an inbox.
const KEPT: usize = 1000;

/// Bytes kept in an inbox: beyond them a notification is filed without its body.
const KEPT_BYTES: usize = 8 * 1024 * 1024;

/// Notifications that are kept until it is known whether they are the device's.
const UNDECIDED: usize = 32;

/// Notifications for one subscription.
#[derive(Debug)]
pub(super) struct Inbox {
    path: String,
    origin: Instant,
    acquaintance: Arc<Acquaintance>,
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Debug)]
struct State {
    manner: InboxManner,
    taken: Vec<Notification>,
    /// From an address that is not known as the device's, each with the subscription that it names.
    undecided: Vec<(SocketAddr, String, Notification)>,
    bytes: usize,
    /// The room that they take among those of all inboxes.
    share: Share,
    over: bool,
}

impl Inbox {
    /// At this path, and with the query behind it. Times count from `origin`.
    pub(super) fn new(path: String, origin: Instant, acquaintance: Arc<Acquaintance>) -> Self {
        let state = State {
            manner: InboxManner::Accept,
            taken: Vec::new(),
            undecided: Vec::new(),
            bytes: 0,
            share: FILED.share(),
            over: false,
        };
        Self {
            path,
            origin,
            acquaintance,
            state: Mutex::new(state),
            arrived: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can leave the state in pieces.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its path, and the query behind it.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The case that opened it is over.
    pub(super) fn close(&self) {
        self.state().over = true;
    }

    /// Whether the case that opened it is over.
    pub(super) fn is_closed(&self) -> bool {
        self.state().over
    }

    /// How the notifications to come are answered.
    pub(super) fn behave(&self, manner: &InboxManner) {
        self.state().manner = manner.clone();
    }

    /// The notifications from the one numbered `from`, once there are `count` or the time is over.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn wait(
        &self,
        from: usize,
        count: usize,
        within: Duration,
        deadline: &Deadline,
    ) -> Result<Vec<Notification>, LabError> {
        let begun = Instant::now();
        let mut state = self.state();
        loop {
            state.decide(&self.acquaintance);
            let left = within.saturating_sub(begun.elapsed());
            if left.is_zero() || state.taken.len() >= from.saturating_add(count) {
                return Ok(state.taken.iter().skip(from).cloned().collect());
            }
            deadline.check()?;
            let waiting = self.arrived.wait_timeout(state, left.min(SLICE));
            state = waiting.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Files a notification, and says what to answer; nothing when it is not the device's, as far as can be known. It is
    /// filed before it is answered, because the answer may set free the next one, which must not overtake it.
    ///
    /// A request to the path is the device's when it comes from an address of it, or names a subscription of it: which it
    /// may do before the SUBSCRIBE is answered. One to another path of a listener of its own has to name one.
    pub(super) fn file(&self, incoming: &Incoming, from: SocketAddr) -> Option<u16> {
        let head = incoming.head.as_ref();
        let sid = head.and_then(|head| head.headers.get("sid"));
        let to_us = head.is_some_and(|head| path_of(&head.target) == path_of(&self.path));
        let is_devices = match to_us {
            true => self.acquaintance.vouches(from.ip(), sid),
            false => sid.is_some_and(|sid| self.acquaintance.has_granted(sid)),
        };
        let undecided = sid
            .filter(|_| head.is_some_and(|head| head.method == "NOTIFY"))
            .filter(|_| !is_devices);
        if !is_devices && undecided.is_none() {
            return None;
        }
        let mut state = self.state();
        let status = state.answer(incoming);
        let mut notification = notification_of(incoming, from, self.origin, status);
        let length = notification.bytes.len();
        if state.bytes.saturating_add(length) > KEPT_BYTES || !state.share.add(length) {
            notification.bytes.truncate(1024);
            notification.failure = Some(HttpFailure::TooLarge);
        }
        let kept = match undecided {
            Some(sid) if state.undecided.len() < UNDECIDED => {
                state.bytes += notification.bytes.len();
                state.undecided.push((from, sid.to_owned(), notification));
                true
            }
            None if state.taken.len() < KEPT => {
                state.bytes += notification.bytes.len();
                state.taken.push(notification);
                true
            }
            _ => false,
        };
        drop(state);
        if kept {
            self.arrived.notify_all();
        }
        Some(status)
    }
}

impl State {
    fn answer(&mut self, incoming: &Incoming) -> u16 {
        match (&incoming.failure, &mut self.manner) {
            (Some((_, status)), _) => status.unwrap_or(0),
            (None, InboxManner::Status { code, count }) if *count > 0 => {
                *count -= 1;
                *code
            }
            (None, InboxManner::Silent { count }) if *count > 0 => {
                *count -= 1;
                0
            }
            (None, _) => 200,
        }
    }

    /// Takes what has turned out to be the device's.
    fn decide(&mut self, acquaintance: &Acquaintance) {
        let (devices, rest) = std::mem::take(&mut self.undecided)
            .into_iter()
            .partition(|(_, sid, _): &(SocketAddr, String, _)| acquaintance.has_granted(sid));
        self.undecided = rest;
        for (from, _, notification) in devices {
            acquaintance.has_address(from.ip());
            if self.taken.len() < KEPT {
                self.taken.push(notification);
            }
        }
    }
}

/// The path of a request's target, also of one that is a whole URL.
pub(super) fn path_of(target: &str) -> String {
    match HttpUrl::parse(target) {
        Ok(url) => url.path().to_owned(),
        Err(_) => target.split(['?', '#']).next().unwrap_or(target).to_owned(),
    }
}

/// A request as a notification.
pub(super) fn notification_of(
    incoming: &Incoming,
    from: SocketAddr,
    origin: Instant,
    answered: u16,
) -> Notification {
    let at = incoming.began.saturating_duration_since(origin).as_micros();
    Notification {
        exchange: 0,
        bytes: incoming.bytes.clone(),
        from: from.to_string(),
        at_us: u64::try_from(at).unwrap_or(u64::MAX),
        answered,
        failure: incoming
            .failure
            .as_ref()
            .map(|(failure, _)| failure.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_matched_by_its_path() {
        assert_eq!(path_of("/a/b?x=1"), "/a/b");
        assert_eq!(path_of("http://h:1/a/b"), "/a/b");
        assert_eq!(path_of("http://h"), "/");
        assert_eq!(path_of("*"), "*");
    }
}
