//! What a message says: what was given comes back as given, and is the same whenever it is seen.

use std::collections::BTreeSet;

use super::again::{again, dates};
use super::beyond::{others_addressed, surplus_files};
use crate::document::{Attachment, Message, Peer, Recipients};

/// The kit serves no more bytes of a file than this, whatever size it gives: who fetches the file may say so.
pub const MOST_SERVED: u64 = 1 << 20;

/// What is known of a message's content.
#[derive(Clone, Debug, Default)]
pub(in crate::service) struct Content {
    /// As it was sent, or made to arrive.
    given: Option<Message>,
    /// Whether it came from the far side.
    pub(in crate::service) incoming: bool,
    /// As it was first read.
    seen: Option<Message>,
    /// The class, once it is known.
    class: Option<String>,
    /// The class that it had before a list showed another one.
    class_before: Option<String>,
}

/// An element that is not what it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct Difference {
    pub(in crate::service) element: &'static str,
    pub(in crate::service) due: String,
    pub(in crate::service) seen: String,
    pub(in crate::service) requirement: &'static str,
}

impl Content {
    pub(in crate::service) fn given(message: Message, incoming: bool) -> Self {
        Self {
            class: Some(message.class.clone()).filter(|class| !class.is_empty()),
            given: Some(message),
            incoming,
            seen: None,
            class_before: None,
        }
    }

    /// The message that it answers.
    pub(in crate::service) fn answers(&self) -> Option<&str> {
        let message = self.given.as_ref().or(self.seen.as_ref());
        message.and_then(|message| message.reply_to.as_deref())
    }

    /// The class, where it is certain.
    pub(in crate::service) fn class(&self) -> Option<&str> {
        self.class.as_deref()
    }

    /// Holds what ReadMessage shows against what is known (in a session the recipients are its participants, M-5.3.10-8); what is new is learned, and so is what differs.
    pub(in crate::service) fn read(&mut self, now: &Message, in_session: bool) -> Vec<Difference> {
        let mut found = Vec::new();
        self.class = self.class_before.take().or(self.class.take());
        self.class_of(now, "M-5.5.5-1", &mut found);
        let requirement = self.requirement(now);
        if let Some(given) = &self.given {
            details(given, now, (self.incoming, requirement), &mut found);
            if !in_session {
                people(given, now, requirement, &mut found);
                if !self.incoming {
                    others_addressed(given, now, requirement, &mut found);
                }
            }
            if self.incoming {
                sender(given, now, &mut found);
            }
            surplus_files(given, now, self.incoming, &mut found);
        }
        if let Some(before) = self.seen.as_ref().filter(|_| found.is_empty()) {
            again(before, now, in_session, &mut found);
        }
        if !found.is_empty() {
            self.given = None;
        }
        self.seen = Some(now.clone());
        found
    }

    /// What was sent comes back as it was; what was read right before is what ReadMessage has lost since, unless it was delivered.
    fn requirement(&self, now: &Message) -> &'static str {
        let is_out = !matches!(now.folder.as_str(), "Outgoing" | "Deleted");
        let waited = |before: &Message| before.folder == "Outgoing" && is_out;
        match &self.seen {
            Some(before) if !waited(before) => "M-5.5.5-1",
            _ => of(self.incoming),
        }
    }

    /// Holds what a list shows against what is known.
    pub(in crate::service) fn listed(
        &mut self,
        now: &Message,
        in_session: bool,
    ) -> Vec<Difference> {
        let mut found = Vec::new();
        let class = self.class.clone();
        self.class_of(now, LISTED, &mut found);
        if !found.is_empty() && self.class_before.is_none() {
            self.class_before = class;
        }
        if let Some(given) = &self.given {
            if !in_session {
                people(given, now, LISTED, &mut found);
                if !self.incoming {
                    others_addressed(given, now, LISTED, &mut found);
                }
            }
            if now.subject.is_some() && has_subject(given, self.incoming) {
                texts("subject", &given.subject, &now.subject, LISTED, &mut found);
            }
        }
        if let Some(before) = self.seen.as_ref().filter(|_| found.is_empty()) {
            dates(before, now, LISTED, &mut found);
        }
        found
    }

    fn class_of(&mut self, now: &Message, requirement: &'static str, found: &mut Vec<Difference>) {
        if now.class.is_empty() {
            return;
        }
        match &self.class {
            Some(class) if *class != now.class => {
                found.push(difference("messageClass", class, &now.class, requirement));
            }
            _ => {}
        }
        self.class = Some(now.class.clone());
    }
}

