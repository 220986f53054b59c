//! By what the device under test is known to the lab: its addresses, and the subscriptions that it granted.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Subscriptions that are remembered.
const SUBSCRIPTIONS: usize = 16 * 1024;

/// What the device is known by.
#[derive(Debug, Default)]
pub(super) struct Acquaintance {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    addresses: HashSet<IpAddr>,
    /// Each with the path of the callback URL that it was made for, where that is known.
    subscriptions: HashMap<String, Option<String>>,
}

impl Acquaintance {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing but insertions is done under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The device has this address: its description is there, or a datagram that names it came from there.
    pub(super) fn has_address(&self, address: IpAddr) {
        self.state().addresses.insert(address.to_canonical());
    }

    /// The device granted this subscription, for a callback URL with this path.
    pub(super) fn granted(&self, sid: &str, callback: Option<String>) {
        let mut state = self.state();
        if state.subscriptions.len() < SUBSCRIPTIONS {
            let known = state.subscriptions.entry(sid.trim().to_owned());
            let known = known.or_default();
            *known = callback.or(known.take());
        }
    }

    /// The path of the callback URL that the subscription was made for.
    pub(super) fn callback_of(&self, sid: &str) -> Option<String> {
        self.state().subscriptions.get(sid.trim()).cloned()?
    }

    /// Whether any address of the device is known.
    pub(super) fn has_addresses(&self) -> bool {
        !self.state().addresses.is_empty()
    }

    /// Whether the device granted this subscription.
    pub(super) fn has_granted(&self, sid: &str) -> bool {
        self.state().subscriptions.contains_key(sid.trim())
    }

    /// Whether the address is the device's. As long as none is known, any may be.
    pub(super) fn knows(&self, address: IpAddr) -> bool {
        let state = self.state();
        state.addresses.is_empty() || state.addresses.contains(&address.to_canonical())
    }

    /// Whether a notification from the address is the device's. One that names a subscription which only the device
    /// can know makes the address known: a device may have several, and send from another than it listens on.
    pub(super) fn vouches(&self, address: IpAddr, sid: Option<&str>) -> bool {
        if self.knows(address) {
            return true;
        }
        let granted = sid.is_some_and(|sid| self.has_granted(sid));
        if granted {
            self.has_address(address);
        }
        granted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscription_vouches_for_an_address() {
        let device = Acquaintance::default();
        let [own, other, stranger] = [1, 2, 3].map(|last| IpAddr::from([192, 0, 2, last]));
        assert!(device.knows(stranger), "nothing is known yet");
        device.has_address(own);
        assert!(device.knows(own) && !device.knows(other));
        assert!(!device.vouches(other, Some("uuid:1")) && !device.vouches(other, None));
        device.granted("uuid:1", Some("/cb".to_owned()));
        // Renewed.
        device.granted("uuid:1 ", None);
        assert_eq!(device.callback_of("uuid:1"), Some("/cb".to_owned()));
        assert!(device.vouches(other, Some("uuid:1")) && device.knows(other));
        assert!(!device.vouches(stranger, Some("uuid:2")));
    }
}
