//! A session without class, and a message that the device refuses to take into it.

use super::*;
use ctk_vectors::messaging_2::message_class;

/// 5.5.8.3: the first message decides the class, and one that was refused is none.
pub(super) fn refused_message_decides_nothing() -> Case {
    Case::new(
        "5.5.8/refused-message-decides-nothing",
        "a message that is refused does not decide the class of a session without one",
    )
    .clause("5.5.8.3")
    .covers(&[req::M_5_5_8_4])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::SEND_MESSAGE),
        Need::MessageClass(message_class::MMS),
        Need::RunningSession,
    ])
    .own_objects(2)
    .body(|t| {
        let class = good_class(t)?;
        let wanted = session_class_of(class);
        let id = running_without_class(t, class)?;
        let mut bare = t.messages().draft_in(&id, message_class::MMS)?;
        bare.attachments.clear();
        let refused = t.messages().send(&bare)?;
        if refused.succeeded() {
            return Err(Stop::inconclusive(
                "the device took an MMS without attachment (5.3.10/mms-has-attachments judges that)",
            ));
        }
        let message = t.messages().draft_in(&id, class)?;
        let taken = t.messages().send(&message)?;
        let asked = format!(
            "SendMessage in a session without class, of class {class} after a refused MMS"
        );
        if !taken.succeeded() {
            // That such a message is taken at all shows in another session.
            let another = running_without_class(t, class)?;
            t.messages().sent_in(&another, class)?;
            return t.record(
                Judgement::met(req::M_5_5_8_4, false)
                    .asked(asked)
                    .accepts(["success, as in a session where nothing was refused"])
                    .observed(taken.describe(&taken.observed(None)))
                    .exchanges([refused.exchange, taken.exchange]),
            );
        }
        let info = t.sessions().info_until(&id, |info| info.class == wanted)?;
        t.record(
            Judgement::met(req::M_5_5_8_4, info.class == wanted)
                .asked(asked)
                .accepts([&format!("sessionClass {wanted:?}")])
                .observed(format!("sessionClass {:?}", info.class))
                .exchanges([refused.exchange, taken.exchange]),
        )
    })
}

/// A message class that goes into sessions of another class than an MMS.
fn good_class(t: &Tester<'_>) -> Flow<&'static str> {
    let plain = [message_class::SMS, message_class::INSTANT_MESSAGE];
    let ics = &t.dut().ics;
    let fits = |class: &&str| {
        ics.message_classes.iter().any(|it| it == class)
            && ics.has_session_class(session_class_of(class))
    };
    plain.into_iter().find(fits).ok_or_else(|| {
        Stop::NotApplicable("neither SMS nor Instant Messages go into sessions".to_owned())
    })
}

/// A Running session that was created without class, for messages of this class.
fn running_without_class(t: &mut Tester<'_>, class: &str) -> Flow<String> {
    let to = t.recipients().several(class, 1)?;
    let subject = t.unique("Subject ")?;
    let list = Recipients::to_ids(&to).to_xml();
    let reply = t.sessions().create_with("", &list, &subject, "")?;
    t.arranged(&reply)?;
    let id = session_id(&reply)?;
    if !t.sessions().establish(&id, "")? {
        return Err(Stop::inconclusive(
            "the session without class does not become Running",
        ));
    }
    Ok(id)
}
