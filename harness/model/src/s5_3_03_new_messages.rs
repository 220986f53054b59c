//! 5.3.3 NewMessages: incoming messages that were not read yet.

use crate::document::{
    Context, Direction, Judge, Kind, Mistake, Node, Place, Read, shown, validate,
};
use crate::s5_3_06_message_id::{judge_message_id, repeated};

/// The content of `newMessages`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewMessages(pub Vec<NewMessage>);

/// One `newMessage`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewMessage {
    /// Id that ReadMessage takes.
    pub id: String,
    /// Free text about the message.
    pub overview: Option<String>,
}

impl NewMessages {
    /// The meaning of a `newMessages` element.
    pub fn from_node(node: &Node) -> Self {
        let read = |message: &Node| NewMessage {
            id: message.text_of("messageID").unwrap_or_default(),
            overview: message.text_of("messageOverview"),
        };
        Self(node.children_named("newMessage").map(read).collect())
    }
}

/// Reads `newMessages`.
pub fn read_new_messages(text: &str, direction: Direction, context: &Context) -> Read<NewMessages> {
    validate(Kind::NewMessages, text, direction, context).map(|node| NewMessages::from_node(&node))
}

pub(crate) fn rules(judge: &mut Judge<'_>, root: &Place<'_>) {
    let messages: Vec<Place<'_>> = root.all("newMessage").collect();
    let ids: Vec<Place<'_>> = messages
        .iter()
        .filter_map(|message| message.get("messageID"))
        .collect();
    if !messages.is_empty() {
        judge.check("M-5.3.3-2");
    }
    for id in &ids {
        judge_message_id(judge, id, "M-5.3.3-2");
    }
    // Whether it is one message twice or two messages of one id cannot be seen here.
    for again in repeated(ids.iter().map(|id| id.node.text.as_str())) {
        judge.tell(|| {
            let text = format!(
                "the message id `{}` is listed twice",
                shown(&ids[again].node.text)
            );
            Mistake::rule("M-5.3.3-2", &ids[again], "each message once", text).warning()
        });
    }
}
