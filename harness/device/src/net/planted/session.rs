//! Faults that the state of a session wakes.

use std::sync::atomic::Ordering;

use super::Planted;
use super::call::Seen;
use crate::defects::PlantedId;

impl Planted {
    /// Crashes that an action wakes in a state of its session or message.
    pub(super) fn crashes_in_state(&self, seen: &Seen<'_>) -> bool {
        let has = |fault| self.has(fault);
        has(PlantedId::CrashRunning)
            && seen.action == "ModifySession"
            && seen.get("SupportedContentType").contains('*')
            && self.is_in(seen, "Running")
            || has(PlantedId::CrashJoinClosed)
                && seen.action == "JoinSession"
                && self.is_in(seen, "Closed")
            || has(PlantedId::CrashSecondDelete)
                && seen.action == "DeleteMessage"
                && self.folder_of(seen.get("MessageID")).as_deref() == Some("Deleted")
    }

    /// Lights the fuse of what shows late.
    pub(super) fn lights(&self, seen: &Seen<'_>) {
        let stale = seen.action == "ModifySession" && self.is_in(seen, "Closed");
        let lit = [
            (
                PlantedId::CrashLate,
                seen.any(|value| value.contains('\u{202e}')),
            ),
            (PlantedId::CrashStaleLate, stale),
            (
                PlantedId::StateLate,
                seen.action == "CancelFileTransfer" && self.is_in(seen, "Closed"),
            ),
        ];
        for (fault, _) in lit
            .into_iter()
            .filter(|(fault, lit)| *lit && self.has(*fault))
        {
            self.fuse.light(fault);
        }
    }

    /// Whether a lock that was never given back keeps the action from its answer.
    pub(super) fn waits_for_lock(&self, seen: &Seen<'_>) -> bool {
        let about_sessions = seen.action.contains("Session");
        if about_sessions && self.locked.load(Ordering::SeqCst) {
            return true;
        }
        if self.has(PlantedId::HangLock)
            && seen.action == "JoinSession"
            && self.is_in(seen, "Pending")
        {
            self.locked.store(true, Ordering::SeqCst);
        }
        false
    }

    fn is_in(&self, seen: &Seen<'_>, status: &str) -> bool {
        self.service
            .session_status(seen.get("SessionID"))
            .as_deref()
            == Some(status)
    }

    pub(super) fn folder_of(&self, id: &str) -> Option<String> {
        self.service.message_folder(id)
    }
}
