//! How much of what others send unasked is in memory: for all listeners of the process together.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of requests that are not complete yet: on each of some hundred connections one of the largest may be under way.
pub(super) static UNDER_WAY: Room = Room::new(12 << 20);

/// Bytes of notifications that wait in inboxes.
pub(super) static FILED: Room = Room::new(12 << 20);

/// So many bytes, shared by all.
#[derive(Debug)]
pub(super) struct Room {
    left: AtomicUsize,
}

/// What somebody has taken of a room; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    room: &'static Room,
    bytes: usize,
}

impl Room {
    const fn new(bytes: usize) -> Self {
        Self {
            left: AtomicUsize::new(bytes),
        }
    }

    /// Nothing of it, yet.
    pub(super) fn share(&'static self) -> Share {
        Share {
            room: self,
            bytes: 0,
        }
    }
}

impl Share {
    /// Takes so many bytes more, or none. Whether there was room.
    pub(super) fn add(&mut self, bytes: usize) -> bool {
        let take = |left: usize| left.checked_sub(bytes);
        let (set, get) = (Ordering::Relaxed, Ordering::Relaxed);
        let fits = self.room.left.fetch_update(set, get, take).is_ok();
        self.bytes += if fits { bytes } else { 0 };
        fits
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.room.left.fetch_add(self.bytes, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_has_taken_another_cannot_until_it_is_given_back() {
        static ROOM: Room = Room::new(100);
        let (mut one, mut other) = (ROOM.share(), ROOM.share());
        assert!(one.add(60) && !other.add(41) && other.add(40) && !one.add(1));
        drop(one);
        assert!(other.add(60) && !other.add(1));
        drop(other);
        assert!(ROOM.share().add(100));
    }
}
