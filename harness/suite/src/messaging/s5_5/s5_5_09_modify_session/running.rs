//! The Running session that the cases of ModifySession change.

use ctk_model::document::{Recipients, SessionInfo};
use ctk_vectors::messaging_2::action;

use crate::arrange::Sessions;
use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;
use crate::tester::reply::Reply;

pub(crate) const NEEDS: [Need; 4] = [
    Need::SessionMode,
    Need::Action(action::MODIFY_SESSION),
    Need::Recipient,
    Need::RunningSession,
];

pub(crate) fn case(id: &'static str, purpose: &'static str, clause: &'static str) -> Case {
    Case::new(id, purpose)
        .clause(clause)
        .needs(&NEEDS)
        .own_objects(0)
}

/// A Running session, what GetSessions shows of it, and its class.
pub(crate) fn running(t: &mut Tester<'_>) -> Flow<(String, SessionInfo)> {
    let id = t.sessions().of_any_class(Sessions::running)?;
    let info = t.sessions().info(&id)?;
    Ok((id, info))
}

/// A Running session of all parts, as far as the device lets the TelCP create one and makes it Running.
pub(super) fn running_in_full(t: &mut Tester<'_>) -> Flow<(String, SessionInfo)> {
    let class = t.classes().any_session()?;
    let to = t.recipients().several(&class, 1)?;
    let subject = t.unique("Subject ")?;
    let id = t
        .sessions()
        .running_with(&class, &to, &subject, "text/plain")?;
    let info = t.sessions().info(&id)?;
    Ok((id, info))
}

pub(super) fn list_of(address: &str) -> String {
    Recipients::to_ids(&[address]).to_xml()
}

/// ModifySession with recipients to add and to remove; empty: none.
pub(super) fn change(t: &mut Tester<'_>, id: &str, add: &str, remove: &str) -> Flow<Reply> {
    let list = |address: &str| {
        if address.is_empty() {
            String::new()
        } else {
            list_of(address)
        }
    };
    let changes = [
        ("SessionRecipientsToAdd", list(add)),
        ("SessionRecipientsToRemove", list(remove)),
    ];
    let changes: Vec<(&str, &str)> = changes
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    t.sessions().modify(id, &changes)
}
