//! 5.4.1: what waits to be told is told although another message is read meanwhile.

use super::*;

/// So many wait to be told beside the one that is read.
const OTHERS: usize = 3;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "5.4.1/accumulates-while-one-is-read",
            "of messages that arrive together one is read at once, and every other one is evented",
        )
        .covers(&[req::M_5_4_3])
        .needs(&[
            Need::Evented("NewMessages"),
            Need::Stimulus(stimulus::INCOMING_MESSAGE),
            Need::Action(action::READ_MESSAGE),
        ])
        .own_objects(0)
        .waits_for_events(2_200, 2)
        .body(judge_others),
    ]
}

/// Right after an event what arrives is held back; one of that is read.
fn judge_others(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_message()?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let mark = subscription.mark();
    let text = t.unique("Text ")?;
    let mut ids = vec![arrived(t, &class, &text)?];
    let lists = |subscription: &Subscription, id: &str| {
        let mut events = subscription.events.iter().skip(mark);
        events.any(|event| event.lists(id))
    };
    // Of a device that events nothing a case with one change judges that.
    await_all(t, &mut subscription, &ids, lists)?;
    let began = t.now()?;
    let read = arrived(t, &class, &text)?;
    for _ in 0..OTHERS {
        ids.push(arrived(t, &class, &text)?);
        in_time(t, began, ids.len(), OTHERS + 1)?;
    }
    let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &read)])?;
    t.arranged(&reply)?;
    let took = t.now()?.saturating_sub(began);
    t.subscriptions().listen(&mut subscription)?;
    let done = subscription.mark();
    await_all(t, &mut subscription, &ids, lists)?;
    let told: Vec<bool> = ids.iter().map(|id| lists(&subscription, id)).collect();
    let of = Burst {
        requirement: req::M_5_4_3,
        variable: "NewMessages",
        what: "messages arrived beside one that was read",
        took,
        done,
    };
    of.judge(t, &ids, &told, &subscription)
}
