//! A notification of another subscription.

use super::*;

/// UDA-EVNT-31: a notification names the subscription that its URL was given for (UUIDs are alike in either case). That
/// it names another is said once, and for the rest it is taken as what it is.
pub(super) fn foreign_sid(subscription: &Subscription, event: &Event) -> Option<Finding> {
    let sid = event.notify.sid.as_deref()?.trim();
    let own = subscription.sid.trim();
    let is_known = subscription
        .events
        .iter()
        .any(|earlier| earlier.notify.sid.as_deref().map(str::trim) == Some(sid));
    if own.is_empty() || own.eq_ignore_ascii_case(sid) || is_known {
        return None;
    }
    Some(Finding::new(
        "UDA-EVNT-31",
        Grade::Fail,
        format!(
            "the notification names the subscription {sid:?}, and came to the callback URL of {own:?}"
        ),
    ))
}
