//! 5.5.9 ModifySession: the class of a session, and what is refused. Table 27.

use ctk_model::expectation::Expectation;
use ctk_record::Judgement;
use ctk_vectors::facts;
use ctk_vectors::messaging_2::{action, req, session_class};

use super::running::{NEEDS, case, running};
use crate::arrange::bad_recipients::{BAD_RECIPIENTS, BadRecipients};
use crate::case::slug::slug;
use crate::case::{Case, Need, Phase};
use crate::derived::session_ids::unknown_session_cases;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::reply::Reply;
use crate::under_test::ClaimKind;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let classes = facts()
        .values(6)
        .into_iter()
        .flat_map(|table| &table.values);
    let mut cases: Vec<Case> = classes
        .filter(|value| value.value != session_class::MIXED)
        .map(|value| class_change(&value.value))
        .collect();
    cases.extend([mixed_stays_mixed(), invalid_class()]);
    for argument in ["SessionRecipientsToAdd", "SessionRecipientsToRemove"] {
        cases.extend(
            BAD_RECIPIENTS
                .iter()
                .map(|bad| recipients_invalid(argument, bad)),
        );
    }
    cases.extend(unknown_session_cases(
        "5.5.9",
        action::MODIFY_SESSION,
        req::M_5_5_9_706,
    ));
    cases
}

/// 5.5.9.3: another class makes the session Mixed. A device without Mixed answers with an error.
fn class_change(class: &'static str) -> Case {
    Case::new(
        format!("5.5.9/class-change-{}", slug(class)),
        format!("a session of class {class} becomes Mixed when its class is changed"),
    )
    .clause("5.5.9.3")
    .needs(&NEEDS)
    .needs(&[Need::SessionClass(class)])
    .covers(&[req::M_5_5_9_4])
    .own_objects(0)
    .derived()
    .body(move |t| {
        let Some(other) = t.classes().other_session(class) else {
            return Err(Stop::NotApplicable(format!(
                "{class} is the only session class"
            )));
        };
        let id = t.sessions().running(class)?;
        let reply = t.sessions().modify(&id, &[("SessionClass", &other)])?;
        let kind = ClaimKind::SessionClasses;
        let mixed = t.dut().ics.shows(kind, session_class::MIXED);
        let situation = if mixed {
            "class-change"
        } else {
            "mixed-not-supported"
        };
        let expectation = Expectation::of(req::M_5_5_9_4).by("R-08", situation);
        judge_class(t, &id, &reply, &expectation)
    })
}

/// 5.5.9.3: the class of a Mixed session does not change any more.
fn mixed_stays_mixed() -> Case {
    case(
        "5.5.9/mixed-stays-mixed",
        "the class of a Mixed session does not change any more",
        "5.5.9.3",
    )
    .needs(&[Need::SessionClass(session_class::MIXED)])
    .covers(&[req::M_5_5_9_5])
    .body(|t| {
        let Some(other) = t.classes().other_session(session_class::MIXED) else {
            return Err(Stop::NotApplicable(
                "Mixed is the only session class".to_owned(),
            ));
        };
        let id = t.sessions().running(session_class::MIXED)?;
        let reply = t.sessions().modify(&id, &[("SessionClass", &other)])?;
        let expectation = Expectation::of(req::M_5_5_9_5).by("R-08", "mixed-class-change");
        judge_class(t, &id, &reply, &expectation)?;
        let info = t.sessions().info(&id)?;
        t.record(
            Judgement::met(req::M_5_5_9_5, info.class == session_class::MIXED)
                .asked(&reply.asked)
                .accepts(["sessionClass \"Mixed\""])
                .observed(format!("sessionClass {:?}", info.class))
                .exchanges([reply.exchange]),
        )
    })
}

/// Judges the answer together with the class that the session has then.
fn judge_class(t: &mut Tester<'_>, id: &str, reply: &Reply, expectation: &Expectation) -> Flow {
    let info = if reply.succeeded() {
        t.sessions()
            .info_until(id, |info| info.class == session_class::MIXED)?
    } else {
        t.sessions().info(id)?
    };
    let observed = if reply.succeeded() {
        reply.observed(Some(&info.class))
    } else {
        reply.observed(None)
    };
    t.judge_after(reply, expectation, &observed)
}

/// 5.5.9.7: a class that does not exist; Table 27 has no code for it.
fn invalid_class() -> Case {
    case(
        "5.5.9/invalid-class",
        "a session class that does not exist is refused",
        "5.5.9.7",
    )
    .covers(&[req::M_5_5_9_4])
    .body(|t| {
        let (id, _) = running(t)?;
        let invalid = t.unique("NoClass")?;
        let reply = t.sessions().modify(&id, &[("SessionClass", &invalid)])?;
        let expectation = Expectation::of(req::M_5_5_9_4).by("R-08", "invalid-class");
        t.judge(&reply, &expectation)
    })
}

/// 5.5.9.7: a list of recipients that is not well-formed or not valid by the schema; nothing changes.
fn recipients_invalid(argument: &'static str, bad: &'static BadRecipients) -> Case {
    let (verb, word) = if argument == "SessionRecipientsToAdd" {
        ("add", "to add")
    } else {
        ("remove", "to remove")
    };
    Case::new(
        format!("5.5.9/{verb}-{}", bad.slug),
        format!("a list {word} {} answers 704", bad.what),
    )
    .clause("5.5.9.7")
    .needs(&NEEDS)
    .covers(&[req::M_5_5_9_704])
    .own_objects(0)
    .derived()
    .phase(Phase::Hostile)
    .body(move |t| {
        let (id, before) = running(t)?;
        let address = t.recipients().one(&before.class)?;
        let reply = t
            .sessions()
            .modify(&id, &[(argument, &(bad.make)(&address))])?;
        // To know who is to go, nobody needs to know who asks for it.
        if argument == "SessionRecipientsToRemove" && bad.slug == "without-from" {
            let expectation =
                Expectation::of(req::M_5_5_9_704).by("R-26", "removed-without-recipient-from");
            return t.judge(&reply, &expectation);
        }
        let expectation =
            Expectation::fault(req::M_5_5_9_704, 704).by("R-26", "invalid-recipients");
        t.judge_pair(&reply, &expectation, 704)
    })
}
