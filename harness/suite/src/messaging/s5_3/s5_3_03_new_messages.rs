//! 5.3.3 NewMessages: messages that can be read, of page mode and of session mode.

use ctk_model::expectation::Expectation;
use ctk_record::{Judgement, Suspect};
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::{stimulus, waits};
use serde_json::json;

use crate::arrange::message_class_in;
use crate::case::{Case, Need, Things};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::stimulate::session_events::turns;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        ids_can_be_read(),
        session_ids_can_be_read(),
        session_mode_is_evented(),
        session_mode_is_listed(),
    ]
}

const IN_SESSION: &[Need] = &[
    Need::SessionMode,
    Need::Recipient,
    Need::RunningSession,
    Need::Stimulus(stimulus::INCOMING_MESSAGE),
];

/// A message that arrived in a Running session; its id.
fn arrives_in_session(t: &mut Tester<'_>) -> Flow<String> {
    let class = t.classes().for_conversation()?;
    let session = t.sessions().running(&class)?;
    let class = message_class_in(&class).to_owned();
    if !t.dut().ics.message_classes.is_empty() && !t.dut().ics.has_message_class(&class) {
        return Err(Stop::NotApplicable(format!(
            "message class {class} is not supported"
        )));
    }
    let text = t.unique("Text ")?;
    t.own_window()?;
    t.messages()
        .incoming_with(&class, &text, json!({ "session_id": session }))
}

/// The ids in events after the mark that are the message's: the whole id, or the part of it after the session's.
fn evented_id(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    mark: usize,
    id: &str,
) -> Flow<Option<(String, u32)>> {
    let own = id.split_once('.').map_or(id, |(_, own)| own);
    let is_it = |listed: &str| listed == id || listed == own;
    let within = waits::EVENT.milliseconds;
    let place = t
        .subscriptions()
        .await_event(subscription, mark, within, |event| {
            event
                .new_messages
                .iter()
                .flat_map(|list| &list.0)
                .any(|new| is_it(&new.id))
        })?;
    Ok(place
        .and_then(|place| subscription.events.get(place))
        .and_then(|event| {
            let new = event
                .new_messages
                .iter()
                .flat_map(|list| &list.0)
                .find(|new| is_it(&new.id))?;
            Some((new.id.clone(), event.exchange))
        }))
}

