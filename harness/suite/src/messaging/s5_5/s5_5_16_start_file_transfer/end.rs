//! How a transfer ends: as SessionUpdates shows it, and as the file server saw it.

use ctk_model::event_text::EventText;
use ctk_vectors::waits;

use crate::judging::judgement::Flow;
use crate::lab::Fetch;
use crate::stimulate::session_events::FILE_SIZE;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::notification::SeenUpdate;

/// How Table 2 calls what ends a transfer.
const ENDS: [&str; 3] = ["ft-completed", "ft-failed", "ft-cancelled"];

/// The same, and what is told before.
const OUTCOMES: [&str; 4] = ["ft-progress", "ft-completed", "ft-failed", "ft-cancelled"];

/// The whole file was taken, at once or in pieces.
pub(super) fn is_taken(fetches: &[Fetch]) -> bool {
    let taken: u64 = fetches.iter().map(|fetch| fetch.sent).sum();
    fetches.iter().any(|fetch| fetch.complete) || taken >= FILE_SIZE
}

/// The event that ends a transfer: completed, failed or cancelled.
pub(crate) fn ended(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    session: &str,
) -> Flow<Option<SeenUpdate>> {
    first_of(t, subscription, session, 0, &ENDS)
}

/// The first event after the mark that ends a transfer.
pub(crate) fn ended_after(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    session: &str,
    mark: usize,
) -> Flow<Option<SeenUpdate>> {
    first_of(t, subscription, session, mark, &ENDS)
}

/// The first event that tells of progress, or ends the transfer.
pub(crate) fn progressed(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    session: &str,
) -> Flow<Option<SeenUpdate>> {
    first_of(t, subscription, session, 0, &OUTCOMES)
}

fn first_of(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    session: &str,
    mark: usize,
    slugs: &[&str],
) -> Flow<Option<SeenUpdate>> {
    let within = waits::EVENT.milliseconds;
    t.subscriptions()
        .await_update(subscription, session, mark, within, |update| {
            slugs.iter().any(|slug| update.event(slug).is_some())
        })
}

/// The event that brought the update tells of its session alone, or of what became of other transfers: nothing else can have
/// been the reason for it.
pub(crate) fn told_by_itself(subscription: &Subscription, update: &SeenUpdate) -> bool {
    subscription
        .events
        .iter()
        .filter(|event| event.exchange == update.exchange)
        .filter_map(|event| event.session_updates.as_ref())
        .flat_map(|list| &list.0)
        .all(|one| {
            let became = |text: &String| {
                let read = EventText::read(text);
                read.meant().is_some_and(|it| OUTCOMES.contains(&it.slug))
            };
            let alike = !one.events.is_empty() && one.events.iter().all(became);
            alike || one.session_id == update.update.session_id
        })
}

pub(crate) fn told_instead(
    subscription: &Subscription,
    session: &str,
    seen: Option<&SeenUpdate>,
) -> String {
    if let Some(seen) = seen {
        return seen.in_words();
    }
    let updates: Vec<String> = subscription
        .updates_of(session, 0)
        .iter()
        .map(SeenUpdate::in_words)
        .collect();
    if updates.is_empty() {
        "no event of the session".to_owned()
    } else {
        format!("only {}", updates.join("; "))
    }
}
