//! Input that an action shall refuse: documents that are not well-formed or not valid, ids that nothing can have,
//! values of no table. Where a ruling leaves it to the device, nothing is said.

use ctk_model::document::{Context, Direction, Grade, Kind, Layer, validate};
use ctk_vectors::facts;
use ctk_vectors::messaging_2::action;

use crate::subject::{Action, Subject};

/// Why the action should have refused this argument: its name, the requirement, and what is wrong.
pub fn accepted_invalid(
    subject: &Subject,
    action: &Action,
    arguments: &[(String, String)],
) -> Option<(String, String)> {
    arguments.iter().find_map(|(name, value)| {
        let why = why_invalid(subject, action, name, value, arguments)?;
        Some((name.clone(), why))
    })
}

fn why_invalid(
    subject: &Subject,
    action: &Action,
    name: &str,
    value: &str,
    all: &[(String, String)],
) -> Option<String> {
    let input = action.inputs.iter().find(|input| input.name == name)?;
    // An argument that stands twice may be taken either way.
    if all.iter().filter(|(other, _)| other == name).count() > 1 {
        return None;
    }
    match name {
        "MessageToSend" => why_document(Kind::Message, value),
        "SessionRecipients" => why_document(Kind::RecipientsList, value),
        // in a removal a missing recipientFrom is harmless.
        "SessionRecipientsToAdd" if !value.is_empty() => why_document(Kind::RecipientsList, value),
        "MessageID" | "SessionID" => why_id(&action.name, value),
        _ => {
            let session = all.iter().find(|(name, _)| name == "SessionID");
            let by_id = session.is_some_and(|(_, id)| !id.is_empty());
            let criterion = matches!(
                &*action.name,
                action::SEARCH_MESSAGES | action::GET_SESSIONS
            ) && !by_id
                || action.name == action::CREATE_SESSION;
            let table = input.table.filter(|_| criterion)?;
            why_value(table, value, &input.allowed, &subject.context)
        }
    }
}

/// a document that is not well-formed or not valid.
fn why_document(kind: Kind, text: &str) -> Option<String> {
    // A document type, another version or another encoding: a reader may know better than ours, or R-71.
    let odd_beginning = text.contains("<!DOCTYPE")
        || text.starts_with('\u{feff}')
        || text.trim_start() != text
        || text
            .strip_prefix("<?xml")
            .and_then(|rest| rest.split_once("?>"))
            .is_some_and(|(declaration, _)| !is_plain(declaration));
    if odd_beginning {
        return None;
    }
    let read = validate(kind, text, Direction::Input, &Context::default());
    let wrong = read.findings.iter().find(|finding| {
        finding.grade == Grade::Fail && finding.layer != Layer::Rule && finding.ruling.is_none()
    })?;
    Some(format!(
        "{}: expected {}, but {}",
        wrong.requirement, wrong.expected, wrong.text
    ))
}

/// `version="1.0"`, and UTF-8 where an encoding is named.
fn is_plain(declaration: &str) -> bool {
    let lower = declaration.to_ascii_lowercase().replace('\'', "\"");
    lower.contains("version=\"1.0\"")
        && (!lower.contains("encoding") || lower.contains("encoding=\"utf-8\""))
        && !lower.contains("standalone")
}

/// an id with characters that no id has does not exist.
fn why_id(action: &str, value: &str) -> Option<String> {
    let optional = matches!(action, action::SEARCH_MESSAGES | action::GET_SESSIONS);
    let trimmed = value.trim();
    if trimmed.is_empty() && (optional || !value.is_empty()) {
        return None;
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '.';
    if !trimmed.is_empty() && trimmed.chars().all(plain) {
        return None;
    }
    Some("R-30: nothing has an id like this".to_owned())
}

/// Tables 3 to 7, and what the device itself lists.
fn why_value(table: u8, value: &str, allowed: &[String], context: &Context) -> Option<String> {
    let trimmed = value.trim();
    if trimmed.is_empty() || trimmed == "ANY" {
        return None;
    }
    let known = facts().values(table)?;
    let same = |other: &str| other.eq_ignore_ascii_case(trimmed);
    let listed = known.values.iter().any(|one| same(&one.value))
        || allowed.iter().any(|one| same(one))
        || context.message_classes.iter().any(|one| same(one))
        || context.session_classes.iter().any(|one| same(one))
        || context.folders.iter().any(|one| same(one));
    (!listed).then(|| format!("the value is not in Table {table}, nor does the device list it"))
}
