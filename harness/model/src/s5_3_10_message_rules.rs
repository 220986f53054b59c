//! 5.3.10.2: the rules of a message beyond the schema.

use crate::document::{
    Grade, Judge, MESSAGE_CLASS, MESSAGE_FOLDER, MESSAGE_STATUS, Mistake, Place, Value, listed,
    shown,
};
use crate::lexical::{DateTime, is_session_id, split_session_message_id};
use crate::s5_3_06_message_id::judge_message_id;
use crate::s5_3_12_session_id::judge_session_id;
use crate::s5_3_14_recipients_list::{self, Needs, judge_needs};
use crate::s5_3_19_session_status::judge_vendor_value;

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Among {
    /// By itself: ReadMessage's answer, which is complete.
    Alone,
    /// In a messageList, which holds the required elements only.
    List,
}

pub(crate) fn rules(judge: &mut Judge<'_>, message: &Place<'_>, among: Among) {
    let class = message
        .node
        .child("messageClass")
        .map_or("", |class| class.text.as_str());
    if let Some(list) = message.get("recipientsList") {
        judge_needs(judge, &list, needs(class), class, "M-5.3.10-4");
        s5_3_14_recipients_list::rules(judge, &list);
    }
    if among == Among::Alone && class == "MMS" {
        judge_attachments(judge, message);
    }
    if judge.is_output() {
        judge_presence(judge, message);
        judge_values(judge, message);
        judge_session_mode(judge, message, among);
        judge_dates(judge, message, among);
    }
}

// 5.3.10.2: who a message goes to, by its class.
fn needs(class: &str) -> Needs {
    match class {
        "SMS" | "MMS" | "Instant Message" => Needs::To,
        "e-Mail" => Needs::Any,
        _ => Needs::Nothing,
    }
}

// An attachments element without attachment is not valid, and told as such.
fn judge_attachments(judge: &mut Judge<'_>, message: &Place<'_>) {
    judge.check("M-5.3.10-5");
    if message.get("attachments").is_none() {
        judge.tell(|| {
            Mistake::rule(
                "M-5.3.10-5",
                message,
                "attachments",
                "an MMS has no attachments",
            )
        });
    }
}

// The required elements are not empty. Missing ones are told by the validator.
fn judge_presence(judge: &mut Judge<'_>, message: &Place<'_>) {
    judge.check("M-5.3.10-2");
    if let Some(id) = message.get("messageID") {
        judge_message_id(judge, &id, "M-5.3.10-2");
    }
    let list = message.get("recipientsList");
    let from = list.as_ref().and_then(|list| list.get("recipientFrom"));
    let sender = from.as_ref().and_then(|from| from.get("id"));
    let others = ["messageClass", "messageFolder", "messageStatus"]
        .into_iter()
        .filter_map(|name| message.get(name));
    for element in others
        .chain(sender)
        .filter(|element| element.node.text.is_empty())
    {
        judge.tell(|| {
            let text = format!("`{}` is empty", element.node.name);
            Mistake::rule("M-5.3.10-2", &element, "a value that is not empty", text)
        });
    }
}

// 5.3.7 to 5.3.9, R-04.
fn judge_values(judge: &mut Judge<'_>, message: &Place<'_>) {
    judge.check("M-5.3.10-9");
    if let Some(class) = message.get("messageClass") {
        let text = &class.node.text;
        let listed_by_device = judge
            .context
            .message_classes
            .iter()
            .any(|known| known == text);
        judge_vendor_value(
            judge,
            &class,
            Value::read(MESSAGE_CLASS, text),
            listed_by_device,
            MESSAGE_CLASS,
            "M-5.3.10-9",
        );
    }
    for (name, table, clause) in [
        ("messageFolder", MESSAGE_FOLDER, "5.3.8"),
        ("messageStatus", MESSAGE_STATUS, "5.3.9"),
    ] {
        let Some(element) = message.get(name) else {
            continue;
        };
        if !matches!(
            Value::read(table, &element.node.text),
            Value::Standard | Value::Empty
        ) {
            judge.tell(|| {
                let text = format!("`{name}` is `{}`", shown(&element.node.text));
                Mistake::rule("M-5.3.10-9", &element, listed(table), text)
                    .clause(clause)
                    .ruling("R-04")
            });
        }
    }
}

