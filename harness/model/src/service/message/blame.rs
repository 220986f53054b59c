//! Which requirement a message breaks that is where it cannot be.

use std::collections::BTreeSet;

use super::state::{Filter, Folder, Moves, Place, Shown, State, Step};
use crate::service::rules::Blame;
use crate::service::track::Kind;

/// The rule and the requirement that exclude a step, by what was possible instead.
pub(in crate::service) fn blame(
    moves: &Moves,
    possible: &[State],
    step: &Step,
    (last, refused): (Option<&Step>, Option<u16>),
) -> Blame {
    let gone = match step {
        Step::Read(shown) | Step::Listed(_, shown) => shown.folder == Folder::Deleted,
        Step::Refused { .. } | Step::Unlisted(_) => true,
        _ => false,
    };
    let there = possible
        .iter()
        .any(|state| state.place.exists() && !is_deleted(*state));
    if let Some(606) = refused.filter(|_| gone && there) {
        return Blame {
            rule: "failure-leaves-nothing",
            requirement: "M-5.5.7-606",
            ruling: None,
            allowed: names(possible),
        };
    }
    let (rule, requirement, allowed) = match step {
        Step::Read(shown) => shown_elsewhere(moves, possible, *shown, (None, last)),
        Step::Listed(filter, shown) => {
            shown_elsewhere(moves, possible, *shown, (Some(*filter), last))
        }
        Step::Unlisted(filter) => (
            "list-complete",
            match last {
                Some(Step::Arrive) if is_wide(*filter) && !filter.long => {
                    "M-F2-none-incoming-message"
                }
                _ => criteria(*filter),
            },
            "a list with the message".to_owned(),
        ),
        // 5.3.9: what somebody has read at the device is not new any more.
        Step::New(true) if matches!(last, Some(Step::LocalRead)) => (
            "new-messages",
            "M-5.3.9-2",
            "a value without the message".to_owned(),
        ),
        Step::New(true) => (
            "new-messages",
            "M-5.5.3-1",
            "a value without the message".to_owned(),
        ),
        Step::New(false) => (
            "new-messages",
            "M-5.5.3-1",
            "a value with the message".to_owned(),
        ),
        Step::Refused { delete: false, .. } => (
            "message-refused",
            if possible.iter().all(|state| is_deleted(*state)) {
                "M-5.5.7-1"
            } else {
                "M-5.5.5-1"
            },
            "the message".to_owned(),
        ),
        Step::Refused { delete: true, .. } => (
            "message-refused",
            if possible.iter().all(|state| is_deleted(*state)) {
                "M-5.5.7-2"
            } else {
                "M-5.5.7-1"
            },
            "success".to_owned(),
        ),
        Step::Delete => ("message-gone", "M-5.5.7-701", "fault 701".to_owned()),
        Step::Send | Step::Arrive => ("id-given-once", "M-5.3.6-3", "an id of its own".to_owned()),
        Step::Deliver | Step::LocalRead => {
            ("message-moves", "M-F2-outgoing-delivery", names(possible))
        }
    };
    Blame {
        rule,
        requirement,
        ruling: None,
        allowed,
    }
}

fn is_deleted(state: State) -> bool {
    state.place.folder() == Some(Folder::Deleted)
}

type Named = (&'static str, &'static str, String);

/// It is shown in a folder or with a status that it cannot have.
fn shown_elsewhere(
    moves: &Moves,
    possible: &[State],
    shown: Shown,
    (filter, last): (Option<Filter>, Option<&Step>),
) -> Named {
    let listed = |filter: Filter| Step::Listed(filter, shown);
    let fits = |filter: Filter| {
        possible
            .iter()
            .any(|state| !moves.after(state, &listed(filter)).is_empty())
    };
    if let Some(filter) = filter
        && fits(Filter::default())
    {
        return (
            "list-exact",
            criteria(filter),
            "a list of what meets the criteria".to_owned(),
        );
    }
    if !possible.iter().any(|state| state.place.exists()) {
        let requirement = match filter {
            None => "M-5.5.5-701",
            Some(_) if moves.has_deleted == Some(false) => "M-5.5.7-3",
            Some(_) => "M-5.5.7-2",
        };
        return ("message-gone", requirement, "no such message".to_owned());
    }
    let there = |state: &&State| state.place.folder() == Some(shown.folder);
    if possible.iter().any(|state| there(&state)) {
        return ("message-status", status(shown, last), names(possible));
    }
    let requirement = match last {
        Some(Step::Read(_)) => "M-5.5.5-1",
        _ => folder(possible, shown),
    };
    ("message-moves", requirement, names(possible))
}

