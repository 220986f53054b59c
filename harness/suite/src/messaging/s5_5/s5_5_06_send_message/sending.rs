//! What the cases of SendMessage have in common.

use ctk_model::document::Message;
use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, req};

use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::judging::message_diff::judge_details;
use crate::tester::Tester;

pub(crate) fn sending(
    id: impl Into<String>,
    purpose: impl Into<String>,
    requirement: &'static str,
) -> Case {
    Case::new(id.into(), purpose.into())
        .covers(&[requirement])
        .needs(&[
            Need::Action(action::SEND_MESSAGE),
            Need::Action(action::READ_MESSAGE),
            Need::Recipient,
        ])
        .own_objects(1)
}

/// SendMessage, judged to take the message, and ReadMessage, judged against what was sent.
pub(super) fn judge_round_trip(t: &mut Tester<'_>, message: &Message) -> Flow<Message> {
    let reply = t.messages().send(message)?;
    t.judge(&reply, &Expectation::success(req::M_5_5_6_1))?;
    let id = reply.output("MessageID").unwrap_or_default().to_owned();
    judge_details(t, req::M_5_5_6_6, &id, message)
}
