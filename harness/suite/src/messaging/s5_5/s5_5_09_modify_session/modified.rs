//! 5.5.9 ModifySession: Tables 26, 27.
//!
//! The session is Running throughout, because Table 2 pairs `session modified` with that status only.

use ctk_model::document::SessionInfo;
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};

use super::running::{case, change, running, running_in_full};
use crate::arrange::session_parts::{has_member, left_out, receivers, same_members, same_types};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        adds_recipient(),
        removes_recipient(),
        adds_and_removes(),
        removes_nobody(),
        adds_again(),
        subject(),
        content_types(),
    ]
}

/// The session has exactly these receivers, or comes to have them within the settle time.
fn judge_receivers(
    t: &mut Tester<'_>,
    requirement: &str,
    reply: &Reply,
    id: &str,
    due: &[&str],
) -> Flow {
    let info = t
        .sessions()
        .info_until(id, |info| same_members(&receivers(&info.recipients), due))?;
    let seen = receivers(&info.recipients);
    t.record(
        Judgement::met(requirement, same_members(&seen, due))
            .asked(&reply.asked)
            .accepts([&format!("the recipients {due:?}")])
            .observed(format!("the recipients {seen:?}"))
            .exchanges([reply.exchange]),
    )
}

/// 5.5.9: a recipient that is added takes part beside those who did before.
fn adds_recipient() -> Case {
    case(
        "5.5.9/adds-recipient",
        "a recipient that is added is in the session beside the others",
        "5.5.9",
    )
    .covers(&[req::M_5_5_9_1])
    .body(|t| {
        let (id, before) = running(t)?;
        let newcomer = t.recipients().somebody_else(&before.class, &before)?;
        let reply = change(t, &id, &newcomer, "")?;
        t.judge(&reply, &Expectation::success(req::M_5_5_9_1))?;
        let mut due = receivers(&before.recipients);
        due.push(&newcomer);
        judge_receivers(t, req::M_5_5_9_1, &reply, &id, &due)
    })
}

/// 5.5.9: a recipient that is removed is not in the session any more; the others are.
fn removes_recipient() -> Case {
    case(
        "5.5.9/removes-recipient",
        "a recipient that is removed is not in the session any more",
        "5.5.9",
    )
    .covers(&[req::M_5_5_9_1])
    .body(|t| {
        let (id, before) = running(t)?;
        let guest = t.recipients().somebody_else(&before.class, &before)?;
        joined_by(t, &id, &guest)?;
        let reply = change(t, &id, "", &guest)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_9_1))?;
        let due = receivers(&before.recipients);
        judge_receivers(t, req::M_5_5_9_1, &reply, &id, &due)
    })
}

/// 5.5.9: one call adds and removes.
fn adds_and_removes() -> Case {
    case(
        "5.5.9/adds-and-removes",
        "one call adds a recipient and removes another",
        "5.5.9",
    )
    .needs(&[Need::Action(action::CREATE_SESSION)])
    .covers(&[req::M_5_5_9_1])
    .body(|t| {
        let (id, before) = running_in_full(t)?;
        let newcomer = t.recipients().somebody_else(&before.class, &before)?;
        let due_to_go = t.recipients().several(&before.class, 1)?.remove(0);
        let reply = change(t, &id, &newcomer, &due_to_go)?;
        t.judge(&reply, &Expectation::success(req::M_5_5_9_1))?;
        judge_receivers(t, req::M_5_5_9_1, &reply, &id, &[&newcomer])
    })
}

/// Adds a recipient, as an arrangement.
fn joined_by(t: &mut Tester<'_>, id: &str, guest: &str) -> Flow {
    let reply = change(t, id, guest, "")?;
    t.arranged(&reply)?;
    let info = t
        .sessions()
        .info_until(id, |info| has_member(&receivers(&info.recipients), guest))?;
    if has_member(&receivers(&info.recipients), guest) {
        return Ok(());
    }
    Err(Stop::inconclusive(format!(
        "{guest} could not be added to session {id}"
    )))
}

