//! Faults that show some requests after what wakes them.

use std::sync::{Mutex, PoisonError};

use crate::defects::PlantedId;

/// Requests between the cause and what comes of it.
const LATE: u32 = 8;

/// What is due, and after how many requests.
#[derive(Default)]
pub(super) struct Fuse(Mutex<Option<(u32, PlantedId)>>);

impl Fuse {
    /// This fault shows later.
    pub(super) fn light(&self, fault: PlantedId) {
        self.set(Some((LATE, fault)));
    }

    pub(super) fn put_out(&self) {
        self.set(None);
    }

    /// A request burns it; the fault that shows with this one.
    pub(super) fn burns(&self) -> Option<PlantedId> {
        let mut due = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (left, fault) = (*due)?;
        *due = (left > 1).then_some((left - 1, fault));
        (left <= 1).then_some(fault)
    }

    fn set(&self, due: Option<(u32, PlantedId)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = due;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eighth_request_after_it_shows_the_fault() {
        let fuse = Fuse::default();
        assert_eq!(fuse.burns(), None);
        fuse.light(PlantedId::StateLate);
        let shown: Vec<_> = (0..9).map(|_| fuse.burns()).collect();
        assert_eq!(shown[7], Some(PlantedId::StateLate));
        assert_eq!(shown.iter().flatten().count(), 1);
    }
}