/// The requirement on what lists show.
pub(in crate::service) const LISTED: &str = "M-5.5.4-1";

pub(super) fn of(incoming: bool) -> &'static str {
    if incoming { "M-5.5.5-1" } else { "M-5.5.6-6" }
}

pub(super) fn difference(
    element: &'static str,
    due: &str,
    seen: &str,
    requirement: &'static str,
) -> Difference {
    Difference {
        element,
        due: due.to_owned(),
        seen: seen.to_owned(),
        requirement,
    }
}

pub(super) fn texts(
    element: &'static str,
    due: &Option<String>,
    seen: &Option<String>,
    requirement: &'static str,
    found: &mut Vec<Difference>,
) {
    let (due, seen) = (
        due.as_deref().unwrap_or_default(),
        seen.as_deref().unwrap_or_default(),
    );
    if due != seen {
        found.push(difference(element, due, seen, requirement));
    }
}

/// Whether the subject has to come back. What an SMS that arrives has no place for is the upper tester's affair.
fn has_subject(given: &Message, incoming: bool) -> bool {
    let bare = matches!(
        given.class.as_str(),
        "SMS" | "Instant Message" | "WebpageURL"
    );
    !incoming || !(bare || given.subject.is_none())
}

/// Subject, text, reply id and attachments.
fn details(
    given: &Message,
    now: &Message,
    (incoming, requirement): (bool, &'static str),
    found: &mut Vec<Difference>,
) {
    texts("text", &given.text, &now.text, requirement, found);
    if has_subject(given, incoming) {
        texts("subject", &given.subject, &now.subject, requirement, found);
    }
    if !incoming {
        let (due, seen) = (&given.reply_to, &now.reply_to);
        texts("replyMessageID", due, seen, requirement, found);
    }
    let mut left: Vec<&Attachment> = now.attachments.iter().collect();
    for attachment in &given.attachments {
        match left.iter().position(|it| is_same_file(attachment, it)) {
            Some(at) => {
                left.remove(at);
            }
            None => {
                let listed: Vec<String> = now.attachments.iter().map(shown_file).collect();
                found.push(difference(
                    "attachment",
                    &shown_file(attachment),
                    &listed.join(", "),
                    requirement,
                ));
                return;
            }
        }
    }
}

// its address may be another, its size may be left out.
pub(super) fn is_same_file(given: &Attachment, seen: &Attachment) -> bool {
    let size = match (&given.size, &seen.size) {
        (Some(given), Some(seen)) => {
            let served = MOST_SERVED.to_string();
            let is_long = given.parse::<u64>().is_ok_and(|size| size > MOST_SERVED);
            number(given) == number(seen) || is_long && number(seen) == served
        }
        _ => true,
    };
    let mime = match (&given.mime_type, &seen.mime_type) {
        (Some(given), Some(seen)) => bare_mime(given) == bare_mime(seen),
        (Some(_), None) => false,
        (None, _) => true,
    };
    size && mime
}

fn number(text: &str) -> &str {
    let digits = text.trim().trim_start_matches('+').trim_start_matches('0');
    if digits.is_empty() { "0" } else { digits }
}

// Types and the names of parameters are the same in any case, and blanks around the semicolons mean nothing.
pub(in crate::service) fn bare_mime(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '"')
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn shown_file(file: &Attachment) -> String {
    let mut words = file
        .mime_type
        .clone()
        .unwrap_or_else(|| "a file".to_owned());
    if let Some(size) = &file.size {
        words.push_str(&format!(" of {size} bytes"));
    }
    words
}

/// Everybody it was given to is there, in the same place, by the same address.
pub(super) fn people(
    given: &Message,
    now: &Message,
    requirement: &'static str,
    found: &mut Vec<Difference>,
) {
    if now.recipients == Recipients::default() {
        return;
    }
    for (element, due, seen) in [
        ("recipientTo", &given.recipients.to, &now.recipients.to),
        ("recipientCc", &given.recipients.cc, &now.recipients.cc),
        ("recipientBcc", &given.recipients.bcc, &now.recipients.bcc),
    ] {
        let Some(lost) = due
            .iter()
            .filter(|peer| !seen.iter().any(|it| same_address(&it.id, &peer.id)))
            .find(|peer| !is_kept_once(given, now, &peer.id))
        else {
            names(due, seen, requirement, found);
            continue;
        };
        let ids: BTreeSet<&str> = seen.iter().map(|peer| peer.id.as_str()).collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        found.push(difference(element, &lost.id, &ids.join(", "), requirement));
    }
}

/// an address that was given twice, in whatever role, may be kept once.
fn is_kept_once(given: &Message, now: &Message, id: &str) -> bool {
    let often = |message: &Message| {
        let list = &message.recipients;
        let all = list.to.iter().chain(&list.cc).chain(&list.bcc);
        all.filter(|peer| same_address(&peer.id, id)).count()
    };
    often(given) > 1 && often(now) > 0
}

/// Who sent what arrived.
fn sender(given: &Message, now: &Message, found: &mut Vec<Difference>) {
    if let (Some(due), Some(seen)) = (&given.recipients.from, &now.recipients.from)
        && !due.id.is_empty()
        && !seen.id.is_empty()
        && !super::caller::same_caller(&due.id, &seen.id)
    {
        found.push(difference("recipientFrom", &due.id, &seen.id, of(true)));
    }
}

/// Addresses are compared without regard to case and, in telephone numbers, to visual separators.
pub(in crate::service) fn same_address(one: &str, other: &str) -> bool {
    plain_address(one) == plain_address(other)
}

/// An address as it is compared.
pub(in crate::service) fn plain_address(address: &str) -> String {
    let address = address.trim().to_ascii_lowercase();
    let is_separator = |c: &char| matches!(c, '-' | '.' | '(' | ')');
    match address.strip_prefix("tel:") {
        Some(number) => number.chars().filter(|c| !is_separator(c)).collect(),
        None => address
            .strip_prefix("mailto:")
            .map_or_else(|| address.clone(), str::to_owned),
    }
}

/// The name of somebody whom nobody else in the list has the address of, and what has become of it.
pub(in crate::service) struct Named {
    pub(in crate::service) name: String,
    pub(in crate::service) seen: String,
    pub(in crate::service) requirement: &'static str,
}

impl Content {
    /// The names that were given, and those that ReadMessage shows in their place; where an address book may know
    /// better, none (M-A-4).
    pub(in crate::service) fn names(&self, now: &Message, in_session: bool) -> Vec<Named> {
        let Some(given) = &self.given else {
            return Vec::new();
        };
        let from = |list: &Recipients| -> Vec<Peer> { list.from.iter().cloned().collect() };
        let mut pairs = vec![];
        if self.incoming {
            pairs.push((from(&given.recipients), from(&now.recipients)));
        } else if !in_session {
            let (due, seen) = (&given.recipients, &now.recipients);
            pairs.push((due.to.clone(), seen.to.clone()));
            pairs.push((due.cc.clone(), seen.cc.clone()));
        }
        let mut names = Vec::new();
        for (due, seen) in pairs {
            for peer in &due {
                let named = peer.name.as_deref().filter(|name| !name.trim().is_empty());
                if let (Some(name), Some(now)) = (named, only_one(&due, &seen, &peer.id)) {
                    names.push(Named {
                        name: name.to_owned(),
                        seen: now.name.clone().unwrap_or_default(),
                        requirement: of(self.incoming),
                    });
                }
            }
        }
        names
    }
}

/// Who is shown under an address, where it was given once and is shown once, and no address book knows it.
fn only_one<'p>(due: &[Peer], seen: &'p [Peer], id: &str) -> Option<&'p Peer> {
    let given = due.iter().filter(|it| same_address(&it.id, id)).count();
    let mut same = seen.iter().filter(|it| same_address(&it.id, id));
    let (Some(now), None, 1) = (same.next(), same.next(), given) else {
        return None;
    };
    let known = |id: &Option<String>| id.as_deref().is_some_and(|id| id != "0");
    (!known(&now.contact_instance_id) && !known(&now.group_instance_id)).then_some(now)
}

/// A name that is kept is kept as it was given, unless an address book knows better (M-A-4).
fn names(due: &[Peer], seen: &[Peer], requirement: &'static str, found: &mut Vec<Difference>) {
    for peer in due {
        let Some(now) = only_one(due, seen, &peer.id) else {
            continue;
        };
        if let (Some(name), Some(kept)) = (&peer.name, &now.name)
            && !kept.is_empty()
            && name != kept
        {
            found.push(difference("peer:name", name, kept, requirement));
        }
    }
}
