//! 5.4.2: what was told before is told again when it happens again.

use super::*;

/// What is told at all is told within this time.
const APART_MS: u64 = 1_500;

/// A session is parked twice, with time between for the event of each: the second time is a change like the first.
pub(super) fn parked_again() -> Case {
    Case::new(
        "5.4.2/parked-again",
        "a session that is parked for the second time is told of again",
    )
    .covers(&[req::M_5_4_7])
    .needs(EVENTED_SESSIONS)
    .needs(&[
        Need::Action(action::LEAVE_SESSION),
        Need::Action(action::JOIN_SESSION),
        Need::RunningSession,
    ])
    .own_objects(0)
    .waits_for_events(1_100, 3)
    .body(|t| {
        let class = t.classes().for_conversation()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let session = t.sessions().running(&class)?;
        if !told_parked(t, &mut subscription, &session)?.1 {
            t.subscriptions().heard(&subscription)?;
            return Err(Stop::inconclusive(
                "no event tells that the session was parked for the first time (5.4.2/telcp-left judges that)",
            ));
        }
        let mark = subscription.mark();
        let joined = t.invoke(action::JOIN_SESSION, &[("SessionID", &session)])?;
        t.arranged(&joined)?;
        // Whoever tells of it does so now, and not together with what comes next.
        t.subscriptions()
            .await_update(&mut subscription, &session, mark, APART_MS, |_| true)?;
        let (exchange, told) = told_parked(t, &mut subscription, &session)?;
        if !told {
            t.subscriptions().heard(&subscription)?;
        }
        t.record(
            Judgement::met(req::M_5_4_7, told)
                .asked("LeaveSession, JoinSession, LeaveSession, each once the event of the one before was there")
                .accepts(["an event that tells that the session is Parked, both times"])
                .observed(if told {
                    "both times"
                } else {
                    "the first time alone"
                })
                .exchanges([exchange]),
        )
    })
}

/// The only control point that takes part leaves: the exchange, and whether an event tells that the session is Parked.
fn told_parked(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    session: &str,
) -> Flow<(u32, bool)> {
    let mark = subscription.mark();
    let left = t.invoke(action::LEAVE_SESSION, &[("SessionID", session)])?;
    t.arranged(&left)?;
    let state = t
        .sessions()
        .look_until(session, &[session_status::PARKED])?;
    if state.state() != session_status::PARKED {
        return Err(Stop::inconclusive(format!(
            "session {session} is {} after LeaveSession: somebody else takes part",
            state.state()
        )));
    }
    let within = waits::EVENT.milliseconds;
    let seen = t
        .subscriptions()
        .await_update(subscription, session, mark, within, |update| {
            update.update.status == session_status::PARKED || update.event("telcp-left").is_some()
        })?;
    Ok((left.exchange, seen.is_some()))
}
