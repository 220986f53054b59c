//! What the initial event of a subscription says of messages that were read before.

use super::*;

/// After so long no value from before a message was read is current any more, in milliseconds: an event is due within two
/// seconds of any change, and the variable has its value.
const STALE_MS: u64 = 6_000;

/// UDA 4.1, 5.3.3, R-42: the initial event carries the current value, which lists what was not read yet.
pub(super) fn initial_event_without_read_message() -> Case {
    Case::new(
        "5.4.1/initial-event-without-read-message",
        "the initial event of a subscription does not list a message that was read long before",
    )
    .clause("5.3.3")
    .covers(&[req::M_5_5_3_1])
    .needs(ARRIVAL)
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .own_objects(0)
    .waits(STALE_MS)
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let read = t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])?;
        t.arranged(&read)?;
        t.pause(STALE_MS)?;
        let subscription = t.subscriptions().open(ControlPoint::First)?;
        let initial = subscription
            .events
            .iter()
            .find(|event| event.is_initial() && event.carries("NewMessages"));
        let Some(event) = initial else {
            return Err(Stop::inconclusive(
                "no initial event with NewMessages has come (uda/eventing judges that)",
            ));
        };
        let again = event.lists(&id);
        let exchanges = [read.exchange, event.exchange];
        t.record(
            Judgement::met(req::M_5_5_3_1, !again)
                .asked("SUBSCRIBE, six seconds after a message was read")
                .accepts(["an initial event that does not list it"])
                .observed(if again {
                    format!("the initial event lists {id}, which was read")
                } else {
                    format!("the initial event does not list {id}")
                })
                .exchanges(exchanges),
        )
    })
}
