//! Arguments that are refused.

use super::*;
use crate::case::Phase;

/// 5.5.8.7: an empty argument is no list of recipients.
pub(super) fn recipients_empty() -> Case {
    Case::new(
        "5.5.8/recipients-empty",
        "an empty SessionRecipients answers 704",
    )
    .clause("5.5.8.7")
    .covers(&[req::M_5_5_8_704])
    .needs(&[Need::SessionMode, Need::Action(action::CREATE_SESSION)])
    .own_objects(0)
    .body(|t| judge_recipients(t, ""))
}

/// 5.5.8.7: a list of recipients that is not well-formed or not valid by the schema.
pub(super) fn recipients_invalid(bad: &'static BadRecipients) -> Case {
    Case::new(
        format!("5.5.8/recipients-{}", bad.slug),
        format!("a list of recipients {} answers 704", bad.what),
    )
    .clause("5.5.8.7")
    .covers(&[req::M_5_5_8_704])
    .needs(&NEEDS)
    .own_objects(0)
    .derived()
    .phase(Phase::Hostile)
    .body(move |t| {
        let class = t.classes().any_session()?;
        let address = t.recipients().one(&class)?;
        judge_recipients(t, &(bad.make)(&address))
    })
}

fn judge_recipients(t: &mut Tester<'_>, list: &str) -> Flow {
    let class = t.classes().any_session()?;
    let subject = t.unique("Subject ")?;
    let reply = t.sessions().create_with(&class, list, &subject, "")?;
    let expectation = Expectation::fault(req::M_5_5_8_704, 704).by("R-26", "invalid-recipients");
    t.judge_pair(&reply, &expectation, 704)
}

/// 5.5.8.7, 5.3.15.2: valid XML in which nobody is addressed; taking it is a remark.
pub(super) fn no_recipient_to() -> Case {
    Case::new(
        "5.5.8/no-recipient-to",
        "a list that addresses nobody answers 704 for SMS, MMS and Chat",
    )
    .clause("5.5.8.7")
    .covers(&[req::M_5_5_8_704])
    .needs(&[Need::SessionMode, Need::Action(action::CREATE_SESSION)])
    .own_objects(0)
    .body(|t| {
        let class = [session_class::CHAT, session_class::SMS, session_class::MMS]
            .into_iter()
            .find(|class| t.dut().ics.has_session_class(class))
            .ok_or_else(|| {
                Stop::NotApplicable("none of SMS, MMS and Chat is supported".to_owned())
            })?;
        let nobody = Recipients {
            from: Some(Peer::new("")),
            ..Recipients::default()
        };
        let subject = t.unique("Subject ")?;
        let reply = t
            .sessions()
            .create_with(class, &nobody.to_xml(), &subject, "")?;
        let expectation = Expectation::fault(req::M_5_5_8_704, 704).by("R-26", "no-recipient-to");
        t.judge_pair(&reply, &expectation, 704)
    })
}

/// 5.5.8.7: a class that is none of Table 6's and none of the vendor's.
pub(super) fn invalid_class() -> Case {
    Case::new(
        "5.5.8/invalid-class",
        "a session class that does not exist answers 710",
    )
    .clause("5.5.8.7")
    .covers(&[req::M_5_5_8_710])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_session()?;
        let to = t.recipients().several(&class, 1)?;
        let subject = t.unique("Subject ")?;
        let invalid = t.unique("NoClass")?;
        let list = Recipients::to_ids(&to).to_xml();
        let reply = t.sessions().create_with(&invalid, &list, &subject, "")?;
        let expectation = Expectation::fault(req::M_5_5_8_710, 710).by("R-29", "session-class-710");
        t.judge_pair(&reply, &expectation, 710)
    })
}

/// 5.5.8.7: a class of Table 6 that the device does not have: it fails, with whatever code.
pub(super) fn unsupported_class() -> Case {
    Case::new(
        "5.5.8/unsupported-class",
        "a session class that the device lacks is refused",
    )
    .clause("5.5.8.7")
    .covers(&[req::M_5_5_8_710])
    .needs(&NEEDS)
    .own_objects(0)
    .body(|t| {
        let lacking = t.classes().lacking_sessions()?;
        let class = t.classes().any_session()?;
        let to = t.recipients().several(&class, 1)?;
        let list = Recipients::to_ids(&to).to_xml();
        for class in lacking {
            let subject = t.unique("Subject ")?;
            let reply = t.sessions().create_with(class, &list, &subject, "")?;
            let expectation =
                Expectation::fault(req::M_5_5_8_710, 710).by("R-51", "create-or-send-unsupported");
            t.judge(&reply, &expectation)?;
        }
        Ok(())
    })
}
