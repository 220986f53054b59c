//! 5.3.2 A_ARG_TYPE_MessagingCapabilities: what the device supports.

use ctk_vectors::{Presence, facts};

use crate::document::{
    Context, Direction, Judge, Kind, MESSAGE_CLASS, MESSAGE_FOLDER, Mistake, Node, Place, Read,
    SESSION_CLASS, Value, listed, shown, validate,
};

/// The content of `messagingCapabilities`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Supported message classes (Table 3 or a vendor's).
    pub message_classes: Vec<String>,
    /// Supported session classes (Table 6 or a vendor's).
    pub session_classes: Vec<String>,
    /// Supported folders (Table 4).
    pub folders: Vec<String>,
}

impl Capabilities {
    /// The meaning of a `messagingCapabilities` element.
    pub fn from_node(node: &Node) -> Self {
        let list = |outer: &str, inner: &str| {
            let outer = node.child(outer).into_iter();
            outer
                .flat_map(|outer| outer.children_named(inner))
                .map(|value| value.text.clone())
                .collect()
        };
        Self {
            message_classes: list("supportedMessageClasses", "messageClass"),
            session_classes: list("supportedSessionClasses", "sessionClass"),
            folders: list("supportedMessageFolders", "messageFolder"),
        }
    }
}

/// Reads `messagingCapabilities`. The context does not matter: this is what it is made from.
pub fn read_capabilities(
    text: &str,
    direction: Direction,
    context: &Context,
) -> Read<Capabilities> {
    validate(Kind::MessagingCapabilities, text, direction, context)
        .map(|node| Capabilities::from_node(&node))
}

pub(crate) fn rules(judge: &mut Judge<'_>, root: &Place<'_>) {
    judge.check("M-5.3.2-2");
    judge.check("M-5.3.2-3");
    judge.check("M-5.3.2-4");
    if let Some(list) = root.get("supportedMessageClasses") {
        list.all("messageClass")
            .for_each(|class| judge_class(judge, &class, MESSAGE_CLASS, "M-5.3.2-3"));
    }
    if let Some(list) = root.get("supportedSessionClasses") {
        judge.check("M-5.3.2-5");
        list.all("sessionClass")
            .for_each(|class| judge_class(judge, &class, SESSION_CLASS, "M-5.3.2-5"));
    }
    if let Some(list) = root.get("supportedMessageFolders") {
        list.all("messageFolder")
            .for_each(|folder| judge_folder(judge, &folder));
        require_folders(judge, &list);
    }
}

// 5.3.7, 5.3.13, R-04: a class of the table, or a vendor's, which should be marked as one.
fn judge_class(judge: &mut Judge<'_>, class: &Place<'_>, table: u8, requirement: &str) {
    let text = &class.node.text;
    match Value::read(table, text) {
        Value::Standard | Value::Unknown { prefixed: true } => {}
        Value::Empty => judge.tell(|| empty(class)),
        Value::Almost(meant) => judge.tell(|| {
            let text = format!("`{}` is `{meant}` but for case or punctuation", shown(text));
            Mistake::rule(requirement, class, meant, text).ruling("R-04")
        }),
        Value::Unknown { prefixed: false } => judge.tell(|| {
            let text = format!("the vendor's class `{}` lacks the prefix X_", shown(text));
            Mistake::rule(requirement, class, "a name beginning with X_", text)
                .warning()
                .ruling("R-04")
        }),
    }
}

fn judge_folder(judge: &mut Judge<'_>, folder: &Place<'_>) {
    let text = &folder.node.text;
    match Value::read(MESSAGE_FOLDER, text) {
        Value::Standard => {}
        Value::Empty => judge.tell(|| empty(folder)),
        Value::Almost(_) | Value::Unknown { .. } => judge.tell(|| {
            let text = format!("`{}` is not a folder", shown(text));
            Mistake::rule("M-5.3.2-4", folder, listed(MESSAGE_FOLDER), text).ruling("R-04")
        }),
    }
}

// Table 4: three folders are required. One told as misspelt is not told as missing too, and without any the schema tells.
fn require_folders(judge: &mut Judge<'_>, list: &Place<'_>) {
    if list.get("messageFolder").is_none() {
        return;
    }
    let table = facts()
        .values(MESSAGE_FOLDER)
        .map_or(&[][..], |table| &table.values[..]);
    for required in table
        .iter()
        .filter(|value| value.presence == Presence::Required)
    {
        let meant = |folder: &Place<'_>| {
            let text = &folder.node.text;
            *text == required.value
                || matches!(Value::read(MESSAGE_FOLDER, text), Value::Almost(name) if name == required.value)
        };
        if !list.all("messageFolder").any(|folder| meant(&folder)) {
            judge.tell(|| {
                let text = format!("the required folder `{}` is not listed", required.value);
                Mistake::rule("M-5.3.2-4", list, required.value.as_str(), text)
            });
        }
    }
}

fn empty(place: &Place<'_>) -> Mistake {
    let text = format!("`{}` is empty", place.node.name);
    Mistake::rule("M-5.3.2-2", place, "a value that is not empty", text)
}