/// 5.5.9: who is not in cannot go: 704, or success without effect.
fn removes_nobody() -> Case {
    case(
        "5.5.9/removes-nobody",
        "removing somebody who is not in the session has no effect",
        "5.5.9",
    )
    .covers(&[req::M_5_5_9_1, req::M_5_5_9_704])
    .body(|t| {
        let (id, before) = running(t)?;
        let stranger = t.recipients().somebody_else(&before.class, &before)?;
        let reply = change(t, &id, "", &stranger)?;
        let expectation = Expectation::of(req::M_5_5_9_704).by("R-45", "recipients-without-effect");
        t.judge(&reply, &expectation)?;
        let due = receivers(&before.recipients);
        judge_receivers(t, req::M_5_5_9_1, &reply, &id, &due)
    })
}

/// 5.5.9: who is in already is not added again: 704, or success without effect.
fn adds_again() -> Case {
    case(
        "5.5.9/adds-again",
        "adding somebody who is in the session already has no effect",
        "5.5.9",
    )
    .covers(&[req::M_5_5_9_1, req::M_5_5_9_704])
    .body(|t| {
        let (id, before) = running(t)?;
        let guest = t.recipients().somebody_else(&before.class, &before)?;
        joined_by(t, &id, &guest)?;
        let reply = change(t, &id, &guest, "")?;
        let expectation = Expectation::of(req::M_5_5_9_704).by("R-45", "recipients-without-effect");
        t.judge(&reply, &expectation)?;
        let mut due = receivers(&before.recipients);
        due.push(&guest);
        judge_receivers(t, req::M_5_5_9_1, &reply, &id, &due)
    })
}

/// 5.5.9: the subject changes, where GetSessions shows one.
fn subject() -> Case {
    case(
        "5.5.9/subject",
        "a new subject replaces the one before",
        "5.5.9",
    )
    .covers(&[req::M_5_5_9_2])
    .body(|t| {
        let (id, _) = running(t)?;
        let subject = t.unique("Another subject ")?;
        let reply = t.sessions().modify(&id, &[("Subject", &subject)])?;
        t.judge(&reply, &Expectation::success(req::M_5_5_9_2))?;
        let info = t
            .sessions()
            .info_until(&id, |info| info.subject.as_ref() == Some(&subject))?;
        let seen = info.subject.ok_or_else(|| left_out("subject"))?;
        judge_part(
            t,
            req::M_5_5_9_2,
            &reply,
            "subject",
            &subject,
            &seen,
            seen == subject,
        )
    })
}

/// 5.5.9: the content types change, where GetSessions shows them.
fn content_types() -> Case {
    case(
        "5.5.9/content-types",
        "new content types replace those before",
        "5.5.9",
    )
    .covers(&[req::M_5_5_9_2])
    .body(|t| {
        let (id, _) = running(t)?;
        let types = "text/plain,image/gif";
        let fits = |info: &SessionInfo| {
            info.supported_content_type
                .as_deref()
                .is_some_and(|seen| same_types(seen, types))
        };
        let reply = t
            .sessions()
            .modify(&id, &[("SupportedContentType", types)])?;
        t.judge(&reply, &Expectation::success(req::M_5_5_9_2))?;
        let info = t.sessions().info_until(&id, fits)?;
        let right = fits(&info);
        let seen = info
            .supported_content_type
            .ok_or_else(|| left_out("supportedContentType"))?;
        judge_part(
            t,
            req::M_5_5_9_2,
            &reply,
            "supportedContentType",
            types,
            &seen,
            right,
        )
    })
}

fn judge_part(
    t: &mut Tester<'_>,
    requirement: &str,
    reply: &Reply,
    name: &str,
    due: &str,
    seen: &str,
    right: bool,
) -> Flow {
    t.record(
        Judgement::met(requirement, right)
            .asked(&reply.asked)
            .accepts([&format!("{name} {due:?}")])
            .observed(format!("{name} {seen:?}"))
            .exchanges([reply.exchange]),
    )
}
