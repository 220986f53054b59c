//! How much of a transfer is told, as SessionUpdates counts it.

use ctk_model::event_text::EventText;

use crate::tester::eventing::Subscription;

/// When each progress event arrived, in microseconds, and whether it came ahead of the end.
pub(super) fn progress_of(subscription: &Subscription, session: &str) -> Vec<(u64, Option<u64>)> {
    progress_after(subscription, session, 0)
}

/// The same of what came after the mark.
pub(super) fn progress_after(
    subscription: &Subscription,
    session: &str,
    mark: usize,
) -> Vec<(u64, Option<u64>)> {
    subscription
        .updates_of(session, mark)
        .iter()
        .flat_map(|update| {
            let counts = update.update.events.iter().filter_map(|text| {
                let read = EventText::read(text);
                let meant = read.meant().filter(|meant| meant.slug == "ft-progress")?;
                Some((update.at_us, meant.bytes))
            });
            counts.collect::<Vec<_>>()
        })
        .collect()
}
