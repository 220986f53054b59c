//! Changes of an evented variable, by which events are brought about and known.

use ctk_record::Suspect;
use ctk_vectors::messaging_2::action;
use ctk_vectors::{stimulus, waits};
use serde_json::json;

use crate::arrange::peer_of;
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

/// The kit knows how to change an evented variable of the service: it does of Messaging alone.
///
/// # Errors
/// Not applicable to any other service.
pub(crate) fn changeable(t: &Tester<'_>) -> Flow {
    if t.dut().is_messaging() {
        return Ok(());
    }
    Err(Stop::NotApplicable(
        "nothing that the kit may do changes a variable of this service".to_owned(),
    ))
}

/// Makes an evented variable change.
///
/// # Errors
/// Inconclusive when there is no way to.
pub(crate) fn change(t: &mut Tester<'_>) -> Flow<Change> {
    changeable(t)?;
    if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) && t.dut().events("NewMessages") {
        let class = t.classes().any_message()?;
        let word = t.unique("ctk")?;
        let fields = json!({ "class": class, "from": peer_of(&class), "text": format!("Text {word} of a peer") });
        let answer = t
            .upper_tester()
            .stimulate(stimulus::INCOMING_MESSAGE, fields.clone())?;
        return match answer.message_id {
            Some(id) => Ok(Change::Message(id)),
            None => t.messages().incoming(&class).map(Change::Message),
        };
    }
    if t.dut().ics.has_action(action::CREATE_SESSION)
        && t.dut().ics.has_action(action::CLOSE_SESSION)
        && t.dut().events("SessionUpdates")
        && let Some(class) = t.dut().ics.session_classes.first().cloned()
    {
        let id = t.sessions().created(&class)?;
        let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", &id)])?;
        t.arranged(&reply)?;
        return Ok(Change::Session(id));
    }
    Err(Stop::Inconclusive {
        reason: "no evented variable can be made to change: needs stimulus `incoming-message`, or sessions".to_owned(),
        suspect: Suspect::Operator,
    })
}

/// A change, and the place of the event that tells of it; inconclusive when none comes, which is judged elsewhere.
pub(crate) fn evented(t: &mut Tester<'_>, subscription: &mut Subscription) -> Flow<usize> {
    let mark = subscription.mark();
    let change = change(t)?;
    let place =
        t.subscriptions()
            .await_event(subscription, mark, waits::EVENT.milliseconds, |event| {
                change.shown_by(event)
            })?;
    subscription.heard()?;
    place.ok_or_else(|| Stop::inconclusive("a change brought no event within 30 s"))
}
