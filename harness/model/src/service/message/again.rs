//! The same message, seen again: it says what it said before.

use super::content::{Difference, difference, is_same_file, people, shown_file, texts};
use crate::document::Message;

/// The same message, read again.
pub(super) fn again(
    before: &Message,
    now: &Message,
    in_session: bool,
    found: &mut Vec<Difference>,
) {
    const REQUIREMENT: &str = "M-5.5.5-1";
    texts("text", &before.text, &now.text, REQUIREMENT, found);
    texts("subject", &before.subject, &now.subject, REQUIREMENT, found);
    texts(
        "replyMessageID",
        &before.reply_to,
        &now.reply_to,
        REQUIREMENT,
        found,
    );
    if !in_session {
        people(before, now, REQUIREMENT, found);
    }
    let mut left: Vec<_> = now.attachments.iter().collect();
    let lost = before.attachments.iter().any(|file| {
        let at = left.iter().position(|it| is_same_file(file, it));
        at.is_none_or(|at| {
            left.swap_remove(at);
            false
        })
    });
    if lost {
        let words = |message: &Message| {
            let files: Vec<String> = message.attachments.iter().map(shown_file).collect();
            files.join(", ")
        };
        found.push(difference(
            "attachments",
            &words(before),
            &words(now),
            REQUIREMENT,
        ));
    }
    dates(before, now, REQUIREMENT, found);
}

/// The dates that were shown stay.
pub(super) fn dates(
    before: &Message,
    now: &Message,
    requirement: &'static str,
    found: &mut Vec<Difference>,
) {
    let (due, seen) = (&before.date_received, &now.date_received);
    if due.is_some() && seen.is_some() {
        texts("dateReceived", due, seen, requirement, found);
    }
    // A message that waits may be dated when it leaves.
    let (due, seen) = (&before.date_sent, &now.date_sent);
    if due.is_some() && seen.is_some() && before.folder != "Outgoing" {
        texts("dateSent", due, seen, requirement, found);
    }
}
