//! Inboxes: where a device's notifications arrive.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::lab::{HttpFailure, InboxManner, LabError, Notification};
use ctk_wire::uri::HttpUrl;

use super::deadline::{Deadline, SLICE};
use super::incoming::{Incoming, Requests};
use super::server::{Server, Stop};

/// Notifications kept in an inbox.
const KEPT: usize = 1000;

/// Bytes kept in an inbox: beyond them a notification is filed without its body.
const KEPT_BYTES: usize = 32 * 1024 * 1024;

/// Requests to no inbox that are kept, to tell what went wrong.
const STRAYS: usize = 32;

/// Notifications for one subscription.
#[derive(Debug)]
pub(super) struct Inbox {
    path: String,
    origin: Instant,
    state: Mutex<State>,
    arrived: Condvar,
}

#[derive(Debug)]
struct State {
    manner: InboxManner,
    taken: Vec<Notification>,
    bytes: usize,
    over: bool,
}

impl Inbox {
    fn new(path: String, origin: Instant) -> Self {
        let state = State {
            manner: InboxManner::Accept,
            taken: Vec::new(),
            bytes: 0,
            over: false,
        };
        Self {
            path,
            origin,
            state: Mutex::new(state),
            arrived: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can leave the state in pieces.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
            let left = within.saturating_sub(begun.elapsed());
            if left.is_zero() || state.taken.len() >= from.saturating_add(count) {
                return Ok(state.taken.iter().skip(from).cloned().collect());
            }
            deadline.check()?;
            let waiting = self.arrived.wait_timeout(state, left.min(SLICE));
            state = waiting.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Files a notification, and says what to answer. It is filed before it is answered, because the answer may set
    /// free the next one, which must not overtake it.
    fn file(&self, incoming: &Incoming, from: SocketAddr) -> u16 {
        let mut state = self.state();
        let status = match (&incoming.failure, &mut state.manner) {
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
        };
        if state.taken.len() < KEPT {
            let mut notification = notification_of(incoming, from, self.origin, status);
            if state.bytes.saturating_add(notification.bytes.len()) > KEPT_BYTES {
                notification.bytes.truncate(1024);
                notification.failure = Some(HttpFailure::TooLarge);
            }
            state.bytes += notification.bytes.len();
            state.taken.push(notification);
        }
        drop(state);
        self.arrived.notify_all();
        status
    }
}

fn notification_of(
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

/// Where requests go.
#[derive(Debug)]
struct Desk {
    origin: Instant,
    routes: Mutex<HashMap<String, Arc<Inbox>>>,
    /// The only inbox of a listener of its own.
    only: Option<Arc<Inbox>>,
    strays: Arc<Mutex<Vec<Notification>>>,
}

impl Desk {
    fn inbox(&self, incoming: &Incoming) -> Option<Arc<Inbox>> {
        if let Some(only) = &self.only {
            return Some(Arc::clone(only));
        }
        let path = path_of(&incoming.head.as_ref()?.target);
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        routes.get(&path).cloned()
    }

    fn serve(&self, stream: TcpStream, from: SocketAddr, stop: &Stop) {
        let mut requests = Requests::new(stream, stop);
        while let Some(incoming) = requests.next() {
            let inbox = self.inbox(&incoming);
            let status = match &inbox {
                Some(inbox) => inbox.file(&incoming, from),
                None => self.stray(&incoming, from),
            };
            if status == 0 {
                let over = || inbox.as_ref().is_some_and(|inbox| inbox.state().over);
                if incoming.failure.is_none() {
                    requests.hold(over);
                }
                return;
            }
            let goes_on = incoming.keeps_alive();
            requests.answer(status, !goes_on);
            if !goes_on {
                return;
            }
        }
    }

    fn stray(&self, incoming: &Incoming, from: SocketAddr) -> u16 {
        let status = match &incoming.failure {
            Some((_, status)) => status.unwrap_or(0),
            // To a subscription that nobody has any more (UDA 4.3.2).
            None => 412,
        };
        let mut strays = self.strays.lock().unwrap_or_else(PoisonError::into_inner);
        if strays.len() < STRAYS {
            let mut stray = notification_of(incoming, from, self.origin, status);
            stray.bytes.truncate(64 * 1024);
            strays.push(stray);
        }
        status
    }
}

/// The path of a request's target, also of one that is a whole URL.
fn path_of(target: &str) -> String {
    match HttpUrl::parse(target) {
        Ok(url) => url.path().to_owned(),
        Err(_) => target.split(['?', '#']).next().unwrap_or(target).to_owned(),
    }
}

/// The listeners of a run, one for each local address, and one more for each inbox that asks for a path of its own.
#[derive(Debug)]
pub(super) struct Callbacks {
    origin: Instant,
    shared: Mutex<HashMap<IpAddr, Arc<Listener>>>,
    strays: Arc<Mutex<Vec<Notification>>>,
}

#[derive(Debug)]
struct Listener {
    server: Server,
    desk: Arc<Desk>,
}

/// An inbox that a case has opened; closed when it is dropped.
#[derive(Debug)]
pub(super) struct OpenInbox {
    pub(super) inbox: Arc<Inbox>,
    listener: Arc<Listener>,
}

impl OpenInbox {
    /// `http://host:port` of its listener.
    pub(super) fn base(&self) -> String {
        self.listener.server.base()
    }

    /// The callback URL.
    pub(super) fn url(&self) -> String {
        format!("{}{}", self.base(), self.inbox.path)
    }
}

impl Drop for OpenInbox {
    fn drop(&mut self) {
        self.inbox.state().over = true;
        let mut routes = self
            .listener
            .desk
            .routes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        routes.remove(&self.inbox.path);
    }
}

impl Callbacks {
    /// Without listeners yet. Times count from `origin`.
    pub(super) fn new(origin: Instant) -> Self {
        Self {
            origin,
            shared: Mutex::default(),
            strays: Arc::default(),
        }
    }

    /// Opens an inbox at the path, which no other inbox has; on a listener of its own if `alone`.
    ///
    /// # Errors
    /// When the listener cannot be had.
    pub(super) fn open(&self, local: IpAddr, path: &str, alone: bool) -> io::Result<OpenInbox> {
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        let inbox = Arc::new(Inbox::new(path.clone(), self.origin));
        if alone {
            let listener = Arc::new(self.listen(local, Some(Arc::clone(&inbox)))?);
            return Ok(OpenInbox { inbox, listener });
        }
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let listener = match shared.get(&local) {
            Some(listener) => Arc::clone(listener),
            None => {
                let listener = Arc::new(self.listen(local, None)?);
                shared.insert(local, Arc::clone(&listener));
                listener
            }
        };
        let mut routes = listener
            .desk
            .routes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        routes.insert(path, Arc::clone(&inbox));
        drop(routes);
        Ok(OpenInbox { inbox, listener })
    }

    fn listen(&self, local: IpAddr, only: Option<Arc<Inbox>>) -> io::Result<Listener> {
        let strays = Arc::clone(&self.strays);
        let desk = Arc::new(Desk {
            origin: self.origin,
            routes: Mutex::default(),
            only,
            strays,
        });
        let serving = Arc::clone(&desk);
        let service =
            Arc::new(move |stream: TcpStream, from, stop: &Stop| serving.serve(stream, from, stop));
        let server = Server::start(SocketAddr::new(local, 0), service)?;
        Ok(Listener { server, desk })
    }

    /// Requests that came to no inbox.
    pub(super) fn strays(&self) -> Vec<Notification> {
        self.strays
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
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
