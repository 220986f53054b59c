//! 5.4 Eventing: what has to be told, and that it agrees with what the actions say.

mod again;
mod changes;
mod initial;

use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::{stimulus, waits};
use serde_json::json;

use crate::case::{Case, Need, Things};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::stimulate::session_events::{EVENTED_SESSIONS, Provoked, SITUATIONS, Situation, turns};
use crate::tester::eventing::Subscription;
use crate::tester::notification::SeenUpdate;
use crate::tester::{Statement, Tester};
use changes::{change_agrees_with_the_actions, change_to_two_subscribers};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![
        arrival(),
        arrival_to_two_subscribers(),
        arrival_agrees_with_the_action(),
        read_message_is_not_news(),
        initial::initial_event_without_read_message(),
    ];
    // Whether a completed transfer has to be told is a matter of 5.5.16.
    cases.extend(
        SITUATIONS
            .iter()
            .filter(|situation| situation.slug != "ft-completed")
            .map(situation_is_told),
    );
    cases.push(change_to_two_subscribers());
    cases.push(change_agrees_with_the_actions());
    cases.push(again::parked_again());
    cases
}

const ARRIVAL: &[Need] = &[
    Need::Evented("NewMessages"),
    Need::Stimulus(stimulus::INCOMING_MESSAGE),
];

/// 5.4.1, 5.3.3, R-23: an incoming message is evented.
fn arrival() -> Case {
    Case::new(
        "5.4.1/message-arrives",
        "an incoming message is evented by NewMessages",
    )
    .covers(&[req::M_5_4_6])
    .needs(ARRIVAL)
    // What arrives for another case brings an event that may list this message too.
    .undisturbed(Things::MESSAGES)
    .waits_at_most(1_100)
    .body(|t| {
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mark = subscription.mark();
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        judge_arrival(t, &mut subscription, mark, &id)
    })
}

/// 5.4.1: what is evented goes to every subscriber.
fn arrival_to_two_subscribers() -> Case {
    Case::new(
        "5.4.1/two-subscribers",
        "an incoming message is evented to both of two subscribers",
    )
    .covers(&[req::M_5_4_6])
    .needs(ARRIVAL)
    .needs(&[Need::TwoAddresses])
    .own_objects(0)
    .waits_at_most(1_100)
    .body(|t| {
        let mut subscriptions = [
            t.subscriptions().open(ControlPoint::First)?,
            t.subscriptions().open(ControlPoint::Second)?,
        ];
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let mut told = Vec::new();
        for subscription in &mut subscriptions {
            let within = waits::EVENT.milliseconds;
            let place = t
                .subscriptions()
                .await_event(subscription, 0, within, |event| event.lists(&id))?;
            told.push(
                place
                    .and_then(|place| subscription.events.get(place))
                    .map(|event| event.exchange),
            );
        }
        judge_both(
            t,
            req::M_5_4_6,
            "an incoming message",
            &subscriptions,
            &told,
        )
    })
}

/// What one subscriber is told the other is told too. Where neither is told, that is judged elsewhere.
fn judge_both(
    t: &mut Tester<'_>,
    requirement: &str,
    asked: &str,
    subscriptions: &[Subscription],
    told: &[Option<u32>],
) -> Flow {
    for subscription in subscriptions {
        t.subscriptions().heard(subscription)?;
    }
    if told.iter().all(Option::is_none) {
        return Err(Stop::inconclusive(format!(
            "neither subscriber was told of {asked} (a case with one subscriber judges that)"
        )));
    }
    let words: Vec<String> = subscriptions
        .iter()
        .zip(told)
        .map(|(subscription, told)| {
            let was = if told.is_some() {
                "was told"
            } else {
                "was not told"
            };
            format!("the subscriber at {} {was}", subscription.inbox.url)
        })
        .collect();
    let exchanges: Vec<u32> = told.iter().flatten().copied().collect();
    t.record(
        Judgement::met(requirement, told.iter().all(Option::is_some))
            .asked(asked)
            .accepts(["both subscribers are told"])
            .observed(words.join(", "))
            .exchanges(&exchanges),
    )
}

