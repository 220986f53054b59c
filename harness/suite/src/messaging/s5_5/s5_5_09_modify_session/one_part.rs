//! 5.5.9.3: what ModifySession leaves as it is.

use ctk_model::document::SessionInfo;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};

use super::running::{case, change, running_in_full};
use crate::arrange::session_parts::{has_member, receivers, same_members, same_types};
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![subject_alone(), recipients_alone(), content_types_alone()]
}

/// 5.5.9.3: with a new subject alone, class, recipients and content types stay.
fn subject_alone() -> Case {
    case(
        "5.5.9/subject-alone",
        "a new subject leaves recipients, content types and class as they are",
        "5.5.9.3",
    )
    .needs(&[Need::Action(action::CREATE_SESSION)])
    .covers(&[req::M_5_5_9_3])
    .body(|t| {
        let (id, before) = running_in_full(t)?;
        let subject = t.unique("Another subject ")?;
        let reply = t.sessions().modify(&id, &[("Subject", &subject)])?;
        t.arranged(&reply)?;
        let after = t
            .sessions()
            .info_until(&id, |info| info.subject.as_ref() == Some(&subject))?;
        judge_untouched(t, &reply, &before, &after, "subject")
    })
}

/// 5.5.9.3: with new recipients alone, class, subject and content types stay.
fn recipients_alone() -> Case {
    case(
        "5.5.9/recipients-alone",
        "a new recipient leaves subject, content types and class as they are",
        "5.5.9.3",
    )
    .needs(&[Need::Action(action::CREATE_SESSION)])
    .covers(&[req::M_5_5_9_3])
    .body(|t| {
        let (id, before) = running_in_full(t)?;
        let newcomer = t.recipients().somebody_else(&before.class, &before)?;
        let reply = change(t, &id, &newcomer, "")?;
        t.arranged(&reply)?;
        let after = t.sessions().info_until(&id, |info| {
            has_member(&receivers(&info.recipients), &newcomer)
        })?;
        judge_untouched(t, &reply, &before, &after, "recipients")
    })
}

/// 5.5.9.3: with new content types alone, class, subject and recipients stay.
fn content_types_alone() -> Case {
    case(
        "5.5.9/content-types-alone",
        "new content types leave subject, recipients and class as they are",
        "5.5.9.3",
    )
    .needs(&[Need::Action(action::CREATE_SESSION)])
    .covers(&[req::M_5_5_9_3])
    .body(|t| {
        let (id, before) = running_in_full(t)?;
        let reply = t
            .sessions()
            .modify(&id, &[("SupportedContentType", "text/plain,image/gif")])?;
        t.arranged(&reply)?;
        let after = t.sessions().info_until(&id, |info| {
            info.supported_content_type != before.supported_content_type
        })?;
        judge_untouched(t, &reply, &before, &after, "content types")
    })
}

/// Everything but the part that was changed is as before; what GetSessions showed before and leaves out afterwards cannot
/// be judged.
fn judge_untouched(
    t: &mut Tester<'_>,
    reply: &Reply,
    before: &SessionInfo,
    after: &SessionInfo,
    changed: &str,
) -> Flow {
    let mut touched = Vec::new();
    if before.class != after.class {
        touched.push(format!("class {:?}, was {:?}", after.class, before.class));
    }
    if changed != "recipients" {
        let (was, is) = (receivers(&before.recipients), receivers(&after.recipients));
        if !same_members(&was, &is) {
            touched.push(format!("recipients {is:?}, were {was:?}"));
        }
    }
    let parts = [
        ("subject", &before.subject, &after.subject),
        (
            "content types",
            &before.supported_content_type,
            &after.supported_content_type,
        ),
    ];
    let mut left_out = Vec::new();
    // Types in another order or case are the same types.
    let alike = |name: &str, was: &str, is: &str| {
        was == is || name == "content types" && same_types(was, is)
    };
    for (name, was, is) in parts.into_iter().filter(|(name, ..)| changed != *name) {
        match (was, is) {
            (Some(was), Some(is)) if !alike(name, was, is) => {
                touched.push(format!("{name} {is:?}, was {was:?}"));
            }
            (Some(was), None) if !was.is_empty() => left_out.push(format!("{name} {was:?}")),
            _ => {}
        }
    }
    if touched.is_empty() && !left_out.is_empty() {
        return Err(Stop::inconclusive(format!(
            "GetSessions showed {} before {}, and leaves it out now: it may have been cleared, or not be shown (R-61)",
            left_out.join(" and "),
            reply.asked
        )));
    }
    t.record(
        Judgement::met(req::M_5_5_9_3, touched.is_empty())
            .asked(&reply.asked)
            .accepts(["the parts whose arguments are empty as they were"])
            .observed(if touched.is_empty() {
                "they are as they were".to_owned()
            } else {
                touched.join("; ")
            })
            .exchanges([reply.exchange]),
    )
}
