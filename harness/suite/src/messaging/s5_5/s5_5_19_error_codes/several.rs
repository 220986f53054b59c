//! 5.5.19: several errors at once, and that a failed action changes nothing.

use ctk_model::document::Recipients;
use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};

use crate::arrange::session_parts::receivers;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        create_several(),
        get_sessions_several(),
        modify_several(),
        failed_create(),
        failed_modify(),
    ]
}

/// Any code that fits one of the errors passes; the architecture's general ones are less specific.
fn judge_several(t: &mut Tester<'_>, reply: &Reply, codes: &[u16]) -> Flow {
    let specific = codes
        .iter()
        .fold(Expectation::of(req::M_T46_3), |built, &code| {
            built.allow_fault(code, "R-14")
        });
    let expectation = [402, 501, 600, 601]
        .into_iter()
        .fold(specific, |built, code| built.warn_fault(code, "R-14"));
    t.judge(reply, &expectation)
}

/// A class that does not exist, and no recipients: 710 or 704.
fn create_several() -> Case {
    Case::new(
        "5.5.19/create-several-errors",
        "CreateSession with two mistakes answers the code of one of them",
    )
    .covers(&[req::M_T46_3])
    .needs(&[Need::SessionMode, Need::Action(action::CREATE_SESSION)])
    .own_objects(0)
    .body(|t| {
        let class = t.unique("NoClass")?;
        let subject = t.unique("Subject ")?;
        let reply = t.sessions().create_with(&class, "", &subject, "")?;
        judge_several(t, &reply, &[704, 710])
    })
}

/// A class and a status that do not exist: 710 or 711.
fn get_sessions_several() -> Case {
    Case::new(
        "5.5.19/get-sessions-several-errors",
        "GetSessions with two mistakes answers the code of one of them",
    )
    .covers(&[req::M_T46_3])
    .needs(&[Need::SessionMode, Need::Action(action::GET_SESSIONS)])
    .body(|t| {
        let (class, status) = (t.unique("NoClass")?, t.unique("NoStatus")?);
        let reply = t.sessions().get(&class, &status)?;
        judge_several(t, &reply, &[710, 711])
    })
}

/// A session that does not exist, and recipients that are not valid: 706 or 704.
fn modify_several() -> Case {
    Case::new(
        "5.5.19/modify-several-errors",
        "ModifySession with two mistakes answers the code of one of them",
    )
    .covers(&[req::M_T46_3])
    .needs(&[Need::SessionMode, Need::Action(action::MODIFY_SESSION)])
    .body(|t| {
        let id = t.sessions().unknown_id()?;
        let reply = t
            .sessions()
            .modify(&id, &[("SessionRecipientsToAdd", "no list")])?;
        judge_several(t, &reply, &[704, 706])
    })
}

/// A session that could not be created is not there.
fn failed_create() -> Case {
    Case::new(
        "5.5.19/failed-create-changes-nothing",
        "a CreateSession that fails leaves no session behind",
    )
    .covers(&[req::M_T46_4])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::CREATE_SESSION),
        Need::Recipient,
    ])
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let to = t.recipients().several(&class, 1)?;
        let good = t.unique("Subject ")?;
        let id = t.sessions().created_with(&class, &to, &good, "")?;
        if t.sessions().info(&id)?.subject.as_deref() != Some(good.as_str()) {
            return Err(crate::arrange::session_parts::left_out("subject"));
        }
        let subject = t.unique("Subject ")?;
        let invalid = t.unique("NoClass")?;
        let reply =
            t.sessions()
                .create_with(&invalid, &Recipients::to_ids(&to).to_xml(), &subject, "")?;
        if reply.fault().is_none() {
            return Err(Stop::inconclusive(format!("{} did not fail", reply.asked)));
        }
        let left = t
            .sessions()
            .listed("", "")?
            .into_iter()
            .find(|info| info.subject.as_ref() == Some(&subject));
        if let Some(info) = &left {
            t.cleanup().session(&info.id);
        }
        t.record(
            Judgement::met(req::M_T46_4, left.is_none())
                .asked(&reply.asked)
                .accepts(["no session of that subject"])
                .observed(left.map_or_else(
                    || "no session of that subject".to_owned(),
                    |info| format!("session {} has that subject", info.id),
                ))
                .exchanges([reply.exchange]),
        )
    })
}

/// A call with one part that is right and one that is wrong changes neither.
fn failed_modify() -> Case {
    Case::new(
        "5.5.19/failed-modify-changes-nothing",
        "a ModifySession that fails changes neither subject nor recipients",
    )
    .covers(&[req::M_T46_4])
    .needs(&[
        Need::SessionMode,
        Need::Action(action::MODIFY_SESSION),
        Need::Recipient,
        Need::RunningSession,
    ])
    .own_objects(0)
    .body(judge_failed_modify)
}

fn judge_failed_modify(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().any_session()?;
    let id = t.sessions().running(&class)?;
    let before = t.sessions().info(&id)?;
    let newcomer = t.recipients().somebody_else(&class, &before)?;
    let subject = t.unique("Another subject ")?;
    let reply = t.sessions().modify(
        &id,
        &[
            (
                "SessionRecipientsToAdd",
                &Recipients::to_ids(&[newcomer]).to_xml(),
            ),
            ("SessionRecipientsToRemove", "no list"),
            ("Subject", &subject),
        ],
    )?;
    if reply.fault().is_none() {
        return Err(Stop::inconclusive(format!("{} did not fail", reply.asked)));
    }
    let after = t.sessions().info(&id)?;
    let same = before == after;
    t.record(
        Judgement::met(req::M_T46_4, same)
            .asked(&reply.asked)
            .accepts(["the session as it was"])
            .observed(if same {
                "the session as it was".to_owned()
            } else {
                format!(
                    "subject {:?}, recipients {:?}; before: subject {:?}, recipients {:?}",
                    after.subject,
                    receivers(&after.recipients),
                    before.subject,
                    receivers(&before.recipients)
                )
            })
            .exchanges([reply.exchange]),
    )
}
