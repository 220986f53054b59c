//! A change of a session, as two subscribers see it and as the actions show it.

use super::*;

/// 5.4.2: what is evented goes to every subscriber, the one that caused it included.
pub(super) fn change_to_two_subscribers() -> Case {
    Case::new(
        "5.4.2/two-subscribers",
        "a change of a session's status is evented to both of two subscribers",
    )
    .covers(&[req::M_5_4_7])
    .needs(EVENTED_SESSIONS)
    .needs(&[
        Need::Action(action::CLOSE_SESSION),
        Need::Action(action::CREATE_SESSION),
        Need::Recipient,
        Need::TwoAddresses,
    ])
    .own_objects(0)
    .waits_for_events(1_100, 1)
    .body(|t| {
        let class = t.classes().for_conversation()?;
        let session = t.sessions().created(&class)?;
        let mut subscriptions = [
            t.subscriptions().open(ControlPoint::First)?,
            t.subscriptions().open(ControlPoint::Second)?,
        ];
        let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", &session)])?;
        t.arranged(&reply)?;
        let mut told = Vec::new();
        for subscription in &mut subscriptions {
            let within = waits::EVENT.milliseconds;
            let seen =
                t.subscriptions()
                    .await_update(subscription, &session, 0, within, |update| {
                        update.update.status == session_status::CLOSED
                            || update.event("closed").is_some()
                    })?;
            told.push(seen.map(|seen| seen.exchange));
        }
        judge_both(t, req::M_5_4_7, &reply.asked, &subscriptions, &told)
    })
}

/// 5.3.4.2, 5.5.11.2, R-25, R-54: when the event has come, GetSessionUpdates holds the session's update, and GetSessions
/// shows the status that the event told.
pub(super) fn change_agrees_with_the_actions() -> Case {
    Case::new(
        "5.4.2/agrees-with-the-actions",
        "an evented status is the one of GetSessions, and GetSessionUpdates has the update",
    )
    .clause("5.5.11.2")
    .covers(&[req::M_5_3_4_2, req::M_5_5_11_1])
    .needs(EVENTED_SESSIONS)
    .needs(&[
        Need::Action(action::ACCEPT_SESSION),
        Need::Action(action::GET_SESSION_UPDATES),
        Need::Stimulus(stimulus::INCOMING_SESSION),
    ])
    // The value may tell of the latest changes alone, whosever they are.
    .undisturbed(Things::SESSIONS)
    .in_turn(turns::OF, turns::AGREES)
    .waits_for_events(1_100, 1)
    .body(judge_change_agrees_with_the_actions)
}

fn judge_change_agrees_with_the_actions(t: &mut Tester<'_>) -> Flow {
    let class = t.classes().for_conversation()?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let mark = subscription.mark();
    let answer = t.upper_tester().stimulate(
        stimulus::INCOMING_SESSION,
        json!({ "class": class, "from": crate::arrange::peer_of(&class), "from_name": "Peer" }),
    )?;
    let session = answer
        .session_id
        .ok_or_else(|| Stop::inconclusive("the upper tester gave no session_id"))?;
    t.sessions()
        .look_until(&session, &[session_status::PENDING])?;
    t.own_window()?;
    let accepted = t.invoke(action::ACCEPT_SESSION, &[("SessionID", &session)])?;
    t.arranged(&accepted)?;
    let within = waits::EVENT.milliseconds;
    let seen =
        t.subscriptions()
            .await_update(&mut subscription, &session, mark, within, |update| {
                update.event("accepted").is_some()
            })?;
    let Some(seen) = seen else {
        t.subscriptions().heard(&subscription)?;
        return Err(Stop::inconclusive(
            "no event tells that the session was accepted (5.4.2/accepted-by-telcp judges that)",
        ));
    };
    let held = t.invoke(action::GET_SESSION_UPDATES, &[])?;
    t.arranged(&held)?;
    let updates = t.documents().session_updates(&held)?;
    let of_session = updates
        .0
        .iter()
        .filter(|update| update.session_id == session)
        .count();
    t.record(
        Judgement::met(req::M_5_5_11_1, of_session > 0)
            .asked(&held.asked)
            .accepts(["an update of the session that has just changed"])
            .observed(format!("{of_session} updates of the session {session}"))
            .exchanges([seen.exchange, held.exchange]),
    )?;
    let now = t.sessions().look_at(&session)?;
    t.record(
        Judgement::met(req::M_5_3_4_2, seen.update.status == now.state())
            .asked("GetSessions after the event")
            .accepts(["the status that was evented last"])
            .observed(format!(
                "evented was {:?}, GetSessions shows {:?}",
                seen.update.status,
                now.state()
            ))
            .exchanges([seen.exchange]),
    )
}
