//! What the notifications of a subscription told.

use super::Subscription;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::notification::SeenUpdate;

impl Subscription {
    /// The updates of the session that came after the mark, in order.
    pub fn updates_of(&self, session: &str, mark: usize) -> Vec<SeenUpdate> {
        self.events
            .iter()
            .skip(mark)
            .flat_map(|event| event.updates_of(session))
            .collect()
    }

    /// Every notification could be read: what one that could not may have told, nobody knows.
    ///
    /// # Errors
    /// Inconclusive when one could not; the case of its form judges it.
    pub(crate) fn readable(&self) -> Flow {
        let unreadable = self.events.iter().find_map(|event| {
            let why = event.notify.unreadable.as_ref()?;
            Some((why, event.head.is_some()))
        });
        let Some((why, has_body)) = unreadable else {
            return Ok(());
        };
        let teller = match has_body {
            true => "uda/eventing/property-set",
            false => "uda/eventing/notification-headers",
        };
        Err(Stop::inconclusive(format!(
            "an event came that cannot be read: {why} ({teller})"
        )))
    }
}