fn judge_arrival(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    mark: usize,
    id: &str,
) -> Flow {
    let within = waits::EVENT.milliseconds;
    let place = t
        .subscriptions()
        .await_event(subscription, mark, within, |event| {
            event.carries("NewMessages") && (event.lists(id) || event.lists(bare(id)))
        })?;
    if place.is_none() {
        t.subscriptions().heard(subscription)?;
    }
    let exchanges: Vec<u32> = place
        .and_then(|place| subscription.events.get(place))
        .map(|event| event.exchange)
        .into_iter()
        .collect();
    t.record(
        Judgement::met(req::M_5_4_6, place.is_some())
            .asked("an incoming message")
            .accepts(["an event whose NewMessages lists the message"])
            .observed(if place.is_some() {
                format!("the message {id} is listed")
            } else {
                format!(
                    "{} notifications within {within} ms, none of which lists the message {id}",
                    subscription.mark() - mark
                )
            })
            .exchanges(&exchanges),
    )
}

/// The part of a session mode message's id that is the message's own.
fn bare(id: &str) -> &str {
    id.split_once('.').map_or(id, |(_, own)| own)
}

/// 5.5.3.2, R-42: at the time of the event GetNewMessages lists what the event listed.
fn arrival_agrees_with_the_action() -> Case {
    Case::new(
        "5.4.1/agrees-with-get-new-messages",
        "a message that was evented as new is in GetNewMessages too",
    )
    .clause("5.5.3.2")
    .covers(&[req::M_5_5_3_1])
    .needs(ARRIVAL)
    .needs(&[Need::Action(action::GET_NEW_MESSAGES)])
    .own_objects(0)
    .waits_at_most(1_100)
    .body(|t| {
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mark = subscription.mark();
        let class = t.classes().any_message()?;
        let id = t.messages().incoming(&class)?;
        let evented = evented(t, &mut subscription, mark, &id)?;
        let reply = t.invoke(action::GET_NEW_MESSAGES, &[])?;
        t.arranged(&reply)?;
        let list = t.documents().new_messages(&reply)?.unwrap_or_default();
        let there = list.0.iter().any(|new| new.id == id);
        t.record(
            Judgement::met(req::M_5_5_3_1, there)
                .asked(&reply.asked)
                .accepts(["the message that was evented as new"])
                .observed(listed(there, &id))
                .exchanges([evented, reply.exchange]),
        )
    })
}

fn listed(there: bool, id: &str) -> String {
    if there {
        format!("the message {id} is listed")
    } else {
        format!("the message {id} is not listed")
    }
}

/// The exchange of the event that lists the message.
fn evented(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    mark: usize,
    id: &str,
) -> Flow<u32> {
    let within = waits::EVENT.milliseconds;
    let place = t
        .subscriptions()
        .await_event(subscription, mark, within, |event| event.lists(id))?;
    let event = place.and_then(|place| subscription.events.get(place));
    match event {
        Some(event) => Ok(event.exchange),
        None => {
            t.subscriptions().heard(subscription)?;
            Err(Stop::inconclusive(format!(
                "no event lists the message {id} (5.4.1/message-arrives judges that)"
            )))
        }
    }
}

