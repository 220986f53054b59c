//! 5.3.11 A_ARG_TYPE_MessageList: the answer of SearchMessages.

use crate::document::{
    Context, Direction, Judge, Kind, Message, Mistake, Once, Place, Read, shown, validate,
};
use crate::s5_3_06_message_id::repeated;
use crate::s5_3_10_message_rules::{self, Among};

/// Reads `messageList`.
pub fn read_message_list(
    text: &str,
    direction: Direction,
    context: &Context,
) -> Read<Vec<Message>> {
    validate(Kind::MessageList, text, direction, context).map(|node| {
        node.children_named("message")
            .map(Message::from_node)
            .collect()
    })
}

pub(crate) fn rules(judge: &mut Judge<'_>, root: &Place<'_>) {
    let messages: Vec<Place<'_>> = root.all("message").collect();
    for message in &messages {
        s5_3_10_message_rules::rules(judge, message, Among::List);
        if judge.is_output() {
            judge.check("M-5.5.4-required-only");
            judge_required_only(judge, message);
        }
    }
    let ids: Vec<Place<'_>> = messages
        .iter()
        .filter_map(|message| message.get("messageID"))
        .collect();
    for again in repeated(ids.iter().map(|id| id.node.text.as_str())) {
        judge.tell(|| {
            let text = format!(
                "the message id `{}` is in the list twice",
                shown(&ids[again].node.text)
            );
            Mistake::rule(
                "M-5.3.6-3",
                &ids[again],
                "an id of its own for each message",
                text,
            )
        });
    }
}

// 5.5.4.3, R-18: the rest of a message is ReadMessage's. Each such element is told once a list.
fn judge_required_only(judge: &mut Judge<'_>, message: &Place<'_>) {
    let is_mms = message
        .node
        .child("messageClass")
        .is_some_and(|class| class.text == "MMS");
    for (name, once) in [
        ("subject", Once::ListSubject),
        ("text", Once::ListText),
        ("replyMessageID", Once::ListReply),
        ("attachments", Once::ListAttachments),
    ] {
        if name == "attachments" && is_mms {
            continue;
        }
        let Some(element) = message.get(name) else {
            continue;
        };
        judge.tell_once(once, || {
            let text = format!("the list holds `{name}`, which is not among the required elements");
            let mistake = Mistake::rule(
                "M-5.5.4-required-only",
                &element,
                "the required elements only",
                text,
            );
            let mistake = mistake.ruling("R-18");
            if once == Once::ListSubject {
                mistake.warning()
            } else {
                mistake
            }
        });
    }
}
