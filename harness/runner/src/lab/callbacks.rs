//! The listeners for a device's notifications, and what comes to them that is none.

use std::collections::{HashMap, HashSet};
use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_record::Event;
use ctk_suite::lab::{InboxManner, Notification};

use super::acquaintance::Acquaintance;
use super::guests::Seat;
use super::inbox::{Inbox, notification_of, path_of};
use super::incoming::{Incoming, Requests};
use super::server::Server;
use super::setup::Sink;

/// Requests to no inbox that are kept, to tell what went wrong.
const STRAYS: usize = 32;

/// How long the answer to a SUBSCRIBE may come after the first notification that names what it grants.
const ANSWERED: Duration = Duration::from_millis(500);

/// After so long it is looked whether it has come.
const LOOK: Duration = Duration::from_millis(10);

/// What all listeners share.
#[derive(Clone)]
pub(super) struct Surroundings {
    /// Times count from here.
    pub(super) origin: Instant,
    /// By what the device is known.
    pub(super) acquaintance: Arc<Acquaintance>,
    /// The journal: what is not the device's is noted there, and judged nowhere.
    pub(super) journal: Sink,
}

/// Where requests go.
struct Desk {
    surroundings: Surroundings,
    routes: Mutex<HashMap<String, Arc<Inbox>>>,
    /// Paths of inboxes whose case is over: what still comes to them is late, not strange.
    closed: Mutex<HashSet<String>>,
    /// The only inbox of a listener of its own.
    only: Option<Arc<Inbox>>,
    strays: Arc<Mutex<Vec<Notification>>>,
    unspoken: Arc<AtomicU64>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Entries are put in and taken out whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    fn inbox(&self, incoming: &Incoming, from: SocketAddr) -> Option<Arc<Inbox>> {
        let path = path_of(&incoming.head.as_ref()?.target);
        match &self.only {
            Some(only) => Some(Arc::clone(only)),
            None => {
                let given = locked(&self.routes).get(&path).cloned();
                given.or_else(|| self.by_subscription(incoming, from, &path))
            }
        }
    }

    /// The inbox of a notification that came to a URL which nobody was given: of the subscription that it names. What it
    /// tells was told; that it went astray is judged where the URL is what matters.
    fn by_subscription(
        &self,
        incoming: &Incoming,
        from: SocketAddr,
        path: &str,
    ) -> Option<Arc<Inbox>> {
        let acquaintance = &self.surroundings.acquaintance;
        let head = incoming.head.as_ref()?;
        let sid = head.headers.get("sid")?;
        let may_be = head.method == "NOTIFY" && acquaintance.knows(from.ip());
        if !may_be || locked(&self.closed).contains(path) {
            return None;
        }
        let begun = Instant::now();
        while !acquaintance.has_granted(sid) && begun.elapsed() < ANSWERED {
            std::thread::sleep(LOOK);
        }
        let meant = acquaintance.callback_of(sid)?;
        locked(&self.routes).get(&meant).cloned()
    }

