//! 5.3.15 A_ARG_TYPE_SessionInfo: one session.

use crate::document::{
    Context, Direction, Judge, Kind, Mistake, Node, Place, Read, SESSION_STATUS, meant, shown,
    validate,
};
use crate::lexical::{fits_message_id_schema, read_mime_list, split_session_message_id};
use crate::s5_3_06_message_id::repeated;
use crate::s5_3_12_session_id::judge_session_id;
use crate::s5_3_14_recipients_list::{self, Needs, Recipients, judge_needs};
use crate::s5_3_19_session_status::{judge_class, judge_status};

/// The content of `sessionInfo`, as sent; an element that shall exist and does not is empty here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionInfo {
    /// `sessionID` (5.3.12).
    pub id: String,
    /// `sessionClass` (Table 6).
    pub class: String,
    /// `subject`.
    pub subject: Option<String>,
    /// `sessionStatus` (Table 7).
    pub status: String,
    /// `supportedContentType` (5.3.17).
    pub supported_content_type: Option<String>,
    /// `recipientsList`.
    pub recipients: Recipients,
    /// The ids of `listOfMessages`, oldest first; `None` when the element is absent.
    pub messages: Option<Vec<String>>,
    /// `dateStarted`.
    pub date_started: Option<String>,
    /// `dateLastMessage`.
    pub date_last_message: Option<String>,
    /// `dateEnded`.
    pub date_ended: Option<String>,
}

impl SessionInfo {
    /// The meaning of a `sessionInfo` element.
    pub fn from_node(node: &Node) -> Self {
        let text = |name: &str| node.text_of(name).unwrap_or_default();
        let ids = |list: &Node| {
            list.children_named("messageID")
                .map(|id| id.text.clone())
                .collect()
        };
        Self {
            id: text("sessionID"),
            class: text("sessionClass"),
            subject: node.text_of("subject"),
            status: meant(SESSION_STATUS, text("sessionStatus")),
            supported_content_type: node.text_of("supportedContentType"),
            recipients: node
                .child("recipientsList")
                .map(Recipients::from_node)
                .unwrap_or_default(),
            messages: node.child("listOfMessages").map(ids),
            date_started: node.text_of("dateStarted"),
            date_last_message: node.text_of("dateLastMessage"),
            date_ended: node.text_of("dateEnded"),
        }
    }
}

/// Reads `sessionInfo`.
pub fn read_session_info(text: &str, direction: Direction, context: &Context) -> Read<SessionInfo> {
    validate(Kind::SessionInfo, text, direction, context).map(|node| SessionInfo::from_node(&node))
}

pub(crate) fn rules(judge: &mut Judge<'_>, session: &Place<'_>) {
    let class = session
        .node
        .child("sessionClass")
        .map_or("", |class| class.text.as_str());
    if let Some(list) = session.get("recipientsList") {
        judge_needs(judge, &list, needs(class), class, "M-5.3.15-2");
        s5_3_14_recipients_list::rules(judge, &list);
    }
    if let Some(types) = session.get("supportedContentType") {
        judge.check("M-5.3.17-1");
        if let Err(why) = read_mime_list(&types.node.text) {
            let expected = "MIME types, separated by commas";
            judge.tell(|| Mistake::rule("M-5.3.17-1", &types, expected, why.to_string()));
        }
    }
    if !judge.is_output() {
        return;
    }
    let id = session.get("sessionID");
    if let Some(id) = &id {
        judge_session_id(judge, id);
    }
    if let Some(class) = session.get("sessionClass") {
        judge_class(judge, &class);
    }
    if let Some(status) = session.get("sessionStatus") {
        judge_status(judge, &status);
    }
    if let Some(list) = session.get("listOfMessages") {
        judge_messages(judge, &list, id.map_or("", |id| id.node.text.as_str()));
    }
}

// 5.3.15.2; the class "Instant Message" of the text is read as Chat.
fn needs(class: &str) -> Needs {
    match class {
        "SMS" | "MMS" => Needs::To,
        "Chat" => Needs::ToBy("R-70"),
        "e-Mail" => Needs::Any,
        _ => Needs::Nothing,
    }
}

// 5.3.15.2: the ids are those of this session. Their order cannot be judged without the messages.
fn judge_messages(judge: &mut Judge<'_>, list: &Place<'_>, session: &str) {
    let ids: Vec<Place<'_>> = list.all("messageID").collect();
    for id in &ids {
        judge.check("M-5.3.15-3");
        let text = &id.node.text;
        let fits = split_session_message_id(text)
            .is_some_and(|(of, _)| session.is_empty() || of == session);
        // What the schema refuses is told already.
        if !fits && fits_message_id_schema(text) {
            judge.tell(|| {
                let expected = format!(
                    "{}.MessageID",
                    if session.is_empty() {
                        "SessionID"
                    } else {
                        session
                    }
                );
                let text = format!(
                    "`{}` is not in the form of this session's messages",
                    shown(text)
                );
                Mistake::rule("M-5.3.15-3", id, shown(&expected), text).also(["M-5.3.6-2"])
            });
        }
    }
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
