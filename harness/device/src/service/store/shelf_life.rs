//! How long a closed session is kept: as long as the implementation likes.

use jiff::SignedDuration;

use super::{Store, now};
use crate::defects::VariationId;
use crate::service::values::SessionStatus;

/// For how long a device keeps a closed session that keeps it briefly, in milliseconds.
const BRIEFLY_MS: i64 = 1_500;

impl Store {
    /// Forgets the closed sessions whose time is over, on a device that keeps them briefly.
    pub(in crate::service) fn forget_stale(&mut self) {
        if !self.varies(VariationId::ClosedKeptBriefly) {
            return;
        }
        let before = now() - SignedDuration::from_millis(BRIEFLY_MS);
        let stale: Vec<String> = self
            .sessions()
            .filter(|one| one.status == SessionStatus::Closed)
            .filter(|one| one.date_ended.is_some_and(|ended| ended < before))
            .map(|one| one.id.clone())
            .collect();
        for id in stale {
            self.forget_session(&id);
        }
    }
}
