//! What an answer gives away.

use ctk_vectors::messaging_2::action;

use crate::bindings::{TOKEN, tokens};

/// What the inner workings of a program look like when they come out.
const INNARDS: [&str; 16] = [
    "panicked at",
    "Traceback (most recent call last)",
    "stack backtrace",
    "Segmentation fault",
    "java.lang.",
    "at java.",
    "System.Exception",
    "Unhandled exception",
    "/usr/lib/",
    "/home/",
    "/proc/self",
    "root:x:0:0",
    "ORA-0",
    "SQLITE_",
    "sqlite3.",
    "0x7ff",
];

/// How the text of the known message begins.
pub const SECRET: &str = "CtkSecret";

/// Whether a text holds anything that may give something away, whatever was sent.
pub(super) fn speaks(text: &str) -> bool {
    [TOKEN, SECRET]
        .iter()
        .chain(&INNARDS)
        .any(|mark| text.contains(mark))
}

/// What a text that answers nothing of its own, such as a fault, gives away: what earlier requests carried, a secret,
/// or how the device works inside. `sent` is what the request itself carried; it may come back.
pub fn gives_away(
    text: &str,
    sent: &str,
    serial: u64,
    secret: &str,
) -> Option<(&'static str, String)> {
    if let Some(other) = tokens(text).find(|found| *found != serial && !carries(sent, *found)) {
        return Some((
            "earlier-request",
            format!("the answer holds what request {other:x} carried"),
        ));
    }
    if !secret.is_empty() && text.contains(secret) && !sent.contains(secret) {
        return Some((
            "known-message",
            "the answer holds the text of a message that was not asked for".to_owned(),
        ));
    }
    let innards = INNARDS
        .iter()
        .find(|mark| text.contains(**mark) && !sent.contains(**mark));
    innards.map(|mark| {
        (
            "inner-workings",
            format!("the answer speaks of the device's inner workings: {mark:?}"),
        )
    })
}

fn carries(sent: &str, serial: u64) -> bool {
    tokens(sent).any(|one| one == serial)
}

/// What a document that was asked for by id holds beyond that.
pub fn gives_more(action: &str, arguments: &[(String, String)], document: &str) -> Option<String> {
    let (asked, element, root) = match action {
        action::READ_MESSAGE => ("MessageID", "messageID", "message"),
        action::GET_SESSIONS => ("SessionID", "sessionID", "sessionInfo"),
        action::SEARCH_MESSAGES => ("SessionID", "sessionID", "message"),
        action::GET_FILE_TRANSFER_SESSION => ("SessionID", "sessionID", "fileInfoList"),
        _ => return None,
    };
    let (_, id) = arguments.iter().find(|(name, _)| name == asked)?;
    if id.trim().is_empty() {
        return None;
    }
    let read = roxmltree::Document::parse(document).ok()?;
    let other = read
        .descendants()
        .filter(|node| node.tag_name().name() == root)
        .filter_map(|node| {
            let child = node
                .children()
                .find(|child| child.tag_name().name() == element)?;
            child.text()
        })
        .find(|found| found.trim() != id.trim())?;
    Some(format!("asked for {id:?}, it gives {other:?}"))
}