/// 5.3.3.2: what is evented as new can be read by the id given there.
fn ids_can_be_read() -> Case {
    Case::new(
        "5.3.3/ids-can-be-read",
        "ReadMessage takes the id of a message that was evented as new",
    )
    .clause("5.3.3.2")
    .covers(&[req::M_5_3_3_2])
    .needs(&[
        Need::Evented("NewMessages"),
        Need::Action(action::READ_MESSAGE),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .waits_at_most(1_100)
    .body(|t| {
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mark = subscription.mark();
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        judge_readable(t, &mut subscription, mark, &id)
    })
}

/// 5.3.3.2, 5.3.6: in session mode the id carries the session's.
fn session_ids_can_be_read() -> Case {
    Case::new(
        "5.3.3/session-mode-ids-can-be-read",
        "ReadMessage takes the id of a message that was evented as new in a session",
    )
    .clause("5.3.3.2")
    .covers(&[req::M_5_3_3_2])
    .needs(&[
        Need::Evented("NewMessages"),
        Need::Action(action::READ_MESSAGE),
    ])
    .needs(IN_SESSION)
    .own_objects(0)
    .waits_at_most(1_100)
    .body(|t| {
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mark = subscription.mark();
        let id = arrives_in_session(t)?;
        judge_readable(t, &mut subscription, mark, &id)
    })
}

fn judge_readable(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    mark: usize,
    id: &str,
) -> Flow {
    let Some((listed, _)) = evented_id(t, subscription, mark, id)? else {
        t.subscriptions().heard(subscription)?;
        return Err(Stop::inconclusive(format!(
            "no event lists the message {id} (5.4.1 and 5.3.3/session-mode judge that)"
        )));
    };
    let reply = t.invoke(action::READ_MESSAGE, &[("MessageID", &listed)])?;
    t.judge(&reply, &Expectation::success(req::M_5_3_3_2))
}

/// 5.3.3: NewMessages covers both modes, in events …
fn session_mode_is_evented() -> Case {
    Case::new(
        "5.3.3/session-mode",
        "an incoming message in a session is evented by NewMessages",
    )
    .clause("5.3.3")
    .covers(&[req::M_5_3_3_3])
    .needs(&[Need::Evented("NewMessages")])
    .needs(IN_SESSION)
    // What arrives for another case brings an event that may list this message too.
    .undisturbed(Things::MESSAGES.and(Things::SESSIONS))
    .in_turn(turns::OF, turns::ARRIVED)
    .waits_at_most(1_100)
    .body(|t| {
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mark = subscription.mark();
        let id = arrives_in_session(t)?;
        let found = evented_id(t, &mut subscription, mark, &id)?;
        t.subscriptions().heard(&subscription)?;
        let told_of_others = subscription
            .events
            .iter()
            .skip(mark)
            .any(|event| event.carries("NewMessages"));
        let exchanges: Vec<u32> = found.iter().map(|(_, exchange)| *exchange).collect();
        if found.is_none() && !told_of_others && !page_mode_is_told(t, &mut subscription)? {
            return Err(Stop::Inconclusive {
                reason: "NewMessages is not evented at all (5.4.1/message-arrives judges that)"
                    .to_owned(),
                suspect: Suspect::Device,
            });
        }
        t.record(
            Judgement::met(req::M_5_3_3_3, found.is_some())
                .asked("an incoming message in a session")
                .accepts(["an event whose NewMessages lists the message"])
                .observed(match &found {
                    Some((listed, _)) => format!("{listed} is listed"),
                    None => format!("{id} is not listed, while page mode messages are evented"),
                })
                .exchanges(&exchanges),
        )
    })
}

/// Whether a message outside sessions is evented.
fn page_mode_is_told(t: &mut Tester<'_>, subscription: &mut Subscription) -> Flow<bool> {
    let mark = subscription.mark();
    let class = t.classes().any_message()?;
    let id = t.messages().incoming(&class)?;
    Ok(evented_id(t, subscription, mark, &id)?.is_some())
}

/// … and in GetNewMessages.
fn session_mode_is_listed() -> Case {
    Case::new(
        "5.3.3/session-mode-by-action",
        "GetNewMessages lists an incoming message of page mode and one of session mode",
    )
    .clause("5.3.3")
    .covers(&[req::M_5_3_3_3])
    .needs(&[Need::Action(action::GET_NEW_MESSAGES)])
    .needs(IN_SESSION)
    .own_objects(0)
    .body(|t| {
        let class = t.classes().any_message()?;
        let page = t.messages().incoming(&class)?;
        let in_session = arrives_in_session(t)?;
        let within = t.dut().settle_ms;
        let own = in_session
            .split_once('.')
            .map_or(in_session.as_str(), |(_, own)| own);
        let (exchange, asked, ids) = t.await_until(
            within,
            |t| {
                let reply = t.invoke(action::GET_NEW_MESSAGES, &[])?;
                t.arranged(&reply)?;
                let list = t.documents().new_messages(&reply)?.unwrap_or_default();
                let ids: Vec<String> = list.0.into_iter().map(|new| new.id).collect();
                Ok((reply.exchange, reply.asked, ids))
            },
            |(_, _, ids)| ids.contains(&page) && ids.contains(&in_session),
        )?;
        let found = [
            ids.contains(&page),
            ids.contains(&in_session) || ids.iter().any(|id| id == own),
        ];
        if !found[0] {
            return Err(Stop::inconclusive(
                "GetNewMessages does not list the page mode message (5.5.3 judges that)",
            ));
        }
        t.record(
            Judgement::met(req::M_5_3_3_3, found[1])
                .asked(&asked)
                .accepts(["the page mode message and the one in the session"])
                .observed(if found[1] {
                    "both are listed".to_owned()
                } else {
                    format!("{page} is listed, {in_session} in its session is not")
                })
                .exchanges([exchange]),
        )
    })
}
