//! 5.5.5 ReadMessage: Tables 18, 19.

use ctk_model::expectation::Expectation;

use crate::case::{Case, Need};
use crate::tester::Statement;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![unread_becomes_read(), unknown_message()]
}

/// 5.5.5.6: reading turns an Unread message to Read. Whether the answer itself still says Unread is left open.
fn unread_becomes_read() -> Case {
    Case::new(
        "5.5.5/unread-becomes-read",
        "a message that was read is Read the next time",
    )
    .clause("5.5.5.6")
    .covers(&["M-5.5.5-1", "M-5.5.5-2"])
    .needs(&[
        Need::Action("ReadMessage"),
        Need::Stimulus("incoming-message"),
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.any_message_class()?;
        let id = t.incoming(&class)?;
        let first = t.invoke("ReadMessage", &[("MessageID", &id)])?;
        t.judge(&first, &Expectation::success("M-5.5.5-1"))?;
        let again = t.invoke("ReadMessage", &[("MessageID", &id)])?;
        t.judge(&again, &Expectation::success("M-5.5.5-1"))?;
        let message = t.message_read(&again)?;
        t.require(
            "M-5.5.5-2",
            message.status == "Read",
            &Statement {
                asked: &again.asked,
                accepted: &["messageStatus Read"],
                observed: format!("messageStatus {:?} after it was read", message.status),
                exchanges: &[first.exchange, again.exchange],
                ..Statement::default()
            },
        )
    })
}

/// 5.5.5.7: an id that no message has gives 701.
fn unknown_message() -> Case {
    Case::new(
        "5.5.5/unknown-message",
        "an id that no message has answers 701",
    )
    .clause("5.5.5.7")
    .covers(&["M-5.5.5-701"])
    .needs(&[Need::Action("ReadMessage")])
    .body(|t| {
        let id = t.unique("CtkNone")?;
        let reply = t.invoke("ReadMessage", &[("MessageID", &id)])?;
        t.judge_pair(
            &reply,
            &Expectation::fault("M-5.5.5-701", 701).by("R-30", "message-id"),
            701,
        )
    })
}
