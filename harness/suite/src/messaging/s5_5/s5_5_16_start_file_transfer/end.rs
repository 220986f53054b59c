//! How a transfer ends, as SessionUpdates shows it.

use ctk_vectors::waits;

use crate::judging::judgement::Flow;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::notification::SeenUpdate;

/// The event that ends a transfer: completed, failed or cancelled.
pub(crate) fn ended(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    session: &str,
) -> Flow<Option<SeenUpdate>> {
    t.subscriptions().await_update(
        subscription,
        session,
        0,
        waits::EVENT.milliseconds,
        |update| {
            ["ft-completed", "ft-failed", "ft-cancelled"]
                .iter()
                .any(|slug| update.event(slug).is_some())
        },
    )
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
