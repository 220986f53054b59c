//! Changes of an evented variable, by which events are brought about and known.

use std::collections::BTreeSet;

use ctk_vectors::waits;

use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::notification::Event;

/// Something of this case's own that changed an evented variable, by which the event is known.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// A message arrived.
    Message(String),
    /// A session was closed.
    Session(String),
}

impl Change {
    /// The event tells of it.
    pub(crate) fn shown_by(&self, event: &Event) -> bool {
        match self {
            Self::Message(id) => event.lists(id),
            Self::Session(id) => !event.updates_of(id).is_empty(),
        }
    }
}

/// The kit knows how to change an evented variable of the service.
///
/// # Errors
/// Not applicable to a service of which it does not.
pub(crate) fn changeable(t: &Tester<'_>) -> Flow {
    known_change(t).map(drop)
}

fn known_change(t: &Tester<'_>) -> Flow<fn(&mut Tester<'_>) -> Flow<Change>> {
    t.dut().service().change.ok_or_else(|| {
        Stop::NotApplicable(
            "nothing that the kit may do changes a variable of this service".to_owned(),
        )
    })
}

/// Makes an evented variable change.
///
/// # Errors
/// Inconclusive when there is no way to.
pub(crate) fn change(t: &mut Tester<'_>) -> Flow<Change> {
    known_change(t)?(t)
}

/// Waits for the numbers that are missing between those of the events that came: one may overtake another (U-24), and
/// a gap is one only when nothing fills it.
pub(crate) fn gaps_filled(t: &mut Tester<'_>, subscription: &mut Subscription) -> Flow {
    let filled = |subscription: &Subscription| {
        let numbers: BTreeSet<u32> = subscription
            .events
            .iter()
            .filter_map(Event::number)
            .collect();
        let (first, last) = (numbers.first(), numbers.last());
        first.zip(last).is_none_or(|(first, last)| {
            u32::try_from(numbers.len()).is_ok_and(|count| last - first < count)
        })
    };
    if !filled(subscription) {
        let look = |t: &mut Tester<'_>| {
            t.subscriptions().listen(subscription)?;
            Ok(filled(subscription))
        };
        t.await_until(waits::EVENT.milliseconds, look, |filled| *filled)?;
    }
    Ok(())
}

/// A change, and the place of the event that tells of it; inconclusive when none comes, which is judged elsewhere.
pub(crate) fn evented(t: &mut Tester<'_>, subscription: &mut Subscription) -> Flow<usize> {
    evented_since(t, subscription).map(|(place, _)| place)
}

/// As [`evented`], and when the change was made at the latest: a stimulus may take its time.
pub(crate) fn evented_since(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
) -> Flow<(usize, u64)> {
    let mark = subscription.mark();
    let change = change(t)?;
    let made = t.now()?;
    let place =
        t.subscriptions()
            .await_event(subscription, mark, waits::EVENT.milliseconds, |event| {
                change.shown_by(event)
            })?;
    t.subscriptions().heard(subscription)?;
    place
        .map(|place| (place, made))
        .ok_or_else(|| Stop::inconclusive("a change brought no event within 30 s"))
}
