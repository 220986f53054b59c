//! A number that stands on two events of a subscription.

use super::*;

/// How often an event may come again: its subscriber's answer may have been lost on the way.
const AGAIN: usize = 1;

/// UDA-EVNT-33: each event of a subscription has a number of its own, where the events before it were accepted. One that
/// comes again as it was is only remarked on, unless it does so time after time.
pub(super) fn number_again(subscription: &Subscription, event: &Event) -> Option<Finding> {
    let seq = event.notify.seq?;
    let sid = event.notify.sid.as_deref();
    let same: Vec<&Event> = subscription
        .events
        .iter()
        .filter(|earlier| earlier.notify.seq == Some(seq) && earlier.notify.sid.as_deref() == sid)
        .collect();
    let first = same.first()?;
    let alike = first.notify.properties == event.notify.properties;
    let grade = match alike && same.len() <= AGAIN {
        true => Grade::Warning,
        false => Grade::Fail,
    };
    let what = match alike {
        true => format!("came {} times", same.len() + 1),
        false => "stands on two events that say different things".to_owned(),
    };
    Some(Finding::new(
        "UDA-EVNT-33",
        grade,
        format!(
            "SEQ {seq} {what} in the subscription {:?}",
            subscription.sid
        ),
    ))
}
