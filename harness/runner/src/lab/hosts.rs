//! To which hosts the kit connects: those that the user named, and no other that the device points to.
//!
//! A description, a redirect, an announcement or an attachment may hold any URL. Whoever writes one must not be able to
//! turn the kit against somebody else (the same that 4.1.1 asks of devices, UDA-EVNT-54).

use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use ctk_suite::lab::LabError;
use ctk_wire::uri::HttpUrl;

use super::address;

/// The hosts that the kit may connect to.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    follows: AtomicBool,
    named: Mutex<HashSet<IpAddr>>,
}

impl Hosts {
    fn named(&self) -> MutexGuard<'_, HashSet<IpAddr>> {
        // Nothing but insertions is done under the lock.
        self.named.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The kit goes wherever the device points.
    pub(super) fn follow(&self) {
        self.follows.store(true, Ordering::Relaxed);
    }

    /// The user named the host of this URL: every address of it is the device's.
    pub(super) fn name(&self, url: &str) {
        let Ok(url) = HttpUrl::parse(url) else {
            return;
        };
        let addresses = address::resolve_all(&url).unwrap_or_default();
        let addresses = addresses.iter().map(|address| address.ip().to_canonical());
        self.named().extend(addresses);
    }

    /// Whether the kit may connect to the address; to any as long as no host has been named.
    ///
    /// # Errors
    /// [`LabError::Unavailable`], with the place in words: the case cannot be judged.
    pub(super) fn admit(&self, place: &str, address: SocketAddr) -> Result<(), LabError> {
        let named = self.named();
        let admitted = self.follows.load(Ordering::Relaxed)
            || named.is_empty()
            || named.contains(&address.ip().to_canonical());
        if admitted {
            return Ok(());
        }
        let place: String = place.chars().take(200).collect();
        Err(LabError::Unavailable(format!(
            "{place} is on another host than the device, so the kit does not go there; --follow-hosts allows it"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address and a port")
    }

    #[test]
    fn only_the_named_host_is_connected_to_unless_it_is_allowed() {
        let hosts = Hosts::default();
        let (own, other) = (address("127.0.0.1:80"), address("127.0.0.9:80"));
        assert_eq!(hosts.admit("it", other), Ok(()), "nobody was named yet");
        hosts.name("http://127.0.0.1:49152/d.xml");
        assert_eq!(hosts.admit("it", own), Ok(()));
        assert_eq!(hosts.admit("it", address("[::ffff:127.0.0.1]:1")), Ok(()));
        let refused = hosts.admit("http://127.0.0.1:x@127.0.0.9/", other);
        assert!(matches!(refused, Err(LabError::Unavailable(_))));
        hosts.follow();
        assert_eq!(hosts.admit("it", other), Ok(()));
    }
}
