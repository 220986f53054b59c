//! Session ids that no session has, for every action that names one: what is neither an id nor known does not exist
//! either (5.3.12, R-30).

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::action;

use crate::case::{Case, Need};
use crate::tester::Tester;

/// The cases of an action: an id with characters that no id has, and an empty one.
pub(crate) fn unknown_session_cases(
    clause: &'static str,
    action: &'static str,
    requirement: &'static str,
) -> Vec<Case> {
    let ids = [
        (
            "impossible-session-id",
            "an id with characters that no id has",
            "No_such/Session!",
        ),
        ("empty-session-id", "an empty session id", ""),
    ];
    ids.into_iter()
        .map(|(slug, what, id)| {
            Case::new(
                format!("{clause}/{slug}"),
                format!("{action} with {what} answers 706"),
            )
            .clause(format!("{clause}.7"))
            .covers(&[requirement])
            .needs(&[Need::SessionMode, Need::Action(action)])
            .derived()
            .body(move |t| {
                let reply = if action == action::MODIFY_SESSION {
                    modify(t, id)?
                } else {
                    t.invoke(action, &[("SessionID", id)])?
                };
                let expectation = Expectation::fault(requirement, 706).by("R-30", "session-id");
                t.judge_pair(&reply, &expectation, 706)
            })
        })
        .collect()
}

fn modify(
    t: &mut Tester<'_>,
    id: &str,
) -> crate::judging::judgement::Flow<crate::tester::reply::Reply> {
    let subject = t.unique("Subject ")?;
    t.sessions().modify(id, &[("Subject", &subject)])
}
