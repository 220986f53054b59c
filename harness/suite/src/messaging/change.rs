//! How an evented variable of Messaging is made to change.

use ctk_record::Suspect;
use ctk_vectors::messaging_2::action;
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::peer_of;
use crate::case::Things;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::uda::eventing::change::Change;
use crate::under_test::ServiceUnderTest;

/// What such a change concerns.
pub(super) fn changes(dut: &ServiceUnderTest) -> Things {
    match messages_arrive(dut) {
        true => Things::MESSAGES,
        false => Things::MESSAGES.and(Things::SESSIONS),
    }
}

fn messages_arrive(dut: &ServiceUnderTest) -> bool {
    dut.offers(stimulus::INCOMING_MESSAGE) && dut.events("NewMessages")
}

/// Makes an evented variable change: a message arrives, or else a session is closed.
///
/// # Errors
/// Inconclusive when there is no way to.
pub(super) fn change(t: &mut Tester<'_>) -> Flow<Change> {
    if messages_arrive(t.dut()) {
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