    fn serve(&self, stream: TcpStream, from: SocketAddr, seat: &Seat) {
        let mut requests = Requests::new(stream, seat);
        // Until something comes on it the device has opened it and is silent.
        let mut silent = self.surroundings.acquaintance.knows(from.ip());
        if silent {
            self.unspoken.fetch_add(1, Ordering::Relaxed);
        }
        while let Some(incoming) = requests.next() {
            if std::mem::take(&mut silent) {
                self.unspoken.fetch_sub(1, Ordering::Relaxed);
            }
            let inbox = self.inbox(&incoming, from);
            let filed = inbox.as_ref().and_then(|inbox| inbox.file(&incoming, from));
            let status = filed.unwrap_or_else(|| self.stray(&incoming, from));
            if status == 0 {
                let over = || inbox.as_ref().is_some_and(|inbox| inbox.is_closed());
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
        let origin = self.surroundings.origin;
        let mut stray = notification_of(incoming, from, origin, status);
        stray.bytes.truncate(64 * 1024);
        let at_ms = stray.at_us / 1000;
        let mut strays = locked(&self.strays);
        if strays.len() >= STRAYS {
            return status;
        }
        strays.push(stray);
        drop(strays);
        let head = incoming.head.as_ref();
        let is_late =
            head.is_some_and(|head| locked(&self.closed).contains(&path_of(&head.target)));
        if !is_late {
            let what = match head {
                Some(head) => format!("{} {}", head.method, head.target),
                None => "something that is not HTTP".to_owned(),
            };
            let what: String = what.chars().take(100).collect();
            (self.surroundings.journal)(Event::Notice {
                at_ms,
                text: format!(
                    "{what:?} came to the kit's callback port from {from}, and is not held against the device: nobody was given that URL, or the address is not the device's"
                ),
            });
        }
        status
    }
}

/// The listeners of a run, one for each local address, and one more for each inbox that asks for a path of its own.
pub(super) struct Callbacks {
    surroundings: Surroundings,
    shared: Mutex<HashMap<IpAddr, Arc<Listener>>>,
    strays: Arc<Mutex<Vec<Notification>>>,
    unspoken: Arc<AtomicU64>,
}

struct Listener {
    server: Server,
    desk: Arc<Desk>,
}

/// An inbox that a case has opened; closed when it is dropped.
pub(super) struct OpenInbox {
    pub(super) inbox: Arc<Inbox>,
    listener: Arc<Listener>,
    missed_before: u64,
}

impl OpenInbox {
    fn new(inbox: Arc<Inbox>, listener: Arc<Listener>) -> Self {
        let missed_before = listener.server.missed();
        Self {
            inbox,
            listener,
            missed_before,
        }
    }

    /// `http://host:port` of its listener.
    pub(super) fn base(&self) -> String {
        self.listener.server.base()
    }

    /// The callback URL.
    pub(super) fn url(&self) -> String {
        format!("{}{}", self.base(), self.inbox.path())
    }

    /// How the notifications to come are answered; an inbox with a listener of its own may refuse connections.
    ///
    /// # Errors
    /// When the listener is shared, or does not do as it is told.
    pub(super) fn behave(&self, manner: &InboxManner) -> io::Result<()> {
        match manner {
            InboxManner::Refuse if self.listener.desk.only.is_none() => Err(io::Error::other(
                "an inbox that shares its listener cannot refuse connections",
            )),
            InboxManner::Refuse => self.listener.server.close_door(),
            other => {
                self.inbox.behave(other);
                self.listener.server.open_door()
            }
        }
    }

    /// Connections of the device that the kit could not serve since it was opened: it cannot be said any more that a
    /// notification did not come.
    pub(super) fn missed(&self) -> u64 {
        self.listener.server.missed() - self.missed_before
    }
}

impl Drop for OpenInbox {
    fn drop(&mut self) {
        self.inbox.close();
        let desk = &self.listener.desk;
        locked(&desk.routes).remove(self.inbox.path());
        locked(&desk.closed).insert(path_of(self.inbox.path()));
    }
}

impl Callbacks {
    /// Without listeners yet.
    pub(super) fn new(surroundings: Surroundings) -> Self {
        Self {
            surroundings,
            shared: Mutex::default(),
            strays: Arc::default(),
            unspoken: Arc::default(),
        }
    }

    /// Connections of the device on which it has said nothing.
    pub(super) fn unspoken(&self) -> u64 {
        self.unspoken.load(Ordering::Relaxed)
    }

    /// Opens an inbox at the path, which no other inbox has; on a listener of its own if `alone`.
    ///
    /// # Errors
    /// When the listener cannot be made.
    pub(super) fn open(&self, local: IpAddr, path: &str, alone: bool) -> io::Result<OpenInbox> {
        let path = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("/{path}")
        };
        let Surroundings {
            origin,
            acquaintance,
            ..
        } = &self.surroundings;
        let inbox = Arc::new(Inbox::new(path.clone(), *origin, Arc::clone(acquaintance)));
        if alone {
            let listener = Arc::new(self.listen(local, Some(Arc::clone(&inbox)))?);
            return Ok(OpenInbox::new(inbox, listener));
        }
        let mut shared = locked(&self.shared);
        let listener = match shared.get(&local) {
            Some(listener) => Arc::clone(listener),
            None => {
                let listener = Arc::new(self.listen(local, None)?);
                shared.insert(local, Arc::clone(&listener));
                listener
            }
        };
        locked(&listener.desk.routes).insert(path, Arc::clone(&inbox));
        Ok(OpenInbox::new(inbox, listener))
    }

    fn listen(&self, local: IpAddr, only: Option<Arc<Inbox>>) -> io::Result<Listener> {
        let desk = Arc::new(Desk {
            surroundings: self.surroundings.clone(),
            routes: Mutex::default(),
            closed: Mutex::default(),
            only,
            strays: Arc::clone(&self.strays),
            unspoken: Arc::clone(&self.unspoken),
        });
        let serving = Arc::clone(&desk);
        let service =
            Arc::new(move |stream: TcpStream, from, seat: &Seat| serving.serve(stream, from, seat));
        let acquaintance = Arc::clone(&self.surroundings.acquaintance);
        let server = Server::start(SocketAddr::new(local, 0), acquaintance, service)?;
        Ok(Listener { server, desk })
    }

    /// Requests that came to no inbox.
    pub(super) fn strays(&self) -> Vec<Notification> {
        locked(&self.strays).clone()
    }
}