/// The requirement on the status that it would have to have, by what changed it last.
pub(in crate::service) fn status(shown: Shown, last: Option<&Step>) -> &'static str {
    match (shown.folder, shown.unread, last) {
        (_, true, Some(Step::LocalRead)) => "M-5.3.9-2",
        (Folder::Deleted, _, Some(Step::Delete)) => "M-5.5.7-4",
        (Folder::Sent, ..) => "M-5.5.6-3",
        (Folder::Outgoing, ..) => "M-5.5.6-2",
        (_, true, _) => "M-5.5.5-2",
        (_, false, _) => "M-5.3.9-1",
    }
}

/// The requirement on the folder that it would have to be in.
fn folder(possible: &[State], shown: Shown) -> &'static str {
    let all = |folder| {
        let mut there = possible.iter().filter(|state| state.place.exists());
        there.all(|state| state.place.folder() == Some(folder))
    };
    let withdrawn = |state: &State| matches!(state.place, Place::Withdrawn);
    let was_withdrawn = possible.iter().any(withdrawn);
    match shown.folder {
        _ if all(Folder::Outgoing) && shown.folder == Folder::Sent => "M-5.5.6-1",
        Folder::Outgoing if was_withdrawn => "M-F2-outgoing-deletemessage",
        Folder::Received if all(Folder::Deleted) => "M-F2-received-deletemessage",
        _ if all(Folder::Deleted) => "M-5.5.7-1",
        Folder::Deleted if all(Folder::Received) => "M-F2-received-deletemessage",
        Folder::Deleted if all(Folder::Outgoing) => "M-F2-outgoing-deletemessage",
        Folder::Deleted => "M-F2-sent-deletemessage",
        Folder::ClosedSession => "M-5.5.15-4",
        _ if all(Folder::Received) => "M-F2-none-incoming-message",
        _ => "M-F2-outgoing-delivery",
    }
}

/// Neither the class nor the state of a message is asked for.
fn is_wide(filter: Filter) -> bool {
    !filter.class && filter.folder.is_none() && filter.unread.is_none()
}

/// The requirement on a list by the criteria it was asked for by.
fn criteria(filter: Filter) -> &'static str {
    let given = [
        (filter.class, "M-5.5.4-class"),
        (filter.folder.is_some(), "M-5.5.4-folder"),
        (filter.unread.is_some(), "M-5.5.4-status"),
        (filter.session, "M-5.5.4-session"),
    ];
    let mut given = given.into_iter().filter(|(is, _)| *is);
    match (given.next(), given.next()) {
        (None, _) => "M-5.5.4-1",
        (Some((_, only)), None) => only,
        (Some(_), Some(_)) => "M-5.5.4-combined",
    }
}

/// The states, as words: `Received and Unread, or Deleted`.
pub(in crate::service) fn names(possible: &[State]) -> String {
    let words = |state: &State| match (state.place, state.unread) {
        (Place::Unborn, _) => "not sent yet".to_owned(),
        (Place::Gone { .. }, _) => "gone".to_owned(),
        (place, unread) => {
            let folder = place.folder().map_or("", Folder::name);
            format!("{folder} and {}", if unread { "Unread" } else { "Read" })
        }
    };
    let words: BTreeSet<String> = possible.iter().map(words).collect();
    let words: Vec<String> = words.into_iter().collect();
    words.join(", or ")
}

/// The rules that a step gives an opportunity to apply.
pub(in crate::service) fn rules(step: &Step) -> &'static [&'static str] {
    match step {
        Step::Read(_) => &["message-status", "message-moves", "message-gone"],
        Step::Listed(..) => &[
            "list-exact",
            "message-status",
            "message-moves",
            "message-gone",
        ],
        Step::Unlisted(_) => &["list-complete"],
        Step::New(_) => &["new-messages"],
        Step::Refused { .. } => &["message-refused"],
        Step::Delete => &["message-gone"],
        _ => &[],
    }
}

/// The step in words, of a message of this id.
pub(in crate::service) fn described(id: &str, step: &Step) -> String {
    let status = |unread: bool| if unread { "Unread" } else { "Read" };
    match step {
        Step::Read(shown) | Step::Listed(_, shown) => format!(
            "message {id} is {} and {}",
            shown.folder.name(),
            status(shown.unread)
        ),
        Step::Unlisted(_) => format!("message {id} is not in the list"),
        Step::New(true) => format!("message {id} is among the new messages"),
        Step::New(false) => format!("message {id} is not among the new messages"),
        Step::Refused { code, .. } => format!("message {id} is refused with {code}"),
        Step::Delete => format!("message {id} is deleted"),
        Step::Send | Step::Arrive => format!("a new message gets the id {id}"),
        Step::Deliver => format!("message {id} is delivered"),
        Step::LocalRead => format!("message {id} is read at the device"),
    }
}
