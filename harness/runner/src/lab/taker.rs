//! To whom an offered file is served.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use super::acquaintance::Acquaintance;

/// The device, which alone was given the path. It may have one address more than are known: the first that asks.
#[derive(Debug, Default)]
pub(super) struct Taker {
    other: Mutex<Option<IpAddr>>,
}

impl Taker {
    /// Whether whoever asks from there is served.
    pub(super) fn is(&self, from: IpAddr, acquaintance: &Acquaintance) -> bool {
        let mut other = self.other.lock().unwrap_or_else(PoisonError::into_inner);
        acquaintance.knows(from) || *other.get_or_insert(from) == from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_for_the_device_and_one_more_address() {
        let [device, other, stranger] = [1, 2, 3].map(|last| IpAddr::from([192, 0, 2, last]));
        let acquaintance = Acquaintance::default();
        acquaintance.has_address(device);
        let taker = Taker::default();
        assert!(taker.is(device, &acquaintance) && taker.is(other, &acquaintance));
        assert!(taker.is(device, &acquaintance) && taker.is(other, &acquaintance));
        assert!(!taker.is(stranger, &acquaintance));
    }
}
