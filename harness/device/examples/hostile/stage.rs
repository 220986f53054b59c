//! What the parts of a hostile device have in common.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Where everybody is, and what has happened so far.
#[derive(Debug)]
pub(crate) struct Stage {
    /// `host:port` of somebody who must be left alone.
    pub(crate) bystander: String,
    /// `uuid:` and the UUID of the device.
    pub(crate) udn: String,
    /// Where the device is to be found.
    pub(crate) front: SocketAddr,
    /// Where the reference device is.
    pub(crate) behind: SocketAddr,
    requests: AtomicU64,
    gone: AtomicBool,
}

impl Stage {
    pub(crate) fn new(bystander: &str, udn: &str, front: SocketAddr, behind: SocketAddr) -> Self {
        Self {
            bystander: bystander.to_owned(),
            udn: udn.to_owned(),
            front,
            behind,
            requests: AtomicU64::new(0),
            gone: AtomicBool::new(false),
        }
    }

    pub(crate) fn description_url(&self) -> String {
        format!("http://{}/description.xml", self.front)
    }

    /// The number of this request, from 1.
    pub(crate) fn count(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// From here on nobody listens.
    pub(crate) fn leave(&self) {
        self.gone.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}
