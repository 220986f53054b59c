//! A number that stands on two events of a subscription.

use super::foreign::foreign_sid;
use super::*;

/// What is odd about a notification beside those that came before, each with its row; numbers count where those were
/// accepted. One of another subscription is marked so.
pub(super) fn oddities(
    subscription: &Subscription,
    event: &mut Event,
    accepted: bool,
) -> Vec<(&'static str, Finding)> {
    let foreign = foreign_sid(subscription, event).map(|finding| (NOTIFIED, finding));
    let again = number_again(subscription, event).filter(|_| accepted);
    let again = again.map(|finding| ("UDA-EVNT-33", finding));
    foreign.into_iter().chain(again).collect()
}

/// How often an event may come again: its subscriber's answer may have been lost on the way.
const AGAIN: usize = 1;

/// UDA-EVNT-33: each event of a subscription has a number of its own, where the events before it were accepted. One that
/// comes again as it was is only remarked on, unless it does so time after time.
fn number_again(subscription: &Subscription, event: &Event) -> Option<Finding> {
    let seq = event.number()?;
    let sid = event.notify.sid.as_deref();
    let same: Vec<&Event> = subscription
        .events
        .iter()
        .filter(|earlier| earlier.number() == Some(seq) && earlier.notify.sid.as_deref() == sid)
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