/// 5.3.3, R-42: an event lists what was not read yet, whether it lists everything or what is new since the last one.
fn read_message_is_not_news() -> Case {
    Case::new(
        "5.4.1/read-message-is-not-news",
        "an event after a message was read does not list it",
    )
    .clause("5.3.3")
    .covers(&[req::M_5_5_3_1])
    .needs(ARRIVAL)
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .own_objects(0)
    .waits_for_events(2_200, 1)
    .body(|t| {
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mark = subscription.mark();
        let class = t.classes().any_message()?;
        let earlier = t.messages().incoming(&class)?;
        evented(t, &mut subscription, mark, &earlier)?;
        let read = t.invoke(action::READ_MESSAGE, &[("MessageID", &earlier)])?;
        t.arranged(&read)?;
        // What was composed before the message was read may still be on its way.
        let later = t.messages().incoming(&class)?;
        let within = waits::EVENT.milliseconds;
        let place = t
            .subscriptions()
            .await_event(&mut subscription, mark, within, |event| event.lists(&later))?;
        let Some(event) = place.and_then(|place| subscription.events.get(place)) else {
            t.subscriptions().heard(&subscription)?;
            return Err(Stop::inconclusive(format!(
                "no event lists the message {later} (5.4.1/message-arrives judges that)"
            )));
        };
        let again = event.lists(&earlier);
        let exchanges = [read.exchange, event.exchange];
        t.record(
            Judgement::met(req::M_5_5_3_1, !again)
                .asked("an incoming message after an earlier one was read")
                .accepts(["an event that lists the new message and not the one that was read"])
                .observed(if again {
                    format!("the event lists {earlier}, which was read")
                } else {
                    format!("the event lists {later} and not {earlier}")
                })
                .exchanges(exchanges),
        )
    })
}

/// 5.4.2, 5.3.4, R-23: a change of a session's status is evented; where nothing is told of the other situations, that
/// is a warning.
fn situation_is_told(situation: &'static Situation) -> Case {
    let needs: Vec<Need> = EVENTED_SESSIONS
        .iter()
        .chain(situation.needs)
        .cloned()
        .collect();
    let case = Case::new(
        format!("5.4.2/{}", situation.key),
        format!("SessionUpdates tells it: {}", situation.words),
    )
    .covers(&[req::M_5_4_7])
    .needs(&needs)
    .waits_for_events(1_050, 1)
    .derived();
    let case = match situation.has_to_be_told {
        // What changes in another case brings an event that may tell of this session too.
        true => case
            .undisturbed(Things::SESSIONS)
            .in_turn(turns::OF, situation.turn),
        false => case.own_objects(0),
    };
    case.body(move |t| {
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let provoked = (situation.provoke)(t, &mut subscription)?;
        judge_told(t, situation, &provoked, &mut subscription)
    })
}

fn judge_told(
    t: &mut Tester<'_>,
    situation: &Situation,
    provoked: &Provoked,
    subscription: &mut Subscription,
) -> Flow {
    let (session, mark) = (provoked.session.as_str(), provoked.mark);
    let within = situation.patience_ms();
    let seen = t
        .subscriptions()
        .await_update(subscription, session, mark, within, |update| {
            tells(update, situation)
        })?;
    if seen.is_none() {
        t.subscriptions().heard(subscription)?;
        let state = t.sessions().look_at(session)?;
        if let Some(stimulus) = situation.not_felt(state.state()) {
            let seen = format!("session {session} is {} as before", state.state());
            t.upper_tester().in_vain(stimulus, &seen)?;
        }
    }
    let mut exchanges = provoked.exchanges.clone();
    exchanges.extend(seen.iter().map(|seen| seen.exchange));
    let about = Statement {
        asked: &provoked.asked,
        accepted: &["an event whose SessionUpdates tells of it"],
        observed: match &seen {
            Some(seen) => seen.in_words(),
            None => format!(
                "{} notifications within {within} ms, none of which tells of it for the session {session}",
                subscription.mark() - mark
            ),
        },
        exchanges: &exchanges,
    };
    if seen.is_none() && !situation.has_to_be_told {
        return t.remark(req::M_5_4_7, "R-23", &about);
    }
    t.require(req::M_5_4_7, seen.is_some(), &about)
}

/// The update tells of the situation: in Table 2's words, in the vendor's, or by the status alone.
fn tells(update: &SeenUpdate, situation: &Situation) -> bool {
    let by_status = situation.has_to_be_told
        && match situation.slug {
            "closed" => update.update.status == session_status::CLOSED,
            "telcp-left" => update.update.status == session_status::PARKED,
            _ => false,
        };
    by_status || update.event(situation.slug).is_some() || !update.other_texts().is_empty()
}
