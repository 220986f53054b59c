//! The Running session that the cases of ModifySession change.

use ctk_model::document::SessionInfo;
use ctk_vectors::messaging_2::action;

use crate::arrange::Sessions;
use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;

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
