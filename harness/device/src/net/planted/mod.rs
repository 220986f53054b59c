//! The planted faults at work. A crash is an imitation: nobody is answered for a moment, and then the device has
//! forgotten everything, as after a restart by a watchdog.

mod call;
mod door;
mod fuse;
mod session;
mod text;

pub(crate) use call::{Seen, Woken};

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use fuse::Fuse;
use serde_json::json;

use crate::defects::PlantedId;
use crate::net::gena::Subscriptions;
use crate::net::identity::Identity;
use crate::service::Service;

/// How long the device is away after a crash.
const AWAY: Duration = Duration::from_millis(500);
/// How long a hang lasts, unless the device is stopped before.
const HANG: Duration = Duration::from_secs(90);
/// What is kept each time, in bytes, and how often.
const KEPT: usize = 256 * 1024;
const MOST_KEPT: usize = 2048;

/// The planted faults that are on, and what they remember.
pub(crate) struct Planted {
    on: BTreeSet<PlantedId>,
    service: Arc<Service>,
    subscriptions: Arc<Subscriptions>,
    identity: Arc<Identity>,
    began: Instant,
    /// Milliseconds from the beginning until which nobody is answered.
    away_until: AtomicU64,
    hung: AtomicBool,
    stopped: AtomicBool,
    /// No action about sessions is answered any more.
    locked: AtomicBool,
    fuse: Fuse,
    /// What a request carried before, or the subscription that was given up last.
    carried: Mutex<String>,
    /// Searches are answered no more.
    mute: AtomicBool,
    /// What is kept and never given back.
    kept: Mutex<Vec<Vec<u8>>>,
}

impl Planted {
    /// These faults, in a device with this service, these subscribers and this identity.
    pub(crate) fn new(
        on: &[PlantedId],
        service: Arc<Service>,
        subscriptions: Arc<Subscriptions>,
        identity: Arc<Identity>,
    ) -> Self {
        Self {
            on: on.iter().copied().collect(),
            service,
            subscriptions,
            identity,
            began: Instant::now(),
            away_until: AtomicU64::new(0),
            hung: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            locked: AtomicBool::new(false),
            fuse: Fuse::default(),
            carried: Mutex::default(),
            mute: AtomicBool::new(false),
            kept: Mutex::default(),
        }
    }

    /// Lets go whoever hangs.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    fn has(&self, fault: PlantedId) -> bool {
        self.on.contains(&fault)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// The device is away for a moment, and comes back with nothing.
    fn crash(&self) {
        let until = self.now() + u64::try_from(AWAY.as_millis()).unwrap_or(0);
        self.fuse.put_out();
        self.away_until.store(until, Ordering::SeqCst);
        self.service.stimulate("reset", json!({}));
    }

    fn is_away(&self) -> bool {
        self.now() < self.away_until.load(Ordering::SeqCst)
    }

    /// Waits for as long as a hang lasts.
    fn hang(&self) {
        let until = Instant::now() + HANG;
        while Instant::now() < until && !self.stopped.load(Ordering::SeqCst) {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Whether a search is heard; one may be the last.
    pub(crate) fn hears(&self, datagram: &[u8]) -> bool {
        let (word, number) = (PlantedId::HangDiscovery, PlantedId::HangWait);
        if !self.has(word) && !self.has(number) {
            return true;
        }
        let text = String::from_utf8_lossy(datagram);
        let mx = text.lines().find_map(|line| line.strip_prefix("MX: "));
        if let Some(mx) = mx {
            let seconds = mx.trim().parse::<u128>();
            let beyond = seconds
                .as_ref()
                .is_ok_and(|seconds| *seconds > u128::from(u32::MAX));
            if self.has(word) && seconds.is_err() || self.has(number) && beyond {
                self.mute.store(true, Ordering::SeqCst);
            }
        }
        !self.mute.load(Ordering::SeqCst)
    }

    /// Keeps memory that is in use.
    fn keep(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST_KEPT {
            kept.push(vec![1; KEPT]);
        }
    }

    /// What was carried before, replaced by what is carried now.
    fn swap_carried(&self, text: String) -> String {
        let mut carried = self.carried.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *carried, text)
    }
}

/// Goes to an http URL, as somebody does who should not.
fn visit(url: &str) {
    let Some(rest) = url.strip_prefix("http://") else {
        return;
    };
    let (place, path) = rest.split_once('/').unwrap_or((rest, ""));
    let Some(address) = place.to_socket_addrs().ok().and_then(|mut all| all.next()) else {
        return;
    };
    if let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) {
        // Whether anybody answers does not matter.
        let _ = write!(stream, "GET /{path} HTTP/1.0\r\nHOST: {place}\r\n\r\n");
        let _ = stream.set_read_timeout(Some(Duration::from_millis(300)));
        let _ = std::io::Read::read(&mut stream, &mut [0; 256]);
    }
}
