//! What a message shows beyond what was given: nobody else is addressed, and nothing is attached twice.

use super::content::{
    Difference, MOST_SERVED, bare_mime, difference, of, same_address, shown_file,
};
use crate::document::{Attachment, Message, Peer};

/// another id fails. An address that was given twice may be kept once, and none that was not given is there.
pub(super) fn others_addressed(
    given: &Message,
    now: &Message,
    requirement: &'static str,
    found: &mut Vec<Difference>,
) {
    if !found.is_empty() {
        return;
    }
    for (element, due, seen) in [
        ("recipientTo", &given.recipients.to, &now.recipients.to),
        ("recipientCc", &given.recipients.cc, &now.recipients.cc),
        ("recipientBcc", &given.recipients.bcc, &now.recipients.bcc),
    ] {
        let times = |list: &[Peer], id: &str| {
            let same = list.iter().filter(|it| same_address(&it.id, id));
            same.count()
        };
        // A group may be shown as its members.
        let is_group = |peer: &Peer| peer.group_instance_id.is_some();
        if due.iter().chain(seen).any(is_group) {
            continue;
        }
        let other = seen
            .iter()
            .find(|peer| !peer.id.is_empty() && times(seen, &peer.id) > times(due, &peer.id));
        if let Some(other) = other {
            let ids: Vec<&str> = due.iter().map(|peer| peer.id.as_str()).collect();
            found.push(difference(element, &ids.join(", "), &other.id, requirement));
            return;
        }
    }
}

/// A file is shown once more than it was attached, and there are more files than were; what a network adds of its own, as
/// the layout of an MMS, is another.
pub(super) fn surplus_files(
    given: &Message,
    now: &Message,
    incoming: bool,
    found: &mut Vec<Difference>,
) {
    if !found.is_empty() || now.attachments.len() <= given.attachments.len() {
        return;
    }
    // Files whose size was left out, or replaced by what the kit serves, are not told apart.
    let key = |file: &Attachment| {
        let size: u64 = file.size.as_deref()?.trim().parse().ok()?;
        let mime = file.mime_type.as_deref().map(bare_mime)?;
        (size != MOST_SERVED).then_some((mime, size))
    };
    let times = |list: &[Attachment], wanted: &(String, u64)| {
        let same = list.iter().filter(|it| key(it).as_ref() == Some(wanted));
        same.count()
    };
    let twice = given.attachments.iter().find(|file| {
        let more = |it| times(&now.attachments, &it) > times(&given.attachments, &it);
        key(file).is_some_and(more)
    });
    if let Some(file) = twice {
        let listed: Vec<String> = now.attachments.iter().map(shown_file).collect();
        found.push(difference(
            "attachment",
            &format!("{} once", shown_file(file)),
            &listed.join(", "),
            of(incoming),
        ));
    }
}