// 5.3.6, 5.3.10.2: the two ids of a message in session mode belong together.
fn judge_session_mode(judge: &mut Judge<'_>, message: &Place<'_>, among: Among) {
    let id = message.get("messageID");
    let session = message.get("sessionID");
    let of_id = id
        .as_ref()
        .and_then(|id| split_session_message_id(&id.node.text))
        .map(|(session, _)| session);
    let Some(session) = session else {
        if let (Some(of_id), Among::Alone) = (of_id, among) {
            judge_no_session_id(judge, message, of_id);
        }
        return;
    };
    if session.node.text.is_empty() && of_id.is_none() {
        judge.tell(|| {
            let text = "sessionID is empty where there is no session";
            Mistake::rule("M-5.3.12-1", &session, "no sessionID in page mode", text).warning()
        });
        return;
    }
    judge_session_id(judge, &session);
    if among == Among::Alone {
        judge.check("M-5.3.10-3");
    }
    let Some(id) = id.filter(|id| !id.node.text.is_empty() && is_session_id(&session.node.text))
    else {
        return;
    };
    judge.check("M-5.3.6-2");
    let wrong = match of_id {
        Some(of_id) => of_id != session.node.text,
        None => {
            !id.node.text.contains('.') && id.node.text.bytes().all(|b| b.is_ascii_alphanumeric())
        }
    };
    if wrong {
        judge.tell(|| {
            let text = format!(
                "the message of session {} has the id {}",
                shown(&session.node.text),
                shown(&id.node.text)
            );
            let expected = format!("{}.MessageID", shown(&session.node.text));
            Mistake::rule("M-5.3.6-2", &id, expected, text).also(["M-5.3.10-3"])
        });
    }
}

fn judge_no_session_id(judge: &mut Judge<'_>, message: &Place<'_>, of_id: &str) {
    judge.check("M-5.3.10-3");
    judge.tell(|| {
        let text = "a message of a session has no sessionID";
        Mistake::rule(
            "M-5.3.10-3",
            message,
            format!("sessionID {}", shown(of_id)),
            text,
        )
    });
}

// 5.3.10.2: when a message was sent or received, by the folder it is in; RFC 3339 asks for a zone.
fn judge_dates(judge: &mut Judge<'_>, message: &Place<'_>, among: Among) {
    for (name, requirement) in [("dateSent", "M-5.3.10-6"), ("dateReceived", "M-5.3.10-7")] {
        let Some(date) = message.get(name) else {
            continue;
        };
        judge.check(requirement);
        if DateTime::read(&date.node.text).is_ok_and(|date| !date.has_zone()) {
            judge.tell(|| {
                let text = format!("`{name}` has no time zone");
                Mistake::rule(requirement, &date, "a zone, Z or ±hh:mm", text)
                    .warning()
                    .ruling("R-35")
            });
        }
    }
    if among == Among::List {
        return;
    }
    let has = |name: &str| message.node.child(name).is_some();
    let folder = message
        .node
        .child("messageFolder")
        .map_or("", |folder| folder.text.as_str());
    let missing = |requirement: &str, name: &str| {
        Mistake::rule(
            requirement,
            message,
            name,
            format!("a message in {folder} has no {name}"),
        )
    };
    match folder {
        "Sent" => {
            judge.check("M-5.3.10-6");
            if !has("dateSent") {
                judge.tell(|| missing("M-5.3.10-6", "dateSent"));
            }
        }
        "Received" => {
            judge.check("M-5.3.10-7");
            if !has("dateReceived") {
                judge.tell(|| missing("M-5.3.10-7", "dateReceived"));
            }
        }
        // It was sent or received, unless it came here from Outgoing.
        "Deleted" | "ClosedSession" if !has("dateSent") && !has("dateReceived") => {
            judge.tell(|| missing("M-5.3.10-6", "dateSent or dateReceived").grade(Grade::Note));
        }
        _ => {}
    }
}
