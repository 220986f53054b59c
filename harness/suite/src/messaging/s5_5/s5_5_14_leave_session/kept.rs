//! What a session that was left keeps.

use super::*;

/// 5.5.14.3: recipients and subject are the same after a leave and a join.
pub(super) fn keeps_context() -> Case {
    Case::new(
        "5.5.14/keeps-context",
        "recipients, class and subject are the same after a leave and a join",
    )
    .clause("5.5.14.3")
    .covers(&[req::M_5_5_14_3])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::JOIN_SESSION),
        Need::Action(action::CREATE_SESSION),
    ])
    .own_objects(0)
    .body(|t| {
        t.known_by_subscription(ONE)?;
        let class = t.classes().any_session()?;
        let to = t.recipients().up_to_two(&class)?;
        let subject = t.unique("Subject ")?;
        let id = t
            .sessions()
            .running_with(&class, &to, &subject, "text/plain")?;
        let before = t.sessions().info(&id)?;
        left_and_joined(t, &id)?;
        let after = t.sessions().info(&id)?;
        let lost = lost_context(&before, &after);
        judge_context(t, &id, lost)
    })
}

/// 5.5.14.3: the messages are still there, and in the list where GetSessions shows one.
pub(super) fn keeps_messages() -> Case {
    Case::new(
        "5.5.14/keeps-messages",
        "the messages of a session are still there after a leave and a join",
    )
    .clause("5.5.14.3")
    .covers(&[req::M_5_5_14_3])
    .needs(&NEEDS)
    .needs(&[
        Need::Action(action::JOIN_SESSION),
        Need::Action(action::SEND_MESSAGE),
        Need::Action(action::READ_MESSAGE),
    ])
    .own_objects(2)
    .body(|t| {
        t.known_by_subscription(ONE)?;
        let (class, message_class) = t.classes().conversation()?;
        let id = t.sessions().running(class)?;
        let sent = [
            t.messages().sent_in(&id, message_class)?,
            t.messages().sent_in(&id, message_class)?,
        ];
        let before = t
            .sessions()
            .info_until(&id, |info| lists_all(info, &sent))?;
        left_and_joined(t, &id)?;
        let after = t.sessions().info(&id)?;
        let mut lost = Vec::new();
        if let (Some(was), Some(is)) = (&before.messages, &after.messages) {
            let gone = was
                .iter()
                .filter(|id| sent.contains(id) && !is.contains(id));
            lost.extend(gone.map(|id| format!("message {id} is not listed any more")));
        }
        for message in &sent {
            if t.messages().read(message)?.is_none() {
                lost.push(format!(
                    "ReadMessage does not know message {message} any more"
                ));
            }
        }
        judge_context(t, &id, lost)
    })
}

fn lists_all(info: &SessionInfo, sent: &[String]) -> bool {
    match &info.messages {
        Some(list) => sent.iter().all(|id| list.contains(id)),
        None => true,
    }
}

/// The only TelCP leaves the session, which is Parked then, and joins it.
fn left_and_joined(t: &mut Tester<'_>, id: &str) -> Flow {
    for (action, due) in [
        (action::LEAVE_SESSION, session_status::PARKED),
        (action::JOIN_SESSION, session_status::RUNNING),
    ] {
        let reply = t.invoke(action, &[("SessionID", id)])?;
        t.arranged(&reply)?;
        let seen = t.sessions().look_until(id, &[due])?;
        if seen.state() != due {
            return Err(Stop::inconclusive(format!(
                "session {id} is {} after {action}",
                seen.state()
            )));
        }
    }
    Ok(())
}

/// What is another than before; an optional element that is left out afterwards is not judged.
fn lost_context(before: &SessionInfo, after: &SessionInfo) -> Vec<String> {
    let mut lost = Vec::new();
    let (was, is) = (receivers(&before.recipients), receivers(&after.recipients));
    if !same_members(&was, &is) {
        lost.push(format!("the recipients are {is:?} and were {was:?}"));
    }
    if before.class != after.class {
        lost.push(format!(
            "the class is {:?} and was {:?}",
            after.class, before.class
        ));
    }
    if let (Some(was), Some(is)) = (&before.subject, &after.subject)
        && was != is
    {
        lost.push(format!("the subject is {is:?} and was {was:?}"));
    }
    lost
}

fn judge_context(t: &mut Tester<'_>, id: &str, lost: Vec<String>) -> Flow {
    t.record(
        Judgement::met(req::M_5_5_14_3, lost.is_empty())
            .asked(format!("LeaveSession, then JoinSession on session {id}"))
            .accepts(["the session as it was before"])
            .observed(if lost.is_empty() {
                "the session as it was before".to_owned()
            } else {
                lost.join("; ")
            }),
    )
}
