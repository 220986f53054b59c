//! The initial event has the *present* values: it agrees with the actions that return the same variables.

use ctk_record::Outcome;
use ctk_vectors::messaging_2::action;
use ctk_vectors::stimulus;

use super::subscribe::state;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::stimulate::session_events::EVENTED_SESSIONS;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::notification::Event;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![new_messages(), session_updates()]
}

/// 4.3, 5.5.3.2, R-42: a message that has just arrived, and that GetNewMessages lists before and after, is in NewMessages.
/// Nothing else happens meanwhile.
fn new_messages() -> Case {
    Case::new(
        "uda/eventing/initial-new-messages",
        "NewMessages of the first event lists a message that has just arrived",
    )
    .clause("4.3")
    .covers(&["UDA-EVNT-19"])
    .needs(&[
        Need::Evented("NewMessages"),
        Need::Action(action::GET_NEW_MESSAGES),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .alone()
    .body(|t| {
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let before = t.messages().new_ids()?.contains(&id);
        let subscription = t.subscriptions().open(ControlPoint::First)?;
        let after = t.messages().new_ids()?.contains(&id);
        if !(before && after) {
            return Err(Stop::inconclusive(
                "GetNewMessages does not list the message (5.5.3 judges that)",
            ));
        }
        let event = first_event(&subscription, "NewMessages")?;
        if event.new_messages.is_none() {
            return Err(unreadable("NewMessages"));
        }
        let observed = match event.lists(&id) {
            true => format!("the message {id} is listed"),
            false => format!("the message {id} is not listed, and GetNewMessages lists it"),
        };
        let right = event.lists(&id);
        judge(t, &subscription, "NewMessages", right, observed)
    })
}

/// 4.3, 5.5.11.2, R-25, R-54: an active session that has just changed, and that GetSessionUpdates tells of before and
/// after, is in SessionUpdates. Nothing else happens meanwhile.
fn session_updates() -> Case {
    Case::new(
        "uda/eventing/initial-session-updates",
        "SessionUpdates of the first event tells of a session that has just changed",
    )
    .clause("4.3")
    .covers(&["UDA-EVNT-19"])
    .needs(EVENTED_SESSIONS)
    .needs(&[
        Need::Action(action::GET_SESSION_UPDATES),
        Need::Recipient,
        Need::RunningSession,
    ])
    .alone()
    .body(|t| {
        let class = t.classes().for_conversation()?;
        let session = t.sessions().running(&class)?;
        let before = held(t, &session)?;
        let subscription = t.subscriptions().open(ControlPoint::First)?;
        let after = held(t, &session)?;
        if !(before && after) {
            return Err(Stop::inconclusive(
                "GetSessionUpdates does not tell of the session (5.5.11 judges that)",
            ));
        }
        let event = first_event(&subscription, "SessionUpdates")?;
        if event.session_updates.is_none() {
            return Err(unreadable("SessionUpdates"));
        }
        let right = !event.updates_of(&session).is_empty();
        let observed = match right {
            true => format!("the session {session} is told of"),
            false => {
                format!("the session {session} is not told of, and GetSessionUpdates tells of it")
            }
        };
        judge(t, &subscription, "SessionUpdates", right, observed)
    })
}

/// Whether GetSessionUpdates tells of the session.
fn held(t: &mut Tester<'_>, session: &str) -> Flow<bool> {
    let reply = t.invoke(action::GET_SESSION_UPDATES, &[])?;
    t.arranged(&reply)?;
    let updates = t.documents().session_updates(&reply)?;
    Ok(updates.0.iter().any(|update| update.session_id == session))
}

/// The initial event, which has the variable.
fn first_event<'s>(subscription: &'s Subscription, variable: &str) -> Flow<&'s Event> {
    subscription
        .events
        .first()
        .filter(|event| event.is_initial() && event.carries(variable))
        .ok_or_else(|| {
            Stop::inconclusive(format!(
                "no initial event with {variable} came (uda/eventing/initial-event judges that)"
            ))
        })
}

fn unreadable(variable: &str) -> Stop {
    Stop::inconclusive(format!(
        "{variable} of the initial event cannot be read (5.3 judges that)"
    ))
}

fn judge(
    t: &mut Tester<'_>,
    subscription: &Subscription,
    variable: &str,
    right: bool,
    observed: String,
) -> Flow {
    let mut exchanges = vec![subscription.exchange];
    exchanges.extend(subscription.events.first().map(|event| event.exchange));
    state(
        t,
        "UDA-EVNT-19",
        if right { Outcome::Pass } else { Outcome::Fail },
        "SUBSCRIBE",
        &[&format!("an event with the present value of {variable}")],
        observed,
        &exchanges,
    )
}
